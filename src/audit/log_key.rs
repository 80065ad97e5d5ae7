//! Which key signs the log. Its public half stands in the database from the size of the log on at which it was taken into use, and that
//! it was is a record; its private half lies in a file of its own, or with `vigie signer` where the portal cannot read it.
use super::{
    Act, Action, append,
    key::{Key, Kind, Verifier},
    signing::Signing,
    store_checkpoint::{self, KeyRow},
};
use crate::{
    config::Settings,
    crypto::sha256,
    db::{Db, Tx},
    error::{Error, Result},
};
use std::path::Path;

/// The key's file beneath the data directory.
pub const FILE: &str = "log.key";

/// What signs, and the log's name as its checkpoints bear it.
pub struct Ready {
    /// Signs.
    pub signing: Signing,
    /// The name of the key that counts.
    pub origin: String,
    /// That key.
    pub vkey: String,
}

impl Ready {
    /// A key in this process.
    pub fn of(key: Key) -> Self {
        Self { origin: key.verifier().name().to_owned(), vkey: key.verifier().to_string(), signing: Signing::File(key) }
    }
}

/// The name of a new portal's log: its host, and the port where it has one of its own.
pub fn name(settings: &Settings) -> String {
    format!("{}/audit", settings.config.origin.trim_start_matches("https://"))
}

/// Makes ready what signs. The first time, a key is made and taken into use.
///
/// # Errors
/// A sentence for the operator that names the file and the mend.
pub async fn open(db: &Db, act: &Act, settings: &Settings) -> std::result::Result<Ready, String> {
    let failed = |e: Error| format!("The log's key cannot be looked up: {e}.");
    let known = store_checkpoint::keys(&mut db.read().await.map_err(|e| failed(e.into()))?).await.map_err(|e| failed(e.into()))?.pop();
    if let Some(socket) = &settings.config.audit.signer {
        let known = known.ok_or("audit.signer: the portal does not know the signer's key yet; take it into use with `vigie audit key --take KEY`.")?;
        return Ok(Ready { signing: Signing::Socket(socket.clone()), origin: Verifier::parse(&known.vkey)?.name().to_owned(), vkey: known.vkey });
    }
    let path = settings.path(FILE);
    let key = match (path.is_file(), &known) {
        (true, _) => Key::load(&path, Kind::Log)?,
        (false, None) => make(&settings.dir, &name(settings))?,
        (false, Some(_)) => {
            return Err(format!("{} is missing; restore it from your backup, or take a new key into use with `vigie audit key --new`.", path.display()));
        }
    };
    let vkey = key.verifier().to_string();
    match known {
        Some(known) if known.vkey != vkey => {
            return Err(format!(
                "{} is not the key that the log was last signed with; restore that one, or take this into use with `vigie audit key --take {vkey}`.",
                path.display()
            ));
        }
        Some(_) => {}
        None => take(db, act, key.verifier()).await.map_err(failed)?,
    }
    Ok(Ready::of(key))
}

/// Makes a key of this name and its file; one that lies there is put aside under its number.
///
/// # Errors
/// A sentence for the operator.
pub fn make(dir: &Path, name: &str) -> std::result::Result<Key, String> {
    let path = dir.join(FILE);
    if path.is_file() {
        let number = Key::load(&path, Kind::Log).map_or(0, |old| old.verifier().id());
        std::fs::rename(&path, dir.join(format!("log.key.{number:08x}"))).map_err(|e| format!("{} cannot be put aside: {e}.", path.display()))?;
    }
    let key = Key::generate(name, Kind::Log)?;
    key.save(&path)?;
    Ok(key)
}

/// Takes a key into use: from the record on that says so.
///
/// # Errors
/// When it was in use before, or the database fails.
pub async fn take(db: &Db, act: &Act, key: &Verifier) -> Result<()> {
    let mut tx = db.write().await?;
    take_in(&mut tx, act, key).await?;
    Ok(tx.commit().await?)
}

/// The same within an act.
///
/// # Errors
/// As [`take`].
pub async fn take_in(tx: &mut Tx, act: &Act, key: &Verifier) -> Result<()> {
    let vkey = key.to_string();
    let mut event = act.did(Action::LogKeyTaken, vkey.clone());
    event.hash = Some(sha256(vkey.as_bytes()));
    let since = append(tx, &act.keys, &event).await?;
    store_checkpoint::add_key(tx, &KeyRow { vkey, since, at: act.at }).await?;
    Ok(())
}
