//! What a hash is of.
use super::{
    Tlp, Viewer,
    sight::{in_audience, version_in_audience},
};
use crate::{
    db::{Result, Tx},
    maybe,
};

/// A document that is the agency's.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Known {
    /// Its reference.
    pub reference: String,
    /// The version it belongs to.
    pub number: i64,
    /// The version that counts.
    pub current: i64,
    /// Its marking.
    pub tlp: Tlp,
    /// When that version was published.
    pub published_at: i64,
    /// When the advisory was withdrawn.
    pub withdrawn_at: Option<i64>,
    /// What has taken its place.
    pub superseded_by: Option<String>,
    /// `text`, `annex`, `file` or `copy`.
    pub what: String,
    /// The file's name; empty for a text.
    pub name: String,
}

/// Texts, files and copies with the hash `$3`, newest version first; what follows says which of them count. `$1` is a person, `$2` a party.
macro_rules! known {
    ($which:expr) => {
        concat!(
            "SELECT a.reference, v.number, a.current, v.tlp, v.published_at, a.withdrawn_at, a.superseded_by, d.what, d.name
               FROM (SELECT s.advisory_id, s.number, CASE s.for_party WHEN '' THEN 'text' ELSE 'annex' END AS what, '' AS name, s.for_party
                       FROM signed_text s WHERE s.hash = $3
                     UNION ALL
                     SELECT t.advisory_id, t.number, 'file', t.name, '' FROM file f JOIN attachment t ON t.file_id = f.id WHERE f.hash = $3
                     UNION ALL
                     SELECT t.advisory_id, t.number, 'copy', t.name, w.party_id FROM file_copy c JOIN attachment t ON t.file_id = c.file_id
                       JOIN account w ON w.id = c.account_id WHERE c.hash = $3) d
               JOIN advisory a ON a.id = d.advisory_id JOIN revision v ON v.advisory_id = d.advisory_id AND v.number = d.number AND v.state = 'published'
               JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
              WHERE ",
            $which,
            " ORDER BY v.number DESC, a.id LIMIT 1"
        )
    };
}

pub async fn of_reader(tx: &mut Tx, viewer: &Viewer, hash: &[u8]) -> Result<Option<Known>> {
    maybe!(
        tx,
        known!(concat!("(d.for_party = '' OR d.for_party = $2) AND ", in_audience!(), " AND ", version_in_audience!())),
        &viewer.account,
        &viewer.party,
        hash
    )
}

pub async fn of_desk(tx: &mut Tx, hash: &[u8]) -> Result<Option<Known>> {
    // The first two values are those of the reader's question, so that both are one text.
    maybe!(tx, known!("$1 = '' AND $2 = '' AND a.published_at IS NOT NULL"), "", "", hash)
}
