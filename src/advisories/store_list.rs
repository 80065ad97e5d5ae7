//! The reader's lists. Every query takes the viewer.
use super::{Severity, Tlp, Viewer, sight::in_audience};
use crate::{
    db::{
        Result, Tx,
        query::{Growing, Value},
    },
    exec,
    ids::AdvisoryId,
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
    /// What is due soonest first, then what has no date; such a list has no second page.
    pub by_due: bool,
    /// Only of this severity.
    pub severity: Option<Severity>,
    /// Only with this marking.
    pub tlp: Option<Tlp>,
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
    /// No longer valid after that.
    pub expires_at: Option<i64>,
    /// The reference of what has taken its place, of what the viewer may see; the row itself says only that something has.
    pub superseded_by: Option<String>,
    /// When this version was published.
    pub published_at: i64,
    /// When the viewer confirmed it.
    pub confirmed_at: Option<i64>,
    /// The newest version that the viewer has opened.
    pub read_number: Option<i64>,
}

impl Item {
    /// Where it stands.
    pub fn key(&self) -> Key {
        Key { rank: self.severity as i64, published_at: self.published_at, id: self.id.clone() }
    }
    /// Whether it has changed since the viewer opened it.
    pub fn has_changed(&self) -> bool {
        self.read_number.is_some_and(|n| n < self.number)
    }
}

macro_rules! rank {
    () => {
        "(CASE r.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'moderate' THEN 2 ELSE 3 END)"
    };
}

/// An answer to the version readers see, or to an earlier one where that still counts.
macro_rules! confirmed {
    () => {
        "(SELECT MAX(k.at) FROM acknowledgement k WHERE k.account_id = $1 AND k.advisory_id = a.id AND k.number >= r.confirm_from)"
    };
}
pub(super) use confirmed;

macro_rules! item {
    () => {
        concat!(
            "SELECT a.id, a.reference, COALESCE(t.language, a.language) AS language, r.number, COALESCE(t.title, r.title) AS title, r.tlp, r.severity,
                    r.confirm_by, r.expires_at, a.superseded_by, a.published_at, ",
            confirmed!(),
            " AS confirmed_at, (SELECT MAX(y.number) FROM reading y WHERE y.account_id = $1 AND y.advisory_id = a.id) AS read_number"
        )
    };
}
pub(super) use item;

/// What follows the tables a list is read from, the same for all of them.
macro_rules! visible {
    () => {
        concat!(
            " JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
      LEFT JOIN translation t ON t.advisory_id = a.id AND t.number = r.number AND t.language = $3
      WHERE a.withdrawn_at IS NULL AND ",
            in_audience!()
        )
    };
}

/// Up to where what the viewer has not confirmed is written down; nothing is before the first confirmation.
macro_rules! mark {
    () => {
        "COALESCE((SELECT m.up_to FROM reader_mark m WHERE m.account_id = $1 AND m.party_id = $2), 0)"
    };
}

const LIST: &str = concat!(item!(), " FROM advisory a", visible!());
/// What came after the mark.
const FRESH: &str = concat!(item!(), " FROM advisory a", visible!(), " AND a.published_at > ", mark!());
/// What was left unconfirmed before it. A row is void once its advisory was published anew: that is after the mark.
const LEFT: &str =
    concat!(item!(), " FROM reader_left l JOIN advisory a ON a.id = l.advisory_id AND a.published_at = l.published_at", visible!(), " AND l.account_id = $1");
/// Both, for another order than by time.
const OPEN: &str = concat!(
    item!(),
    " FROM (SELECT f.id FROM advisory f WHERE f.published_at > ",
    mark!(),
    " UNION SELECT l.advisory_id FROM reader_left l WHERE l.account_id = $1) u JOIN advisory a ON a.id = u.id",
    visible!()
);

/// The rows of a list. What is still to be read costs as much as there is of it, however much was confirmed: see [`settle`].
pub async fn list(tx: &mut Tx, viewer: &Viewer, list: &List, limit: i64) -> Result<Vec<Item>> {
    match list.part {
        Part::ToRead if list.by_severity || list.by_due => rows(tx, OPEN, viewer, list, limit).await,
        Part::ToRead => {
            let mut fresh = rows(tx, FRESH, viewer, list, limit).await?;
            let room = limit.saturating_sub(i64::try_from(fresh.len()).unwrap_or(limit));
            if room > 0 {
                fresh.extend(rows(tx, LEFT, viewer, list, room).await?);
            }
            Ok(fresh)
        }
        Part::Confirmed | Part::All => rows(tx, LIST, viewer, list, limit).await,
    }
}

async fn rows(tx: &mut Tx, from: &'static str, viewer: &Viewer, list: &List, limit: i64) -> Result<Vec<Item>> {
    let mut q = Growing::new(from, &[viewer.account.as_str(), viewer.party.as_str(), &viewer.language]);
    conditions(&mut q, list);
    if let Some(key) = &list.after {
        after(&mut q, key, list.by_severity);
    }
    q.push(match (list.by_severity, list.by_due) {
        (true, _) => concat!(" ORDER BY ", rank!(), ", "),
        (false, true) => " ORDER BY r.confirm_by IS NULL, r.confirm_by, ",
        (false, false) => " ORDER BY ",
    });
    q.push("a.published_at DESC, a.id DESC LIMIT ").bind(Value::Number(limit));
    q.all(tx).await
}

/// Moves the viewer's mark forward to a time: what lies between the old and the new one and is not confirmed is written down by itself. Whom a
/// published version is for never changes, so that the mark stays right; a person of another party has another mark.
pub async fn settle(tx: &mut Tx, viewer: &Viewer, to: i64) -> Result<()> {
    let left = concat!(
        "INSERT INTO reader_left (account_id, advisory_id, published_at)
           SELECT $1, a.id, a.published_at FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
            WHERE a.withdrawn_at IS NULL AND ",
        in_audience!(),
        " AND a.published_at > ",
        mark!(),
        " AND a.published_at <= $3 AND ",
        confirmed!(),
        " IS NULL ON CONFLICT (account_id, advisory_id) DO UPDATE SET published_at = excluded.published_at"
    );
    exec!(tx, left, &viewer.account, &viewer.party, to)?;
    exec!(
        tx,
        "INSERT INTO reader_mark (account_id, party_id, up_to) VALUES ($1, $2, $3)
         ON CONFLICT (account_id) DO UPDATE SET party_id = $2, up_to = CASE WHEN reader_mark.party_id = $2 AND reader_mark.up_to > $3 THEN reader_mark.up_to ELSE $3 END",
        &viewer.account,
        &viewer.party,
        to
    )?;
    Ok(())
}

/// What is confirmed is left no longer.
pub async fn unleave(tx: &mut Tx, viewer: &Viewer, id: &AdvisoryId) -> Result<u64> {
    exec!(tx, "DELETE FROM reader_left WHERE account_id = $1 AND advisory_id = $2", &viewer.account, id)
}

/// What the list is asked for, but for its words.
pub(super) fn conditions(q: &mut Growing, list: &List) {
    match list.part {
        Part::ToRead => drop(q.push(concat!(" AND ", confirmed!(), " IS NULL"))),
        Part::Confirmed => drop(q.push(concat!(" AND ", confirmed!(), " IS NOT NULL"))),
        Part::All => {}
    }
    if let Some(severity) = list.severity {
        q.push(" AND r.severity = ").bind(Value::Text(severity.text().into()));
    }
    if let Some(tlp) = list.tlp {
        q.push(" AND r.tlp = ").bind(Value::Text(tlp.text().into()));
    }
}

/// The rows behind one row, in the list's order.
pub(super) fn after(q: &mut Growing, key: &Key, by_severity: bool) {
    if by_severity {
        q.push(concat!(" AND (", rank!(), " > ")).bind(Value::Number(key.rank));
        q.push(concat!(" OR (", rank!(), " = ")).bind(Value::Number(key.rank));
    }
    q.push(" AND (a.published_at, a.id) < (").bind(Value::Number(key.published_at)).push(", ").bind(Value::Text(key.id.0.clone()));
    q.push(if by_severity { ")))" } else { ")" });
}
