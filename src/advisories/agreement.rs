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
        let records = audit::done_to(tx, &reference).await?;
        let mut published = records.iter().filter(|r| r.is_one_of(&[Action::Published]));
        let newest = published.clone().next().map_or(0, |r| r.n);
        let Some(record) = published.find(|r| r.hash.as_deref() == Some(&hash)).map(|r| r.n) else {
            out.push(Disagreement { record: newest, object: reference, says: "A version is published, and no record says so." });
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
