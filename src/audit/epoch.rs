//! Whether the database is an older one than the portal has signed: the newest checkpoint lies in a file beside it too, and witnesses
//! remember theirs. A database that is behind either was put back.
use super::{
    checkpoint::{self, Pledge, Whose},
    fault::Fault,
    note::Note,
    store, submission,
};
use crate::{
    crypto::random,
    db::Tx,
    error::{Error, Result},
};
use std::{fs::File, io::Write, path::Path};

/// Beneath the data directory.
pub const FILE: &str = "log.checkpoint";

/// Keeps the newest checkpoint beside the database: whole or not at all, and never an older one over a newer.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(path: &Path, note: &str) -> Result<()> {
    let failed = |error: std::io::Error| {
        tracing::error!(%error, path = %path.display(), "the newest checkpoint cannot be kept beside the database");
        Error::Log("the checkpoint cannot be kept beside the database")
    };
    if let (Some(there), Some(new)) = (std::fs::read(path).ok().and_then(|t| size(&t)), size(note.as_bytes()))
        && there > new
    {
        return Ok(());
    }
    let next = path.with_extension(format!("next-{}", data_encoding::HEXLOWER.encode(&random::<6>())));
    let mut file = File::create(&next).map_err(failed)?;
    file.write_all(note.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
    std::fs::rename(&next, path).map_err(failed)?;
    path.parent().map_or(Ok(()), |folder| File::open(folder).and_then(|f| f.sync_all())).map_err(failed)
}

/// The size that a checkpoint says.
fn size(note: &[u8]) -> Option<u64> {
    Some(submission::checkpoint(Note::parse(note).ok()?.text()).ok()?.size())
}

/// Two administrators have looked: the checkpoint of the log that was lost is kept, under another name.
///
/// # Errors
/// When the file cannot be renamed.
pub fn put_aside(path: &Path) -> Result<()> {
    let kept = path.with_extension(format!("lost-{}", data_encoding::HEXLOWER.encode(&random::<6>())));
    match std::fs::rename(path, kept) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(Error::Log("log.checkpoint cannot be put aside")),
        _ => Ok(()),
    }
}

/// Whether the checkpoint beside the database bears the name of this key.
pub fn is_named(path: &Path, vkey: &str) -> bool {
    let Ok(text) = std::fs::read(path) else { return false };
    let name = Note::parse(&text).ok().and_then(|note| Some(submission::checkpoint(note.text()).ok()?.origin().to_owned()));
    let key = super::key::Verifier::parse(vkey).ok();
    key.is_some_and(|key| name.as_deref() == Some(key.name()))
}

/// Refuses to sign a database that is behind what was signed: that would make two pasts.
///
/// # Errors
/// [`Error::Log`] when it is, or when the file is damaged.
pub async fn must_extend(tx: &mut Tx, path: &Path) -> Result<()> {
    match behind(tx, path).await? {
        None => Ok(()),
        Some(_) => Err(Error::Log("the database is an older one than was signed: nothing is signed until two administrators have opened the portal")),
    }
}

/// What a witness says that knows a longer log than this one.
pub fn ahead(size: u64) -> String {
    format!("{AHEAD}{size}")
}

/// What a witness says that signed another log up to this size.
pub fn forked(size: u64) -> String {
    format!("{FORKED}{size}")
}

/// How [`forked`] begins.
const FORKED: &str = "It signed another log than this one, up to: ";
/// How [`ahead`] begins.
const AHEAD: &str = "It signed a longer log than this one: ";

/// The size of the longer log, or of the other one, that a witness signed.
pub fn is_ahead(trouble: &str) -> Option<i64> {
    trouble.strip_prefix(AHEAD).or_else(|| trouble.strip_prefix(FORKED))?.parse().ok()
}

/// What the checkpoint beside the database pledges; nothing when there is none yet.
///
/// # Errors
/// When the database fails.
pub async fn beside(tx: &mut Tx, path: &Path) -> Result<std::result::Result<Option<Pledge>, Fault>> {
    let note = match read(path) {
        Ok(None) => return Ok(Ok(None)),
        Ok(Some(note)) => note,
        Err(_) => return Ok(Err(Fault::DamagedBeside)),
    };
    let kept = checkpoint::kept(tx, &note).await?;
    Ok(kept.map(|pledge| Some(Pledge { whose: Whose::Beside, ..pledge })).ok_or(Fault::OtherBeside))
}

fn read(path: &Path) -> Result<Option<Note>> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(Error::Log("log.checkpoint cannot be read")),
    };
    Note::parse(&text).map(Some).map_err(|_| Error::Log("log.checkpoint is damaged"))
}

/// Why the database is not the one that was signed last: a size, when it is behind or another one.
///
/// # Errors
/// When the database fails, or the file is no checkpoint.
pub async fn behind(tx: &mut Tx, path: &Path) -> Result<Option<i64>> {
    let Some(note) = read(path)? else { return Ok(None) };
    let signed = submission::checkpoint(note.text()).map_err(|_| Error::Log("log.checkpoint is damaged"))?;
    let size = i64::try_from(signed.size()).unwrap_or(i64::MAX);
    let head = store::head(tx).await?.map_or(0, |h| h.size);
    if head < size {
        return Ok(Some(size));
    }
    let root = super::proof::root(tx, signed.size()).await?;
    Ok((root != signed.hash().0).then_some(size))
}
