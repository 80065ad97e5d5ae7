//! What must never stand on a page of a party: whatever belongs to others. For the canaries of `vigie doctor`.
use super::store_canaries as store;
use crate::{
    db::Tx,
    error::Result,
    ids::{AccountId, PartyId},
};

/// A text that is foreign to a party, and what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marker {
    /// The text.
    pub text: String,
    /// What it is, in a word.
    pub what: &'static str,
}

/// The shortest text that is no accident on a page, in characters.
const SHORT: usize = 6;

/// Everything foreign to a party: names of other parties and of their people, references and titles of what it was not
/// addressed, the beginning of others' annexes. What also stands in its own is left out: two may share a name.
///
/// # Errors
/// When the database fails.
pub async fn foreign(tx: &mut Tx, party: &PartyId) -> Result<Vec<Marker>> {
    let own: Vec<String> = store::own_texts(tx, party).await?;
    let mut found = Vec::new();
    for (what, texts) in [
        ("party", store::other_parties(tx, party).await?),
        ("person", store::other_people(tx, party).await?),
        ("reference", store::other_references(tx, party).await?),
        ("title", store::other_titles(tx, party).await?),
        ("annex", store::other_annexes(tx, party).await?),
    ] {
        for text in texts {
            let text = text.trim().to_owned();
            if text.chars().count() >= SHORT && !own.iter().any(|mine| mine.contains(&text)) {
                found.push(Marker { text, what });
            }
        }
    }
    Ok(found)
}

/// Forgets what a canary has opened.
///
/// # Errors
/// When the database fails.
pub async fn forget(tx: &mut Tx, canary: &AccountId) -> Result<()> {
    store::forget(tx, canary).await?;
    Ok(())
}
