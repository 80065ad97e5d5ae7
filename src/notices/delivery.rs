//! Where messages go: files beneath the data directory, or the operator's server by SMTP over TLS, phase by phase, so that it
//! is known whether the server took one.
use crate::config::{MailServer, Settings, files};
use lettre::{
    Address,
    transport::smtp::{
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters},
        commands::{Data, Mail, Rcpt},
        extension::ClientId,
        response::Response,
    },
};
use std::{
    fs,
    io::Write,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

/// How long a step may take.
const STEP: Duration = Duration::from_secs(30);
/// How long the server may take over a whole message (RFC 5321, 4.5.3.2.6, says ten minutes; a claim lasts as long).
const WHOLE: Duration = Duration::from_mins(5);

/// Where messages go.
pub enum Delivery {
    /// Files in this folder.
    Files(PathBuf),
    /// A mail server.
    Smtp(Box<Smtp>),
}

/// Why something did not go: the key of its sentence, and the other side's words.
#[derive(Clone, Debug, Default)]
pub struct Fault {
    /// The key.
    pub why: &'static str,
    /// The words.
    pub error: String,
}

/// What became of one message.
#[derive(Debug)]
pub enum Outcome {
    /// It was taken.
    Sent,
    /// It will never be taken.
    Failed(Fault),
    /// Not now.
    Later(Fault),
    /// The connection broke when the server may have taken it.
    Unsure(Fault),
    /// It was not to go any more when its turn came.
    Withheld,
}

impl Delivery {
    /// As the settings say; files in the demo whatever they say.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(settings: &Settings, demo: bool) -> Result<Self, String> {
        match settings.mail_server()? {
            Some(server) if !demo => Ok(Self::Smtp(Box::new(Smtp::new(settings, server)?))),
            _ => Ok(Self::Files(folder(settings))),
        }
    }
}

/// The folder of messages that no server takes.
pub fn folder(settings: &Settings) -> PathBuf {
    settings.path("outbox")
}

/// Writes a message whole or not at all. Again under the same name it replaces itself.
///
/// # Errors
/// The system's own.
pub fn write(folder: &Path, name: &str, message: &[u8]) -> std::io::Result<()> {
    files::make_dir(folder).map_err(std::io::Error::other)?;
    let (unfinished, whole) = (folder.join(format!(".{name}.part")), folder.join(format!("{name}.eml")));
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished)?;
    file.write_all(message)?;
    file.sync_all()?;
    fs::rename(&unfinished, &whole)?;
    fs::File::open(folder)?.sync_all()
}

/// The operator's mail server.
pub struct Smtp {
    server: MailServer,
    tls: TlsParameters,
    hello: ClientId,
    from: Address,
    login: Option<Credentials>,
}

impl Smtp {
    /// As the settings say.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn new(settings: &Settings, server: MailServer) -> Result<Self, String> {
        let mail = &settings.config.mail;
        let from: Address = settings.mail_from().parse().map_err(|_| format!("mail.from: `{}` is not an address.", settings.mail_from()))?;
        let mut tls = TlsParameters::builder(server.host.clone());
        if let Some(name) = &mail.ca_file {
            let path = settings.path(name);
            let pem = fs::read(&path).map_err(|e| format!("mail.ca_file: {} cannot be read: {e}.", path.display()))?;
            let ca = Certificate::from_pem(&pem).map_err(|_| format!("mail.ca_file: {} is not a certificate in PEM.", path.display()))?;
            // Whoever names an authority of their own trusts no other.
            tls = tls.certificate_store(CertificateStore::None).add_root_certificate(ca);
        }
        let tls = tls.build().map_err(|e| format!("mail: TLS does not start: {e}."))?;
        let login = match (&mail.username, &mail.password_file) {
            (Some(name), Some(file)) => {
                Some(Credentials::new(name.clone(), files::read_private(&settings.path(file))?.trim_end_matches(['\r', '\n']).to_owned()))
            }
            _ => None,
        };
        Ok(Self { server, tls, hello: ClientId::Domain(from.domain().to_owned()), from, login })
    }

    /// Connects, makes the line private, says hello and signs in.
    ///
    /// # Errors
    /// What failed.
    pub async fn open(&self) -> Result<AsyncSmtpConnection, Fault> {
        let at = (self.server.host.as_str(), self.server.port);
        let from_the_start = (!self.server.starttls).then(|| self.tls.clone());
        let mut line = step(AsyncSmtpConnection::connect_tokio1(at, Some(STEP), &self.hello, from_the_start, None)).await?;
        if self.server.starttls {
            if !line.can_starttls() {
                return Err(Fault { why: "mail-why-tls", error: "the server does not offer STARTTLS".into() });
            }
            step(line.starttls(self.tls.clone(), &self.hello)).await.map_err(|f| Fault { why: "mail-why-tls", ..f })?;
        }
        if !line.is_encrypted() {
            return Err(Fault { why: "mail-why-tls", error: "the line is not encrypted".into() });
        }
        if let Some(login) = &self.login {
            let refused = |f: Fault| if f.why == "mail-why-connection" { f } else { Fault { why: "mail-why-login", ..f } };
            let said = step(line.auth(&[Mechanism::Plain, Mechanism::Login], login)).await.map_err(refused)?;
            exactly(&said, 235)?;
        }
        Ok(line)
    }

    /// Offers one message to one recipient. `hand` is asked at the last moment, when the server waits for the text; the text
    /// goes only if it says yes. After anything but `Sent`, `Failed` or a clear `Later` the line is not used again.
    pub async fn offer(&self, line: &mut AsyncSmtpConnection, to: &Address, message: &[u8], hand: impl AsyncFnOnce() -> bool) -> Outcome {
        if let Err(fault) = self.announce(line, to).await {
            return match fault.why {
                "mail-why-refused" => Outcome::Failed(fault),
                _ => Outcome::Later(fault),
            };
        }
        if !hand().await {
            return Outcome::Withheld;
        }
        // Once the last piece was asked for, the final dot may be on its way.
        let dot = AtomicBool::new(false);
        let pieces = std::iter::once(message).chain(std::iter::from_fn(|| {
            dot.store(true, Ordering::Relaxed);
            None
        }));
        match tokio::time::timeout(WHOLE, line.message_iter(pieces)).await {
            Ok(Ok(_)) => Outcome::Sent,
            Ok(Err(e)) if e.is_permanent() => Outcome::Failed(Fault { why: "mail-why-rejected", error: e.to_string() }),
            Ok(Err(e)) if e.is_transient() => Outcome::Later(Fault { why: "mail-why-later", error: e.to_string() }),
            Ok(Err(e)) if !dot.load(Ordering::Relaxed) => Outcome::Later(Fault { why: "mail-why-connection", error: e.to_string() }),
            Ok(Err(e)) => Outcome::Unsure(Fault { why: "mail-why-lost", error: e.to_string() }),
            Err(_) if !dot.load(Ordering::Relaxed) => Outcome::Later(Fault { why: "mail-why-connection", error: "no answer in time".into() }),
            Err(_) => Outcome::Unsure(Fault { why: "mail-why-lost", error: "no answer in time".into() }),
        }
    }

    /// After a refusal the server still waits for the rest of the same message. Says whether the line can be used again.
    pub async fn reset(line: &mut AsyncSmtpConnection) -> bool {
        step(line.command("RSET\r\n")).await.is_ok()
    }

    /// MAIL, RCPT and DATA. The codes are compared exactly: answers that were slipped in before TLS began would be one behind.
    async fn announce(&self, line: &mut AsyncSmtpConnection, to: &Address) -> Result<(), Fault> {
        exactly(&step(line.command(Mail::new(Some(self.from.clone()), Vec::new()))).await.map_err(patient)?, 250)?;
        let taken = step(line.command(Rcpt::new(to.clone(), Vec::new()))).await?;
        if !matches!(code(&taken), 250 | 251) {
            return Err(out_of_step(&taken));
        }
        exactly(&step(line.command(Data)).await.map_err(patient)?, 354)
    }
}

/// What is refused for good before or after the recipient was named is the operator's affair, not the recipient's: it is tried again.
fn patient(fault: Fault) -> Fault {
    if fault.why == "mail-why-refused" { Fault { why: "mail-why-later", ..fault } } else { fault }
}

fn code(said: &Response) -> u16 {
    said.code().into()
}

fn exactly(said: &Response, wanted: u16) -> Result<(), Fault> {
    if code(said) == wanted { Ok(()) } else { Err(out_of_step(said)) }
}

fn out_of_step(said: &Response) -> Fault {
    Fault { why: "mail-why-connection", error: format!("an answer out of step: {}", code(said)) }
}

/// Runs a step within its time and says what failed.
async fn step<T>(work: impl Future<Output = Result<T, lettre::transport::smtp::Error>>) -> Result<T, Fault> {
    match tokio::time::timeout(STEP, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(e)) => {
            let error = e.to_string();
            let private = ["certificate", "ssl", "tls"].iter().any(|word| error.to_lowercase().contains(word));
            let why = match () {
                () if e.is_permanent() => "mail-why-refused",
                () if e.is_transient() => "mail-why-later",
                () if e.is_tls() || private => "mail-why-tls",
                () if e.is_client() => "mail-why-login",
                () => "mail-why-connection",
            };
            Err(Fault { why, error })
        }
        Err(_) => Err(Fault { why: "mail-why-connection", error: "no answer in time".into() }),
    }
}
