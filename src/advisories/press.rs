//! What a publication needs beside the database: the portal's address and the agency's document key,
//! `DIR/documents/document.key` with its certificate `document.pem`.
use crate::{
    clock::Millis,
    config::Settings,
    crypto::signer::{Pair, Signer},
};
use openssl::x509::X509;

/// Documents are proven years later, so the key lasts long; verification does not ask for the time.
const DAYS: u32 = 15 * 365 + 4;

/// Signs what is published.
pub struct Press {
    signer: Signer,
    /// The portal's address, as it stands in every signed text.
    pub origin: String,
}

/// The two files.
pub fn pair(settings: &Settings) -> Pair {
    Pair { pem: settings.path("documents/document.pem"), key: settings.path("documents/document.key") }
}

/// Makes both files where neither is there: by `vigie init`, and when an older directory is first served.
///
/// # Errors
/// A sentence for the operator that names the file and the mend.
pub fn make_if_missing(settings: &Settings) -> Result<(), String> {
    pair(settings).make_if_missing(&settings.config.portal.agency, None, DAYS)
}

/// What the doctor says of it.
///
/// # Errors
/// What is wrong and the mend.
pub fn examine(settings: &Settings, now: Millis) -> Result<String, String> {
    let pair = pair(settings);
    if !pair.pem.exists() && !pair.key.exists() {
        return Ok("documents/document.pem and documents/document.key are made at the next start.".into());
    }
    let days = pair.load()?.days_left(now).unwrap_or_default();
    if days < 60 {
        return Err(format!(
            "{} ends in {days} days; move both files of documents/ to a safe place, start again, and give parties the new certificate beside the old one.",
            pair.pem.display()
        ));
    }
    Ok(format!("documents/document.pem ends in {days} days."))
}

impl Press {
    /// Reads the key; makes it in a directory that is older than it.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub fn open(settings: &Settings) -> Result<Self, String> {
        make_if_missing(settings)?;
        Ok(Self { signer: pair(settings).load()?, origin: settings.config.origin.clone() })
    }

    /// The certificate that verifies what was signed.
    pub fn certificate(&self) -> &X509 {
        &self.signer.certificate
    }

    /// A file that holds bytes and their CMS signature, in DER; none when OpenSSL fails.
    pub fn seal(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        self.signer.seal(bytes).ok()
    }

    /// A detached CMS signature, in DER; none when OpenSSL fails.
    pub fn sign(&self, text: &str) -> Option<Vec<u8>> {
        self.signer.sign(text.as_bytes()).ok()
    }
}
