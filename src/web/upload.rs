//! A form that brings a file. It is read part by part, within bounds of size and time, and its file only once the form's token has
//! fitted; what was sent too much, too slowly or not to its end leaves nothing.
use super::{Fields, fields::Form, visit::Visit};
use crate::{
    crypto,
    error::{Error, Result},
};
use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    HttpRequest,
    dev::Payload,
    error::PayloadError,
    http::header::{self, HeaderMap},
    web::Bytes,
};
use futures_util::{Stream, StreamExt};
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

/// The part that is the file.
const FILE: &str = "file";
/// Bytes of all other parts together.
const TEXT: usize = 64 * 1024;
/// Bytes of what stands between the parts, beside.
const BETWEEN: usize = 64 * 1024;
/// Files held at once: what they take of memory.
const HELD: usize = 4;
/// Files read at once of which only a digest is kept.
const READ: usize = 16;

/// How long a body may take.
#[derive(Clone, Copy)]
struct Patience {
    whole: Duration,
    /// Without a byte of it.
    idle: Duration,
}

const PATIENCE: Patience = Patience { whole: Duration::from_mins(2), idle: Duration::from_secs(20) };

/// A form and its file, whose token matched the browser's cookie.
pub struct Uploaded<F: Form, K: Kept = Sent> {
    /// The other fields.
    pub form: F,
    /// The file; `None` if none was chosen.
    pub file: Option<K>,
}

/// What is kept of a file while it is read.
pub trait Kept: Sized + 'static {
    /// Whether its bytes stay in memory.
    const HELD: bool;
    /// Nothing yet of a file of this name.
    fn begin(name: String) -> Self;
    /// The next bytes.
    fn more(&mut self, piece: &[u8]);
}

/// A file as it was sent; nothing about it has been checked but its size.
pub struct Sent {
    /// Its name, as the browser says.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Kept for Sent {
    const HELD: bool = true;
    fn begin(name: String) -> Self {
        Self { name, bytes: Vec::new() }
    }
    fn more(&mut self, piece: &[u8]) {
        self.bytes.extend_from_slice(piece);
    }
}

/// The digest of a file that is not kept: for a page that says whether a file is ours.
pub struct Digest {
    /// Its name, as the browser says.
    pub name: String,
    /// Its bytes, counted.
    pub length: u64,
    state: crypto::Sha256,
}

impl Digest {
    /// SHA-256 of the file.
    pub fn hash(self) -> [u8; 32] {
        self.state.finish()
    }
}

impl Kept for Digest {
    const HELD: bool = false;
    fn begin(name: String) -> Self {
        Self { name, length: 0, state: crypto::Sha256::new() }
    }
    fn more(&mut self, piece: &[u8]) {
        self.length = self.length.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
        self.state.update(piece);
    }
}

/// The places for files that are being read, of the whole process.
pub struct Seats {
    held: Arc<Semaphore>,
    read: Arc<Semaphore>,
}

impl Default for Seats {
    fn default() -> Self {
        Self { held: Arc::new(Semaphore::new(HELD)), read: Arc::new(Semaphore::new(READ)) }
    }
}

impl Seats {
    /// Takes a place for as long as the answer is kept.
    ///
    /// # Errors
    /// [`Error::Busy`] when all are taken.
    pub fn take<K: Kept>(&self) -> Result<OwnedSemaphorePermit> {
        let seats = if K::HELD { &self.held } else { &self.read };
        seats.clone().try_acquire_owned().map_err(|_| Error::Busy)
    }
}

/// Reads a form with a file. Access has been admitted before.
///
/// # Errors
/// [`Error::Expired`] for a token that does not fit or comes after the file, [`Error::TooLarge`], [`Error::TooSlow`],
/// [`Error::NotAForm`], [`Error::Unreadable`].
pub(super) async fn read<F: Form, K: Kept>(visit: &Visit, req: &HttpRequest, body: Payload) -> Result<Uploaded<F, K>> {
    if visit.fresh {
        return Err(Error::Expired);
    }
    let limit = visit.app.settings.config.attachments.max_bytes;
    let said = req.headers().get(header::CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<usize>().ok());
    if said.is_some_and(|n| n > whole(limit)) {
        return Err(Error::TooLarge);
    }
    parts(req.headers(), body, visit.form_token(), limit, PATIENCE).await
}

/// Bytes of a body whose file may have so many.
fn whole(limit: usize) -> usize {
    limit.saturating_add(TEXT).saturating_add(BETWEEN)
}

async fn parts<F: Form, K: Kept>(
    headers: &HeaderMap,
    body: impl Stream<Item = Result<Bytes, PayloadError>> + 'static,
    token: &str,
    limit: usize,
    patience: Patience,
) -> Result<Uploaded<F, K>> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("multipart/form-data") {
        return Err(Error::NotAForm);
    }
    let mut reader = Reader { body: Multipart::new(headers, bounded(body, whole(limit))), text: TEXT, idle: patience.idle };
    timeout(patience.whole, reader.form(token, limit)).await.map_err(|_| Error::TooSlow)?
}

/// The same stream, which ends in an error beyond so many bytes.
fn bounded(body: impl Stream<Item = Result<Bytes, PayloadError>> + 'static, limit: usize) -> impl Stream<Item = Result<Bytes, PayloadError>> + 'static {
    let mut left = Some(limit);
    body.map(move |piece| {
        let piece = piece?;
        left = left.and_then(|left| left.checked_sub(piece.len()));
        if left.is_some() { Ok(piece) } else { Err(PayloadError::Overflow) }
    })
}

struct Reader {
    body: Multipart,
    /// Bytes of text that may still come.
    text: usize,
    idle: Duration,
}

impl Reader {
    async fn form<F: Form, K: Kept>(&mut self, token: &str, limit: usize) -> Result<Uploaded<F, K>> {
        let (mut fields, mut file, mut trusted) = (Fields::default(), None, false);
        while let Some(part) = next(&mut self.body, self.idle).await? {
            let name = part.name().unwrap_or_default().to_owned();
            if name == FILE {
                if !trusted {
                    return Err(Error::Expired);
                }
                if file.is_some() {
                    return Err(Error::Unreadable("error-repeated-field", name));
                }
                file = Some(self.file::<K>(part, limit).await?);
                continue;
            }
            if !F::ONE.contains(&name.as_str()) && !F::MANY.contains(&name.as_str()) {
                return Err(Error::Unreadable("error-unknown-field", shown(&name)));
            }
            let value = self.value(part, &name).await?;
            if name == "csrf" {
                if !crypto::same(value.as_bytes(), token.as_bytes()) {
                    return Err(Error::Expired);
                }
                trusted = true;
            }
            fields.push(name, &value)?;
        }
        if !trusted {
            return Err(Error::Expired);
        }
        fields.only(F::ONE, F::MANY)?;
        Ok(Uploaded { form: F::take(&fields), file: file.flatten() })
    }

    /// A field that is no file.
    async fn value(&mut self, mut part: Field, name: &str) -> Result<String> {
        let mut value = Vec::new();
        self.text = self.text.checked_sub(name.len()).ok_or(Error::TooLarge)?;
        while let Some(piece) = next(&mut part, self.idle).await? {
            self.text = self.text.checked_sub(piece.len()).ok_or(Error::TooLarge)?;
            value.extend_from_slice(&piece);
        }
        String::from_utf8(value).map_err(|_| Error::Unreadable("error-not-utf8", shown(name)))
    }

    /// The file. Browsers send an empty one without a name where none was chosen.
    async fn file<K: Kept>(&mut self, mut part: Field, limit: usize) -> Result<Option<K>> {
        let name = part.content_disposition().and_then(|d| d.get_filename()).unwrap_or_default().to_owned();
        let (mut kept, mut left, mut any) = (K::begin(name.clone()), limit, false);
        while let Some(piece) = next(&mut part, self.idle).await? {
            left = left.checked_sub(piece.len()).ok_or(Error::TooLarge)?;
            any |= !piece.is_empty();
            kept.more(&piece);
        }
        match (name.is_empty(), any) {
            (true, false) => Ok(None),
            (true, true) => Err(Error::Unreadable("error-file-without-name", FILE.into())),
            (false, _) => Ok(Some(kept)),
        }
    }
}

/// The next of a body or a part, unless it keeps us waiting.
async fn next<T>(stream: &mut (impl Stream<Item = Result<T, MultipartError>> + Unpin), idle: Duration) -> Result<Option<T>> {
    timeout(idle, stream.next()).await.map_err(|_| Error::TooSlow)?.transpose().map_err(|error| match error {
        MultipartError::Payload(PayloadError::Overflow) => Error::TooLarge,
        _ => Error::Unreadable("error-upload-broken", String::new()),
    })
}

/// A name as it may stand on a page.
fn shown(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(100).collect()
}

#[cfg(test)]
mod tests;
