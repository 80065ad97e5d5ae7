//! Where the next page of the reader's list begins: `part-rank-millis-id`, opaque to people.
use super::{Item, store_list::Key};
use crate::ids::AdvisoryId;

/// The last row of a page.
pub struct Cursor {
    /// Whether it is among those confirmed.
    pub confirmed: bool,
    key: Key,
}

impl Cursor {
    /// Of a row.
    pub fn of(item: &Item, confirmed: bool) -> Self {
        Self { confirmed, key: item.key() }
    }

    /// Before the first row of those confirmed.
    pub fn start_of_confirmed() -> Self {
        Self { confirmed: true, key: Key { rank: -1, published_at: i64::MAX, id: AdvisoryId(String::new()) } }
    }

    /// From an address; anything odd begins at the start.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '.');
        let confirmed = parts.next()? == "c";
        let (rank, published_at) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let id = parts.next()?;
        let plain = id.len() <= 40 && id.bytes().all(|b| b.is_ascii_alphanumeric());
        plain.then(|| Self { confirmed, key: Key { rank, published_at, id: AdvisoryId(id.to_owned()) } })
    }

    /// For an address.
    pub fn text(&self) -> String {
        format!("{}.{}.{}.{}", if self.confirmed { 'c' } else { 'r' }, self.key.rank, self.key.published_at, self.key.id)
    }

    /// For the query.
    pub fn key(&self) -> Key {
        self.key.clone()
    }
}
