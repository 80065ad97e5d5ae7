//! Attachments: put to a draft, taken off again, read in pieces. They lie sealed in the database, each piece bound to its place.
use super::{Attachment, Viewer, draft::Draft, drafting::locked, may, store_files as store};
use crate::{
    audit::{self, Act, Action},
    config::Attachments,
    crypto::{random, seal::KeyRing},
    db::{Db, Tx},
    error::{Error, Result},
    files::Checked,
};

/// Bytes of one piece.
const PIECE: usize = 256 * 1024;

/// Why a file that is right by itself is not taken: the key of the sentence.
pub type Full = &'static str;

/// Puts a file that was checked to a draft; `Err` holds the key of the sentence that says why there is no room for it.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile; when the database or the log fails.
pub async fn attach(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, limits: &Attachments, file: &Checked) -> Result<std::result::Result<(), Full>> {
    let draft = go.draft();
    if let Some(full) = full(tx, draft, limits, file).await? {
        return Ok(Err(full));
    }
    locked(tx, act, draft, go.by(), lock).await?;
    let id = data_encoding::BASE32_NOPAD.encode(&random::<16>()).to_ascii_lowercase();
    let size = i64::try_from(file.bytes.len()).map_err(|_| Error::TooLarge)?;
    store::insert(tx, &store::New { id: &id, kind: file.kind.extension(), size, hash: &file.hash }, act.at).await?;
    for (n, piece) in (0i64..).zip(file.bytes.chunks(PIECE)) {
        let sealed = act.keys.seal(&place(&id, n), piece).ok_or(Error::Crypto("a file could not be sealed"))?;
        store::insert_piece(tx, &id, n, sealed).await?;
    }
    store::attach(tx, &draft.id, draft.number, &file.name, &id).await?;
    let mut event = act.did(Action::AttachmentAdded, draft.reference.as_str());
    event.detail = format!("{}, {size} bytes", file.name);
    event.hash = Some(file.hash);
    audit::append(tx, &act.keys, &event).await?;
    Ok(Ok(()))
}

async fn full(tx: &mut Tx, draft: &Draft, limits: &Attachments, file: &Checked) -> Result<Option<Full>> {
    let (count, most) = (draft.attachments.len(), usize::try_from(limits.max_count).unwrap_or(0));
    if draft.attachments.iter().any(|a| a.name == file.name) {
        return Ok(Some("attachment-name-taken"));
    }
    if count >= most {
        return Ok(Some("attachment-many"));
    }
    let kept = u64::try_from(store::kept(tx).await?).unwrap_or(u64::MAX);
    let with = kept.saturating_add(u64::try_from(file.bytes.len()).unwrap_or(u64::MAX));
    Ok((with > limits.quota_bytes).then_some("attachment-quota"))
}

/// Takes a file off a draft. It is forgotten when no other version goes with it.
///
/// # Errors
/// [`Error::Stale`] when somebody else saved meanwhile; [`Error::NotFound`] when the draft has no such file.
pub async fn detach(tx: &mut Tx, act: &Act, go: may::Edit, lock: i64, name: &str) -> Result<()> {
    let draft = go.draft();
    let file = draft.attachments.iter().find(|a| a.name == name).ok_or(Error::NotFound)?;
    locked(tx, act, draft, go.by(), lock).await?;
    store::detach(tx, &draft.id, draft.number, name).await?;
    store::forget(tx, &file.file_id).await?;
    let mut event = act.did(Action::AttachmentRemoved, draft.reference.as_str());
    event.detail = name.to_owned();
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

fn place(file: &str, n: i64) -> String {
    format!("file_piece.sealed:{file}:{n}")
}

/// One piece of a file, opened; none behind the last.
///
/// # Errors
/// When the database fails, or a piece does not open.
pub async fn piece(tx: &mut Tx, keys: &KeyRing, file: &str, n: i64) -> Result<Option<Vec<u8>>> {
    let Some(sealed) = store::piece(tx, file, n).await? else { return Ok(None) };
    keys.open(&place(file, n), &sealed).map(Some).ok_or(Error::Crypto("a piece of a file does not open"))
}

/// A whole file, checked against its hash.
///
/// # Errors
/// As [`piece`]; when what is kept is not what was approved.
pub async fn whole(db: &Db, keys: &KeyRing, file: &Attachment) -> Result<Vec<u8>> {
    let mut out = Vec::with_capacity(usize::try_from(file.size).unwrap_or(0));
    for n in 0.. {
        match piece(&mut db.read().await?, keys, &file.file_id, n).await? {
            Some(piece) => out.extend_from_slice(&piece),
            None => break,
        }
    }
    if crate::crypto::sha256(&out)[..] == file.hash[..] { Ok(out) } else { Err(Error::Crypto("a file is not what was kept")) }
}

/// Remembers a copy with a reader's name on it, so that it is known again if it leaks.
///
/// # Errors
/// When the database fails.
pub async fn copied(tx: &mut Tx, viewer: &Viewer, file: &Attachment, hash: &[u8; 32], now: i64) -> Result<()> {
    store::insert_copy(tx, hash, &file.file_id, &viewer.account, now).await?;
    Ok(())
}
