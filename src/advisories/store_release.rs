//! What approval and release do to the tables.
use super::Audience;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, AdvisoryId, Reference},
};

/// Who approved a version, when, and what exactly.
pub struct Approval<'a> {
    pub by: &'a AccountId,
    pub at: i64,
    pub hash: &'a [u8],
    pub release_at: Option<i64>,
}

/// False when it changed since `lock`, or is not in review.
pub async fn set_scheduled(tx: &mut Tx, id: &AdvisoryId, number: i64, lock: i64, a: &Approval<'_>) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE revision SET state = 'scheduled', approver_id = $4, approved_at = $5, approved_hash = $6, release_at = $7, void = '', lock_version = lock_version + 1
          WHERE advisory_id = $1 AND number = $2 AND lock_version = $3 AND state = 'in-review'",
        id,
        number,
        lock,
        a.by,
        a.at,
        a.hash,
        a.release_at
    )?)
}

/// False when it changed since `lock`, or is neither in review nor due.
pub async fn set_published(tx: &mut Tx, id: &AdvisoryId, number: i64, lock: i64, a: &Approval<'_>, rendered: &str) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE revision SET state = 'published', approver_id = $4, published_at = $5, content_hash = $6, rendered = $7, void = '',
                approved_at = COALESCE(approved_at, $5), approved_hash = COALESCE(approved_hash, $6), lock_version = lock_version + 1
          WHERE advisory_id = $1 AND number = $2 AND lock_version = $3 AND ((state = 'in-review' AND $8 IS NULL) OR (state = 'scheduled' AND release_at = $8))",
        id,
        number,
        lock,
        a.by,
        a.at,
        a.hash,
        rendered,
        a.release_at
    )?)
}

/// Back to review, because its approval no longer holds; false when it changed since `lock`, or is not scheduled.
pub async fn set_void(tx: &mut Tx, id: &AdvisoryId, number: i64, lock: i64, why: &str) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE revision SET state = 'in-review', approver_id = NULL, approved_at = NULL, approved_hash = NULL, release_at = NULL, void = $4,
                lock_version = lock_version + 1 WHERE advisory_id = $1 AND number = $2 AND lock_version = $3 AND state = 'scheduled'",
        id,
        number,
        lock,
        why
    )?)
}

/// Back to its author; false when it changed since `lock`, or does not wait.
pub async fn set_recalled(tx: &mut Tx, id: &AdvisoryId, number: i64, lock: i64, void: &str) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE revision SET state = 'draft', approver_id = NULL, approved_at = NULL, approved_hash = NULL, release_at = NULL, void = $4,
                lock_version = lock_version + 1 WHERE advisory_id = $1 AND number = $2 AND lock_version = $3 AND state IN ('in-review', 'scheduled')",
        id,
        number,
        lock,
        void
    )?)
}

/// What is to be released by now, the longest due first.
pub async fn due(tx: &mut Tx, now: i64) -> Result<Vec<Reference>> {
    let rows: Vec<(Reference,)> = all!(
        tx,
        "SELECT a.reference FROM revision r JOIN advisory a ON a.id = r.advisory_id AND a.working = r.number
          WHERE r.state = 'scheduled' AND r.release_at <= $1 ORDER BY r.release_at LIMIT 50",
        now
    )?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

/// Holds the version for this transaction; false when it changed since `lock`, or is final. Nodes that come later wait, and then find it final.
pub async fn claim(tx: &mut Tx, id: &AdvisoryId, number: i64, lock: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE revision SET lock_version = lock_version WHERE advisory_id = $1 AND number = $2 AND lock_version = $3 AND state IN ('in-review', 'scheduled')",
        id,
        number,
        lock
    )?)
}

pub async fn insert_signed(tx: &mut Tx, id: &AdvisoryId, number: i64, for_party: &str, text: &str, hash: &[u8], signature: &[u8]) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO signed_text (advisory_id, number, for_party, text, hash, signature) VALUES ($1, $2, $3, $4, $5, $6)",
        id,
        number,
        for_party,
        text,
        hash,
        signature
    )
}

/// The older advisory says from now on, to those who may see both, what has taken its place.
pub async fn set_superseded(tx: &mut Tx, older: &str, by: &str, now: i64) -> Result<u64> {
    exec!(tx, "UPDATE advisory SET superseded_by = $2, superseded_at = $3 WHERE reference = $1 AND reference <> $2 AND withdrawn_at IS NULL", older, by, now)
}

/// How many published advisories of a kind are for whom, but for this one.
pub async fn audiences_of_kind(tx: &mut Tx, model: &str, but: &AdvisoryId) -> Result<Vec<(Audience, i64)>> {
    all!(
        tx,
        "SELECT r.audience, COUNT(*) FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
          WHERE a.model = $1 AND a.id <> $2 GROUP BY r.audience",
        model,
        but
    )
}

/// A published version.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Version {
    /// The advisory's reference.
    pub reference: String,
    /// Which version.
    pub number: i64,
    /// Of what was approved.
    pub content_hash: Vec<u8>,
    /// Whether the advisory was withdrawn.
    pub withdrawn: bool,
    /// When this version was published.
    pub published_at: i64,
}

/// Every published version.
pub async fn published(tx: &mut Tx) -> Result<Vec<Version>> {
    all!(
        tx,
        "SELECT a.reference, r.number, r.content_hash, a.withdrawn_at IS NOT NULL AS withdrawn, COALESCE(r.published_at, 0) AS published_at
           FROM revision r JOIN advisory a ON a.id = r.advisory_id
          WHERE r.state = 'published' AND r.content_hash IS NOT NULL ORDER BY r.published_at, a.reference"
    )
}

/// A signed text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Signed {
    /// The party whose annex it is; empty for the text of every reader.
    pub for_party: String,
    /// What was signed.
    pub text: String,
    /// SHA-256 of it, by which it is found.
    pub hash: Vec<u8>,
}

/// The signed texts of a version.
pub async fn signed(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<Signed>> {
    all!(tx, "SELECT for_party, text, hash FROM signed_text WHERE advisory_id = $1 AND number = $2", id, number)
}

/// The texts that pages show of a version, in order: whose annex or empty, in its language, and in the other one.
pub async fn rendered(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<(String, String, String)>> {
    let mut texts: Vec<(String, String, String)> = all!(
        tx,
        "SELECT '', r.rendered, COALESCE(t.rendered, '') FROM revision r LEFT JOIN translation t ON t.advisory_id = r.advisory_id AND t.number = r.number
          WHERE r.advisory_id = $1 AND r.number = $2
         UNION ALL SELECT x.party_id, x.rendered, x.rendered_translated FROM annex x WHERE x.advisory_id = $1 AND x.number = $2",
        id,
        number
    )?;
    texts.sort();
    Ok(texts)
}
