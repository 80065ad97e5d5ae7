//! `/verify`: is this document the agency's? By a file, its SHA-256, or the code of a message.
use super::{
    Viewer,
    authenticity::{self, Known, Standing, parse_hash},
};
use crate::{
    accounts::web::NoFields,
    audit::Action,
    error::Result,
    form,
    notices::{self, Kind},
    web::{
        By, Errors, Frame, Posted, Section,
        by::Confirmed,
        pace::What,
        routes::Path,
        upload::{Digest, Uploaded},
    },
};
use actix_web::HttpResponse;
use askama::Template;

/// What was found.
enum Answer {
    /// Nothing was asked yet.
    None,
    /// It is the agency's.
    Ours(Known),
    /// A message of the agency's to this person.
    Message(Kind, i64),
    /// It is not, or it is not for this person: the two are told alike.
    NotOurs,
}

#[derive(Template)]
#[template(path = "advisories/verify.html")]
struct VerifyPage<'a> {
    f: Frame<'a>,
    form: &'a VerifyForm,
    answer: Answer,
    errors: Errors,
}

/// `/verify`
pub async fn page(by: By<Confirmed>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&VerifyPage { f: by.frame(Section::None), form: &VerifyForm::default(), answer: Answer::None, errors: Errors::none() })
}

form! {
    /// `/verify`
    pub struct VerifyForm { sha256, code }
}

/// Answers by a hash or a code.
pub async fn check(by: By<Confirmed>, _: Path<()>, Posted(form): Posted<VerifyForm>) -> Result<HttpResponse> {
    let (hash, code) = (form.sha256.trim(), form.code.trim());
    let mut errors = Errors::none();
    let hash = match (hash.is_empty(), parse_hash(hash)) {
        (true, _) => None,
        (false, Some(hash)) => Some(hash),
        (false, None) => {
            errors.add("sha256", by.visit.t("verify-hash-wrong"));
            None
        }
    };
    if hash.is_none() && code.is_empty() && !errors.any() {
        errors.add("sha256", by.visit.t("verify-missing"));
    }
    if errors.any() {
        return by.mistaken(&VerifyPage { f: by.failed(Section::None), form: &form, answer: Answer::None, errors });
    }
    let answer = match hash {
        Some(hash) => of_hash(&by, &hash).await?,
        None => {
            slow(&by).await?;
            let found = notices::by_code(&mut by.visit.app.db.read().await?, &by.visit.app.keys, &by.who.id, code).await?;
            found.map_or(Answer::NotOurs, |(kind, at)| Answer::Message(kind, at))
        }
    };
    by.visit.app.journal.record(event(&by, &answer, hash)).await?;
    by.page(&VerifyPage { f: by.frame(Section::None), form: &form, answer, errors })
}

/// Answers by a file, of which nothing but its SHA-256 is kept.
pub async fn file(by: By<Confirmed>, _: Path<()>, sent: Uploaded<NoFields, Digest>) -> Result<HttpResponse> {
    let form = VerifyForm::default();
    let mut errors = Errors::none();
    let Some(file) = sent.file.filter(|f| f.length > 0) else {
        errors.add("file", by.visit.t("file-missing"));
        return by.mistaken(&VerifyPage { f: by.failed(Section::None), form: &form, answer: Answer::None, errors });
    };
    let hash = file.hash();
    let answer = of_hash(&by, &hash).await?;
    by.visit.app.journal.record(event(&by, &answer, Some(hash))).await?;
    by.page(&VerifyPage { f: by.frame(Section::None), form: &form, answer, errors })
}

/// Twenty questions in ten minutes are nobody's haste; further ones wait.
async fn slow(by: &By<Confirmed>) -> Result<()> {
    by.visit.app.pace.wait(&by.visit, by.who.id.as_str(), What::Checks, &by.visit.request).await
}

async fn of_hash(by: &By<Confirmed>, hash: &[u8; 32]) -> Result<Answer> {
    slow(by).await?;
    let mut tx = by.visit.app.db.read().await?;
    let found = if by.who.roles.author || by.who.roles.approver {
        authenticity::of_desk(&mut tx, hash).await?
    } else if let Ok(viewer) = Viewer::of(&by.who, by.visit.opens_red(), by.visit.lang.code()) {
        authenticity::of_reader(&mut tx, &viewer, hash).await?
    } else {
        None
    };
    Ok(found.map_or(Answer::NotOurs, Answer::Ours))
}

fn event(by: &By<Confirmed>, answer: &Answer, hash: Option<[u8; 32]>) -> crate::audit::Event {
    let (object, detail) = match answer {
        Answer::Ours(known) => (known.reference.as_str(), "ours"),
        Answer::Message(..) => ("message", "ours"),
        Answer::NotOurs | Answer::None => ("unknown", "not ours"),
    };
    let mut event = by.act().did(Action::AuthenticityAsked, object);
    event.detail = detail.into();
    event.hash = hash;
    event
}
