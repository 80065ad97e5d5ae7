//! The keys of the log: `vigie audit key` and `audit policy`.
use super::{DataDir, open::Portal, say};
use crate::{
    audit::{
        key::{Kind, Verifier},
        log_key,
        policy::Policy,
        store_checkpoint,
    },
    error::Error,
};
use clap::Args;

/// What is done with keys.
#[derive(Args)]
pub struct Key {
    #[command(flatten)]
    dir: DataDir,
    /// Make a new key in the place of the present one and take it into use.
    #[arg(long, conflicts_with = "take")]
    new: bool,
    /// Take this public key into use: of `vigie signer`, or of the file log.key that you put in place.
    #[arg(long, value_name = "KEY")]
    take: Option<String>,
}

/// `vigie audit key`
pub async fn key(asked: Key) -> Result<(), String> {
    Portal::with(&asked.dir.data_dir, async |portal| {
        if asked.new {
            renew(portal).await?;
        }
        if let Some(given) = &asked.take {
            let key = Verifier::parse(given)?;
            if key.kind() != Kind::Log {
                return Err("This is a witness's key; a log's is needed.".into());
            }
            let own = name(portal).await?;
            if key.name() != own {
                return Err(format!("This key bears the name {}, and this log is {own}: make a key of that name.", key.name()));
            }
            last_words(portal).await;
            log_key::take(&portal.db, &portal.act(), &key).await.map_err(|_| "This key was in use before; make a new one.".to_owned())?;
        }
        for known in keys(portal).await? {
            say::line(&format!("from record {}: {}", known.since, known.vkey));
        }
        Ok(())
    })
    .await
}

async fn keys(portal: &Portal) -> Result<Vec<store_checkpoint::KeyRow>, String> {
    Ok(store_checkpoint::keys(&mut portal.read().await?).await.map_err(Error::from)?)
}

/// The log's name. It stays with every key, and may be that of a log that began anew after a restoration.
async fn name(portal: &Portal) -> Result<String, String> {
    let newest = keys(portal).await?.last().and_then(|k| Verifier::parse(&k.vkey).ok());
    Ok(newest.map_or_else(|| log_key::name(&portal.settings), |k| k.name().to_owned()))
}

/// What was added until now is signed by the key that goes, if it is there.
async fn last_words(portal: &Portal) {
    if super::log::sign(portal).await.is_err() {
        say::note("The key that goes did not sign what was added since the last checkpoint; the new one will.");
    }
}

async fn renew(portal: &Portal) -> Result<(), String> {
    if portal.settings.config.audit.signer.is_some() {
        return Err("The signer holds the key: make a new one there, and take it into use with --take.".into());
    }
    last_words(portal).await;
    let key = log_key::make(&portal.settings.dir, &name(portal).await?)?;
    log_key::take(&portal.db, &portal.act(), key.verifier()).await?;
    say::note(&format!(
        "The new key lies in {}, the old one beside it. A portal that serves takes it at its next checkpoint. Give the new public key to witnesses and to whoever verifies.",
        portal.settings.path(log_key::FILE).display()
    ));
    Ok(())
}

/// `vigie audit policy`
pub async fn policy(portal: &Portal, quorum: Option<usize>) -> Result<(), String> {
    let mut tx = portal.read().await?;
    let witnesses = store_checkpoint::witnesses(&mut tx).await.map_err(Error::from)?;
    drop(tx);
    let logs: Result<_, String> = keys(portal).await?.iter().map(|k| Verifier::parse(&k.vkey)).collect();
    let witnesses: Result<Vec<_>, String> = witnesses.iter().map(|w| Verifier::parse(&w.vkey)).collect();
    let (logs, witnesses) = (logs?, witnesses?);
    if quorum.is_some_and(|n| n > witnesses.len()) {
        return Err(format!("--quorum: the portal has {} witnesses; ask for no more.", witnesses.len()));
    }
    let policy = Policy { logs, quorum: quorum.unwrap_or(witnesses.len()), witnesses };
    say::raw(&policy.to_string());
    Ok(())
}
