//! Keeping the register true: one officer proposes a list or a word, another looks at what it would do and decides.
use super::{
    check::{self, Checked},
    may,
    recording::{self, Empty, Imported},
    register::{self, Row},
    store_change::{self as store, New},
};
use crate::{
    audit::{self, Act, Action},
    crypto::sha256,
    db::Tx,
    error::{Error, Result},
    ids::ProviderId,
};
use jiff::civil::Date;
pub use store::Change;

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Kind {
    /// A whole list, as it was published.
    List,
    /// One word on one decision.
    Word,
}

impl Kind {
    fn empty(self) -> Empty {
        match self {
            Self::List => Empty::Keeps,
            Self::Word => Empty::Clears,
        }
    }
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::List => "register-kind-list",
            Self::Word => "register-kind-word",
        }
    }
}

/// A change that an officer proposes.
pub struct Proposal<'a> {
    /// A list or a word.
    pub kind: Kind,
    /// The file's name, or what the word is about.
    pub name: &'a str,
    /// The rows, as they were checked.
    pub rows: &'a [Row],
    /// From which day what the list leaves out is withdrawn.
    pub gone_from: Option<Date>,
    /// Why.
    pub reason: &'a str,
}

/// What the record of a proposal is bound to.
fn bound(gone_from: &str, csv: &str) -> [u8; 32] {
    sha256(format!("vigie register change 1\n{gone_from}\n{csv}").as_bytes())
}

/// Keeps a proposal for another officer to decide on. Says its id.
///
/// # Errors
/// When the database or the log fails.
pub async fn propose(tx: &mut Tx, act: &Act, go: may::Keep, p: &Proposal<'_>) -> Result<String> {
    let bytes = register::csv(p.rows.iter().map(register::line)).map_err(|_| Error::Crypto("a list could not be written"))?;
    let csv = String::from_utf8(bytes).map_err(|_| Error::Crypto("a list could not be written"))?;
    let gone_from = p.gone_from.map(|d| d.to_string()).unwrap_or_default();
    let hash = bound(&gone_from, &csv);
    // A change's id is as random as any other.
    let id = ProviderId::new().0;
    let new = New { id: &id, kind: p.kind, name: p.name, csv: &csv, hash: &hash, gone_from: &gone_from, reason: p.reason, by: go.by(), now: act.at };
    store::insert(tx, &new).await?;
    let mut event = act.did(Action::RegisterChangeProposed, id.as_str());
    event.detail = format!("{}: {}", p.name, p.reason);
    event.hash = Some(hash);
    audit::append(tx, &act.keys, &event).await?;
    Ok(id)
}

/// A change and what it would do to the register as it stands.
pub struct Look {
    /// The change.
    pub change: Change,
    /// What it would do.
    pub checked: Checked,
    rows: Vec<Row>,
}

/// Looks at a change.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn look(tx: &mut Tx, id: &str, today: Date) -> Result<Look> {
    let change = store::find(tx, id).await?.ok_or(Error::NotFound)?;
    // What was proposed stands in the log; rows that somebody changed since are nobody's proposal.
    let proposed = audit::done_to(tx, id).await?.into_iter().find(|r| r.is_one_of(&[Action::RegisterChangeProposed])).and_then(|r| r.hash);
    if proposed.as_deref() != Some(&bound(&change.gone_from, &change.csv)[..]) {
        return Err(Error::Log("a proposed change of the register is not the one that the log says"));
    }
    let mut rows = register::parse(change.csv.as_bytes()).map_err(|_: Vec<register::Says>| Error::Crypto("a proposed list cannot be read"))?.rows;
    if change.kind == Kind::Word {
        // Who writes a word down by hand says with the day of the decision from when it counts.
        rows.iter_mut().for_each(|row| row.counts_from = row.decision_date);
    }
    let mut checked = check::check(tx, &rows, change.kind.empty(), today).await?;
    if change.kind == Kind::Word {
        checked.gone.clear();
    }
    Ok(Look { change, checked, rows })
}

/// Decides on what another officer proposed.
///
/// # Errors
/// [`Error::Stale`] when somebody else decided first.
pub async fn decide(tx: &mut Tx, act: &Act, go: may::Decide, look: Look, approve: bool, today: Date) -> Result<Imported> {
    let change = go.change();
    if !store::decide(tx, &change.id, go.by(), approve, act.at).await? {
        return Err(Error::Stale("stale-register-change"));
    }
    let mut done = Imported::default();
    if approve {
        let mut rows = look.rows;
        if let Some(day) = register::date(&change.gone_from) {
            rows.extend(look.checked.gone.into_iter().map(|row| Row { decision_date: Some(day), counts_from: Some(day), ..row }));
        }
        done = recording::import(tx, act, &rows, today, change.kind.empty(), || ()).await?;
    }
    let mut event = act.did(Action::RegisterChangeDecided, change.id.as_str());
    event.detail = if approve { "approved".into() } else { "refused".into() };
    audit::append(tx, &act.keys, &event).await?;
    Ok(done)
}

/// The version of the register; whoever asks holds it for their transaction, so that nobody changes it in between.
///
/// # Errors
/// When the database fails.
pub async fn version(tx: &mut Tx) -> Result<i64> {
    super::store::hold(tx).await?;
    Ok(super::store::version(tx).await?)
}

/// What waits for a second officer.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Change>> {
    Ok(store::waiting(tx).await?)
}

/// The newest changes, those that wait among them.
///
/// # Errors
/// When the database fails.
pub async fn newest(tx: &mut Tx, most: i64) -> Result<Vec<Change>> {
    Ok(store::newest(tx, most).await?)
}
