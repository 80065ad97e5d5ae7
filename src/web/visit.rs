//! One request: whose it is, in which language, from where.
use super::{
    app::{App, Names},
    fields::Fields,
    i18n::Lang,
};
use crate::{
    accounts::{self, Level, Open, session},
    audit::Act,
    clock::{MINUTE, Millis},
    crypto::random,
    error::{Error, Result},
};
use actix_web::{HttpRequest, cookie::Cookie, http::header};
use std::{cell::OnceCell, sync::Arc};

/// The one cookie that names a session. `__Host-` keeps subdomains from setting it (ASVS 3.3.3).
pub const COOKIE: &str = "__Host-session";
/// Remembers the language of those who are not signed in.
pub const LANGUAGE: &str = "__Host-lang";

/// One request by somebody.
pub struct Visit {
    /// The portal.
    pub app: Arc<App>,
    /// What the portal is called at this moment.
    pub names: Arc<Names>,
    /// The language of the answer.
    pub lang: Lang,
    /// When the request came.
    pub now: Millis,
    /// The request's id, 16 hex digits: in the log, in the records and on error pages.
    pub request: String,
    /// The peer's address.
    pub network: String,
    /// The browser, as it calls itself.
    pub device: String,
    /// The path asked for.
    pub path: String,
    /// The query string as it was sent.
    pub raw_query: String,
    /// The cookie's value: a session's, or one that only binds forms.
    pub cookie: String,
    /// Whether the cookie was made in this request and must be set.
    pub fresh: bool,
    /// The session behind the cookie, if there is one.
    pub open: Option<Open>,
    /// The session behind the cookie, if it is locked: idle for too long, and opened again by a factor alone.
    pub locked: Option<Open>,
    /// The token of this visit's forms, once one was asked for.
    token: OnceCell<String>,
}

impl Visit {
    /// Looks up who asks. One statement.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open(app: Arc<App>, req: &HttpRequest) -> Result<Self> {
        if is_public(req.path()) {
            return Ok(Self::nameless(app, req));
        }
        let sent = req.cookie(COOKIE).map(|c| c.value().to_owned()).filter(|c| c.len() == session::TOKEN_CHARS);
        Self::with(app, req, sent).await
    }

    /// The same, with the cookie that this answer will set.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn with(app: Arc<App>, req: &HttpRequest, sent: Option<String>) -> Result<Self> {
        let now = app.clock.now();
        let found = match &sent {
            Some(token) => session::look_up(&mut app.db.read().await?, token, now).await?,
            None => None,
        };
        let (locked, open) = match found {
            Some(found) if found.locked => (Some(found).filter(|o| o.level == Level::Full), None),
            found => (None, found),
        };
        if let Some(open) = &open
            && now.saturating_sub(open.seen_at) > MINUTE
        {
            touch(&app, open, now);
        }
        let lang = language(&app, req, open.as_ref().or(locked.as_ref()));
        let fresh = sent.is_none();
        Ok(Self {
            names: app.names(),
            lang,
            now,
            request: data_encoding::HEXLOWER.encode(&random::<8>()),
            network: req.peer_addr().map_or_else(|| "unknown".into(), |a| a.ip().to_string()),
            device: header_text(req, &header::USER_AGENT, 200),
            path: req.path().to_owned(),
            raw_query: req.query_string().to_owned(),
            cookie: sent.unwrap_or_else(session::new_token),
            fresh,
            open,
            locked,
            token: OnceCell::new(),
            app,
        })
    }

    /// A visit of a page that is the same for everybody: no session is looked up and no cookie is set, whatever was sent; the language is the
    /// address's or the portal's own.
    fn nameless(app: Arc<App>, req: &HttpRequest) -> Self {
        let asked = Fields::parse(req.query_string().as_bytes()).ok().and_then(|q| Lang::from_code(q.text("lang")));
        let own = Lang::from_code(&app.names().portal.language).unwrap_or(Lang::Fr);
        Self { lang: asked.unwrap_or(own), raw_query: req.query_string().to_owned(), ..Self::blank(app, req) }
    }

    /// A visit by nobody, for answers when even the session cannot be looked up.
    pub fn blank(app: Arc<App>, req: &HttpRequest) -> Self {
        Self {
            names: app.names(),
            lang: language(&app, req, None),
            now: app.clock.now(),
            request: data_encoding::HEXLOWER.encode(&random::<8>()),
            network: String::new(),
            device: String::new(),
            path: req.path().to_owned(),
            raw_query: String::new(),
            cookie: String::new(),
            fresh: false,
            open: None,
            locked: None,
            token: OnceCell::new(),
            app,
        }
    }

    /// The same visit at another address: of a form that was kept.
    ///
    /// # Errors
    /// When the session has ended.
    pub fn at(&self, path: String) -> Result<Self> {
        let open = Some(self.open.clone().ok_or(Error::SignedOut)?);
        Ok(Self { path, raw_query: String::new(), fresh: false, open, locked: None, ..self.again() })
    }

    /// The same visit, answered in another language.
    pub fn speaking(&self, lang: Lang) -> Self {
        Self { lang, ..self.again() }
    }

    fn again(&self) -> Self {
        Self {
            app: self.app.clone(),
            names: self.names.clone(),
            lang: self.lang,
            now: self.now,
            request: self.request.clone(),
            network: self.network.clone(),
            device: self.device.clone(),
            path: self.path.clone(),
            raw_query: self.raw_query.clone(),
            cookie: self.cookie.clone(),
            fresh: self.fresh,
            open: self.open.clone(),
            locked: self.locked.clone(),
            token: OnceCell::new(),
        }
    }

    /// Whether the factor was given so lately, from here, that an act that matters may be done.
    pub fn factor_is_fresh(&self) -> bool {
        self.open.as_ref().is_some_and(|o| session::is_fresh(o, &self.network, self.now))
    }

    /// Whether this session may open TLP:RED: a code can be relayed by a false page, a passkey cannot.
    pub fn opens_red(&self) -> bool {
        let by_passkey = self.open.as_ref().is_some_and(|o| o.factor == accounts::Factor::Passkey);
        by_passkey || self.app.settings.config.authentication.totp_reads_red
    }

    /// The query string's fields.
    ///
    /// # Errors
    /// When it is not UTF-8.
    pub fn query(&self) -> Result<Fields> {
        Fields::parse(self.raw_query.as_bytes())
    }

    /// The token a form must carry.
    pub fn form_token(&self) -> &str {
        self.token.get_or_init(|| self.app.keys.form_token(&self.cookie))
    }

    /// Who acts, for the log.
    pub fn act(&self) -> Act {
        let person = self.open.as_ref().or(self.locked.as_ref()).map(|o| &o.person);
        Act {
            actor: person.map_or_else(|| "visitor".into(), |p| p.id.to_string()),
            party: person.and_then(|p| p.party.as_ref()).map(|p| p.slug.clone()).unwrap_or_default(),
            at: self.now,
            request: self.request.clone(),
            network: self.network.clone(),
            keys: self.app.keys.clone(),
        }
    }

    /// A sentence in the visitor's language.
    pub fn t<'a>(&'a self, key: &'a str) -> &'a str {
        self.app.texts.get(self.lang, key)
    }

    /// A sentence about a number.
    pub fn tn(&self, key: &str, n: i64) -> String {
        self.app.texts.with(self.lang, key, &[("n", n.into())]).into_owned()
    }

    /// A sentence with one name in it.
    pub fn tw(&self, key: &str, name: &str, value: &str) -> String {
        self.app.texts.with(self.lang, key, &[(name, value.into())]).into_owned()
    }
}

/// Moves the idle limit, beside the request: reading does not wait for a write.
fn touch(app: &Arc<App>, open: &Open, now: Millis) {
    let (app, digest) = (app.clone(), open.digest.clone());
    actix_web::rt::spawn(async move {
        if let Err(error) = session::touch(&app.db, &digest, now).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "a session's idle limit could not be moved");
        }
    });
}

fn language(app: &App, req: &HttpRequest, open: Option<&Open>) -> Lang {
    open.and_then(|o| o.language)
        .or_else(|| req.cookie(LANGUAGE).and_then(|c| Lang::from_code(c.value())))
        .or_else(|| Lang::accepted(&header_text(req, &header::ACCEPT_LANGUAGE, 200)))
        .or_else(|| Lang::from_code(&app.names().portal.language))
        .unwrap_or(Lang::Fr)
}

/// Whether a path is the public directory's.
fn is_public(path: &str) -> bool {
    path == "/directory" || path.starts_with("/directory/")
}

fn header_text(req: &HttpRequest, name: &header::HeaderName, max: usize) -> String {
    let text = req.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    text.chars().filter(|c| !c.is_control()).take(max).collect()
}

/// The session cookie with its full set of attributes.
pub fn session_cookie(token: &str) -> Cookie<'static> {
    secure(COOKIE, token.to_owned())
}

/// A cookie that no script reads, no other site sends and no restart of the browser keeps.
pub fn secure(name: &'static str, value: String) -> Cookie<'static> {
    Cookie::build(name, value).path("/").secure(true).http_only(true).same_site(actix_web::cookie::SameSite::Strict).finish()
}

impl accounts::Person {
    /// Whether the portal's shorter limits hold for this person: staff and leads.
    pub fn has_power(&self) -> bool {
        !matches!(self.membership, accounts::Membership::Contact | accounts::Membership::Directory)
    }
}
