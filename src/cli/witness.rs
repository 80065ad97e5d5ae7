//! `vigie witness`: sees that logs only grow, and says so with its signature (C2SP tlog-witness). Knows nothing of what they hold.
use super::{say, serve::bind, witnesses};
use crate::{
    audit::{
        keeper::{Growth, Head, Keeper, Refused},
        key::{Key, Kind, Verifier},
        note::Note,
        submission::{self, LARGEST, Submission},
    },
    clock::{Clock, SECOND},
    crypto::tls,
};
use actix_web::{App, HttpResponse, HttpServer, http::StatusCode, web};
use clap::{Args, Subcommand};
use data_encoding::BASE64;
use futures_util::StreamExt;
use std::{
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    time::Duration,
};

/// Witnesses of audit logs.
#[derive(Subcommand)]
pub enum Witness {
    /// Be a witness: cosign the checkpoints of logs that only grow. It is ready when it prints "listening on …".
    Serve(Serve),
    /// Have a portal show its checkpoints to a witness. Whoever runs the witness must know the log's key: `vigie audit key` prints it.
    Add(witnesses::Add),
    /// Ask a witness no longer.
    Remove(witnesses::Remove),
    /// Print a portal's witnesses and how far each has signed.
    List(witnesses::List),
}

/// `vigie witness serve`
#[derive(Args)]
pub struct Serve {
    /// The witness's own folder: its key, and what it has seen. Made at the first run; no older copy may ever take its place.
    #[arg(long, value_name = "DIR")]
    state: PathBuf,
    /// Where it answers. Beyond this machine with a certificate alone.
    #[arg(long, value_name = "ADDR:PORT")]
    listen: SocketAddr,
    /// Its name, as a URL without scheme: witness.example/w1.
    #[arg(long)]
    name: String,
    /// The public key of a log, NAME+ID+KEY; may be given several times.
    #[arg(long = "log", value_name = "VKEY", required = true)]
    logs: Vec<String>,
    /// Its certificate, followed by those of its authority, in PEM.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The certificate's private key, mode 600.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// Print one line of JSON when it is ready.
    #[arg(long)]
    json: bool,
}

/// How long a request's body may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Runs the command.
pub async fn run(witness: Witness) -> Result<(), String> {
    match witness {
        Witness::Serve(serve) => serve_it(serve).await,
        Witness::Add(add) => witnesses::add(add).await,
        Witness::Remove(remove) => witnesses::remove(remove).await,
        Witness::List(list) => witnesses::list(list).await,
    }
}

struct Desk {
    key: Key,
    logs: Vec<Verifier>,
    keeper: Keeper,
    clock: Clock,
}

async fn serve_it(serve: Serve) -> Result<(), String> {
    let secure = serve.tls_cert.as_deref().zip(serve.tls_key.as_deref());
    if secure.is_none() && !serve.listen.ip().is_loopback() {
        return Err(format!("{} is not on this machine alone; add --tls-cert and --tls-key, or listen on 127.0.0.1 behind your own TLS.", serve.listen));
    }
    let logs = serve.logs.iter().map(|l| log(l)).collect::<Result<Vec<_>, _>>()?;
    let keeper = Keeper::open(&serve.state)?;
    let key = key(&serve.state.join("witness.key"), &serve.name, &keeper)?;
    let vkey = key.verifier().to_string();
    let bound = bind(serve.listen, "--listen")?;
    let at = bound.local_addr().map_err(|e| format!("The listener does not start: {e}."))?;
    let url = format!("{}://{at}", if secure.is_some() { "https" } else { "http" });
    let server = start(web::Data::new(Desk { key, logs, keeper, clock: Clock::default() }), bound, secure)?;
    if serve.json {
        say::json(&serde_json::json!({ "url": url, "vkey": vkey }))?;
    } else {
        say::line(&format!("witness key: {vkey}"));
        say::line(&format!("listening on {url}"));
    }
    server.await.map_err(|e| format!("The server stopped: {e}."))
}

fn log(vkey: &str) -> Result<Verifier, String> {
    let key = Verifier::parse(vkey)?;
    if key.kind() == Kind::Log { Ok(key) } else { Err(format!("{key} is a witness's key; give the log's own with --log.")) }
}

/// The witness's key, made when nothing was seen yet.
fn key(path: &Path, name: &str, keeper: &Keeper) -> Result<Key, String> {
    if path.exists() {
        let key = Key::load(path, Kind::Cosignature)?;
        return if key.verifier().name() == name {
            Ok(key)
        } else {
            Err(format!("{} is the key of {}; give that --name, or begin in another --state directory.", path.display(), key.verifier().name()))
        };
    }
    if !keeper.seen().is_empty() {
        return Err(format!(
            "{} is missing, though this witness has cosigned; restore it from your backup, or begin in another --state directory.",
            path.display()
        ));
    }
    let key = Key::generate(name, Kind::Cosignature)?;
    key.save(path)?;
    Ok(key)
}

fn start(desk: web::Data<Desk>, bound: TcpListener, secure: Option<(&Path, &Path)>) -> Result<actix_web::dev::Server, String> {
    let server = HttpServer::new(move || {
        App::new()
            .app_data(desk.clone())
            .service(web::resource("/").route(web::get().to(about)))
            .service(web::resource("/add-checkpoint").route(web::post().to(add_checkpoint)))
    })
    .workers(1)
    .max_connections(256)
    .client_request_timeout(PATIENCE)
    .client_disconnect_timeout(Duration::from_secs(3))
    .keep_alive(Duration::from_secs(30))
    .tcp_nodelay(true)
    .shutdown_timeout(10);
    let server = match secure {
        Some((chain, key)) => server.listen_openssl(bound, tls::acceptor_of(chain, key)?),
        None => server.listen(bound),
    };
    Ok(server.map_err(|e| format!("The listener does not start: {e}."))?.run())
}

/// `GET /`: who it is, and what it has seen.
async fn about(desk: web::Data<Desk>) -> HttpResponse {
    let mut seen = desk.keeper.seen();
    for log in &desk.logs {
        seen.entry(log.name().to_owned()).or_insert(Head::NOTHING);
    }
    let lines: Vec<String> = seen.iter().map(|(origin, head)| format!("\nlog {origin}\nsize {}\nroot {}\n", head.size, BASE64.encode(&head.root.0))).collect();
    let key = desk.key.verifier();
    say_it(StatusCode::OK, PLAIN, format!("witness {}\nkey {key}\n{}", key.name(), lines.concat()))
}

const PLAIN: &str = "text/plain; charset=utf-8";

fn say_it(status: StatusCode, kind: &str, text: String) -> HttpResponse {
    let mut made = HttpResponse::build(status);
    made.insert_header(("Content-Type", kind)).insert_header(("X-Content-Type-Options", "nosniff")).insert_header(("Cache-Control", "no-store"));
    made.body(text)
}

/// A status, and a sentence.
type Not = (StatusCode, String);

/// `POST /add-checkpoint`
async fn add_checkpoint(desk: web::Data<Desk>, payload: web::Payload) -> HttpResponse {
    let body = match tokio::time::timeout(PATIENCE, read(payload)).await {
        Ok(Ok(body)) => body,
        Ok(Err((status, why))) => return say_it(status, PLAIN, format!("{why}\n")),
        Err(_) => return say_it(StatusCode::REQUEST_TIMEOUT, PLAIN, "The request took too long.\n".into()),
    };
    // Judging ends on the disk.
    match web::block(move || consider(&desk, &body)).await {
        Ok(Ok(line)) => say_it(StatusCode::OK, PLAIN, format!("{line}\n")),
        Ok(Err(Refusal::Known(size))) => say_it(StatusCode::CONFLICT, "text/x.tlog.size", format!("{size}\n")),
        Ok(Err(Refusal::Not((status, why)))) => say_it(status, PLAIN, format!("{why}\n")),
        Err(_) => say_it(StatusCode::SERVICE_UNAVAILABLE, PLAIN, "Too much at once; come back in a moment.\n".into()),
    }
}

async fn read(mut payload: web::Payload) -> Result<Vec<u8>, Not> {
    let mut body = Vec::new();
    while let Some(part) = payload.next().await {
        let part = part.map_err(|_| (StatusCode::BAD_REQUEST, "The request breaks off.".into()))?;
        if body.len().saturating_add(part.len()) > LARGEST {
            return Err((StatusCode::PAYLOAD_TOO_LARGE, "The request is larger than 64 KiB.".into()));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

enum Refusal {
    Known(u64),
    Not(Not),
}

impl From<Refused> for Refusal {
    fn from(refused: Refused) -> Self {
        if matches!(refused, Refused::OtherRoot(_) | Refused::Proof) {
            // What a witness is for: whoever runs it must hear of it.
            tracing::error!("a log shows another past than the one known here: {refused}");
        }
        let status = match refused {
            Refused::Conflict(size) => return Self::Known(size),
            Refused::OtherRoot(_) => StatusCode::CONFLICT,
            Refused::Proof => StatusCode::UNPROCESSABLE_ENTITY,
            Refused::NotKept(ref why) => {
                tracing::error!("nothing is cosigned: {why}");
                StatusCode::SERVICE_UNAVAILABLE
            }
        };
        Self::Not((status, refused.to_string()))
    }
}

/// The cosignature, or why there is none. The order of the checks is that of the protocol.
fn consider(desk: &Desk, body: &[u8]) -> Result<String, Refusal> {
    let not = |status: StatusCode, why: &str| Refusal::Not((status, why.to_owned()));
    let unreadable = |why: &str| not(StatusCode::BAD_REQUEST, why);
    let asked = Submission::parse(body).map_err(unreadable)?;
    let note = Note::parse(asked.rest.as_bytes()).map_err(|e| unreadable(&e.to_string()))?;
    let checkpoint = submission::checkpoint(note.text()).map_err(unreadable)?;
    let keys: Vec<&Verifier> = desk.logs.iter().filter(|l| l.name() == checkpoint.origin()).collect();
    if keys.is_empty() {
        return Err(not(StatusCode::NOT_FOUND, "This witness does not follow that log."));
    }
    note.verify(keys).map_err(|e| not(StatusCode::FORBIDDEN, &e.to_string()))?;
    if asked.old > checkpoint.size() {
        return Err(unreadable("The old size is larger than the checkpoint's."));
    }
    let new = Head { size: checkpoint.size(), root: *checkpoint.hash() };
    let growth = Growth { origin: checkpoint.origin(), old: asked.old, proof: &asked.proof, new };
    let line = desk.keeper.grow(&growth, || desk.key.sign(note.text(), seconds(&desk.clock)))?;
    line.map_err(|why| not(StatusCode::SERVICE_UNAVAILABLE, &why))
}

fn seconds(clock: &Clock) -> u64 {
    clock.now().checked_div(SECOND).and_then(|s| u64::try_from(s).ok()).unwrap_or(0)
}
