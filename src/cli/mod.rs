//! The command line. Every error is one line that says what to do; exit 0 done, 1 refused or failed, 2 wrong usage.
mod canary;
mod check;
pub mod content;
mod demo;
mod fill;
mod import;
pub mod init;
mod jobs;
mod log;
mod log_file;
mod log_key;
mod mail;
mod open;
mod people;
mod say;
pub mod serve;
mod setup;
mod signer;
mod staff;
mod verify;
mod witness;
mod witnesses;

use clap::{Args, Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

/// Vigie: the secure channel by which a national cyber-security agency briefs vetted contacts of political parties.
#[derive(Parser)]
#[command(name = "vigie", version, about, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

/// Where the portal lies.
#[derive(Args, Clone)]
pub struct DataDir {
    /// The portal's data directory.
    #[arg(long, value_name = "DIR")]
    data_dir: PathBuf,
}

#[derive(Subcommand)]
enum Command {
    /// Make a data directory: settings, keys, a certificate and a database.
    Init(init::Init),
    /// Serve the portal. It is ready when it prints "listening on https://…"; SIGTERM finishes what runs.
    Serve {
        #[command(flatten)]
        dir: DataDir,
        /// Listen here rather than where vigie.toml says.
        #[arg(long, value_name = "ADDR:PORT")]
        listen: Option<SocketAddr>,
    },
    /// Serve a portal filled with invented parties, advisories and providers, on this machine alone.
    Demo(demo::Demo),
    /// The first run.
    #[command(subcommand)]
    Setup(setup::Setup),
    /// The agency's staff.
    #[command(subcommand)]
    Staff(staff::Staff),
    /// The parties.
    #[command(subcommand)]
    Party(people::Party),
    /// The contacts of parties.
    #[command(subcommand)]
    Contact(people::Contact),
    /// Take public documents as drafts, or decisions into the provider register.
    #[command(subcommand)]
    Import(import::Import),
    /// What is done once a day.
    #[command(subcommand)]
    Jobs(jobs::Jobs),
    /// The audit log.
    #[command(subcommand)]
    Audit(log::Audit),
    /// Witnesses of audit logs.
    #[command(subcommand)]
    Witness(witness::Witness),
    Signer(signer::Signer),
    /// The database.
    #[command(subcommand)]
    Database(log::Database),
    /// The mail that the portal sends.
    #[command(subcommand)]
    Mail(mail::Mail),
    Verify(verify::Verify),
    /// Print every address, who may use it and what it leaves in the log.
    Routes {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// The settings.
    #[command(subcommand)]
    Config(check::Config),
    /// Look for what is wrong with a data directory and say how to mend it.
    Doctor {
        #[command(flatten)]
        dir: DataDir,
        /// Also connect to the mail server, up to the sign-in. Nothing is sent.
        #[arg(long)]
        mail: bool,
        /// Also look at the served portal with the eyes of a contact of each party, and report whatever belongs to another.
        #[arg(long)]
        canaries: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
}

/// A sentence for the operator.
type Outcome = Result<(), String>;

/// Runs the command line.
pub fn main() -> ExitCode {
    crate::crypto::begin();
    let cli = Cli::parse();
    say::start_log();
    match run(cli.command).and_then(|()| say::written()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            say::error(&sentence);
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Outcome {
    match command {
        Command::Serve { dir, listen } => actix_web::rt::System::new().block_on(serve::run(&dir.data_dir, listen)),
        Command::Demo(demo) => actix_web::rt::System::new().block_on(demo::run(demo)),
        Command::Routes { json } => routes(json),
        Command::Verify(verify) => verify::run(&verify),
        Command::Witness(witness) => actix_web::rt::System::new().block_on(witness::run(witness)),
        other => {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| format!("The runtime does not start: {e}."))?;
            runtime.block_on(brief(other))
        }
    }
}

/// Commands that do one thing and end.
async fn brief(command: Command) -> Outcome {
    match command {
        Command::Init(init) => init::run(init).await,
        Command::Setup(c) => setup::run(c).await,
        Command::Staff(c) => staff::run(c).await,
        Command::Party(c) => people::party(c).await,
        Command::Contact(c) => people::contact(c).await,
        Command::Import(c) => import::run(c).await,
        Command::Jobs(c) => jobs::jobs(c).await,
        Command::Audit(c) => log::audit(c).await,
        Command::Signer(c) => signer::run(c).await,
        Command::Database(c) => log::database(c).await,
        Command::Config(c) => check::config(c),
        Command::Mail(c) => mail::mail(c).await,
        Command::Doctor { dir, mail, canaries, json } => check::doctor(&dir.data_dir, mail, canaries, json).await,
        Command::Serve { .. } | Command::Demo(_) | Command::Routes { .. } | Command::Verify(_) | Command::Witness(_) => Ok(()),
    }
}

fn routes(json: bool) -> Outcome {
    let lines = crate::web::table::lines();
    if json {
        return say::json(&lines);
    }
    for line in lines {
        say::line(&format!("{:5} {:55} {:45} {}", line.method, line.path, line.access, line.audit.join(", ")));
    }
    Ok(())
}
