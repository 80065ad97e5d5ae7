//! What a log sends to its witnesses, and to its signer (C2SP tlog-witness, "add-checkpoint"): the size it takes for known,
//! the proof that what is new extends it, an empty line, and the checkpoint.
use super::key::from_base64;
use data_encoding::BASE64;
use tlog_tiles::{Checkpoint, Hash};

/// Bytes of one, at most.
pub const LARGEST: usize = 64 * 1024;
/// Hashes of a proof, at most.
pub const HASHES: usize = 63;
/// The largest size of a log; beyond, the arithmetic of proofs would not fit.
pub const MOST: u64 = i64::MAX.cast_unsigned();

/// One, read.
pub struct Submission<'a> {
    /// The size the sender takes for known.
    pub old: u64,
    /// From there to the checkpoint.
    pub proof: Vec<Hash>,
    /// The checkpoint: a signed note for a witness, its text alone for a signer.
    pub rest: &'a str,
}

impl<'a> Submission<'a> {
    /// Reads one.
    ///
    /// # Errors
    /// A sentence that says what the format does not allow.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, &'static str> {
        let text = std::str::from_utf8(bytes).map_err(|_| "The request is not UTF-8.")?;
        let (head, rest) = text.split_once("\n\n").ok_or("No empty line stands before the checkpoint.")?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|l| l.strip_prefix("old ")).and_then(parse_size).ok_or("The first line is not “old” and a size.")?;
        let proof: Vec<Hash> = lines.take(HASHES.saturating_add(1)).map(parse_hash).collect::<Option<_>>().ok_or("A line of the proof is not a hash.")?;
        if proof.len() > HASHES {
            return Err("The proof has more than 63 hashes.");
        }
        Ok(Self { old, proof, rest })
    }
}

/// Writes one.
pub fn print(old: u64, proof: &[Hash], rest: &str) -> String {
    let lines: Vec<String> = proof.iter().map(|h| format!("{}\n", BASE64.encode(&h.0))).collect();
    format!("old {old}\n{}\n{rest}", lines.concat())
}

/// A decimal without leading zeroes, no larger than [`MOST`].
pub fn parse_size(text: &str) -> Option<u64> {
    let plain = text == "0" || (!text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    text.parse().ok().filter(|n| plain && *n <= MOST)
}

fn parse_hash(line: &str) -> Option<Hash> {
    Some(Hash(from_base64(line)?.try_into().ok()?))
}

/// Reads the text of a checkpoint (C2SP tlog-checkpoint): origin, size, root hash.
///
/// # Errors
/// A sentence that says what the format does not allow.
pub fn checkpoint(text: &str) -> Result<Checkpoint, &'static str> {
    let wrong = "The text is not a checkpoint: origin, size and root hash, a line each.";
    let read = Checkpoint::from_bytes(text.as_bytes()).map_err(|_| wrong)?;
    if read.to_bytes() != text.as_bytes() {
        return Err(wrong);
    }
    if read.size() > MOST {
        return Err("The checkpoint's size is larger than any log.");
    }
    Ok(read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::trial::{Chance, Tree};

    const TEXT: &str = "log.example/audit\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn what_is_written_is_read_again() {
        let tree = Tree::new(|n| n.to_string(), 70);
        for old in 0..=70 {
            let proof = tree.proof(old, 70);
            let whole = print(old, &proof, TEXT);
            let read = Submission::parse(whole.as_bytes()).unwrap();
            assert_eq!((read.old, read.proof.as_slice(), read.rest), (old, proof.as_slice(), TEXT));
        }
    }

    #[test]
    fn what_the_format_does_not_allow_is_refused() {
        let hash = BASE64.encode(&[7; 32]);
        let many = format!("{hash}\n").repeat(64);
        let bad = [
            "",
            "\n\n",
            "old 1",
            "old 1\n",
            "old\n\nx",
            "old \n\nx",
            "old 01\n\nx",
            "old 00\n\nx",
            "old -1\n\nx",
            "old +1\n\nx",
            "old 1 \n\nx",
            "old  1\n\nx",
            "Old 1\n\nx",
            "old 1\r\n\nx",
            "old ١\n\nx",
            "old 9223372036854775808\n\nx",
            "old 18446744073709551616\n\nx",
            "old 1\nAAAA\n\nx",
            &format!("old 1\n{hash} \n\nx"),
            &format!("old 1\n{}{}\n\nx", BASE64.encode(&[7; 4]), BASE64.encode(&[7; 28])),
            &format!("old 1\n{}\n\nx", hash.trim_end_matches('=')),
            &format!("old 1\n{many}\nx"),
        ];
        for text in bad {
            assert!(Submission::parse(text.as_bytes()).is_err(), "{text}");
        }
        let most = format!("old 1\n{}\nx", format!("{hash}\n").repeat(63));
        assert_eq!(Submission::parse(most.as_bytes()).unwrap().proof.len(), 63);
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        for text in [
            "",
            "a\n",
            "a\n1\n",
            "\n1\n",
            "a\n01\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n",
            "a\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=\n",
            "a\n9223372036854775808\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n",
            &TEXT[..TEXT.len() - 1],
            &format!("{TEXT}\n"),
            &format!("{TEXT}\nmore\n"),
        ] {
            assert!(checkpoint(text).is_err(), "{text:?}");
        }
        assert_eq!(checkpoint(TEXT).unwrap().size(), 3);
        assert_eq!(checkpoint(&format!("{TEXT}more\n")).unwrap().extension(), "more\n");
    }

    #[test]
    fn no_bytes_break_it() {
        let whole = print(5, &Tree::new(|n| n.to_string(), 9).proof(5, 9), TEXT).into_bytes();
        let mut chance = Chance::new(11);
        for _ in 0..20_000 {
            let mut changed = whole.clone();
            for _ in 0..=chance.below(3) {
                let at = chance.below(changed.len());
                changed[at] = chance.byte();
            }
            if let Ok(read) = Submission::parse(&changed) {
                assert_eq!(print(read.old, &read.proof, read.rest).into_bytes(), changed);
                drop(checkpoint(read.rest));
            }
        }
    }
}
