//! Whether what is published is what the log says: each version with its record, its text, files, audience and marking as they were
//! approved. See [`crate::accounts::agreement`].
use super::{
    draft, shown,
    store_release::{self, Version},
};
use crate::{
    accounts,
    audit::{self, Action, Disagreement, fault::Mismatch},
    db::Tx,
    error::Result,
    parties,
};
use std::collections::{BTreeMap, HashSet};

/// Each advisory is withdrawn when the log says so, and no other.
async fn withdrawn(tx: &mut Tx, versions: &[Version]) -> Result<Vec<Disagreement>> {
    let mut said: BTreeMap<String, i64> = audit::all_done(tx, Action::Withdrawn).await?.into_iter().map(|r| (r.object, r.n)).collect();
    let mut out = Vec::new();
    let stands: BTreeMap<&str, bool> = versions.iter().map(|v| (v.reference.as_str(), v.withdrawn)).collect();
    for (reference, is) in stands {
        let record = said.remove(reference);
        if record.is_some() != is {
            let says = if is { Mismatch::WithdrawnUnsaid } else { Mismatch::WithdrawalGone };
            out.push(Disagreement { record: record.unwrap_or(0), object: reference.to_owned(), says });
        }
    }
    Ok(out)
}

/// Everything that is not what the log says. `origin` is the portal's address.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx, origin: &str) -> Result<Vec<Disagreement>> {
    let mut out = accounts::agreement::look(tx).await?;
    out.extend(parties::agreement::look(tx).await?);
    let origins = shown::origins(tx, origin).await?;
    let superseded: HashSet<String> = audit::all_done(tx, Action::Superseded).await?.into_iter().map(|r| r.object).collect();
    let versions = store_release::published(tx).await?;
    let there: HashSet<(&str, &[u8])> = versions.iter().map(|v| (v.reference.as_str(), v.content_hash.as_slice())).collect();
    for record in audit::all_done(tx, Action::Published).await? {
        if let Some(hash) = &record.hash
            && !there.contains(&(record.object.as_str(), hash.as_slice()))
        {
            out.push(Disagreement { record: record.n, object: record.object, says: Mismatch::VersionGone });
        }
    }
    out.extend(withdrawn(tx, &versions).await?);
    let counts = shown::newest(&versions);
    for version in &versions {
        let Version { reference, number, content_hash: hash, .. } = version;
        let records = audit::done_to(tx, reference).await?;
        let mut published = records.iter().filter(|r| r.is_one_of(&[Action::Published]));
        let newest = published.clone().next().map_or(0, |r| r.n);
        let Some(record) = published.find(|r| r.hash.as_ref() == Some(hash)).map(|r| r.n) else {
            out.push(Disagreement { record: newest, object: reference.clone(), says: Mismatch::VersionUnsaid });
            continue;
        };
        let stands = draft::at(tx, reference, *number).await?.filter(|d| d.hash(&d.named(), d.release_at)[..] == hash[..]);
        let says = match stands {
            None => Some(Mismatch::VersionOther),
            Some(draft) => match shown::is_hidden(&draft, counts.get(reference.as_str()), superseded.contains(reference)) {
                None => shown::differs(tx, draft, version, &origins).await?,
                hidden => hidden,
            },
        };
        out.extend(says.map(|says| Disagreement { record, object: reference.clone(), says }));
    }
    Ok(out)
}
