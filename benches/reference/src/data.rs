//! What the pages are made of: 5,000 advisories, 10,000 sessions and a list of reads in one SQLite file.
use openssl::sha::sha256;
use sqlx::{
    SqlitePool,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};
use tokio::sync::{mpsc, oneshot};

/// Threads that answer, each with a reading connection.
pub const WORKERS: usize = 2;
const ADVISORIES: i64 = 5_000;
const SESSIONS: i64 = 10_000;
/// Whoever reads.
const READER: i64 = 7;

#[derive(sqlx::FromRow)]
pub struct Row {
    pub id: i64,
    pub title: String,
    pub severity: String,
    pub published: String,
}

#[derive(sqlx::FromRow)]
pub struct Article {
    pub id: i64,
    pub title: String,
    pub body: String,
}

/// A read that waits for its record.
struct Waiting {
    article: i64,
    done: oneshot::Sender<Option<i64>>,
}

pub struct Data {
    read: SqlitePool,
    write: SqlitePool,
    queue: mpsc::Sender<Waiting>,
    next: AtomicI64,
}

impl Data {
    pub async fn open(file: &str) -> sqlx::Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-16384");
        let pool = |size| SqlitePoolOptions::new().max_connections(size).test_before_acquire(false).idle_timeout(None).max_lifetime(None);
        let writer = options.clone().journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
        let write = pool(1).connect_with(writer).await?;
        fill(&write).await?;
        let read = pool(WORKERS as u32).connect_with(options.create_if_missing(false).read_only(true)).await?;
        let (queue, waiting) = mpsc::channel(1024);
        tokio::spawn(write_groups(write.clone(), waiting));
        Ok(Self { read, write, queue, next: AtomicI64::new(0) })
    }

    pub async fn rows(&self) -> sqlx::Result<Vec<Row>> {
        sqlx::query_as("SELECT id, title, severity, published FROM advisory WHERE state = 'published' ORDER BY published DESC, id DESC LIMIT 25")
            .fetch_all(&self.read)
            .await
    }

    /// The name behind a session's token.
    pub async fn session(&self, token: &str) -> sqlx::Result<Option<String>> {
        sqlx::query_scalar("SELECT u.name FROM session s JOIN user u ON u.id = s.user_id WHERE s.token_hash = ? AND s.expires > ?")
            .bind(sha256(token.as_bytes()).to_vec())
            .bind(1_800_000_000_i64)
            .fetch_optional(&self.read)
            .await
    }

    /// Another article each time.
    pub async fn next_article(&self) -> sqlx::Result<Article> {
        let id = self.next.fetch_add(1, Ordering::Relaxed) % ADVISORIES + 1;
        sqlx::query_as("SELECT id, title, body FROM advisory WHERE id = ?").bind(id).fetch_one(&self.read).await
    }

    /// One durable transaction for one read.
    pub async fn record_alone(&self, article: i64) -> sqlx::Result<i64> {
        let mut tx = self.write.begin_with("BEGIN IMMEDIATE").await?;
        let done = sqlx::query("INSERT INTO audit (user_id, doc_id, action, at) VALUES (?, ?, 'read', unixepoch('subsec'))")
            .bind(READER)
            .bind(article)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(done.last_insert_rowid())
    }

    /// One durable transaction for all the reads that wait.
    pub async fn record_in_group(&self, article: i64) -> sqlx::Result<i64> {
        let (done, wait) = oneshot::channel();
        self.queue.send(Waiting { article, done }).await.map_err(|_| sqlx::Error::WorkerCrashed)?;
        wait.await.ok().flatten().ok_or(sqlx::Error::WorkerCrashed)
    }
}

/// The one writer: takes all that waits, writes it with one statement, then answers each.
async fn write_groups(write: SqlitePool, mut queue: mpsc::Receiver<Waiting>) {
    let mut group: Vec<Waiting> = Vec::new();
    while queue.recv_many(&mut group, 256).await > 0 {
        let pairs: Vec<String> = group.iter().map(|w| format!("[{READER},{}]", w.article)).collect();
        let done = sqlx::query(
            "INSERT INTO audit (user_id, doc_id, action, at)
             SELECT value->>0, value->>1, 'read', unixepoch('subsec') FROM json_each(?) ORDER BY key",
        )
        .bind(format!("[{}]", pairs.join(",")))
        .execute(&write)
        .await;
        let first = done.ok().map(|d| d.last_insert_rowid() - group.len() as i64 + 1);
        for (i, waiting) in group.drain(..).enumerate() {
            // A visitor who went away is not waited for.
            let _ = waiting.done.send(first.map(|n| n + i as i64));
        }
    }
}

const SCHEMA: &str = "
    CREATE TABLE advisory (id INTEGER PRIMARY KEY, state TEXT NOT NULL, title TEXT NOT NULL, severity TEXT NOT NULL,
                           published TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX advisory_by_publication ON advisory (state, published DESC, id DESC);
    CREATE TABLE user (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
    CREATE TABLE session (token_hash BLOB PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES user (id), expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (seq INTEGER PRIMARY KEY AUTOINCREMENT, user_id INTEGER NOT NULL, doc_id INTEGER NOT NULL, action TEXT NOT NULL,
                        at REAL NOT NULL) STRICT;";

async fn fill(write: &SqlitePool) -> sqlx::Result<()> {
    if sqlx::query_scalar::<_, i64>("SELECT count(*) FROM sqlite_schema").fetch_one(write).await? > 0 {
        return Ok(());
    }
    sqlx::raw_sql(SCHEMA).execute(write).await?;
    let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
    let body = "An out-of-bounds write in the parser <allows> a remote attacker to run code & more. ".repeat(93);
    for id in 1..=ADVISORIES {
        sqlx::query("INSERT INTO advisory VALUES (?, ?, ?, ?, ?, ?)")
            .bind(id)
            .bind(if id % 10 == 0 { "draft" } else { "published" })
            .bind(format!("Advisory {id}: buffer overflow in component <{}> of product & suite", id * 7 % 311))
            .bind(["low", "medium", "high", "critical"][id as usize % 4])
            .bind(format!("2026-{:02}-{:02}T10:{:02}:00Z", id % 12 + 1, id % 28 + 1, id % 60))
            .bind(&body)
            .execute(&mut *tx)
            .await?;
    }
    for id in 1..=SESSIONS {
        sqlx::query("INSERT INTO user VALUES (?, ?)").bind(id).bind(format!("user{id}@example.org")).execute(&mut *tx).await?;
        let digest = sha256(format!("token-{id}").as_bytes()).to_vec();
        sqlx::query("INSERT INTO session VALUES (?, ?, ?)").bind(digest).bind(id).bind(1_900_000_000_i64).execute(&mut *tx).await?;
    }
    tx.commit().await
}
