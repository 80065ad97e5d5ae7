//! What the log holds about one person, for that person: what they did, and what others did to their account.
use super::{Contact, Membership, Person, store_ledger as store};
use crate::{
    audit::{Act, Action, Event},
    clock::{Millis, utc},
    db::Tx,
    error::{Error, Result},
    text::tame,
};
pub use store::{Entry, Who};

/// Rows in one file.
const MOST: usize = 50_000;
/// Rows read at a time.
const RUN: i64 = 500;

/// Who did something, as one person may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The reader.
    You,
    /// The portal itself.
    Portal,
    /// Somebody at the command line of the server.
    Operator,
    /// Somebody who had not signed in.
    Visitor,
    /// An account: the keys of the words for what it is, and its name where it may be shown.
    Person(Vec<&'static str>, Option<String>),
    /// It is no longer written down, or was an account that is gone.
    Gone,
}

impl Who {
    /// For a reader: the agency's staff and people of the reader's own party by name, others by what they are.
    pub fn seen_by(&self, reader: &Person) -> Actor {
        match (self.actor.as_str(), self.by_membership) {
            (id, _) if id == reader.id.as_str() => Actor::You,
            ("portal", _) => Actor::Portal,
            ("visitor", _) => Actor::Visitor,
            (text, _) if text.starts_with("operator:") => Actor::Operator,
            (_, Some(membership)) => {
                let own = self.by_party.is_some() && self.by_party.as_ref() == reader.party.as_ref().map(|p| &p.id);
                let named = own || membership == Membership::Staff || reader.membership == Membership::Staff;
                let keys = std::iter::once(membership.key()).chain(self.roles().keys()).collect();
                Actor::Person(keys, self.by_name.clone().filter(|_| named))
            }
            (_, None) => Actor::Gone,
        }
    }
}

impl Actor {
    /// As a file says it, in English: name and role.
    pub fn texts(&self, who: &Who) -> (String, String) {
        let word = |text: &str| (String::new(), text.to_owned());
        match self {
            Self::You => word("yourself"),
            Self::Portal => word("portal"),
            Self::Operator => word("operator"),
            Self::Visitor => word("visitor"),
            Self::Gone => word(""),
            Self::Person(_, name) => {
                let membership = who.by_membership.map_or("", Membership::text);
                let roles = std::iter::once(membership).chain(who.roles().texts()).collect::<Vec<_>>().join(" ");
                (name.clone().unwrap_or_default(), roles)
            }
        }
    }
}

impl Entry {
    /// The network it came from: one's own, or a stranger's. Where the agency's staff work is not told.
    pub fn network(&self, actor: &Actor) -> &str {
        if matches!(actor, Actor::You | Actor::Visitor) { &self.network } else { "" }
    }

    /// What it was done on; places in the log are for auditors alone.
    pub fn object(&self, reader: &Person) -> &str {
        if self.hides_log(reader) { "audit" } else { &self.object }
    }

    /// Whether it is about the log itself, and read by somebody who is no auditor any more.
    fn hides_log(&self, reader: &Person) -> bool {
        !reader.roles.auditor && (self.action.starts_with("audit.") || self.object == "audit")
    }
}

/// A page of it, newest first, before an index of the log. The index counts what others did: it must not reach a reader.
///
/// # Errors
/// When the database fails.
pub async fn page(tx: &mut Tx, reader: &Person, before: Option<i64>, limit: i64) -> Result<Vec<Entry>> {
    Ok(store::entries(tx, &reader.id, before.unwrap_or(i64::MAX), limit).await?)
}

/// The columns of the file.
const COLUMNS: [&str; 10] = ["at", "by", "role", "action", "object", "name", "outcome", "detail", "network", "request"];

/// All of it as CSV (RFC 4180), newest first, formulas tamed (ASVS 1.2.10). Says the file and its number of rows.
///
/// # Errors
/// [`Error::TooLarge`] when it has more rows than one file takes.
pub async fn csv(tx: &mut Tx, reader: &Person, now: Millis) -> Result<(Vec<u8>, usize)> {
    let mut out = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record(["TLP:AMBER+STRICT", "activity", &tame(&reader.name), &utc(now)]).map_err(unwritten)?;
    out.write_record(COLUMNS).map_err(unwritten)?;
    let (mut before, mut rows) = (None, 0usize);
    loop {
        let run = page(tx, reader, before, RUN).await?;
        let Some(last) = run.last() else { break };
        before = Some(last.n);
        rows = rows.saturating_add(run.len());
        if rows > MOST {
            return Err(Error::TooLarge);
        }
        for entry in &run {
            out.write_record(cells(entry, reader).map(|cell| tame(&cell))).map_err(unwritten)?;
        }
    }
    Ok((out.into_inner().map_err(unwritten)?, rows))
}

fn cells(e: &Entry, reader: &Person) -> [String; 10] {
    let actor = e.who.seen_by(reader);
    let (by, role) = actor.texts(&e.who);
    let own = actor == Actor::You;
    // What officers write in their own words is for the agency.
    let detail = if own && !e.hides_log(reader) { e.detail.clone() } else { String::new() };
    let name = e.object_name.clone().unwrap_or_default();
    let (object, network) = (e.object(reader).to_owned(), e.network(&actor).to_owned());
    let request = if own { e.request.clone() } else { String::new() };
    [utc(e.at), by, role, e.action.clone(), object, name, e.outcome.clone(), detail, network, request]
}

fn unwritten<E>(_: E) -> Error {
    Error::Crypto("a file could not be written")
}

/// The record of an opening of somebody's record on the desk, whichever page shows it: to be durable before the first byte leaves.
pub fn contact_read(act: &Act, contact: &Contact, page: &str) -> Event {
    let mut event = act.did(Action::ContactRead, contact.id.as_str());
    page.clone_into(&mut event.detail);
    event
}
