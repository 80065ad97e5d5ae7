//! The log's pages, for the auditor. Reading the log is itself recorded.
use super::{Action, store};
use crate::{
    error::{Error, Result},
    web::{By, Fields, Frame, Section, by::Auditor, routes::Path, time},
};
use actix_web::HttpResponse;
use askama::Template;

/// Rows on a page.
const PAGE: i64 = 25;

#[derive(Template)]
#[template(path = "audit/list.html")]
struct ListPage<'a> {
    f: Frame<'a>,
    rows: &'a [store::Named],
    actor: &'a str,
    action: &'a str,
    object: &'a str,
    from: &'a str,
    to: &'a str,
    next: Option<String>,
    size: i64,
    wrong_time: bool,
}

#[derive(Template)]
#[template(path = "audit/entry.html")]
struct EntryPage<'a> {
    f: Frame<'a>,
    r: &'a store::Named,
    leaf: String,
    content: String,
    older: Option<i64>,
    newer: Option<i64>,
}

/// The keys of the words for what records hold in short.
#[rustfmt::skip]
pub const WORDS: &[(&str, &str)] = &[
    ("visitor", "audit-word-visitor"),
    ("absent or out of sight", "audit-word-absent"),
    ("reserved", "audit-word-reserved"),
    ("form token", "audit-word-form"),
    ("passphrase", "audit-word-passphrase"),
    ("code", "audit-word-code"),
    ("blocked", "audit-word-blocked"),
    ("e-mail code", "audit-word-email-code"),
    ("the letter is void", "audit-word-void"),
    ("void, over or done", "audit-word-over"),
    ("passkey required", "audit-word-passkey"),
    ("passkey: another session or purpose", "audit-word-passkey-foreign"),
    ("passkey: too late", "audit-word-passkey-late"),
    ("passkey: answered before", "audit-word-passkey-spent"),
    ("passkey: unreadable", "audit-word-passkey-unreadable"),
    ("passkey: unknown", "audit-word-passkey-unknown"),
    ("passkey: another site", "audit-word-passkey-site"),
    ("passkey: another relying party", "audit-word-passkey-party"),
    ("passkey: person not verified", "audit-word-passkey-unverified"),
    ("passkey: counter", "audit-word-passkey-counter"),
    ("passkey: known already, or one too many", "audit-word-passkey-known"),
    ("passkey: wrong", "audit-word-passkey-wrong"),
    ("unknown", "audit-word-unknown"),
    ("register", "audit-word-register"),
    ("portal", "audit-word-portal"),
    ("database", "audit-word-database"),
    ("audit", "audit-word-log"),
    ("twice at once", "alarm-enrolment-twice"),
    ("network", "watch-word-network"),
    ("in all", "alarm-word-all"),
    ("recovery", "alarm-word-recovery"),
    ("left", "cut-left"),
    ("lost", "cut-lost"),
    ("suspected", "cut-suspected"),
    ("other", "cut-other"),
    ("admission", "purpose-admission"),
    ("restoration", "purpose-restoration"),
    ("reset", "purpose-reset"),
    ("renewal", "purpose-renewal"),
    ("recovery code", "recovery-label"),
    ("idle", "watch-word-idle"),
    ("invitation", "watch-word-invitation"),
    ("vetting", "watch-word-vetting"),
    ("enrolment-void", "alarm-enrolment-void"),
    ("identity-denied", "alarm-identity-denied"),
    ("enrolment-twice", "alarm-enrolment-twice"),
    ("budget-spent", "alarm-budget-spent"),
    ("counter-back", "alarm-counter-back"),
    ("look-alike", "alarm-look-alike"),
    ("out-of-hours", "alarm-out-of-hours"),
    ("last-administrator", "alarm-last-administrator"),
    ("witness-silent", "alarm-witness-silent"),
    ("log-unsigned", "alarm-log-unsigned"),
    ("log-broken", "alarm-log-broken"),
    ("witness-ahead", "alarm-witness-ahead"),
    ("restored", "alarm-restored"),
    ("checkpoint", "audit-word-checkpoint"),
    ("checkpoints", "checkpoints-title"),
    ("setup code", "audit-word-setup-code"),
    ("new codes", "audit-word-new-codes"),
    ("misuse", "staff-cut-misuse"),
    ("staff", "membership-staff"),
    ("lead", "membership-lead"),
    ("contact", "membership-contact"),
    ("directory", "membership-directory"),
];

/// The key of the words for what a record says of itself in a word, where it is one of ours.
pub fn word_key(text: &str) -> &str {
    WORDS.iter().find(|(short, _)| *short == text).map_or(text, |(_, key)| key)
}

/// The key of the words for a kind of record.
pub fn action_key(text: &str) -> &str {
    Action::key(text).unwrap_or(text)
}

/// What the address asks for, and whether a date in it could not be read.
fn asked(by: &By<Auditor>, q: &Fields) -> (store::Filter, bool) {
    let given = |name: &str| q.given(name).map(str::to_owned);
    let moment = |name: &str| q.given(name).map(|text| time::parse(text, &by.visit.names.zone));
    let (from, to) = (moment("from"), moment("to"));
    // A day alone is read as its end: as a beginning it means midnight before, as an end the last minute is in it.
    let whole_day = |at: i64| if q.text("from").contains('T') { at } else { at.saturating_sub(86_340_000) };
    let filter = store::Filter {
        actor: given("actor"),
        action: given("action"),
        object: given("object"),
        from: from.flatten().map(whole_day),
        to: to.flatten().map(|at| at.saturating_add(60_000)),
        before: q.given("after").and_then(|n| n.parse().ok()),
    };
    (filter, from == Some(None) || to == Some(None))
}

/// What the page can be asked.
const ASKED: [&str; 6] = ["actor", "action", "object", "from", "to", "after"];

/// What was searched for, as the log keeps it: each part cut for itself, so that a long one hides no other.
fn searched(q: &Fields) -> String {
    let short = |value: &str| value.chars().filter(|c| !c.is_control()).take(200).collect::<String>();
    let given = ASKED.into_iter().filter_map(|name| q.given(name).map(|value| format!("{name}={}", short(value))));
    given.collect::<Vec<_>>().join("&")
}

/// The address of the older records behind `n`.
fn older(q: &Fields, n: i64) -> String {
    let mut out = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in ASKED.into_iter().filter(|name| *name != "after").filter_map(|name| q.given(name).map(|value| (name, value))) {
        out.append_pair(name, value);
    }
    format!("/audit?{}", out.append_pair("after", &n.to_string()).finish())
}

/// `/audit`
pub async fn list(by: By<Auditor>, _: Path<()>) -> Result<HttpResponse> {
    let q = by.visit.query()?;
    q.only(&ASKED, &[])?;
    let (filter, wrong_time) = asked(&by, &q);
    let mut event = by.act().did(Action::LogRead, "audit");
    event.detail = searched(&q);
    by.visit.app.journal.record(event).await?;
    let mut tx = by.visit.app.db.snapshot().await?;
    let mut rows = store::page(&mut tx, &filter, PAGE.saturating_add(1)).await?;
    let size = store::head(&mut tx).await?.map_or(0, |h| h.size);
    let more = rows.len() > 25;
    rows.truncate(25);
    let next = rows.last().filter(|_| more).map(|r| older(&q, r.record.n));
    let (actor, action, object, from, to) = (q.text("actor"), q.text("action"), q.text("object"), q.text("from"), q.text("to"));
    by.page(&ListPage { f: by.frame(Section::Audit), rows: &rows, actor, action, object, from, to, next, size, wrong_time })
}

/// `/audit/entries/{n}`
pub async fn entry(by: By<Auditor>, Path(n): Path<i64>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let r = store::find(&mut tx, n).await?.ok_or(Error::NotFound)?;
    let hashes = store::tree_hashes(&mut tx, [n]).await?.pop().map(|(_, hashes)| hashes).unwrap_or_default();
    let size = store::head(&mut tx).await?.map_or(0, |h| h.size);
    let mut event = by.act().did(Action::LogRead, format!("entry {n}"));
    event.detail = String::new();
    by.visit.app.journal.record(event).await?;
    let hex = |bytes: &[u8]| data_encoding::HEXLOWER.encode(bytes);
    by.page(&EntryPage {
        f: by.frame(Section::Audit),
        leaf: hex(hashes.get(..super::tree::HASH).unwrap_or_default()),
        content: r.record.hash.as_deref().map(hex).unwrap_or_default(),
        older: n.checked_sub(1).filter(|n| *n >= 0),
        newer: n.checked_add(1).filter(|n| *n < size),
        r: &r,
    })
}
