//! One message as it goes over the wire: headers by lettre, so that nothing can be slipped into them; the text as a MIME
//! part, signed by OpenSSL (S/MIME, RFC 8551, detached).
use super::mail::Text;
use crate::{
    clock::Millis,
    crypto::signer::Signer,
    error::{Error, Result},
};
use lettre::{
    Address,
    message::{
        Body, Mailbox, SinglePart,
        header::{ContentTransferEncoding, ContentType, Date, From, HeaderName, HeaderValue, Headers, MessageId, Subject, To},
    },
};
use openssl::{
    pkcs7::{Pkcs7, Pkcs7Flags},
    stack::Stack,
};
use std::time::{Duration, UNIX_EPOCH};

/// Who writes to whom, when and under which id.
pub struct Envelope<'a> {
    /// The agency's name.
    pub agency: &'a str,
    /// Where notices come from.
    pub from: &'a Address,
    /// The one recipient.
    pub to: &'a Address,
    /// The part of the Message-ID before the `@`.
    pub message_id: &'a str,
    /// When it was queued: the same at each attempt.
    pub at: Millis,
}

/// The message, signed. Every line ends in CRLF and is ASCII.
///
/// # Errors
/// When OpenSSL cannot sign.
pub fn signed(envelope: &Envelope<'_>, text: &Text, signer: &Signer) -> Result<Vec<u8>> {
    let mut whole = headers(envelope, &text.subject).to_string().into_bytes();
    let part = part(&text.body)?;
    let signature = sign(&part, signer).map_err(|_| Error::Crypto("a notice could not be signed"))?;
    for line in signature.split(|&b| b == b'\n') {
        whole.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
        whole.extend_from_slice(b"\r\n");
    }
    Ok(whole)
}

fn headers(e: &Envelope<'_>, subject: &str) -> Headers {
    let mut all = Headers::new();
    all.set(Date::new(UNIX_EPOCH.checked_add(Duration::from_millis(e.at.unsigned_abs())).unwrap_or(UNIX_EPOCH)));
    all.set(From::from(lettre::message::Mailboxes::from(Mailbox::new(Some(e.agency.to_owned()), e.from.clone()))));
    all.set(To::from(lettre::message::Mailboxes::from(Mailbox::new(None, e.to.clone()))));
    all.set(Subject::from(subject.to_owned()));
    all.set(MessageId::from(format!("<{}@{}>", e.message_id, e.from.domain())));
    // Nobody's absence note answers (RFC 3834).
    all.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".into()));
    all
}

/// The text with its own headers. Quoted-printable: relays leave it as it is, so the signature holds.
fn part(body: &str) -> Result<Vec<u8>> {
    let body =
        Body::new_with_encoding(body.to_owned(), ContentTransferEncoding::QuotedPrintable).map_err(|_| Error::Crypto("a notice could not be encoded"))?;
    Ok(SinglePart::builder().header(ContentType::TEXT_PLAIN).body(body).formatted())
}

fn sign(part: &[u8], signer: &Signer) -> std::result::Result<Vec<u8>, openssl::error::ErrorStack> {
    let flags = Pkcs7Flags::DETACHED | Pkcs7Flags::STREAM | Pkcs7Flags::NOOLDMIMETYPE;
    let others = Stack::new()?;
    Pkcs7::sign(&signer.certificate, &signer.key, &others, part, flags)?.to_smime(part, flags)
}
