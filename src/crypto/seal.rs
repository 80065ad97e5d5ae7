//! The key ring, and values sealed with it: AES-256-GCM bound to table, column and row, so that a sealed value
//! copied to another row does not open. The ring lies in a file outside the database.
use super::{hmac, random};
use crate::secret::Secret;
use openssl::symm::{Cipher, decrypt_aead, encrypt_aead};
use std::path::Path;

const FORMAT: u8 = 1;
const NONCE: usize = 12;
const TAG: usize = 16;

/// The keys of one portal, derived from one master key of 256 bits.
#[derive(Clone)]
pub struct KeyRing {
    seal: Secret<[u8; 32]>,
    codes: Secret<[u8; 32]>,
    forms: Secret<[u8; 32]>,
    log: Secret<[u8; 32]>,
    database: Secret<[u8; 32]>,
}

impl KeyRing {
    fn derive(master: &[u8; 32]) -> Option<Self> {
        let part = |name: &str| hmac(master, &[b"vigie key v1", name.as_bytes()]).map(Secret::new);
        Some(Self { seal: part("seal")?, codes: part("codes")?, forms: part("forms")?, log: part("log")?, database: part("database")? })
    }

    /// Makes a new ring and writes it to `path`, readable by its owner alone. The file must not exist.
    ///
    /// # Errors
    /// A sentence for the operator when the file cannot be written.
    pub fn create(path: &Path) -> Result<Self, String> {
        let master = random::<32>();
        let text = format!("vigie-key-ring-1 {}\n", data_encoding::HEXLOWER.encode(&master));
        crate::config::files::write_private(path, text.as_bytes())?;
        Self::derive(&master).ok_or_else(|| "OpenSSL could not derive the keys.".into())
    }

    /// Reads the ring, refusing a file that others can read.
    ///
    /// # Errors
    /// A sentence for the operator that names the file and the mend.
    pub fn load(path: &Path) -> Result<Self, String> {
        let text = Secret::new(crate::config::files::read_private(path)?);
        let hex = text.reveal().trim().strip_prefix("vigie-key-ring-1 ").unwrap_or_default();
        let bytes = data_encoding::HEXLOWER_PERMISSIVE.decode(hex.as_bytes()).ok();
        let master: Option<[u8; 32]> = bytes.and_then(|b| b.try_into().ok());
        master.as_ref().and_then(Self::derive).ok_or_else(|| format!("{} is not a Vigie key ring; restore it from your backup.", path.display()))
    }

    /// Seals `plain` for one place, for example `"totp.seed:ACCOUNT"`.
    pub fn seal(&self, place: &str, plain: &[u8]) -> Option<Vec<u8>> {
        let nonce = random::<NONCE>();
        let mut tag = [0; TAG];
        let sealed = encrypt_aead(Cipher::aes_256_gcm(), self.seal.reveal(), Some(&nonce), place.as_bytes(), plain, &mut tag).ok()?;
        Some([&[FORMAT][..], &nonce, &tag, &sealed].concat())
    }

    /// Opens what [`KeyRing::seal`] sealed for the same place; `None` for anything else.
    pub fn open(&self, place: &str, sealed: &[u8]) -> Option<Vec<u8>> {
        let (&format, rest) = sealed.split_first()?;
        let (nonce, rest) = rest.split_at_checked(NONCE)?;
        let (tag, data) = rest.split_at_checked(TAG)?;
        if format != FORMAT {
            return None;
        }
        decrypt_aead(Cipher::aes_256_gcm(), self.seal.reveal(), Some(nonce), place.as_bytes(), data, tag).ok()
    }

    /// The digest under which a one-time code is stored: keyed, so that a stolen database does not let anyone guess codes.
    /// Were OpenSSL to fail, the digest would be random: it fits nothing.
    pub fn code_digest(&self, purpose: &str, code: &str) -> Vec<u8> {
        hmac(self.codes.reveal(), &[purpose.as_bytes(), code.as_bytes()]).unwrap_or_else(random).to_vec()
    }

    /// The token a form must carry, bound to the browser's cookie.
    pub fn form_token(&self, cookie: &str) -> String {
        let mac = hmac(self.forms.reveal(), &[cookie.as_bytes()]).unwrap_or_else(random);
        data_encoding::BASE64URL_NOPAD.encode(&mac)
    }

    /// Binds the head of the audit log to this ring.
    pub fn log_mac(&self, size: i64, root: &[u8]) -> Vec<u8> {
        hmac(self.log.reveal(), &[&size.to_be_bytes(), root]).unwrap_or_else(random).to_vec()
    }

    /// The SQLite file's raw key as 64 hex digits.
    pub fn database_key(&self) -> Secret<String> {
        Secret::new(data_encoding::HEXLOWER.encode(self.database.reveal()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_value_opens_only_in_its_place_and_unchanged() {
        let ring = KeyRing::derive(&[7; 32]).unwrap();
        let sealed = ring.seal("totp.seed:a", b"seed").unwrap();
        assert_eq!(ring.open("totp.seed:a", &sealed).unwrap(), b"seed");
        assert_eq!(ring.open("totp.seed:b", &sealed), None);
        assert_eq!(KeyRing::derive(&[8; 32]).unwrap().open("totp.seed:a", &sealed), None);
        for i in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[i] ^= 1;
            assert_eq!(ring.open("totp.seed:a", &changed), None, "byte {i}");
        }
        assert_eq!(ring.open("totp.seed:a", &[]), None);
        assert_ne!(sealed, ring.seal("totp.seed:a", b"seed").unwrap(), "a nonce is never used twice");
    }
}
