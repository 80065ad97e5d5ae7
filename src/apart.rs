//! Work that takes its time: apart from the threads that answer, and two pieces at a time, so that no memory runs out.
use crate::error::{Error, Result};
use tokio::sync::Semaphore;

static ROOM: Semaphore = Semaphore::const_new(2);

/// Does it when there is room.
///
/// # Errors
/// When the work falls over, or the portal stops meanwhile.
pub async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _room = ROOM.acquire().await.map_err(|_| GIVEN_UP)?;
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "work fell over");
        GIVEN_UP
    })
}

const GIVEN_UP: Error = Error::Crypto("work was given up");
