//! `vigie import`: public documents become drafts on the desk; a CSV file goes into the provider register.
use super::{DataDir, open::Portal, say};
use crate::{
    advisories::{drafting, import},
    error::Error,
    providers::{
        self, may,
        recording::{Batch, Empty},
        register,
    },
    web::i18n::{Lang, Texts},
};
use clap::{Args, Subcommand, ValueEnum};
use serde_json::json;
use std::path::PathBuf;

/// What can be imported.
#[derive(Subcommand)]
pub enum Import {
    /// CSAF 2.0 and 2.1 documents become drafts. The same document twice is taken once.
    Csaf(Documents),
    /// CERT-FR bulletins (JSON) become drafts. The same bulletin twice is taken once.
    Certfr(Documents),
    /// Decisions of a CSV file go into the provider register. Any bad row, and nothing is taken.
    Providers {
        #[command(flatten)]
        dir: DataDir,
        /// The file, UTF-8, with a header row.
        file: PathBuf,
        /// Check the file and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Documents to take.
#[derive(Args)]
pub struct Documents {
    #[command(flatten)]
    dir: DataDir,
    /// The files.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// What they become.
    #[arg(long = "as", value_enum, default_value = "draft")]
    become_: Become,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// What a document becomes.
#[derive(Clone, Copy, ValueEnum)]
enum Become {
    /// A draft on the desk.
    Draft,
}

/// Runs the command.
pub async fn run(command: Import) -> Result<(), String> {
    match command {
        Import::Csaf(d) => documents(d, import::csaf).await,
        Import::Certfr(d) => documents(d, import::certfr).await,
        Import::Providers { dir, file, dry_run, json } => register(dir, file, dry_run, json).await,
    }
}

#[derive(Default)]
struct Report {
    taken: Vec<serde_json::Value>,
    already: Vec<serde_json::Value>,
    refused: Vec<serde_json::Value>,
}

async fn documents(d: Documents, read: fn(&[u8]) -> Result<import::Imported, String>) -> Result<(), String> {
    let Become::Draft = d.become_;
    let report = Portal::with(&d.dir.data_dir, async |portal| take(portal, &d, read).await).await?;
    print(&report, d.json)?;
    let nothing = report.taken.is_empty() && report.already.is_empty();
    if !report.refused.is_empty() || nothing {
        return Err(format!("{} of {} documents were refused; the reasons stand above.", report.refused.len(), d.files.len()));
    }
    Ok(())
}

async fn take(portal: &Portal, d: &Documents, read: fn(&[u8]) -> Result<import::Imported, String>) -> Result<Report, String> {
    let mut report = Report::default();
    let mut progress = say::Progress::new("documents", u64::try_from(d.files.len()).unwrap_or(0));
    for path in &d.files {
        let file = path.display().to_string();
        match read_file(path, 5 * 1024 * 1024).and_then(|bytes| read(&bytes)) {
            Err(reason) => report.refused.push(json!({"file": file, "reason": reason})),
            Ok(document) => {
                let mut tx = portal.db.write().await.map_err(Error::from)?;
                match drafting::import(&mut tx, &portal.act(), portal.year(), document).await? {
                    Ok(reference) => report.taken.push(json!({"file": file, "ref": reference.as_str()})),
                    Err(there) => report.already.push(json!({"file": file, "ref": there.as_str()})),
                }
                tx.commit().await.map_err(Error::from)?;
            }
        }
        progress.step();
    }
    progress.end();
    Ok(report)
}

/// Reads a regular file, one byte more than `most` at the most: the importer then says that it is too large.
fn read_file(path: &std::path::Path, most: usize) -> Result<Vec<u8>, String> {
    use std::io::Read;
    let meta = std::fs::metadata(path).map_err(|e| format!("cannot be read: {e}"))?;
    if !meta.is_file() {
        return Err("is not a file; name the files themselves".into());
    }
    let file = std::fs::File::open(path).map_err(|e| format!("cannot be read: {e}"))?;
    let (mut bytes, limit) = (Vec::new(), u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1));
    file.take(limit).read_to_end(&mut bytes).map_err(|e| format!("cannot be read: {e}"))?;
    Ok(bytes)
}

fn print(report: &Report, json: bool) -> Result<(), String> {
    if json {
        return say::json(&json!({"taken": report.taken, "already": report.already, "refused": report.refused}));
    }
    let text = |v: &serde_json::Value, k: &str| v.get(k).and_then(|t| t.as_str()).unwrap_or_default().to_owned();
    for (word, rows, key) in [("taken", &report.taken, "ref"), ("already there", &report.already, "ref"), ("refused", &report.refused, "reason")] {
        rows.iter().for_each(|row| say::line(&format!("{word:14} {}  {}", text(row, "file"), text(row, key))));
    }
    say::line(&format!("{} taken, {} already there, {} refused.", report.taken.len(), report.already.len(), report.refused.len()));
    Ok(())
}

async fn register(dir: DataDir, file: PathBuf, dry_run: bool, json: bool) -> Result<(), String> {
    let bytes = read_file(&file, register::MAX_BYTES).map_err(|why| format!("{} {why}.", file.display()))?;
    let texts = Texts::load()?;
    let in_words = |all: &[register::Says], between: &str| all.iter().map(|s| texts.says(Lang::En, s.key, &s.args)).collect::<Vec<_>>().join(between);
    let report = register::parse(&bytes).map_err(|faults| in_words(&faults, " "))?;
    let mut done = providers::Imported::default();
    if report.refused.is_empty() {
        done = Portal::with(&dir.data_dir, async |portal| decide(portal, &report, dry_run).await).await?;
    }
    if json {
        let refused: Vec<_> = report.refused.iter().map(|r| json!({"line": r.line, "reason": in_words(&r.reasons, "; also ")})).collect();
        say::json(
            &json!({"new": done.new, "known": done.known, "providers": done.providers, "repeated": report.repeated, "refused": refused, "dry_run": dry_run}),
        )?;
    } else {
        report.refused.iter().for_each(|r| say::line(&format!("line {}: {}", r.line, in_words(&r.reasons, "; also "))));
        report.repeated.iter().for_each(|line| say::line(&format!("line {line}: says again what an earlier line says; passed over")));
        let end = if dry_run { " Nothing was changed: this was a dry run." } else { "" };
        say::line(&format!("{} new decisions, {} known, {} new providers, {} rows refused.{end}", done.new, done.known, done.providers, report.refused.len()));
    }
    if !report.refused.is_empty() {
        return Err(format!("{} rows are wrong, so nothing was taken; correct them and import the file again.", report.refused.len()));
    }
    Ok(())
}

/// Takes every row, in one transaction.
async fn decide(portal: &Portal, report: &register::Report, dry_run: bool) -> Result<providers::Imported, String> {
    let mut progress = say::Progress::new("decisions", u64::try_from(report.rows.len()).unwrap_or(0));
    let mut tx = portal.db.write().await.map_err(Error::from)?;
    let batch = Batch { rows: &report.rows, empty: Empty::Keeps, today: portal.today() };
    let done = providers::import(&mut tx, &portal.act(), &may::operator_takes(), &batch, || progress.step()).await?;
    // A dry run goes all the way and is then undone.
    if !dry_run {
        tx.commit().await.map_err(Error::from)?;
    }
    progress.end();
    Ok(done)
}
