//! The log as a file: `vigie audit export`, `audit proof`, and the verification of both without a portal.
use super::{DataDir, open::Portal, say};
use crate::{
    audit::{
        self, Action, Event,
        checkpoint::{self, Pledge, Whose},
        export::{self, Format, Read},
        note::Note,
        policy::Policy,
        proof, proof_file, records, store_checkpoint,
        verify::{Checker, Verdict},
    },
    clock::utc,
    error::Error,
};
use clap::{Args, Subcommand};
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
};

/// What is exported.
#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    dir: DataDir,
    /// `jsonl` (can be verified), `csv` or `cef`.
    #[arg(long, default_value = "jsonl", value_parser = format)]
    format: Format,
    /// The first record.
    #[arg(long, default_value_t = 0)]
    from: i64,
    /// The record behind the last; to the end unless given.
    #[arg(long)]
    to: Option<i64>,
}

fn format(text: &str) -> Result<Format, String> {
    Format::from_text(text).ok_or_else(|| "write jsonl, csv or cef".into())
}

/// `vigie audit proof`
#[derive(Subcommand)]
pub enum Proof {
    /// Print the proof that a record is in the log.
    Make {
        #[command(flatten)]
        dir: DataDir,
        /// The record's number.
        record: i64,
    },
    /// Check such a proof; needs no portal. Exits 1 when it does not hold.
    Check {
        /// The proof.
        file: PathBuf,
        /// Whose signatures count.
        #[arg(long, value_name = "FILE")]
        policy: PathBuf,
    },
}

/// `vigie audit export`
pub async fn export(asked: Export) -> Result<(), String> {
    Portal::with(&asked.dir.data_dir, async |portal| write(portal, &asked).await).await
}

async fn write(portal: &Portal, asked: &Export) -> Result<(), String> {
    let origin = super::log::sign(portal).await?;
    let mut tx = portal.db.snapshot().await.map_err(Error::from)?;
    // It ends where the checkpoint does that was just signed.
    let size = store_checkpoint::last(&mut tx).await.map_err(Error::from)?.map_or(0, |last| last.size);
    let (from, to) = (asked.from.clamp(0, size), asked.to.unwrap_or(size).clamp(0, size));
    if asked.from < 0 || asked.to.is_some_and(|to| to < asked.from) {
        return Err("--from, --to: the first record's number, from 0, and that of the record behind the last, which is not smaller.".into());
    }
    // No row leaves before the log says so.
    let act = portal.act();
    let mut event = act.did(Action::Exported, "audit");
    event.detail = format!("{} {from} to {to}, {} rows", asked.format.text(), to.saturating_sub(from));
    record(portal, &event).await?;
    say::raw(&asked.format.head(&origin, from, to));
    let mut bar = say::Progress::new("records", u64::try_from(to.saturating_sub(from)).unwrap_or(0));
    let mut next = from;
    while next < to {
        let some = records(&mut tx, next, to).await?;
        let Some(last) = some.last().map(|r| r.record.n) else { break };
        let text: String = some.iter().map(|r| asked.format.record(r)).collect();
        if !say::raw(&text) {
            return Ok(());
        }
        next = last.saturating_add(1);
        bar.to(u64::try_from(next.saturating_sub(from)).unwrap_or(0));
    }
    bar.end();
    say::raw(&checkpoints(&mut tx, asked.format, to).await?);
    Ok(())
}

async fn record(portal: &Portal, event: &Event) -> Result<(), String> {
    let mut tx = portal.write().await?;
    audit::append(&mut tx, &portal.keys, event).await?;
    Ok(tx.commit().await.map_err(Error::from)?)
}

/// Every checkpoint up to a size, with what witnesses signed beneath it.
async fn checkpoints(tx: &mut crate::db::Tx, format: Format, to: i64) -> Result<String, String> {
    let (mut out, mut from) = (String::new(), 0);
    loop {
        let rows = store_checkpoint::run_of(tx, from, 500).await.map_err(Error::from)?;
        let Some(last) = rows.last().map(|r| r.size) else { return Ok(out) };
        for row in rows.iter().filter(|r| r.size <= to) {
            out.push_str(&format.checkpoint(&checkpoint::whole(tx, row).await?));
        }
        from = last.saturating_add(1);
    }
}

/// Reads a signed note from a file.
pub fn checkpoint(path: &Path) -> Result<Note, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))?;
    Note::parse(&bytes).map_err(|e| format!("{}: {e}", path.display()))
}

fn policy(path: &Path) -> Result<Policy, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))?;
    Policy::parse(&text).map_err(|e| format!("{}: {e}", path.display()))
}

/// `vigie audit verify --export FILE --policy FILE`: twice through the file, for its checkpoints stand at its end.
pub fn verify(path: &Path, whose: &Path, given: Option<Note>) -> Result<Verdict, String> {
    let policy = policy(whose)?;
    let mut pledges = Vec::new();
    lines(path, |n, read| {
        if let Read::Checkpoint(text) = read {
            let note = Note::parse(text.as_bytes()).map_err(|e| format!("Line {n} of the export: {e}"))?;
            // One that too few witnesses have signed yet proves nothing and breaks nothing.
            if let Ok((checkpoint, witnesses)) = policy.admit(&note) {
                pledges.push(Pledge::of(&checkpoint, if witnesses.is_empty() { Whose::Own } else { Whose::Witness }));
            }
        }
        Ok(())
    })?;
    if pledges.is_empty() {
        return Err("The export holds no checkpoint that this policy accepts: it proves nothing. See that the policy names the log's key, and lower its quorum if witnesses have not signed yet.".into());
    }
    if let Some(note) = given {
        let (checkpoint, _) = policy.admit(&note)?;
        pledges.push(Pledge::of(&checkpoint, Whose::Given));
    }
    let mut checker = Checker::new(pledges, Vec::new());
    let (mut broken, mut said) = (None, 0);
    lines(path, |_, read| {
        match read {
            Read::First(first) if first.from != 0 => return Err("This is a part of a log; export it from record 0 to verify it.".into()),
            Read::First(first) => said = first.to,
            Read::Record(record) if broken.is_none() => broken = checker.take(&record, None).err(),
            _ => {}
        }
        Ok(())
    })?;
    if broken.is_none() && checker.records() != said {
        broken = Some(checker.miscounted(said));
    }
    Ok(broken.unwrap_or_else(|| checker.end()))
}

fn lines(path: &Path, mut each: impl FnMut(usize, Read) -> Result<(), String>) -> Result<(), String> {
    let failed = |e: std::io::Error| format!("{} cannot be read: {e}.", path.display());
    let mut first = true;
    for (n, line) in (1usize..).zip(BufReader::new(File::open(path).map_err(failed)?).lines()) {
        let read = export::read(&line.map_err(failed)?).map_err(|why| format!("Line {n} of the export: {why}"))?;
        if first && !matches!(read, Read::First(_)) {
            return Err("The file does not begin as an export of the log does.".into());
        }
        first = false;
        each(n, read)?;
    }
    if first { Err("The file is empty.".into()) } else { Ok(()) }
}

/// `vigie audit proof …`
pub async fn proof(asked: Proof) -> Result<(), String> {
    match asked {
        Proof::Make { dir, record } => Portal::with(&dir.data_dir, async |portal| make(portal, record).await).await,
        Proof::Check { file, policy: whose } => check(&file, &whose),
    }
}

async fn make(portal: &Portal, n: i64) -> Result<(), String> {
    super::log::sign(portal).await?;
    let text = proof::file(&mut portal.db.snapshot().await.map_err(Error::from)?, n).await?;
    let text = text.ok_or_else(|| format!("There is no record {n}."))?;
    record(portal, &portal.act().did(Action::ProofGiven, format!("entry {n}"))).await?;
    say::raw(&text);
    Ok(())
}

fn check(file: &Path, whose: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{} cannot be read: {e}.", file.display()))?;
    let proven = proof_file::check(&text, &policy(whose)?)?;
    let r = &proven.record;
    let seen = if proven.witnesses.is_empty() { "no witness signed it".to_owned() } else { format!("signed by {} too", proven.witnesses.join(", ")) };
    say::line(&format!("Record {} is in the log, which had {} records when that was signed ({seen}).", r.n, proven.size));
    let who = if r.personal().is_deleted() { "whoever it was: deleted by retention".into() } else { r.actor.clone() };
    say::line(&format!("{}  {who}  {}  {}  {}  {}  {}", utc(r.at), r.party, r.action, r.object, r.outcome, r.detail));
    Ok(())
}
