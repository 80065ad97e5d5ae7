//! One contact on the desk: who they are, where their account stands, and what an officer can do next.
use super::{
    Contact, State, cutting_web, ledger, may, may_vet,
    vetting::{self, Case, Purpose, Stage},
    web::NoFields,
};
use crate::{
    error::Result,
    ids::AccountId,
    notices::{self, Trouble},
    web::{
        By, Frame, Posted, Section,
        by::{Access, Contacts, Vetting},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/contact.html")]
struct ContactPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    /// Whether a vetting officer looks.
    officer: bool,
    /// The vetting under way.
    live: Option<Case>,
    /// Those that are over, the newest first.
    history: Vec<Case>,
    links: Vec<(&'static str, &'static str)>,
    /// What went wrong with the address.
    trouble: Option<Trouble>,
}

impl ContactPage<'_> {
    fn why(&self) -> &'static str {
        cutting_web::why(&self.contact.ended_why)
    }
    fn links(&self) -> &[(&'static str, &'static str)] {
        &self.links
    }
}

/// Writes down that somebody's record is opened, before a page shows it: the person and their lead can read who opened it.
pub(super) async fn opened<A: Access>(by: &By<A>, contact: &Contact, page: &str) -> Result<()> {
    by.visit.app.journal.record(ledger::contact_read(&by.act(), contact, page)).await.map(drop)
}

/// `/desk/contacts/{id}`
pub async fn show(by: By<Contacts>, Path(id): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let mut history = vetting::history(&mut tx, &contact.id).await?;
    let live = history.iter().position(|c| matches!(c.state, Stage::Open | Stage::Recorded)).map(|at| history.remove(at));
    let (officer, links) = (by.who.roles.vetting, links(&by, &contact, live.is_some()));
    let trouble = notices::trouble(&mut tx, &contact.id).await?;
    drop(tx);
    opened(&by, &contact, "").await?;
    by.page(&ContactPage { f: by.frame(Section::Parties), contact: &contact, officer, live, history, links, trouble })
}

/// What else this person may do: the last part of the address and the key of its words.
fn links(by: &By<Contacts>, contact: &Contact, in_vetting: bool) -> Vec<(&'static str, &'static str)> {
    let mut all = Vec::new();
    if !in_vetting && may_vet::open(&by.who, contact, Purpose::Renewal).is_ok() {
        all.push(("renewal", "renewal-title"));
    }
    if !in_vetting && contact.state != State::Invited && may_vet::open(&by.who, contact, Purpose::Reset).is_ok() {
        all.push(("reset", "reset-title"));
    }
    if may_vet::correct(&by.who, contact).is_ok() {
        all.push(("proposal", "proposal-correct"));
    }
    if may_vet::officer_cuts(&by.who, contact).is_ok() {
        all.push(("revocation", "cut-title"));
    }
    all
}

/// `/desk/contacts/{id}/confirmation`: the agency has called back and knows the person.
pub async fn confirm(by: By<Vetting>, Path(id): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let go = may::confirm(&by.who, &contact)?;
    super::confirm(&mut tx, &by.act(), go, &by.visit.app.settings.config.authentication).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/contacts/{}", contact.id)))
}
