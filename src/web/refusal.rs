//! The page for each kind of refusal. What is out of sight and what does not exist get the same bytes.
use super::{
    Fields,
    page::{Frame, Section, answer as page, see},
    table,
    visit::Visit,
};
use crate::{accounts::Level, audit::Action, error::Error};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use askama::Template;
use std::rc::Rc;

#[derive(Template)]
#[template(path = "error.html")]
struct RefusalPage<'a> {
    f: Frame<'a>,
    heading: &'static str,
    says: &'static str,
    /// What the sentence is about: a field's name.
    about: &'a str,
    /// Where administrators open a restored portal again.
    unlock: bool,
    /// The request's id is shown where the agency can look into it.
    look: bool,
}

#[derive(Template)]
#[template(path = "late.html")]
struct LatePage<'a> {
    f: Frame<'a>,
    /// Where it goes.
    action: &'a str,
    /// What was typed, but for secrets.
    fields: Vec<&'a (String, String)>,
}

#[derive(Template)]
#[template(path = "setup/closed.html")]
struct ClosedPage<'a> {
    f: Frame<'a>,
}

/// Never shown again, whoever sent them.
const SECRETS: [&str; 11] =
    ["csrf", "password", "current_password", "code", "recovery_code", "letter_code", "email_code", "setup_code", "progress", "credential", "ceremony"];

/// The form with what was typed, and one button to send it again.
pub fn late(visit: &Visit, status: StatusCode, action: &str, fields: &Fields) -> crate::error::Result<HttpResponse> {
    let fields = fields.iter().filter(|(name, _)| !SECRETS.contains(&name.as_str())).collect();
    page(visit, status, &LatePage { f: Frame::new(visit, Section::None).at_start(), action, fields })
}

/// The answer to a refused or failed request.
pub async fn answer(visit: &Rc<Visit>, error: Error, about: Option<&str>) -> HttpResponse {
    match &error {
        Error::SignedOut => return see(public_instead(visit).unwrap_or_else(|| to_sign_in(visit))),
        Error::Half => return see("/login/code"),
        Error::Begin(at) => return see(*at),
        Error::Enrolling => return see("/enrol/identity"),
        // One page for every address, by everybody; no record, for nobody is there to read it.
        Error::NotSetUp => {
            let made = page(visit, error.status(), &ClosedPage { f: Frame::new(visit, Section::None).at_start() });
            return made.unwrap_or_else(|_| HttpResponse::build(error.status()).finish());
        }
        _ => {}
    }
    let status = error.status();
    if status.is_server_error() {
        tracing::error!(error = &error as &dyn std::error::Error, request = %visit.request, "request failed");
    }
    if let Err(error) = record(visit, &error).await {
        // The refusal stands all the same: nothing is granted without a record.
        tracing::error!(error = &error as &dyn std::error::Error, request = %visit.request, "a refusal could not be recorded");
    }
    if let Error::Late(fields) = &error
        && let Ok(answer) = late(visit, StatusCode::FORBIDDEN, &visit.path, fields)
    {
        return answer;
    }
    let (heading, says) = error.sentences();
    let unlock = matches!(error, Error::Restored);
    let named = match &error {
        Error::Unreadable(_, field) => field.as_str(),
        _ => about.unwrap_or_default(),
    };
    let made = RefusalPage { f: Frame::new(visit, Section::None).at_start(), heading, says, about: named, unlock, look: status.is_server_error() && !unlock };
    let mut answer = page(visit, status, &made).unwrap_or_else(|_| HttpResponse::build(status).body(error.to_string()));
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
    }
    answer
}

/// Refusals of people who have given both factors are records; strangers cannot fill the log.
async fn record(visit: &Visit, error: &Error) -> Result<(), Error> {
    let why = match error {
        Error::Reserved(_) => "reserved",
        Error::Refused(why) => why,
        Error::NotFound => "absent or out of sight",
        Error::Expired | Error::Late(_) => "form token",
        _ => return Ok(()),
    };
    if visit.open.as_ref().is_none_or(|o| o.level != Level::Full) {
        return Ok(());
    }
    // An attempt on an advisory is recorded under its reference, so that the log's filter finds it with the rest.
    let reference = visit.path.split('/').find(|part| part.len() == 9 && part.as_bytes().get(4) == Some(&b'-'));
    let object = reference.map_or_else(|| table::known(&visit.path), str::to_owned);
    visit.app.journal.record(visit.act().refused(Action::AccessRefused, object, why)).await.map(drop)
}

/// Where the directory is open to everybody, whoever has not signed in is led to its public pages: list and cards.
fn public_instead(visit: &Visit) -> Option<String> {
    let rest = visit.path.strip_prefix("/providers")?;
    let card = rest.strip_prefix('/').is_some_and(|slug| slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
    let own = matches!(rest, "/regions" | "/comparison");
    if !visit.app.settings.config.providers.public || visit.locked.is_some() || own || !(rest.is_empty() || card) {
        return None;
    }
    let query = if visit.raw_query.is_empty() { String::new() } else { format!("?{}", visit.raw_query) };
    Some(format!("/directory{rest}{query}"))
}

fn to_sign_in(visit: &Visit) -> String {
    let next = if visit.raw_query.is_empty() { visit.path.clone() } else { format!("{}?{}", visit.path, visit.raw_query) };
    let page = if visit.locked.is_some() { "/login/unlock" } else { "/login" };
    if next == "/" {
        return page.into();
    }
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{page}?next={next}")
}
