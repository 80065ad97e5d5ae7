//! What waits for me: the first page after signing in, for readers and for staff.
use super::{Item, List, Part, State, Viewer, drafting};
use crate::{
    accounts::{
        self, Contact, Expiring, Membership, Person, alarms,
        staff::{self, Colleague},
    },
    error::Result,
    providers::{
        self,
        follow::{self, Ended},
    },
    web::{
        By, Frame, Section,
        by::{Anyone, Staff},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

/// Lines at most.
const LINES: i64 = 5;

#[derive(Template)]
#[template(path = "home/start.html")]
struct StartPage<'a> {
    f: Frame<'a>,
}

#[derive(Template)]
#[template(path = "home/waiting.html")]
struct WaitingPage<'a> {
    f: Frame<'a>,
    person: &'a Person,
}

#[derive(Template)]
#[template(path = "home/reader.html")]
struct ReaderPage<'a> {
    f: Frame<'a>,
    items: Vec<Item>,
    /// The narrowest marking on the page.
    highest: Option<super::Tlp>,
    more: bool,
    last: Option<Item>,
    /// Providers that the party follows and that are not qualified any more.
    ended: Vec<Ended>,
}

#[derive(Template)]
#[template(path = "home/desk.html")]
struct DeskPage<'a> {
    f: Frame<'a>,
    to_approve: Vec<drafting::DraftRow>,
    mine: Vec<drafting::DraftRow>,
    to_confirm: Vec<Contact>,
    to_vet: Vec<accounts::vetting::Waiting>,
    expiring: Vec<Expiring>,
    /// Alarms that nobody has seen to, for those who may.
    alarms: i64,
    colleagues: Vec<Colleague>,
    /// What was proposed for the register of providers, for another officer to decide on.
    register: Vec<providers::change::Change>,
    person: &'a Person,
}

impl DeskPage<'_> {
    fn is_empty(&self) -> bool {
        let nothing_written = self.to_approve.is_empty() && self.mine.is_empty();
        let nobody = self.to_confirm.is_empty() && self.to_vet.is_empty() && self.expiring.is_empty() && self.colleagues.is_empty() && self.register.is_empty();
        nothing_written && nobody && self.alarms == 0
    }
}

/// `/`
pub async fn home(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    match by.who.as_ref() {
        None => by.page(&StartPage { f: by.frame(Section::None) }),
        Some(p) if !p.is_confirmed() => by.page(&WaitingPage { f: by.frame(Section::Home), person: p }),
        Some(p) => match p.membership {
            Membership::Staff => Ok(see("/desk")),
            Membership::Directory => Ok(see("/providers")),
            Membership::Lead | Membership::Contact => reader(&by, p).await,
        },
    }
}

async fn reader(by: &By<Anyone>, person: &Person) -> Result<HttpResponse> {
    let viewer = Viewer::of(person, false, by.visit.lang.code())?;
    let ask = |part| List { part, by_severity: false, by_due: true, severity: None, tlp: None, after: None };
    let mut tx = by.visit.app.db.read().await?;
    let mut items = super::list(&mut tx, &viewer, &ask(Part::ToRead), LINES.saturating_add(1)).await?;
    let more = items.len() > 5;
    items.truncate(5);
    let last = if items.is_empty() { super::list(&mut tx, &viewer, &ask(Part::Confirmed), 1).await?.pop() } else { None };
    let ended = match &person.party {
        Some(party) => follow::ended_of(&mut tx, &party.id, by.visit.now).await?,
        None => Vec::new(),
    };
    let highest = items.iter().chain(&last).map(|i| i.tlp).min();
    by.page(&ReaderPage { f: by.frame(Section::Home), items, highest, more, last, ended })
}

/// `/desk`
pub async fn desk(by: By<Staff>, _: Path<()>) -> Result<HttpResponse> {
    let (roles, mut tx) = (by.who.roles, by.visit.app.db.snapshot().await?);
    let mut list = async |state, of| drafting::list(&mut tx, &drafting::Filter { state: Some(state), of, ..drafting::Filter::default() }, 25).await;
    let to_approve = if roles.approver { list(State::InReview, None).await? } else { Vec::new() };
    let mine = if roles.author { list(State::Draft, Some(by.who.id.clone())).await? } else { Vec::new() };
    let to_confirm = if roles.vetting { accounts::waiting(&mut tx).await? } else { Vec::new() };
    let to_vet = if roles.vetting { accounts::vetting::waiting(&mut tx).await? } else { Vec::new() };
    let expiring = if roles.vetting { accounts::expiring(&mut tx, by.visit.now).await? } else { Vec::new() };
    let mut register = if roles.vetting { providers::change::waiting(&mut tx).await? } else { Vec::new() };
    register.retain(|c| c.proposed_by != by.who.id);
    let alarms = if roles.vetting || roles.administrator || roles.auditor { alarms::unseen(&mut tx).await? } else { 0 };
    let mut colleagues = if roles.vetting || roles.administrator { staff::waiting(&mut tx).await? } else { Vec::new() };
    colleagues.retain(|s| s.invited_by.as_ref() != Some(&by.who.id));
    by.page(&DeskPage { f: by.frame(Section::Home), to_approve, mine, to_confirm, to_vet, expiring, alarms, colleagues, register, person: &by.who })
}
