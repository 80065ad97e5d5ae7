//! `vigie audit` and `vigie database`.
use super::{DataDir, log_file, log_key, open::Portal, say};
use crate::{
    accounts::restored,
    advisories::agreement,
    audit::{
        self, Action, Disagreement, checkpoint, epoch,
        note::Note,
        store_checkpoint,
        verify::{Source, Verdict},
    },
    config::{Encryption, is_postgres},
    error::Error,
};
use clap::{Args, Subcommand};
use serde_json::json;
use std::path::PathBuf;

/// The audit log.
#[derive(Subcommand)]
pub enum Audit {
    /// Hash every record again and compare with the tree and its checkpoints. Exits 1 and names the first bad record.
    Verify(Verify),
    /// Write the log, or a part of it, to standard output.
    Export(log_file::Export),
    /// Sign the log as it stands and print the newest checkpoint, with what witnesses signed beneath it.
    Checkpoint {
        #[command(flatten)]
        dir: DataDir,
    },
    /// Prove that a record is in the log, or check such a proof.
    #[command(subcommand)]
    Proof(log_file::Proof),
    /// Print the policy by which others verify: the log's keys, the witnesses' keys, how many of them must have signed.
    Policy {
        #[command(flatten)]
        dir: DataDir,
        /// How many witnesses must have signed; all of them unless given.
        #[arg(long)]
        quorum: Option<usize>,
    },
    /// Print the keys of the log, or take a new one into use.
    Key(log_key::Key),
}

/// What is verified.
#[derive(Args)]
pub struct Verify {
    /// The portal's data directory.
    #[arg(long, value_name = "DIR", required_unless_present = "export")]
    data_dir: Option<PathBuf>,
    /// An export in JSON Lines, rather than a portal's database.
    #[arg(long, value_name = "FILE", conflicts_with = "data_dir", requires = "policy")]
    export: Option<PathBuf>,
    /// Whose signatures count for an export.
    #[arg(long, value_name = "FILE", requires = "export")]
    policy: Option<PathBuf>,
    /// A checkpoint that you kept: the log must extend it.
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
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
    match command {
        Audit::Verify(asked) => verify(asked).await,
        Audit::Export(asked) => log_file::export(asked).await,
        Audit::Checkpoint { dir } => Portal::with(&dir.data_dir, async |portal| print_checkpoint(portal).await).await,
        Audit::Proof(asked) => log_file::proof(asked).await,
        Audit::Policy { dir, quorum } => Portal::with(&dir.data_dir, async |portal| log_key::policy(portal, quorum).await).await,
        Audit::Key(asked) => log_key::key(asked).await,
    }
}

async fn verify(asked: Verify) -> Result<(), String> {
    let given = asked.checkpoint.as_deref().map(log_file::checkpoint).transpose()?;
    let (verdict, others) = match (&asked.data_dir, &asked.export, &asked.policy) {
        (Some(dir), ..) => Portal::with(dir, async |portal| verdict(portal, given).await).await?,
        (None, Some(export), Some(policy)) => (log_file::verify(export, policy, given)?, Vec::new()),
        _ => return Err("Give --data-dir, or --export with --policy.".into()),
    };
    if let (Verdict::Whole { .. }, Some(first)) = (&verdict, others.first()) {
        return disagree(first, others.len(), asked.json);
    }
    tell(&verdict, asked.json, asked.export.is_some())
}

/// What the log is by itself, and where the tables do not agree with it.
async fn verdict(portal: &Portal, given: Option<Note>) -> Result<(Verdict, Vec<Disagreement>), String> {
    let mut tx = portal.db.snapshot().await.map_err(Error::from)?;
    let mut pledges = Vec::new();
    if let Some(note) = given {
        let kept = checkpoint::kept(&mut tx, &note).await?;
        pledges.push(kept.ok_or("--checkpoint: no key of this log signed it; it is another log's, or a character was lost.")?);
    }
    match epoch::beside(&mut tx, &portal.settings.path(epoch::FILE)).await? {
        Ok(pledge) => pledges.extend(pledge),
        Err(reason) => return Ok((Verdict::Broken { record: 0, reason }, Vec::new())),
    }
    let mut progress: Option<say::Progress> = None;
    let verdict = audit::verify::verify(Source::One(&mut tx), &portal.keys, pledges, |done, all| {
        let bar = progress.get_or_insert_with(|| say::Progress::new("records", u64::try_from(all).unwrap_or(0)));
        bar.to(u64::try_from(done).unwrap_or(0));
    })
    .await?;
    if let Some(bar) = progress {
        bar.end();
    }
    Ok((verdict, agreement::look(&mut tx, &portal.settings.config.origin).await?))
}

/// The log is whole, and a table was changed behind the portal's back.
fn disagree(first: &Disagreement, all: usize, json: bool) -> Result<(), String> {
    if json {
        say::json(&json!({"ok": false, "record": first.record, "object": first.object, "reason": first.says.to_string()}))?;
    }
    let more = if all > 1 { format!(" {} more do not agree.", all.saturating_sub(1)) } else { String::new() };
    Err(format!(
        "The log is whole, and {} is not what it says (last record {}): {}{more} It was changed behind the portal's back. Keep the database as it is and call your auditor.",
        first.object, first.record, first.says
    ))
}

fn tell(verdict: &Verdict, json: bool, file: bool) -> Result<(), String> {
    match verdict {
        Verdict::Whole { records, root, deleted, pledges, signed, .. } => {
            let root = data_encoding::HEXLOWER.encode(root);
            if json {
                return say::json(&json!({"ok": true, "records": records, "root": root, "signed": signed, "deleted": deleted, "checkpoints": pledges}));
            }
            let rest = records.saturating_sub(*signed);
            // Of a file only what is signed is known: the records behind it may be anybody's.
            let which = if file && rest > 0 { format!("The first {signed} of {records} records") } else { format!("{records} records") };
            say::line(&format!("{which}. None was changed, removed, added or moved. Root {root}."));
            let signed = match (pledges, rest) {
                (0, _) => "No signed checkpoint was there to compare with: only the database vouches for them.".to_owned(),
                (n, 0) => format!("{n} signed checkpoints fit, and every record is under one."),
                (n, rest) => format!("{n} signed checkpoints fit. The first {signed} records are under one; nobody has signed the {rest} behind them."),
            };
            say::line(&signed);
            if *deleted > 0 {
                say::line(&format!("What {deleted} of them said of persons was deleted by retention, as the log says; their hashes stand."));
            }
            Ok(())
        }
        Verdict::Broken { record, reason } => {
            if json {
                say::json(&json!({"ok": false, "record": record, "reason": reason.to_string()}))?;
            }
            let then = if file {
                "Keep the file, ask for another export, and compare with the witnesses."
            } else {
                "Keep the database as it is and call your auditor."
            };
            Err(format!("The log is broken at record {record}: {reason} {then}"))
        }
    }
}

/// Signs the log as it stands, and says its name.
///
/// # Errors
/// A sentence for the operator.
pub async fn sign(portal: &Portal) -> Result<String, String> {
    let ready = audit::log_key::open(&portal.db, &portal.act(), &portal.settings).await?;
    let mut tx = portal.read().await?;
    epoch::must_extend(&mut tx, &portal.settings.path(epoch::FILE)).await?;
    if restored::open(&mut tx).await?.is_some() {
        return Err("The database was put back: nothing is signed until two administrators have opened the portal.".into());
    }
    drop(tx);
    if let Some(made) = checkpoint::make(&portal.db, &portal.keys, &ready, portal.clock.now()).await? {
        epoch::keep(&portal.settings.path(epoch::FILE), &made.note)?;
    }
    Ok(ready.origin)
}

async fn print_checkpoint(portal: &Portal) -> Result<(), String> {
    sign(portal).await?;
    let mut tx = portal.read().await?;
    let last = store_checkpoint::last(&mut tx).await.map_err(Error::from)?.ok_or("The log has no checkpoint yet.")?;
    say::raw(&checkpoint::whole(&mut tx, &last).await?);
    Ok(())
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
