//! Headers of every answer, whatever made it; and the refusal of requests for another host.
use super::{App, refusal, visit::Visit};
use crate::error::Error;
use actix_web::{
    HttpResponse,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};
use std::{rc::Rc, sync::Arc};

macro_rules! policy {
    ($script:literal) => {
        concat!(
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src ",
            $script,
            "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
        )
    };
}

/// Styles and pictures of our own alone, no script; forms go nowhere else; nobody frames us (ASVS 3.4).
pub const CSP: &str = policy!("'none'");
/// The same for the pages that ask for a passkey: the portal's one script is theirs.
pub const CSP_SCRIPT: &str = policy!("'self'");

/// The same for a page from which nothing at all may be sent: no form, to nobody; and no script, which nothing names.
pub const CSP_FORMLESS: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/// Of a file that is saved: should a browser show it after all, it can do nothing (CASES A64).
pub const CSP_FILE: &str = "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; sandbox";

/// Marks an answer that is a file to be saved.
struct Saved;

/// An answer that is a file to be saved.
pub fn saved(mut answer: HttpResponse) -> HttpResponse {
    answer.extensions_mut().insert(Saved);
    answer
}

/// A file out of memory, to be saved under this name of ours, which needs no escape.
pub fn download(name: &str, kind: &'static str, bytes: Vec<u8>) -> HttpResponse {
    let answer = HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes);
    saved(answer)
}

/// Marks an answer whose page carries the script.
struct Scripted;

/// Lets the page of this answer load the portal's script.
pub fn scripted(mut answer: HttpResponse) -> HttpResponse {
    answer.extensions_mut().insert(Scripted);
    answer
}

/// Marks an answer whose page sends nothing.
struct Formless;

/// Forbids the page of this answer to send any form, to us too.
pub fn formless(mut answer: HttpResponse) -> HttpResponse {
    answer.extensions_mut().insert(Formless);
    answer
}

static ALWAYS: [(HeaderName, HeaderValue); 8] = [
    always("content-security-policy", CSP),
    always("strict-transport-security", "max-age=63072000; includeSubDomains"),
    always("x-content-type-options", "nosniff"),
    always("referrer-policy", "no-referrer"),
    always("cross-origin-opener-policy", "same-origin"),
    always("cross-origin-resource-policy", "same-origin"),
    always("x-frame-options", "DENY"),
    always(
        "permissions-policy",
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=(), browsing-topics=(), \
         publickey-credentials-get=(self), publickey-credentials-create=(self)",
    ),
];

/// Checked when compiled, not with every answer.
const fn always(name: &'static str, value: &'static str) -> (HeaderName, HeaderValue) {
    (HeaderName::from_static(name), HeaderValue::from_static(value))
}

/// Header bytes of a request at most.
const HEADERS: usize = 16 * 1024;

/// Wraps every service.
pub async fn every_answer(req: ServiceRequest, next: Next<impl MessageBody + 'static>) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let mut answer = match refused_at_the_door(&req) {
        Some((app, error)) => {
            let (http, _) = req.into_parts();
            let visit = Rc::new(Visit::blank(app, &http));
            let page = refusal::answer(&visit, error, None).await;
            ServiceResponse::new(http, page).map_into_right_body()
        }
        None => next.call(req).await?.map_into_left_body(),
    };
    let own = own_policy(answer.response());
    set(answer.headers_mut());
    if let Some(policy) = own {
        answer.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    Ok(answer)
}

/// The policy of an answer that is marked, the strictest of its marks.
fn own_policy<B>(answer: &HttpResponse<B>) -> Option<&'static str> {
    let marks = answer.extensions();
    if marks.contains::<Saved>() {
        Some(CSP_FILE)
    } else if marks.contains::<Formless>() {
        Some(CSP_FORMLESS)
    } else {
        marks.contains::<Scripted>().then_some(CSP_SCRIPT)
    }
}

fn refused_at_the_door(req: &ServiceRequest) -> Option<(Arc<App>, Error)> {
    let app = req.app_data::<Data<App>>().map(|a| a.clone().into_inner())?;
    let bytes: usize = req.headers().iter().map(|(n, v)| n.as_str().len().saturating_add(v.len())).sum();
    if bytes.saturating_add(req.uri().to_string().len()) > HEADERS {
        return Some((app, Error::TooLarge));
    }
    let hosts: Vec<_> = req.headers().get_all(header::HOST).collect();
    let named = match (hosts.as_slice(), req.uri().authority()) {
        ([one], None) => app.settings.is_authority(one.as_bytes()),
        ([one], Some(also)) => one.as_bytes() == also.as_str().as_bytes() && app.settings.is_authority(one.as_bytes()),
        _ => false,
    };
    (!named).then_some((app, Error::OtherHost))
}

fn set(headers: &mut HeaderMap) {
    for (name, value) in &ALWAYS {
        headers.insert(name.clone(), value.clone());
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
