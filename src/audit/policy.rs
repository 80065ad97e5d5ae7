//! Whose word counts for whoever verifies without trusting the portal: a small text file with the log's keys, the witnesses' keys and
//! how many witnesses must have signed.
//!
//! ```text
//! log vigie.example.fr/audit+1a2b3c4d+AQ…
//! witness witness.example.org/w1+5e6f7a8b+BA…
//! quorum 1
//! ```
use super::{
    key::{Kind, Verifier},
    note::Note,
    submission,
};
use std::fmt;
use tlog_tiles::Checkpoint;

/// Bytes of a policy, at most.
const LARGEST: usize = 64 * 1024;

/// The keys that count.
#[derive(Debug, Default)]
pub struct Policy {
    /// The log's, with those it had before.
    pub logs: Vec<Verifier>,
    /// The witnesses'.
    pub witnesses: Vec<Verifier>,
    /// How many witnesses must have signed a checkpoint.
    pub quorum: usize,
}

impl Policy {
    /// Reads one. Empty lines and lines that begin with `#` say nothing.
    ///
    /// # Errors
    /// A sentence that names the line and the mend.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() > LARGEST {
            return Err("The policy is too large for one.".into());
        }
        let mut policy = Self::default();
        for (n, line) in (1..).zip(text.lines()) {
            policy.line(line.trim()).map_err(|why| format!("Line {n} of the policy: {why}"))?;
        }
        if policy.logs.is_empty() {
            return Err("The policy names no log: write a line `log` and the log's public key.".into());
        }
        if policy.quorum > policy.witnesses.len() {
            return Err("The policy asks for more witnesses than it names: lower `quorum`, or add `witness` lines.".into());
        }
        Ok(policy)
    }

    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let (word, rest) = line.split_once(' ').ok_or("it is none of `log KEY`, `witness KEY`, `quorum NUMBER`.")?;
        let rest = rest.trim();
        match word {
            "log" => add(&mut self.logs, rest, Kind::Log, "a log's"),
            "witness" => add(&mut self.witnesses, rest, Kind::Cosignature, "a witness's"),
            "quorum" => {
                self.quorum = rest.parse().map_err(|_| "the quorum is a number such as 1.")?;
                Ok(())
            }
            _ => Err(format!("`{word}` is none of `log`, `witness`, `quorum`.")),
        }
    }

    /// What a checkpoint says, when the log it names signed it and enough witnesses too; and which witnesses did.
    ///
    /// # Errors
    /// A sentence that says what is missing.
    pub fn admit(&self, note: &Note) -> Result<(Checkpoint, Vec<&Verifier>), String> {
        let checkpoint = submission::checkpoint(note.text())?;
        let logs: Vec<&Verifier> = self.logs.iter().filter(|k| k.name() == checkpoint.origin()).collect();
        if logs.is_empty() {
            return Err(format!("The checkpoint is of the log `{}`, which the policy does not name.", checkpoint.origin()));
        }
        note.verify(logs).map_err(|_| "The log's key did not sign this checkpoint.".to_owned())?;
        let mut seen = Vec::new();
        for witness in &self.witnesses {
            if note.verify([witness]).is_ok() {
                seen.push(witness);
            }
        }
        if seen.len() < self.quorum {
            return Err(format!("{} of the policy's witnesses signed this checkpoint, and it asks for {}.", seen.len(), self.quorum));
        }
        Ok((checkpoint, seen))
    }
}

fn add(keys: &mut Vec<Verifier>, text: &str, kind: Kind, whose: &str) -> Result<(), String> {
    let key = Verifier::parse(text)?;
    if key.kind() != kind {
        return Err(format!("this key is not {whose}."));
    }
    if keys.contains(&key) {
        return Err("this key was named before.".into());
    }
    keys.push(key);
    Ok(())
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.logs.iter().try_for_each(|k| writeln!(f, "log {k}"))?;
        self.witnesses.iter().try_for_each(|k| writeln!(f, "witness {k}"))?;
        writeln!(f, "quorum {}", self.quorum)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::key::Key;

    const TEXT: &str = "log.example/audit\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    fn note(by: &[&Key]) -> Note {
        let mut note = Note::new(TEXT).unwrap();
        by.iter().for_each(|k| note.add(&format!("{}\n", k.sign(TEXT, 1_700_000_000).unwrap())).unwrap());
        note
    }

    #[test]
    fn the_log_and_enough_witnesses_must_have_signed() {
        let log = Key::generate("log.example/audit", Kind::Log).unwrap();
        let (one, two) = (Key::generate("w1.example", Kind::Cosignature).unwrap(), Key::generate("w2.example", Kind::Cosignature).unwrap());
        let other = Key::generate("other.example/audit", Kind::Log).unwrap();
        let text = format!("# ours\nlog {}\n\nwitness {}\nwitness {}\nquorum 1\n", log.verifier(), one.verifier(), two.verifier());
        let policy = Policy::parse(&text).unwrap();
        assert_eq!(Policy::parse(&policy.to_string()).unwrap().to_string(), policy.to_string());
        let (checkpoint, seen) = policy.admit(&note(&[&log, &two])).unwrap();
        assert_eq!((checkpoint.size(), seen.len(), seen[0].name()), (3, 1, "w2.example"));
        assert!(policy.admit(&note(&[&log])).unwrap_err().contains("asks for 1"));
        assert!(policy.admit(&note(&[&one, &two])).unwrap_err().contains("did not sign"));
        // The same witness twice is one.
        let twice = Policy::parse(&text.replace("quorum 1", "quorum 2")).unwrap();
        assert!(twice.admit(&note(&[&log, &two, &two])).is_err());
        let strange = Policy::parse(&format!("log {}\n", other.verifier())).unwrap();
        assert!(strange.admit(&note(&[&log])).unwrap_err().contains("does not name"));
    }

    #[test]
    fn what_is_wrong_with_a_policy_is_said_with_its_line() {
        let log = Key::generate("log.example/audit", Kind::Log).unwrap();
        let line = format!("log {}\n", log.verifier());
        for (text, says) in [
            (String::new(), "names no log"),
            (format!("{line}quorum 1\n"), "more witnesses"),
            (format!("{line}witness {}\n", log.verifier()), "Line 2"),
            (format!("{line}{line}"), "named before"),
            (format!("{line}nonsense\n"), "Line 2"),
            (format!("{line}quorum one\n"), "a number"),
        ] {
            let said = Policy::parse(&text).unwrap_err();
            assert!(said.contains(says), "{text}: {said}");
        }
    }
}
