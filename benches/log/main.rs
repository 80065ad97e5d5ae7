//! What the log costs when it is small and when it is large, and how fast it is verified: `log SMALL LARGE plain|sqlcipher|POSTGRES`
//! makes two portals in a temporary folder, fills their logs up to SMALL and LARGE records, and times in turn, in both, an append, a
//! group of appends, a proof of inclusion, a proof of consistency and a checkpoint; then the verification. POSTGRES is the address of
//! a cluster in which both are databases.
#![expect(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "sizes of our own making")]
#![expect(clippy::cast_precision_loss, clippy::as_conversions, reason = "rates for a person")]

use indicatif::{ProgressBar, ProgressStyle};
use sqlx::{AssertSqlSafe, Connection, Executor};
use std::{
    error::Error,
    io::Write,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};
use vigie::{
    audit::{
        self, Act, Action, Event, append_all, checkpoint, log_key, proof,
        verify::{Checker, Source, Verdict, leaf, verify},
    },
    cli::init::{New, make},
    config::{Encryption, Settings},
    crypto::{Sha256, seal::KeyRing},
    db::Db,
};

type Done<T = ()> = Result<T, Box<dyn Error>>;

/// Records of one transaction while filling.
const GROUP: i64 = 20_000;
/// Of a group of reads.
const READS: i64 = 32;
/// Each thing is timed so often, in both logs in turn.
const TIMES: usize = 400;
/// Records that are hashed in memory.
const IN_MEMORY: i64 = 200_000;

/// A portal's log.
struct Log {
    /// Records to begin with.
    size: i64,
    settings: Settings,
    db: Db,
    act: Act,
}

impl Log {
    async fn new(folder: &Path, size: i64, on: &str) -> Done<Self> {
        let name = format!("log{size}");
        let (encryption, url) = match on {
            "plain" => (Encryption::None, None),
            "sqlcipher" => (Encryption::Sqlcipher, None),
            cluster => {
                let mut server = sqlx::PgConnection::connect(cluster).await?;
                server.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
                (Encryption::None, Some(cluster.replace("/postgres?", &format!("/{name}?"))))
            }
        };
        let (dir, listen) = (folder.join(&name), ([127, 0, 0, 1], 443).into());
        make(&New { dir: &dir, origin: "https://log.example", database: url.as_deref(), encryption, demo: false, listen }).await?;
        let settings = Settings::load(&dir)?;
        let keys = Arc::new(KeyRing::load(&settings.path("keys.ring"))?);
        let db = Db::open(&settings, &keys).await?;
        Ok(Self { size, act: Act::operator(keys, 1_800_000_000_000), db, settings })
    }

    /// A read as readers leave it: 5,000 people, 2,000 advisories.
    fn read(&self, n: i64) -> Event {
        let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15_u64.cast_signed()).cast_unsigned() >> 16;
        let mut event = self.act.did(Action::Read, format!("2026-A{:04}", mixed % 2_000));
        event.at += n;
        event.actor = format!("account-{:016}", mixed / 2_000 % 5_000);
        event.party = format!("party-{}", mixed % 100);
        event.request = format!("{mixed:016x}");
        event.network = "192.0.2.17".into();
        event.detail = "version 1".into();
        event.hash = Some([7; 32]);
        event
    }

    async fn append(&self, from: i64, count: i64) -> Done {
        let events: Vec<_> = (from..from + count).map(|n| self.read(n)).collect();
        let mut tx = self.db.write().await?;
        append_all(&mut tx, &self.act.keys, &events).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn size(&self) -> Done<i64> {
        Ok(audit::size(&mut self.db.read().await?).await?)
    }

    async fn fill(&self) -> Done<Duration> {
        let size = self.size;
        let (mut at, began, bar) = (self.size().await?, Instant::now(), bar("filling", size));
        while at < size {
            let some = GROUP.min(size - at);
            self.append(at, some).await?;
            at += some;
            bar.set_position(at.unsigned_abs());
        }
        bar.finish_and_clear();
        Ok(began.elapsed())
    }
}

fn bar(what: &str, of: i64) -> ProgressBar {
    let bar = ProgressBar::new(of.unsigned_abs());
    let style = ProgressStyle::with_template("{msg} {human_pos} of {human_len} {wide_bar} {eta}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_message(what.to_owned());
    bar
}

fn median(times: &mut [Duration]) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1e6
}

/// One of the things that are timed.
#[derive(Clone, Copy)]
enum What {
    Append,
    Group,
    Inclusion,
    Consistency,
    Checkpoint,
}

impl What {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Append, "append one record"),
        (Self::Group, "append a group of 32"),
        (Self::Inclusion, "proof of inclusion"),
        (Self::Consistency, "proof of consistency"),
        (Self::Checkpoint, "checkpoint"),
    ];

    async fn time(self, log: &Log, ready: &log_key::Ready, round: usize) -> Done<Duration> {
        let size = log.size().await?;
        let somewhere = |n: i64| (n * 7_919 + i64::try_from(round).unwrap_or(0) * 104_729) % size;
        let (size_of, old) = (size.unsigned_abs(), (somewhere(3) + 1).unsigned_abs());
        if matches!(self, Self::Checkpoint) {
            log.append(size, 1).await?;
        }
        let began = Instant::now();
        match self {
            Self::Append => log.append(size, 1).await?,
            Self::Group => log.append(size, READS).await?,
            Self::Inclusion => drop(proof::inclusion(&mut log.db.read().await?, size_of, somewhere(1).unsigned_abs()).await?),
            Self::Consistency => drop(proof::consistency(&mut log.db.read().await?, old, size_of).await?),
            Self::Checkpoint => drop(checkpoint::make(&log.db, &log.act.keys, ready, log.act.at).await?),
        }
        Ok(began.elapsed())
    }
}

/// Both logs in turn, so that what else the machine does meets both.
async fn costs(logs: &[Log; 2], out: &mut impl Write) -> Done {
    let ready = [open(&logs[0]).await?, open(&logs[1]).await?];
    writeln!(out, "{:24}{:>12}{:>12}   ratio (goal ≤ 2)", "median µs, records:", logs[0].size, logs[1].size)?;
    for (what, name) in What::ALL {
        let (mut small, mut large) = (Vec::new(), Vec::new());
        for round in 0..TIMES {
            small.push(what.time(&logs[0], &ready[0], round).await?);
            large.push(what.time(&logs[1], &ready[1], round).await?);
        }
        let (small, large) = (median(&mut small), median(&mut large));
        writeln!(out, "{name:24}{small:>12.0}{large:>12.0}   {:.2}", large / small)?;
    }
    Ok(())
}

async fn open(log: &Log) -> Done<log_key::Ready> {
    Ok(log_key::open(&log.db, &log.act, &log.settings).await?)
}

/// The whole verification, then its hashing alone beside SHA-256 over as many bytes.
async fn verification(log: &Log, out: &mut impl Write) -> Done {
    let (size, bar) = (log.size().await?, bar("verifying", log.size().await?));
    let began = Instant::now();
    let verdict = verify(Source::Steps(&log.db), &log.act.keys, Vec::new(), |done, _| bar.set_position(done.unsigned_abs())).await?;
    bar.finish_and_clear();
    if !matches!(verdict, Verdict::Whole { .. }) {
        return Err(format!("the log is not whole: {verdict:?}").into());
    }
    let rate = |records: i64, took: Duration| records as f64 / took.as_secs_f64();
    writeln!(out, "vigie audit verify: {:.0} records a second, of {size}", rate(size, began.elapsed()))?;
    let mut records = Vec::new();
    let count = IN_MEMORY.min(size);
    while i64::try_from(records.len())? < count {
        let some = audit::records(&mut log.db.read().await?, i64::try_from(records.len())?, count).await?;
        records.extend(some.into_iter().map(|named| named.record));
    }
    // What is hashed of a record: the commitment's fields, the leaf, and one node of two hashes for each leaf.
    let bytes: usize = records.iter().map(|r| leaf(r).map_or(0, |l| l.len() + 1) + 8 * 6 + 32 + 85 + 65).sum();
    let began = Instant::now();
    let mut checker = Checker::new(Vec::new(), Vec::new());
    for record in &records {
        checker.take(record, None).map_err(|wrong| format!("{wrong:?}"))?;
    }
    let hashing = began.elapsed();
    let began = Instant::now();
    let mut plain = Sha256::new();
    let block = vec![7; 1 << 16];
    (0..bytes / block.len()).for_each(|_| plain.update(&block));
    plain.finish();
    let least = began.elapsed();
    writeln!(
        out,
        "hashing alone, one core: {:.0} records a second; {:.2} times SHA-256 over the same bytes",
        rate(count, hashing),
        hashing.as_secs_f64() / least.as_secs_f64()
    )?;
    Ok(())
}

async fn run(folder: &Path, sizes: [i64; 2], on: &str, out: &mut impl Write) -> Done {
    let logs = [Log::new(folder, sizes[0], on).await?, Log::new(folder, sizes[1], on).await?];
    for log in &logs {
        let took = log.fill().await?;
        writeln!(out, "filled with {} records in {:.0} s", log.size, took.as_secs_f64())?;
    }
    costs(&logs, out).await?;
    verification(&logs[1], out).await?;
    for log in &logs {
        log.db.close().await;
    }
    Ok(())
}

fn main() -> Done {
    let words: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    let [small, large, on] = words.as_slice() else { return Err("usage: log SMALL LARGE plain|sqlcipher|POSTGRES".into()) };
    let folder = std::env::temp_dir().join(format!("vigie-log.{}", std::process::id()));
    std::fs::create_dir(&folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let done = runtime.block_on(run(&folder, [small.parse()?, large.parse()?], on, &mut std::io::stdout()));
    std::fs::remove_dir_all(&folder)?;
    done
}
