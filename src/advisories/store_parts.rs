//! The parts of a version beside its text: the hands that wrote it, its translation, annexes and attachments.
use super::content::Content;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    files::name::escaped,
    ids::{AccountId, AdvisoryId, PartyId},
    maybe,
};

/// Somebody who wrote or changed a version, or is named as its co-author.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Hand {
    /// The account.
    pub id: AccountId,
    /// The name.
    pub name: String,
}

pub async fn editors(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<Hand>> {
    all!(
        tx,
        "SELECT w.id, w.name FROM revision_editor e JOIN account w ON w.id = e.account_id
          WHERE e.advisory_id = $1 AND e.number = $2 ORDER BY w.name, w.id",
        id,
        number
    )
}

/// Every account of everybody who wrote, changed or is named: two accounts of one person count as one.
pub async fn barred(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> = all!(
        tx,
        "SELECT w.id FROM revision_editor e JOIN account x ON x.id = e.account_id
           JOIN account w ON w.id = x.id OR COALESCE(w.same_as, w.id) = COALESCE(x.same_as, x.id)
          WHERE e.advisory_id = $1 AND e.number = $2 AND w.membership = 'staff' ORDER BY w.id",
        id,
        number
    )?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

pub async fn name_hand(tx: &mut Tx, id: &AdvisoryId, number: i64, who: &AccountId) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO revision_editor (advisory_id, number, account_id, named) VALUES ($1, $2, $3, TRUE)
         ON CONFLICT (advisory_id, number, account_id) DO UPDATE SET named = TRUE",
        id,
        number,
        who
    )
}

/// Authors who can be named: id and name.
pub async fn possible_hands(tx: &mut Tx) -> Result<Vec<(AccountId, String)>> {
    all!(tx, "SELECT id, name FROM account WHERE membership = 'staff' AND state = 'confirmed' AND author ORDER BY name, id")
}

/// A version in the other language; its references and indicators are those of the original.
pub async fn translation(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Option<Content>> {
    maybe!(
        tx,
        "SELECT title, change_note, summary, actions, body, '' AS refs, '' AS indicators, risks, systems, workaround, solution, detection
           FROM translation WHERE advisory_id = $1 AND number = $2",
        id,
        number
    )
}

pub async fn drop_translation(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM translation WHERE advisory_id = $1 AND number = $2", id, number)
}

pub async fn set_translation(tx: &mut Tx, id: &AdvisoryId, number: i64, language: &str, c: &Content) -> Result<u64> {
    let s = &c.sections;
    drop_translation(tx, id, number).await?;
    exec!(
        tx,
        "INSERT INTO translation (advisory_id, number, language, title, change_note, summary, actions, body, risks, systems, workaround, solution, detection,
                                  rendered) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '')",
        id,
        number,
        language,
        &c.title,
        &c.change_note,
        &c.summary,
        &c.actions,
        &c.body,
        &s.risks,
        &s.systems,
        &s.workaround,
        &s.solution,
        &s.detection
    )
}

pub async fn set_translation_rendered(tx: &mut Tx, id: &AdvisoryId, number: i64, rendered: &str) -> Result<u64> {
    exec!(tx, "UPDATE translation SET rendered = $3 WHERE advisory_id = $1 AND number = $2", id, number, rendered)
}

/// A section that one party alone reads.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Annex {
    /// The party.
    pub party_id: PartyId,
    /// Its address.
    pub slug: String,
    /// Its name.
    pub party: String,
    /// Markdown, in the advisory's language.
    pub body: String,
    /// The same in the other language; empty when there is none.
    pub translated: String,
}

pub async fn annexes(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<Annex>> {
    all!(
        tx,
        "SELECT x.party_id, p.slug, p.name AS party, x.body, x.translated FROM annex x JOIN party p ON p.id = x.party_id
          WHERE x.advisory_id = $1 AND x.number = $2 ORDER BY x.party_id",
        id,
        number
    )
}

pub async fn drop_annex(tx: &mut Tx, id: &AdvisoryId, number: i64, party: &PartyId) -> Result<u64> {
    exec!(tx, "DELETE FROM annex WHERE advisory_id = $1 AND number = $2 AND party_id = $3", id, number, party)
}

pub async fn set_annex(tx: &mut Tx, id: &AdvisoryId, number: i64, party: &PartyId, body: &str, translated: &str) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO annex (advisory_id, number, party_id, body, translated, rendered, rendered_translated) VALUES ($1, $2, $3, $4, $5, '', '')
         ON CONFLICT (advisory_id, number, party_id) DO UPDATE SET body = $4, translated = $5",
        id,
        number,
        party,
        body,
        translated
    )
}

pub async fn set_annex_rendered(tx: &mut Tx, id: &AdvisoryId, number: i64, party: &PartyId, rendered: &str, translated: &str) -> Result<u64> {
    exec!(
        tx,
        "UPDATE annex SET rendered = $4, rendered_translated = $5 WHERE advisory_id = $1 AND number = $2 AND party_id = $3",
        id,
        number,
        party,
        rendered,
        translated
    )
}

/// A file that goes with a version.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// The file; never shown.
    pub file_id: String,
    /// Its type, as its names end: `pdf`, `png`, …
    pub kind: String,
    /// Bytes.
    pub size: i64,
    /// SHA-256.
    pub hash: Vec<u8>,
}

impl Attachment {
    /// Its name as the last part of an address.
    pub fn address(&self) -> String {
        escaped(&self.name)
    }
}

pub async fn attachments(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<Attachment>> {
    all!(
        tx,
        "SELECT t.name, t.file_id, f.kind, f.size, f.hash FROM attachment t JOIN file f ON f.id = t.file_id
          WHERE t.advisory_id = $1 AND t.number = $2 ORDER BY t.name",
        id,
        number
    )
}

pub async fn copy_attachments(tx: &mut Tx, id: &AdvisoryId, from: i64, to: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO attachment (advisory_id, number, name, file_id) SELECT advisory_id, $3, name, file_id FROM attachment WHERE advisory_id = $1 AND number = $2",
        id,
        from,
        to
    )
}
