//! What the command line prints: results on standard output, everything else on standard error; progress as a bar on a
//! terminal and as lines in a pipe.
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::{ErrorKind, IsTerminal, Write},
    sync::OnceLock,
};
use tracing_subscriber::EnvFilter;

/// Why a piece of the result could not be written.
static LOST: OnceLock<String> = OnceLock::new();

/// A line of the result.
pub fn line(text: &str) {
    raw(&format!("{text}\n"));
}

/// A piece of the result as it is. False when it could not be written: then there is no sense in going on, and [`written`] says so at
/// the end. A reader that went away is no error.
pub fn raw(text: &str) -> bool {
    let mut out = std::io::stdout().lock();
    let done = out.write_all(text.as_bytes()).and_then(|()| out.flush());
    if let Err(error) = &done
        && error.kind() != ErrorKind::BrokenPipe
    {
        let _ = LOST.set(error.to_string());
    }
    done.is_ok()
}

/// Whether all of the result was written.
///
/// # Errors
/// A sentence for the operator: a result that is cut off must not pass for a whole one.
pub fn written() -> Result<(), String> {
    LOST.get()
        .map_or(Ok(()), |why| Err(format!("The result could not be written whole: {why}. What was written is cut off; make room and run the command again.")))
}

/// A line beside the result.
pub fn note(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "{text}");
}

/// The one line of a failure.
pub fn error(sentence: &str) {
    let one: String = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    note(&format!("vigie: {one}"));
}

/// The result as one line of JSON.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn json(value: &impl serde::Serialize) -> Result<(), String> {
    line(&serde_json::to_string(value).map_err(|e| format!("The result cannot be written as JSON: {e}."))?);
    Ok(())
}

/// How far a long work has come.
pub struct Progress {
    bar: ProgressBar,
    piped: bool,
    what: &'static str,
    last: u64,
}

impl Progress {
    /// Of `total` steps.
    pub fn new(what: &'static str, total: u64) -> Self {
        let piped = !std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(Some(total), if piped { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
        let style = ProgressStyle::with_template("{msg:20} {bar:40} {pos}/{len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        bar.set_message(what);
        Self { bar, piped, what, last: 0 }
    }

    /// One more step is done.
    pub fn step(&mut self) {
        self.to(self.bar.position().saturating_add(1));
    }

    /// So many are done. In a pipe a line at each tenth.
    pub fn to(&mut self, done: u64) {
        self.bar.set_position(done);
        let total = self.bar.length().unwrap_or(1).max(1);
        let tenth = done.saturating_mul(10).checked_div(total).unwrap_or(0);
        if self.piped && tenth > self.last {
            self.last = tenth;
            note(&format!("{}: {done} of {total}", self.what));
        }
    }

    /// All is done.
    pub fn end(self) {
        self.bar.finish_and_clear();
    }
}

/// The program's own log: on standard error, for people on a terminal, as JSON elsewhere. `VIGIE_LOG` sets what it holds.
pub fn start_log() {
    let filter = EnvFilter::try_from_env("VIGIE_LOG").unwrap_or_else(|_| EnvFilter::new("warn,vigie=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let _ = if std::io::stderr().is_terminal() { log.try_init() } else { log.json().with_ansi(false).try_init() };
}
