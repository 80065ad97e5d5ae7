//! Whether what is published is what the log says: each version with its record, its text, files, audience and marking as they were
//! approved. See [`crate::accounts::agreement`].
use super::{draft, store_release};
use crate::{
    accounts,
    audit::{self, Action, Disagreement},
    db::Tx,
    error::Result,
};

/// Everything that is not what the log says.
///
/// # Errors
/// When the database fails.
pub async fn look(tx: &mut Tx) -> Result<Vec<Disagreement>> {
    let mut out = accounts::agreement::look(tx).await?;
    for (reference, number, hash) in store_release::published(tx).await? {
        let Some(record) = audit::with_hash(tx, &reference, Action::Published, &hash).await? else {
            let last = audit::last_of(tx, &reference, &[Action::Published], false).await?;
            out.push(Disagreement { record: last.map_or(0, |r| r.n), object: reference, says: "A version is published, and no record says so." });
            continue;
        };
        let stands = draft::at(tx, &reference, number).await?.is_some_and(|d| d.hash(&d.named(), d.release_at)[..] == hash[..]);
        if !stands {
            out.push(Disagreement {
                record,
                object: reference,
                says: "A published version is not the one that was approved: its text, files, marking or audience was changed.",
            });
        }
    }
    Ok(out)
}
