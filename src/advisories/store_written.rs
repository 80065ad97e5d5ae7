//! What was written and what was signed, for those who may read it.
use super::{
    Tlp, Viewer,
    content::Content,
    sight::{in_audience, version_in_audience},
};
use crate::{
    db::{Result, Tx},
    ids::AdvisoryId,
    maybe,
};

/// The text of a version as it was written.
#[derive(sqlx::FromRow)]
pub struct Written {
    /// Its marking.
    pub tlp: Tlp,
    /// The language of the text.
    pub language: String,
    /// The text.
    #[sqlx(flatten)]
    pub content: Content,
}

const WRITTEN: &str = concat!(
    "SELECT v.tlp, COALESCE(t.language, a.language) AS language, COALESCE(t.title, v.title) AS title, COALESCE(t.summary, v.summary) AS summary,
            COALESCE(t.actions, v.actions) AS actions, COALESCE(t.risks, v.risks) AS risks, COALESCE(t.systems, v.systems) AS systems,
            COALESCE(t.workaround, v.workaround) AS workaround, COALESCE(t.solution, v.solution) AS solution, COALESCE(t.detection, v.detection) AS detection,
            COALESCE(t.body, v.body) AS body, v.refs, v.indicators, COALESCE(t.change_note, v.change_note) AS change_note
       FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
       JOIN revision v ON v.advisory_id = a.id AND v.number = $4 AND v.number <= a.current AND v.state = 'published'
       LEFT JOIN translation t ON t.advisory_id = v.advisory_id AND t.number = v.number AND t.language = $5
      WHERE a.reference = $3 AND a.withdrawn_at IS NULL AND ",
    in_audience!(),
    " AND ",
    version_in_audience!()
);

pub async fn written(tx: &mut Tx, viewer: &Viewer, reference: &str, number: i64) -> Result<Option<Written>> {
    maybe!(tx, WRITTEN, &viewer.account, &viewer.party, reference, number, &viewer.language)
}

/// What the agency signed.
#[derive(sqlx::FromRow)]
pub struct Signed {
    /// The text.
    pub text: String,
    /// Its detached CMS signature, in DER.
    pub signature: Vec<u8>,
}

pub async fn signed(tx: &mut Tx, id: &AdvisoryId, number: i64, for_party: &str) -> Result<Option<Signed>> {
    maybe!(tx, "SELECT text, signature FROM signed_text WHERE advisory_id = $1 AND number = $2 AND for_party = $3", id, number, for_party)
}
