//! The words of what readers see now: FTS5 on SQLite, a tsvector on PostgreSQL. One of the three places where the two differ.
//! A party with an annex has a row of its own, which holds the words of both, so that one row answers for one reader.
use super::{
    List, Viewer,
    searching::{self, Snippet},
    sight::in_audience,
    store_list::{Key, after, conditions, confirmed, item},
};
use crate::{
    db::{
        Conn, Result, Tx,
        query::{Growing, Value},
    },
    exec,
    ids::AdvisoryId,
};

/// Nothing of the advisory is found any more.
pub async fn forget(tx: &mut Tx, id: &AdvisoryId) -> Result<u64> {
    exec!(tx, "DELETE FROM searchable WHERE advisory_id = $1", id)
}

/// The advisory is found by these words: by everybody who may see it, or by one party when `for_party` is its id.
pub async fn remember(tx: &mut Tx, id: &AdvisoryId, for_party: &str, words: &str) -> Result<u64> {
    exec!(tx, "INSERT INTO searchable (advisory_id, for_party, words) VALUES ($1, $2, $3)", id, for_party, words)
}

/// A row of what was found, with the texts to show a piece of.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Found {
    /// The row of the list.
    #[sqlx(flatten)]
    pub item: super::Item,
    /// In a few sentences.
    pub summary: String,
    /// To do now.
    pub actions: String,
    /// The beginning of the body.
    pub body: String,
}

impl Found {
    /// The piece of text around what was found.
    pub fn snippet(&self, asked: &[String]) -> Option<Snippet> {
        searching::snippet(&[&self.summary, &self.actions, &self.body], asked)
    }
}

/// What is read of each row.
macro_rules! found {
    () => {
        concat!(
            item!(),
            ", COALESCE(t.summary, r.summary) AS summary, COALESCE(t.actions, r.actions) AS actions, substr(COALESCE(t.body, r.body), 1, 20000) AS body FROM "
        )
    };
}

/// Rights and filters, the same on both. No engine's ranking is used: it would depend on documents that the viewer does not see.
macro_rules! allowed {
    () => {
        concat!(
            " JOIN advisory a ON a.id = s.advisory_id JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
       LEFT JOIN translation t ON t.advisory_id = a.id AND t.number = r.number AND t.language = $3
      WHERE (s.for_party = $2 OR (s.for_party = '' AND NOT EXISTS (SELECT 1 FROM searchable o WHERE o.advisory_id = s.advisory_id AND o.for_party = $2)))
        AND a.withdrawn_at IS NULL AND ",
            in_audience!()
        )
    };
}

/// Rows are numbered in the order in which they were published, and FTS5 hands out what it finds from the last number down: the first
/// page is found without looking at the rest.
const ON_SQLITE: &str = concat!(found!(), "searchable_words w CROSS JOIN searchable s ON s.id = w.rowid", allowed!());
const ON_POSTGRES: &str = concat!(found!(), "searchable s", allowed!());

pub async fn find(tx: &mut Tx, viewer: &Viewer, list: &List, words: &[String], limit: i64) -> Result<Vec<Found>> {
    let given = [viewer.account.as_str(), viewer.party.as_str(), &viewer.language];
    // The words hold letters and digits alone, so nothing in them is an operator of either engine.
    let (mut q, order) = match tx.conn() {
        Conn::Sqlite(_) => {
            let mut q = Growing::new(ON_SQLITE, &given);
            let asked: Vec<String> = words.iter().map(|w| format!("\"{w}\" *")).collect();
            q.push(" AND w.words MATCH ").bind(Value::Text(asked.join(" ")));
            if let Some(key) = &list.after {
                below(&mut q, key);
            }
            (q, " ORDER BY w.rowid DESC LIMIT ")
        }
        Conn::Postgres(_) => {
            let mut q = Growing::new(ON_POSTGRES, &given);
            let asked: Vec<String> = words.iter().map(|w| format!("{w}:*")).collect();
            q.push(" AND to_tsvector('simple', s.words) @@ to_tsquery('simple', ").bind(Value::Text(asked.join(" & "))).push(")");
            if let Some(key) = &list.after {
                after(&mut q, key, false);
            }
            (q, " ORDER BY a.published_at DESC, a.id DESC LIMIT ")
        }
    };
    if !viewer.opens_red {
        // Which words bring a row up is text too.
        q.push(" AND r.tlp <> 'RED'");
    }
    conditions(&mut q, list);
    q.push(order).bind(Value::Number(limit));
    q.all(tx).await
}

/// The rows behind one row, by number. One that was withdrawn since has none: then behind what was published no later.
fn below(q: &mut Growing, key: &Key) {
    q.push(" AND w.rowid < COALESCE((SELECT MIN(z.id) FROM searchable z WHERE z.advisory_id = ").bind(Value::Text(key.id.0.clone()));
    q.push("), (SELECT MAX(z.id) + 1 FROM searchable z JOIN advisory b ON b.id = z.advisory_id WHERE b.published_at <= ").bind(Value::Number(key.published_at));
    q.push("), 0)");
}
