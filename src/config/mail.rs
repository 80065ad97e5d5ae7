//! `[mail]`: how notices go out. Without a server they are files beneath the data directory.
use super::{Settings, files};
use serde::{Deserialize, Serialize};
use std::path::{Component, Path};

/// `[mail]`
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mail {
    /// `smtps://host:465`, or `smtp+starttls://host:587`, which never goes on without STARTTLS.
    pub smtp: Option<String>,
    /// The portal's name at the server.
    pub username: Option<String>,
    /// Its password's file, beneath the data directory.
    pub password_file: Option<String>,
    /// The address that notices come from.
    pub from: Option<String>,
    /// The authority that signed the server's certificate, where it is a private one.
    pub ca_file: Option<String>,
}

/// A mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailServer {
    /// Its name, as its certificate has it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether TLS begins by STARTTLS rather than with the connection.
    pub starttls: bool,
}

impl Settings {
    /// The mail server, if one is set.
    ///
    /// # Errors
    /// A sentence that names the key and the mend.
    pub fn mail_server(&self) -> Result<Option<MailServer>, String> {
        self.config.mail.smtp.as_deref().map(server).transpose()
    }

    /// The address that notices come from; one at the portal's own host until it is set.
    pub fn mail_from(&self) -> String {
        self.config.mail.from.clone().unwrap_or_else(|| format!("vigie@{}", self.host().trim_matches(['[', ']'])))
    }

    /// Refuses what cannot be right in `[mail]`.
    pub(super) fn check_mail(&self) -> Result<(), String> {
        let mail = &self.config.mail;
        if let Some(from) = &mail.from
            && (!from.is_ascii() || from.parse::<lettre::Address>().is_err())
        {
            return Err(format!("mail.from: `{from}` is not an address; write one such as notices@agency.example."));
        }
        if mail.smtp.is_some() && mail.from.is_none() {
            return Err("mail.from: is missing; write the address that notices come from, such as notices@agency.example.".into());
        }
        self.mail_server()?;
        if mail.username.is_some() != mail.password_file.is_some() {
            return Err("mail: username and password_file belong together; write both, or neither.".into());
        }
        if let Some(name) = &mail.password_file {
            beneath("mail.password_file", name)?;
            files::check_private(&self.path(name)).map_err(|why| format!("mail.password_file: {why}"))?;
        }
        if let Some(name) = &mail.ca_file
            && !self.path(name).is_file()
        {
            return Err(format!("mail.ca_file: {} is missing; put the authority's certificate there in PEM, or remove the key.", self.path(name).display()));
        }
        Ok(())
    }
}

/// A secret lies in the data directory and nowhere else: whoever protects and backs up the one has the other.
fn beneath(key: &str, name: &str) -> Result<(), String> {
    let plain = !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    if plain { Ok(()) } else { Err(format!("{key}: `{name}` does not lie beneath the data directory; write a name such as \"mail/password\".")) }
}

fn server(given: &str) -> Result<MailServer, String> {
    let wrong = || format!("mail.smtp: `{given}` is not a mail server; write \"smtps://host:465\" or \"smtp+starttls://host:587\".");
    let url = url::Url::parse(given).map_err(|_| wrong())?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("mail.smtp: holds a name or a password; write them as mail.username and mail.password_file.".into());
    }
    let (starttls, usual) = match url.scheme() {
        "smtps" => (false, 465),
        "smtp+starttls" => (true, 587),
        _ => return Err(wrong()),
    };
    let host = url.host_str().filter(|h| !h.is_empty()).ok_or_else(wrong)?.trim_matches(['[', ']']).to_owned();
    if !matches!(url.path(), "" | "/") || url.query().is_some() || url.fragment().is_some() {
        return Err(wrong());
    }
    Ok(MailServer { host, port: url.port().unwrap_or(usual), starttls })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_server_is_reached_over_tls_or_not_at_all() {
        let plain = |host: &str, port, starttls| Ok(MailServer { host: host.into(), port, starttls });
        assert_eq!(server("smtps://mail.example:465"), plain("mail.example", 465, false));
        assert_eq!(server("smtps://mail.example"), plain("mail.example", 465, false));
        assert_eq!(server("smtp+starttls://mail.example:2587"), plain("mail.example", 2587, true));
        for bad in [
            "smtp://mail.example:25",
            "mail.example",
            "smtps://",
            "https://mail.example",
            "smtps://u:p@mail.example",
            "smtps://mail.example/x",
            "",
            "smtps://mail.example?tls=no",
        ] {
            assert!(server(bad).unwrap_err().starts_with("mail.smtp: "), "{bad}");
        }
    }

    #[test]
    fn a_password_lies_beneath_the_data_directory() {
        assert!(beneath("k", "mail/password").is_ok());
        for bad in ["/etc/password", "../password", "mail/../../x", ""] {
            assert!(beneath("k", bad).is_err(), "{bad}");
        }
    }
}
