//! The tables of checkpoints, keys and witnesses.
use crate::{
    all,
    db::{Result, Tx},
    exec, maybe,
};

/// A checkpoint.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    /// Records.
    pub size: i64,
    /// Root hash, 32 bytes.
    pub root: Vec<u8>,
    /// When it was signed.
    pub at: i64,
    /// The signed note.
    pub note: String,
}

/// Keeps a checkpoint; another node may have made the same one.
pub async fn insert(tx: &mut Tx, c: &Row) -> Result<u64> {
    exec!(tx, "INSERT INTO audit_checkpoint (size, root, at, note) VALUES ($1, $2, $3, $4) ON CONFLICT (size) DO NOTHING", c.size, &c.root, c.at, &c.note)
}

/// The newest.
pub async fn last(tx: &mut Tx) -> Result<Option<Row>> {
    maybe!(tx, "SELECT size, root, at, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1")
}

/// The smallest that holds a record and that a witness signed.
pub async fn witnessed_over(tx: &mut Tx, n: i64) -> Result<Option<Row>> {
    maybe!(tx, "SELECT c.size, c.root, c.at, c.note FROM audit_checkpoint c WHERE c.size = (SELECT MIN(o.size) FROM audit_cosignature o WHERE o.size > $1)", n)
}

/// Of exactly this size.
pub async fn of_size(tx: &mut Tx, size: i64) -> Result<Option<Row>> {
    maybe!(tx, "SELECT size, root, at, note FROM audit_checkpoint WHERE size = $1", size)
}

/// Below a size, newest first.
pub async fn page(tx: &mut Tx, below: i64, most: i64) -> Result<Vec<Row>> {
    all!(tx, "SELECT size, root, at, note FROM audit_checkpoint WHERE size < $1 ORDER BY size DESC LIMIT $2", below, most)
}

/// From a size on, in order.
pub async fn run_of(tx: &mut Tx, from: i64, most: i64) -> Result<Vec<Row>> {
    all!(tx, "SELECT size, root, at, note FROM audit_checkpoint WHERE size >= $1 ORDER BY size LIMIT $2", from, most)
}

/// A key that may have signed checkpoints.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct KeyRow {
    /// The public key, as C2SP signed-note writes it.
    pub vkey: String,
    /// From which size of the log on.
    pub since: i64,
    /// When it was taken into use.
    pub at: i64,
}

/// Takes a key into use.
pub async fn add_key(tx: &mut Tx, k: &KeyRow) -> Result<u64> {
    exec!(tx, "INSERT INTO audit_key (vkey, since, at) VALUES ($1, $2, $3)", &k.vkey, k.since, k.at)
}

/// All, oldest first.
pub async fn keys(tx: &mut Tx) -> Result<Vec<KeyRow>> {
    all!(tx, "SELECT vkey, since, at FROM audit_key ORDER BY since, at")
}

/// A witness as the portal knows it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Witness {
    /// Its name, as in its key.
    pub name: String,
    /// Its public key.
    pub vkey: String,
    /// The prefix of its address.
    pub url: String,
    /// Since when.
    pub added_at: i64,
    /// The size of the newest checkpoint it signed, 0 for none.
    pub size: i64,
    /// When it last signed, 0 for never.
    pub heard_at: i64,
    /// When it was last asked.
    pub tried_at: i64,
    /// Why the last try failed, empty when it did not.
    pub trouble: String,
}

/// All, by name.
pub async fn witnesses(tx: &mut Tx) -> Result<Vec<Witness>> {
    all!(tx, "SELECT name, vkey, url, added_at, size, heard_at, tried_at, trouble FROM witness ORDER BY name")
}

/// Adds a witness, or gives one that is known a new address or key.
pub async fn add_witness(tx: &mut Tx, name: &str, vkey: &str, url: &str, at: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO witness (name, vkey, url, added_at, size, heard_at, tried_at, trouble) VALUES ($1, $2, $3, $4, 0, 0, 0, '')
         ON CONFLICT (name) DO UPDATE SET vkey = $2, url = $3",
        name,
        vkey,
        url,
        at
    )
}

/// A witness is no longer asked.
pub async fn remove_witness(tx: &mut Tx, name: &str) -> Result<bool> {
    Ok(exec!(tx, "DELETE FROM witness WHERE name = $1", name)? == 1)
}

/// What came of asking a witness: the size it signed, or why it did not.
pub async fn heard(tx: &mut Tx, name: &str, size: i64, at: i64) -> Result<u64> {
    exec!(tx, "UPDATE witness SET size = $2, heard_at = $3, tried_at = $3, trouble = '' WHERE name = $1 AND size <= $2", name, size, at)
}

/// The log begins anew: what witnesses signed was another.
pub async fn forget_witnessed(tx: &mut Tx) -> Result<u64> {
    exec!(tx, "UPDATE witness SET size = 0, trouble = ''")
}

/// It did not sign.
pub async fn silent(tx: &mut Tx, name: &str, trouble: &str, at: i64) -> Result<u64> {
    exec!(tx, "UPDATE witness SET tried_at = $3, trouble = $2 WHERE name = $1", name, trouble, at)
}

/// Keeps a witness's signature beneath a checkpoint.
pub async fn cosigned(tx: &mut Tx, size: i64, witness: &str, line: &str) -> Result<u64> {
    exec!(tx, "INSERT INTO audit_cosignature (size, witness, line) VALUES ($1, $2, $3) ON CONFLICT (size, witness) DO NOTHING", size, witness, line)
}

/// The signatures beneath the checkpoints of a span of sizes.
pub async fn cosignatures(tx: &mut Tx, from: i64, to: i64) -> Result<Vec<(i64, String)>> {
    all!(tx, "SELECT size, line FROM audit_cosignature WHERE size >= $1 AND size <= $2 ORDER BY size, witness", from, to)
}

/// Which witnesses signed the checkpoints of a span of sizes.
pub async fn cosigners(tx: &mut Tx, from: i64, to: i64) -> Result<Vec<(i64, String)>> {
    all!(tx, "SELECT size, witness FROM audit_cosignature WHERE size >= $1 AND size <= $2 ORDER BY size, witness", from, to)
}
