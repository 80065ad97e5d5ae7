//! `vigie demo`: a filled portal on loopback alone.
use super::{
    content::Scale,
    fill::{self, Account},
    init,
    open::Portal,
    say, serve,
};
use crate::config::{Encryption, Settings};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::{net::SocketAddr, path::PathBuf};

/// Serve a portal filled with invented parties, advisories and providers, on this machine alone.
#[derive(Args)]
pub struct Demo {
    /// The demo's data directory; made and filled if it is missing.
    #[arg(long, value_name = "DIR", default_value = "vigie-demo")]
    data_dir: PathBuf,
    /// A loopback address and port.
    #[arg(long, default_value = "127.0.0.1:8443", value_name = "ADDR:PORT")]
    listen: SocketAddr,
    /// A PostgreSQL database to fill instead of a file; it must be empty.
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// How much content.
    #[arg(long, value_enum, default_value = "small")]
    scale: ScaleName,
    /// The same number gives the same content.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Leave the SQLite file plain: for comparing.
    #[arg(long)]
    no_encryption: bool,
    /// When ready, print one line of JSON with the accounts.
    #[arg(long)]
    json: bool,
}

/// The scale on the command line.
#[derive(Clone, Copy, ValueEnum)]
enum ScaleName {
    /// 6 parties, 40 advisories, 60 providers.
    Small,
    /// 100 parties, 2,000 advisories, 300 providers, 50,000 records.
    Large,
    /// 15,000 parties, 60,000 contacts, 20,000 advisories, 2,000,000 records.
    Huge,
}

/// Runs the command.
pub async fn run(demo: Demo) -> Result<(), String> {
    if !demo.listen.ip().is_loopback() {
        return Err(format!(
            "--listen: the demo's passphrases are public, so it listens on this machine alone; {} is not a loopback address.",
            demo.listen.ip()
        ));
    }
    let scale = match demo.scale {
        ScaleName::Small => Scale::Small,
        ScaleName::Large => Scale::Large,
        ScaleName::Huge => Scale::Huge,
    };
    let origin = format!("https://localhost:{}", demo.listen.port());
    // Told before the work of filling, not after.
    drop(serve::bind(demo.listen, "--listen")?);
    if demo.data_dir.join("vigie.toml").exists() {
        say::note(&format!("{} holds a demo already; it is served as it is. Remove it for a new one.", demo.data_dir.display()));
    } else {
        make(&demo, scale, &origin).await?;
    }
    let mut portal = Portal::open(&demo.data_dir).await?;
    let accounts = match its_accounts(&portal).await {
        Ok(accounts) => accounts,
        Err(why) => {
            portal.db.close().await;
            return Err(why);
        }
    };
    portal.settings.config.origin = origin.clone();
    let dir = demo.data_dir.display().to_string();
    let settings = portal.settings.clone();
    serve::serve(portal, Some(demo.listen), |_| tell(&accounts, &origin, &dir, &settings, demo.json)).await
}

/// Fills the demo beside its place and moves it there: what was interrupted is thrown away, never served.
async fn make(demo: &Demo, scale: Scale, origin: &str) -> Result<(), String> {
    let (place, filling) = (demo.data_dir.display(), demo.data_dir.with_added_extension("filling"));
    if std::fs::read_dir(&demo.data_dir).is_ok_and(|mut files| files.next().is_some()) {
        return Err(format!("{place} is in use: it holds files. Choose a new directory."));
    }
    if filling.exists() {
        std::fs::remove_dir_all(&filling).map_err(|e| format!("{} cannot be removed: {e}; remove it and start again.", filling.display()))?;
    }
    let encryption = if demo.no_encryption { Encryption::None } else { Encryption::Sqlcipher };
    let new = init::New { dir: &filling, origin, database: demo.database.as_deref(), encryption, demo: true, listen: demo.listen };
    init::make(&new).await?;
    let portal = Portal::open(&filling).await?;
    let filled = fill::fill(&portal, demo.seed, scale).await;
    portal.db.close().await;
    filled.map_err(|why| format!("The demo could not be filled: {why}"))?;
    std::fs::rename(&filling, &demo.data_dir).map_err(|e| format!("{place} cannot be made: {e}; choose a new directory."))
}

async fn its_accounts(portal: &Portal) -> Result<Vec<Account>, String> {
    let is_demo = crate::accounts::installation(&mut portal.read().await?).await;
    if !is_demo.unwrap_or(false) {
        return Err(format!("{} holds a portal that is not a demo; serve it with `vigie serve`.", portal.settings.dir.display()));
    }
    fill::accounts(&portal.settings)
}

fn tell(accounts: &[Account], origin: &str, dir: &str, settings: &Settings, json: bool) {
    if json {
        let ca = settings.path("tls/ca.pem").display().to_string();
        // Printing is all that is left to do; a reader that went away is no error.
        let _ = say::json(&json!({"url": origin, "ca_file": ca, "data_dir": dir, "accounts": accounts}));
        return;
    }
    say::line(&format!("listening on {origin}"));
    say::line(&format!("The certificate is signed by {dir}/tls/ca.pem. Sign in with an address, the passphrase, and a code of the authenticator key:"));
    for a in accounts.iter().take(27) {
        say::line(&format!("  {:14} {:45} {}  {}", a.role, a.email, a.totp_secret, a.party.as_deref().unwrap_or("")));
    }
    if let Some(a) = accounts.first() {
        say::line(&format!("Passphrase of all: {}", a.passphrase));
    }
}
