//! Checkpoints: signed statements of the log's size and root (C2SP tlog-checkpoint), made every so often and before the answer to
//! the acts that matter most. Each extends the one before, which the signer may check for itself.
use super::{
    fault::Fault,
    key::Verifier,
    log_key::Ready,
    note::Note,
    proof,
    signing::{Signing, Unsigned},
    store,
    store_checkpoint::{self, Row},
    submission,
    tree::HASH,
};
use crate::{
    clock::Millis,
    crypto::seal::KeyRing,
    db::{Db, Tx},
    error::{Error, Result},
};
use tlog_tiles::{Checkpoint, Hash};

/// Whose word a pledge is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The portal's own checkpoint.
    Own,
    /// A checkpoint that a witness signed too.
    Witness,
    /// A checkpoint that whoever verifies kept.
    Given,
    /// The portal's own, kept beside the database.
    Beside,
}

impl Whose {
    /// What it means that the log does not fit.
    pub fn reason(self) -> Fault {
        match self {
            Self::Own | Self::Beside => Fault::OtherOwn,
            Self::Witness => Fault::OtherWitness,
            Self::Given => Fault::OtherGiven,
        }
    }

    /// What it means that the log is shorter.
    pub fn cut(self) -> Fault {
        match self {
            Self::Own | Self::Beside => Fault::CutOwn,
            Self::Witness => Fault::CutWitness,
            Self::Given => Fault::CutGiven,
        }
    }
}

/// That a log has, at this size, this root.
#[derive(Clone, Debug)]
pub struct Pledge {
    /// Records.
    pub size: u64,
    /// 32 bytes.
    pub root: Vec<u8>,
    /// Whose word it is.
    pub whose: Whose,
}

impl Pledge {
    /// What a checkpoint says.
    pub fn of(checkpoint: &Checkpoint, whose: Whose) -> Self {
        Self { size: checkpoint.size(), root: checkpoint.hash().0.to_vec(), whose }
    }
}

/// Signs the log as it stands, unless that was done: the checkpoint, `None` when nothing was added since.
///
/// # Errors
/// When the database fails, the head is not the one this portal wrote, the signer refuses, or another key signed than the one that counts.
pub async fn make(db: &Db, keys: &KeyRing, ready: &Ready, at: Millis) -> Result<Option<Row>> {
    let mut tx = db.read().await?;
    let head = store::head(&mut tx).await?.ok_or(Error::Log("the log has no head"))?;
    let edge = super::edge_of(&head, keys)?;
    let old = store_checkpoint::last(&mut tx).await?.map_or(0, |l| u64::try_from(l.size).unwrap_or(0));
    if edge.size() <= old {
        return Ok(None);
    }
    let root: [u8; HASH] = head.root.as_slice().try_into().map_err(|_| Error::Log("the head of the log is damaged"))?;
    let checkpoint = Checkpoint::new(&ready.origin, edge.size(), Hash(root), "").map_err(|_| Error::Log("the log's origin is not fit for a checkpoint"))?;
    drop(tx);
    let line = signed(db, &ready.signing, old, &checkpoint).await?;
    let text = String::from_utf8(checkpoint.to_bytes()).map_err(|_| Error::Log("the checkpoint is not text"))?;
    let row = Row { size: head.size, root: head.root, at, note: format!("{text}\n{line}\n") };
    let mut tx = db.write().await?;
    // A checkpoint stays for ever: one that does not hold would break the log.
    let counts = store_checkpoint::keys(&mut tx).await?.into_iter().rev().find(|k| k.since < row.size).ok_or(Error::Log("the log has no key"))?;
    let counts = Verifier::parse(&counts.vkey).map_err(|_| Error::Log("the log's key is none"))?;
    let holds = Note::parse(row.note.as_bytes()).is_ok_and(|note| note.verify([&counts]).is_ok());
    if !holds || counts.name() != ready.origin {
        return Err(Error::Log("another key signed than the one that counts; `vigie audit key` says which"));
    }
    store_checkpoint::insert(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(Some(row))
}

/// The log's line beneath a checkpoint.
async fn signed(db: &Db, signing: &Signing, old: u64, checkpoint: &Checkpoint) -> Result<String> {
    let grown = async |from: u64| proof::consistency(&mut db.read().await?, from, checkpoint.size()).await;
    let line = match signing.sign(old, &grown(old).await?, checkpoint).await {
        // The signer signed what was not kept here: it is shown that the log grew from there.
        Err(Unsigned::Conflict(known)) if known <= checkpoint.size() => signing.sign(known, &grown(known).await?, checkpoint).await,
        answer => answer,
    };
    line.map_err(|why| {
        tracing::error!(%why, "a checkpoint was not signed");
        match why {
            Unsigned::Conflict(_) => Error::Log("the signer knows a longer log than this database: it was put back"),
            Unsigned::Refused { .. } => Error::Log("the signer refuses the checkpoint; the program's own log says why"),
            Unsigned::Away(_) => Error::Log("the signer does not answer; see that `vigie signer` runs"),
        }
    })
}

/// What a checkpoint pledges that somebody kept: signed by a key that this log had. `None` otherwise.
///
/// # Errors
/// When the database fails.
pub async fn kept(tx: &mut Tx, note: &Note) -> Result<Option<Pledge>> {
    let Ok(checkpoint) = submission::checkpoint(note.text()) else { return Ok(None) };
    let keys = store_checkpoint::keys(tx).await?;
    let keys: Vec<_> = keys.iter().filter_map(|k| Verifier::parse(&k.vkey).ok()).filter(|k| k.name() == checkpoint.origin()).collect();
    Ok(note.verify(&keys).is_ok().then(|| Pledge::of(&checkpoint, Whose::Given)))
}

/// A checkpoint with what witnesses signed beneath it.
///
/// # Errors
/// When the database fails.
pub async fn whole(tx: &mut Tx, row: &Row) -> Result<String> {
    let lines = store_checkpoint::cosignatures(tx, row.size, row.size).await?;
    Ok(lines.iter().fold(row.note.clone(), |note, (_, line)| note + line + "\n"))
}

/// Checkpoints of one step.
const STEP: i64 = 200;

/// Every checkpoint that was kept, when each is signed by the key that counted at its size and says what its row says; a witness's
/// word counts beside. Otherwise the size and what is wrong.
///
/// # Errors
/// When the database fails.
pub async fn pledges(tx: &mut Tx) -> Result<std::result::Result<Vec<Pledge>, (i64, Fault)>> {
    let keys = match Keys::read(tx).await? {
        Ok(keys) => keys,
        Err(wrong) => return Ok(Err((0, wrong))),
    };
    let (mut out, mut from) = (Vec::new(), 0);
    loop {
        let rows = store_checkpoint::run_of(tx, from, STEP).await?;
        let Some(last) = rows.last().map(|r| r.size) else { return Ok(Ok(out)) };
        let lines = store_checkpoint::cosignatures(tx, from, last).await?;
        for row in &rows {
            let beneath = lines.iter().filter(|(size, _)| *size == row.size).map(|(_, line)| line.as_str());
            match keys.pledges(row, beneath) {
                Ok(some) => out.extend(some),
                Err(wrong) => return Ok(Err((row.size, wrong))),
            }
        }
        from = last.saturating_add(1);
    }
}

/// The keys that a checkpoint may bear.
struct Keys {
    logs: Vec<(i64, Verifier)>,
    witnesses: Vec<Verifier>,
}

impl Keys {
    async fn read(tx: &mut Tx) -> Result<std::result::Result<Self, Fault>> {
        let logs: std::result::Result<Vec<_>, String> =
            store_checkpoint::keys(tx).await?.into_iter().map(|k| Ok((k.since, Verifier::parse(&k.vkey)?))).collect();
        let witnesses: std::result::Result<Vec<_>, String> = store_checkpoint::witnesses(tx).await?.iter().map(|w| Verifier::parse(&w.vkey)).collect();
        Ok(logs.and_then(|logs| Ok(Self { logs, witnesses: witnesses? })).map_err(|_| Fault::KeyNone))
    }

    /// The key that counted at a size: the newest that was taken into use below it.
    fn at(&self, size: i64) -> Option<&Verifier> {
        self.logs.iter().rev().find(|(since, _)| *since < size).map(|(_, key)| key)
    }

    fn pledges<'l>(&self, row: &Row, lines: impl Iterator<Item = &'l str>) -> std::result::Result<Vec<Pledge>, Fault> {
        let mut note = Note::parse(row.note.as_bytes()).map_err(|_| Fault::CheckpointNone)?;
        let checkpoint = submission::checkpoint(note.text()).map_err(|_| Fault::CheckpointNone)?;
        let key = self.at(row.size).ok_or(Fault::Unsigned)?;
        if checkpoint.origin() != key.name() || note.verify([key]).is_err() {
            return Err(Fault::Unsigned);
        }
        if i64::try_from(checkpoint.size()) != Ok(row.size) || checkpoint.hash().0[..] != row.root[..] {
            return Err(Fault::CheckpointNone);
        }
        let mut out = vec![Pledge::of(&checkpoint, Whose::Own)];
        for line in lines {
            note.add(&format!("{line}\n")).map_err(|_| Fault::CheckpointNone)?;
        }
        if self.witnesses.iter().any(|w| note.verify([w]).is_ok()) {
            out.push(Pledge::of(&checkpoint, Whose::Witness));
        }
        Ok(out)
    }
}
