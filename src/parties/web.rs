//! Parties on the desk: the list, and adding one.
use super::{New, PartyRow, PartyState, may};
use crate::{
    accounts::{Person, lookalike::Found},
    error::{Error, Result},
    form,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Staff, Vetting},
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
    found: &'a Found,
    errors: Errors,
}

/// Whether a member of staff sees people, and parties that are not admitted: authors and approvers see names of parties only.
pub(super) fn sees_people(person: &Person) -> bool {
    person.roles.vetting || person.roles.administrator || person.roles.auditor
}

/// `/desk/parties`
pub async fn list(by: By<Staff>, _: Path<()>) -> Result<HttpResponse> {
    let mut parties = super::all(&mut by.visit.app.db.read().await?).await?;
    parties.retain(|p| p.state != PartyState::Proposed || sees_people(&by.who));
    by.page(&ListPage { f: by.frame(Section::Parties), parties: &parties, may_add: by.who.roles.vetting })
}

/// `/desk/parties/new`
pub async fn new(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&NewPage { f: by.frame(Section::Parties), form: &NewForm::default(), found: &Found::default(), errors: Errors::none() })
}

form! {
    /// `/desk/parties`
    pub struct NewForm { name, switchboard, source, lookalikes_seen }
}

impl NewForm {
    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        let line = |text: &str, least: usize, most: usize| (least..=most).contains(&text.trim().chars().count()) && !text.contains('\n');
        if !line(&self.name, 2, 120) {
            faults.push(("name", "party-name-missing"));
        }
        if self.switchboard.chars().filter(char::is_ascii_digit).count() < 6 || !line(&self.switchboard, 6, 40) {
            faults.push(("switchboard", "party-switchboard-missing"));
        }
        if !line(&self.source, 3, 300) {
            faults.push(("source", "party-source-missing"));
        }
        faults
    }
}

/// Adds a party, for another officer to decide on. A name that resembles a known one must have been looked at.
pub async fn add(by: By<Vetting>, _: Path<()>, Posted(form): Posted<NewForm>) -> Result<HttpResponse> {
    let mut errors = Errors::none();
    form.faults().into_iter().for_each(|(field, key)| errors.add(field, by.visit.t(key)));
    let mut tx = by.visit.app.db.write().await?;
    let found = if errors.has("name") { Found::default() } else { super::resembling(&mut tx, &form.name).await? };
    if found.any() && form.lookalikes_seen != "yes" {
        errors.add("lookalikes_seen", by.visit.t("lookalikes-missing"));
    }
    if !errors.any() {
        let new = New { name: &form.name, switchboard: &form.switchboard, source: &form.source };
        match super::add(&mut tx, &by.act(), may::add(&by.who)?, &new).await {
            Ok(party) => {
                tx.commit().await?;
                return Ok(see(format!("/desk/parties/{}", party.slug)));
            }
            Err(Error::Stale("stale-party")) => errors.add("name", by.visit.t("stale-party")),
            Err(other) => return Err(other),
        }
    }
    by.mistaken(&NewPage { f: by.failed(Section::Parties), form: &form, found: &found, errors })
}
