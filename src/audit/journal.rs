//! The group commit of reads: a read's record is durable before the first byte leaves. One writer takes all the records
//! that wait, appends them in one transaction, and answers each. While it waits for the disk the next group gathers.
use super::{Event, append_all};
use crate::{
    crypto::seal::KeyRing,
    db::Db,
    error::{Error, Result},
};
use std::sync::Arc;
use tokio::sync::{mpsc, oneshot};

/// Records of one transaction at most.
#[cfg(not(feature = "measure"))]
const fn group() -> usize {
    256
}

/// What a record costs is seen beside pages that leave none (`MEASURE=none`), or leave each in a transaction of its own (`MEASURE=alone`).
#[cfg(feature = "measure")]
#[expect(clippy::disallowed_methods, reason = "no setting: in no build that serves people")]
fn group() -> usize {
    match std::env::var("MEASURE").as_deref() {
        Ok("none") => 0,
        Ok("alone") => 1,
        _ => 256,
    }
}

/// A handle to the writer.
#[derive(Clone)]
pub struct Journal {
    queue: mpsc::Sender<Waiting>,
}

struct Waiting {
    event: Event,
    done: oneshot::Sender<Result<i64>>,
}

impl Journal {
    /// Starts the writer on the current runtime. It ends when the last handle is dropped.
    pub fn start(db: Db, keys: Arc<KeyRing>) -> Self {
        let (queue, waiting) = mpsc::channel(1024);
        tokio::spawn(write(db, keys, waiting));
        Self { queue }
    }

    /// Returns the record's index once it is durable.
    ///
    /// # Errors
    /// When the record could not be written: then what it records must not happen.
    pub async fn record(&self, event: Event) -> Result<i64> {
        #[cfg(feature = "measure")]
        if group() == 0 {
            return Ok(0);
        }
        let (done, wait) = oneshot::channel();
        self.queue.send(Waiting { event, done }).await.map_err(|_| Error::Log("the journal has stopped"))?;
        wait.await.map_err(|_| Error::Log("the journal has stopped"))?
    }
}

async fn write(db: Db, keys: Arc<KeyRing>, mut queue: mpsc::Receiver<Waiting>) {
    let (most, mut waiting) = (group(), Vec::with_capacity(256));
    while queue.recv_many(&mut waiting, most).await > 0 {
        let (events, answers): (Vec<Event>, Vec<_>) = waiting.drain(..).map(|w| (w.event, w.done)).unzip();
        let mut done = commit(&db, &keys, &events).await;
        if let Err(Error::Database(sqlx::Error::Io(_))) = &done {
            // The database was away and may be back: its old connections are gone. At worst a read is recorded twice.
            done = commit(&db, &keys, &events).await;
        }
        match done {
            // A visitor who went away is not waited for; the record stands.
            Ok(first) => (first..).zip(answers).for_each(|(n, done)| drop(done.send(Ok(n)))),
            Err(error) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    records = events.len(),
                    "records could not be written; what they record did not happen"
                );
                answers.into_iter().for_each(|done| drop(done.send(Err(Error::Log("the record could not be written")))));
            }
        }
    }
}

async fn commit(db: &Db, keys: &KeyRing, events: &[Event]) -> Result<i64> {
    let mut tx = db.write().await?;
    let first = append_all(&mut tx, keys, events).await?;
    tx.commit().await?;
    Ok(first)
}
