//! The key that signs notices: `DIR/mail/notice.key` and its certificate `notice.pem`, for the address that notices come from.
use crate::{
    clock::Millis,
    config::{Settings, files},
    crypto::tls,
};
use openssl::{
    asn1::Asn1Time,
    error::ErrorStack,
    hash::MessageDigest,
    pkey::{PKey, Private},
    x509::{
        X509,
        extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName, SubjectKeyIdentifier},
    },
};
use std::path::PathBuf;

/// Three years: recipients' mail programs are told of a new one by hand.
const DAYS: u32 = 3 * 365 + 1;

/// The key and its certificate.
pub struct Signer {
    /// Self-signed.
    pub certificate: X509,
    /// ECDSA on P-256, or what an operator put there.
    pub key: PKey<Private>,
}

/// The two files.
pub fn paths(settings: &Settings) -> (PathBuf, PathBuf) {
    (settings.path("mail/notice.pem"), settings.path("mail/notice.key"))
}

/// Makes both files where neither is there: by `vigie init`, and when an older directory is first served.
///
/// # Errors
/// A sentence for the operator that names the file and the mend.
pub fn make_if_missing(settings: &Settings) -> Result<(), String> {
    let (pem, key) = paths(settings);
    match (pem.exists(), key.exists()) {
        (true, true) => return Ok(()),
        (false, false) => {}
        (there, _) => {
            let (lacks, other) = if there { (&key, &pem) } else { (&pem, &key) };
            let (lacks, other) = (lacks.display(), other.display());
            return Err(format!("{lacks} is missing and {other} is there; restore it from your backup, or remove the other too for a new pair."));
        }
    }
    let (certificate, private) =
        make(&settings.config.portal.agency, &settings.mail_from()).map_err(|e| format!("The notice certificate could not be made: {e}."))?;
    files::make_dir(&settings.path("mail"))?;
    files::write_private(&key, &private)?;
    files::write_private(&pem, &certificate)
}

fn make(name: &str, address: &str) -> Result<(Vec<u8>, Vec<u8>), ErrorStack> {
    let key = tls::new_key()?;
    // A common name holds 64 characters at most.
    let name: String = name.chars().filter(|c| !c.is_control()).take(64).collect();
    let (mut made, subject) = tls::builder(&name, &key, DAYS)?;
    made.set_issuer_name(&subject)?;
    let identifier = SubjectKeyIdentifier::new().build(&made.x509v3_context(None, None))?;
    let names = SubjectAlternativeName::new().email(address).build(&made.x509v3_context(None, None))?;
    made.append_extension(identifier)?;
    made.append_extension(names)?;
    made.append_extension(BasicConstraints::new().critical().build()?)?;
    made.append_extension(KeyUsage::new().critical().digital_signature().non_repudiation().build()?)?;
    made.append_extension(ExtendedKeyUsage::new().email_protection().build()?)?;
    made.sign(&key, MessageDigest::sha256())?;
    Ok((made.build().to_pem()?, key.private_key_to_pem_pkcs8()?))
}

/// Reads both files.
///
/// # Errors
/// A sentence for the operator that names the file and the mend.
pub fn load(settings: &Settings) -> Result<Signer, String> {
    let (pem, key) = paths(settings);
    let private = crate::secret::Secret::new(files::read_private(&key)?);
    let text = std::fs::read(&pem).map_err(|e| format!("{} cannot be read: {e}; restore it from your backup.", pem.display()))?;
    let mend = "restore both from your backup, or remove both: a new pair is made at the next start";
    let certificate = X509::from_pem(&text).map_err(|_| format!("{} is not a certificate; {mend}.", pem.display()))?;
    let key_of = PKey::private_key_from_pem(private.reveal().as_bytes()).map_err(|_| format!("{} is not a private key; {mend}.", key.display()))?;
    if !certificate.public_key().is_ok_and(|public| public.public_eq(&key_of)) {
        return Err(format!("{} does not belong to {}; {mend}.", key.display(), pem.display()));
    }
    Ok(Signer { certificate, key: key_of })
}

impl Signer {
    /// Whether the certificate is for the address that notices come from.
    pub fn is_for(&self, address: &str) -> bool {
        let names = self.certificate.subject_alt_names();
        names.is_some_and(|names| names.iter().any(|n| n.email().is_some_and(|e| e.eq_ignore_ascii_case(address))))
    }

    /// Days until the certificate ends; less than nothing when it has.
    pub fn days_left(&self, now: Millis) -> Option<i32> {
        let now = Asn1Time::from_unix(now.checked_div(1_000)?).ok()?;
        Some(now.diff(self.certificate.not_after()).ok()?.days)
    }

    /// What the doctor says of it.
    ///
    /// # Errors
    /// What is wrong and the mend.
    pub fn examine(&self, settings: &Settings, now: Millis) -> Result<String, String> {
        let (pem, from) = (paths(settings).0, settings.mail_from());
        let pem = pem.display();
        let days = self.days_left(now).ok_or_else(|| format!("{pem} does not say when it ends; remove mail/notice.pem and mail/notice.key."))?;
        let renew = "remove mail/notice.pem and mail/notice.key, start again, and give the new certificate to those who read your mail";
        if days < 30 {
            return Err(format!("{pem} ends in {days} days; {renew}."));
        }
        if !self.is_for(&from) {
            return Err(format!("{pem} is not for {from}, the address in mail.from; {renew}."));
        }
        Ok(format!("mail/notice.pem is for {from} and ends in {days} days."))
    }
}
