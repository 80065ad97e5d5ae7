//! `vigie init`: makes a data directory, whole or not at all.
use super::say;
use crate::{
    accounts,
    advisories::press,
    audit::{self, Act, Action},
    clock::Clock,
    config::{Attachments, Authentication, Config, Database, Desk, Encryption, Mail, Portal, Server, Settings, files, is_postgres, throttle::Throttle},
    crypto::{seal::KeyRing, tls},
    db::Db,
    notices::certificate,
};
use clap::Args;
use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

/// Make a data directory: settings, keys, a certificate and a database.
#[derive(Args)]
pub struct Init {
    /// The directory to make; it must not hold anything.
    #[arg(long, value_name = "DIR")]
    data_dir: PathBuf,
    /// The portal's address, as people type it.
    #[arg(long, default_value = "https://localhost:8443", value_name = "https://HOST[:PORT]")]
    origin: String,
    /// A PostgreSQL database to use instead of a file, as `postgres://user@host/name`.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

/// What a new portal is to be.
pub struct New<'a> {
    /// Where.
    pub dir: &'a Path,
    /// At which address.
    pub origin: &'a str,
    /// PostgreSQL, if not SQLite.
    pub database: Option<&'a str>,
    /// Of the SQLite file.
    pub encryption: Encryption,
    /// Whether it is the demo.
    pub demo: bool,
    /// Where it listens.
    pub listen: SocketAddr,
}

/// Runs the command.
pub async fn run(init: Init) -> Result<(), String> {
    let port = url::Url::parse(&init.origin).ok().and_then(|u| u.port()).unwrap_or(443);
    let local = ["localhost", "127.0.0.1"].iter().any(|h| init.origin.trim_start_matches("https://").split(':').next() == Some(h));
    let listen = SocketAddr::from((if local { [127, 0, 0, 1] } else { [0, 0, 0, 0] }, port));
    let new = New { dir: &init.data_dir, origin: &init.origin, database: init.database.as_deref(), encryption: Encryption::Sqlcipher, demo: false, listen };
    let code = make(&new).await?.unwrap_or_default();
    let dir = init.data_dir.display();
    say::line(&format!(
        "Made {dir}. Its certificate is signed by {dir}/tls/ca.pem, made for this portal alone; replace tls/server.pem and tls/server.key with your own."
    ));
    say::line(&format!("Next: vigie serve --data-dir {dir}"));
    say::line(&format!("Then open {}/setup and enter this code; it is shown once and good for five tries.", crate::config::plain_origin(&init.origin)));
    say::line(&format!("setup code: {code}"));
    say::line(&format!("Lost it? vigie setup code --data-dir {dir} draws another, while nobody has an account."));
    Ok(())
}

/// Makes a portal and says its setup code; a demo, which comes with accounts, has none. What was made of it is removed again
/// when a step fails.
pub async fn make(new: &New<'_>) -> Result<Option<String>, String> {
    if new.database.is_some_and(|url| !is_postgres(url)) {
        return Err("--database: write postgres://user@host/name, or leave it out for an SQLite file.".into());
    }
    let there = new.dir.exists();
    if there && fs::read_dir(new.dir).map_err(|e| format!("{} cannot be read: {e}.", new.dir.display()))?.next().is_some() {
        return Err(format!("{} is in use: it holds files. Choose a new directory.", new.dir.display()));
    }
    let done = steps(new).await;
    if done.is_err() {
        // The directory was empty: all that lies in it now is ours.
        for entry in fs::read_dir(new.dir).into_iter().flatten().flatten() {
            let path = entry.path();
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
        if !there {
            let _ = fs::remove_dir(new.dir);
        }
    }
    done
}

async fn steps(new: &New<'_>) -> Result<Option<String>, String> {
    let settings = Settings { dir: new.dir.to_path_buf(), config: config(new) };
    settings.check()?;
    files::make_dir(new.dir)?;
    files::make_dir(&settings.path("tls"))?;
    let made = tls::make(&settings.host()).map_err(|e| format!("A certificate could not be made: {e}."))?;
    files::write_private(&settings.path("tls/ca.pem"), &made.ca)?;
    files::write_private(&settings.path("tls/server.pem"), &made.chain)?;
    files::write_private(&settings.path("tls/server.key"), &made.key)?;
    let keys = Arc::new(KeyRing::create(&settings.path("keys.ring"))?);
    certificate::make_if_missing(&settings)?;
    press::make_if_missing(&settings)?;
    files::write_private(
        &settings.path("vigie.toml"),
        (text(&settings.config)
            + &providers(&settings.config.providers)
            + &throttle(&settings.config.throttle, new.demo)
            + &attachments(&settings.config.attachments)
            + &log(&settings.config.audit))
            .as_bytes(),
    )?;
    if settings.config.database.url.starts_with("sqlite:") {
        files::write_private(&crate::db::sqlite_file(&settings), b"")?;
    }
    let db = Db::create(&settings, &keys).await?;
    let mut done = begin(&db, &keys, new.demo).await;
    if done.is_ok() {
        let act = Act::operator(keys.clone(), Clock::default().now());
        done = audit::log_key::open(&db, &act, &settings).await.and(done);
    }
    db.close().await;
    done
}

async fn begin(db: &Db, keys: &Arc<KeyRing>, demo: bool) -> Result<Option<String>, String> {
    let failed = |e: sqlx::Error| format!("The database cannot be written: {e}.");
    let now = Clock::default().now();
    let mut tx = db.write().await.map_err(failed)?;
    if accounts::installation(&mut tx).await.is_ok() {
        return Err("This database holds a portal already; give an empty one, or open that portal with its own data directory.".into());
    }
    accounts::install(&mut tx, now, demo).await.map_err(failed)?;
    audit::begin(&mut tx, keys, now).await?;
    let act = Act::operator(keys.clone(), now);
    let code = if demo { None } else { accounts::setup::draw_code(&mut tx, keys).await? };
    audit::append(&mut tx, keys, &act.did(Action::PortalMade, "portal")).await?;
    tx.commit().await.map_err(failed)?;
    Ok(code)
}

fn config(new: &New<'_>) -> Config {
    Config {
        origin: crate::config::plain_origin(new.origin),
        server: Server { listen: new.listen, ..Server::default() },
        desk: Desk::default(),
        database: Database { url: new.database.filter(|u| is_postgres(u)).map_or_else(|| "sqlite:vigie.db".into(), str::to_owned), encryption: new.encryption },
        mail: Mail::default(),
        portal: Portal::default(),
        authentication: Authentication {
            // The demo shows the work, on a machine that may have no passkey; its banner says so.
            staff_requires_passkey: !new.demo,
            lead_requires_passkey: !new.demo,
            totp_reads_red: new.demo,
            ..Authentication::default()
        },
        attachments: Attachments::default(),
        audit: crate::config::Audit::default(),
        providers: crate::config::Providers { public: new.demo },
        metrics: crate::config::Metrics::default(),
        throttle: if new.demo { Throttle { per_network: 100_000, in_all: 100_000, ..Throttle::default() } } else { Throttle::default() },
    }
}

fn throttle(t: &Throttle, demo: bool) -> String {
    let why = if demo { "# Every visitor of the demo comes from one address, so a network may fail as often as all together.\n" } else { "" };
    format!(
        "\n[throttle]\n# Failed tries within so many minutes: of one account, from one network, of all together. Passkeys always open.\n{why}\
         per_account = {}\nper_network = {}\nin_all = {}\nminutes = {}\n",
        t.per_account, t.per_network, t.in_all, t.minutes
    )
}

fn attachments(a: &Attachments) -> String {
    format!(
        "\n# Files attached to a version: bytes of one, how many, bytes of all together.\n# [attachments]\n# max_bytes = {}\n# max_count = {}\n# quota_bytes = {}\n\
         # scanner = \"unix:/run/clamav/clamd.ctl\"   # or \"tcp:127.0.0.1:3310\"; nothing is taken while it does not answer\n",
        a.max_bytes, a.max_count, a.quota_bytes
    )
}

fn providers(p: &crate::config::Providers) -> String {
    format!("\n[providers]\npublic = {}   # true: /directory shows to everybody, without signing in, who is qualified today\n", p.public)
}

fn log(a: &crate::config::Audit) -> String {
    format!(
        "\n# The audit log: signed after so many seconds or records, a heartbeat when it is quiet, an alarm when a witness is silent, and for how many\n\
         # days records say something of persons.\n# [audit]\n# checkpoint_seconds = {}\n# checkpoint_records = {}\n# heartbeat_minutes = {}\n\
         # silence_minutes = {}\n# retention_days = {}\n# signer = \"/run/vigie/signer.sock\"   # `vigie signer` holds the log's key, out of the portal's reach\n\
         # syslog = \"tls://collector.example:6514\"   # every record, RFC 5424 over TLS; its authority in syslog-ca.pem\n",
        a.checkpoint_seconds, a.checkpoint_records, a.heartbeat_minutes, a.silence_minutes, a.retention_days
    )
}

fn text(c: &Config) -> String {
    let a = &c.authentication;
    let encryption = if c.database.encryption == Encryption::None { "none" } else { "sqlcipher" };
    format!(
        "# The settings of this portal. `vigie config check --data-dir DIR` says whether they are right.\n\
         # Every key may come from the environment as VIGIE_SECTION__KEY.\n\n\
         origin = {:?}\n\n\
         [server]\nlisten = \"{}\"\nworkers = {}\nmax_connections = {}\n\n\
         # [desk]\n# listen = \"10.0.0.5:8444\"   # keeps /desk, /audit and /admin to the agency's own network\n# publish_treatment = true   # /equal-treatment then says to everybody how many advisories went to all parties and how many to fewer\n\n\
         [database]\nurl = {:?}\nencryption = \"{encryption}\"   # of the SQLite file: \"sqlcipher\", or \"none\" on an encrypted disk\n\n\
         # Without a mail server notices are written as files beneath outbox/. `vigie doctor --mail` says whether it works; docs/mail.md says more.\n\
         # [mail]\n# from = \"notices@agency.example\"\n# smtp = \"smtps://mail.agency.example:465\"   # or \"smtp+starttls://mail.agency.example:587\"\n# username = \"vigie\"\n# password_file = \"mail/password\"   # mode 600, beneath this directory\n# ca_file = \"mail/ca.pem\"   # only if the server's certificate is signed by an authority of your own\n\n\
         # The first run asks for these too; what is said there counts, and `vigie setup names` changes it.\n[portal]\nname = {:?}\nagency = {:?}\ntelephone = {:?}   # answered day and night\nlanguage = {:?}\ntime_zone = {:?}\n\
         office_hours = {:?}   # Monday to Friday; administration at other hours raises an alarm\n\n\
         [authentication]\n# A code can be relayed by a false page, a passkey cannot: these sign in by passkey alone.\nstaff_requires_passkey = {}\nlead_requires_passkey = {}\n\
         # What a code alone opens: whether TLP:RED, and for how many hours.\ntotp_reads_red = {}\ntotp_session_hours = {}\n\
         idle_minutes = {}\nidle_minutes_staff = {}\nsession_hours = {}\n\
         # Contacts: days without a sign-in before access is cut, days before they are vetted anew, hours before a reset takes effect.\n\
         idle_account_days = {}\nrevetting_days = {}\nreset_wait_hours = {}\n",
        c.origin,
        c.server.listen,
        c.server.workers,
        c.server.max_connections,
        c.database.url,
        c.portal.name,
        c.portal.agency,
        c.portal.telephone,
        c.portal.language,
        c.portal.time_zone,
        c.portal.office_hours,
        a.staff_requires_passkey,
        a.lead_requires_passkey,
        a.totp_reads_red,
        a.totp_session_hours,
        a.idle_minutes,
        a.idle_minutes_staff,
        a.session_hours,
        a.idle_account_days,
        a.revetting_days,
        a.reset_wait_hours
    )
}
