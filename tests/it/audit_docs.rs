//! What docs/audit.md says to type is typed, in order and in one folder, and what it says is printed must be in what is printed.
use crate::pasts::Folder;
use rustix::process::{Pid, Signal, kill_process_group};
use std::{
    io::{BufRead, BufReader, Read},
    net::TcpListener,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, Command, Stdio},
    thread::JoinHandle,
};
use vigie::crypto::random;

const PAGE: &str = include_str!("../../docs/audit.md");

/// A command, and parts of what it prints.
struct Step {
    command: String,
    says: Vec<String>,
}

/// The lines of the blocks that are marked `sh`.
fn steps(page: &str) -> Vec<Step> {
    let (mut steps, mut inside) = (Vec::<Step>::new(), false);
    for line in page.lines().map(str::trim) {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| inside) {
            steps.push(Step { command: command.to_owned(), says: Vec::new() });
        } else if inside && !line.is_empty() {
            steps.last_mut().unwrap().says.push(line.to_owned());
        }
    }
    steps
}

/// Whether a line of what was printed holds this part; `…` stands for anything.
fn holds(printed: &str, part: &str) -> bool {
    printed.lines().any(|line| {
        let mut rest = line;
        part.split('…').all(|piece| {
            rest.split_once(piece).is_some_and(|(_, behind)| {
                rest = behind;
                true
            })
        })
    })
}

/// A port that nobody has, from that one on: below those that the system gives away by itself, for it is taken more than once.
fn port(from: u16) -> u16 {
    let start = u16::from_be_bytes(random()) % 5_000;
    let mut ports = (0..5_000).map(|n| from + (start + n) % 5_000);
    ports.find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok()).unwrap()
}

/// A shell in the folder that finds the built program first. What hangs is ended.
fn shell(folder: &Folder, command: &str) -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_vigie")).parent().unwrap();
    let mut shell = Command::new("timeout");
    shell.args(["300", "bash", "-euo", "pipefail", "-c", r#"PATH="$1:$PATH"; eval "$2""#, "bash"]).arg(program).arg(command);
    shell.current_dir(&folder.0).stdin(Stdio::null());
    shell
}

/// Runs a command to its end and says what it printed.
#[track_caller]
fn run(folder: &Folder, command: &str) -> String {
    let output = shell(folder, command).output().unwrap();
    let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(output.status.code(), Some(i32::from(command.ends_with("# exits 1"))), "{command}: {printed}");
    printed
}

/// What a line that ends in `&` started.
struct Job {
    child: Child,
    rest: Option<JoinHandle<()>>,
}

impl Job {
    /// Starts it and says what it printed until it was ready.
    fn start(folder: &Folder, command: &str) -> (Self, String) {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut shell = shell(folder, command);
        let child = shell.process_group(0).stdout(writer.try_clone().unwrap()).stderr(writer).spawn().unwrap();
        // It holds the pipe's other end: without it the pipe ends with the last program that writes.
        drop(shell);
        let (mut lines, mut printed) = (BufReader::new(reader), String::new());
        while !printed.contains("listening on ") {
            assert_ne!(lines.read_line(&mut printed).unwrap(), 0, "{command} does not listen: {printed}");
        }
        let rest = std::thread::spawn(move || drop(lines.read_to_end(&mut Vec::new())));
        (Self { child, rest: Some(rest) }, printed)
    }

    /// Ends every program of the line and waits until they are gone.
    fn end(&mut self, how: Signal) {
        let Some(rest) = self.rest.take() else { return };
        let _ = kill_process_group(Pid::from_child(&self.child), how);
        let _ = self.child.wait();
        let _ = rest.join();
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.end(Signal::KILL);
    }
}

/// `kill %N`, as a shell counts: what is started next gets the number behind the highest that runs.
fn end(jobs: &mut Vec<Option<Job>>, n: usize) {
    jobs[n - 1].take().unwrap().end(Signal::TERM);
    while jobs.last().is_some_and(Option::is_none) {
        jobs.pop();
    }
}

#[test]
fn what_the_page_on_the_log_has_one_type_does_what_it_says() {
    let page = PAGE.replace(":8443", &format!(":{}", port(20_000))).replace(":8444", &format!(":{}", port(26_000)));
    let (folder, mut jobs) = (Folder::new(), Vec::new());
    let steps = steps(&page);
    assert!(steps.len() > 40, "{} commands", steps.len());
    for Step { command, says } in steps {
        let printed = if let Some(command) = command.strip_suffix(" &") {
            let (job, printed) = Job::start(&folder, command);
            jobs.push(Some(job));
            printed
        } else if let Some(n) = command.strip_prefix("kill %") {
            end(&mut jobs, n.parse().unwrap());
            String::new()
        } else {
            run(&folder, &command)
        };
        for part in says {
            assert!(holds(&printed, &part), "`{command}` prints nothing like `{part}`: {printed}");
        }
    }
}
