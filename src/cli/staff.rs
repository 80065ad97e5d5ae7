//! `vigie staff`: the operator's way to staff, for the first of them and in an emergency; the same verbs, rules and records as
//! the pages, under the name of the Unix user.
use super::{DataDir, open::Portal, people, say};
use crate::{
    accounts::{
        Roles, alarms, invite, may,
        staff::{self, Reason},
    },
    audit::Action,
    db::Tx,
    error::Error,
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

/// The agency's staff.
#[derive(Subcommand)]
pub enum Staff {
    /// Invite somebody: an administrator when none is left, and in an emergency. Prints the enrolment codes, once.
    Invite {
        #[command(flatten)]
        one: One,
        /// Full name.
        #[arg(long)]
        name: String,
        /// Roles; may be given several times. An auditor holds no other.
        #[arg(long, required = true, num_args = 1..)]
        role: Vec<Role>,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Draw new enrolment codes for somebody who has not finished enrolling; the earlier ones are void.
    Codes {
        #[command(flatten)]
        one: One,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// List staff with their roles and where their accounts stand.
    List {
        #[command(flatten)]
        dir: DataDir,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Give other roles. Every session of the person ends.
    Roles {
        #[command(flatten)]
        one: One,
        /// The roles from now on; may be given several times. An auditor holds no other.
        #[arg(long, required = true, num_args = 1..)]
        role: Vec<Role>,
    },
    /// Cut the access of a member of staff, from the next request on.
    Cut {
        #[command(flatten)]
        one: One,
        /// Why; kept in the log.
        #[arg(long, value_enum)]
        reason: Why,
    },
}

/// One member of staff by address.
#[derive(Args)]
pub struct One {
    #[command(flatten)]
    dir: DataDir,
    /// E-mail address: the user name.
    #[arg(long)]
    email: String,
}

/// A staff role.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Writes advisories.
    Author,
    /// Publishes what others wrote.
    Approver,
    /// Vets contacts.
    Vetting,
    /// Reads the log.
    Auditor,
    /// Runs the service.
    Administrator,
}

/// Why access is cut.
#[derive(Clone, Copy, ValueEnum)]
pub enum Why {
    /// The person has left the agency.
    Left,
    /// A device or the passphrase is lost.
    Lost,
    /// Misuse is suspected.
    Misuse,
    /// Another reason.
    Other,
}

fn roles(given: &[Role]) -> Roles {
    Roles {
        author: given.contains(&Role::Author),
        approver: given.contains(&Role::Approver),
        vetting: given.contains(&Role::Vetting),
        auditor: given.contains(&Role::Auditor),
        administrator: given.contains(&Role::Administrator),
    }
}

fn reason(why: Why) -> Reason {
    match why {
        Why::Left => Reason::Left,
        Why::Lost => Reason::Lost,
        Why::Misuse => Reason::Misuse,
        Why::Other => Reason::Other,
    }
}

/// Administration outside office hours raises an alarm, break-glass too.
async fn watch(portal: &Portal, tx: &mut Tx, what: Action) -> Result<(), String> {
    Ok(alarms::out_of_hours(tx, &portal.act(), &portal.settings.config.portal, what).await?)
}

async fn found(tx: &mut Tx, email: &str) -> Result<staff::Colleague, String> {
    staff::by_email(tx, email).await?.ok_or_else(|| format!("--email: there is no member of staff `{email}`; `vigie staff list` prints them."))
}

/// `vigie staff …`
pub async fn run(command: Staff) -> Result<(), String> {
    match command {
        Staff::Invite { one, name, role, json } => {
            let person = people::person(&name, &one.email, "")?;
            let go = may::operator_invites_staff(roles(&role))?;
            Portal::with(&one.dir.data_dir, async |portal| {
                let mut tx = portal.write().await?;
                let codes = invite::invite(&mut tx, &portal.act(), go, &person).await?;
                watch(portal, &mut tx, Action::Invited).await?;
                tx.commit().await.map_err(Error::from)?;
                people::tell(&codes, json)
            })
            .await
        }
        Staff::Codes { one, json } => {
            Portal::with(&one.dir.data_dir, async |portal| {
                let mut tx = portal.write().await?;
                let go = may::staff::operator_renews(&found(&mut tx, &one.email).await?)?;
                let codes = staff::renew(&mut tx, &portal.act(), go).await?;
                watch(portal, &mut tx, Action::Invited).await?;
                tx.commit().await.map_err(Error::from)?;
                people::tell(&codes, json)
            })
            .await
        }
        Staff::List { dir, json } => Portal::with(&dir.data_dir, async |portal| list(portal, json).await).await,
        Staff::Roles { one, role } => Portal::with(&one.dir.data_dir, async |portal| set_roles(portal, &one.email, roles(&role)).await).await,
        Staff::Cut { one, reason: why } => Portal::with(&one.dir.data_dir, async |portal| cut(portal, &one.email, reason(why)).await).await,
    }
}

async fn list(portal: &Portal, json: bool) -> Result<(), String> {
    let all = staff::all(&mut portal.read().await?).await?;
    if json {
        let one = |s: &staff::Colleague| json!({"email": s.email, "name": s.name, "roles": s.roles().words(), "state": s.state.text(), "signed_in_at": s.signed_in_at});
        return say::json(&all.iter().map(one).collect::<Vec<_>>());
    }
    all.iter().for_each(|s| say::line(&format!("{:35} {:10} {:30} {}", s.email, s.state.text(), s.name, s.roles().words().join(", "))));
    Ok(())
}

async fn set_roles(portal: &Portal, email: &str, after: Roles) -> Result<(), String> {
    let mut tx = portal.write().await?;
    let person = found(&mut tx, email).await?;
    let go = may::staff::operator_sets_roles(&person, after)?;
    let done = staff::set_roles(&mut tx, &portal.act(), go).await?;
    watch(portal, &mut tx, Action::RolesChanged).await?;
    done.commit(tx).await?;
    say::line(&format!("The roles of {} are now: {}.", person.name, after.words().join(", ")));
    Ok(())
}

async fn cut(portal: &Portal, email: &str, reason: Reason) -> Result<(), String> {
    let mut tx = portal.write().await?;
    let person = found(&mut tx, email).await?;
    let go = may::staff::operator_cuts(&person)?;
    let done = staff::cut(&mut tx, &portal.act(), go, reason).await?;
    watch(portal, &mut tx, Action::AccessCut).await?;
    done.commit(tx).await?;
    say::line(&format!("The access of {} is cut.", person.name));
    Ok(())
}
