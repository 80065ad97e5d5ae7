//! What people of the agency opened of a party's, and which references a reader may be told.
use super::{Viewer, sight::in_audience, store_readership::addressed};
use crate::{
    accounts::{ledger::Who, who},
    all,
    db::{Result, Tx},
    ids::PartyId,
};

/// That a record `l` of the agency's is about the party `p` of `$1`: its page, one of its people's records (`o`), who of it has opened
/// and answered an advisory, or the report over all parties. Of an advisory whose version of then was not addressed to the party nothing
/// of it was shown, nor of what happened before it was there.
macro_rules! opened {
    () => {
        concat!(
            "l.party = '' AND l.outcome = 'done' AND p.created_at <= l.at AND (
               (l.action = 'party.read' AND l.object = p.slug)
            OR (l.action = 'contact.read' AND o.party_id = p.id)
            OR l.action = 'treatment.read' OR (l.action = 'report.exported' AND l.object = 'treatment')
            OR (l.action = 'advisory.readership-read' AND EXISTS (SELECT 1 FROM advisory d JOIN revision r ON r.advisory_id = d.id
                 WHERE d.reference = l.object AND r.number = (SELECT MAX(e.number) FROM revision e WHERE e.advisory_id = d.id AND e.state = 'published' AND e.published_at <= l.at)
                   AND ",
            addressed!(),
            ")))"
        )
    };
}
pub(super) use opened;

/// One opening.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Opening {
    /// Where it stands in the log: it must not reach a reader.
    pub n: i64,
    /// When.
    pub at: i64,
    #[sqlx(flatten)]
    /// By whom.
    pub who: Who,
    /// What.
    pub action: String,
    /// On what.
    pub object: String,
    /// Whose record, where it is one of the party's people.
    pub whom: Option<String>,
}

/// What was opened since a time, before an index, newest first.
pub async fn openings(tx: &mut Tx, party: &PartyId, since: i64, before: i64, limit: i64) -> Result<Vec<Opening>> {
    all!(
        tx,
        concat!(
            "SELECT l.n, l.at, l.actor, ",
            who!(),
            ", l.action, l.object, CASE WHEN o.party_id = p.id THEN o.name END AS whom
               FROM audit_record l JOIN party p ON p.id = $1 LEFT JOIN account w ON w.id = l.actor LEFT JOIN account o ON o.id = l.object
              WHERE l.action IN ('party.read', 'contact.read', 'treatment.read', 'report.exported', 'advisory.readership-read')
                AND l.at >= $2 AND l.n < $3 AND ",
            opened!(),
            " ORDER BY l.n DESC LIMIT $4"
        ),
        party,
        since,
        before,
        limit
    )
}

/// The references of every advisory that the viewer may see.
pub async fn references(tx: &mut Tx, viewer: &Viewer) -> Result<Vec<(String,)>> {
    all!(
        tx,
        concat!("SELECT a.reference FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current WHERE ", in_audience!()),
        &viewer.account,
        &viewer.party
    )
}
