//! Whether readers are shown what was approved: the text on the page, the signed text, and the version that counts. What is approved is
//! hashed, and what is shown is made of it, so it is made anew here and compared. See [`super::agreement`].
use super::{
    canonical,
    draft::Draft,
    store_release::{self, Version},
    typeset::Typeset,
};
use crate::{
    audit::{fault::Mismatch, key::Verifier, store_checkpoint},
    crypto::sha256,
    db::Tx,
    error::Result,
};
use std::collections::HashMap;

/// The addresses that the portal has had: the present one, and those in the names of the log's keys.
///
/// # Errors
/// When the database fails.
pub async fn origins(tx: &mut Tx, now: &str) -> Result<Vec<String>> {
    let keys = store_checkpoint::keys(tx).await?;
    let hosts = keys.iter().filter_map(|k| Some(Verifier::parse(&k.vkey).ok()?.name().split_once("/audit")?.0.to_owned()));
    Ok(hosts.map(|host| format!("https://{host}")).chain([now.to_owned()]).collect())
}

/// What is shown otherwise than it was approved, of one version.
///
/// # Errors
/// When the database fails.
pub async fn differs(tx: &mut Tx, draft: Draft, version: &Version, origins: &[String]) -> Result<Option<Mismatch>> {
    for signed in store_release::signed(tx, &draft.id, draft.number).await? {
        if sha256(signed.text.as_bytes())[..] != signed.hash[..] || !is_of(&signed, &draft, version.published_at, origins) {
            return Ok(Some(Mismatch::SignedOther));
        }
    }
    let there = store_release::rendered(tx, &draft.id, draft.number).await?;
    let parties: Vec<_> = draft.annexes.iter().map(|a| a.party_id.0.clone()).collect();
    let made = Typeset::apart(draft).await?;
    let annexes = parties.into_iter().zip(made.annexes).map(|(party, section)| (party, section.rendered, section.translation));
    let mut texts: Vec<_> = annexes.chain([(String::new(), made.rendered, made.translation.unwrap_or_default())]).collect();
    texts.sort();
    Ok((texts != there).then_some(Mismatch::ShownOther))
}

/// Whether a signed text says what this version says. Two lines may be of their time: the portal's address, one of those it has had, and
/// the name of the party that an annex is for.
fn is_of(signed: &store_release::Signed, draft: &Draft, published_at: i64, origins: &[String]) -> bool {
    let value = |name: &str| signed.text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let origin = value("Portal: ");
    if !origins.iter().any(|known| known == origin) {
        return false;
    }
    if signed.for_party.is_empty() {
        return signed.text == canonical::text(draft, published_at, origin);
    }
    let annex = draft.annexes.iter().find(|a| a.party_id.0 == signed.for_party);
    annex.is_some_and(|a| {
        let mut named = a.clone();
        value("Annex for: ").clone_into(&mut named.party);
        signed.text == canonical::annex(draft, &named, published_at, origin)
    })
}

/// The newest published version of each advisory.
pub fn newest(versions: &[Version]) -> HashMap<&str, i64> {
    let mut all: HashMap<&str, i64> = HashMap::new();
    for version in versions {
        let known = all.entry(version.reference.as_str()).or_default();
        *known = version.number.max(*known);
    }
    all
}

/// Whether readers see the newest version that was published, and are led to another advisory only where one took its place.
pub fn is_hidden(draft: &Draft, newest: Option<&i64>, said: bool) -> Option<Mismatch> {
    if newest != Some(&draft.current) {
        return Some(Mismatch::VersionHidden);
    }
    (draft.superseded_by.is_some() != said && draft.withdrawn_at.is_none()).then_some(Mismatch::SuccessorOther)
}
