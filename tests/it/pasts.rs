//! What the tests of `vigie witness` and `vigie signer` share: logs that can be given another past, and the running programs.
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};
use tlog_tiles::{Checkpoint, Error, Hash, HashReader, prove_tree, stored_hashes, tree_hash};
use vigie::{
    audit::{
        key::{Key, Kind, Verifier},
        submission,
    },
    crypto::random,
};

pub const LOG: &str = "log.example/audit";

/// A folder of a test's own, with a path that is short enough for a socket.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("vigie-{}", data_encoding::HEXLOWER.encode(&random::<6>())));
        fs::create_dir(&path).unwrap();
        Self(path)
    }
    pub fn at(&self, name: &str) -> String {
        self.0.join(name).display().to_string()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// A log of numbered records in one of its pasts: from record `from` on they say `word`.
pub struct Log {
    pub key: Key,
    hashes: Vec<Hash>,
}

impl HashReader for Log {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        indexes.iter().map(|i| self.hashes.get(usize::try_from(*i).unwrap()).copied().ok_or(Error::IndexesNotInTree)).collect()
    }
}

impl Log {
    pub fn new(name: &str) -> Self {
        Self::with(Key::generate(name, Kind::Log).unwrap(), 600, u64::MAX, "")
    }
    pub fn with(key: Key, size: u64, from: u64, word: &str) -> Self {
        let mut log = Self { key, hashes: Vec::new() };
        for n in 0..size {
            let record = if n < from { format!("record {n}") } else { format!("record {n} {word}") };
            let more = stored_hashes(n, record.as_bytes(), &log).unwrap();
            log.hashes.extend(more);
        }
        log
    }
    /// The same log with another past from a record on.
    pub fn forged(&self, from: u64) -> Self {
        Self::with(Key::parse(self.key.print().reveal()).unwrap(), 100, from, "forged")
    }
    pub fn vkey(&self) -> String {
        self.key.verifier().to_string()
    }
    pub fn checkpoint(&self, size: u64) -> Checkpoint {
        Checkpoint::new(self.key.verifier().name(), size, tree_hash(size, self).unwrap(), "").unwrap()
    }
    pub fn text(&self, size: u64) -> String {
        String::from_utf8(self.checkpoint(size).to_bytes()).unwrap()
    }
    pub fn proof(&self, old: u64, new: u64) -> Vec<Hash> {
        if old == 0 || old > new { Vec::new() } else { prove_tree(new, old, self).unwrap() }
    }
    pub fn note(&self, size: u64) -> String {
        let text = self.text(size);
        format!("{text}\n{}\n", self.key.sign(&text, 0).unwrap())
    }
    pub fn body(&self, old: u64, new: u64) -> String {
        submission::print(old, &self.proof(old, new), &self.note(new))
    }
}

/// The program while it runs.
pub struct Running {
    pub child: Child,
    /// Its first two lines.
    pub said: [String; 2],
}

impl Running {
    pub fn start(args: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_vigie")).args(args).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let said = [(); 2].map(|()| lines.next().unwrap().unwrap());
        Self { child, said }
    }
    pub fn witness(folder: &Folder, logs: &[&Log]) -> Self {
        Self::witness_of(folder, &logs.iter().map(|l| l.vkey()).collect::<Vec<_>>())
    }
    /// A witness of the logs of these keys.
    pub fn witness_of(folder: &Folder, keys: &[String]) -> Self {
        let state = folder.at("witness");
        let mut args = vec!["witness", "serve", "--state", &state, "--listen", "127.0.0.1:0", "--name", "witness.example/w1"];
        keys.iter().for_each(|k| args.extend(["--log", k]));
        Self::start(&args)
    }
    pub fn signer(folder: &Folder) -> Self {
        let (key, state, socket) = (folder.at("log.key"), folder.at("signer"), folder.at("s"));
        Self::start(&["signer", "--key", &key, "--state", &state, "--socket", &socket, "--make", LOG])
    }
    pub fn key(&self) -> Verifier {
        Verifier::parse(self.said[0].split_once("key: ").unwrap().1).unwrap()
    }
    pub fn url(&self) -> &str {
        self.said[1].strip_prefix("listening on ").unwrap()
    }
    pub fn http(&self, request: &str) -> Http {
        http(self.url(), request).unwrap()
    }
    pub fn post(&self, body: &str) -> Http {
        self.http(&posted(body))
    }
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
    pub fn end(&mut self) -> Option<i32> {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[derive(Debug)]
pub struct Http {
    pub status: u16,
    pub kind: String,
    pub text: String,
}

impl Http {
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }
    #[track_caller]
    pub fn knows(self, size: u64) {
        assert_eq!((self.status, self.kind.as_str(), self.text), (409, "text/x.tlog.size", format!("{size}\n")));
    }
}

pub fn posted(body: &str) -> String {
    format!("POST /add-checkpoint HTTP/1.1\r\nhost: w\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

/// `None` if no whole answer comes.
pub fn http(url: &str, request: &str) -> Option<Http> {
    let mut stream = TcpStream::connect(url.strip_prefix("http://").unwrap()).ok()?;
    let _ = stream.write_all(request.as_bytes());
    let mut all = Vec::new();
    let _ = stream.read_to_end(&mut all);
    let all = String::from_utf8(all).ok()?;
    let (head, text) = all.split_once("\r\n\r\n")?;
    let header = |name: &str| head.lines().filter_map(|l| l.split_once(": ")).find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.to_owned());
    let whole = header("content-length").is_none_or(|n| n == text.len().to_string());
    whole.then(|| Http { status: head[9..12].parse().unwrap(), kind: header("content-type").unwrap_or_default(), text: text.into() })
}
