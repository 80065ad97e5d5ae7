//! How a route is answered: visitor, access, form token, handler, and one page for each kind of refusal.
use super::{
    App, Fields, Posted,
    by::{Access, By},
    fields::Form,
    page::see,
    refusal,
    upload::{self, Kept, Uploaded},
    visit::{Visit, session_cookie},
};
use crate::{
    accounts::{
        Level,
        session::{self, Keep},
    },
    error::{Error, Result},
};
use actix_web::{
    HttpRequest, HttpResponse,
    dev::{Payload, ResourceDef},
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

/// How long an answer waits for the log's signature.
const SIGNING: Duration = Duration::from_secs(3);

/// What a path captures.
pub struct Path<P>(pub P);

/// How a change arrives.
enum Sent {
    /// In the request.
    Body(Payload),
    /// It was kept while its sender gave a factor.
    Kept(Fields),
}

/// Where the captures of a path come from.
enum Captures {
    /// The request's own address.
    Asked(HttpRequest),
    /// The address of a form that was kept.
    Kept(actix_web::dev::Path<String>),
}

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Route {
    /// `GET` (HEAD likewise) or `POST`.
    pub method: &'static str,
    /// With `{captures}`.
    pub path: &'static str,
    /// See [`Access::NAME`].
    pub access: &'static str,
    /// Whether the factor must just have been given.
    pub step_up: bool,
    /// The kinds of record it leaves when it is done, empty for none.
    pub audit: Vec<&'static str>,
}

type Answer = LocalBoxFuture<'static, HttpResponse>;
type Run = Rc<dyn Fn(Rc<Visit>, HttpRequest, Captures, Sent) -> LocalBoxFuture<'static, Result<HttpResponse>>>;

/// The changes a worker knows, by path: to do a form that was kept.
struct Changes(Vec<(ResourceDef, Run)>);

/// The table being built.
#[derive(Default)]
pub struct Routes {
    lines: Vec<(Route, Run)>,
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
        let run: Run = Rc::new(move |visit, _, captures, _| {
            let handler = handler.clone();
            Box::pin(async move { handler(By::<A>::admit(&visit)?, captured(&captures)?).await })
        });
        self.add("GET", path, A::NAME, false, audit, run);
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
        self.change(path, false, audit, handler);
    }

    /// A change that matters: the factor must just have been given, or is asked for first (CASES A32). What was sent waits
    /// meanwhile and is done at once then.
    pub fn post_confirmed<A, P, F, H, R>(&mut self, path: &'static str, audit: &[crate::audit::Action], handler: H)
    where
        A: Access,
        P: DeserializeOwned + 'static,
        F: Form,
        H: Fn(By<A>, Path<P>, Posted<F>) -> R + Clone + 'static,
        R: Future<Output = Result<HttpResponse>> + 'static,
    {
        self.change(path, true, audit, handler);
    }

    /// A change that brings a file, of which `K` is kept. Whoever may not send it is told before a byte of it is read; where the
    /// session is locked it is sent again.
    pub fn upload<A, P, F, K, H, R>(&mut self, path: &'static str, audit: &[crate::audit::Action], handler: H)
    where
        A: Access,
        P: DeserializeOwned + 'static,
        F: Form,
        K: Kept,
        H: Fn(By<A>, Path<P>, Uploaded<F, K>) -> R + Clone + 'static,
        R: Future<Output = Result<HttpResponse>> + 'static,
    {
        let run: Run = Rc::new(move |visit, req, captures, sent| {
            let handler = handler.clone();
            Box::pin(async move {
                let Sent::Body(body) = sent else { return Err(Error::NotFound) };
                same_site(&visit, &req)?;
                if visit.locked.is_some() && !A::BEFORE_SIGN_IN {
                    return Ok(see("/login/unlock"));
                }
                let (by, path) = (By::<A>::admit(&visit)?, captured(&captures)?);
                let _seat = visit.app.uploads.take::<K>()?;
                handler(by, path, upload::read(&visit, &req, body).await?).await
            })
        });
        self.add("POST", path, A::NAME, false, audit, run);
    }

    fn change<A, P, F, H, R>(&mut self, path: &'static str, step_up: bool, audit: &[crate::audit::Action], handler: H)
    where
        A: Access,
        P: DeserializeOwned + 'static,
        F: Form,
        H: Fn(By<A>, Path<P>, Posted<F>) -> R + Clone + 'static,
        R: Future<Output = Result<HttpResponse>> + 'static,
    {
        let run: Run = Rc::new(move |visit, req, captures, sent| {
            let handler = handler.clone();
            Box::pin(async move {
                let limit = if A::BEFORE_SIGN_IN { SMALL_BODY } else { BODY };
                if matches!(sent, Sent::Body(_)) {
                    same_site(&visit, &req)?;
                    if visit.locked.is_some() && !A::BEFORE_SIGN_IN {
                        return late(&visit, &fields(&visit, &req, sent, limit).await?).await;
                    }
                }
                let by = By::<A>::admit(&visit)?;
                let fields = fields(&visit, &req, sent, limit).await?;
                fields.only(F::ONE, F::MANY)?;
                if step_up && !visit.factor_is_fresh() {
                    keep(&visit, &fields, Keep::Confirm).await?;
                    return Ok(see("/account/confirm"));
                }
                let answer = handler(by, captured(&captures)?, Posted(F::take(&fields))).await?;
                if step_up && let Err(error) = signed(&visit).await {
                    // It is done and in the log; the notary goes on trying, and says so where its state is read.
                    tracing::error!(error = &error as &dyn std::error::Error, "an act that matters was answered before the log was signed");
                }
                Ok(answer)
            })
        });
        self.add("POST", path, A::NAME, step_up, audit, run);
    }

    fn add(&mut self, method: &'static str, path: &'static str, access: &'static str, step_up: bool, audit: &[crate::audit::Action], run: Run) {
        let audit = audit.iter().map(|a| a.text()).collect();
        self.lines.push((Route { method, path, access, step_up, audit }, run));
    }

    /// The lines, for those who walk them.
    pub fn table(&self) -> Vec<Route> {
        self.lines.iter().map(|(route, _)| route.clone()).collect()
    }

    /// Registers the lines that `here` admits; every other method of a path answers 405.
    pub fn register(self, config: &mut ServiceConfig, here: impl Fn(&str) -> bool) {
        let mut by_path: BTreeMap<&str, Vec<(&str, Run)>> = BTreeMap::new();
        for (route, run) in self.lines.into_iter().filter(|(r, _)| here(r.path)) {
            by_path.entry(route.path).or_default().push((route.method, run));
        }
        let mut changes = Vec::new();
        for (path, runs) in by_path {
            let mut resource = web::resource(path);
            for (method, run) in runs {
                if method == "POST" {
                    changes.push((ResourceDef::new(path), run.clone()));
                }
                let call = move |req: HttpRequest, body: web::Payload| {
                    let (run, asked) = (run.clone(), Captures::Asked(req.clone()));
                    answered(req, move |visit, req| run(visit, req, asked, Sent::Body(body.into_inner())))
                };
                if method == "GET" {
                    resource = resource.route(web::method(Method::HEAD).to(call.clone()));
                }
                resource = resource.route(web::method(if method == "GET" { Method::GET } else { Method::POST }).to(call));
            }
            config.service(resource.default_service(web::to(no_method)));
        }
        config.app_data(Rc::new(Changes(changes)));
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
        let gate = super::gate::gate(&app, req.match_info().as_str()).await;
        let visit = match Visit::open(app.clone(), &req).await {
            Ok(visit) => Rc::new(visit),
            Err(error) => return refusal::answer(&Rc::new(Visit::blank(app, &req)), error, None).await,
        };
        let done = match gate {
            Ok(()) => run(visit.clone(), req.clone()).await,
            Err(error) => Err(error),
        };
        let answer = match done {
            Ok(answer) => answer,
            Err(Error::Resume(token, mark)) => resume(&visit, &req, token.reveal(), &mark).await,
            Err(error) => refusal::answer(&visit, error, None).await,
        };
        note(&visit, &req, &answer);
        answer
    })
}

/// The log is signed before the answer; a signer that hangs is not waited for long.
async fn signed(visit: &Visit) -> Result<()> {
    tokio::time::timeout(SIGNING, visit.app.notary.sign()).await.map_err(|_| Error::Log("the log was not signed in time"))?
}

/// Does the form that was kept while its sender gave a factor, in the session that begins with it.
async fn resume(before: &Visit, req: &HttpRequest, token: &str, mark: &str) -> HttpResponse {
    let visit = match Visit::with(before.app.clone(), req, Some(token.to_owned())).await {
        Ok(visit) => Rc::new(visit),
        Err(error) => return refusal::answer(&Rc::new(Visit::blank(before.app.clone(), req)), error, None).await,
    };
    let (visit, mut answer) = match kept(visit.clone(), req, mark).await {
        Ok((visit, run)) => match run.await {
            Ok(answer) => (visit, answer),
            Err(error) => (visit.clone(), refusal::answer(&visit, error, None).await),
        },
        Err(error) => (visit.clone(), refusal::answer(&visit, error, None).await),
    };
    // A token is plain base 64: it always fits a header.
    drop(answer.add_cookie(&session_cookie(&visit.cookie)));
    answer
}

/// The change that was kept for the session: where it goes and the work still to do.
async fn kept(visit: Rc<Visit>, req: &HttpRequest, mark: &str) -> Result<(Rc<Visit>, LocalBoxFuture<'static, Result<HttpResponse>>)> {
    let open = visit.open.as_ref().ok_or(Error::SignedOut)?;
    let mut tx = visit.app.db.write().await?;
    let found = session::take(&mut tx, &visit.app.keys, open, Keep::Confirm, visit.now).await?;
    tx.commit().await?;
    let Some((path, fields)) = found else { return Ok((visit, Box::pin(async { Ok(see("/account")) }))) };
    if !crate::crypto::same(session::mark(&visit.app.keys, &path, &fields).as_bytes(), mark.as_bytes()) {
        return Err(Error::Stale("stale-kept"));
    }
    let fields = Fields::parse(fields.as_bytes())?;
    let changes = req.app_data::<Rc<Changes>>().ok_or(Error::NotFound)?;
    let mut captures = actix_web::dev::Path::new(path.clone());
    let (_, run) = changes.0.iter().find(|(pattern, _)| pattern.capture_match_info(&mut captures)).ok_or(Error::NotFound)?;
    let visit = Rc::new(visit.at(path)?);
    let work = run(visit.clone(), req.clone(), Captures::Kept(captures), Sent::Kept(fields));
    Ok((visit, work))
}

/// Keeps what was sent, sealed, until its sender has given a factor.
async fn keep(visit: &Visit, fields: &Fields, why: Keep) -> Result<()> {
    let open = visit.open.as_ref().or(visit.locked.as_ref()).ok_or(Error::SignedOut)?;
    session::keep(&visit.app.db, &visit.app.keys, open, why, &visit.path, &fields.encoded(), visit.now).await
}

/// The session was locked when the form came: it waits, and its sender gets it back filled in.
async fn late(visit: &Visit, fields: &Fields) -> Result<HttpResponse> {
    keep(visit, fields, Keep::Late).await?;
    Ok(see("/login/unlock"))
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

fn captured<P: DeserializeOwned>(captures: &Captures) -> Result<Path<P>> {
    let hostile = |segment: &str| segment.contains(char::is_control) || segment.contains("%00");
    let found = match captures {
        Captures::Asked(req) if req.match_info().iter().any(|(_, s)| hostile(s)) => return Err(Error::NotFound),
        Captures::Asked(req) => req.match_info().load(),
        Captures::Kept(path) if path.iter().any(|(_, s)| hostile(s)) => return Err(Error::NotFound),
        Captures::Kept(path) => path.load(),
    };
    found.map(Path).map_err(|_| Error::NotFound)
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

/// The fields that were sent, once the token fits. Those of a form that was kept had their token checked when it came.
async fn fields(visit: &Rc<Visit>, req: &HttpRequest, sent: Sent, limit: usize) -> Result<Fields> {
    let body = match sent {
        Sent::Kept(fields) => return Ok(fields),
        Sent::Body(body) => body,
    };
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
    Ok(fields)
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
