//! What readers see of the tables of advisories. Every query takes the viewer.
use super::{
    Audience, Severity, Stand, Tlp, Viewer,
    sight::{in_audience, version_in_audience},
};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AdvisoryId,
    maybe, value,
};

/// One version of an advisory, whole.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Article {
    /// Its id; never shown.
    pub id: AdvisoryId,
    /// Its reference.
    pub reference: String,
    /// The language of this text.
    pub language: String,
    /// The version that counts.
    pub current: i64,
    /// When it was withdrawn.
    pub withdrawn_at: Option<i64>,
    /// Why.
    pub withdrawn_reason: Option<String>,
    /// The reference of what takes its place.
    pub replacement: Option<String>,
    /// The reference of a later advisory that has taken its place while it stays readable.
    pub superseded_by: Option<String>,
    /// The language that it was written in.
    pub original: String,
    /// Whether it is there in both languages.
    pub translated: bool,
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
    /// The first version an answer to which still counts.
    pub confirm_from: i64,
    /// No longer valid after that.
    pub expires_at: Option<i64>,
    /// Whether a party may pass it to the provider it has a contract with.
    pub to_providers: bool,
    /// What it asks a party to do, of the five techniques, separated by bars: the directory names who helps with each.
    pub techniques: String,
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
    /// The sections and the body as our renderer made them.
    pub rendered: String,
    /// What the viewer's party alone reads, as our renderer made it; empty for none.
    pub annex: String,
    /// The annex's language.
    pub annex_language: String,
    /// How many files go with it.
    pub files: i64,
    /// Where the viewer stands with this version.
    pub stand: Option<Stand>,
    /// Since when.
    pub stand_at: Option<i64>,
    /// The newest version that the viewer opened before.
    pub read_number: Option<i64>,
    /// Whether the viewer has opened this version before.
    pub opened: bool,
}

const ARTICLE: &str = concat!(
    "SELECT a.id, a.reference, COALESCE(t.language, a.language) AS language, a.language AS original, a.current, a.withdrawn_at, a.withdrawn_reason, a.replacement,
            a.superseded_by, v.number, COALESCE(t.title, v.title) AS title, v.tlp, v.severity, v.audience, v.act_by, v.confirm_by, v.confirm_from, v.expires_at,
            v.to_providers, v.techniques, v.published_at, v.content_hash, COALESCE(t.change_note, v.change_note) AS change_note, COALESCE(t.summary, v.summary) AS summary,
            COALESCE(t.actions, v.actions) AS actions, v.refs, v.indicators, COALESCE(t.rendered, v.rendered) AS rendered,
            CASE WHEN x.party_id IS NULL THEN '' WHEN a.language = $5 OR x.translated = '' THEN x.rendered ELSE x.rendered_translated END AS annex,
            CASE WHEN x.translated = '' OR a.language = $5 OR x.party_id IS NULL THEN a.language ELSE $5 END AS annex_language,
            EXISTS (SELECT 1 FROM translation o WHERE o.advisory_id = v.advisory_id AND o.number = v.number) AS translated,
            (SELECT COUNT(*) FROM attachment f WHERE f.advisory_id = v.advisory_id AND f.number = v.number) AS files,
            k.state AS stand, k.at AS stand_at, (SELECT MAX(y.number) FROM reading y WHERE y.account_id = $1 AND y.advisory_id = a.id) AS read_number,
            EXISTS (SELECT 1 FROM reading y WHERE y.account_id = $1 AND y.advisory_id = a.id AND y.number = v.number) AS opened
       FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
       JOIN revision v ON v.advisory_id = a.id AND v.number = COALESCE($4, a.current) AND v.state = 'published'
       LEFT JOIN translation t ON t.advisory_id = v.advisory_id AND t.number = v.number AND t.language = $5
       LEFT JOIN annex x ON x.advisory_id = v.advisory_id AND x.number = v.number AND x.party_id = $2
       LEFT JOIN acknowledgement k ON k.account_id = $1 AND k.advisory_id = a.id AND k.number =
            (SELECT MAX(n.number) FROM acknowledgement n WHERE n.account_id = $1 AND n.advisory_id = a.id AND n.number >= v.confirm_from AND n.number <= v.number)
      WHERE a.reference = $3 AND ",
    in_audience!(),
    " AND ",
    version_in_audience!()
);

/// A version in the viewer's language where there is one: the current one, or an earlier one that was addressed to the viewer as well.
pub async fn article(tx: &mut Tx, viewer: &Viewer, reference: &str, number: Option<i64>) -> Result<Option<Article>> {
    maybe!(tx, ARTICLE, &viewer.account, &viewer.party, reference, number, &viewer.language)
}

/// Notes that the viewer has opened a version; once.
pub async fn opened(tx: &mut Tx, viewer: &Viewer, id: &AdvisoryId, number: i64, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO reading (account_id, advisory_id, number, party_id, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
        &viewer.account,
        id,
        number,
        &viewer.party,
        now
    )
}

macro_rules! seen {
    ($more:literal) => {
        concat!(
            "SELECT EXISTS (SELECT 1 FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current WHERE a.reference = $3 AND ",
            $more,
            in_audience!(),
            ")"
        )
    };
}

/// Whether it was not withdrawn, and is addressed to the viewer.
pub async fn stands(tx: &mut Tx, viewer: &Viewer, reference: &str) -> Result<bool> {
    value!(tx, seen!("a.withdrawn_at IS NULL AND "), &viewer.account, &viewer.party, reference)
}

/// Whether the version readers see now is addressed to the viewer.
pub async fn sees(tx: &mut Tx, viewer: &Viewer, reference: &str) -> Result<bool> {
    value!(tx, seen!(""), &viewer.account, &viewer.party, reference)
}

/// The reference of what has taken an advisory's place, of what stands and the viewer may see: the newest, where several have.
pub async fn successor(tx: &mut Tx, viewer: &Viewer, older: &str) -> Result<Option<String>> {
    let row: Option<(String,)> = maybe!(
        tx,
        concat!(
            "SELECT a.reference FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
              WHERE a.id IN (SELECT s.advisory_id FROM revision s WHERE s.supersedes = $3 AND s.state = 'published') AND a.reference <> $3 AND a.withdrawn_at IS NULL AND ",
            in_audience!(),
            " ORDER BY a.published_at DESC, a.id DESC LIMIT 1"
        ),
        &viewer.account,
        &viewer.party,
        older
    )?;
    Ok(row.map(|r| r.0))
}

/// A published version in the history.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Past {
    /// Which.
    pub number: i64,
    /// Its marking.
    pub tlp: Tlp,
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
            "SELECT v.number, v.tlp, v.published_at, COALESCE(t.change_note, v.change_note) AS change_note FROM revision v
               LEFT JOIN translation t ON t.advisory_id = v.advisory_id AND t.number = v.number AND t.language = $5 WHERE v.advisory_id = $3 AND v.number <= $4 AND v.state = 'published' AND ",
            version_in_audience!(),
            " ORDER BY v.number DESC"
        ),
        &viewer.account,
        &viewer.party,
        id,
        current,
        &viewer.language
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

pub async fn confirmed_in_party(tx: &mut Tx, viewer: &Viewer, id: &AdvisoryId, confirm_from: i64) -> Result<Vec<Mine>> {
    all!(
        tx,
        "SELECT a.name, k.state, k.at FROM acknowledgement k JOIN account a ON a.id = k.account_id
          WHERE k.advisory_id = $1 AND k.party_id = $3 AND a.party_id = $3 AND k.number =
                (SELECT MAX(n.number) FROM acknowledgement n WHERE n.account_id = k.account_id AND n.advisory_id = $1 AND n.number >= $2) ORDER BY k.at",
        id,
        confirm_from,
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
