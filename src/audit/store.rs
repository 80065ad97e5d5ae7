//! The log's tables.
use super::{
    encoding::{FORMAT, Lasting, Personal, SALT},
    event::Event,
};
use crate::{
    all,
    db::{
        Conn, Db, Result, Tx,
        query::{Growing, Value},
    },
    exec, maybe, value,
};
use sqlx::QueryBuilder;

/// The head of the log.
#[derive(Debug, sqlx::FromRow)]
pub struct Head {
    /// Records so far.
    pub size: i64,
    /// When the last was written.
    pub at: i64,
    /// Root hash, 32 bytes.
    pub root: Vec<u8>,
    /// See [`super::tree::Edge`].
    pub edge: Vec<u8>,
    /// Binds size and root to the key ring.
    pub mac: Vec<u8>,
}

/// A record about to be written, with the hashes it adds.
pub struct Row<'a> {
    pub n: i64,
    pub event: &'a Event,
    pub salt: [u8; SALT],
    pub commitment: [u8; SALT],
    pub hashes: Vec<u8>,
}

/// A record as it stands in the database.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Record {
    pub n: i64,
    pub format: i64,
    pub at: i64,
    pub actor: String,
    pub action: String,
    pub object: String,
    pub party: String,
    pub outcome: String,
    pub detail: String,
    pub hash: Option<Vec<u8>>,
    pub request: String,
    pub network: String,
    /// Opens the commitment; gone when what it says of a person was deleted.
    pub salt: Option<Vec<u8>>,
    /// See [`Personal::commitment`]; none in the first format.
    pub commitment: Option<Vec<u8>>,
}

impl Record {
    /// What of it stays for ever.
    pub fn lasting(&self) -> Lasting<'_> {
        Lasting { n: self.n, at: self.at, action: &self.action, object: &self.object, outcome: &self.outcome, hash: self.hash.as_deref() }
    }

    /// What of it says something of a person; all of it empty once that was deleted.
    pub fn personal(&self) -> Personal<'_> {
        Personal { actor: &self.actor, party: &self.party, detail: &self.detail, request: &self.request, network: &self.network }
    }
}

/// The columns of a [`Record`], of the table `r`.
macro_rules! record {
    () => {
        "r.n, r.format, r.at, r.actor, r.action, r.object, r.party, r.outcome, r.detail, r.hash, r.request, r.network, r.salt, r.commitment"
    };
}

/// Records, each with its actor's name: [`Named`].
macro_rules! named {
    () => {
        concat!("SELECT ", record!(), ", a.name AS actor_name, a.email AS actor_email FROM audit_record r LEFT JOIN account a ON a.id = r.actor")
    };
}

pub async fn first_head(tx: &mut Tx, h: &Head) -> Result<u64> {
    exec!(tx, "INSERT INTO audit_head (only_row, size, at, root, edge, mac) VALUES (1, $1, $2, $3, $4, $5)", h.size, h.at, &h.root, &h.edge, &h.mac)
}

/// Takes `count` indexes and says the head as it was before.
pub async fn reserve(tx: &mut Tx, count: i64) -> Result<Option<Head>> {
    maybe!(tx, "UPDATE audit_head SET size = size + $1 WHERE only_row = 1 RETURNING size - $1 AS size, at, root, edge, mac", count)
}

pub async fn head(tx: &mut Tx) -> Result<Option<Head>> {
    maybe!(tx, "SELECT size, at, root, edge, mac FROM audit_head WHERE only_row = 1")
}

/// Rows of one statement at most: the statements of every size up to here stay prepared.
const ROWS: usize = 32;

/// Writes records, their hashes and the head. Every statement costs a hand-over to the database's thread, or a way to its server
/// and back, so a group is one: PostgreSQL takes the three as one statement with parts, SQLite one after another.
pub async fn insert(tx: &mut Tx, rows: &[Row<'_>], head: &Head) -> Result<()> {
    let mut chunks = rows.chunks(ROWS).peekable();
    while let Some(some) = chunks.next() {
        let head = chunks.peek().is_none().then_some(head);
        match tx.conn() {
            Conn::Sqlite(c) => written(["", "; ", "; "], some, head).build().execute(c).await.map(drop)?,
            Conn::Postgres(c) => written(["WITH record AS (", "), tree AS (", ") "], some, head).build().execute(c).await.map(drop)?,
        }
    }
    Ok(())
}

/// The statement of some rows, with these words before each part. Only the last rows of a transaction bring the head.
fn written<'a, D>(glue: [&'static str; 3], rows: &'a [Row<'a>], head: Option<&'a Head>) -> QueryBuilder<D>
where
    D: sqlx::Database,
    i64: sqlx::Encode<'a, D> + sqlx::Type<D>,
    &'a str: sqlx::Encode<'a, D> + sqlx::Type<D>,
    &'a [u8]: sqlx::Encode<'a, D> + sqlx::Type<D>,
    Option<&'a [u8]>: sqlx::Encode<'a, D> + sqlx::Type<D>,
{
    let mut sql = QueryBuilder::new(glue[0]);
    sql.push("INSERT INTO audit_record (n, format, at, actor, action, object, party, outcome, detail, hash, request, network, salt, commitment) ");
    sql.push_values(rows, |mut r, row| {
        let e = row.event;
        r.push_bind(row.n).push_bind(FORMAT).push_bind(e.at).push_bind(e.actor.as_str()).push_bind(e.action.text()).push_bind(e.object.as_str());
        r.push_bind(e.party.as_str()).push_bind(e.outcome.text()).push_bind(e.detail.as_str()).push_bind(e.hash.as_ref().map(|h| &h[..]));
        r.push_bind(e.request.as_str()).push_bind(e.network.as_str()).push_bind(&row.salt[..]).push_bind(&row.commitment[..]);
    });
    sql.push(glue[1]).push("INSERT INTO audit_tree (n, hashes) ");
    sql.push_values(rows, |mut r, row| {
        r.push_bind(row.n).push_bind(&row.hashes[..]);
    });
    sql.push(glue[2]);
    if let Some(h) = head {
        sql.push("UPDATE audit_head SET at = ").push_bind(h.at).push(", root = ").push_bind(&h.root[..]);
        sql.push(", edge = ").push_bind(&h.edge[..]).push(", mac = ").push_bind(&h.mac[..]).push(" WHERE only_row = 1");
    } else {
        sql.push("SELECT 1");
    }
    sql
}

/// What the log's page shows: records before `before`, newest first.
#[derive(Default)]
pub struct Filter {
    pub actor: Option<String>,
    pub action: Option<String>,
    pub object: Option<String>,
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub before: Option<i64>,
}

/// A record with its actor's name, where the actor is a person.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Named {
    #[sqlx(flatten)]
    pub record: Record,
    pub actor_name: Option<String>,
    pub actor_email: Option<String>,
}

pub async fn page(tx: &mut Tx, f: &Filter, limit: i64) -> Result<Vec<Named>> {
    all!(
        tx,
        concat!(named!(), "
          WHERE ($1 IS NULL OR r.actor = $1 OR a.email = $1 OR a.name = $1) AND ($2 IS NULL OR r.action = $2) AND ($3 IS NULL OR r.object = $3 OR r.request = $3)
            AND ($4 IS NULL OR r.at >= $4) AND ($5 IS NULL OR r.at < $5) AND ($6 IS NULL OR r.n < $6)
          ORDER BY r.n DESC LIMIT $7"),
        &f.actor,
        &f.action,
        &f.object,
        f.from,
        f.to,
        f.before,
        limit
    )
}

pub async fn find(tx: &mut Tx, n: i64) -> Result<Option<Named>> {
    maybe!(tx, concat!(named!(), " WHERE r.n = $1"), n)
}

/// Records from an index on and below another, in order.
pub async fn named_run(tx: &mut Tx, from: i64, to: i64, limit: i64) -> Result<Vec<Named>> {
    all!(tx, concat!(named!(), " WHERE r.n >= $1 AND r.n < $2 ORDER BY r.n LIMIT $3"), from, to, limit)
}

/// What one of a party's own people did.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct OfParty {
    /// Where it stands in the log.
    pub n: i64,
    /// When.
    pub at: i64,
    /// The person's name.
    pub name: String,
    /// What.
    pub action: String,
    /// On what.
    pub object: String,
}

/// Which records of a party: four kinds, since a time, before one of them.
pub struct PartyFilter<'a> {
    pub slug: &'a str,
    pub actions: [&'a str; 4],
    pub since: i64,
    pub before: Option<i64>,
}

/// Only of people who are the party's own now as they were then.
pub async fn of_party(tx: &mut Tx, f: &PartyFilter<'_>, limit: i64) -> Result<Vec<OfParty>> {
    all!(
        tx,
        "SELECT r.n, r.at, a.name, r.action, r.object FROM audit_record r
           JOIN account a ON a.id = r.actor JOIN party p ON p.id = a.party_id AND p.slug = r.party
          WHERE r.party = $1 AND r.outcome = 'done' AND r.action IN ($2, $3, $4, $5) AND r.at >= $6 AND r.n < $7 ORDER BY r.n DESC LIMIT $8",
        f.slug,
        f.actions[0],
        f.actions[1],
        f.actions[2],
        f.actions[3],
        f.since,
        f.before.unwrap_or(i64::MAX),
        limit
    )
}

/// The hashes stored for these records, in one statement: a proof needs one for each doubling of the log.
pub async fn tree_hashes(tx: &mut Tx, records: impl IntoIterator<Item = i64>) -> Result<Vec<(i64, Vec<u8>)>> {
    let mut query = Growing::new("SELECT n, hashes FROM audit_tree WHERE n IN (-1", &[]);
    for n in records {
        query.push(", ").bind(Value::Number(n));
    }
    query.push(")");
    query.all(tx).await
}

/// The next records from index `from` on, in order, each with the hashes stored for it.
pub async fn run_of(tx: &mut Tx, from: i64, limit: i64) -> Result<Vec<(Record, Option<Vec<u8>>)>> {
    #[derive(sqlx::FromRow)]
    struct Both {
        #[sqlx(flatten)]
        record: Record,
        hashes: Option<Vec<u8>>,
    }
    let rows: Vec<Both> = all!(
        tx,
        concat!(
            "SELECT ",
            record!(),
            ", t.hashes
           FROM audit_record r LEFT JOIN audit_tree t ON t.n = r.n WHERE r.n >= $1 ORDER BY r.n LIMIT $2"
        ),
        from,
        limit
    )?;
    Ok(rows.into_iter().map(|b| (b.record, b.hashes)).collect())
}

/// The smallest index of a record that the head does not count.
pub async fn record_beyond(tx: &mut Tx) -> Result<Option<i64>> {
    value!(tx, "SELECT MIN(n) FROM audit_record WHERE n >= (SELECT size FROM audit_head WHERE only_row = 1)")
}

/// The smallest index of the tree that the head does not count.
pub async fn tree_beyond(tx: &mut Tx) -> Result<Option<i64>> {
    value!(tx, "SELECT MIN(n) FROM audit_tree WHERE n < 0 OR n >= (SELECT size FROM audit_head WHERE only_row = 1)")
}

/// The first index from `from` on whose record is not older than `at`; the log's size when every one is.
pub async fn first_since(tx: &mut Tx, at: i64, from: i64) -> Result<i64> {
    value!(
        tx,
        "SELECT COALESCE((SELECT n FROM audit_record WHERE n >= $2 AND at >= $1 ORDER BY n LIMIT 1), (SELECT size FROM audit_head WHERE only_row = 1))",
        at,
        from
    )
}

/// The first record that still says something of a person; the log's size when none does.
pub async fn first_with_person(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COALESCE((SELECT n FROM audit_record WHERE salt IS NOT NULL ORDER BY n LIMIT 1), (SELECT size FROM audit_head WHERE only_row = 1))")
}

/// The newest record of a kind that was done.
pub async fn newest_of(tx: &mut Tx, action: &str) -> Result<Option<Record>> {
    maybe!(tx, concat!("SELECT ", record!(), " FROM audit_record r WHERE r.action = $1 AND r.outcome = 'done' ORDER BY r.n DESC LIMIT 1"), action)
}

/// Deletes what records say of persons: of at most `limit` records below `to`, from `from` on. The trigger on the table lets
/// through this change alone, and only below a bound that stands in the log.
pub async fn erase(tx: &mut Tx, from: i64, to: i64, limit: i64) -> Result<u64> {
    exec!(
        tx,
        "UPDATE audit_record SET actor = '', party = '', detail = '', request = '', network = '', salt = NULL
          WHERE n IN (SELECT n FROM audit_record WHERE n >= $1 AND n < $2 AND salt IS NOT NULL ORDER BY n LIMIT $3)",
        from,
        to,
        limit
    )
}

/// What was deleted leaves the pages it stood on: SQLite overwrites it where it stood, and its journal of changes is emptied; PostgreSQL
/// gives the room free, to be written over.
pub async fn forget_pages(db: &Db) -> Result<()> {
    match db {
        Db::Sqlite { write, .. } => sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(write).await.map(drop),
        Db::Postgres { write, .. } => sqlx::query("VACUUM audit_record").execute(write).await.map(drop),
    }
}

/// What of a record stays for ever, in short.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Brief {
    pub n: i64,
    pub action: String,
    pub hash: Option<Vec<u8>>,
}

impl Brief {
    /// Whether it is of one of these kinds.
    pub fn is_one_of(&self, kinds: &[super::Action]) -> bool {
        kinds.iter().any(|k| k.text() == self.action)
    }
}

/// What one act of a kind was done to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Done {
    pub n: i64,
    pub object: String,
    pub hash: Option<Vec<u8>>,
}

/// Every act of a kind, in order.
pub async fn all_done(tx: &mut Tx, action: &str) -> Result<Vec<Done>> {
    all!(tx, "SELECT n, object, hash FROM audit_record WHERE action = $1 AND outcome = 'done' ORDER BY n", action)
}

/// What was done to an object, newest first; reads are not among it.
pub async fn done_to(tx: &mut Tx, object: &str) -> Result<Vec<Brief>> {
    all!(
        tx,
        "SELECT n, action, hash FROM audit_record WHERE object = $1 AND outcome = 'done' AND action NOT IN ('advisory.read', 'advisory.acknowledged') ORDER BY n DESC",
        object
    )
}
