//! What readers see of the tables of advisories. Every query takes the viewer.
use super::{
    Audience, Severity, Stand, Tlp, Viewer,
    sight::{in_audience, version_in_audience},
};
use crate::{
    all,
    db::{
        Result, Tx,
        query::{Growing, Value},
    },
    exec,
    ids::AdvisoryId,
    maybe, value,
};

/// Which rows of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Those the viewer has not confirmed.
    ToRead,
    /// Those the viewer has.
    Confirmed,
    /// Both.
    All,
}

/// What a list is asked for.
#[derive(Clone, Debug)]
pub struct List {
    /// Which rows.
    pub part: Part,
    /// The most severe first, rather than the newest.
    pub by_severity: bool,
    /// Only of this severity.
    pub severity: Option<Severity>,
    /// Only with this marking.
    pub tlp: Option<Tlp>,
    /// Only with these words, folded.
    pub words: Vec<String>,
    /// The row after which the page begins.
    pub after: Option<Key>,
}

/// Where a row stands in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// 0 is critical.
    pub rank: i64,
    /// When it was published.
    pub published_at: i64,
    /// Its id.
    pub id: AdvisoryId,
}

/// A row of the list.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Item {
    /// Its id, for paging; never shown.
    pub id: AdvisoryId,
    /// Its reference.
    pub reference: String,
    /// Its language.
    pub language: String,
    /// The version readers see.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Its marking.
    pub tlp: Tlp,
    /// Its severity.
    pub severity: Severity,
    /// To be confirmed by then.
    pub confirm_by: Option<i64>,
    /// When this version was published.
    pub published_at: i64,
    /// When the viewer confirmed it.
    pub confirmed_at: Option<i64>,
}

impl Item {
    /// Where it stands.
    pub fn key(&self) -> Key {
        Key { rank: self.severity as i64, published_at: self.published_at, id: self.id.clone() }
    }
}

macro_rules! rank {
    () => {
        "(CASE r.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'moderate' THEN 2 ELSE 3 END)"
    };
}

const LIST: &str = concat!(
    "SELECT a.id, a.reference, a.language, r.number, r.title, r.tlp, r.severity, r.confirm_by, a.published_at, k.at AS confirmed_at
       FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
       LEFT JOIN acknowledgement k ON k.account_id = $1 AND k.advisory_id = a.id AND k.number = a.current
      WHERE a.withdrawn_at IS NULL AND ",
    in_audience!()
);

pub async fn list(tx: &mut Tx, viewer: &Viewer, list: &List, limit: i64) -> Result<Vec<Item>> {
    let mut q = Growing::new(LIST, &[viewer.account.as_str(), viewer.party.as_str()]);
    match list.part {
        Part::ToRead => drop(q.push(" AND k.at IS NULL")),
        Part::Confirmed => drop(q.push(" AND k.at IS NOT NULL")),
        Part::All => {}
    }
    if let Some(severity) = list.severity {
        q.push(" AND r.severity = ").bind(Value::Text(severity.text().into()));
    }
    if let Some(tlp) = list.tlp {
        q.push(" AND r.tlp = ").bind(Value::Text(tlp.text().into()));
    }
    for word in &list.words {
        q.push(" AND r.folded LIKE ").bind(Value::Text(format!("%{word}%")));
    }
    if let Some(key) = &list.after {
        after(&mut q, key, list.by_severity);
    }
    q.push(if list.by_severity { concat!(" ORDER BY ", rank!(), ", ") } else { " ORDER BY " });
    q.push("a.published_at DESC, a.id DESC LIMIT ").bind(Value::Number(limit));
    q.all(tx).await
}

/// The rows behind one row, in the list's order.
fn after(q: &mut Growing, key: &Key, by_severity: bool) {
    if by_severity {
        q.push(concat!(" AND (", rank!(), " > ")).bind(Value::Number(key.rank));
        q.push(concat!(" OR (", rank!(), " = ")).bind(Value::Number(key.rank));
    }
    q.push(" AND (a.published_at, a.id) < (").bind(Value::Number(key.published_at)).push(", ").bind(Value::Text(key.id.0.clone()));
    q.push(if by_severity { ")))" } else { ")" });
}

/// One version of an advisory, whole.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Article {
    /// Its id; never shown.
    pub id: AdvisoryId,
    /// Its reference.
    pub reference: String,
    /// Its language.
    pub language: String,
    /// The version that counts.
    pub current: i64,
    /// When it was withdrawn.
    pub withdrawn_at: Option<i64>,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// The reference of what takes its place.
    pub replacement: Option<String>,
    /// This version.
    pub number: i64,
    /// Title.
    pub title: String,
    /// Marking.
    pub tlp: Tlp,
    /// Severity.
    pub severity: Severity,
    /// Whom it is for.
    pub audience: Audience,
    /// To be acted on by then.
    pub act_by: Option<i64>,
    /// To be confirmed by then.
    pub confirm_by: Option<i64>,
    /// When this version was published.
    pub published_at: i64,
    /// Of all that was approved.
    pub content_hash: Option<Vec<u8>>,
    /// What changed.
    pub change_note: String,
    /// In a few sentences.
    pub summary: String,
    /// To do now, a line each.
    pub actions: String,
    /// References, a line each.
    pub refs: String,
    /// Indicators, a line each.
    pub indicators: String,
    /// The body as our renderer made it.
    pub rendered: String,
    /// Where the viewer stands with this version.
    pub stand: Option<Stand>,
    /// Since when.
    pub stand_at: Option<i64>,
}

const ARTICLE: &str = concat!(
    "SELECT a.id, a.reference, a.language, a.current, a.withdrawn_at, a.withdrawn_reason, a.replacement, v.number, v.title, v.tlp, v.severity, v.audience,
            v.act_by, v.confirm_by, v.published_at, v.content_hash, v.change_note, v.summary, v.actions, v.refs, v.indicators, v.rendered,
            k.state AS stand, k.at AS stand_at
       FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
       JOIN revision v ON v.advisory_id = a.id AND v.number = COALESCE($4, a.current) AND v.state = 'published'
       LEFT JOIN acknowledgement k ON k.account_id = $1 AND k.advisory_id = a.id AND k.number = v.number
      WHERE a.reference = $3 AND ",
    in_audience!(),
    " AND ",
    version_in_audience!()
);

/// A version: the current one, or an earlier one that was addressed to the viewer as well.
pub async fn article(tx: &mut Tx, viewer: &Viewer, reference: &str, number: Option<i64>) -> Result<Option<Article>> {
    maybe!(tx, ARTICLE, &viewer.account, &viewer.party, reference, number)
}

/// Whether the version readers see now is addressed to the viewer.
pub async fn sees(tx: &mut Tx, viewer: &Viewer, reference: &str) -> Result<bool> {
    value!(
        tx,
        concat!(
            "SELECT EXISTS (SELECT 1 FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current WHERE a.reference = $3 AND ",
            in_audience!(),
            ")"
        ),
        &viewer.account,
        &viewer.party,
        reference
    )
}

/// A published version in the history.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Past {
    /// Which.
    pub number: i64,
    /// When it was published.
    pub published_at: i64,
    /// What changed.
    pub change_note: String,
}

/// The versions that were addressed to the viewer, newest first.
pub async fn history(tx: &mut Tx, viewer: &Viewer, id: &AdvisoryId, current: i64) -> Result<Vec<Past>> {
    all!(
        tx,
        concat!(
            "SELECT v.number, v.published_at, v.change_note FROM revision v WHERE v.advisory_id = $3 AND v.number <= $4 AND v.state = 'published' AND ",
            version_in_audience!(),
            " ORDER BY v.number DESC"
        ),
        &viewer.account,
        &viewer.party,
        id,
        current
    )
}

/// A person of the viewer's own party who confirmed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Mine {
    /// Who.
    pub name: String,
    /// Where they stand.
    pub state: Stand,
    /// Since when.
    pub at: i64,
}

pub async fn confirmed_in_party(tx: &mut Tx, viewer: &Viewer, id: &AdvisoryId, number: i64) -> Result<Vec<Mine>> {
    all!(
        tx,
        "SELECT a.name, k.state, k.at FROM acknowledgement k JOIN account a ON a.id = k.account_id
          WHERE k.advisory_id = $1 AND k.number = $2 AND k.party_id = $3 AND a.party_id = $3 ORDER BY k.at",
        id,
        number,
        &viewer.party
    )
}

pub async fn acknowledge(tx: &mut Tx, viewer: &Viewer, id: &AdvisoryId, number: i64, stand: Stand, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO acknowledgement (account_id, advisory_id, number, party_id, state, at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (account_id, advisory_id, number) DO UPDATE SET state = $5, at = $6",
        &viewer.account,
        id,
        number,
        &viewer.party,
        stand,
        now
    )
}
