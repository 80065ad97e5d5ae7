//! Readership and equal treatment: what the desk can show, to itself and to others, of who could read what since when.
use super::{Audience, draft::Draft, store_readership as store, store_recipients as recipients};
use crate::{
    audit::{self, Act, Action},
    clock::{DAY, Millis, utc},
    db::Tx,
    error::{Error, Result},
    text::tame,
};
pub use store::{PartyRow, PersonRow, VersionRow};

/// Versions in one report.
pub const MOST: i64 = 500;
/// Rows in one file.
const ROWS: usize = 200_000;

/// Who reads an advisory's current version.
///
/// # Errors
/// [`Error::NotFound`] when nothing is published.
pub async fn of(tx: &mut Tx, draft: &Draft) -> Result<(Draft, Vec<PartyRow>, Vec<PersonRow>)> {
    if draft.current == 0 {
        return Err(Error::NotFound);
    }
    let shown = super::draft::current(tx, draft).await?.unwrap_or_else(|| draft.clone());
    let parties = store::parties(tx, &shown.id, shown.number).await?;
    let people = store::people(tx, &shown.id, shown.number, shown.confirm_from).await?;
    Ok((shown, parties, people))
}

/// Reminds those who can read and whose answer is missing, by one mail a day at most. Says how many were written to.
///
/// # Errors
/// [`Error::Stale`] when it is withdrawn or not published.
pub async fn remind(tx: &mut Tx, act: &Act, draft: &Draft) -> Result<u64> {
    if draft.current == 0 || draft.withdrawn_at.is_some() {
        return Err(Error::Stale("stale-withdrawn"));
    }
    let queued = recipients::queue_reminders(tx, &draft.id, act.at, act.at.saturating_sub(DAY)).await?;
    let mut event = act.did(Action::Reminded, draft.reference.as_str());
    event.detail = format!("{queued} readers");
    audit::append(tx, &act.keys, &event).await?;
    Ok(queued)
}

/// The versions of a span of time.
///
/// # Errors
/// When the database fails.
pub async fn report(tx: &mut Tx, from: Millis, to: Millis) -> Result<Vec<VersionRow>> {
    Ok(store::versions(tx, from, to, MOST.saturating_add(1)).await?)
}

/// One row a version and party: that the same bytes became available to all at the same moment. Every cell that a spreadsheet
/// would take for a formula is tamed (ASVS 1.2.10). Says the file and its number of rows.
///
/// # Errors
/// [`Error::TooLarge`] when a shorter span must be asked for.
pub async fn csv(tx: &mut Tx, versions: &[VersionRow], exporter: &str, now: Millis) -> Result<(Vec<u8>, usize)> {
    let mut out = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(["TLP:AMBER+STRICT", "equal treatment", &tame(exporter), &utc(now)]).map_err(unwritten)?;
    out.write_record(COLUMNS).map_err(unwritten)?;
    let mut rows = 0usize;
    for v in versions {
        for p in store::parties(tx, &v.id, v.number).await? {
            rows = rows.saturating_add(1);
            if rows > ROWS {
                return Err(Error::TooLarge);
            }
            out.write_record(cells(v, &p)).map_err(unwritten)?;
        }
    }
    let bytes = out.into_inner().map_err(unwritten)?;
    Ok((bytes, rows))
}

/// The columns of the file.
const COLUMNS: [&str; 17] = [
    "reference",
    "version",
    "available_since",
    "withdrawn",
    "text_sha256",
    "tlp",
    "audience",
    "reason",
    "party",
    "party_known_since",
    "annex_sha256",
    "annex_parties",
    "readers",
    "opened",
    "first_opened",
    "confirmed",
    "first_confirmed",
];

fn cells(v: &VersionRow, p: &PartyRow) -> [String; 17] {
    let time = |at: Option<Millis>| at.map(utc).unwrap_or_default();
    let hex = |hash: Option<&[u8]>| hash.map(|h| data_encoding::HEXLOWER.encode(h)).unwrap_or_default();
    [
        v.reference.clone(),
        v.number.to_string(),
        utc(v.published_at),
        time(v.withdrawn_at),
        hex(v.text_hash.as_deref()),
        v.tlp.label().to_owned(),
        v.audience.text().to_owned(),
        tame(&v.reason),
        tame(&p.party),
        utc(p.known_since),
        hex(p.annex_hash.as_deref()),
        v.annexes.to_string(),
        p.readers.to_string(),
        p.opened.to_string(),
        time(p.first_opened),
        p.confirmed.to_string(),
        time(p.first_confirmed),
    ]
}

fn unwritten<E>(_: E) -> Error {
    Error::Crypto("a file could not be written")
}

/// What anybody may know: how many versions went to all parties and how many to fewer. A small number is not said: a party that
/// received one of them would learn something of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Aggregate {
    /// To all parties.
    pub to_all: i64,
    /// To fewer, each with a stated reason; none when it is fewer than five.
    pub to_fewer: Option<i64>,
}

/// The least number that is said.
const LEAST: i64 = 5;

/// The numbers of a span of time.
///
/// # Errors
/// When the database fails.
pub async fn aggregate(tx: &mut Tx, from: Millis, to: Millis) -> Result<Aggregate> {
    let totals = store::totals(tx, from, to).await?;
    let of = |wanted: fn(Audience) -> bool| totals.iter().filter(|(a, _)| wanted(*a)).map(|(_, n)| *n).sum::<i64>();
    let fewer = of(|a| a != Audience::AllParties);
    Ok(Aggregate { to_all: of(|a| a == Audience::AllParties), to_fewer: (fewer >= LEAST).then_some(fewer) })
}
