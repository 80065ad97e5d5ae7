//! `vigie serve`: TLS in process, one or two listeners, an orderly end.
use super::{jobs, open::Portal, say};
use crate::{
    accounts::{log_watch, restored},
    advisories::clockwork,
    audit::stream,
    clock::Clock,
    config::Settings,
    crypto::tls,
    notices,
    web::{
        App,
        headers::every_answer,
        metrics,
        routes::nowhere,
        table::{self, Listener},
    },
};
use actix_web::{App as Service, HttpServer, dev::Server, middleware::from_fn, web};
use openssl::ssl::{ClientHelloResponse, SslAcceptorBuilder, SslContext};
use std::{
    fs::File,
    net::{SocketAddr, TcpListener},
    path::Path,
    sync::{Arc, RwLock},
    time::Duration,
};

/// Runs the command.
pub async fn run(dir: &Path, listen: Option<SocketAddr>) -> Result<(), String> {
    let portal = Portal::open(dir).await?;
    serve(portal, listen, |origin| say::line(&format!("listening on {origin}"))).await
}

/// Serves until told to end. Calls `ready` with the origin when requests are answered.
///
/// # Errors
/// A sentence for the operator.
pub async fn serve(portal: Portal, listen: Option<SocketAddr>, ready: impl FnOnce(&str)) -> Result<(), String> {
    let db = portal.db.clone();
    let done = until_told(portal, listen, ready).await;
    db.close().await;
    done
}

async fn until_told(mut portal: Portal, listen: Option<SocketAddr>, ready: impl FnOnce(&str)) -> Result<(), String> {
    let _lock = lock(&portal.settings)?;
    if let Some(listen) = listen {
        portal.settings.config.server.listen = listen;
    }
    // A portal that cannot write its log must not open its doors.
    drop(portal.write().await.map_err(super::open::sentence)?);
    let (settings, clock) = (portal.settings.clone(), portal.clock.clone());
    let app = Arc::new(App::new(portal.settings, portal.db, portal.keys, clock).await?);
    if cfg!(feature = "measure") && !app.demo {
        return Err("This program was built for measuring (feature `measure`) and may read without a record: it serves a demo alone.".into());
    }
    let listeners = [Some(app.settings.config.server.listen), app.settings.config.desk.listen];
    if app.demo && listeners.into_iter().flatten().any(|at| !at.ip().is_loopback()) {
        return Err("This is a demo: its passphrases are public, so it listens on a loopback address alone.".into());
    }
    app.notary.greet().await?;
    app.examine(true).await?;
    app.notary.look_or_say().await;
    let mut servers = start(&app, None)?;
    if let Some(at) = app.settings.config.metrics.listen {
        servers.push(metrics::start(&app, bind(at, "metrics.listen in vigie.toml")?)?);
    }
    notices::worker::start(&app)?;
    let mut beside =
        vec![actix_web::rt::spawn(jobs::beside(app.clone())), clockwork::start(&app), app.notary.start(), log_watch::start(&app), restored::start(&app)];
    beside.extend(stream::start(&app.db, &app.clock, &app.settings));
    ready(&settings.config.origin);
    let ended = futures_util::future::try_join_all(servers).await;
    // What it had begun is undone and done again by the next run.
    for beside in beside {
        beside.abort();
        drop(beside.await);
    }
    app.bell.stop().await;
    ended.map(drop).map_err(|e| format!("The server stopped: {e}."))
}

/// A portal on one SQLite file is served once: the writer's order is the log's order.
fn lock(settings: &Settings) -> Result<File, String> {
    let path = settings.path("serving.lock");
    let file =
        File::create(&path).map_err(|e| format!("{} cannot be written: {e}; give the portal's user the right to write the directory.", path.display()))?;
    rustix::fs::flock(&file, rustix::fs::FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| format!("{} is in use: another `vigie serve` or `vigie demo` serves it. Stop that one first.", settings.dir.display()))?;
    Ok(file)
}

/// Binds and starts the listeners: one for everything, or the public one and the desk's. Tests give a listener of their own.
///
/// # Errors
/// A sentence for the operator.
pub fn start(app: &Arc<App>, bound: Option<TcpListener>) -> Result<Vec<Server>, String> {
    let config = &app.settings.config;
    let public = match bound {
        Some(bound) => bound,
        None => bind(config.server.listen, "--listen, or server.listen in vigie.toml")?,
    };
    let Some(at) = config.desk.listen else { return Ok(vec![listener(app, public, Listener::Whole)?]) };
    let desk = bind(at, "desk.listen in vigie.toml")?;
    Ok(vec![listener(app, public, Listener::Public)?, listener(app, desk, Listener::Desk)?])
}

fn listener(app: &Arc<App>, bound: TcpListener, which: Listener) -> Result<Server, String> {
    let (shared, config) = (app.clone(), &app.settings.config.server);
    let server = HttpServer::new(move || {
        Service::new()
            .app_data(web::Data::from(shared.clone()))
            .wrap(from_fn(every_answer))
            .configure(|c| table::register(c, which))
            .default_service(web::to(nowhere))
    })
    .workers(config.workers)
    .max_connections(config.max_connections.checked_div(config.workers).unwrap_or(1).max(1))
    .client_request_timeout(Duration::from_secs(5))
    .client_disconnect_timeout(Duration::from_secs(3))
    .keep_alive(Duration::from_secs(30))
    // A page longer than one TLS record must not wait 40 ms for the browser to acknowledge the first.
    .tcp_nodelay(true)
    .shutdown_timeout(20);
    let server = server.listen_openssl(bound, reloading(&app.settings.path("tls"))?).map_err(|e| format!("The listener does not start: {e}."))?;
    Ok(server.run())
}

/// Takes an address, or says who has it and what to do.
///
/// # Errors
/// A sentence for the operator.
pub fn bind(at: SocketAddr, key: &str) -> Result<TcpListener, String> {
    TcpListener::bind(at).map_err(|e| match e.kind() {
        std::io::ErrorKind::AddrInUse => format!("{at} is in use by another program; stop that program, or choose another port with {key}."),
        std::io::ErrorKind::PermissionDenied => {
            format!("{at} may not be used by this user; choose a port above 1023 with {key}, or grant CAP_NET_BIND_SERVICE.")
        }
        _ => format!("{at} cannot be listened on: {e}; correct {key}."),
    })
}

/// An acceptor whose certificate is read again on SIGHUP: every new connection takes the newest.
fn reloading(dir: &Path) -> Result<SslAcceptorBuilder, String> {
    let mut acceptor = tls::acceptor(dir)?;
    let newest: Arc<RwLock<Option<SslContext>>> = Arc::default();
    let (seen, dir) = (newest.clone(), dir.to_path_buf());
    acceptor.set_client_hello_callback(move |ssl, _| {
        if let Ok(context) = seen.read()
            && let Some(context) = context.as_ref()
        {
            ssl.set_ssl_context(context)?;
        }
        Ok(ClientHelloResponse::SUCCESS)
    });
    if let Ok(mut hangup) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::hangup()) {
        actix_web::rt::spawn(async move {
            while hangup.recv().await.is_some() {
                match tls::acceptor(&dir) {
                    Ok(made) => {
                        if let Ok(mut newest) = newest.write() {
                            *newest = Some(made.build().into_context());
                        }
                        tracing::info!("the certificate was read again");
                    }
                    Err(sentence) => tracing::error!("the certificate stays as it was: {sentence}"),
                }
            }
        });
    }
    Ok(acceptor)
}

/// A portal in this process for tests: an open portal, a listener that is bound, a clock that can be moved.
///
/// # Errors
/// A sentence for the operator.
pub async fn in_process(dir: &Path, bound: TcpListener, clock: Clock) -> Result<(Vec<Server>, Arc<App>), String> {
    let portal = Portal::open(dir).await?;
    let app = Arc::new(App::new(portal.settings, portal.db, portal.keys, clock).await?);
    app.notary.greet().await?;
    app.examine(true).await?;
    let servers = start(&app, Some(bound))?;
    notices::worker::start(&app)?;
    drop(clockwork::start(&app));
    Ok((servers, app))
}
