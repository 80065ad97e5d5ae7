//! Whether the accounts are what the log says: no account, role or admission without its record. For `vigie audit verify`: whoever
//! changes the tables behind the portal's back leaves the log whole, but not in agreement.
use super::{
    State,
    store_agreement::{self, Row},
};
use crate::{
    audit::{self, Action, Disagreement, fault::Mismatch, store_checkpoint},
    crypto::sha256,
    db::Tx,
    error::{Error, Result},
    ids::AccountId,
};
use std::collections::{BTreeMap, HashSet};

/// What a record says of the account it makes or changes: SHA-256 over its id, what the person is, their party and their roles, as they
/// stand in the table within the act.
///
/// # Errors
/// [`Error::NotFound`] when there is no such account.
pub async fn stated(tx: &mut Tx, account: &AccountId) -> Result<[u8; 32]> {
    store_agreement::account(tx, account).await?.map(|row| digest(&row)).ok_or(Error::NotFound)
}

fn digest(row: &Row) -> [u8; 32] {
    let party = row.party_id.as_ref().map_or("", |p| p.0.as_str());
    sha256(format!("vigie account 1\n{}\n{}\n{party}\n{}\n", row.id, row.membership.text(), row.roles().words().join(" ")).as_bytes())
}

/// What says what a person is, of which party and with which roles.
const ROLES: [Action; 4] = [Action::Invited, Action::Proposed, Action::ProposalChanged, Action::RolesChanged];
/// What admits a person or ends that.
const ADMISSION: [Action; 4] = [Action::Confirmed, Action::AccessCut, Action::AccessExpired, Action::AccessReset];
/// What an account begins with.
const BEGINNING: [Action; 3] = [Action::Invited, Action::Proposed, Action::CanaryMade];

/// Every witness that is not what the log says: one that was taken from the table is not asked and not missed.
async fn witnesses(tx: &mut Tx) -> Result<Vec<Disagreement>> {
    let mut said: BTreeMap<String, (i64, Option<Vec<u8>>)> = BTreeMap::new();
    for r in audit::all_done(tx, Action::WitnessAdded).await? {
        said.insert(r.object, (r.n, r.hash));
    }
    for r in audit::all_done(tx, Action::WitnessRemoved).await? {
        if said.get(&r.object).is_some_and(|(n, _)| *n < r.n) {
            said.insert(r.object, (r.n, None));
        }
    }
    let mut out = Vec::new();
    for witness in store_checkpoint::witnesses(tx).await? {
        let (record, hash) = said.remove(&witness.name).unwrap_or((0, None));
        if hash.as_deref() != Some(&sha256(witness.vkey.as_bytes())[..]) {
            out.push(Disagreement { record, object: witness.name, says: Mismatch::WitnessUnsaid });
        }
    }
    let lost = said.into_iter().filter(|(_, (_, hash))| hash.is_some());
    out.extend(lost.map(|(object, (record, _))| Disagreement { record, object, says: Mismatch::WitnessGone }));
    Ok(out)
}

/// Every account that is not what the log says.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx) -> Result<Vec<Disagreement>> {
    let mut out = witnesses(tx).await?;
    let rows = store_agreement::accounts(tx).await?;
    let there: HashSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    for kind in [Action::Invited, Action::Proposed] {
        let gone = audit::all_done(tx, kind).await?.into_iter().filter(|record| !there.contains(record.object.as_str()));
        out.extend(gone.map(|r| Disagreement { record: r.n, object: r.object, says: Mismatch::AccountGone }));
    }
    for row in &rows {
        let object = row.id.as_str();
        let mut say = |record: i64, says| out.push(Disagreement { record, object: object.to_owned(), says });
        let records = audit::done_to(tx, object).await?;
        let newest = |kinds: &[Action]| records.iter().find(|r| r.is_one_of(kinds));
        let Some(began) = newest(&BEGINNING) else {
            say(0, Mismatch::AccountUnsaid);
            continue;
        };
        let admitted = newest(&ADMISSION);
        if row.state == State::Confirmed && admitted.is_none_or(|r| r.action != Action::Confirmed.text()) {
            say(admitted.unwrap_or(began).n, Mismatch::Admitted);
        }
        // Records of before the hash was written say nothing of it.
        if let Some(given) = records.iter().find(|r| r.hash.is_some() && r.is_one_of(&ROLES))
            && given.hash.as_deref() != Some(&digest(row)[..])
        {
            say(given.n, Mismatch::Roles);
        }
    }
    Ok(out)
}
