//! Everything that the portal holds about one party, as one file for its lead; docs/party-file.md describes its fields. References of
//! advisories that were not addressed to the lead are left out, wherever they stand.
use super::{Viewer, store_ledger, store_party_file as store};
use crate::{
    accounts::{Person, ledger::Actor},
    clock::{Millis, utc},
    db::Tx,
    error::{Error, Result},
    ids::PartyId,
    providers::follow,
};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;

/// Records in one file; older ones stay in the portal.
const MOST: i64 = 100_000;
/// In the place of a reference that is not for the lead.
const UNSEEN: &str = "…";

/// A moment, which the file says in words of its own.
#[derive(Clone, Copy, sqlx::Type)]
#[sqlx(transparent)]
pub struct At(i64);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, s: S) -> std::result::Result<S::Ok, S::Error> {
        s.serialize_str(&utc(self.0))
    }
}

#[derive(Serialize)]
struct File {
    format: &'static str,
    tlp: &'static str,
    made_at: String,
    made_by: String,
    party: store::Party,
    groups: Vec<String>,
    changes: Vec<store::Change>,
    people: Vec<store::Person>,
    vettings: Vec<store::Vetting>,
    readings: Vec<store::Reading>,
    answers: Vec<store::Reading>,
    unconfirmed: Vec<store::Reading>,
    notices: Vec<store::Notice>,
    copies: Vec<store::Copy>,
    follows: Vec<Follow>,
    records_complete: bool,
    records: Vec<Record>,
}

#[derive(Serialize)]
struct Follow {
    provider: String,
    since: String,
}

#[derive(Serialize)]
struct Record {
    at: String,
    by: String,
    role: String,
    action: String,
    object: String,
    outcome: String,
    detail: String,
}

/// What a file holds, in numbers, for the record of the export.
pub struct Counts {
    /// People.
    pub people: usize,
    /// Records of the log.
    pub records: usize,
}

/// Writes the file.
///
/// # Errors
/// [`Error::NotFound`] when the party is gone.
pub async fn make(tx: &mut Tx, lead: &Person, viewer: &Viewer, now: Millis) -> Result<(Vec<u8>, Counts)> {
    let id = &viewer.party;
    let seen: BTreeSet<String> = store_ledger::references(tx, viewer).await?.into_iter().map(|r| r.0).collect();
    let mut records = store::records(tx, id, MOST.saturating_add(1)).await?;
    let most = usize::try_from(MOST).unwrap_or(0);
    let records_complete = records.len() <= most;
    records.truncate(most);
    let file = File {
        format: "vigie party file 1",
        tlp: "TLP:AMBER+STRICT",
        made_at: utc(now),
        made_by: lead.name.clone(),
        party: store::party(tx, id).await?.ok_or(Error::NotFound)?,
        groups: store::groups(tx, id).await?.into_iter().map(|g| g.0).collect(),
        changes: store::changes(tx, id).await?,
        people: store::people(tx, id).await?,
        vettings: store::vettings(tx, id).await?,
        readings: hidden(store::readings(tx, id).await?, &seen),
        answers: hidden(store::answers(tx, id).await?, &seen),
        unconfirmed: hidden(store::unconfirmed(tx, id).await?, &seen),
        notices: store::notices(tx, id).await?,
        copies: store::copies(tx, id).await?,
        follows: follow::list(tx, id).await?.into_iter().map(|f| Follow { provider: f.name, since: utc(f.since) }).collect(),
        records_complete,
        records: records.into_iter().map(|r| record(r, lead, id, &seen)).collect(),
    };
    let counts = Counts { people: file.people.len(), records: file.records.len() };
    let bytes = serde_json::to_vec_pretty(&file).map_err(|_| Error::Crypto("a file could not be written"))?;
    Ok((bytes, counts))
}

fn hidden(mut rows: Vec<store::Reading>, seen: &BTreeSet<String>) -> Vec<store::Reading> {
    for row in &mut rows {
        row.advisory = row.advisory.take().filter(|reference| seen.contains(reference));
    }
    rows
}

/// A record as the lead may read it. What others wrote beside an act is theirs: it may name somebody else.
fn record(r: store::Record, lead: &Person, party: &PartyId, seen: &BTreeSet<String>) -> Record {
    let actor = r.who.seen_by(lead);
    let ours = r.who.by_party.as_ref() == Some(party);
    let (by, role) = match &actor {
        // In a file that leaves the portal the lead is one of the party's people like any other.
        Actor::You => (lead.name.clone(), lead.membership.text().to_owned()),
        other => other.texts(&r.who),
    };
    let object = scrubbed(&r.object, seen);
    // The name of a file tells something of what it belongs to.
    let detail = if ours && object == r.object { scrubbed(&r.detail, seen) } else { String::new() };
    Record { at: utc(r.at), by, role, action: r.action, object, outcome: r.outcome, detail }
}

/// A text in which the references that are not for the lead are left out: what was searched, tried or opened may hold any.
fn scrubbed(text: &str, seen: &BTreeSet<String>) -> String {
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(first) = rest.chars().next() {
        let length = match rest.get(..9).filter(|word| is_reference(word)) {
            Some(word) => {
                out.push_str(if seen.contains(&word.to_uppercase()) { word } else { UNSEEN });
                word.len()
            }
            None => {
                out.push(first);
                first.len_utf8()
            }
        };
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// `2027-K7QF`, in any case.
fn is_reference(word: &str) -> bool {
    let Some((year, rest)) = word.split_once('-') else { return false };
    year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit()) && rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_that_are_not_seen_are_left_out_wherever_they_stand() {
        let seen = BTreeSet::from(["2027-K7QF".to_owned()]);
        for (text, left) in [
            ("2027-K7QF 2027-AAAA", "2027-K7QF …"),
            ("/advisories/2027-aaaa/annex.txt", "/advisories/…/annex.txt"),
            ("version 1, été 2027-BBBBB", "version 1, été …B"),
            ("2027-03-12", "2027-03-12"),
            ("12027-K7QF", "12027-K7QF"),
            ("", ""),
        ] {
            assert_eq!(scrubbed(text, &seen), left);
        }
    }
}
