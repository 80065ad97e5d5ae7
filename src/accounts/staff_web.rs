//! The agency's own people: the list, inviting, confirming, roles, cutting.
use super::{
    Person, Roles, State, alarms, invite,
    may::staff as may,
    staff::{self, Colleague, Done, ROLES, Reason},
};
use crate::{
    audit::Action,
    db::Tx,
    error::{Error, Result},
    form,
    ids::AccountId,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Access, Administrator, Confirming, StaffRecords},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "staff/list.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    people: &'a [Colleague],
    may_invite: bool,
}

#[derive(Template)]
#[template(path = "staff/new.html")]
struct NewPage<'a> {
    f: Frame<'a>,
    form: &'a NewForm,
    errors: Errors,
}

impl NewPage<'_> {
    fn has(&self, role: &str) -> bool {
        self.form.role.iter().any(|r| r == role)
    }
}

#[derive(Template)]
#[template(path = "staff/invited.html")]
struct InvitedPage<'a> {
    f: Frame<'a>,
    id: &'a AccountId,
    name: &'a str,
    letter: &'a str,
}

#[derive(Template)]
#[template(path = "staff/show.html")]
struct ShowPage<'a> {
    f: Frame<'a>,
    s: &'a Colleague,
    /// The roles ticked in the form.
    ticked: Roles,
    may_confirm: bool,
    /// Whether a vetting officer may open a reset of the means of sign-in.
    may_reset: bool,
    /// Who invited them looks on while somebody else confirms.
    own_invitation: bool,
    may_change: bool,
    errors: Errors,
}

impl ShowPage<'_> {
    fn has(&self, role: &str) -> bool {
        self.ticked.words().contains(&role)
    }
}

#[derive(Template)]
#[template(path = "staff/revocation.html")]
struct RevocationPage<'a> {
    f: Frame<'a>,
    s: &'a Colleague,
    sessions: i64,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "staff/revoked.html")]
struct RevokedPage<'a> {
    f: Frame<'a>,
    s: &'a Colleague,
}

/// The key of a role's name.
fn role_key(role: &str) -> &'static str {
    match role {
        "author" => "role-author",
        "approver" => "role-approver",
        "vetting" => "role-vetting",
        "auditor" => "role-auditor",
        _ => "role-administrator",
    }
}

/// The key of what a role may do.
fn role_hint(role: &str) -> &'static str {
    match role {
        "author" => "role-author-hint",
        "approver" => "role-approver-hint",
        "vetting" => "role-vetting-hint",
        "auditor" => "role-auditor-hint",
        _ => "role-administrator-hint",
    }
}

fn staff_page(id: &AccountId) -> String {
    format!("/admin/staff/{id}")
}

/// `/admin/staff`
pub async fn list(by: By<StaffRecords>, _: Path<()>) -> Result<HttpResponse> {
    let people = staff::all(&mut by.visit.app.db.read().await?).await?;
    by.page(&ListPage { f: by.frame(Section::Admin), people: &people, may_invite: by.who.roles.administrator })
}

/// `/admin/staff/new`
pub async fn new(by: By<Administrator>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&NewPage { f: by.frame(Section::Admin), form: &NewForm::default(), errors: Errors::none() })
}

form! {
    /// `/admin/staff`
    pub struct NewForm { name, email; many role }
}

/// The roles of a form, or the mistake in it.
fn chosen<A: Access>(by: &By<A>, words: &[String], errors: &mut Errors) -> Result<Roles> {
    let roles = Roles::from_words(words).ok_or_else(|| Error::Unreadable("error-role", "role".into()))?;
    if let Err(Error::Refused(why)) = may::fitting(roles) {
        errors.add("role", by.visit.t(why));
    }
    Ok(roles)
}

/// Invites a colleague. The letter's code is in this answer and nowhere else; the other code goes by e-mail.
pub async fn invite(by: By<Administrator>, _: Path<()>, Posted(form): Posted<NewForm>) -> Result<HttpResponse> {
    let (v, mut errors) = (&by.visit, Errors::none());
    if !(2..=120).contains(&form.name.trim().chars().count()) || form.name.contains(['\n', '\t']) {
        errors.add("name", v.t("person-name-missing"));
    }
    if !invite::is_email(form.email.trim()) {
        errors.add("email", v.t("person-email-missing"));
    }
    let roles = chosen(&by, &form.role, &mut errors)?;
    if !errors.any() {
        let (mut tx, act) = (v.app.db.write().await?, by.act());
        let person = invite::Person { name: &form.name, email: &form.email, phone: "" };
        match staff::invite(&mut tx, &act, may::invite(&by.who, roles)?, &by.who.id, &person).await {
            Ok(codes) => {
                watch(&by, &mut tx, Action::Invited).await?;
                tx.commit().await?;
                return by.page(&InvitedPage { f: by.frame(Section::Admin), id: &codes.account, name: form.name.trim(), letter: &codes.letter });
            }
            Err(Error::Stale("stale-email")) => errors.add("email", v.t("stale-staff-email")),
            Err(other) => return Err(other),
        }
    }
    by.mistaken(&NewPage { f: by.failed(Section::Admin), form: &form, errors })
}

/// Administration outside office hours raises an alarm.
async fn watch<A: Access>(by: &By<A>, tx: &mut Tx, what: Action) -> Result<()> {
    alarms::out_of_hours(tx, &by.act(), &by.visit.app.settings.config.portal, what).await
}

fn show_page<'a>(f: Frame<'a>, who: &Person, s: &'a Colleague, ticked: Roles, errors: Errors) -> ShowPage<'a> {
    let own_invitation = s.state == State::Enrolled && s.invited_by.as_ref() == Some(&who.id);
    ShowPage {
        f,
        s,
        ticked,
        may_confirm: may::confirm(who, s).is_ok(),
        may_reset: who.roles.vetting && who.id != s.id && s.state == State::Confirmed,
        own_invitation,
        may_change: may::cut(who, s).is_ok(),
        errors,
    }
}

/// `/admin/staff/{id}`
pub async fn show(by: By<StaffRecords>, Path(id): Path<String>) -> Result<HttpResponse> {
    let s = staff::find(&mut by.visit.app.db.read().await?, &AccountId(id)).await?;
    by.page(&show_page(by.frame(Section::Admin), &by.who, &s, s.roles(), Errors::none()))
}

form! {
    /// `/admin/staff/{id}/confirmation`
    pub struct ConfirmForm { roles }
}

/// Somebody else than who invited them confirms a colleague, with the roles that stood on the page.
pub async fn confirm(by: By<Confirming>, Path(id): Path<String>, Posted(form): Posted<ConfirmForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let s = staff::find(&mut tx, &AccountId(id)).await?;
    let go = may::confirm(&by.who, &s)?;
    if form.roles != s.roles().words().join(" ") {
        return Err(Error::Stale("stale-staff"));
    }
    staff::confirm(&mut tx, &by.act(), go).await?;
    watch(&by, &mut tx, Action::Confirmed).await?;
    tx.commit().await?;
    Ok(see(staff_page(&s.id)))
}

form! {
    /// `/admin/staff/{id}/roles`
    pub struct RolesForm { ; many role }
}

/// Gives other roles.
pub async fn set_roles(by: By<Administrator>, Path(id): Path<String>, Posted(form): Posted<RolesForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let s = staff::find(&mut tx, &AccountId(id)).await?;
    let mut errors = Errors::none();
    let roles = chosen(&by, &form.role, &mut errors)?;
    if errors.any() {
        return by.mistaken(&show_page(by.failed(Section::Admin), &by.who, &s, roles, errors));
    }
    let go = may::set_roles(&by.who, &s, roles)?;
    if roles != s.roles() {
        let done = staff::set_roles(&mut tx, &by.act(), go).await?;
        watch(&by, &mut tx, Action::RolesChanged).await?;
        done.commit(tx).await?;
    }
    Ok(see(staff_page(&s.id)))
}

/// `/admin/staff/{id}/revocation`: what cutting does, or that it is done.
pub async fn revocation(by: By<Administrator>, Path(id): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let s = staff::find(&mut tx, &AccountId(id)).await?;
    if s.state == State::Cut {
        return by.page(&RevokedPage { f: by.frame(Section::Admin), s: &s });
    }
    // That it may be done; doing it judges again.
    let _ = may::cut(&by.who, &s)?;
    let sessions = staff::open_sessions(&mut tx, &s.id, by.visit.now).await?;
    by.page(&RevocationPage { f: by.frame(Section::Admin), s: &s, sessions, errors: Errors::none() })
}

form! {
    /// `/admin/staff/{id}/revocation`
    pub struct RevocationForm { reason }
}

/// Cuts a colleague's access.
pub async fn cut(by: By<Administrator>, Path(id): Path<String>, Posted(form): Posted<RevocationForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let s = staff::find(&mut tx, &AccountId(id)).await?;
    let go = may::cut(&by.who, &s)?;
    let Some(reason) = Reason::from_text(&form.reason) else {
        let sessions = staff::open_sessions(&mut tx, &s.id, by.visit.now).await?;
        let mut errors = Errors::none();
        errors.add("reason", by.visit.t("staff-cut-reason-missing"));
        return by.mistaken(&RevocationPage { f: by.failed(Section::Admin), s: &s, sessions, errors });
    };
    let done: Done = staff::cut(&mut tx, &by.act(), go, reason).await?;
    watch(&by, &mut tx, Action::AccessCut).await?;
    done.commit(tx).await?;
    Ok(see(format!("{}/revocation", staff_page(&s.id))))
}
