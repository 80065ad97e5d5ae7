//! The table of alarms.
use super::Membership;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AccountId,
    maybe, value,
};

/// False when the same alarm stands already.
pub async fn insert(tx: &mut Tx, id: &str, at: i64, kind: &str, object: &str, detail: &str) -> Result<bool> {
    Ok(1 == exec!(tx, "INSERT INTO alarm (id, at, kind, object, detail) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING", id, at, kind, object, detail)?)
}

/// An alarm, with the names of whom it is about.
#[derive(Debug, sqlx::FromRow)]
pub struct Alarm {
    /// Its id.
    pub id: String,
    /// When it was raised.
    pub at: i64,
    /// See [`super::alarms::Kind`].
    pub kind: String,
    /// About what: an account's id, a party's slug, or a word.
    pub object: String,
    /// A word more.
    pub detail: String,
    /// When somebody saw to it.
    pub seen_at: Option<i64>,
    /// Who.
    pub seen_by: Option<String>,
    /// The name of the person it is about.
    pub person: Option<String>,
    /// What that person is.
    pub membership: Option<Membership>,
    /// The slug of the person's party, or of the party it is about.
    pub party_slug: Option<String>,
    /// Its name.
    pub party_name: Option<String>,
}

/// Alarms before `(at, id)`, newest first.
pub async fn page(tx: &mut Tx, at: i64, id: &str, most: i64) -> Result<Vec<Alarm>> {
    all!(
        tx,
        "SELECT l.id, l.at, l.kind, l.object, l.detail, l.seen_at, s.name AS seen_by, a.name AS person, a.membership, p.slug AS party_slug,
                p.name AS party_name
           FROM alarm l LEFT JOIN account s ON s.id = l.seen_by LEFT JOIN account a ON a.id = l.object
                LEFT JOIN party p ON p.id = a.party_id OR p.slug = l.object
          WHERE l.at < $1 OR (l.at = $1 AND l.id < $2) ORDER BY l.at DESC, l.id DESC LIMIT $3",
        at,
        id,
        most
    )
}

pub async fn unseen(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COUNT(*) FROM alarm WHERE seen_at IS NULL")
}

pub async fn exists(tx: &mut Tx, id: &str) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM alarm WHERE id = $1)", id)
}

/// Drops alarms of before a time that somebody has seen to.
pub async fn drop_old(tx: &mut Tx, before: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM alarm WHERE at < $1 AND seen_at IS NOT NULL", before)
}

/// Of the others, what says where somebody was: the alarm itself waits on.
pub async fn forget_addresses(tx: &mut Tx, before: i64) -> Result<u64> {
    exec!(tx, "UPDATE alarm SET object = 'network' WHERE at < $1 AND object LIKE 'network %'", before)
}

/// What an alarm was about.
#[derive(sqlx::FromRow)]
pub struct Seen {
    pub kind: String,
    pub object: String,
}

/// None when somebody has seen to it already, or there is none.
pub async fn attend(tx: &mut Tx, id: &str, by: &AccountId, now: i64) -> Result<Option<Seen>> {
    maybe!(tx, "UPDATE alarm SET seen_at = $2, seen_by = $3 WHERE id = $1 AND seen_at IS NULL RETURNING kind, object", id, now, by)
}
