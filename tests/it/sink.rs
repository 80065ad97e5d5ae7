//! A real mail server for the tests, in Python (`tests/python/smtp_sink.py`), and what it took.
use crate::{
    support::{Kind, Portal, has_postgres, variable},
    world,
};
use serde_json::{Value, json};
use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use vigie::{clock::HOUR, crypto::tls};

pub const FROM: &str = "avis@agence.example";
const PASSWORD: &str = "mot de passe du relais";

/// Waits for something that will happen.
#[track_caller]
pub fn until(what: &str, mut happened: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_mins(1);
    while !happened() {
        assert!(Instant::now() < end, "waited in vain until {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Makes two tests of each scenario, on a portal that sends by SMTP.
macro_rules! by_mail {
    ($($name:ident)*) => { $(
        mod $name {
            #[test]
            fn sqlite() {
                $crate::sink::run($crate::support::Kind::Sqlite, super::$name);
            }
            #[test]
            fn postgres() {
                $crate::sink::run($crate::support::Kind::Postgres, super::$name);
            }
        }
    )* };
}
pub(crate) use by_mail;

/// Runs a scenario on a fresh portal with a mail server of its own.
pub fn run(kind: Kind, scenario: impl FnOnce(&Portal, &Sink)) {
    if (kind == Kind::Postgres && !has_postgres()) || !has_python() {
        return;
    }
    let sink = Sink::start("smtps");
    scenario(&sink.portal(kind), &sink);
}

fn python() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/test-python/bin/python")
}

/// Whether the mail server is at hand; says so if not. Where everything is tested it has to be.
pub fn has_python() -> bool {
    let there = python().exists();
    assert!(there || variable("VIGIE_TEST_POSTGRES").is_none(), "target/test-python is missing: run script/setup --tests");
    if !there {
        eprintln!("the tests' mail server is not at hand (script/setup --tests): skipped");
    }
    there
}

/// A mail server.
pub struct Sink {
    child: Child,
    lines: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
    pub mode: &'static str,
    pub folder: PathBuf,
    pub port: u16,
}

impl Sink {
    pub fn start(mode: &'static str) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let folder = world::tmp().join(format!("sink-{}", COUNT.fetch_add(1, Ordering::Relaxed)));
        fs::create_dir_all(&folder).unwrap();
        let pems = tls::make("localhost").unwrap();
        for (name, pem) in [("ca.pem", pems.ca), ("chain.pem", pems.chain), ("key.pem", pems.key)] {
            fs::write(folder.join(name), pem).unwrap();
        }
        Self::at(mode, folder, 0)
    }

    fn at(mode: &'static str, folder: PathBuf, port: u16) -> Self {
        let mut child = Command::new(python())
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python/smtp_sink.py"))
            .args(["--mode", mode, "--user", "vigie", "--password", PASSWORD, "--port", &port.to_string(), "--folder"])
            .arg(&folder)
            .arg("--chain")
            .arg(folder.join("chain.pem"))
            .arg("--key")
            .arg(folder.join("key.pem"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(folder.join("stderr.log")).unwrap())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let port = line.trim().parse().unwrap_or_else(|_| panic!("{}", fs::read_to_string(folder.join("stderr.log")).unwrap()));
        let lines = Mutex::new((child.stdin.take().unwrap(), out));
        Self { child, lines, mode, folder, port }
    }

    /// The server is away; calling the answer brings it back at the same address.
    pub fn away(self) -> impl FnOnce() -> Self {
        let (mode, folder, port) = (self.mode, self.folder.clone(), self.port);
        drop(self);
        move || Self::at(mode, folder, port)
    }

    /// A portal that sends here.
    pub fn portal(&self, kind: Kind) -> Portal {
        self.portal_with(kind, PASSWORD, &self.folder.join("ca.pem"))
    }

    pub fn portal_with(&self, kind: Kind, password: &str, ca: &Path) -> Portal {
        let scheme = if self.mode == "smtps" { "smtps" } else { "smtp+starttls" };
        let lines = format!(
            "\n[mail]\nfrom = \"{FROM}\"\nsmtp = \"{scheme}://localhost:{}\"\nusername = \"vigie\"\npassword_file = \"mail/password\"\nca_file = {:?}\n\n[portal]\n",
            self.port,
            ca.display().to_string()
        );
        Portal::prepared(kind, &[("\n[portal]\n", &lines)], |dir| {
            let file = dir.join("mail/password");
            fs::write(&file, format!("{password}\n")).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
            // The world's certificate is for another address.
            fs::remove_file(dir.join("mail/notice.pem")).unwrap();
            fs::remove_file(dir.join("mail/notice.key")).unwrap();
        })
    }

    /// Changes how it behaves; says what came so far.
    pub fn change(&self, how: &Value) -> Value {
        let mut lines = self.lines.lock().unwrap();
        writeln!(lines.0, "{how}").unwrap();
        let mut answer = String::new();
        lines.1.read_line(&mut answer).unwrap();
        serde_json::from_str(&answer).unwrap()
    }

    pub fn counted(&self, what: &str) -> u64 {
        self.change(&json!({}))[what].as_u64().unwrap()
    }

    /// What it took, in order.
    pub fn mails(&self) -> Vec<Taken> {
        let mut names: Vec<PathBuf> =
            fs::read_dir(&self.folder).unwrap().map(|f| f.unwrap().path()).filter(|f| f.extension().is_some_and(|e| e == "json")).collect();
        names.sort();
        names.iter().map(|name| Taken::read(&name.with_extension("eml"), &serde_json::from_slice(&fs::read(name).unwrap()).unwrap())).collect()
    }

    /// Everything that was queued has ended.
    #[track_caller]
    pub fn settle(p: &Portal) {
        until("nothing waits", || p.count("FROM outbox WHERE state = 'queued'") == 0);
    }

    /// An hour later the worker looks again.
    pub fn later(p: &Portal) {
        p.clock.advance(HOUR);
        p.nobody().post("/language", &[("language", "fr")]).is(303);
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A message as it came over the wire.
#[derive(Clone, Debug)]
pub struct Taken {
    pub file: PathBuf,
    pub from: String,
    pub to: Vec<String>,
    pub raw: String,
}

impl Taken {
    pub fn read(file: &Path, about: &Value) -> Self {
        let to = about["to"].as_array().map(|all| all.iter().map(|a| a.as_str().unwrap().to_owned()).collect()).unwrap_or_default();
        let raw = String::from_utf8(fs::read(file).unwrap()).unwrap();
        Self { file: file.to_path_buf(), from: about["from"].as_str().unwrap_or_default().to_owned(), to, raw }
    }

    /// A header's value, unfolded.
    pub fn header(&self, name: &str) -> String {
        let head = self.raw.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        let found: Vec<String> =
            head.lines().filter_map(|l| l.split_once(": ")).filter(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.to_owned()).collect();
        assert_eq!(found.len(), 1, "{name}: {head}");
        found[0].clone()
    }

    /// The subject as a person reads it (RFC 2047).
    pub fn subject(&self) -> String {
        let subject = self.header("Subject").replace("?= =?", "?==?");
        let mut out = Vec::new();
        for (n, part) in subject.split("=?utf-8?b?").enumerate() {
            let (word, rest) = if n == 0 { ("", part) } else { part.split_once("?=").unwrap() };
            out.extend(data_encoding::BASE64.decode(word.as_bytes()).unwrap());
            out.extend_from_slice(rest.as_bytes());
        }
        String::from_utf8(out).unwrap()
    }

    /// What OpenSSL says of a signature: the signed part, or that it is refused.
    pub fn verified(raw: &[u8], pem: &Path, scratch: &Path) -> Option<String> {
        fs::write(scratch, raw).unwrap();
        let done = Command::new("openssl").args(["cms", "-verify", "-purpose", "any", "-CAfile"]).arg(pem).arg("-in").arg(scratch).output().unwrap();
        done.status.success().then(|| String::from_utf8(done.stdout).unwrap())
    }

    /// The text as a person reads it, once OpenSSL has found the signature good and a changed byte bad.
    #[track_caller]
    pub fn body(&self, p: &Portal) -> String {
        let (pem, scratch) = (p.dir.join("mail/notice.pem"), self.file.with_extension("tried"));
        let part = Self::verified(self.raw.as_bytes(), &pem, &scratch).unwrap_or_else(|| panic!("the signature is not good: {}", self.raw));
        let mut changed = self.raw.clone().into_bytes();
        let at = self.raw.find("quoted-printable\r\n\r\n").unwrap() + 30;
        changed[at] = if changed[at] == b'x' { b'y' } else { b'x' };
        assert_eq!(Self::verified(&changed, &pem, &scratch), None, "a changed byte passes");
        assert!(part.contains("Content-Type: text/plain; charset=utf-8"), "{part}");
        printable(part.split_once("\r\n\r\n").unwrap().1)
    }
}

/// Quoted-printable as text.
fn printable(text: &str) -> String {
    let joined = text.replace("=\r\n", "");
    let (mut out, mut rest) = (Vec::new(), joined.as_bytes());
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'=' {
            out.push(u8::from_str_radix(std::str::from_utf8(&after[..2]).unwrap(), 16).unwrap());
            rest = &after[2..];
        } else {
            out.push(byte);
            rest = after;
        }
    }
    String::from_utf8(out).unwrap()
}
