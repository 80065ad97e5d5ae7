//! `vigie mail`, and what `vigie doctor` says about mail.
use super::{DataDir, open::Portal, say};
use crate::{
    accounts,
    config::Settings,
    error::Error,
    notices::{
        self,
        bounce::{self, Marked, Unfit},
        certificate,
        delivery::{self, Fault, Smtp},
    },
};
use clap::Subcommand;
use std::io::Read;

/// The mail that the portal sends.
#[derive(Subcommand)]
pub enum Mail {
    /// Take a delivery-status notification from standard input: your mail server pipes here what comes back to the portal's
    /// address. The person's address is marked, and the desk shows it.
    Bounce {
        #[command(flatten)]
        dir: DataDir,
    },
}

/// No notification is longer.
const LONGEST: u64 = 1024 * 1024;

/// `vigie mail …`
pub async fn mail(command: Mail) -> Result<(), String> {
    let Mail::Bounce { dir } = command;
    let mut bytes = Vec::new();
    std::io::stdin().take(LONGEST.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| format!("Standard input cannot be read: {e}."))?;
    if u64::try_from(bytes.len()).is_ok_and(|n| n > LONGEST) {
        return Err("The message is longer than 1 MiB; a notification is shorter. Nothing was changed.".into());
    }
    let report = bounce::read(&String::from_utf8_lossy(&bytes)).map_err(|unfit| match unfit {
        Unfit::NoReport => "The message is no delivery-status notification (RFC 3464); pipe those alone here. Nothing was changed.".to_owned(),
        Unfit::NotFailed(action) => format!("The notification says `{action}`, not `failed`; nothing was changed."),
        Unfit::NoId => "The notification names no Message-ID; have your mail server return the headers of the message. Nothing was changed.".to_owned(),
    })?;
    Portal::with(&dir.data_dir, async |portal| {
        let mut tx = portal.write().await?;
        let marked = bounce::mark(&mut tx, &portal.act(), &report).await?;
        let name = match &marked {
            Marked::Now(id) => accounts::person(&mut tx, id).await.map_or_else(|_| id.to_string(), |p| p.name),
            Marked::Already | Marked::Unknown => String::new(),
        };
        tx.commit().await.map_err(Error::from)?;
        match marked {
            Marked::Now(_) => say::line(&format!("The address of {name} is marked: mail to it came back.")),
            Marked::Already => say::line("The address was marked before."),
            Marked::Unknown => return Err("No message that the notification names is one of this portal's; nothing was changed.".into()),
        }
        Ok(())
    })
    .await
}

/// The notice key and its certificate.
pub fn signing(settings: &Settings, now: i64) -> Result<String, String> {
    let pair = certificate::pair(settings);
    if !pair.pem.exists() && !pair.key.exists() {
        return Ok("mail/notice.pem and mail/notice.key are made at the next start.".into());
    }
    certificate::examine(&certificate::load(settings)?, settings, now)
}

/// Whether mail can go out: with a server everything up to the sign-in is tried, and nothing is sent.
pub async fn delivery(portal: &Portal) -> Result<String, String> {
    let settings = &portal.settings;
    let rows = notices::waiting(&mut portal.read().await?).await?;
    let is_demo = accounts::installation(&mut portal.read().await?).await.map_err(Error::from)?;
    let Some(server) = settings.mail_server()?.filter(|_| !is_demo) else {
        let folder = delivery::folder(settings);
        let files = std::fs::read_dir(&folder).into_iter().flatten().flatten().filter(|f| f.path().extension().is_some_and(|e| e == "eml")).count();
        return Ok(format!("no server is set: notices are files in {}. {files} lie there, {rows} wait to be written.", folder.display()));
    };
    let at = format!("{}:{}", server.host, server.port);
    let signed_in = if settings.config.mail.username.is_some() { " and takes the portal's name and password" } else { "" };
    match Smtp::new(settings, server)?.open().await {
        Ok(mut line) => {
            // It is only asked whether it would: how it says goodbye is its own affair.
            drop(line.quit().await);
            Ok(format!("{at} answers over TLS{signed_in}. Nothing was sent; {rows} notices wait."))
        }
        Err(fault) => Err(format!("{at}: {}; {rows} notices wait.", mend(&fault))),
    }
}

fn mend(fault: &Fault) -> String {
    let error = &fault.error;
    match fault.why {
        "mail-why-tls" => format!(
            "no encrypted connection could be made ({error}); see that the server's certificate is for the host in mail.smtp and signed by an authority this machine knows, or name yours in mail.ca_file"
        ),
        "mail-why-login" => format!("the server refuses to let the portal in ({error}); correct mail.username and the file of mail.password_file"),
        "mail-why-refused" | "mail-why-later" => format!("the server turns the portal away ({error}); see in its own log why"),
        _ => format!("the server does not answer ({error}); see that it runs and that mail.smtp names its host and port"),
    }
}
