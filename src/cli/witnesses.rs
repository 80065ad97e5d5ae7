//! The witnesses of a portal: `vigie witness add`, `remove`, `list`.
use super::{DataDir, open::Portal, say};
use crate::{
    audit::{
        self, Action, asking,
        key::{Kind, Verifier},
        store_checkpoint,
    },
    crypto::sha256,
    error::Error,
};
use clap::Args;

/// `vigie witness add`
#[derive(Args)]
pub struct Add {
    #[command(flatten)]
    dir: DataDir,
    /// Where it answers: the address that `add-checkpoint` follows. An authority of its own goes into DIR/witness-ca.pem.
    #[arg(long)]
    url: String,
    /// Its public key, as it printed it at its first run.
    #[arg(long, value_name = "VKEY")]
    key: String,
}

/// `vigie witness remove`
#[derive(Args)]
pub struct Remove {
    #[command(flatten)]
    dir: DataDir,
    /// Its name, as `vigie witness list` prints it.
    name: String,
}

/// `vigie witness list`
#[derive(Args)]
pub struct List {
    #[command(flatten)]
    dir: DataDir,
}

/// Adds one, or gives one that is known a new address or key.
pub async fn add(asked: Add) -> Result<(), String> {
    let key = Verifier::parse(&asked.key)?;
    if key.kind() != Kind::Cosignature {
        return Err("--key: this is a log's key; a witness prints its own as `witness key`.".into());
    }
    asking::address(&asked.url).map_err(|why| format!("--url: {why}; write https://host/path, or http:// on this machine."))?;
    Portal::with(&asked.dir.data_dir, async |portal| {
        let act = portal.act();
        let mut event = act.did(Action::WitnessAdded, key.name());
        event.detail.clone_from(&asked.url);
        event.hash = Some(sha256(asked.key.as_bytes()));
        let mut tx = portal.write().await?;
        store_checkpoint::add_witness(&mut tx, key.name(), &asked.key, &asked.url, act.at).await.map_err(Error::from)?;
        audit::append(&mut tx, &act.keys, &event).await?;
        tx.commit().await.map_err(Error::from)?;
        say::line(&format!("{} is shown every checkpoint from now on.", key.name()));
        Ok(())
    })
    .await
}

/// Removes one.
pub async fn remove(asked: Remove) -> Result<(), String> {
    Portal::with(&asked.dir.data_dir, async |portal| {
        let act = portal.act();
        let mut tx = portal.write().await?;
        if !store_checkpoint::remove_witness(&mut tx, &asked.name).await.map_err(Error::from)? {
            return Err(format!("There is no witness `{}`; `vigie witness list` prints them.", asked.name));
        }
        audit::append(&mut tx, &act.keys, &act.did(Action::WitnessRemoved, asked.name.as_str())).await?;
        tx.commit().await.map_err(Error::from)?;
        say::line(&format!("{} is asked no longer.", asked.name));
        Ok(())
    })
    .await
}

/// Lists them.
pub async fn list(asked: List) -> Result<(), String> {
    Portal::with(&asked.dir.data_dir, async |portal| {
        let all = store_checkpoint::witnesses(&mut portal.read().await?).await.map_err(Error::from)?;
        if all.is_empty() {
            say::line("No witness. Without one nobody but the portal can say that its past was not written anew.");
        }
        for w in all {
            let state = if w.trouble.is_empty() { String::new() } else { format!("  {}", w.trouble) };
            say::line(&format!("{}  signed up to {}  {}{state}", w.name, w.size, w.url));
        }
        Ok(())
    })
    .await
}
