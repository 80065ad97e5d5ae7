//! `vigie signer`: holds the log's key in a process of its own and signs one past alone. Whoever takes over the web process can
//! neither read the key nor have a second past signed.
//!
//! On its socket: a request as `audit::submission` writes it, with the checkpoint's text unsigned, up to the end of what the client
//! writes; then `ok`, newline, the signature line; or `refused`, a word and where it is known a size, newline, a sentence.
use super::say;
use crate::audit::{
    keeper::{Growth, Head, Keeper, Refused},
    key::{Key, Kind},
    note::Note,
    submission::{self, LARGEST, Submission},
};
use clap::Args;
use rustix::{fs::Mode, process::umask};
use std::{
    io::ErrorKind,
    os::unix::fs::FileTypeExt,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{UnixListener, UnixStream},
    signal::unix::{SignalKind, signal},
    task::JoinSet,
    time::{sleep, timeout},
};

/// Hold the audit log's key, and sign what extends what was signed before, for the portal behind a Unix socket. It is ready when
/// it prints "listening on …"; SIGTERM ends it.
#[derive(Args)]
pub struct Signer {
    /// The log's private key, mode 600.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// The signer's own folder: what it has signed. No older copy may ever take its place.
    #[arg(long, value_name = "DIR")]
    state: PathBuf,
    /// Where it answers: a Unix socket for its own user and group.
    #[arg(long, value_name = "PATH")]
    socket: PathBuf,
    /// Make the key if the file is missing, for the log of this name: channel.agency.example/audit.
    #[arg(long, value_name = "NAME")]
    make: Option<String>,
}

/// How long a connection may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Connections at a time.
const MOST: usize = 32;

struct Desk {
    key: Key,
    keeper: Keeper,
}

/// Runs the command.
pub async fn run(signer: Signer) -> Result<(), String> {
    let keeper = Keeper::open(&signer.state)?;
    let key = key(&signer, &keeper)?;
    let failed = |e: std::io::Error| format!("The signals cannot be listened to: {e}.");
    let mut ends = (signal(SignalKind::terminate()).map_err(failed)?, signal(SignalKind::interrupt()).map_err(failed)?);
    let listener = listen(&signer.socket)?;
    say::line(&format!("log key: {}", key.verifier()));
    say::line(&format!("listening on {}", signer.socket.display()));
    let end = async {
        tokio::select! {
            _ = ends.0.recv() => {}
            _ = ends.1.recv() => {}
        }
    };
    serve(&listener, Arc::new(Desk { key, keeper }), end).await;
    std::fs::remove_file(&signer.socket).map_err(|e| format!("{} cannot be removed: {e}.", signer.socket.display()))
}

/// The log's key, made only where that is asked for and nothing was signed yet.
fn key(signer: &Signer, keeper: &Keeper) -> Result<Key, String> {
    let path = &signer.key;
    if path.exists() {
        let key = Key::load(path, Kind::Log)?;
        return match &signer.make {
            Some(name) if name != key.verifier().name() => {
                Err(format!("{} is the key of {}, not of {name}; correct --make.", path.display(), key.verifier().name()))
            }
            _ => Ok(key),
        };
    }
    let missing = format!("{} is missing", path.display());
    let Some(name) = &signer.make else { return Err(format!("{missing}; restore it from your backup, or make a new log's key with --make NAME.")) };
    if !keeper.seen().is_empty() {
        return Err(format!("{missing}, though it has signed; restore it from your backup, or begin with another --state directory."));
    }
    let key = Key::generate(name, Kind::Log)?;
    key.save(path)?;
    Ok(key)
}

/// Takes the socket's path, mode 0660; one that a dead process left is removed.
fn listen(path: &Path) -> Result<UnixListener, String> {
    let failed = |e: std::io::Error| format!("{} cannot be listened on: {e}; choose another path with --socket.", path.display());
    match std::fs::symlink_metadata(path) {
        Err(e) if e.kind() == ErrorKind::NotFound => {}
        Err(e) => return Err(failed(e)),
        Ok(meta) if !meta.file_type().is_socket() => {
            return Err(format!("{} is there already and is no socket; remove it, or choose another path with --socket.", path.display()));
        }
        Ok(_) if std::os::unix::net::UnixStream::connect(path).is_ok() => {
            return Err(format!("{} is in use by another program; stop that one, or choose another path with --socket.", path.display()));
        }
        Ok(_) => std::fs::remove_file(path).map_err(failed)?,
    }
    // Never open to others, not for a moment.
    let before = umask(Mode::from_raw_mode(0o117));
    let made = UnixListener::bind(path);
    umask(before);
    made.map_err(failed)
}

/// Answers until told to end, then finishes what runs.
async fn serve(listener: &UnixListener, desk: Arc<Desk>, end: impl Future<Output = ()>) {
    let mut running = JoinSet::new();
    tokio::pin!(end);
    loop {
        tokio::select! {
            () = &mut end => break,
            Some(_) = running.join_next(), if !running.is_empty() => {}
            accepted = listener.accept(), if running.len() < MOST => match accepted {
                Ok((stream, _)) => drop(running.spawn(answer(desk.clone(), stream))),
                Err(e) => {
                    tracing::error!("a connection is not accepted: {e}");
                    sleep(Duration::from_millis(100)).await;
                }
            },
        }
    }
    while running.join_next().await.is_some() {}
}

async fn answer(desk: Arc<Desk>, mut stream: UnixStream) {
    let talk = async {
        let mut body = Vec::new();
        let most = u64::try_from(LARGEST).unwrap_or(u64::MAX).saturating_add(1);
        (&mut stream).take(most).read_to_end(&mut body).await?;
        // Judging ends on the disk.
        let said = tokio::task::spawn_blocking(move || consider(&desk, &body)).await.unwrap_or_else(|_| said("failed", "The signer failed."));
        stream.write_all(said.as_bytes()).await?;
        stream.shutdown().await
    };
    if let Ok(Err(e)) = timeout(PATIENCE, talk).await {
        tracing::info!("a client went away: {e}");
    }
}

fn said(word: &str, sentence: &str) -> String {
    format!("refused {word}\n{sentence}\n")
}

/// The signature line, or why there is none.
fn consider(desk: &Desk, body: &[u8]) -> String {
    decide(desk, body).map_or_else(|refused| refused, |line| format!("ok\n{line}\n"))
}

fn decide(desk: &Desk, body: &[u8]) -> Result<String, String> {
    let malformed = |why: &str| said("malformed", why);
    if body.len() > LARGEST {
        return Err(malformed("The request is larger than 64 KiB."));
    }
    let asked = Submission::parse(body).map_err(malformed)?;
    let note = Note::new(asked.rest).map_err(|e| malformed(&e.to_string()))?;
    let checkpoint = submission::checkpoint(note.text()).map_err(malformed)?;
    if !checkpoint.extension().is_empty() {
        return Err(malformed("The checkpoint holds more than origin, size and root hash."));
    }
    let name = desk.key.verifier().name();
    if checkpoint.origin() != name {
        return Err(said("origin", &format!("This key signs for {name} alone.")));
    }
    let new = Head { size: checkpoint.size(), root: *checkpoint.hash() };
    let growth = Growth { origin: name, old: asked.old, proof: &asked.proof, new };
    let signed = desk.keeper.grow(&growth, || desk.key.sign(note.text(), 0)).map_err(|refused| {
        let word = match &refused {
            Refused::Conflict(size) => format!("conflict {size}"),
            Refused::OtherRoot(size) => format!("root {size}"),
            Refused::Proof => "proof".into(),
            Refused::NotKept(_) => "failed".into(),
        };
        // A second past is asked for by a portal that was restored or taken over: somebody should look.
        tracing::warn!("a checkpoint of size {} is not signed: {refused}", new.size);
        said(&word, &refused.to_string())
    })?;
    signed.map_err(|why| said("failed", &why))
}
