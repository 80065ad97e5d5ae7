//! Keeping the register true: one officer proposes a list, a word or a scheme, another looks at what it would do and decides.
use super::{
    check::{self, Checked},
    may,
    recording::{self, Batch, Empty, Newest},
    register::{self, Row, Status},
    scheme::{self, Scheme},
    store,
    store_change::{self, New},
    terms::{Counts, Terms},
};
use crate::{
    apart,
    audit::{self, Act, Action},
    crypto::sha256,
    db::{Db, Tx},
    error::{Error, Result},
    ids::ProviderId,
    text::fold,
};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
pub use store_change::Change;

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "lowercase")]
pub enum Kind {
    /// A whole list, as it was published.
    List,
    /// One word on one decision.
    Word,
    /// What a scheme serves.
    Scheme,
}

impl Kind {
    fn empty(self) -> Empty {
        match self {
            Self::List => Empty::Keeps,
            Self::Word | Self::Scheme => Empty::Clears,
        }
    }
    /// The key of its word.
    pub fn key(self) -> &'static str {
        match self {
            Self::List => "register-kind-list",
            Self::Word => "register-kind-word",
            Self::Scheme => "register-kind-scheme",
        }
    }
}

/// A change that an officer proposes.
pub struct Proposal<'a> {
    /// What it is.
    pub kind: Kind,
    /// The file's name, or what it is about.
    pub name: &'a str,
    /// The rows as they were checked ([`written`]), or the scheme ([`Scheme::written`]).
    pub csv: &'a str,
    /// How the rows count.
    pub terms: Terms,
    /// Why.
    pub reason: &'a str,
}

/// Rows as they are proposed.
///
/// # Errors
/// When they cannot be written.
pub fn written(rows: &[Row]) -> Result<String> {
    let bytes = register::csv(rows.iter().map(register::line)).ok();
    bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Error::Crypto("a list could not be written"))
}

/// What the record of a proposal is bound to.
fn bound(terms: &str, csv: &str) -> [u8; 32] {
    sha256(format!("vigie register change 1\n{terms}\n{csv}").as_bytes())
}

/// Keeps a proposal for another officer to decide on. Says its id.
///
/// # Errors
/// When the database or the log fails.
pub async fn propose(tx: &mut Tx, act: &Act, go: may::Keep, p: &Proposal<'_>) -> Result<String> {
    let terms = p.terms.text();
    let hash = bound(&terms, p.csv);
    // A change's id is as random as any other.
    let id = ProviderId::new().0;
    let new = New { id: &id, kind: p.kind, name: p.name, csv: p.csv, hash: &hash, terms: &terms, reason: p.reason, by: go.by(), now: act.at };
    store_change::insert(tx, &new).await?;
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
    /// How the rows count.
    pub terms: Terms,
    /// Whether another word on the decision was taken since this one was proposed: then it is not what its officer saw.
    pub overtaken: bool,
    /// The rows; none of a scheme.
    rows: Vec<Row>,
    scheme: Option<Scheme>,
}

impl Look {
    /// Whether it was decided or taken back: then it is shown as it was proposed.
    pub fn is_done(&self) -> bool {
        is_done(&self.change)
    }
}

fn is_done(change: &Change) -> bool {
    change.decided_at.is_some() || change.withdrawn_at.is_some()
}

/// Looks at a change.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn look(db: &Db, id: &str, today: Date) -> Result<Look> {
    let mut tx = db.snapshot().await?;
    let change = store_change::find(&mut tx, id).await?.ok_or(Error::NotFound)?;
    // What was proposed stands in the log; rows that somebody changed since are nobody's proposal.
    let proposed = audit::done_to(&mut tx, id).await?.into_iter().find(|r| r.is_one_of(&[Action::RegisterChangeProposed])).and_then(|r| r.hash);
    if proposed.as_deref() != Some(&bound(&change.terms, &change.csv)[..]) {
        return Err(Error::Log("a proposed change of the register is not the one that the log says"));
    }
    let terms = Terms::from_text(&change.terms).ok_or(Error::Crypto("a proposed change cannot be read"))?;
    let (newest, words) = match is_done(&change) {
        true => (Newest::default(), scheme::Words::default()),
        false => (Newest::read(&mut tx).await?, scheme::Words::read(&mut tx).await?),
    };
    if change.kind == Kind::Scheme {
        let scheme = Scheme::read(&change.csv).ok_or(Error::Crypto("a proposed scheme cannot be read"))?;
        let checked = check::scheme(&newest, &words, &scheme);
        return Ok(Look { change, checked, terms, overtaken: false, rows: Vec::new(), scheme: Some(scheme) });
    }
    let mut withdrawn = Vec::new();
    if let (Terms::Gone(day), Some(true), Some(at)) = (terms, change.approved, change.decided_at) {
        let names: HashMap<_, _> = store::providers(&mut tx).await?.into_iter().map(|p| (p.id, p.name)).collect();
        let (words, day) = (store::decisions(&mut tx).await?, day.to_string());
        let taken = words.iter().filter(|d| d.recorded_at == at && d.effective == day && d.status == Status::Withdrawn.text());
        withdrawn = taken.filter_map(|d| Some(check::as_row(names.get(&d.provider_id)?, None, d))).collect();
    }
    drop(tx);
    let mut look = apart::run(move || compared(change, terms, newest, today)).await??;
    if look.is_done() {
        let named: HashSet<_> = look.rows.iter().map(name).collect();
        withdrawn.retain(|row| !named.contains(&name(row)));
        look.checked.gone = withdrawn;
    }
    Ok(look)
}

/// What names the decision of a row.
fn name(row: &Row) -> (String, String, String, String, Option<Date>) {
    (fold(&row.provider), fold(&row.scheme), row.offer.clone(), row.decision_no.clone(), row.valid_from)
}

/// What rows would do: for a long list, work that takes its time.
fn compared(change: Change, terms: Terms, newest: Newest, today: Date) -> Result<Look> {
    let mut rows = register::read(&change.csv).map_err(|_: Vec<register::Says>| Error::Crypto("a proposed list cannot be read"))?.rows;
    rows.iter_mut().for_each(|row| row.counts = terms.counts());
    let overtaken = !is_done(&change) && rows.iter().any(|row| terms.overtaken(newest.seen(row)));
    let mut checked = check::check(newest, &rows, change.kind.empty(), today);
    if change.kind == Kind::Word {
        checked.gone.clear();
    }
    Ok(Look { change, checked, terms, overtaken, rows, scheme: None })
}

/// Decides on what another officer proposed, by a look at the register as it stands.
///
/// # Errors
/// [`Error::Stale`] when somebody else decided first, or another word on the decision was taken since.
pub async fn decide(tx: &mut Tx, act: &Act, go: may::Decide, look: Look, approve: bool, today: Date) -> Result<()> {
    let (change, taken) = (go.change(), go.take());
    if approve && look.overtaken {
        return Err(Error::Stale("stale-register-word"));
    }
    if !store_change::decide(tx, &change.id, go.by(), approve, act.at).await? {
        return Err(Error::Stale("stale-register-change"));
    }
    if let (Some(scheme), true) = (&look.scheme, approve) {
        scheme::take(tx, act, &taken, scheme).await?;
    } else if approve {
        let mut rows = look.rows;
        if let Terms::Gone(day) = look.terms {
            rows.extend(look.checked.gone.into_iter().map(|row| Row { decision_date: Some(day), counts: Counts::From(day), ..row }));
        }
        let batch = Batch { rows: &rows, empty: change.kind.empty(), today };
        recording::import(tx, act, &taken, &batch, || ()).await?;
    }
    let mut event = act.did(Action::RegisterChangeDecided, change.id.as_str());
    event.detail = if approve { "approved".into() } else { "refused".into() };
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// A change by its id.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn find(tx: &mut Tx, id: &str) -> Result<Change> {
    store_change::find(tx, id).await?.ok_or(Error::NotFound)
}

/// Whoever proposed a change takes it back.
///
/// # Errors
/// [`Error::Stale`] when another officer has decided.
pub async fn withdraw(tx: &mut Tx, act: &Act, go: &may::Withdraw) -> Result<()> {
    if !store_change::withdraw(tx, &go.change().id, act.at).await? {
        return Err(Error::Stale("stale-register-change"));
    }
    audit::append(tx, &act.keys, &act.did(Action::RegisterChangeWithdrawn, go.change().id.as_str())).await?;
    Ok(())
}

/// The version of the register; whoever asks holds it for their transaction, so that nobody changes it in between.
///
/// # Errors
/// When the database fails.
pub async fn version(tx: &mut Tx) -> Result<i64> {
    store::hold(tx).await?;
    Ok(store::version(tx).await?)
}

/// What waits for a second officer.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Change>> {
    Ok(store_change::waiting(tx).await?)
}

/// Some of the changes, those that wait before the others, the newest first: `most` of them behind so many.
///
/// # Errors
/// When the database fails.
pub async fn page(tx: &mut Tx, from: i64, most: i64) -> Result<Vec<Change>> {
    Ok(store_change::page(tx, from, most).await?)
}
