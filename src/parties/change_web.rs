//! One party on the desk: its people, where it stands, and the changes that take two officers.
use super::{
    Member, Party, PartyState,
    change::{self, Change, Done, Kind},
    may,
    web::sees_people,
};
use crate::{
    audit::Action,
    db::Tx,
    error::{Error, Result},
    form,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Access, Staff, Vetting},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "parties/show.html")]
struct ShowPage<'a> {
    f: Frame<'a>,
    party: &'a Party,
    facts: &'a Facts,
    /// Whether the names and states of people may be seen.
    with_people: bool,
    /// Whether an officer looks.
    officer: bool,
    /// Whether the change that waits is the looker's own.
    own: bool,
    reason: &'a str,
    errors: Errors,
}

impl ShowPage<'_> {
    /// What an officer could propose now: its address, its button and its text.
    fn next(&self) -> Option<(&'static str, &'static str, &'static str)> {
        match (self.officer && self.facts.waiting.is_none(), self.party.state) {
            (true, PartyState::Active) => Some(("suspension", "party-suspend", "party-suspend-text")),
            (true, PartyState::Suspended) => Some(("resumption", "party-resume", "party-resume-text")),
            _ => None,
        }
    }
}

/// What those who see people see of a party.
#[derive(Default)]
struct Facts {
    members: Vec<Member>,
    waiting: Option<Change>,
    history: Vec<Done>,
}

async fn facts(tx: &mut Tx, party: &Party) -> Result<Facts> {
    let members = super::members(tx, &party.id).await?;
    Ok(Facts { members, waiting: change::waiting(tx, &party.id).await?, history: change::history(tx, &party.id).await? })
}

/// Writes down that a party's page is opened, before it is shown: its lead can read who opened it.
async fn opened<A: Access>(by: &By<A>, party: &Party) -> Result<()> {
    by.visit.app.journal.record(by.act().did(Action::PartyRead, party.slug.as_str())).await.map(drop)
}

/// `/desk/parties/{slug}`
pub async fn show(by: By<Staff>, Path(slug): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let (party, with_people) = (super::find(&mut tx, &slug).await?, sees_people(&by.who));
    if party.state == PartyState::Proposed && !with_people {
        return Err(Error::NotFound);
    }
    let facts = if with_people { facts(&mut tx, &party).await? } else { Facts::default() };
    drop(tx);
    opened(&by, &party).await?;
    by.page(&page(&by, by.frame(Section::Parties), &party, &facts, "", Errors::none()))
}

fn page<'a, A: Access<Who = crate::accounts::Person>>(
    by: &By<A>,
    f: Frame<'a>,
    party: &'a Party,
    facts: &'a Facts,
    reason: &'a str,
    errors: Errors,
) -> ShowPage<'a> {
    let own = facts.waiting.as_ref().is_some_and(|c| c.proposed_by == by.who.id);
    ShowPage { f, party, facts, with_people: sees_people(&by.who), officer: by.who.roles.vetting, own, reason, errors }
}

form! {
    /// `/desk/parties/{slug}/suspension` and `/resumption`
    pub struct ReasonForm { reason }
}

/// `/desk/parties/{slug}/suspension`
pub async fn suspend(by: By<Vetting>, Path(slug): Path<String>, Posted(form): Posted<ReasonForm>) -> Result<HttpResponse> {
    propose(&by, &slug, &form, Kind::Suspension).await
}

/// `/desk/parties/{slug}/resumption`
pub async fn resume(by: By<Vetting>, Path(slug): Path<String>, Posted(form): Posted<ReasonForm>) -> Result<HttpResponse> {
    propose(&by, &slug, &form, Kind::Resumption).await
}

async fn propose(by: &By<Vetting>, slug: &str, form: &ReasonForm, kind: Kind) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let party = super::find(&mut tx, slug).await?;
    let go = may::propose_change(&by.who, &party, kind)?;
    let reason = form.reason.split_whitespace().collect::<Vec<_>>().join(" ");
    if (3..=500).contains(&reason.chars().count()) {
        change::propose(&mut tx, &by.act(), go, &party.slug, &reason).await?;
        tx.commit().await?;
        return Ok(see(format!("/desk/parties/{slug}")));
    }
    let mut errors = Errors::none();
    errors.add("reason", by.visit.t("party-reason-missing"));
    let facts = facts(&mut tx, &party).await?;
    // The writer goes first: the record is written by another.
    drop(tx);
    opened(by, &party).await?;
    by.mistaken(&page(by, by.failed(Section::Parties), &party, &facts, &form.reason, errors))
}

form! {
    /// `/desk/parties/{slug}/decision`
    pub struct DecisionForm { change, decision }
}

/// `/desk/parties/{slug}/decision`: another officer approves or refuses exactly the change that their page showed.
pub async fn decide(by: By<Vetting>, Path(slug): Path<String>, Posted(form): Posted<DecisionForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let party = super::find(&mut tx, &slug).await?;
    let waiting = change::waiting(&mut tx, &party.id).await?.filter(|c| c.id == form.change).ok_or(Error::Stale("stale-party-change"))?;
    let go = may::decide(&by.who, waiting)?;
    let approve = match form.decision.as_str() {
        "approve" => true,
        "refuse" => false,
        _ => {
            let mut errors = Errors::none();
            errors.add("decision", by.visit.t("party-decision-missing"));
            let facts = facts(&mut tx, &party).await?;
            drop(tx);
            opened(&by, &party).await?;
            return by.mistaken(&page(&by, by.failed(Section::Parties), &party, &facts, "", errors));
        }
    };
    change::decide(&mut tx, &by.act(), go, &party.slug, approve).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/parties/{slug}")))
}
