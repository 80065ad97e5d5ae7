//! How the portal has its checkpoints signed: by a key in a file of its own, or by the process `vigie signer`, which holds the
//! key where the portal cannot read it and signs one past alone.
use super::{
    key::Key,
    note::Signature,
    submission::{self, parse_size},
};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tlog_tiles::{Checkpoint, Hash};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::UnixStream,
    time::timeout,
};

/// How long a signer may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of a signer's answer, at most.
const ANSWER: u64 = 4 * 1024;

/// Where the log's key is.
#[derive(Debug)]
pub enum Signing {
    /// In this process: it signs whatever it is asked to.
    File(Key),
    /// With `vigie signer`, behind its socket.
    Socket(PathBuf),
}

/// Why there is no signature.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unsigned {
    /// The signer last signed another size; prove the growth from there.
    #[error("the signer knows the log at size {0}")]
    Conflict(u64),
    /// The signer signed another past, or does not sign this at all: its word and its sentence.
    #[error("the signer refuses ({word}): {why}")]
    Refused {
        /// `malformed`, `origin`, `root`, `proof` or `failed`.
        word: String,
        /// As the signer says it.
        why: String,
    },
    /// The signer does not answer, or not as a signer does.
    #[error("{0}")]
    Away(String),
}

impl Signing {
    /// The line, without its newline, by which the log signs this checkpoint; that it does is to be proved with the log's public key. The proof leads from `old`, the size of what was
    /// signed last; it is empty where that is nothing.
    ///
    /// # Errors
    /// [`Unsigned`]; then nothing was signed, or what was signed is the same checkpoint.
    pub async fn sign(&self, old: u64, proof: &[Hash], checkpoint: &Checkpoint) -> Result<String, Unsigned> {
        let text = String::from_utf8(checkpoint.to_bytes()).map_err(|_| Unsigned::Away("The checkpoint is not UTF-8.".into()))?;
        match self {
            Self::File(key) => key.sign(&text, 0).map_err(Unsigned::Away),
            Self::Socket(path) => {
                let away = |why: String| Unsigned::Away(format!("The signer at {} does not answer: {why}; see that `vigie signer` runs.", path.display()));
                let asked = timeout(PATIENCE, ask(path, &submission::print(old, proof, &text))).await;
                let said = asked.map_err(|_| away("it took too long".into()))?.map_err(|e| away(e.to_string()))?;
                read(&said).unwrap_or_else(|| Err(away("what it says is no answer".into())))
            }
        }
    }
}

async fn ask(path: &Path, body: &str) -> std::io::Result<String> {
    let mut stream = UnixStream::connect(path).await?;
    stream.write_all(body.as_bytes()).await?;
    stream.shutdown().await?;
    let mut said = String::new();
    stream.take(ANSWER).read_to_string(&mut said).await?;
    Ok(said)
}

/// Reads a signer's answer; `None` if it is none.
fn read(said: &str) -> Option<Result<String, Unsigned>> {
    let (first, rest) = said.split_once('\n')?;
    if first == "ok" {
        let line = rest.strip_suffix('\n')?;
        return Signature::parse(line).map(|_| Ok(line.to_owned()));
    }
    let mut words = first.strip_prefix("refused ")?.split(' ');
    let word = words.next()?.to_owned();
    let why = rest.trim_end().chars().filter(|c| !c.is_control()).take(300).collect();
    Some(Err(if word == "conflict" { Unsigned::Conflict(words.next().and_then(parse_size)?) } else { Unsigned::Refused { word, why } }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::key::Kind;

    #[test]
    fn an_answer_is_read_strictly() {
        let line = Key::generate("log.example/audit", Kind::Log).unwrap().sign("text\n", 0).unwrap();
        assert_eq!(read(&format!("ok\n{line}\n")), Some(Ok(line.clone())));
        assert_eq!(read("refused conflict 12\nThe size known here is 12.\n"), Some(Err(Unsigned::Conflict(12))));
        let refused = |word: &str, why: &str| Some(Err(Unsigned::Refused { word: word.into(), why: why.into() }));
        assert_eq!(read("refused root 12\nAnother root.\n"), refused("root", "Another root."));
        assert_eq!(read("refused proof\nNo.\n"), refused("proof", "No."));
        for bad in [
            "",
            "ok",
            "ok\n",
            "ok\n\n",
            &format!("ok\n{line}"),
            &format!("ok\n{line}\n{line}\n"),
            "refused\n",
            "refused conflict\nNo.\n",
            "refused conflict x\n",
            "yes\n",
        ] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[tokio::test]
    async fn a_signer_that_is_away_is_said_so() {
        let signing = Signing::Socket("/nonexistent/signer.sock".into());
        let checkpoint = Checkpoint::new("log.example/audit", 0, tlog_tiles::EMPTY_HASH, "").unwrap();
        let said = signing.sign(0, &[], &checkpoint).await.unwrap_err().to_string();
        assert!(said.contains("/nonexistent/signer.sock") && said.contains("vigie signer"), "{said}");
    }

    #[tokio::test]
    async fn a_key_in_a_file_signs_at_once() {
        let key = Key::generate("log.example/audit", Kind::Log).unwrap();
        let public = key.verifier().clone();
        let checkpoint = Checkpoint::new("log.example/audit", 0, tlog_tiles::EMPTY_HASH, "").unwrap();
        let line = Signing::File(key).sign(0, &[], &checkpoint).await.unwrap();
        let text = String::from_utf8(checkpoint.to_bytes()).unwrap();
        assert!(public.prove(&text, Signature::parse(&line).unwrap().bytes()).is_some());
    }
}
