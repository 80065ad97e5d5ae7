//! Passphrases: argon2id on one thread of its own at low priority, behind a short queue, so that a flood of
//! sign-ins never slows reading. Whoever finds the queue full is told to come back ([`Busy`]).
use crate::secret::Secret;
use argon2::{
    Algorithm, Argon2, Block, Params, Version,
    password_hash::{PasswordHasher, phc::PasswordHash},
};
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

/// Memory in KiB, passes and lanes: OWASP's and ASVS 5.0 appendix C's row for argon2id at 19 MiB.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many sign-ins may wait. At about 60 a second this is half a second of waiting.
const QUEUE: usize = 32;
/// No passphrase is longer: refused before any hashing (ASVS 6.2.9 asks for at least 64 characters).
pub const MAX_BYTES: usize = 1024;

/// The queue of the passphrase thread is full.
#[derive(Debug, PartialEq, Eq)]
pub struct Busy;

enum Job {
    Verify(Secret<String>, Option<String>, oneshot::Sender<bool>),
    Hash(Secret<String>, oneshot::Sender<Option<String>>),
}

/// The passphrase thread.
#[derive(Clone)]
pub struct Passwords {
    queue: SyncSender<Job>,
    seats: Arc<Semaphore>,
}

/// A place in the queue.
pub struct Seat(OwnedSemaphorePermit);

impl Passwords {
    /// Starts the thread. It ends when the last handle is dropped.
    pub fn start() -> Self {
        let (queue, jobs) = sync_channel::<Job>(QUEUE);
        std::thread::Builder::new()
            .name("passphrases".into())
            .spawn(move || {
                // On Linux this lowers the calling thread alone.
                let _ = rustix::process::setpriority_process(None, 19);
                let Some(mut worker) = Worker::new() else { return };
                while let Ok(job) = jobs.recv() {
                    worker.run(job);
                }
            })
            .map_or_else(|error| tracing::error!(%error, "the passphrase thread did not start"), drop);
        Self { queue, seats: Arc::new(Semaphore::new(QUEUE)) }
    }

    /// Takes a place in the queue, before anything else is done for a sign-in: whoever finds none costs nothing.
    ///
    /// # Errors
    /// [`Busy`] when the queue is full.
    pub fn seat(&self) -> Result<Seat, Busy> {
        self.seats.clone().try_acquire_owned().map(Seat).map_err(|_| Busy)
    }

    /// Whether `given` is the passphrase behind `stored`. With no stored hash the same work is done and the answer is no,
    /// so that an unknown account cannot be told from a wrong passphrase by the clock.
    ///
    /// # Errors
    /// [`Busy`] when the queue is full.
    pub async fn verify(&self, given: Secret<String>, stored: Option<String>) -> Result<bool, Busy> {
        let seat = self.seat()?;
        self.verify_in(seat, given, stored).await
    }

    /// The same in a place that was taken before.
    ///
    /// # Errors
    /// [`Busy`] when the thread has ended.
    pub async fn verify_in(&self, seat: Seat, given: Secret<String>, stored: Option<String>) -> Result<bool, Busy> {
        let (answer, wait) = oneshot::channel();
        self.send(Job::Verify(given, stored, answer))?;
        let right = wait.await.map_err(|_| Busy)?;
        drop(seat.0);
        Ok(right)
    }

    /// The PHC string of a new passphrase.
    ///
    /// # Errors
    /// [`Busy`] when the queue is full or argon2 failed.
    pub async fn hash(&self, given: Secret<String>) -> Result<String, Busy> {
        let _seat = self.seat()?;
        let (answer, wait) = oneshot::channel();
        self.send(Job::Hash(given, answer))?;
        wait.await.ok().flatten().ok_or(Busy)
    }

    fn send(&self, job: Job) -> Result<(), Busy> {
        self.queue.try_send(job).map_err(|e| match e {
            TrySendError::Full(_) | TrySendError::Disconnected(_) => Busy,
        })
    }
}

fn argon2() -> Option<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, LANES, Some(32)).ok()?;
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes at once, without the thread: for the command line.
pub fn hash_now(given: &str) -> Option<String> {
    Some(argon2()?.hash_password(given.as_bytes()).ok()?.to_string())
}

struct Worker {
    argon2: Argon2<'static>,
    memory: Vec<Block>,
    /// Stands in for the hash of an account that has none.
    decoy: String,
}

impl Worker {
    fn new() -> Option<Self> {
        let argon2 = argon2()?;
        let memory = vec![Block::default(); argon2.params().block_count()];
        let decoy = argon2.hash_password(&super::random::<16>()).ok()?.to_string();
        Some(Self { argon2, memory, decoy })
    }

    fn run(&mut self, job: Job) {
        // A visitor who went away is not waited for.
        match job {
            Job::Verify(given, stored, answer) => drop(answer.send(self.verify(given.reveal(), stored.as_deref()))),
            Job::Hash(given, answer) => {
                let hash = self.argon2.hash_password(given.reveal().as_bytes()).ok();
                drop(answer.send(hash.map(|h| h.to_string())));
            }
        }
    }

    fn verify(&mut self, given: &str, stored: Option<&str>) -> bool {
        let parsed = stored.and_then(|s| PasswordHash::new(s).ok());
        let known = parsed.is_some();
        let Some(against) = parsed.or_else(|| PasswordHash::new(&self.decoy).ok()) else { return false };
        let (Some(salt), Some(expected)) = (against.salt, against.hash) else { return false };
        let mut out = [0; 32];
        let done = self.argon2.hash_password_into_with_memory(given.as_bytes(), &salt, &mut out, &mut self.memory);
        done.is_ok() && super::same(&out, expected.as_bytes()) && known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passphrase_is_compared_exactly() {
        let mut worker = Worker::new().unwrap();
        let stored = hash_now("Élan  du soir ").unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(worker.verify("Élan  du soir ", Some(&stored)));
        for wrong in ["Élan  du soir", "élan  du soir ", "Élan du soir ", "E\u{301}lan  du soir ", ""] {
            assert!(!worker.verify(wrong, Some(&stored)), "{wrong:?}");
        }
        assert!(!worker.verify("Élan  du soir ", None), "an account without a passphrase admits nobody");
        assert!(!worker.verify("Élan  du soir ", Some("not a hash")));
    }
}
