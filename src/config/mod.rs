//! Settings: `vigie.toml` and the environment. Unknown keys and dangerous combinations are refused.
mod attachments;
mod audit;
pub mod files;
mod mail;
pub mod throttle;

pub use attachments::{Attachments, Scanner};
pub use audit::Audit;
pub use mail::{Mail, MailServer};

use figment::{
    Figment,
    providers::{Env, Format, Toml},
};
use serde::{Deserialize, Serialize};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

/// Everything an operator may set. Each key may come from the environment as `VIGIE_SECTION__KEY`.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The portal's one address, `https://host[:port]`. Requests for any other host are refused.
    pub origin: String,
    /// Where and how it listens.
    #[serde(default)]
    pub server: Server,
    /// A listener of its own for what the agency does.
    #[serde(default)]
    pub desk: Desk,
    /// Where the data lies.
    #[serde(default)]
    pub database: Database,
    /// How notices go out.
    #[serde(default)]
    pub mail: Mail,
    /// Names, language, zone and telephone shown on every page.
    #[serde(default)]
    pub portal: Portal,
    /// Who may sign in how, and for how long.
    #[serde(default)]
    pub authentication: Authentication,
    /// How many tries may fail before further ones wait.
    #[serde(default)]
    pub throttle: throttle::Throttle,
    /// How large attached files may be, and the scanner that looks at them first.
    #[serde(default)]
    pub attachments: Attachments,
    /// Who may see the directory of providers.
    #[serde(default)]
    pub providers: Providers,
    /// Where the agency's monitoring reads numbers.
    #[serde(default)]
    pub metrics: Metrics,
    /// How the log is signed, watched and kept.
    #[serde(default)]
    pub audit: Audit,
}

/// `[server]`
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port.
    pub listen: SocketAddr,
    /// Threads that answer requests.
    pub workers: usize,
    /// Connections at a time; more wait.
    pub max_connections: usize,
}

/// `[desk]`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Desk {
    /// When set, /desk, /audit and /admin answer here only.
    pub listen: Option<SocketAddr>,
    /// Whether `/equal-treatment` says to everybody how many advisories went to all parties and how many to fewer.
    pub publish_treatment: bool,
}

/// `[providers]`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Providers {
    /// Whether everybody may see who is qualified, at `/directory`, without signing in.
    pub public: bool,
}

/// `[metrics]`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Metrics {
    /// When set, `/metrics` answers here, over plain HTTP: on this machine alone.
    pub listen: Option<SocketAddr>,
}

/// `[database]`
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Database {
    /// `sqlite:FILE` (beneath the data directory) or `postgres://…`.
    pub url: String,
    /// `sqlcipher` or `none`; for SQLite.
    pub encryption: Encryption,
}

/// How the SQLite file lies on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Encryption {
    /// The whole file is encrypted.
    Sqlcipher,
    /// Plain: for encrypted disks.
    None,
}

/// `[portal]`
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Portal {
    /// The portal's own name, in the header of every page.
    pub name: String,
    /// The agency's name.
    pub agency: String,
    /// Answered day and night.
    pub telephone: String,
    /// `fr` or `en`: for visitors whose browser asks for neither.
    pub language: String,
    /// IANA name; written on every page.
    pub time_zone: String,
    /// From when to when people work, Monday to Friday: administration at other hours raises an alarm.
    pub office_hours: String,
}

impl Portal {
    fn check(&self) -> Result<(), String> {
        if !matches!(self.language.as_str(), "fr" | "en") {
            return Err(format!("portal.language: `{}` is not known; write \"fr\" or \"en\".", self.language));
        }
        if jiff::tz::TimeZone::get(&self.time_zone).is_err() {
            return Err(format!("portal.time_zone: `{}` is not an IANA zone; write one such as \"Europe/Paris\".", self.time_zone));
        }
        if self.hours().is_none() {
            return Err(format!("portal.office_hours: `{}` is not a span of hours; write one such as \"08:00-19:00\".", self.office_hours));
        }
        Ok(())
    }

    /// The hours of work.
    pub fn hours(&self) -> Option<(jiff::civil::Time, jiff::civil::Time)> {
        let time = |text: &str| if text.len() == 5 { text.parse::<jiff::civil::Time>().ok() } else { None };
        let (from, to) = self.office_hours.split_once('-')?;
        Some((time(from)?, time(to)?)).filter(|(from, to)| from < to)
    }
}

/// `[authentication]`
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Authentication {
    /// Staff sign in by passkey alone: a code can be relayed by a false page.
    pub staff_requires_passkey: bool,
    /// The same for the lead contacts of parties.
    pub lead_requires_passkey: bool,
    /// Whether somebody who signed in by a code may open what is marked TLP:RED.
    pub totp_reads_red: bool,
    /// Hours after which a session ends that was opened by a code.
    pub totp_session_hours: u32,
    /// Days without a sign-in after which a contact's access is cut.
    pub idle_account_days: u32,
    /// Days after which a contact must be vetted anew.
    pub revetting_days: u32,
    /// Hours between the approval of a reset and the letter: time for the owner to object.
    pub reset_wait_hours: u32,
    /// Minutes without a request after which a contact's session ends.
    pub idle_minutes: u32,
    /// The same for staff and party leads.
    pub idle_minutes_staff: u32,
    /// Hours after which any session ends.
    pub session_hours: u32,
}

impl Default for Server {
    fn default() -> Self {
        Self { listen: SocketAddr::from(([127, 0, 0, 1], 8443)), workers: 2, max_connections: 2_000 }
    }
}
impl Default for Database {
    fn default() -> Self {
        Self { url: "sqlite:vigie.db".into(), encryption: Encryption::Sqlcipher }
    }
}
impl Default for Portal {
    fn default() -> Self {
        Self {
            name: "Vigie".into(),
            agency: "Agence nationale de cybersécurité".into(),
            telephone: "+33 1 99 00 00 00".into(),
            language: "fr".into(),
            time_zone: "Europe/Paris".into(),
            office_hours: "08:00-19:00".into(),
        }
    }
}
impl Default for Authentication {
    fn default() -> Self {
        Self {
            staff_requires_passkey: true,
            lead_requires_passkey: true,
            totp_reads_red: false,
            totp_session_hours: 4,
            idle_account_days: 60,
            revetting_days: 365,
            reset_wait_hours: 4,
            idle_minutes: 30,
            idle_minutes_staff: 15,
            session_hours: 12,
        }
    }
}

/// A data directory with its settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The directory.
    pub dir: PathBuf,
    /// What `vigie.toml` and the environment say.
    pub config: Config,
}

impl Settings {
    /// Reads `DIR/vigie.toml` and the environment, and checks both.
    ///
    /// # Errors
    /// One sentence that names the key, where it stands and the mend.
    pub fn load(dir: &Path) -> Result<Self, String> {
        let file = dir.join("vigie.toml");
        if !file.is_file() {
            return Err(format!("{} has no vigie.toml; make a data directory with `vigie init --data-dir {}`.", dir.display(), dir.display()));
        }
        files::check_not_writable_by_others(&file)?;
        known_environment()?;
        let config: Config = Figment::new()
            .merge(Toml::file_exact(&file))
            .merge(Env::prefixed("VIGIE_").split("__").filter(|key| key.as_str().contains('.') || key == "origin"))
            .extract()
            .map_err(|e| sentence(&file, &e))?;
        if url::Url::parse(&config.database.url).is_ok_and(|u| u.password().is_some()) {
            files::check_private(&file)?;
        }
        let config = Config { origin: plain_origin(&config.origin), ..config };
        let settings = Self { dir: dir.to_path_buf(), config };
        settings.check()?;
        Ok(settings)
    }

    /// Refuses what cannot be right or is dangerous.
    ///
    /// # Errors
    /// One sentence that names the key and the mend.
    pub fn check(&self) -> Result<(), String> {
        let c = &self.config;
        let origin = url::Url::parse(&c.origin).ok();
        let plain = origin
            .as_ref()
            .is_some_and(|u| u.scheme() == "https" && u.host_str().is_some() && u.path() == "/" && u.query().is_none() && u.username().is_empty());
        if !plain || c.origin.ends_with('/') {
            return Err(format!("origin: `{}` is not an origin; write https://host or https://host:port.", c.origin));
        }
        c.portal.check()?;
        c.throttle.check(&c.origin)?;
        c.attachments.check()?;
        c.audit.check()?;
        if !(1..=64).contains(&c.server.workers) || !(16..=100_000).contains(&c.server.max_connections) {
            return Err("server: workers must lie between 1 and 64, max_connections between 16 and 100000.".into());
        }
        if c.desk.listen == Some(c.server.listen) {
            return Err("desk.listen: is the same as server.listen; give the desk an address of its own, or remove the key.".into());
        }
        if c.metrics.listen.is_some_and(|at| !at.ip().is_loopback()) {
            return Err("metrics.listen: must be an address of this machine alone; write 127.0.0.1 and a port.".into());
        }
        let a = &c.authentication;
        if !(2..=60).contains(&a.idle_minutes) || !(2..=60).contains(&a.idle_minutes_staff) || !(1..=24).contains(&a.session_hours) {
            return Err(
                "authentication: idle_minutes and idle_minutes_staff must lie between 2 and 60, session_hours between 1 and 24 (NIST SP 800-63B-4).".into()
            );
        }
        if !(1..=24).contains(&a.totp_session_hours) || !(7..=730).contains(&a.idle_account_days) || !(30..=1_095).contains(&a.revetting_days) {
            return Err(
                "authentication: totp_session_hours must lie between 1 and 24, idle_account_days between 7 and 730, revetting_days between 30 and 1095.".into(),
            );
        }
        if a.reset_wait_hours > 168 {
            return Err("authentication.reset_wait_hours: must lie between 0 and 168.".into());
        }
        self.check_passkeys()?;
        if !c.database.url.starts_with("sqlite:") && !is_postgres(&c.database.url) {
            return Err("database.url: is neither sqlite:FILE nor postgres://…; write one of them.".into());
        }
        self.check_mail()
    }

    /// Passkeys belong to a name: where one is demanded, a portal reached by a number would let nobody in.
    fn check_passkeys(&self) -> Result<(), String> {
        let (a, origin) = (&self.config.authentication, url::Url::parse(&self.config.origin).ok());
        if (a.staff_requires_passkey || a.lead_requires_passkey) && origin.is_some_and(|u| u.domain().is_none()) {
            return Err("authentication: passkeys need a name, and origin has a number; write origin with a host name, or set staff_requires_passkey and \
                 lead_requires_passkey to false."
                .into());
        }
        Ok(())
    }

    /// The origin's host.
    pub fn host(&self) -> String {
        url::Url::parse(&self.config.origin).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether a Host header names this portal: the origin's host and port, or the desk's own port on the same host.
    pub fn is_authority(&self, given: &[u8]) -> bool {
        let ours = self.config.origin.trim_start_matches("https://");
        given == ours.as_bytes() || self.desk_authority().is_some_and(|desk| given == desk.as_bytes())
    }

    /// Whether an Origin header names this portal.
    pub fn is_origin(&self, given: &[u8]) -> bool {
        given.strip_prefix(b"https://").is_some_and(|authority| self.is_authority(authority))
    }

    /// The origins from which a page of this portal may answer: its own first, then the desk's.
    pub fn origins(&self) -> Vec<url::Url> {
        let desk = self.desk_authority().map(|desk| format!("https://{desk}"));
        std::iter::once(self.config.origin.clone()).chain(desk).filter_map(|o| url::Url::parse(&o).ok()).collect()
    }

    fn desk_authority(&self) -> Option<String> {
        self.config.desk.listen.map(|at| format!("{}:{}", self.host(), at.port()))
    }

    /// A path beneath the data directory.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }
}

/// An origin as browsers write it: lower case, without the default port. What is none is left for the check to refuse.
pub fn plain_origin(given: &str) -> String {
    match url::Url::parse(given) {
        Ok(url) if url.path() == "/" && !given.ends_with('/') && url.query().is_none() && url.username().is_empty() => url.origin().ascii_serialization(),
        _ => given.to_owned(),
    }
}

/// Refuses a variable that was meant as a setting and names none: one underscore where two belong, say.
fn known_environment() -> Result<(), String> {
    let known = |name: &str| name.contains("__") || matches!(name, "VIGIE_ORIGIN" | "VIGIE_LOG" | "VIGIE_TEST_POSTGRES" | "VIGIE_SHARED_DATA");
    let names = std::env::vars_os().filter_map(|(name, _)| name.into_string().ok()).filter(|name| name.starts_with("VIGIE_"));
    match names.into_iter().find(|name| !known(name)) {
        Some(name) => Err(format!("The environment has {name}, which is no setting; write VIGIE_SECTION__KEY with two underscores, or remove it.")),
        None => Ok(()),
    }
}

/// Whether a database URL names PostgreSQL.
pub fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn sentence(file: &Path, error: &figment::Error) -> String {
    let at = if error.path.is_empty() { String::new() } else { format!(" at `{}`", error.path.join(".")) };
    let kind = error.kind.to_string();
    let line = std::fs::read_to_string(file).ok().and_then(|text| line_of(&text, &kind)).map_or(String::new(), |n| format!(", line {n}"));
    let mend = if kind.contains("unknown field") { "remove it or correct its spelling" } else { "correct it" };
    format!("{}{line}{at}: {}; {mend}.", file.display(), kind.trim_end_matches('.'))
}

/// The line on which the key stands that a message quotes in backquotes, as `found` or as the unknown field.
fn line_of(text: &str, message: &str) -> Option<usize> {
    let key = message.split('`').nth(1)?;
    text.lines().position(|l| l.trim_start().strip_prefix(key).is_some_and(|r| r.trim_start().starts_with('='))).map(|n| n.saturating_add(1))
}
