//! `vigie party`, `vigie contact`: what operators script; the same verbs and the same records as the pages.
use super::{DataDir, open::Portal, say};
use crate::{
    accounts::{self, Membership, invite, may as account_may},
    error::Error,
    parties::{
        self,
        change::{self, Kind},
        may as party_may,
    },
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;

/// The parties.
#[derive(Subcommand)]
pub enum Party {
    /// Add a party, at once: no officer decides on it.
    Add {
        #[command(flatten)]
        dir: DataDir,
        /// Official name.
        #[arg(long)]
        name: String,
        /// The number of its switchboard, from an official source.
        #[arg(long)]
        switchboard: String,
        /// Where the number was found: an official source.
        #[arg(long)]
        source: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Make a group of parties that authors can address by name.
    Group {
        #[command(flatten)]
        dir: DataDir,
        /// The group's name.
        #[arg(long)]
        name: String,
        /// The parties' addresses, as `vigie party list` prints them.
        #[arg(long = "party", required = true, num_args = 1..)]
        parties: Vec<String>,
    },
    /// Suspend a party at once: none of its people has access from the next request on.
    Suspend(Change),
    /// Resume a party at once.
    Resume(Change),
    /// List the parties.
    List {
        #[command(flatten)]
        dir: DataDir,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// A party and why it is changed.
#[derive(Args)]
pub struct Change {
    #[command(flatten)]
    dir: DataDir,
    /// The party's address, as `vigie party list` prints it.
    #[arg(long)]
    party: String,
    /// Why; kept in the log.
    #[arg(long)]
    reason: String,
}

/// The contacts of parties.
#[derive(Subcommand)]
pub enum Contact {
    /// Add a contact. Prints both enrolment codes, once: the one goes into the letter, the other into the e-mail.
    Add {
        #[command(flatten)]
        dir: DataDir,
        /// The party's address, as `vigie party list` prints it.
        #[arg(long)]
        party: String,
        /// E-mail address: the user name.
        #[arg(long)]
        email: String,
        /// Full name.
        #[arg(long)]
        name: String,
        /// Telephone, to call back on.
        #[arg(long, default_value = "")]
        phone: String,
        /// What the person will be.
        #[arg(long, value_enum, default_value = "contact")]
        role: ContactRole,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Confirm a contact who has finished enrolment and whom the agency has spoken with.
    Confirm(One),
    /// Cut a contact's access: every session ends, every code dies, from the next request on.
    Cut {
        #[command(flatten)]
        one: One,
        /// Why; kept in the log.
        #[arg(long)]
        reason: String,
    },
}

/// One contact by address.
#[derive(Args)]
pub struct One {
    #[command(flatten)]
    dir: DataDir,
    /// The contact's e-mail address.
    #[arg(long)]
    email: String,
}

/// What a contact will be.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ContactRole {
    /// Reads advisories and sees their own party.
    Lead,
    /// Reads advisories.
    Contact,
    /// Uses the directory alone.
    Directory,
}

pub(super) fn person<'a>(name: &'a str, email: &'a str, phone: &'a str) -> Result<invite::Person<'a>, String> {
    if !invite::is_email(email.trim()) {
        return Err(format!("--email: `{email}` is not an e-mail address; write one such as name@host.example."));
    }
    if !(2..=120).contains(&name.trim().chars().count()) || name.chars().any(char::is_control) {
        return Err("--name: give the person's full name, 2 to 120 characters on one line.".into());
    }
    Ok(invite::Person { name, email, phone })
}

pub(super) fn tell(codes: &invite::Codes, json: bool) -> Result<(), String> {
    if json {
        return say::json(&json!({"account": codes.account.as_str(), "letter_code": codes.letter, "email_code": codes.email}));
    }
    say::line("The codes are shown once. They are good for 14 days and five tries.");
    say::line(&format!("letter code: {}", codes.letter));
    say::line(&format!("e-mail code: {}", codes.email));
    say::line("Next: the person opens /enrol and enters both.");
    Ok(())
}

/// `vigie party …`
pub async fn party(command: Party) -> Result<(), String> {
    match command {
        Party::Add { dir, name, switchboard, source, json } => {
            if !(2..=120).contains(&name.trim().chars().count()) || crate::text::slug(&name).is_empty() || name.chars().any(char::is_control) {
                return Err("--name: give the party's official name, 2 to 120 characters on one line, with a letter in it.".into());
            }
            if !(3..=300).contains(&source.trim().chars().count()) || source.chars().any(char::is_control) {
                return Err("--source: say where the number was found, in 3 to 300 characters on one line.".into());
            }
            let new = parties::New { name: &name, switchboard: &switchboard, source: &source };
            Portal::with(&dir.data_dir, async |portal| add_party(portal, &new, json).await).await
        }
        Party::Suspend(c) => switch(c, Kind::Suspension).await,
        Party::Resume(c) => switch(c, Kind::Resumption).await,
        Party::Group { dir, name, parties: slugs } => {
            if !(2..=120).contains(&name.trim().chars().count()) || crate::text::slug(&name).is_empty() || name.chars().any(char::is_control) {
                return Err("--name: give the group a name of 2 to 120 characters on one line, with a letter in it.".into());
            }
            Portal::with(&dir.data_dir, async |portal| group(portal, &name, &slugs).await).await
        }
        Party::List { dir, json } => {
            Portal::with(&dir.data_dir, async |portal| {
                let all = parties::all(&mut portal.read().await?).await?;
                if json {
                    return say::json(
                        &all.iter()
                            .map(|p| json!({"slug": p.slug, "name": p.name, "readers": p.readers, "pending": p.pending, "state": p.state.text()}))
                            .collect::<Vec<_>>(),
                    );
                }
                all.iter().for_each(|p| say::line(&format!("{:30} {} ({} readers, {})", p.slug, p.name, p.readers, p.state.text())));
                Ok(())
            })
            .await
        }
    }
}

async fn add_party(portal: &Portal, new: &parties::New<'_>, json: bool) -> Result<(), String> {
    let mut tx = portal.write().await?;
    let party = parties::add(&mut tx, &portal.act(), party_may::operator_adds(), new).await?;
    tx.commit().await.map_err(Error::from)?;
    if json {
        return say::json(&json!({"slug": party.slug, "name": party.name}));
    }
    say::line(&format!("Added {} as {}.", party.name, party.slug));
    Ok(())
}

async fn switch(c: Change, kind: Kind) -> Result<(), String> {
    let reason = c.reason.trim();
    if !(3..=500).contains(&reason.chars().count()) || reason.chars().any(char::is_control) {
        return Err("--reason: say why, in 3 to 500 characters on one line.".into());
    }
    Portal::with(&c.dir.data_dir, async |portal| {
        let mut tx = portal.write().await?;
        let party = parties::find(&mut tx, &c.party).await.map_err(|_| unknown_party(&c.party))?;
        change::at_once(&mut tx, &portal.act(), party_may::operator_changes(), &party, kind, reason).await?;
        tx.commit().await.map_err(Error::from)?;
        say::line(&format!("{} is {} now.", party.name, kind.to().text()));
        Ok(())
    })
    .await
}

fn unknown_party(slug: &str) -> String {
    format!("--party: there is no party `{slug}`; `vigie party list` prints them.")
}

async fn group(portal: &Portal, name: &str, slugs: &[String]) -> Result<(), String> {
    let mut tx = portal.write().await?;
    let mut members = Vec::new();
    for slug in slugs {
        let party = parties::find(&mut tx, slug).await.map_err(|_| unknown_party(slug))?;
        members.push(party.id);
    }
    parties::add_group(&mut tx, &portal.act(), party_may::operator_adds(), name, &members).await?;
    tx.commit().await.map_err(Error::from)?;
    say::line(&format!("Made the group {} of {} parties.", name.trim(), members.len()));
    Ok(())
}

/// `vigie contact …`
pub async fn contact(command: Contact) -> Result<(), String> {
    match command {
        Contact::Add { dir, party, email, name, phone, role, json } => {
            let person = person(&name, &email, &phone)?;
            let codes = Portal::with(&dir.data_dir, async |portal| add(portal, &party, role, &person).await).await?;
            tell(&codes, json)
        }
        Contact::Confirm(one) => {
            Portal::with(&one.dir.data_dir, async |portal| {
                let mut tx = portal.write().await?;
                let contact = found(&mut tx, &one.email).await?;
                let go = account_may::operator_confirms(&contact)?;
                accounts::confirm(&mut tx, &portal.act(), go, &portal.settings.config.authentication).await?;
                tx.commit().await.map_err(Error::from)?;
                say::line(&format!("{} is confirmed.", contact.name));
                Ok(())
            })
            .await
        }
        Contact::Cut { one, reason } => {
            Portal::with(&one.dir.data_dir, async |portal| {
                let mut tx = portal.write().await?;
                let contact = found(&mut tx, &one.email).await?;
                accounts::cut(&mut tx, &portal.act(), account_may::operator_cuts(&contact)?, reason.trim()).await?;
                tx.commit().await.map_err(Error::from)?;
                say::line(&format!("The access of {} is cut.", contact.name));
                Ok(())
            })
            .await
        }
    }
}

async fn add(portal: &Portal, party: &str, role: ContactRole, person: &invite::Person<'_>) -> Result<invite::Codes, String> {
    let mut tx = portal.write().await?;
    let party = parties::find(&mut tx, party).await.map_err(|_| unknown_party(party))?;
    let membership = match role {
        ContactRole::Lead => Membership::Lead,
        ContactRole::Contact => Membership::Contact,
        ContactRole::Directory => Membership::Directory,
    };
    let go = account_may::operator_invites_contact(membership, party.id)?;
    let codes = invite::invite(&mut tx, &portal.act(), go, person).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(codes)
}

async fn found(tx: &mut crate::db::Tx, email: &str) -> Result<accounts::Contact, String> {
    accounts::by_email(tx, email).await?.ok_or_else(|| format!("--email: there is no account `{email}`."))
}
