//! The key that signs notices: `DIR/mail/notice.key` and its certificate `notice.pem`, for the address that notices come from.
use crate::{
    clock::Millis,
    config::Settings,
    crypto::signer::{Pair, Signer},
};

/// Three years: recipients' mail programs are told of a new one by hand.
const DAYS: u32 = 3 * 365 + 1;

/// The two files.
pub fn pair(settings: &Settings) -> Pair {
    Pair { pem: settings.path("mail/notice.pem"), key: settings.path("mail/notice.key") }
}

/// Makes both files where neither is there: by `vigie init`, and when an older directory is first served.
///
/// # Errors
/// A sentence for the operator that names the file and the mend.
pub fn make_if_missing(settings: &Settings) -> Result<(), String> {
    pair(settings).make_if_missing(&settings.config.portal.agency, Some(&settings.mail_from()), DAYS)
}

/// Reads both files.
///
/// # Errors
/// A sentence for the operator that names the file and the mend.
pub fn load(settings: &Settings) -> Result<Signer, String> {
    pair(settings).load()
}

/// Whether the certificate is for the address that notices come from.
pub fn is_for(signer: &Signer, address: &str) -> bool {
    let names = signer.certificate.subject_alt_names();
    names.is_some_and(|names| names.iter().any(|n| n.email().is_some_and(|e| e.eq_ignore_ascii_case(address))))
}

/// What the doctor says of it.
///
/// # Errors
/// What is wrong and the mend.
pub fn examine(signer: &Signer, settings: &Settings, now: Millis) -> Result<String, String> {
    let (pem, from) = (pair(settings).pem, settings.mail_from());
    let pem = pem.display();
    let days = signer.days_left(now).ok_or_else(|| format!("{pem} does not say when it ends; remove mail/notice.pem and mail/notice.key."))?;
    let renew = "remove mail/notice.pem and mail/notice.key, start again, and give the new certificate to those who read your mail";
    if days < 30 {
        return Err(format!("{pem} ends in {days} days; {renew}."));
    }
    if !is_for(signer, &from) {
        return Err(format!("{pem} is not for {from}, the address in mail.from; {renew}."));
    }
    Ok(format!("mail/notice.pem is for {from} and ends in {days} days."))
}
