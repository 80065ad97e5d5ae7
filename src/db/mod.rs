//! One SQL text on two databases: an enum of pools, a transaction on either, and the macros of `query.rs`.
pub mod migrate;
pub mod query;

use crate::{
    config::{Encryption, Settings, is_postgres},
    crypto::seal::KeyRing,
};
use sqlx::{
    ConnectOptions, Connection, PgPool, Postgres, Sqlite, SqlitePool, Transaction,
    pool::PoolConnection,
    postgres::{PgConnectOptions, PgConnection, PgPoolOptions},
    sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};
use std::{
    path::PathBuf,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::sync::{Mutex, OwnedMappedMutexGuard, OwnedMutexGuard};

/// What a query may fail with.
pub type Result<T, E = sqlx::Error> = std::result::Result<T, E>;

/// Where the data lives. SQLite keeps one writing connection and a read-only pool, PostgreSQL two pools of which one may
/// only read.
#[derive(Clone)]
pub enum Db {
    /// The embedded default.
    Sqlite {
        /// One connection: SQLite has one writer.
        write: SqlitePool,
        /// Read-only, one connection per worker.
        read: Readers,
    },
    /// Many nodes on one cluster.
    Postgres {
        /// May write.
        write: PgPool,
        /// The server refuses a write.
        read: PgPool,
    },
}

/// How long a request waits for a connection.
const WAIT: Duration = Duration::from_secs(5);

/// SQLite's reading connections. Each thread keeps to its own, so that no thread waits for another to hand one back. A
/// request must therefore give a connection back before it takes the next.
#[derive(Clone)]
pub struct Readers(Arc<[Reader]>);

/// What one thread reads with.
struct Reader {
    /// For single statements. Not in a pool of sqlx: that asks a connection whether it lives whenever one is given back,
    /// and every question to the database's thread costs as much as a statement.
    line: Arc<Mutex<Option<SqliteConnection>>>,
    /// For snapshots; opened when the first is asked for.
    snapshots: SqlitePool,
}

/// A reading connection until it is dropped.
pub type Line = OwnedMappedMutexGuard<Option<SqliteConnection>, SqliteConnection>;

impl Readers {
    /// This thread's.
    fn mine(&self) -> Result<&Reader> {
        static THREADS: AtomicUsize = AtomicUsize::new(0);
        thread_local! { static NUMBER: usize = THREADS.fetch_add(1, Ordering::Relaxed) }
        let number = NUMBER.with(|n| *n).checked_rem(self.0.len()).unwrap_or_default();
        self.0.get(number).ok_or(sqlx::Error::PoolClosed)
    }

    async fn line(&self) -> Result<Line> {
        let held = tokio::time::timeout(WAIT, self.mine()?.line.clone().lock_owned()).await.map_err(|_| sqlx::Error::PoolTimedOut)?;
        OwnedMutexGuard::try_map(held, Option::as_mut).map_err(|_| sqlx::Error::PoolClosed)
    }

    async fn close(&self) {
        for reader in self.0.iter() {
            if let Some(line) = reader.line.lock().await.take() {
                // It only read: there is nothing left to lose.
                drop(line.close().await);
            }
            reader.snapshots.close().await;
        }
    }
}

/// A transaction or a reading connection on either database. Every query function takes `&mut Tx`.
pub enum Tx {
    /// May write; undone when dropped.
    Sqlite(Transaction<'static, Sqlite>),
    /// Reads, statement by statement.
    SqliteRead(Line),
    /// May write; undone when dropped.
    Postgres(Transaction<'static, Postgres>),
    /// Reads, statement by statement.
    PostgresRead(PoolConnection<Postgres>),
}

/// The connection beneath a [`Tx`], for the macros.
pub enum Conn<'a> {
    /// SQLite's.
    Sqlite(&'a mut SqliteConnection),
    /// PostgreSQL's.
    Postgres(&'a mut PgConnection),
}

impl Db {
    /// Opens the database of a data directory; it must exist and have this program's schema.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn open(settings: &Settings, keys: &KeyRing) -> Result<Self, String> {
        let db = Self::connect(settings, keys, false).await?;
        Self::or_close(migrate::check(&db).await, db).await
    }

    /// Opens the database, makes it if it is missing, and brings its schema up to date.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub async fn create(settings: &Settings, keys: &KeyRing) -> Result<Self, String> {
        let db = Self::connect(settings, keys, true).await?;
        Self::or_close(migrate::run(&db).await, db).await
    }

    /// A database that cannot be used is closed before the reason is told.
    async fn or_close(usable: Result<(), String>, db: Self) -> Result<Self, String> {
        if usable.is_err() {
            db.close().await;
        }
        usable.map(|()| db)
    }

    async fn connect(settings: &Settings, keys: &KeyRing, create: bool) -> Result<Self, String> {
        let url = &settings.config.database.url;
        if is_postgres(url) { postgres(url).await } else { sqlite(settings, keys, create, settings.config.server.workers).await }
    }

    /// A connection that may only read; the database itself refuses a write. Each statement sees what is committed.
    pub async fn read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::SqliteRead(read.line().await?),
            Self::Postgres { read, .. } => Tx::PostgresRead(read.acquire().await?),
        })
    }

    /// A transaction that may only read, all of it at one moment: for pages made of several statements.
    pub async fn snapshot(&self) -> Result<Tx> {
        let db = self.clone();
        started(async move {
            Ok(match db {
                Self::Sqlite { read, .. } => Tx::Sqlite(read.mine()?.snapshots.begin().await?),
                Self::Postgres { read, .. } => Tx::Postgres(read.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?),
            })
        })
        .await
    }

    /// A transaction that may write; dropped without `commit`, it is undone.
    pub async fn write(&self) -> Result<Tx> {
        let db = self.clone();
        started(async move {
            Ok(match db {
                Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
                Self::Postgres { write, .. } => Tx::Postgres(write.begin().await?),
            })
        })
        .await
    }

    /// Closes every connection, so that the files may be moved.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres { write, read } => {
                read.close().await;
                write.close().await;
            }
        }
    }
}

/// Runs a `begin` in a task of its own: a visitor who goes away drops the request, and sqlx 0.9.0 on PostgreSQL would
/// hand back a connection with an open transaction (their issue 4385).
async fn started(begin: impl Future<Output = Result<Tx>> + Send + 'static) -> Result<Tx> {
    tokio::spawn(begin).await.map_err(|_| sqlx::Error::WorkerCrashed)?
}

impl Tx {
    /// The connection beneath.
    pub fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(t) => Conn::Sqlite(t),
            Self::SqliteRead(c) => Conn::Sqlite(c),
            Self::Postgres(t) => Conn::Postgres(t),
            Self::PostgresRead(c) => Conn::Postgres(c),
        }
    }

    /// Makes what was written durable.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(t) => t.commit().await,
            Self::Postgres(t) => t.commit().await,
            Self::SqliteRead(_) | Self::PostgresRead(_) => Ok(()),
        }
    }
}

async fn postgres(url: &str) -> Result<Db, String> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|_| "database.url: is not a PostgreSQL address; write postgres://user@host/database.".to_owned())?
        .application_name("vigie")
        .disable_statement_logging();
    let pool = || PgPoolOptions::new().max_connections(16).acquire_timeout(Duration::from_secs(3)).test_before_acquire(false);
    let away = |e: sqlx::Error| format!("The PostgreSQL database does not answer: {e}. Start it, or correct database.url.");
    let write = pool().connect_with(options.clone().options([("lock_timeout", "5s"), ("idle_in_transaction_session_timeout", "60s")])).await.map_err(away)?;
    let read = pool().connect_with(options.options([("default_transaction_read_only", "on"), ("statement_timeout", "10s")])).await.map_err(away)?;
    Ok(Db::Postgres { write, read })
}

/// The SQLite file of a data directory.
pub fn sqlite_file(settings: &Settings) -> PathBuf {
    let name = settings.config.database.url.trim_start_matches("sqlite:").trim_start_matches("//");
    settings.dir.join(name)
}

async fn sqlite(settings: &Settings, keys: &KeyRing, create: bool, readers: usize) -> Result<Db, String> {
    let file = sqlite_file(settings);
    if !create && !file.is_file() {
        return Err(format!("{} is missing; restore it from your backup, or run `vigie init` in a new directory.", file.display()));
    }
    // The first statement is the key.
    let mut bare = SqliteConnectOptions::new().filename(&file).create_if_missing(create).busy_timeout(Duration::from_secs(5)).disable_statement_logging();
    if settings.config.database.encryption == Encryption::Sqlcipher {
        bare = bare.pragma("key", format!("\"x'{}'\"", keys.database_key().reveal()));
    }
    let failed = |e: sqlx::Error| opening(&file, &e);
    can_be_used(&bare).await.map_err(failed)?;
    let options = bare
        .statement_cache_capacity(256)
        .pragma("temp_store", "memory")
        .pragma("cache_size", "-16384")
        .pragma("trusted_schema", "0")
        // What is deleted is overwritten: sessions, codes, and what old records said of persons.
        .pragma("secure_delete", "on");
    let pool = |size| {
        let pool = SqlitePoolOptions::new().max_connections(size).test_before_acquire(false).idle_timeout(None).max_lifetime(None).acquire_timeout(WAIT);
        // A disk that fails or is full makes SQLite undo a transaction by itself; sqlx 0.9.0 would count it as open for ever after.
        pool.before_acquire(|line, _| Box::pin(async move { Ok(!line.is_in_transaction()) }))
    };
    let writer = options.clone().journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
    let write = pool(1).connect_with(writer).await.map_err(failed)?;
    let reader = options.create_if_missing(false).read_only(true);
    let mut read = Vec::with_capacity(readers);
    for _ in 0..readers {
        match reader.connect().await {
            Ok(line) => read.push(Reader { line: Arc::new(Mutex::new(Some(line))), snapshots: pool(1).connect_lazy_with(reader.clone()) }),
            Err(error) => {
                Db::Sqlite { write, read: Readers(read.into()) }.close().await;
                return Err(failed(error));
            }
        }
    }
    Ok(Db::Sqlite { write, read: Readers(read.into()) })
}

/// Looks whether the file can be read before the pools open it. A connection that sqlx gives up ends when its
/// thread gets to it: a program that tells the reason and ends at once would fall, for SQLCipher and OpenSSL are taken
/// down beneath that thread. This one is waited for.
async fn can_be_used(bare: &SqliteConnectOptions) -> Result<()> {
    let mut line = bare.connect().await?;
    let used = sqlx::raw_sql("PRAGMA journal_mode = WAL; SELECT count(*) FROM sqlite_schema").execute(&mut line).await;
    line.close().await?;
    used.map(drop)
}

fn opening(file: &std::path::Path, error: &sqlx::Error) -> String {
    let text = error.to_string();
    let file = file.display();
    if text.contains("not a database") {
        format!("{file} cannot be opened with this key ring; restore keys.ring and the database from the same backup, or set database.encryption as it was.")
    } else if text.contains("readonly") || text.contains("unable to open") {
        format!("{file} cannot be opened for writing; give the portal's user the right to write it and its directory.")
    } else if text.contains("locked") {
        format!("{file} is locked by another program; stop that program and start again.")
    } else if text.contains("full") {
        format!("{file} cannot grow: the disk is full; make room and start again.")
    } else {
        format!("{file} cannot be opened: {text}.")
    }
}
