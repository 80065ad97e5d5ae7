//! The program itself, run as operators run it.
use crate::support::{Portal, wait};
use std::{
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    process::{Child, Command, Output, Stdio},
};

/// Runs a command to its end.
pub fn vigie(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vigie")).args(args).output().unwrap()
}

/// Runs a command whose reader has gone before it says anything.
pub fn hung_up(args: &[&str]) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie")).args(args).stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    child.wait().unwrap();
}

/// What it printed on standard output.
pub fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What it printed on standard error.
pub fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// Runs a command that must fail with one clear line that holds all these words.
#[track_caller]
pub fn refused(args: &[&str], words: &[&str]) {
    let output = vigie(args);
    let said = err(&output);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {said}");
    assert_eq!(said.lines().filter(|l| l.starts_with("vigie: ")).count(), 1, "{said}");
    words.iter().for_each(|w| assert!(said.contains(w), "{w} is not in: {said}"));
    assert!(!said.contains("panicked"), "{said}");
}

/// Runs a command that must be done.
#[track_caller]
pub fn done(args: &[&str]) -> String {
    let output = vigie(args);
    assert!(output.status.success(), "{args:?}: {}{}", out(&output), err(&output));
    out(&output)
}

/// The program while it serves; its log goes to a file.
pub struct Serving {
    child: Child,
    log: PathBuf,
    pub said: String,
}

impl Serving {
    /// Serves a portal whose own server has ended.
    pub fn start(p: &Portal) -> Self {
        Self::by(p, Command::new(env!("CARGO_BIN_EXE_vigie")))
    }
    /// The same, where no file may grow beyond so many KiB: as on a disk that is full.
    pub fn with_room(p: &Portal, kib: u64) -> Self {
        let mut shell = Command::new("bash");
        shell.args(["-c", "trap '' XFSZ; ulimit -S -f \"$1\"; shift; exec \"$@\"", "-", &kib.to_string(), env!("CARGO_BIN_EXE_vigie")]);
        Self::by(p, shell)
    }
    fn by(p: &Portal, mut command: Command) -> Self {
        let log = p.dir.join("stderr.log");
        let listen = format!("127.0.0.1:{}", p.at.port);
        let mut child = command
            .args(["serve", "--listen", &listen, "--data-dir"])
            .arg(&p.dir)
            .env("VIGIE_LOG", "debug")
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(&log).unwrap())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut said).unwrap();
        Self { child, log, said }
    }
    /// Ends it as an operator does, and says its exit code and its log.
    pub fn end(mut self) -> (Option<i32>, String) {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        let code = self.child.wait().unwrap().code();
        (code, self.log())
    }
    /// Ends it as a power cut does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
    /// The disk has room again.
    pub fn gets_room(&self) {
        use rustix::process::{Pid, Resource, Rlimit, getrlimit, prlimit};
        let own = getrlimit(Resource::Fsize);
        prlimit(Some(Pid::from_child(&self.child)), Resource::Fsize, Rlimit { current: own.current, maximum: own.maximum }).unwrap();
    }
    pub fn pid(&self) -> u32 {
        self.child.id()
    }
    pub fn log(&self) -> String {
        let mut text = Vec::new();
        std::fs::File::open(&self.log).unwrap().read_to_end(&mut text).unwrap();
        String::from_utf8(text).unwrap()
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Runs SQL on a connection of its own, without looking at the schema: for databases that the program refuses.
pub fn bare_sqlite(p: &Portal, sql: &str) {
    use sqlx::Connection;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(p.dir.join("vigie.db"));
    let options = options.pragma("key", format!("\"x'{}'\"", p.keys.database_key().reveal()));
    wait(async {
        let mut c = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut c).await.unwrap();
        c.close().await.unwrap();
    });
}
