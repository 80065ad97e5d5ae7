//! Signed notes (C2SP signed-note): a text, an empty line, and the lines of those who signed it. Pure; any bytes may come.
//!
//! A line is an em dash, the name of a key, and base64 of the key's number and the signature.
use super::key::{Proved, Verifier, from_base64, is_name};
use data_encoding::BASE64;
use std::fmt;

/// Bytes of a note, at most.
pub const LARGEST: usize = 256 * 1024;
/// Signatures of a note, at most.
const MOST: usize = 100;
const DASH: &str = "— ";

/// Why a note is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is not a note at all.
    #[error("This is not a signed note: {0}.")]
    Malformed(&'static str),
    /// Whoever signed it, nobody known did.
    #[error("No signature of this note is by a known key.")]
    Unknown,
    /// It names a known key, which did not sign this.
    #[error("A signature of this note names a known key and does not hold.")]
    False,
}

/// One line of those who signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    name: String,
    id: u32,
    bytes: Vec<u8>,
}

impl Signature {
    /// Reads a line without its newline; `None` if it is none.
    pub fn parse(line: &str) -> Option<Self> {
        let (name, base64) = line.strip_prefix(DASH)?.split_once(' ')?;
        let bytes = from_base64(base64)?;
        let (id, rest) = bytes.split_first_chunk()?;
        (is_name(name) && !rest.is_empty()).then(|| Self { name: name.to_owned(), id: u32::from_be_bytes(*id), bytes: rest.to_vec() })
    }

    /// Whether it says to be by this key. That it is, [`Verifier::prove`] says.
    pub fn names(&self, key: &Verifier) -> bool {
        self.id == key.id() && self.name == key.name()
    }

    /// The signature itself.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{DASH}{} {}", self.name, BASE64.encode(&[&self.id.to_be_bytes()[..], &self.bytes].concat()))
    }
}

/// A text and who signed it. Printed as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<Signature>,
}

impl Note {
    /// Of a text that ends in a newline, signed by nobody yet.
    ///
    /// # Errors
    /// When the text cannot be a note's.
    pub fn new(text: &str) -> Result<Self, Refused> {
        if text.len() > LARGEST {
            return Err(Refused::Malformed("it is too large"));
        }
        if !text.ends_with('\n') {
            return Err(Refused::Malformed("its text does not end in a newline"));
        }
        if text.contains(|c: char| c < ' ' && c != '\n') {
            return Err(Refused::Malformed("it holds a control character"));
        }
        Ok(Self { text: text.to_owned(), signatures: Vec::new() })
    }

    /// Reads a note with at least one signature. Proves nothing yet.
    ///
    /// # Errors
    /// [`Refused::Malformed`] on whatever the format does not allow.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refused> {
        if bytes.len() > LARGEST {
            return Err(Refused::Malformed("it is too large"));
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| Refused::Malformed("it is not UTF-8"))?;
        let end = whole.rfind("\n\n").ok_or(Refused::Malformed("no empty line stands before its signatures"))?;
        let (text, lines) = whole.split_at_checked(end.saturating_add(1)).ok_or(Refused::Malformed("it ends too early"))?;
        let mut note = Self::new(text)?;
        note.add(lines.strip_prefix('\n').unwrap_or(lines))?;
        Ok(note)
    }

    /// What was signed, with its last newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Who says to have signed it.
    pub fn signatures(&self) -> &[Signature] {
        &self.signatures
    }

    /// Adds signature lines, each with its newline: what a signer or a witness answers. Proves nothing.
    ///
    /// # Errors
    /// [`Refused::Malformed`] on what is not signature lines, on no line, and on too many; then nothing is added.
    pub fn add(&mut self, lines: &str) -> Result<(), Refused> {
        let lines = lines.strip_suffix('\n').ok_or(Refused::Malformed("its last line does not end in a newline"))?;
        let more: Vec<Signature> =
            lines.split('\n').take(MOST.saturating_add(1)).map(Signature::parse).collect::<Option<_>>().ok_or(Refused::Malformed("a line is no signature"))?;
        if self.signatures.len().saturating_add(more.len()) > MOST {
            return Err(Refused::Malformed("it has too many signatures"));
        }
        self.signatures.extend(more);
        Ok(())
    }

    /// Which of these keys signed it, each once. Signatures by other keys count for nothing.
    ///
    /// # Errors
    /// [`Refused::False`] when a signature that names one of these keys does not hold, [`Refused::Unknown`] when none names one.
    pub fn verify<'k>(&self, known: impl IntoIterator<Item = &'k Verifier>) -> Result<Vec<(&'k Verifier, Proved)>, Refused> {
        let mut proved = Vec::new();
        for key in known {
            let Some(signature) = self.signatures.iter().find(|s| s.names(key)) else { continue };
            proved.push((key, key.prove(&self.text, &signature.bytes).ok_or(Refused::False)?));
        }
        if proved.is_empty() { Err(Refused::Unknown) } else { Ok(proved) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|s| writeln!(f, "{s}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::key::{Key, Kind};
    use signed_note::{StandardSigner, StandardVerifier, VerifierList};

    const TEXT: &str = "log.example/audit\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    fn keys() -> (Key, Key) {
        (Key::generate("log.example/audit", Kind::Log).unwrap(), Key::generate("witness.example/w1", Kind::Cosignature).unwrap())
    }

    fn signed(by: &[&Key]) -> Note {
        let mut note = Note::new(TEXT).unwrap();
        by.iter().for_each(|k| note.add(&format!("{}\n", k.sign(TEXT, 1_700_000_000).unwrap())).unwrap());
        note
    }

    #[test]
    fn others_take_our_notes_and_we_take_theirs() {
        let (log, witness) = keys();
        let known = || VerifierList::new(vec![Box::new(StandardVerifier::new(&log.verifier().to_string()).unwrap())]);
        // With a cosignature beside it, of a kind that they do not know.
        let ours = signed(&[&log, &witness]).to_string();
        let read = signed_note::Note::from_bytes(ours.as_bytes()).unwrap();
        let (verified, unverified) = read.verify(&known()).unwrap();
        assert_eq!((verified.len(), unverified.len()), (1, 1));
        assert_eq!(read.text(), TEXT.as_bytes());

        let mut theirs = signed_note::Note::new(TEXT.as_bytes(), &[]).unwrap();
        theirs.add_sigs(&[&StandardSigner::new(log.print().reveal()).unwrap()]).unwrap();
        assert_eq!(String::from_utf8(theirs.to_bytes()).unwrap(), signed(&[&log]).to_string(), "Ed25519 leaves nothing to chance");
        assert!(Note::parse(&theirs.to_bytes()).unwrap().verify([log.verifier()]).is_ok());
    }

    #[test]
    fn known_keys_must_hold_and_others_count_for_nothing() {
        let (log, witness) = keys();
        let (stranger, other) = keys();
        let note = Note::parse(signed(&[&log, &witness, &stranger]).to_string().as_bytes()).unwrap();
        let proved = note.verify([log.verifier(), witness.verifier(), other.verifier()]).unwrap();
        assert_eq!(
            proved.iter().map(|(k, p)| (k.name(), p.time)).collect::<Vec<_>>(),
            [("log.example/audit", None), ("witness.example/w1", Some(1_700_000_000))]
        );
        assert_eq!(note.verify([other.verifier()]), Err(Refused::Unknown));
        assert_eq!(note.verify([]), Err(Refused::Unknown));
        // The same lines beneath another text.
        let moved = note.to_string().replacen("\n3\n", "\n4\n", 1);
        assert_eq!(Note::parse(moved.as_bytes()).unwrap().verify([log.verifier()]), Err(Refused::False));
        assert_eq!(Note::parse(moved.as_bytes()).unwrap().verify([witness.verifier()]), Err(Refused::False));
        // A cosignature holds for its own time alone.
        let line = witness.sign(TEXT, 1_700_000_000).unwrap();
        let mut bytes = Signature::parse(&line).unwrap().bytes().to_vec();
        assert!(witness.verifier().prove(TEXT, &bytes).is_some());
        bytes[7] ^= 1;
        assert_eq!(witness.verifier().prove(TEXT, &bytes), None);
        assert_eq!(log.verifier().prove(TEXT, &bytes), None);
    }

    #[test]
    fn what_the_format_does_not_allow_is_refused() {
        let (log, _) = keys();
        let (line, fill) = (log.sign(TEXT, 0).unwrap(), "x".repeat(LARGEST));
        let many = format!("{TEXT}\n{}", format!("{line}\n").repeat(101));
        let bad = [
            "",
            "\n",
            "\n\n",
            "a\n",
            "a\n\n",
            "a\n\n\n",
            TEXT,
            &format!("{TEXT}{line}\n"),
            &format!("{TEXT}\n{line}"),
            &format!("{TEXT}\n{line}\n\n"),
            &format!("{TEXT}\n{line}\r\n"),
            &format!("{TEXT}\n{line} \n"),
            &format!("{TEXT}\n{line}=\n"),
            &format!("{TEXT}\n{}\n", line.replacen('—', "-", 1)),
            &format!("{TEXT}\n— a+b AAAAAAA=\n"),
            &format!("{TEXT}\n—  AAAAAAA=\n"),
            &format!("{TEXT}\n— a AAAA\n"),
            &format!("{TEXT}\n— a AAAAAAA=AAAA\n"),
            &format!("{TEXT}\n— a AAAAAA==\n"),
            &format!("tab\there\n\n{line}\n"),
            &format!("nul\0here\n\n{line}\n"),
            &format!("{fill}\n\n{line}\n"),
            &many,
        ];
        for text in bad {
            assert!(matches!(Note::parse(text.as_bytes()), Err(Refused::Malformed(_))), "{:?}", text.chars().take(200).collect::<String>());
        }
        assert!(Note::parse(b"\xff\n\n").is_err());
        // An empty line within the text belongs to the text.
        let whole = format!("one\n\ntwo\n\n{line}\n");
        assert_eq!(Note::parse(whole.as_bytes()).unwrap().text(), "one\n\ntwo\n");
        assert_eq!(Note::parse(whole.as_bytes()).unwrap().to_string(), whole);
        let hundred = format!("{TEXT}\n{}", format!("{line}\n").repeat(100));
        assert!(Note::parse(hundred.as_bytes()).is_ok());
    }

    #[test]
    fn no_bytes_break_it_and_no_changed_byte_is_taken() {
        let (log, witness) = keys();
        let whole = signed(&[&log, &witness]).to_string().into_bytes();
        let known = [log.verifier(), witness.verifier()];
        let mut chance = crate::audit::trial::Chance::new(7);
        for n in 0..20_000 {
            let mut changed = whole.clone();
            for _ in 0..=n % 4 {
                let at = chance.below(changed.len());
                match chance.below(3) {
                    0 => drop(changed.remove(at)),
                    1 => changed.insert(at, chance.byte()),
                    _ => changed[at] = chance.byte(),
                }
            }
            let Ok(note) = Note::parse(&changed) else { continue };
            assert_eq!(note.to_string().into_bytes(), changed, "printed as it was read");
            if let Ok(proved) = note.verify(known) {
                assert!(note.text() == TEXT && !proved.is_empty());
            }
        }
    }
}
