//! A proof that a record is in the log, as a file that anybody can check by themselves (C2SP tlog-proof): the record, its index, the
//! hashes from its sibling to the root's child, and a checkpoint with its signatures.
use super::{export::Line, key::from_base64, note::Note, policy::Policy, store::Record, submission::parse_size, verify::leaf};
use data_encoding::BASE64;
use tlog_tiles::{Hash, check_record, record_hash};

/// The first line.
const NAME: &str = "c2sp.org/tlog-proof@v1";
/// Bytes of a proof, at most.
pub const LARGEST: usize = 512 * 1024;

/// Writes one. The record goes with it as extra data, as the export writes it.
pub fn print(record: &Record, proof: &[Hash], checkpoint: &str) -> String {
    let extra = BASE64.encode(serde_json::to_string(&Line::of(record)).unwrap_or_default().as_bytes());
    let hashes = proof.iter().fold(String::new(), |lines, h| lines + &BASE64.encode(&h.0) + "\n");
    format!("{NAME}\nextra {extra}\nindex {}\n{hashes}\n{checkpoint}", record.n)
}

/// What a proof that holds says.
#[derive(Debug)]
pub struct Proven {
    /// The record.
    pub record: Record,
    /// How many records the log had when that was signed.
    pub size: u64,
    /// The names of the policy's witnesses that signed it.
    pub witnesses: Vec<String>,
}

/// Checks one against a policy.
///
/// # Errors
/// A sentence that says what does not hold.
pub fn check(text: &str, policy: &Policy) -> Result<Proven, String> {
    let wrong = || "This is not a proof: the first line, `index` and the checkpoint must stand where C2SP tlog-proof has them.".to_owned();
    if text.len() > LARGEST {
        return Err("This is too large for a proof.".into());
    }
    let (head, note) = text.split_once("\n\n").ok_or_else(wrong)?;
    let mut lines = head.split('\n');
    if lines.next() != Some(NAME) {
        return Err(wrong());
    }
    let extra = lines.next().and_then(|l| l.strip_prefix("extra ")).ok_or("The proof holds no record: its second line must begin with `extra`.")?;
    let index = lines.next().and_then(|l| l.strip_prefix("index ")).and_then(parse_size).ok_or_else(wrong)?;
    let hash = |line: &str| from_base64(line).and_then(|b| b.try_into().ok().map(Hash));
    let hashes: Vec<Hash> = lines.map(hash).collect::<Option<_>>().ok_or_else(wrong)?;
    let note = Note::parse(note.as_bytes()).map_err(|e| e.to_string())?;
    let (checkpoint, witnesses) = policy.admit(&note)?;
    let line: Line = from_base64(extra).and_then(|json| serde_json::from_slice(&json).ok()).ok_or("The record in the proof cannot be read.")?;
    let record = line.record().ok_or("The record in the proof cannot be read.")?;
    if u64::try_from(record.n) != Ok(index) {
        return Err("The record in the proof is not the one of its index.".into());
    }
    let bytes = leaf(&record).map_err(|_| "The record in the proof does not fit its own commitment: it was changed.")?;
    check_record(&hashes, checkpoint.size(), *checkpoint.hash(), index, record_hash(&bytes))
        .map_err(|_| "The record in the proof is not in the log of this checkpoint: the record or the proof was changed.")?;
    Ok(Proven { record, size: checkpoint.size(), witnesses: witnesses.iter().map(|w| w.name().to_owned()).collect() })
}
