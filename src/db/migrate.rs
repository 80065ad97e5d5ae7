//! The schema, embedded in the program. A database from a newer program is refused.
use super::Db;
use sqlx::migrate::{MigrateError, Migrator};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// Brings the schema up to date.
///
/// # Errors
/// A sentence for the operator.
pub async fn run(db: &Db) -> Result<(), String> {
    match db {
        Db::Sqlite { write, .. } => SQLITE.run(write).await,
        Db::Postgres { write, .. } => POSTGRES.run(write).await,
    }
    .map_err(|e| sentence(&e))
}

/// Refuses a database that is newer or older than the program.
///
/// # Errors
/// A sentence for the operator.
pub async fn check(db: &Db) -> Result<(), String> {
    let sql = "SELECT COALESCE(MAX(version), 0) FROM _sqlx_migrations WHERE success";
    let found: Result<i64, sqlx::Error> = match db {
        Db::Sqlite { write, .. } => sqlx::query_scalar(sql).fetch_one(write).await,
        Db::Postgres { read, .. } => sqlx::query_scalar(sql).fetch_one(read).await,
    };
    let found = found.map_err(|_| "The database holds no portal; run `vigie init` first.".to_owned())?;
    let known = SQLITE.iter().map(|m| m.version).max().unwrap_or(0);
    match found.cmp(&known) {
        std::cmp::Ordering::Equal => Ok(()),
        std::cmp::Ordering::Greater => Err(newer()),
        std::cmp::Ordering::Less => run(db).await,
    }
}

fn newer() -> String {
    "The database was written by a newer version of Vigie; install that version, or restore the backup made before the upgrade.".into()
}

fn sentence(error: &MigrateError) -> String {
    match error {
        MigrateError::VersionMissing(_) | MigrateError::VersionTooNew(..) => newer(),
        MigrateError::VersionMismatch(n) => {
            format!("Step {n} of the database's schema differs from this program's; restore the backup made before it was changed.")
        }
        other => format!("The database's schema cannot be prepared: {other}."),
    }
}
