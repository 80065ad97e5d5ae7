//! Parties on the desk, and a party's own page.
use super::{Member, Party, PartyRow, may};
use crate::{
    accounts::State,
    error::{Error, Result},
    form,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Reader, Staff, Vetting},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "parties/list.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    parties: &'a [PartyRow],
    may_add: bool,
}

#[derive(Template)]
#[template(path = "parties/new.html")]
struct NewPage<'a> {
    f: Frame<'a>,
    form: &'a NewForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "parties/show.html")]
struct ShowPage<'a> {
    f: Frame<'a>,
    party: &'a Party,
    members: &'a [Member],
    /// Whether the names and states of people may be seen: authors and approvers see names of parties only.
    with_people: bool,
}

#[derive(Template)]
#[template(path = "parties/own.html")]
struct OwnPage<'a> {
    f: Frame<'a>,
    name: &'a str,
    members: &'a [Member],
}

/// `/desk/parties`
pub async fn list(by: By<Staff>, _: Path<()>) -> Result<HttpResponse> {
    let parties = super::all(&mut by.visit.app.db.read().await?).await?;
    by.page(&ListPage { f: by.frame(Section::Parties), parties: &parties, may_add: by.who.roles.vetting })
}

/// `/desk/parties/new`
pub async fn new(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&NewPage { f: by.frame(Section::Parties), form: &NewForm::default(), errors: Errors::none() })
}

form! {
    /// `/desk/parties`
    pub struct NewForm { name, switchboard }
}

/// Adds a party.
pub async fn add(by: By<Vetting>, _: Path<()>, Posted(form): Posted<NewForm>) -> Result<HttpResponse> {
    let mut errors = Errors::none();
    if !(2..=120).contains(&form.name.trim().chars().count()) || form.name.contains('\n') {
        errors.add("name", by.visit.t("party-name-missing"));
    }
    if form.switchboard.chars().filter(char::is_ascii_digit).count() < 6 || form.switchboard.chars().count() > 40 {
        errors.add("switchboard", by.visit.t("party-switchboard-missing"));
    }
    if !errors.any() {
        let mut tx = by.visit.app.db.write().await?;
        match super::add(&mut tx, &by.act(), may::add(&by.who)?, &form.name, &form.switchboard).await {
            Ok(party) => {
                tx.commit().await?;
                return Ok(see(format!("/desk/parties/{}", party.slug)));
            }
            Err(Error::Stale(what)) => errors.add("name", by.visit.t(what)),
            Err(other) => return Err(other),
        }
    }
    by.mistaken(&NewPage { f: by.failed(Section::Parties), form: &form, errors })
}

/// `/desk/parties/{slug}`
pub async fn show(by: By<Staff>, Path(slug): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let party = super::find(&mut tx, &slug).await?;
    let with_people = by.who.roles.vetting || by.who.roles.administrator || by.who.roles.auditor;
    let members = if with_people { super::members(&mut tx, &party.id).await? } else { Vec::new() };
    by.page(&ShowPage { f: by.frame(Section::Parties), party: &party, members: &members, with_people })
}

/// `/party`: who has access for us.
pub async fn own(by: By<Reader>, _: Path<()>) -> Result<HttpResponse> {
    let party = by.who.party.as_ref().ok_or(Error::NotFound)?;
    let mut members = super::members(&mut by.visit.app.db.read().await?, &party.id).await?;
    members.retain(|m| m.state != State::Cut);
    by.page(&OwnPage { f: by.frame(Section::Party), name: &party.name, members: &members })
}
