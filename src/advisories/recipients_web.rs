//! The page on which an author chooses whom a version is for.
use super::{
    Audience, Tlp,
    desk_web::version,
    drafting::{self, Draft, Recipients},
    may,
};
use crate::{
    error::{Error, Result},
    form,
    ids::{AccountId, GroupId},
    parties::{self, Group, PartyRow},
    web::{By, Errors, Frame, Posted, Section, by::Author, routes::Path, see},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "desk/recipients.html")]
struct RecipientsPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    form: &'a RecipientsForm,
    parties: &'a [PartyRow],
    groups: &'a [Group],
    people: &'a [drafting::Recipient],
    /// Whether somebody else has saved meanwhile.
    conflict: bool,
    errors: Errors,
}

impl RecipientsPage<'_> {
    fn has_party(&self, slug: &str) -> bool {
        self.form.party.iter().any(|p| p == slug)
    }
    fn has_group(&self, id: &GroupId) -> bool {
        self.form.group.iter().any(|g| g == id.as_str())
    }
    fn has_person(&self, id: &AccountId) -> bool {
        self.form.person.iter().any(|p| p == id.as_str())
    }
}

/// Everybody who can be chosen.
pub(super) struct Choices {
    pub parties: Vec<PartyRow>,
    pub groups: Vec<Group>,
    people: Vec<drafting::Recipient>,
}

/// Everybody who can be chosen for a draft.
///
/// # Errors
/// When the database fails.
pub(super) async fn choices(tx: &mut crate::db::Tx, d: &Draft) -> Result<Choices> {
    let people = if d.tlp == Some(Tlp::Red) { drafting::possible_recipients(tx).await? } else { Vec::new() };
    Ok(Choices { parties: parties::active(tx).await?, groups: parties::groups(tx).await?, people })
}

/// `/desk/advisories/{ref}/recipients`
pub async fn recipients(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let c = choices(&mut tx, &d).await?;
    let form = filled(&d, &c);
    let f = by.frame(Section::Desk);
    page(&by, f, StatusCode::OK, &Shown { d: &d, form: &form, choices: &c, conflict: false }, Errors::none())
}

/// The form with what is kept.
pub(super) fn filled(d: &Draft, c: &Choices) -> RecipientsForm {
    RecipientsForm {
        version: d.lock.to_string(),
        audience: d.audience.map_or("", Audience::text).into(),
        reason: d.reason.clone(),
        party: c.parties.iter().filter(|p| d.parties.contains(&p.id)).map(|p| p.slug.clone()).collect(),
        group: d.groups.iter().map(|g| g.0.clone()).collect(),
        person: d.people.iter().map(|p| p.0.clone()).collect(),
        sent: Vec::new(),
    }
}

/// What the page is made of.
struct Shown<'a> {
    d: &'a Draft,
    form: &'a RecipientsForm,
    choices: &'a Choices,
    conflict: bool,
}

fn page(by: &By<Author>, f: Frame<'_>, status: StatusCode, s: &Shown<'_>, errors: Errors) -> Result<HttpResponse> {
    let (parties, groups, people) = (&s.choices.parties, &s.choices.groups, &s.choices.people);
    let page = RecipientsPage { f, d: s.d, form: s.form, parties, groups, people, conflict: s.conflict, errors };
    crate::web::page::answer(&by.visit, status, &page)
}

form! {
    /// `/desk/advisories/{ref}/recipients`
    pub struct RecipientsForm { version, audience, reason; many party, group, person }
}

/// Saves the recipients.
pub async fn save_recipients(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<RecipientsForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let c = choices(&mut tx, &d).await?;
    let (chosen, faults) = chosen(&form, &d, &c);
    let mut errors = Errors::none();
    faults.into_iter().for_each(|(field, key)| errors.add(field, by.visit.t(key)));
    if errors.any() {
        let f = by.failed(Section::Desk);
        return page(&by, f, StatusCode::UNPROCESSABLE_ENTITY, &Shown { d: &d, form: &form, choices: &c, conflict: false }, errors);
    }
    match drafting::save_recipients(&mut tx, &by.act(), go, lock, &chosen).await {
        Err(Error::Stale(what)) => {
            errors.add("audience", by.visit.t(what));
            let form = RecipientsForm { version: d.lock.to_string(), ..form };
            let f = by.failed(Section::Desk);
            page(&by, f, StatusCode::CONFLICT, &Shown { d: &d, form: &form, choices: &c, conflict: true }, errors)
        }
        Err(other) => Err(other),
        Ok(()) => {
            tx.commit().await?;
            Ok(see(format!("/desk/advisories/{reference}")))
        }
    }
}

/// What was chosen, and what is wrong with it. An unknown party, group or person is a mistake, never passed over.
pub(super) fn chosen(form: &RecipientsForm, d: &Draft, c: &Choices) -> (Recipients, Vec<(&'static str, &'static str)>) {
    let mut faults = Vec::new();
    let audience = Audience::from_text(&form.audience);
    let parties: Vec<_> = c.parties.iter().filter(|p| form.party.contains(&p.slug)).map(|p| p.id.clone()).collect();
    let groups: Vec<_> = c.groups.iter().filter(|g| form.group.contains(&g.id.0)).map(|g| g.id.clone()).collect();
    let people: Vec<_> = c.people.iter().filter(|p| form.person.contains(&p.id.0)).map(|p| p.id.clone()).collect();
    let reason = form.reason.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let red = d.tlp == Some(Tlp::Red);
    match audience {
        None => faults.push(("audience", "recipients-missing")),
        Some(_) if d.tlp.is_none() => faults.push(("audience", "recipients-marking-first")),
        Some(Audience::AllParties | Audience::SomeParties) if red => faults.push(("audience", "recipients-red-people")),
        Some(Audience::NamedPeople) if !red => faults.push(("audience", "recipients-people-red")),
        Some(Audience::SomeParties) if form.party.is_empty() && form.group.is_empty() => faults.push(("party", "recipients-parties-missing")),
        Some(Audience::SomeParties) if parties.len() != form.party.len() || groups.len() != form.group.len() => faults.push(("party", "recipients-unknown")),
        Some(Audience::NamedPeople) if form.person.is_empty() => faults.push(("person", "recipients-people-missing")),
        Some(Audience::NamedPeople) if people.len() != form.person.len() => faults.push(("person", "recipients-unknown")),
        Some(_) => {}
    }
    if !matches!(audience, None | Some(Audience::AllParties)) && reason.chars().count() < 3 {
        faults.push(("reason", "recipients-reason-missing"));
    }
    if reason.chars().count() > 1_000 {
        faults.push(("reason", "recipients-reason-long"));
    }
    (Recipients { audience, parties, groups, people, reason }, faults)
}
