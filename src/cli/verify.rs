//! `vigie verify`: is this document the agency's? Offline, with the agency's certificate alone.
use super::say;
use crate::crypto::{sha256, signer};
use clap::Args;
use openssl::x509::X509;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Say whether a document is the agency's, offline: a signed text, or an attachment that a signed text names.
#[derive(Args)]
pub struct Verify {
    /// The document: `…-advisory.txt` or `…-annex.txt` as it was downloaded, `register-….p7m`, or an attachment.
    file: PathBuf,
    /// Its detached signature; looked for beside it when it is not given.
    #[arg(long, value_name = "SIG")]
    signature: Option<PathBuf>,
    /// The agency's document certificate, as it was handed over.
    #[arg(long, value_name = "PEM")]
    certificate: PathBuf,
    /// For an attachment: the signed text that names it.
    #[arg(long, value_name = "TEXT")]
    text: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// The most that is read of a file, in bytes.
const MOST: u64 = 200 * 1024 * 1024;

/// Runs the command.
///
/// # Errors
/// A sentence that says what is wrong; also when the document is not the agency's.
pub fn run(v: &Verify) -> Result<(), String> {
    let pem = read(&v.certificate)?;
    let certificate = X509::from_pem(&pem).map_err(|_| format!("{} is not a certificate in PEM; take the agency's document.pem.", v.certificate.display()))?;
    if v.signature.is_none() && v.file.extension().is_some_and(|e| e == "p7m") {
        return register(v, &certificate);
    }
    let signed = v.text.as_ref().unwrap_or(&v.file);
    let text = read(signed)?;
    let beside = match &v.signature {
        Some(path) => path.clone(),
        None => beside(signed).ok_or_else(|| format!("The signature of {} is not beside it; name it with --signature.", signed.display()))?,
    };
    let signature = read(&beside)?;
    let told = if signer::verify(&text, &signature, &certificate) { about(v, signed, &text) } else { Err(unsigned(signed, &beside)) };
    if v.json {
        let (ok, reason) = (told.is_ok(), told.as_ref().err());
        say::json(&serde_json::json!({ "ok": ok, "reason": reason, "sha256": data_encoding::HEXLOWER.encode(&sha256(&read(&v.file)?)) }))?;
    }
    let told = told?;
    if !v.json {
        say::line(&told);
    }
    Ok(())
}

/// A file that holds its own signature: the register of providers.
fn register(v: &Verify, certificate: &X509) -> Result<(), String> {
    let (file, bytes) = (v.file.display(), read(&v.file)?);
    let text = signer::unseal(&bytes, certificate).map(|inside| String::from_utf8_lossy(&inside).into_owned());
    if v.json {
        say::json(&serde_json::json!({ "ok": text.is_some(), "sha256": data_encoding::HEXLOWER.encode(&sha256(&bytes)) }))?;
    }
    let text = text.ok_or_else(|| format!("{file} is NOT what the agency signed. Do not trust it; call the agency."))?;
    if !v.json {
        say::line(&format!("{file} is the agency's: {}.", text.lines().next().unwrap_or_default()));
    }
    Ok(())
}

fn unsigned(signed: &Path, signature: &Path) -> String {
    format!("{} is NOT what the agency signed: {} does not hold for it. Do not trust it; call the agency.", signed.display(), signature.display())
}

/// What the signed text says of itself, and whether it names the attachment.
fn about(v: &Verify, signed: &Path, text: &[u8]) -> Result<String, String> {
    let text = String::from_utf8_lossy(text);
    let field = |name: &str| text.lines().find_map(|l| l.strip_prefix(name)?.strip_prefix(": ")).unwrap_or("?");
    let which = format!("advisory {}, version {}, {}, published {}", field("Reference"), field("Version"), field("Marking"), field("Published"));
    if v.text.is_none() {
        return Ok(format!("{} is the agency's: {which}.", signed.display()));
    }
    let hash = data_encoding::HEXLOWER.encode(&sha256(&read(&v.file)?));
    let named = text.lines().any(|l| l.strip_prefix("Attachment: SHA-256 ").is_some_and(|rest| rest.split(',').next() == Some(&hash)));
    if named {
        Ok(format!("{} is the agency's: an attachment of {which}.", v.file.display()))
    } else {
        let file = v.file.display();
        Err(format!("{file} is NOT an attachment of {which}. A copy with a reader's name on it has another hash: the portal's page /verify knows those."))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    let size = fs::metadata(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))?.len();
    if size > MOST {
        return Err(format!("{} is larger than 200 MiB: no document of the agency's is.", path.display()));
    }
    fs::read(path).map_err(|e| format!("{} cannot be read: {e}.", path.display()))
}

/// The signature that a browser put beside a text.
fn beside(text: &Path) -> Option<PathBuf> {
    let name = text.file_name()?.to_str()?;
    let downloaded =
        [("advisory.txt", "signature.p7s"), ("annex.txt", "annex.p7s")].into_iter().find_map(|(is, of)| Some(format!("{}{of}", name.strip_suffix(is)?)));
    let all = [downloaded, Some(format!("{name}.p7s"))];
    all.into_iter().flatten().map(|name| text.with_file_name(name)).find(|path| path.is_file())
}
