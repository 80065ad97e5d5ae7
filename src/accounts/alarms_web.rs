//! The alarms of the agency, newest first, and seeing to them.
use super::{
    Membership,
    alarms::{self, Alarm, Kind},
    may,
    web::NoFields,
};
use crate::{
    audit::Action,
    error::Result,
    web::{By, Frame, Posted, Section, by::Contacts, routes::Path, see, visit::Visit},
};
use actix_web::HttpResponse;
use askama::Template;

/// Rows on a page.
const PAGE: usize = 30;

#[derive(Template)]
#[template(path = "accounts/alarms.html")]
struct AlarmsPage<'a> {
    f: Frame<'a>,
    rows: Vec<Row>,
    may_attend: bool,
    next: Option<String>,
}

/// An alarm in words.
struct Row {
    alarm: Alarm,
    /// Whom or what it is about.
    about: String,
    /// The page of whom it is about.
    href: Option<String>,
}

/// The key of the words for a kind of alarm.
fn kind_key(text: &str) -> &str {
    Kind::key(text).unwrap_or(text)
}

/// The key of the words for what an alarm says of itself in a word, where it is one of ours.
fn word_key(text: &str) -> &str {
    match text {
        "passphrase" => "audit-word-passphrase",
        "code" => "audit-word-code",
        "recovery" => "alarm-word-recovery",
        "unknown" => "alarm-word-unknown",
        "in all" => "alarm-word-all",
        "portal" => "audit-word-portal",
        other => Action::key(other).unwrap_or(other),
    }
}

fn row(v: &Visit, alarm: Alarm) -> Row {
    let (about, href) = match (&alarm.person, &alarm.party_slug) {
        (Some(name), _) => (name.clone(), alarm.membership.filter(|m| *m != Membership::Staff).map(|_| format!("/desk/contacts/{}", alarm.object))),
        (None, Some(slug)) => (alarm.party_name.clone().unwrap_or_default(), Some(format!("/desk/parties/{slug}"))),
        (None, None) => (words(v, &alarm.object), None),
    };
    Row { alarm, about, href }
}

/// What is neither a person nor a party.
fn words(v: &Visit, object: &str) -> String {
    match object.split_once([' ', ':']) {
        Some(("network", address)) => v.tw("alarm-word-network", "address", address),
        Some(("operator", user)) => v.tw("alarm-word-operator", "user", user),
        _ => v.t(word_key(object)).to_owned(),
    }
}

/// `/desk/alarms`
pub async fn list(by: By<Contacts>, _: Path<()>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    query.only(&["after"], &[])?;
    let before = query.given("after").and_then(|after| after.split_once('-')).and_then(|(at, id)| Some((at.parse().ok()?, id)));
    let most = i64::try_from(PAGE).unwrap_or(0).saturating_add(1);
    let mut found = alarms::page(&mut by.visit.app.db.read().await?, before, most).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|a| format!("/desk/alarms?after={}-{}", a.at, a.id));
    let rows = found.into_iter().map(|a| row(&by.visit, a)).collect();
    by.page(&AlarmsPage { f: by.frame(Section::Alarms), rows, may_attend: may::attend(&by.who).is_ok(), next })
}

/// `/desk/alarms/{id}/attention`: somebody has seen to it.
pub async fn attend(by: By<Contacts>, Path(id): Path<String>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let go = may::attend(&by.who)?;
    let mut tx = by.visit.app.db.write().await?;
    alarms::attend(&mut tx, &by.act(), &go, &id).await?;
    tx.commit().await?;
    Ok(see("/desk/alarms"))
}
