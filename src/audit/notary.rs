//! The notary: has the log signed every so often and before the answer to the acts that matter most, shows what was signed to the
//! witnesses, and writes a heartbeat into a log in which nothing happens, so that silence is never normal.
use super::{
    Act, Action, append,
    asking::{self, Answer},
    checkpoint,
    key::Verifier,
    log_key::{self, Ready},
    note::Note,
    proof,
    signing::Signing,
    store,
    store_checkpoint::{self, Row, Witness},
    submission,
};
use crate::{
    clock::{Clock, MINUTE, Millis, SECOND},
    config::{Audit, Settings},
    crypto::seal::KeyRing,
    db::{Db, Tx},
    error::{Error, Result},
};
use futures_util::future::join_all;
use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, PoisonError, RwLock, Weak,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::sync::Mutex;

/// How often it looks.
const LOOK: Duration = Duration::from_secs(1);
/// How long a witness that failed is left alone.
const AGAIN: Millis = 5 * SECOND;

/// Has checkpoints made and witnessed.
pub struct Notary {
    db: Db,
    keys: Arc<KeyRing>,
    ready: RwLock<Arc<Ready>>,
    portal: Settings,
    settings: Audit,
    clock: Clock,
    /// Authorities for witnesses; the system's when there is no such file.
    authorities: Option<PathBuf>,
    /// Where the newest checkpoint is kept outside the database.
    beside: PathBuf,
    /// Whether the database was put back.
    held: AtomicBool,
    /// One at a time: what another waits for is then there.
    turn: Mutex<()>,
}

/// What a notary works with.
pub struct With {
    /// The database.
    pub db: Db,
    /// Binds the head of the log.
    pub keys: Arc<KeyRing>,
    /// What signs, and the log's name.
    pub ready: Ready,
    /// The portal's.
    pub settings: Settings,
    /// The time.
    pub clock: Clock,
}

impl Notary {
    /// For a portal.
    pub fn new(with: With) -> Self {
        let With { db, keys, ready, settings: portal, clock } = with;
        let authorities = Some(portal.path("witness-ca.pem")).filter(|f| f.is_file());
        let (ready, beside, settings) = (RwLock::new(Arc::new(ready)), portal.path(super::epoch::FILE), portal.config.audit.clone());
        Self { db, keys, ready, portal, settings, clock, authorities, beside, held: AtomicBool::new(false), turn: Mutex::new(()) }
    }

    fn ready(&self) -> Arc<Ready> {
        self.ready.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The log's name.
    pub fn origin(&self) -> String {
        self.ready().origin.clone()
    }

    /// The newest checkpoint beside the database.
    pub fn beside(&self) -> &Path {
        &self.beside
    }

    /// The log begins anew after its database was put back, in the act that ends the restoration: with a name and a key of its own, for
    /// witnesses never go back. Where `vigie signer` holds the key, its operator makes the new one. Commits.
    ///
    /// # Errors
    /// When the key cannot be made or taken into use; then nothing has changed.
    pub async fn begin_anew(&self, mut tx: Tx, act: &Act) -> Result<()> {
        let _turn = self.turn.lock().await;
        store_checkpoint::forget_witnessed(&mut tx).await?;
        // By time: a backup from before an earlier beginning must not give the same name to two logs.
        let name = format!("{}/{}", log_key::name(&self.portal), act.at.checked_div(SECOND).unwrap_or(0));
        if let Signing::Socket(_) = self.ready().signing {
            tracing::warn!(name, "the log begins anew: make a key of this name for the signer, and take it into use with `vigie audit key --take`");
            tx.commit().await?;
            return super::epoch::put_aside(&self.beside);
        }
        let key = log_key::make(&self.portal.dir, &name).map_err(|why| {
            tracing::error!(%why, "the log's new key cannot be made");
            Error::Log("the log's new key cannot be made")
        })?;
        log_key::take_in(&mut tx, act, key.verifier()).await?;
        tx.commit().await?;
        self.take(Ready::of(key));
        super::epoch::put_aside(&self.beside)?;
        self.make().await.map(drop)
    }

    /// Signs nothing while two administrators have not looked: a second past must not bear the key.
    pub fn hold(&self, held: bool) {
        self.held.store(held, Ordering::Release);
    }

    /// A checkpoint over every record that was committed before the call.
    ///
    /// # Errors
    /// When it cannot be signed or kept.
    pub async fn sign(&self) -> Result<()> {
        if self.held.load(Ordering::Acquire) {
            return Err(Error::Log("the database was put back; nothing is signed until two administrators have opened the portal"));
        }
        let _turn = self.turn.lock().await;
        self.make().await.map(drop)
    }

    fn take(&self, ready: Ready) {
        *self.ready.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ready);
    }

    /// What signs now: an operator may have taken another key into use while this portal served.
    async fn counting(&self) -> Result<Arc<Ready>> {
        let counts = store_checkpoint::keys(&mut self.db.read().await?).await?.pop();
        if counts.is_none_or(|k| k.vkey == self.ready().vkey) {
            return Ok(self.ready());
        }
        let act = Act::portal(self.keys.clone(), self.clock.now());
        let ready = log_key::open(&self.db, &act, &self.portal).await.map_err(|why| {
            tracing::error!(%why, "the log's new key is not at hand");
            Error::Log("the log's new key is not at hand")
        })?;
        self.take(ready);
        Ok(self.ready())
    }

    async fn make(&self) -> Result<Option<Row>> {
        super::epoch::must_extend(&mut self.db.read().await?, &self.beside).await?;
        let ready = self.counting().await?;
        let made = checkpoint::make(&self.db, &self.keys, &ready, self.clock.now()).await?;
        if let Some(row) = &made {
            super::epoch::keep(&self.beside, &row.note)?;
        }
        Ok(made)
    }

    /// One look: heartbeat, checkpoint, witnesses.
    ///
    /// # Errors
    /// When the database or the signer fails; the next look tries again.
    pub async fn look(&self) -> Result<()> {
        let now = self.clock.now();
        let head = store::head(&mut self.db.read().await?).await?.ok_or(Error::Log("the log has no head"))?;
        if now.saturating_sub(head.at) >= i64::from(self.settings.heartbeat_minutes).saturating_mul(MINUTE) {
            self.beat(now).await?;
        }
        let last = store_checkpoint::last(&mut self.db.read().await?).await?;
        let (size, at) = last.map_or((0, 0), |l| (l.size, l.at));
        let late = now.saturating_sub(at) >= i64::from(self.settings.checkpoint_seconds).saturating_mul(SECOND);
        let suspect = self.held.load(Ordering::Acquire);
        if !suspect && head.size > size && (late || head.size.saturating_sub(size) >= i64::from(self.settings.checkpoint_records)) {
            self.sign().await?;
        }
        self.show().await
    }

    /// One look, also before the doors open: what was recorded so far is signed before anybody can ask for it. What fails is tried again.
    pub async fn look_or_say(&self) {
        if let Err(error) = self.look().await {
            tracing::error!(error = &error as &dyn std::error::Error, "the log was not signed or witnessed; it is tried again at once");
        }
    }

    async fn beat(&self, now: Millis) -> Result<()> {
        let mut tx = self.db.write().await?;
        let act = Act::portal(self.keys.clone(), now);
        append(&mut tx, &self.keys, &act.did(Action::Heartbeat, "portal")).await?;
        Ok(tx.commit().await?)
    }

    /// Asks every witness, before the portal is served, whether the log is the one it knows.
    ///
    /// # Errors
    /// When the database fails; a witness that is away is no error.
    pub async fn greet(&self) -> Result<()> {
        self.show_to(|_, _| true).await
    }

    /// Shows the newest checkpoint to the witnesses that have not signed it.
    async fn show(&self) -> Result<()> {
        let now = self.clock.now();
        self.show_to(|w, size| w.size < size && (w.trouble.is_empty() || now.saturating_sub(w.tried_at) >= AGAIN)).await
    }

    async fn show_to(&self, whom: impl Fn(&Witness, i64) -> bool) -> Result<()> {
        let mut tx = self.db.read().await?;
        let Some(last) = store_checkpoint::last(&mut tx).await? else { return Ok(()) };
        let waiting: Vec<Witness> = store_checkpoint::witnesses(&mut tx).await?.into_iter().filter(|w| whom(w, last.size)).collect();
        drop(tx);
        // Each by itself: one that does not answer holds up no other.
        let ask = |witness: Witness| {
            let last = &last;
            async move { self.answered(&witness, last.size, self.ask(&witness, last).await).await }
        };
        join_all(waiting.into_iter().map(ask)).await.into_iter().collect()
    }

    /// Keeps what a witness said of the checkpoint of this size.
    async fn answered(&self, witness: &Witness, size: i64, outcome: std::result::Result<String, String>) -> Result<()> {
        let mut tx = self.db.write().await?;
        match outcome {
            Ok(line) => {
                store_checkpoint::cosigned(&mut tx, size, &witness.name, &line).await?;
                store_checkpoint::heard(&mut tx, &witness.name, size, self.clock.now()).await?;
            }
            Err(trouble) => {
                tracing::warn!(witness = witness.name, trouble, "a witness did not sign");
                store_checkpoint::silent(&mut tx, &witness.name, &trouble, self.clock.now()).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// The witness's line beneath a checkpoint, or why there is none.
    async fn ask(&self, witness: &Witness, last: &Row) -> std::result::Result<String, String> {
        let size = u64::try_from(last.size).unwrap_or(0);
        let mut known = u64::try_from(witness.size).unwrap_or(0);
        for _ in 0..2 {
            let mut tx = self.db.read().await.map_err(|e| e.to_string())?;
            let proof = proof::consistency(&mut tx, known, size).await.map_err(|e| e.to_string())?;
            drop(tx);
            match asking::ask(&witness.url, self.authorities.as_deref(), submission::print(known, &proof, &last.note)).await {
                Answer::Cosigned(lines) => return proven(&witness.vkey, &last.note, &lines),
                Answer::Known(at) if at > size => {
                    // Another node may have shown it more since.
                    let head = store::head(&mut self.db.read().await.map_err(|e| e.to_string())?).await.map_err(|e| e.to_string())?;
                    let here = head.and_then(|h| u64::try_from(h.size).ok()).unwrap_or(0);
                    return Err(if here < at { super::epoch::ahead(at) } else { "It was shown more meanwhile; it is asked again.".into() });
                }
                Answer::Known(at) => known = at,
                // It knows the log at this size, and what follows here does not follow from there.
                Answer::Refused(409 | 422, _) if known > 0 => return Err(super::epoch::forked(known)),
                Answer::Refused(status, words) => return Err(format!("It refuses ({status}): {words}")),
                Answer::Away(why) => return Err(why),
            }
        }
        Err("It says each time that it knows another size.".into())
    }

    /// Works until the portal is gone.
    pub fn start(self: &Arc<Self>) -> tokio::task::JoinHandle<()> {
        let notary: Weak<Self> = Arc::downgrade(self);
        tokio::spawn(async move {
            let mut ticks = tokio::time::interval(LOOK);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                ticks.tick().await;
                let Some(notary) = notary.upgrade() else { return };
                notary.look_or_say().await;
            }
        })
    }
}

/// The line by which this witness signed this note, when it holds.
fn proven(vkey: &str, note: &str, lines: &str) -> std::result::Result<String, String> {
    let key = Verifier::parse(vkey)?;
    let mut note = Note::parse(note.as_bytes()).map_err(|e| e.to_string())?;
    note.add(lines).map_err(|e| e.to_string())?;
    note.verify([&key]).map_err(|_| "It answers with a signature that is not by its key.".to_owned())?;
    note.signatures().iter().find(|s| s.names(&key)).map(ToString::to_string).ok_or_else(|| "It answers without its signature.".into())
}

/// Where a witness stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The witness.
    pub witness: Witness,
    /// Whether it has been silent for longer than it may.
    pub silent: bool,
}

/// Where the witnesses stand. None at all is a state too: whoever reads it says so.
///
/// # Errors
/// When the database fails.
pub async fn standing(tx: &mut crate::db::Tx, settings: &Audit, now: Millis) -> Result<Vec<Standing>> {
    let most = i64::from(settings.silence_minutes).saturating_mul(MINUTE);
    let all = store_checkpoint::witnesses(tx).await?;
    Ok(all.into_iter().map(|witness| Standing { silent: now.saturating_sub(witness.heard_at.max(witness.added_at)) > most, witness }).collect())
}

/// How far the log is signed.
#[derive(Clone, Copy, Debug)]
pub struct Signed {
    /// Records.
    pub records: i64,
    /// Records under the newest checkpoint.
    pub signed: i64,
    /// When that was made, 0 for never.
    pub signed_at: Millis,
}

/// How far the log is signed.
///
/// # Errors
/// When the database fails.
pub async fn state(tx: &mut crate::db::Tx) -> Result<Signed> {
    let records = store::head(tx).await?.map_or(0, |h| h.size);
    let (signed, signed_at) = store_checkpoint::last(tx).await?.map_or((0, 0), |c| (c.size, c.at));
    Ok(Signed { records, signed, signed_at })
}

/// Since when a record waits to be signed: the time of the first behind the newest checkpoint.
///
/// # Errors
/// When the database fails.
pub async fn unsigned_since(tx: &mut crate::db::Tx) -> Result<Option<Millis>> {
    let signed = store_checkpoint::last(tx).await?.map_or(0, |c| c.size);
    Ok(store::find(tx, signed).await?.map(|r| r.record.at))
}
