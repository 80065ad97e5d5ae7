//! The administrator's page about mail.
use super::{Kind, Line, Trouble, store};
use crate::{
    audit::{self, Action},
    error::Result,
    form,
    web::{By, Frame, Posted, Section, by::Administrator, routes::Path, see},
};
use actix_web::HttpResponse;
use askama::Template;

/// Troubles on the page.
const LINES: i64 = 30;

#[derive(Template)]
#[template(path = "admin/mail.html")]
struct MailPage<'a> {
    f: Frame<'a>,
    server: Option<String>,
    waiting: i64,
    held_up: Option<Trouble>,
    last: Option<Line>,
    troubles: &'a [Line],
}

impl Line {
    /// The key of the words for its kind.
    fn key(&self) -> &str {
        Kind::word(&self.kind)
    }

    /// Whether the person has a page on the desk: contacts have, staff have none.
    fn has_page(&self) -> bool {
        self.membership.as_deref().is_some_and(|m| m != "staff")
    }
}

/// `/admin/mail`
pub async fn show(by: By<Administrator>, _: Path<()>) -> Result<HttpResponse> {
    let app = &by.visit.app;
    let mut tx = app.db.snapshot().await?;
    let (waiting, held_up) = (store::waiting(&mut tx).await?, store::held_up(&mut tx).await?);
    let (last, troubles) = (store::last_sent(&mut tx).await?, store::troubles(&mut tx, LINES).await?);
    let server = app.settings.mail_server().ok().flatten().filter(|_| !app.demo).map(|s| format!("{}:{}", s.host, s.port));
    by.page(&MailPage { f: by.frame(Section::Mail), server, waiting, held_up, last, troubles: &troubles })
}

form! {
    /// `/admin/mail/test`
    pub struct TestForm { }
}

/// Sends a test to the administrator who asks.
pub async fn test(by: By<Administrator>, _: Path<()>, _: Posted<TestForm>) -> Result<HttpResponse> {
    let (mut tx, act) = (by.visit.app.db.write().await?, by.act());
    super::queue(&mut tx, &act.keys, &by.who.id, Kind::Test, None, act.at).await?;
    audit::append(&mut tx, &act.keys, &act.did(Action::NoticeAsked, by.who.id.as_str())).await?;
    tx.commit().await?;
    Ok(see("/admin/mail"))
}
