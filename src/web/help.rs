//! Plain pages of text, readable without a session.
use super::{By, Frame, Section, by::Anyone, routes::Path};
use crate::{
    accounts::Membership,
    error::{Error, Result},
    privacy,
};
use actix_web::{HttpResponse, http::header};
use askama::Template;

#[derive(Template)]
#[template(path = "help/privacy.html")]
struct PrivacyPage<'a> {
    f: Frame<'a>,
    groups: Vec<privacy::Group>,
}

#[derive(Template)]
#[template(path = "help/page.html")]
struct HelpPage<'a> {
    f: Frame<'a>,
    topic: &'a str,
    title: &'static str,
    /// The keys of the paragraphs.
    text: &'static [&'static str],
}

/// The pages: address, title, paragraphs.
const TOPICS: [(&str, &str, &[&str]); 5] = [
    ("genuine", "help-genuine", &["help-genuine-1", "help-genuine-2", "help-genuine-3"]),
    ("tlp", "help-tlp", &["help-tlp-1"]),
    ("emergency", "help-emergency", &["help-emergency-1", "help-emergency-2"]),
    ("accessibility", "help-accessibility", &["help-accessibility-1", "help-accessibility-2"]),
    ("site-map", "help-site-map", &[]),
];

/// `/help/{topic}`
pub async fn show(by: By<Anyone>, Path(topic): Path<String>) -> Result<HttpResponse> {
    if topic == "privacy" {
        // Every field that is stored, by the code's own list.
        return by.page(&PrivacyPage { f: by.frame(Section::None), groups: privacy::groups() });
    }
    let (topic, title, text) = TOPICS.into_iter().find(|(t, ..)| *t == topic).ok_or(Error::NotFound)?;
    by.page(&HelpPage { f: by.frame(Section::None), topic, title, text })
}

/// `/login/help`: what to do when a device or the passphrase is lost.
pub async fn lost(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&HelpPage { f: by.frame(Section::None), topic: "lost", title: "help-lost", text: &["help-lost-1", "help-lost-2", "help-lost-3"] })
}

/// `/healthz`: the program answers.
pub async fn health(_: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    Ok(plain("ok\n"))
}

/// `/readyz`: the database answers and can be written too.
pub async fn ready(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    // A transaction that may write and does not: a database that has become read-only is not ready.
    let mut tx = by.visit.app.db.write().await?;
    let _: i64 = crate::value!(&mut tx, "SELECT size FROM audit_head WHERE only_row = 1")?;
    drop(tx);
    // Which it is stands on the desk and in the metrics: this page is for everybody. It does not take the portal out of service.
    let troubles = crate::accounts::log_watch::troubles(&by.visit.app.db, &by.visit.app.settings.config.audit, by.visit.now).await?;
    Ok(plain(if troubles.is_empty() { "ready\n" } else { "ready\nalarm: the log\n" }))
}

/// `/.well-known/security.txt` (RFC 9116): whom to tell of a weakness.
pub async fn security(by: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    let settings = &by.visit.app.settings.config;
    let expires = by.frame(Section::None).iso(by.visit.now.saturating_add(180 * crate::clock::DAY));
    let tel: String = super::page::dial(&by.visit.names.portal.telephone);
    let text = format!("Contact: tel:{tel}\nExpires: {expires}\nPreferred-Languages: fr, en\nCanonical: {}/.well-known/security.txt\n", settings.origin);
    Ok(plain(text))
}

/// `/.well-known/change-password`: where credentials are seen to.
pub async fn change_password(_: By<Anyone>, _: Path<()>) -> Result<HttpResponse> {
    Ok(super::see("/account/passphrase"))
}

fn plain(text: impl Into<String>) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; charset=utf-8")).body(text.into())
}
