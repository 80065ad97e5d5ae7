//! `vigie config check` and `vigie doctor`: what is wrong, and the mend.
use super::{DataDir, canary, mail, open::Portal, say};
use crate::{
    advisories::press,
    audit::{epoch, log_key, notary, stream},
    clock::Clock,
    config::{Settings, files},
    crypto::tls,
    db::Tx,
    error::Error,
    files::scan,
    value,
};
use clap::Subcommand;
use openssl::{asn1::Asn1Time, x509::X509};
use serde::Serialize;
use std::path::Path;

/// The settings.
#[derive(Subcommand)]
pub enum Config {
    /// Say whether vigie.toml and the environment are right, without starting.
    Check {
        #[command(flatten)]
        dir: DataDir,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// `vigie config …`
pub fn config(command: Config) -> Result<(), String> {
    let Config::Check { dir, json } = command;
    let settings = Settings::load(&dir.data_dir)?;
    files::check_private(&settings.path("keys.ring"))?;
    files::check_private(&settings.path("tls/server.key"))?;
    if json {
        return say::json(&serde_json::json!({"ok": true}));
    }
    say::line("The settings are right.");
    Ok(())
}

/// One finding.
#[derive(Serialize)]
struct Finding {
    what: &'static str,
    ok: bool,
    says: String,
}

/// `vigie doctor`
pub async fn doctor(dir: &Path, with_mail: bool, with_canaries: bool, json: bool) -> Result<(), String> {
    let mut found = Vec::new();
    let settings = note(&mut found, "settings", Settings::load(dir), |_| "vigie.toml is right.".into());
    if let Some(settings) = settings {
        for name in ["keys.ring", "tls/server.key"] {
            note(&mut found, "key files", files::check_private(&settings.path(name)), |()| format!("{name} can be read by its owner alone."));
        }
        note(&mut found, "certificate", certificate(&settings), String::clone);
        if let Some(says) = scanner(&settings).await {
            note(&mut found, "scanner", says, String::clone);
        }
        note(&mut found, "notice key", mail::signing(&settings, Clock::default().now()), String::clone);
        note(&mut found, "document key", press::examine(&settings, Clock::default().now()), String::clone);
        let portal = note(&mut found, "database", Portal::open(dir).await, |_| "opens, with this program's schema.".into());
        if let Some(portal) = portal {
            note(&mut found, "audit log", log(&portal).await, String::clone);
            note(&mut found, "log key", signing(&portal).await, String::clone);
            if with_mail {
                note(&mut found, "mail", mail::delivery(&portal).await, String::clone);
            }
            if with_canaries {
                note(&mut found, "partition", canaries(&portal).await, String::clone);
            }
            portal.db.close().await;
        }
    }
    if json {
        say::json(&found)?;
    } else {
        found.iter().for_each(|f| say::line(&format!("{:6} {:12} {}", if f.ok { "ok" } else { "WRONG" }, f.what, f.says)));
    }
    let wrong = found.iter().filter(|f| !f.ok).count();
    if wrong == 0 { Ok(()) } else { Err(format!("{wrong} things are wrong; the mend stands beside each.")) }
}

fn note<T>(found: &mut Vec<Finding>, what: &'static str, result: Result<T, String>, says: impl FnOnce(&T) -> String) -> Option<T> {
    let (ok, says) = match &result {
        Ok(value) => (true, says(value)),
        Err(sentence) => (false, sentence.clone()),
    };
    found.push(Finding { what, ok, says });
    result.ok()
}

/// Whether the scanner of attached files answers, where one is set.
async fn scanner(settings: &Settings) -> Option<Result<String, String>> {
    let at = settings.config.attachments.scanner().transpose()?;
    Some(match at {
        Ok(at) => scan::ping(&at, scan::Patience::default()).await.map(|()| "answers.".into()),
        Err(sentence) => Err(sentence),
    })
}

/// What the canaries saw.
async fn canaries(portal: &Portal) -> Result<String, String> {
    let looked = canary::look(portal).await?;
    let (parties, pages) = (looked.parties, looked.pages);
    if looked.found.is_empty() {
        return Ok(format!("{pages} pages of {parties} parties hold nothing of another."));
    }
    let places: Vec<String> = looked.found.iter().take(20).map(|f| format!("a {} on {} of {}", f.what, f.page, f.party)).collect();
    let count = looked.found.len();
    Err(format!("{count} foreign things on {pages} pages: {}. Take the portal off the network and report it.", places.join("; ")))
}

fn certificate(settings: &Settings) -> Result<String, String> {
    tls::acceptor(&settings.path("tls"))?;
    let path = settings.path("tls/server.pem");
    let pem = std::fs::read(&path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))?;
    let cert = X509::from_pem(&pem).map_err(|_| format!("{} is not a certificate.", path.display()))?;
    let now = Asn1Time::days_from_now(0).map_err(|e| e.to_string())?;
    let left = now.diff(cert.not_after()).map_err(|e| e.to_string())?.days;
    if left < 14 {
        return Err(format!("{} ends in {left} days; put a new certificate there and send SIGHUP.", path.display()));
    }
    let host = settings.host();
    let named = cert.subject_alt_names().is_some_and(|names| names.iter().any(|n| n.dnsname() == Some(&host) || n.ipaddress().is_some()));
    if !named {
        return Err(format!("{} is not for {host}, the host of `origin`; put the right certificate there.", path.display()));
    }
    Ok(format!("is for {host} and ends in {left} days."))
}

async fn log(portal: &Portal) -> Result<String, String> {
    let mut tx = portal.write().await?;
    let (found, wanted) = triggers(&mut tx).await.map_err(Error::from)?;
    let size: i64 = value!(&mut tx, "SELECT size FROM audit_head WHERE only_row = 1").map_err(Error::from)?;
    let last: i64 = value!(&mut tx, "SELECT at FROM audit_head WHERE only_row = 1").map_err(Error::from)?;
    if found < wanted {
        return Err("the triggers that keep the log append-only are gone; run `vigie audit verify`, then restore the database from a backup.".into());
    }
    if last > portal.clock.now().saturating_add(60_000) {
        return Err("the last record is later than the clock says now; set the clock right before you serve.".into());
    }
    Ok(format!("holds {size} records; `vigie audit verify` checks each."))
}

/// Whether the key of the log is at hand, and whether the database is the one that was signed last.
async fn signing(portal: &Portal) -> Result<String, String> {
    let ready = log_key::open(&portal.db, &portal.act(), &portal.settings).await?;
    let mut tx = portal.read().await?;
    if let Some(size) = epoch::behind(&mut tx, &portal.settings.path(epoch::FILE)).await? {
        return Err(format!("{size} records were signed and this database is another or shorter: it was put back. The portal starts locked."));
    }
    let witnesses = notary::standing(&mut tx, &portal.settings.config.audit, portal.clock.now()).await?;
    if let Some(w) = witnesses.iter().find(|w| w.silent || !w.witness.trouble.is_empty()) {
        return Err(format!("the witness {} has not signed of late: {}", w.witness.name, w.witness.trouble));
    }
    let (streamed, why) = stream::state(&mut tx).await?;
    if portal.settings.config.audit.syslog.is_some() && !why.is_empty() {
        return Err(format!("the collector has {streamed} records and takes no more: {why}"));
    }
    let where_it_is = if portal.settings.config.audit.signer.is_some() { "with the signer" } else { "in log.key" };
    Ok(format!("of {} is {where_it_is}; {} witnesses sign beside it.", ready.origin, witnesses.len()))
}

/// How many triggers keep the log append-only, and how many there must be.
async fn triggers(tx: &mut Tx) -> crate::db::Result<(i64, i64)> {
    Ok(match tx.conn() {
        crate::db::Conn::Sqlite(c) => {
            let sql = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name LIKE 'audit%'";
            (sqlx::query_scalar(sql).fetch_one(c).await?, 18)
        }
        crate::db::Conn::Postgres(c) => {
            let sql = "SELECT COUNT(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relname LIKE 'audit%' AND NOT t.tgisinternal AND t.tgenabled <> 'D'";
            (sqlx::query_scalar(sql).fetch_one(c).await?, 8)
        }
    })
}
