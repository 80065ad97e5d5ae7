//! The keys that sign notes (C2SP signed-note and tlog-cosignature): Ed25519 by OpenSSL, written as text.
//!
//! Private: `PRIVATE+KEY+<name>+<id>+<base64(kind || seed)>`. Public, a "vkey": `<name>+<id>+<base64(kind || public key)>`.
//! The id is the first four bytes of SHA-256(name, newline, kind, public key), in hex.
use crate::{
    config::files,
    crypto::{random, sha256},
    secret::Secret,
};
use data_encoding::{BASE64, HEXLOWER};
use openssl::{
    error::ErrorStack,
    pkey::{Id, PKey, Private},
    sign::{Signer, Verifier as Check},
};
use std::{fmt, fs::File, path::Path};

const SEED: usize = 32;
const SIGNATURE: usize = 64;
const TIME: usize = 8;
/// Bytes of a name, at most.
const NAME: usize = 255;

/// What a key signs with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A log's signature over a note's text (0x01).
    Log,
    /// A witness's cosignature over a time and a note's text (0x04).
    Cosignature,
}

impl Kind {
    fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Cosignature => 4,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Log, Self::Cosignature].into_iter().find(|k| k.byte() == byte)
    }
}

/// Whether a text can be the name of a key: not empty, no space of any kind, no control character, no plus sign.
pub fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c == '+' || c.is_whitespace() || c.is_control())
}

/// A public key with its name: what proves a signature. Printed as a vkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    id: u32,
    kind: Kind,
    public: [u8; SEED],
}

/// A signature that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proved {
    /// When it was made, in seconds since 1970, if it is a cosignature.
    pub time: Option<u64>,
}

impl Verifier {
    fn new(name: &str, kind: Kind, public: [u8; SEED]) -> Self {
        let hash = sha256(&[name.as_bytes(), b"\n", &[kind.byte()], &public].concat());
        let id = hash.first_chunk().map_or(0, |first| u32::from_be_bytes(*first));
        Self { name: name.to_owned(), id, kind, public }
    }

    /// Reads a vkey.
    ///
    /// # Errors
    /// A sentence that says what is wrong and the mend.
    pub fn parse(vkey: &str) -> Result<Self, String> {
        let shown: String = vkey.chars().filter(|c| !c.is_control()).take(100).collect();
        let wrong = |why: &str| format!("“{shown}” is not a public key of a log or witness: {why}; copy the whole line, NAME+ID+KEY, as its owner shows it.");
        let mut parts = vkey.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong("it has no three parts")) };
        if !is_name(name) || name.len() > NAME {
            return Err(wrong("its name is empty, too long, or holds a space"));
        }
        let (kind, public) = decode(key).ok_or_else(|| wrong("its last part is not an Ed25519 key of a kind known here"))?;
        let made = Self::new(name, kind, public);
        if parse_id(id) != Some(made.id) {
            return Err(wrong("its number does not belong to its key"));
        }
        Ok(made)
    }

    /// Whose it is: for a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its number in signature lines.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// What it proves.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether this signature over this text is by this key; `None` if not.
    pub fn prove(&self, text: &str, signature: &[u8]) -> Option<Proved> {
        match self.kind {
            Kind::Log => self.holds(text.as_bytes(), signature).then_some(Proved { time: None }),
            Kind::Cosignature => {
                let (time, signature) = signature.split_first_chunk::<TIME>()?;
                let time = u64::from_be_bytes(*time);
                i64::try_from(time).ok()?;
                self.holds(cosigned(text, time).as_bytes(), signature).then_some(Proved { time: Some(time) })
            }
        }
    }

    fn holds(&self, message: &[u8], signature: &[u8]) -> bool {
        let checked = || -> Result<bool, ErrorStack> {
            let key = PKey::public_key_from_raw_bytes(&self.public, Id::ED25519)?;
            Check::new_without_digest(&key)?.verify_oneshot(signature, message)
        };
        signature.len() == SIGNATURE && checked().unwrap_or(false)
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = BASE64.encode(&[&[self.kind.byte()][..], &self.public].concat());
        write!(f, "{}+{:08x}+{key}", self.name, self.id)
    }
}

/// What a cosignature is made over: its kind, its time, and the whole text of the checkpoint.
fn cosigned(text: &str, time: u64) -> String {
    format!("cosignature/v1\ntime {time}\n{text}")
}

/// Reads base64 in its one form: the library alone also takes padding in the middle, as of texts put one after another.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    let bytes = BASE64.decode(text.as_bytes()).ok()?;
    let same = *Secret::new(BASE64.encode(&bytes)).reveal() == text;
    same.then_some(bytes)
}

fn decode(base64: &str) -> Option<(Kind, [u8; SEED])> {
    let bytes = Secret::new(from_base64(base64)?);
    let (kind, key) = bytes.reveal().split_first()?;
    Some((Kind::of(*kind)?, key.try_into().ok()?))
}

fn parse_id(hex: &str) -> Option<u32> {
    Some(u32::from_be_bytes(HEXLOWER.decode(hex.as_bytes()).ok()?.try_into().ok()?))
}

/// A private key with its name.
#[derive(Debug)]
pub struct Key {
    seed: Secret<[u8; SEED]>,
    verifier: Verifier,
}

impl Key {
    /// A new key of this name and kind.
    ///
    /// # Errors
    /// A sentence, when the name cannot be a key's.
    pub fn generate(name: &str, kind: Kind) -> Result<Self, String> {
        if !is_name(name) || name.len() > NAME {
            return Err("The name of a key holds no space and no plus sign, and 255 bytes at most; take one like witness.example/w1.".into());
        }
        Self::of(name, kind, Secret::new(random()))
    }

    fn of(name: &str, kind: Kind, seed: Secret<[u8; SEED]>) -> Result<Self, String> {
        let public = private(&seed).and_then(|key| key.raw_public_key()).map_err(|e| format!("OpenSSL takes no Ed25519 key: {e}."))?;
        let public = public.try_into().map_err(|_| "OpenSSL's Ed25519 key has a wrong length.")?;
        Ok(Self { seed, verifier: Verifier::new(name, kind, public) })
    }

    /// Reads the text of a key file.
    ///
    /// # Errors
    /// A sentence that says what is wrong, and never what was read.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = "this is not a private key: it is one line, PRIVATE+KEY+NAME+ID+KEY";
        let rest = text.trim_end_matches('\n').strip_prefix("PRIVATE+KEY+").ok_or(wrong)?;
        let mut parts = rest.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else { return Err(wrong.into()) };
        if !is_name(name) || name.len() > NAME {
            return Err(wrong.into());
        }
        let (kind, seed) = decode(key).ok_or(wrong)?;
        let made = Self::of(name, kind, Secret::new(seed))?;
        if parse_id(id) != Some(made.verifier.id) {
            return Err("the number of this private key does not belong to it".into());
        }
        Ok(made)
    }

    /// The text of its file, without a newline.
    pub fn print(&self) -> Secret<String> {
        let bytes = Secret::new([&[self.verifier.kind.byte()][..], self.seed.reveal()].concat());
        Secret::new(format!("PRIVATE+KEY+{}+{:08x}+{}", self.verifier.name, self.verifier.id, BASE64.encode(bytes.reveal())))
    }

    /// Its public half.
    pub fn verifier(&self) -> &Verifier {
        &self.verifier
    }

    /// The line that signs this text, without its newline. A cosignature is made at `time`, in seconds since 1970; a log's
    /// signature has no time.
    ///
    /// # Errors
    /// A sentence, if OpenSSL fails.
    pub fn sign(&self, text: &str, time: u64) -> Result<String, String> {
        let made = match self.verifier.kind {
            Kind::Log => self.raw(text.as_bytes()),
            Kind::Cosignature => self.raw(cosigned(text, time).as_bytes()).map(|s| [&time.to_be_bytes()[..], &s].concat()),
        };
        let made = made.map_err(|e| format!("OpenSSL does not sign: {e}."))?;
        let Verifier { name, id, .. } = &self.verifier;
        Ok(format!("— {name} {}", BASE64.encode(&[&id.to_be_bytes()[..], &made].concat())))
    }

    fn raw(&self, message: &[u8]) -> Result<Vec<u8>, ErrorStack> {
        Signer::new_without_digest(&*private(&self.seed)?)?.sign_oneshot_to_vec(message)
    }

    /// Reads a key file that nobody else can read.
    ///
    /// # Errors
    /// A sentence that names the file and the mend.
    pub fn load(path: &Path, kind: Kind) -> Result<Self, String> {
        let text = Secret::new(files::read_private(path)?);
        let mend = "restore it from your backup";
        let key = Self::parse(text.reveal()).map_err(|why| format!("{} cannot be used: {why}; {mend}.", path.display()))?;
        if key.verifier.kind != kind {
            let what = if kind == Kind::Log { "a log's" } else { "a witness's" };
            return Err(format!("{} is not {what} key; {mend}.", path.display()));
        }
        Ok(key)
    }

    /// Writes a new key file, mode 0600, where none is.
    ///
    /// # Errors
    /// A sentence that names the file.
    pub fn save(&self, path: &Path) -> Result<(), String> {
        let text = Secret::new(format!("{}\n", self.print().reveal()));
        files::write_private(path, text.reveal().as_bytes())?;
        let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|f| f.sync_all()).map_err(|e| format!("{} cannot be made durable: {e}.", folder.display()))
    }
}

fn private(seed: &Secret<[u8; SEED]>) -> Result<PKey<Private>, ErrorStack> {
    PKey::private_key_from_raw_bytes(seed.reveal(), Id::ED25519)
}

#[cfg(test)]
mod tests {
    use super::*;
    use signed_note::Verifier as _;

    #[test]
    fn keys_are_written_as_others_write_them() {
        let key = Key::generate("log.example/audit", Kind::Log).unwrap();
        let theirs = signed_note::StandardSigner::new(key.print().reveal()).unwrap();
        let vkey = key.verifier().to_string();
        let public = signed_note::StandardVerifier::new(&vkey).unwrap();
        assert_eq!((public.name(), public.key_id()), ("log.example/audit", key.verifier().id()));
        assert_eq!(signed_note::Signer::key_id(&theirs), key.verifier().id());
        let again = Key::parse(&format!("{}\n", key.print().reveal())).unwrap();
        assert_eq!(again.verifier(), key.verifier());
        assert_eq!(Verifier::parse(&vkey).unwrap(), *key.verifier());
        assert!(!format!("{key:?}").contains(key.print().reveal().splitn(5, '+').last().unwrap()));
    }

    #[test]
    fn a_known_vkey_has_its_known_number() {
        // The example of Go's package golang.org/x/mod/sumdb/note.
        let vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
        let known = Verifier::parse(vkey).unwrap();
        assert_eq!((known.name(), known.id(), known.kind()), ("PeterNeumann", 0xc74f_20a3, Kind::Log));
        assert_eq!(known.to_string(), vkey);
        let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
        let signature = BASE64.decode(b"x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=").unwrap();
        assert_eq!(known.prove(text, &signature[4..]), Some(Proved { time: None }));
        assert_eq!(known.prove(&text.replace("is.", "is!"), &signature[4..]), None);
    }

    #[test]
    fn a_key_that_was_changed_is_refused() {
        let key = Key::generate("w.example/1", Kind::Cosignature).unwrap();
        for whole in [key.verifier().to_string(), key.print().reveal().clone()] {
            for at in 0..whole.len() {
                for with in ["", "+", " ", "A", "0", "\n", "é"] {
                    let mut changed = whole.clone();
                    changed.replace_range(at..=at, with);
                    if changed != whole {
                        assert!(Verifier::parse(&changed).is_err() && Key::parse(&changed).is_err(), "{changed}");
                    }
                }
            }
        }
        for name in ["", "a b", "a+b", "a\u{a0}b", "a\tb", &"n".repeat(256)] {
            assert!(Key::generate(name, Kind::Log).is_err(), "{name:?}");
        }
    }
}
