//! A private key and its self-signed certificate, kept as two files beneath the data directory: for notices by mail and for
//! documents.
use super::tls;
use crate::config::files;
use openssl::{
    asn1::Asn1Time,
    cms::{CMSOptions, CmsContentInfo},
    error::ErrorStack,
    hash::MessageDigest,
    pkcs7::{Pkcs7, Pkcs7Flags},
    pkey::{PKey, Private},
    stack::Stack,
    x509::{
        X509,
        extension::{BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectAlternativeName, SubjectKeyIdentifier},
        store::X509StoreBuilder,
    },
};
use std::path::PathBuf;

/// The key and its certificate.
pub struct Signer {
    /// Self-signed.
    pub certificate: X509,
    /// ECDSA on P-256, or what an operator put there.
    pub key: PKey<Private>,
}

/// The two files.
pub struct Pair {
    /// The certificate.
    pub pem: PathBuf,
    /// The private key.
    pub key: PathBuf,
}

impl Pair {
    /// Makes both files where neither is there: by `vigie init`, and when an older directory is first served. `name` is whose
    /// key it is, `address` an e-mail address for those that sign mail.
    ///
    /// # Errors
    /// A sentence for the operator that names the file and the mend.
    pub fn make_if_missing(&self, name: &str, address: Option<&str>, days: u32) -> Result<(), String> {
        match (self.pem.exists(), self.key.exists()) {
            (true, true) => return Ok(()),
            (false, false) => {}
            (there, _) => {
                let (lacks, other) = if there { (&self.key, &self.pem) } else { (&self.pem, &self.key) };
                let (lacks, other) = (lacks.display(), other.display());
                return Err(format!("{lacks} is missing and {other} is there; restore it from your backup, or remove the other too for a new pair."));
            }
        }
        let (certificate, private) = make(name, address, days).map_err(|e| format!("{} could not be made: {e}.", self.pem.display()))?;
        if let Some(folder) = self.pem.parent() {
            files::make_dir(folder)?;
        }
        files::write_private(&self.key, &private)?;
        files::write_private(&self.pem, &certificate)
    }

    /// Reads both files.
    ///
    /// # Errors
    /// A sentence for the operator that names the file and the mend.
    pub fn load(&self) -> Result<Signer, String> {
        let (pem, key) = (self.pem.display(), self.key.display());
        let private = crate::secret::Secret::new(files::read_private(&self.key)?);
        let text = std::fs::read(&self.pem).map_err(|e| format!("{pem} cannot be read: {e}; restore it from your backup."))?;
        let mend = "restore both from your backup, or remove both: a new pair is made at the next start";
        let certificate = X509::from_pem(&text).map_err(|_| format!("{pem} is not a certificate; {mend}."))?;
        let key_of = PKey::private_key_from_pem(private.reveal().as_bytes()).map_err(|_| format!("{key} is not a private key; {mend}."))?;
        if !certificate.public_key().is_ok_and(|public| public.public_eq(&key_of)) {
            return Err(format!("{key} does not belong to {pem}; {mend}."));
        }
        Ok(Signer { certificate, key: key_of })
    }
}

fn make(name: &str, address: Option<&str>, days: u32) -> Result<(Vec<u8>, Vec<u8>), ErrorStack> {
    let key = tls::new_key()?;
    // A common name holds 64 characters at most.
    let name: String = name.chars().filter(|c| !c.is_control()).take(64).collect();
    let (mut made, subject) = tls::builder(&name, &key, days)?;
    made.set_issuer_name(&subject)?;
    let identifier = SubjectKeyIdentifier::new().build(&made.x509v3_context(None, None))?;
    made.append_extension(identifier)?;
    if let Some(address) = address {
        let names = SubjectAlternativeName::new().email(address).build(&made.x509v3_context(None, None))?;
        made.append_extension(names)?;
    }
    made.append_extension(BasicConstraints::new().critical().build()?)?;
    made.append_extension(KeyUsage::new().critical().digital_signature().non_repudiation().build()?)?;
    // The purpose that `openssl cms -verify` asks for.
    made.append_extension(ExtendedKeyUsage::new().email_protection().build()?)?;
    made.sign(&key, MessageDigest::sha256())?;
    Ok((made.build().to_pem()?, key.private_key_to_pem_pkcs8()?))
}

impl Signer {
    /// A detached CMS signature (RFC 5652) over bytes, in DER; the certificate goes with it.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let options = CMSOptions::BINARY | CMSOptions::DETACHED | CMSOptions::NOSMIMECAP;
        CmsContentInfo::sign(Some(&self.certificate), Some(&self.key), None, Some(bytes), options)?.to_der()
    }

    /// Bytes with their CMS signature around them, in DER: one file that holds both.
    ///
    /// # Errors
    /// OpenSSL's own.
    pub fn seal(&self, bytes: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        let options = CMSOptions::BINARY | CMSOptions::NOSMIMECAP;
        CmsContentInfo::sign(Some(&self.certificate), Some(&self.key), None, Some(bytes), options)?.to_der()
    }

    /// Days until the certificate ends; less than nothing when it has.
    pub fn days_left(&self, now: crate::clock::Millis) -> Option<i32> {
        let now = Asn1Time::from_unix(now.checked_div(1_000)?).ok()?;
        Some(now.diff(self.certificate.not_after()).ok()?.days)
    }
}

/// Whether a detached CMS signature over bytes was made with the key of this certificate. The certificate is compared as it
/// is: no chain, and no clock, for a document must be proven years later. Read as PKCS #7, which CMS carries on: its
/// verification refuses a message that nobody signed, which CMS's own lets through.
pub fn verify(bytes: &[u8], signature: &[u8], certificate: &X509) -> bool {
    let Ok(signed) = Pkcs7::from_der(signature).or_else(|_| Pkcs7::from_pem(signature)) else { return false };
    let checked = || -> Result<(), ErrorStack> {
        let (mut known, nothing) = (Stack::new()?, X509StoreBuilder::new()?.build());
        known.push(certificate.clone())?;
        // NOINTERN: a certificate that comes with the signature counts for nothing.
        signed.verify(&known, &nothing, Some(bytes), None, Pkcs7Flags::BINARY | Pkcs7Flags::DETACHED | Pkcs7Flags::NOVERIFY | Pkcs7Flags::NOINTERN)
    };
    checked().is_ok()
}

/// What lies in a file that holds its own signature, when the key of this certificate made it. See [`verify`].
pub fn unseal(file: &[u8], certificate: &X509) -> Option<Vec<u8>> {
    let sealed = Pkcs7::from_der(file).or_else(|_| Pkcs7::from_pem(file)).ok()?;
    let opened = || -> Result<Vec<u8>, ErrorStack> {
        let (mut known, nothing, mut inside) = (Stack::new()?, X509StoreBuilder::new()?.build(), Vec::new());
        known.push(certificate.clone())?;
        sealed.verify(&known, &nothing, None, Some(&mut inside), Pkcs7Flags::BINARY | Pkcs7Flags::NOVERIFY | Pkcs7Flags::NOINTERN)?;
        Ok(inside)
    };
    opened().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer() -> Signer {
        let (pem, key) = make("Agence d’essai", None, 10).unwrap();
        Signer { certificate: X509::from_pem(&pem).unwrap(), key: PKey::private_key_from_pem(&key).unwrap() }
    }

    #[test]
    fn a_file_that_holds_its_signature_opens_by_its_key_alone() {
        let (ours, theirs) = (signer(), signer());
        let text = b"provider,siren\r\nBalise,1\n";
        let mut file = ours.seal(text).unwrap();
        assert_eq!(unseal(&file, &ours.certificate).as_deref(), Some(&text[..]));
        assert_eq!(unseal(&file, &theirs.certificate), None);
        assert_eq!(unseal(&ours.sign(text).unwrap(), &ours.certificate).unwrap_or_default(), b"", "a signature alone holds nothing");
        let at = file.windows(6).position(|w| w == b"Balise").unwrap();
        file[at] = b'b';
        assert_eq!(unseal(&file, &ours.certificate), None, "a changed byte");
    }

    #[test]
    fn a_signature_holds_for_its_bytes_and_its_key_alone() {
        let (ours, theirs) = (signer(), signer());
        let text = b"Avis 2027-K7QF\nligne\r\n";
        let signature = ours.sign(text).unwrap();
        assert!(verify(text, &signature, &ours.certificate));
        assert!(!verify(b"Avis 2027-K7QG\nligne\r\n", &signature, &ours.certificate), "a changed byte");
        assert!(!verify(b"Avis 2027-K7QF\nligne\n", &signature, &ours.certificate), "a changed line end");
        assert!(!verify(text, &theirs.sign(text).unwrap(), &ours.certificate), "another's key, with its certificate inside");
        assert!(!verify(text, b"", &ours.certificate));
        assert!(!verify(text, &signature[..40], &ours.certificate));
    }
}
