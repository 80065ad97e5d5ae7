//! What the desk does to the tables of advisories.
use super::{Audience, Severity, State, Tlp, content::Content, draft::Draft, drafting::Marking};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, AdvisoryId, Reference},
    maybe, value,
};

/// The newest version or the one with this number, without its lists and its translation.
pub async fn draft(tx: &mut Tx, reference: &str, number: Option<i64>) -> Result<Option<Draft>> {
    maybe!(
        tx,
        "SELECT a.id, a.reference, a.language, a.model, a.source, a.current, a.withdrawn_at, a.withdrawn_reason, a.superseded_by, r.number, r.state, r.title,
                r.tlp, r.severity, r.audience, r.reason, r.act_by, r.confirm_by, r.expires_at, r.to_providers, r.techniques, r.supersedes, r.confirm_from,
                r.author_id AS author, w.name AS author_name, r.approver_id AS approver, p.name AS approver_name, r.published_at, r.release_at, r.approved_hash, r.comment, r.void,
                r.lock_version AS lock, r.changed_at, c.name AS changed_by, r.change_note, r.summary, r.actions, r.refs, r.indicators, r.body,
                r.risks, r.systems, r.workaround, r.solution, r.detection
           FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = COALESCE($2, a.working)
           LEFT JOIN account w ON w.id = r.author_id LEFT JOIN account p ON p.id = r.approver_id LEFT JOIN account c ON c.id = r.changed_by
          WHERE a.reference = $1",
        reference,
        number
    )
}

/// Of the version readers see.
pub async fn confirm_from(tx: &mut Tx, id: &AdvisoryId) -> Result<Option<i64>> {
    let row: Option<(i64,)> =
        maybe!(tx, "SELECT r.confirm_from FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current WHERE a.id = $1", id)?;
    Ok(row.map(|r| r.0))
}

pub async fn reference_taken(tx: &mut Tx, reference: &Reference) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM advisory WHERE reference = $1)", reference)
}

pub async fn by_source(tx: &mut Tx, source: &str) -> Result<Option<Reference>> {
    let row: Option<(Reference,)> = maybe!(tx, "SELECT reference FROM advisory WHERE source = $1", source)?;
    Ok(row.map(|r| r.0))
}

/// What an advisory begins with.
pub struct Beginning<'a> {
    pub id: &'a AdvisoryId,
    pub reference: &'a Reference,
    pub source: Option<&'a str>,
    pub language: &'a str,
    pub model: &'a str,
    pub by: Option<&'a AccountId>,
}

pub async fn insert(tx: &mut Tx, b: &Beginning<'_>, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO advisory (id, reference, source, language, model, current, working, created_by, created_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, 0, 1, $6, $7, $7)",
        b.id,
        b.reference,
        b.source,
        b.language,
        b.model,
        b.by,
        now
    )
}

/// A new version: its content alone.
pub async fn insert_revision(tx: &mut Tx, id: &AdvisoryId, number: i64, c: &Content, author: Option<&AccountId>, now: i64) -> Result<u64> {
    let s = &c.sections;
    exec!(
        tx,
        "INSERT INTO revision (advisory_id, number, state, title, reason, author_id, comment, lock_version, folded, change_note, summary, actions, refs,
                               indicators, body, rendered, risks, systems, workaround, solution, detection, confirm_from, changed_at, changed_by)
         VALUES ($1, $2, 'draft', $3, '', $4, '', 1, $5, $6, $7, $8, $9, $10, $11, '', $12, $13, $14, $15, $16, $2, $17, $4)",
        id,
        number,
        &c.title,
        author,
        c.folded(),
        &c.change_note,
        &c.summary,
        &c.actions,
        &c.refs,
        &c.indicators,
        &c.body,
        &s.risks,
        &s.systems,
        &s.workaround,
        &s.solution,
        &s.detection,
        now
    )
}

pub async fn add_editor(tx: &mut Tx, id: &AdvisoryId, number: i64, by: &AccountId) -> Result<u64> {
    exec!(tx, "INSERT INTO revision_editor (advisory_id, number, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", id, number, by)
}

/// Takes the draft for a change; false when it changed since `lock`, or is no draft any more. Who changes an imported
/// draft first is its author.
pub async fn lock(tx: &mut Tx, id: &AdvisoryId, number: i64, lock: i64, by: &AccountId, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE revision SET lock_version = lock_version + 1, author_id = COALESCE(author_id, $4), changed_at = $5, changed_by = $4
          WHERE advisory_id = $1 AND number = $2 AND lock_version = $3 AND state = 'draft'",
        id,
        number,
        lock,
        by,
        now
    )?)
}

pub async fn changed(tx: &mut Tx, id: &AdvisoryId, now: i64) -> Result<u64> {
    exec!(tx, "UPDATE advisory SET changed_at = $2 WHERE id = $1", id, now)
}

pub async fn set_content(tx: &mut Tx, id: &AdvisoryId, number: i64, c: &Content) -> Result<u64> {
    let s = &c.sections;
    exec!(
        tx,
        "UPDATE revision SET title = $3, summary = $4, actions = $5, body = $6, refs = $7, indicators = $8, change_note = $9, folded = $10,
                risks = $11, systems = $12, workaround = $13, solution = $14, detection = $15 WHERE advisory_id = $1 AND number = $2",
        id,
        number,
        &c.title,
        &c.summary,
        &c.actions,
        &c.body,
        &c.refs,
        &c.indicators,
        &c.change_note,
        c.folded(),
        &s.risks,
        &s.systems,
        &s.workaround,
        &s.solution,
        &s.detection
    )
}

pub async fn set_marking(tx: &mut Tx, id: &AdvisoryId, number: i64, m: &Marking) -> Result<u64> {
    exec!(
        tx,
        "UPDATE revision SET tlp = $3, severity = $4, act_by = $5, confirm_by = $6, expires_at = $7, to_providers = $8, supersedes = $9, confirm_from = $10, techniques = $11
          WHERE advisory_id = $1 AND number = $2",
        id,
        number,
        m.tlp,
        m.severity,
        m.act_by,
        m.confirm_by,
        m.expires_at,
        m.to_providers,
        m.supersedes.as_deref(),
        m.confirm_from,
        &m.techniques
    )
}

pub async fn set_audience(tx: &mut Tx, id: &AdvisoryId, number: i64, audience: Option<Audience>, reason: &str) -> Result<u64> {
    exec!(tx, "UPDATE revision SET audience = $3, reason = $4 WHERE advisory_id = $1 AND number = $2", id, number, audience, reason)
}

pub async fn set_in_review(tx: &mut Tx, id: &AdvisoryId, number: i64, now: i64) -> Result<u64> {
    exec!(
        tx,
        "UPDATE revision SET state = 'in-review', submitted_at = $3, comment = '', void = '' WHERE advisory_id = $1 AND number = $2 AND state = 'draft'",
        id,
        number,
        now
    )
}

/// False when it changed since `lock`, or is not in review.
pub async fn set_draft(tx: &mut Tx, id: &AdvisoryId, number: i64, lock: i64, comment: &str) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE revision SET state = 'draft', comment = $4, void = '', lock_version = lock_version + 1 WHERE advisory_id = $1 AND number = $2 AND lock_version = $3 AND state = 'in-review'",
        id,
        number,
        lock,
        comment
    )?)
}

/// False when it was withdrawn meanwhile.
pub async fn set_current(tx: &mut Tx, id: &AdvisoryId, number: i64, now: i64) -> Result<bool> {
    Ok(1 == exec!(tx, "UPDATE advisory SET current = $2, published_at = $3, changed_at = $3 WHERE id = $1 AND withdrawn_at IS NULL", id, number, now)?)
}

/// False when somebody else opened the next version first.
pub async fn set_working(tx: &mut Tx, id: &AdvisoryId, from: i64, to: i64, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE advisory SET working = $3, changed_at = $4 WHERE id = $1 AND working = $2 AND current = $2 AND withdrawn_at IS NULL",
        id,
        from,
        to,
        now
    )?)
}

/// False when it is withdrawn already.
pub async fn set_withdrawn(tx: &mut Tx, id: &AdvisoryId, now: i64, reason: &str, replacement: Option<&str>) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE advisory SET withdrawn_at = $2, withdrawn_reason = $3, replacement = $4, changed_at = $2 WHERE id = $1 AND withdrawn_at IS NULL",
        id,
        now,
        reason,
        replacement
    )?)
}

/// What the desk's list is asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only in this state.
    pub state: Option<State>,
    /// Only those withdrawn.
    pub withdrawn: bool,
    /// Only those this person wrote or changed.
    pub of: Option<AccountId>,
    /// Changed before, with the id of the last row shown.
    pub after: Option<(i64, String)>,
}

/// A row of the desk's list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct DraftRow {
    /// The advisory, for paging; never shown.
    pub id: AdvisoryId,
    /// Its reference.
    pub reference: String,
    /// Its language.
    pub language: String,
    /// When it changed last.
    pub changed_at: i64,
    /// When it was withdrawn.
    pub withdrawn_at: Option<i64>,
    /// The newest version.
    pub number: i64,
    /// Where it stands.
    pub state: State,
    /// Its title.
    pub title: String,
    /// Its marking.
    pub tlp: Option<Tlp>,
    /// Its severity.
    pub severity: Option<Severity>,
    /// Who wrote it.
    pub author_name: Option<String>,
}

pub async fn list(tx: &mut Tx, f: &Filter, limit: i64) -> Result<Vec<DraftRow>> {
    let (at, id) = f.after.clone().unwrap_or((i64::MAX, String::new()));
    all!(
        tx,
        "SELECT a.id, a.reference, a.language, a.changed_at, a.withdrawn_at, r.number, r.state, r.title, r.tlp, r.severity, w.name AS author_name
           FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.working LEFT JOIN account w ON w.id = r.author_id
          WHERE (a.changed_at, a.id) < ($1, $2) AND ($3 IS NULL OR (r.state = $3 AND a.withdrawn_at IS NULL)) AND (NOT $4 OR a.withdrawn_at IS NOT NULL)
            AND ($5 IS NULL OR EXISTS (SELECT 1 FROM revision_editor e WHERE e.advisory_id = r.advisory_id AND e.number = r.number AND e.account_id = $5))
          ORDER BY a.changed_at DESC, a.id DESC LIMIT $6",
        at,
        id,
        f.state,
        f.withdrawn,
        f.of.clone(),
        limit
    )
}

/// An answer to the version readers see.
pub async fn answer(tx: &mut Tx, v: &super::Viewer, reference: &Reference, stand: super::Stand, at: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO acknowledgement (account_id, advisory_id, number, party_id, state, at)
         SELECT $1, a.id, a.current, $2, $3, $4 FROM advisory a WHERE a.reference = $5 AND a.current > 0 ON CONFLICT DO NOTHING",
        &v.account,
        &v.party,
        stand,
        at,
        reference
    )
}
