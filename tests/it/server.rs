//! The portal's server in this process, on a port of its own.
use crate::client::At;
use std::{
    fs,
    net::TcpListener,
    path::Path,
    sync::{Arc, mpsc},
    thread::JoinHandle,
};
use vigie::{cli::serve, clock::Clock};

/// A server in this process.
pub struct Server {
    pub at: Arc<At>,
    handles: Vec<actix_web::dev::ServerHandle>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves a data directory whose `vigie.toml` still has the origin of the world, with lines of the settings replaced.
    pub fn start(dir: &Path, clock: &Clock, changes: &[(&str, &str)]) -> Self {
        let bound = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = bound.local_addr().unwrap().port();
        let file = dir.join("vigie.toml");
        let mut text = fs::read_to_string(&file).unwrap().replace("https://localhost:1\"", &format!("https://localhost:{port}\""));
        for (from, to) in changes {
            assert!(text.contains(from), "{from} is not in {text}");
            text = text.replace(from, to);
        }
        fs::write(&file, text).unwrap();
        let (tell, told) = mpsc::channel();
        let (folder, clock) = (dir.to_path_buf(), clock.clone());
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let (servers, app) = match serve::in_process(&folder, bound, clock).await {
                    Ok(both) => both,
                    Err(why) => return drop(tell.send(Err(why))),
                };
                tell.send(Ok(servers.iter().map(actix_web::dev::Server::handle).collect())).unwrap();
                futures_util::future::join_all(servers).await;
                app.bell.stop().await;
                app.db.close().await;
            });
        });
        let handles = told.recv().unwrap().unwrap();
        Self { at: Arc::new(At::new(port, &dir.join("tls/ca.pem"))), handles, thread: Some(thread) }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Connections end before the server, so that its workers have little left to take down.
        self.at.hang_up();
        self.handles.iter().for_each(|h| drop(h.stop(false)));
        if let Some(thread) = self.thread.take() {
            let ended = thread.join();
            assert!(std::thread::panicking() || ended.is_ok(), "the server panicked");
        }
    }
}
