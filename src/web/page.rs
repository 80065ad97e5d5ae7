//! The frame of every page: what base.html prints around it.
use super::{
    i18n::Lang,
    time::{self, Local},
    visit::{Visit, session_cookie},
};
use crate::{
    accounts::{Level, Membership, Person},
    clock::Millis,
    error::Result,
};
use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
};
use askama::Template;

/// The part of the navigation a page belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// None.
    None,
    /// What waits for me.
    Home,
    /// Advisories to read.
    Advisories,
    /// The directory.
    Providers,
    /// The self-check.
    SelfCheck,
    /// One's own party.
    Party,
    /// Advisories on the desk.
    Desk,
    /// Parties on the desk.
    Parties,
    /// The register of providers on the desk.
    Register,
    /// Alarms on the desk.
    Alarms,
    /// The log.
    Audit,
    /// The mail that goes out.
    Mail,
    /// Running the service, and staff.
    Admin,
    /// Equal treatment.
    Treatment,
}

/// A number behind any number of references: templates lend what they print.
pub trait Number {
    /// The number.
    fn number(&self) -> i64;
}
impl Number for i64 {
    fn number(&self) -> i64 {
        *self
    }
}
impl<T: Number> Number for &T {
    fn number(&self) -> i64 {
        (**self).number()
    }
}

/// What every template can ask for.
pub struct Frame<'a> {
    visit: &'a Visit,
    /// The page's section.
    pub section: Section,
    /// Whether the page comes back with mistakes.
    pub failed: bool,
    /// Whether choosing the language leads to the start: a refusal must not differ by the address asked for.
    at_start: bool,
}

/// A link of the navigation.
pub struct Link {
    /// Where to.
    pub href: &'static str,
    /// The key of its word.
    pub key: &'static str,
    /// Whether the page belongs to it.
    pub here: bool,
}

impl<'a> Frame<'a> {
    /// The frame of a page in a section.
    pub fn new(visit: &'a Visit, section: Section) -> Self {
        Self { visit, section, failed: false, at_start: false }
    }
    /// The frame of a page that comes back with mistakes.
    pub fn failed(mut self) -> Self {
        self.failed = true;
        self
    }
    /// A sentence.
    pub fn t<'k>(&'k self, key: &'k str) -> &'k str {
        self.visit.t(key)
    }
    /// A sentence about a number.
    pub fn tn(&self, key: &str, n: impl Number) -> String {
        self.visit.tn(key, n.number())
    }
    /// A sentence with one name in it.
    pub fn tw(&self, key: &str, name: &str, value: &str) -> String {
        self.visit.tw(key, name, value)
    }
    /// A sentence with two names in it.
    pub fn tw2(&self, key: &str, a: &str, va: &str, b: &str, vb: &str) -> String {
        self.visit.app.texts.with(self.visit.lang, key, &[(a, va.into()), (b, vb.into())]).into_owned()
    }
    /// A sentence with several names in it.
    pub fn says(&self, key: &str, args: &[(&'static str, String)]) -> String {
        self.visit.app.texts.says(self.visit.lang, key, args)
    }
    /// A sentence about two numbers.
    pub fn tn2(&self, key: &str, a: &str, na: impl Number, b: &str, nb: impl Number) -> String {
        self.visit.app.texts.with(self.visit.lang, key, &[(a, na.number().into()), (b, nb.number().into())]).into_owned()
    }
    /// The key of the words for the language that a text is in.
    pub fn language_key(&self, code: &str) -> &'static str {
        if code == "fr" { "language-fr" } else { "language-en" }
    }
    /// “Read in …”, said in that language.
    pub fn read_in(&self, code: &str) -> &str {
        self.t(if code == "fr" { "read-in-fr" } else { "read-in-en" })
    }
    /// This page's query with another language.
    pub fn query_with_language(&self, code: &str) -> String {
        let pairs = url::form_urlencoded::parse(self.visit.raw_query.as_bytes()).filter(|(name, _)| name != "language");
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).append_pair("language", code).finish()
    }
    /// A size in words: `12 kB`, `12 ko`.
    pub fn size(&self, bytes: impl Number) -> String {
        let (bytes, unit) = (bytes.number(), if self.visit.lang == Lang::Fr { "o" } else { "B" });
        match bytes {
            ..1_000 => format!("{bytes}\u{a0}{unit}"),
            1_000..1_000_000 => format!("{}\u{a0}k{unit}", bytes.saturating_add(500) / 1_000),
            _ => {
                let tenths = bytes.saturating_add(50_000) / 100_000;
                let point = if self.visit.lang == Lang::Fr { ',' } else { '.' };
                format!("{}{point}{}\u{a0}M{unit}", tenths / 10, tenths % 10)
            }
        }
    }
    /// `fr` or `en`.
    pub fn lang(&self) -> &'static str {
        self.visit.lang.code()
    }
    /// The other language: its code and its own name.
    pub fn other(&self) -> (&'static str, &'static str) {
        match self.visit.lang {
            Lang::Fr => ("en", "English"),
            Lang::En => ("fr", "Français"),
        }
    }
    /// The portal's name.
    pub fn site(&self) -> &str {
        &self.visit.names.portal.name
    }
    /// The agency's name.
    pub fn agency(&self) -> &str {
        &self.visit.names.portal.agency
    }
    /// The telephone that is answered day and night, as it is written.
    pub fn telephone(&self) -> &str {
        &self.visit.names.portal.telephone
    }
    /// The same for a `tel:` link.
    pub fn dial(&self) -> String {
        dial(self.telephone())
    }
    /// Whether this is the demo.
    pub fn demo(&self) -> bool {
        self.visit.app.demo
    }
    /// Who is signed in with both factors.
    pub fn person(&self) -> Option<&Person> {
        self.visit.open.as_ref().filter(|o| o.level == Level::Full).map(|o| &o.person)
    }
    /// Whether a person of a party looks: only they report incidents.
    pub fn is_party(&self) -> bool {
        self.person().is_some_and(|p| p.party.is_some())
    }
    /// The name beneath the person's own: the party's or the agency's.
    pub fn side(&self) -> &str {
        self.person().and_then(|p| p.party.as_ref()).map_or_else(|| self.agency(), |p| p.name.as_str())
    }
    /// The token a form carries.
    pub fn csrf(&self) -> &str {
        self.visit.form_token()
    }
    /// The links this person may use, and only those.
    pub fn links(&self) -> Vec<Link> {
        let Some(p) = self.person().filter(|p| p.is_confirmed()) else { return Vec::new() };
        let link = |href, key, section| self.link(href, key, section);
        match p.membership {
            Membership::Directory => vec![link("/providers", "nav-providers", Section::Providers), link("/self-check", "nav-self-check", Section::SelfCheck)],
            Membership::Contact | Membership::Lead => vec![
                link("/advisories", "nav-advisories", Section::Advisories),
                link("/providers", "nav-providers", Section::Providers),
                link("/self-check", "nav-self-check", Section::SelfCheck),
                link("/party", "nav-party", Section::Party),
            ],
            Membership::Staff => self.staff_links(p),
        }
    }
    fn staff_links(&self, p: &Person) -> Vec<Link> {
        let link = |href, key, section| self.link(href, key, section);
        let mut all = vec![link("/desk", "nav-desk", Section::Home)];
        if p.roles.author || p.roles.approver {
            all.push(link("/desk/advisories", "nav-advisories", Section::Desk));
        }
        if p.roles.author || p.roles.approver || p.roles.auditor {
            all.push(link("/desk/treatment", "nav-treatment", Section::Treatment));
        }
        all.push(link("/desk/parties", "nav-parties", Section::Parties));
        all.push(link("/providers", "nav-providers", Section::Providers));
        if p.roles.vetting {
            all.push(link("/desk/providers", "nav-register", Section::Register));
        }
        all.push(link("/self-check", "nav-self-check", Section::SelfCheck));
        if p.roles.vetting || p.roles.administrator || p.roles.auditor {
            all.push(link("/desk/alarms", "nav-alarms", Section::Alarms));
        }
        if p.roles.administrator {
            all.push(link("/admin/mail", "nav-mail", Section::Mail));
        }
        if p.roles.auditor {
            all.push(link("/audit", "nav-audit", Section::Audit));
        }
        if p.roles.administrator {
            all.push(link("/admin", "nav-admin", Section::Admin));
        } else if p.roles.auditor || p.roles.vetting {
            all.push(link("/admin/staff", "nav-staff", Section::Admin));
        }
        all
    }
    fn link(&self, href: &'static str, key: &'static str, section: Section) -> Link {
        Link { href, key, here: self.section == section }
    }
    /// The frame of a refusal: the same bytes whatever was asked for.
    pub fn at_start(mut self) -> Self {
        self.at_start = true;
        self
    }
    /// The page asked for, to come back to after the language is chosen.
    pub fn here(&self) -> String {
        let v = self.visit;
        if self.at_start {
            return "/".into();
        }
        if v.raw_query.is_empty() { v.path.clone() } else { format!("{}?{}", v.path, v.raw_query) }
    }
    /// The path asked for.
    pub fn path(&self) -> &str {
        &self.visit.path
    }
    /// The portal's address.
    pub fn origin(&self) -> &str {
        &self.visit.app.settings.config.origin
    }
    /// The person's sign-in before this one.
    pub fn signed_in_before(&self) -> Option<Millis> {
        self.visit.open.as_ref().and_then(|o| o.previous)
    }
    /// The stylesheet's address; it changes with its content.
    pub fn css(&self) -> &'static str {
        super::assets::css_address()
    }
    /// The address of the self-check's own stylesheet; it changes with its content.
    pub fn self_check_css(&self) -> &'static str {
        super::assets::self_check_address()
    }
    /// The script's address; it changes with its content.
    pub fn passkey_js(&self) -> &'static str {
        super::assets::passkey_address()
    }
    /// The request's id, for an error page and the telephone.
    pub fn request(&self) -> &str {
        &self.visit.request
    }
    /// A moment in words: `12 mars 2027, 9 h 30`.
    pub fn when(&self, at: impl Number) -> String {
        self.local(at.number()).full()
    }
    /// The time now to the second: a clock that runs wrong is why codes fail.
    pub fn exactly_now(&self) -> String {
        self.local(self.visit.now).exact()
    }
    /// A moment to the second.
    pub fn exactly(&self, at: impl Number) -> String {
        self.local(at.number()).exact()
    }
    /// A moment near today in words: `aujourd’hui, 18 h`.
    pub fn soon(&self, at: impl Number) -> String {
        self.local(at.number()).near(self.visit.now)
    }
    /// A day in words.
    pub fn day(&self, at: impl Number) -> String {
        self.local(at.number()).day()
    }
    /// For `datetime=`.
    pub fn iso(&self, at: impl Number) -> String {
        self.local(at.number()).iso()
    }
    /// For `<input type="datetime-local">`.
    pub fn input(&self, at: &Option<Millis>) -> String {
        at.map(|at| self.local(at).input()).unwrap_or_default()
    }
    /// A date `YYYY-MM-DD` in words.
    pub fn date(&self, date: &str) -> String {
        time::date(self.visit.lang, date)
    }
    /// Today as `YYYY-MM-DD`.
    pub fn today(&self) -> String {
        self.local(self.visit.now).date()
    }
    /// Whether a moment is past.
    pub fn is_past(&self, at: impl Number) -> bool {
        at.number() < self.visit.now
    }
    /// The moment of the request.
    pub fn now(&self) -> Millis {
        self.visit.now
    }
    /// The zone: its place and its offset now, `Paris (UTC+1)`.
    pub fn zone(&self) -> String {
        self.local(self.visit.now).zone_words()
    }
    fn local(&self, at: Millis) -> Local<'_> {
        Local { at, zone: &self.visit.names.zone, lang: self.visit.lang }
    }
}

/// A telephone number as a `tel:` link wants it.
pub fn dial(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// Bytes set aside for a page: nearly all fit, and none is copied while it grows.
const ROOM: usize = 32 * 1024;

/// A page with its headers. The cookie that binds forms is set when the browser had none.
///
/// # Errors
/// When the template fails.
pub fn answer(visit: &Visit, status: StatusCode, page: &impl Template) -> Result<HttpResponse> {
    let mut html = String::with_capacity(ROOM);
    page.render_into(&mut html)?;
    let mut answer = HttpResponse::build(status);
    answer.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
    if visit.fresh && !visit.cookie.is_empty() {
        answer.cookie(session_cookie(&visit.cookie));
    }
    Ok(answer.body(html))
}

/// Off to a page that can be reloaded.
pub fn see(path: impl Into<String>) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path.into())).finish()
}
