//! `vigie audit` and `vigie database`.
use super::{DataDir, open::Portal, say};
use crate::{
    audit::{self, Action, verify::Verdict},
    config::{Encryption, is_postgres},
    error::Error,
};
use clap::Subcommand;
use serde_json::json;

/// The audit log.
#[derive(Subcommand)]
pub enum Audit {
    /// Hash every record again and compare with the tree. Exits 1 and names the first bad record.
    Verify {
        #[command(flatten)]
        dir: DataDir,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// The database.
#[derive(Subcommand)]
pub enum Database {
    /// Print the SQLite file's raw key, for your own SQLCipher 4 client. Leaves a record.
    Key {
        #[command(flatten)]
        dir: DataDir,
    },
}

/// `vigie audit …`
pub async fn audit(command: Audit) -> Result<(), String> {
    let Audit::Verify { dir, json } = command;
    let verdict = Portal::with(&dir.data_dir, async |portal| verdict(portal).await).await?;
    tell(&verdict, json)
}

async fn verdict(portal: &Portal) -> Result<Verdict, String> {
    let mut tx = portal.db.snapshot().await.map_err(Error::from)?;
    let mut progress: Option<say::Progress> = None;
    let verdict = audit::verify::verify(&mut tx, &portal.keys, |done, all| {
        let bar = progress.get_or_insert_with(|| say::Progress::new("records", u64::try_from(all).unwrap_or(0)));
        bar.to(u64::try_from(done).unwrap_or(0));
    })
    .await?;
    if let Some(bar) = progress {
        bar.end();
    }
    Ok(verdict)
}

fn tell(verdict: &Verdict, json: bool) -> Result<(), String> {
    match verdict {
        Verdict::Whole { records, root } => {
            let root = data_encoding::HEXLOWER.encode(root);
            if json {
                return say::json(&json!({"ok": true, "records": records, "root": root}));
            }
            say::line(&format!("{records} records. None was changed, removed, added or moved. Root {root}."));
            Ok(())
        }
        Verdict::Broken { record, reason } => {
            if json {
                say::json(&json!({"ok": false, "record": record, "reason": reason}))?;
            }
            Err(format!("The log is broken at record {record}: {reason} Keep the database as it is and call your auditor."))
        }
    }
}

/// `vigie database …`
pub async fn database(command: Database) -> Result<(), String> {
    let Database::Key { dir } = command;
    Portal::with(&dir.data_dir, async |portal| key(portal).await).await
}

async fn key(portal: &Portal) -> Result<(), String> {
    let config = &portal.settings.config.database;
    if is_postgres(&config.url) || config.encryption == Encryption::None {
        return Err("This portal's database is not encrypted by the portal; open it with its own client.".into());
    }
    // When nothing can be written any more the key is all the more needed: the record is then left out, and that is said.
    if let Err(error) = record(portal).await {
        say::note(&format!("No record could be written: {error}"));
    }
    say::line(portal.keys.database_key().reveal());
    Ok(())
}

async fn record(portal: &Portal) -> Result<(), String> {
    let mut tx = portal.db.write().await.map_err(Error::from)?;
    let act = portal.act();
    audit::append(&mut tx, &act.keys, &act.did(Action::KeyShown, "database")).await?;
    tx.commit().await.map_err(Error::from)?;
    Ok(())
}
