//! How a route is answered: visitor, access, form token, handler, and one page for each kind of refusal.
use super::{
    App, Fields, Posted,
    by::{Access, By},
    fields::Form,
    refusal,
    visit::Visit,
};
use crate::{
    accounts::Level,
    error::{Error, Result},
};
use actix_web::{
    HttpRequest, HttpResponse,
    dev::Payload,
    http::{Method, header},
    web::{self, ServiceConfig},
};
use futures_util::{StreamExt, future::LocalBoxFuture};
use serde::{Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, rc::Rc, time::Duration};

/// Bytes of a form before anybody is signed in.
const SMALL_BODY: usize = 16 * 1024;
/// Bytes of any form.
const BODY: usize = 1024 * 1024;
/// How long a body may take.
const BODY_TIME: Duration = Duration::from_secs(20);

/// What a path captures.
pub struct Path<P>(pub P);

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Route {
    /// `GET` (HEAD likewise) or `POST`.
    pub method: &'static str,
    /// With `{captures}`.
    pub path: &'static str,
    /// See [`Access::NAME`].
    pub access: &'static str,
    /// The kinds of record it leaves when it is done, empty for none.
    pub audit: Vec<&'static str>,
}

type Answer = LocalBoxFuture<'static, HttpResponse>;
type Handler = Rc<dyn Fn(HttpRequest, Payload) -> Answer>;

/// The table being built.
#[derive(Default)]
pub struct Routes {
    lines: Vec<(Route, Handler)>,
}

impl Routes {
    /// A page.
    pub fn get<A, P, H, R>(&mut self, path: &'static str, audit: &[crate::audit::Action], handler: H)
    where
        A: Access,
        P: DeserializeOwned + 'static,
        H: Fn(By<A>, Path<P>) -> R + Clone + 'static,
        R: Future<Output = Result<HttpResponse>> + 'static,
    {
        self.add("GET", path, A::NAME, audit, move |req, _| {
            let handler = handler.clone();
            answered(req, |visit, req| async move {
                let by = By::<A>::admit(&visit)?;
                handler(by, captured(&req)?).await
            })
        });
    }

    /// A change. The form is part of the signature, so its token is always checked.
    pub fn post<A, P, F, H, R>(&mut self, path: &'static str, audit: &[crate::audit::Action], handler: H)
    where
        A: Access,
        P: DeserializeOwned + 'static,
        F: Form,
        H: Fn(By<A>, Path<P>, Posted<F>) -> R + Clone + 'static,
        R: Future<Output = Result<HttpResponse>> + 'static,
    {
        self.add("POST", path, A::NAME, audit, move |req, body| {
            let handler = handler.clone();
            answered(req, |visit, req| async move {
                same_site(&visit, &req)?;
                let by = By::<A>::admit(&visit)?;
                let form = form::<F>(&visit, &req, body, if A::BEFORE_SIGN_IN { SMALL_BODY } else { BODY }).await?;
                handler(by, captured(&req)?, Posted(form)).await
            })
        });
    }

    fn add(
        &mut self,
        method: &'static str,
        path: &'static str,
        access: &'static str,
        audit: &[crate::audit::Action],
        run: impl Fn(HttpRequest, Payload) -> Answer + 'static,
    ) {
        let audit = audit.iter().map(|a| a.text()).collect();
        self.lines.push((Route { method, path, access, audit }, Rc::new(run)));
    }

    /// The lines, for those who walk them.
    pub fn table(&self) -> Vec<Route> {
        self.lines.iter().map(|(route, _)| route.clone()).collect()
    }

    /// Registers the lines that `here` admits; every other method of a path answers 405.
    pub fn register(self, config: &mut ServiceConfig, here: impl Fn(&str) -> bool) {
        let mut by_path: BTreeMap<&str, Vec<(&str, Handler)>> = BTreeMap::new();
        for (route, handler) in self.lines.into_iter().filter(|(r, _)| here(r.path)) {
            by_path.entry(route.path).or_default().push((route.method, handler));
        }
        for (path, handlers) in by_path {
            let mut resource = web::resource(path);
            for (method, handler) in handlers {
                let call = move |req: HttpRequest, body: web::Payload| handler(req, body.into_inner());
                if method == "GET" {
                    resource = resource.route(web::method(Method::HEAD).to(call.clone()));
                }
                resource = resource.route(web::method(if method == "GET" { Method::GET } else { Method::POST }).to(call));
            }
            config.service(resource.default_service(web::to(no_method)));
        }
    }
}

/// The answer to an address that does not exist.
pub async fn nowhere(req: HttpRequest) -> HttpResponse {
    answered(req, |_, _| async { Err(Error::NotFound) }).await
}

async fn no_method(req: HttpRequest) -> HttpResponse {
    answered(req, |_, _| async { Err(Error::Method) }).await
}

/// Runs a handler and turns a refusal into its page.
fn answered<R>(req: HttpRequest, run: impl FnOnce(Rc<Visit>, HttpRequest) -> R + 'static) -> Answer
where
    R: Future<Output = Result<HttpResponse>> + 'static,
{
    Box::pin(async move {
        let Some(app) = req.app_data::<web::Data<App>>().map(|a| a.clone().into_inner()) else { return HttpResponse::InternalServerError().finish() };
        let visit = match Visit::open(app.clone(), &req).await {
            Ok(visit) => Rc::new(visit),
            Err(error) => return refusal::answer(&Rc::new(Visit::blank(app, &req)), error, None).await,
        };
        let answer = match run(visit.clone(), req.clone()).await {
            Ok(answer) => answer,
            Err(error) => refusal::answer(&visit, error, None).await,
        };
        note(&visit, &req, &answer);
        answer
    })
}

/// One line in the program's log: the route's pattern, never its captures or its query.
fn note(visit: &Visit, req: &HttpRequest, answer: &HttpResponse) {
    let route = req.match_pattern().unwrap_or_default();
    if req.method() == Method::POST && !answer.status().is_server_error() {
        // What was done may have queued a notice.
        visit.app.bell.ring();
    }
    let (status, ms) = (answer.status().as_u16(), visit.app.clock.now().saturating_sub(visit.now));
    if status >= 500 {
        tracing::error!(request = %visit.request, method = %req.method(), %route, status, ms, "answered");
    } else if status >= 400 || req.method() == Method::POST {
        tracing::info!(request = %visit.request, method = %req.method(), %route, status, ms, "answered");
    } else {
        tracing::debug!(request = %visit.request, method = %req.method(), %route, status, ms, "answered");
    }
}

fn captured<P: DeserializeOwned>(req: &HttpRequest) -> Result<Path<P>> {
    if req.match_info().iter().any(|(_, segment)| segment.contains(char::is_control) || segment.contains("%00")) {
        return Err(Error::NotFound);
    }
    req.match_info().load().map(Path).map_err(|_| Error::NotFound)
}

/// Refuses a form that another site sent. Browsers say so in two headers; other clients send neither and are held by the
/// token. Our pages ask for `Referrer-Policy: no-referrer`, for which browsers write `Origin: null` on our own forms too:
/// that counts only when `Sec-Fetch-Site` vouches for it.
fn same_site(visit: &Visit, req: &HttpRequest) -> Result<()> {
    let said = |name: &str| req.headers().get(name).map(actix_web::http::header::HeaderValue::as_bytes);
    let ours = |origin: &[u8]| visit.app.settings.is_origin(origin);
    let fits = match (said("sec-fetch-site"), said("origin")) {
        (Some(b"same-origin"), Some(origin)) => ours(origin) || origin == b"null",
        (Some(site), None) => site == b"same-origin",
        (None, Some(origin)) => ours(origin),
        (None, None) => true,
        (Some(_), Some(_)) => false,
    };
    if fits { Ok(()) } else { Err(Error::Expired) }
}

async fn form<F: Form>(visit: &Rc<Visit>, req: &HttpRequest, body: Payload, limit: usize) -> Result<F> {
    let kind = req.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if kind.split(';').next().unwrap_or_default().trim() != "application/x-www-form-urlencoded" {
        return Err(Error::NotAForm);
    }
    let bytes = zeroize::Zeroizing::new(tokio::time::timeout(BODY_TIME, read(req, body, limit)).await.map_err(|_| Error::TooSlow)??);
    let fields = Fields::parse(&bytes)?;
    if visit.fresh || !crate::crypto::same(fields.text("csrf").as_bytes(), visit.form_token().as_bytes()) {
        // Somebody who is signed in gets the form back; what is a stranger's is not shown again.
        let known = visit.open.as_ref().is_some_and(|o| o.level == Level::Full);
        return Err(if known { Error::Late(Box::new(fields)) } else { Error::Expired });
    }
    fields.only(F::ONE, F::MANY)?;
    Ok(F::take(&fields))
}

async fn read(req: &HttpRequest, mut body: Payload, limit: usize) -> Result<Vec<u8>> {
    let said = req.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|n| n > limit) {
        return Err(Error::TooLarge);
    }
    let mut bytes = Vec::with_capacity(said.unwrap_or(1024).min(limit));
    while let Some(chunk) = body.next().await {
        let chunk = chunk.map_err(|_| Error::TooSlow)?;
        if bytes.len().saturating_add(chunk.len()) > limit {
            return Err(Error::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
