//! Whether the parties are what the log says: none without its record, and none admitted or suspended otherwise than it says. See
//! [`crate::accounts::agreement`].
use super::{
    PartyState,
    store::{self, PartyRow},
};
use crate::{
    audit::{self, Action, Disagreement, fault::Mismatch},
    crypto::sha256,
    db::Tx,
    error::Result,
    ids::PartyId,
};
use std::collections::{BTreeMap, HashSet};

/// What a record says of where a party stands from that act on: SHA-256 over its id, slug and state.
pub(super) fn stated(id: &PartyId, slug: &str, state: PartyState) -> [u8; 32] {
    sha256(format!("vigie party 2\n{id}\n{slug}\n{}\n", state.text()).as_bytes())
}

/// Whether a record says that of this party. Older records say nothing of its id.
fn says(hash: &[u8], row: &PartyRow) -> bool {
    let older = sha256(format!("vigie party 1\n{}\n{}\n", row.slug, row.state.text()).as_bytes());
    hash == stated(&row.id, &row.slug, row.state) || hash == older
}

/// Every party that is not what the log says.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx) -> Result<Vec<Disagreement>> {
    let mut said = BTreeMap::new();
    for record in audit::all_done(tx, Action::PartyAdded).await? {
        said.insert(record.object.clone(), record);
    }
    // A decision against a change, and records of before the hash was written, say nothing of where the party stands.
    for record in audit::all_done(tx, Action::PartyChangeDecided).await?.into_iter().filter(|r| r.hash.is_some()) {
        if said.get(&record.object).is_none_or(|before| before.n < record.n) {
            said.insert(record.object.clone(), record);
        }
    }
    let (rows, mut out) = (store::all(tx).await?, Vec::new());
    for row in &rows {
        let (record, says) = match said.get(&row.slug) {
            None => (0, Mismatch::PartyUnsaid),
            Some(r) if r.hash.as_ref().is_some_and(|hash| !says(hash, row)) => (r.n, Mismatch::PartyState),
            Some(_) => continue,
        };
        out.push(Disagreement { record, object: row.slug.clone(), says });
    }
    let there: HashSet<&str> = rows.iter().map(|row| row.slug.as_str()).collect();
    let gone = said.into_values().filter(|r| !there.contains(r.object.as_str()));
    out.extend(gone.map(|r| Disagreement { record: r.n, object: r.object, says: Mismatch::PartyGone }));
    Ok(out)
}
