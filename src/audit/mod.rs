//! The audit log: who did what, in an RFC 6962 tree that only grows. The lowest feature: every act's verb calls
//! [`append`] in the act's own transaction, so that there is no act without its record and no record without its act.
pub mod asking;
pub mod checkpoint;
pub mod checkpoints_web;
pub mod encoding;
pub mod epoch;
mod erase;
pub mod event;
pub mod export;
pub mod exports_web;
pub mod fault;
mod gone;
pub mod journal;
pub mod keeper;
pub mod key;
pub mod log_key;
pub mod notary;
pub mod note;
pub mod place;
pub mod policy;
pub mod proof;
pub mod proof_file;
pub mod signing;
mod store;
pub mod store_checkpoint;
mod store_stream;
pub mod stream;
pub mod submission;
pub mod tree;
#[cfg(test)]
mod trial;
pub mod verification_web;
pub mod verify;
pub mod web;

pub use erase::erase;
pub use event::{Action, Event, Outcome};
pub use store::OfParty;

use crate::{
    clock::Millis,
    crypto::seal::KeyRing,
    db::Tx,
    error::{Error, Result},
};
use std::sync::Arc;
use tree::Edge;

/// Who acts, when and from where: what every record says beside the act itself.
#[derive(Clone)]
pub struct Act {
    /// An account's id, or `operator:UNIX-USER` on the command line, or `visitor`, or `portal`.
    pub actor: String,
    /// The actor's party, empty for the agency.
    pub party: String,
    /// When.
    pub at: Millis,
    /// The request's id, as in the program's own log.
    pub request: String,
    /// The address the request came from.
    pub network: String,
    /// Binds the head of the log.
    pub keys: Arc<KeyRing>,
}

impl Act {
    /// An act of somebody at the command line of the server itself.
    pub fn operator(keys: Arc<KeyRing>, at: Millis) -> Self {
        let user = rustix::process::getuid().as_raw();
        Self { actor: format!("operator:{user}"), party: String::new(), at, request: String::new(), network: "local".into(), keys }
    }

    /// An act that the portal does by itself.
    pub fn portal(keys: Arc<KeyRing>, at: Millis) -> Self {
        Self { actor: "portal".into(), party: String::new(), at, request: String::new(), network: "local".into(), keys }
    }

    /// A done act of this kind on this object.
    pub fn did(&self, action: Action, object: impl Into<String>) -> Event {
        Event {
            at: self.at,
            actor: self.actor.clone(),
            action,
            object: object.into(),
            party: self.party.clone(),
            outcome: Outcome::Done,
            detail: String::new(),
            hash: None,
            request: self.request.clone(),
            network: self.network.clone(),
        }
    }

    /// A refused act.
    pub fn refused(&self, action: Action, object: impl Into<String>, why: impl Into<String>) -> Event {
        Event { outcome: Outcome::Refused, detail: why.into(), ..self.did(action, object) }
    }
}

/// Appends one record in the transaction of its act and says its index.
///
/// # Errors
/// [`Error::Log`] when the head of the log is not the one this portal wrote; the act must not happen.
pub async fn append(tx: &mut Tx, keys: &KeyRing, event: &Event) -> Result<i64> {
    append_all(tx, keys, std::slice::from_ref(event)).await
}

/// The tree's edge out of the head, when this portal wrote it.
fn edge_of(head: &store::Head, keys: &KeyRing) -> Result<Edge> {
    let edge = Edge::decode(head.size, &head.edge).ok_or(Error::Log("the head of the log is damaged"))?;
    let ours = edge.root() == head.root && crate::crypto::same(&keys.log_mac(head.size, &head.root), &head.mac);
    if ours { Ok(edge) } else { Err(Error::Log("the head of the log is not the one this portal wrote")) }
}

/// Appends several records as one group and says the index of the first.
///
/// # Errors
/// As [`append`].
pub async fn append_all(tx: &mut Tx, keys: &KeyRing, events: &[Event]) -> Result<i64> {
    let count = i64::try_from(events.len()).map_err(|_| Error::Log("too many records at once"))?;
    // Changing the head's row first makes every writer on every node wait its turn here.
    let head = store::reserve(tx, count).await?.ok_or(Error::Log("the log has no head"))?;
    let mut edge = edge_of(&head, keys)?;
    let mut rows = Vec::with_capacity(events.len());
    for (n, event) in (head.size..).zip(events) {
        let salt = encoding::salt();
        let commitment = event.personal().commitment(&salt);
        let hashes = edge.append(&encoding::encode(&event.lasting(n), &commitment)).ok_or(Error::Log("the tree cannot grow"))?;
        rows.push(store::Row { n, event, salt, commitment, hashes });
    }
    let size = head.size.saturating_add(count);
    let root = edge.root();
    let at = events.last().map_or(0, |e| e.at);
    let head = store::Head { size, at, mac: keys.log_mac(size, &root), edge: edge.encode(), root };
    store::insert(tx, &rows, &head).await?;
    Ok(size.saturating_sub(count))
}

/// How many records the log holds.
pub async fn size(tx: &mut Tx) -> Result<i64> {
    Ok(store::head(tx).await?.map_or(0, |h| h.size))
}

/// Writes the head of an empty log, once, when the portal is made.
pub async fn begin(tx: &mut Tx, keys: &KeyRing, at: Millis) -> Result<()> {
    let edge = Edge::empty();
    let root = edge.root();
    store::first_head(tx, &store::Head { size: 0, at, mac: keys.log_mac(0, &root), edge: Vec::new(), root }).await?;
    Ok(())
}

/// Records of one step of an export.
const STEP: i64 = 1_000;

/// The next records from one index on and below another, each with its actor's name.
///
/// # Errors
/// When the database fails.
pub async fn records(tx: &mut Tx, from: i64, to: i64) -> Result<Vec<store::Named>> {
    Ok(store::named_run(tx, from, to, STEP).await?)
}

/// The root of the newest checkpoint, in base 64; empty before the first.
///
/// # Errors
/// When the database fails.
pub async fn newest_root(tx: &mut Tx) -> Result<String> {
    Ok(store_checkpoint::last(tx).await?.map(|row| data_encoding::BASE64.encode(&row.root)).unwrap_or_default())
}

/// Where a table is not what the log says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The newest record about it, 0 for none.
    pub record: i64,
    /// What it is about: an account's id, a reference.
    pub object: String,
    /// What does not agree.
    pub says: fault::Mismatch,
}

/// What was done to an object, newest first: what the log says of it. Reads are not among it.
///
/// # Errors
/// When the database fails.
pub async fn done_to(tx: &mut Tx, object: &str) -> Result<Vec<store::Brief>> {
    Ok(store::done_to(tx, object).await?)
}

/// Every act of a kind, in order.
///
/// # Errors
/// When the database fails.
pub async fn all_done(tx: &mut Tx, kind: Action) -> Result<Vec<store::Done>> {
    Ok(store::all_done(tx, kind.text()).await?)
}

/// What a party's own people did since a time, of four kinds, newest first and before one index of the log. The index counts
/// what others did: it must not reach a reader.
///
/// # Errors
/// When the database fails.
pub async fn of_party(tx: &mut Tx, slug: &str, kinds: [Action; 4], since: Millis, before: Option<i64>, limit: i64) -> Result<Vec<OfParty>> {
    let filter = store::PartyFilter { slug, actions: kinds.map(Action::text), since, before };
    Ok(store::of_party(tx, &filter, limit).await?)
}
