//! The scanner, if there is one: clamd's INSTREAM. Anything but its plain "OK" keeps a file out.
use super::Refusal;
use crate::config::Scanner;
use std::{io, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixStream},
    time::timeout,
};

/// Bytes of a piece.
const PIECE: usize = 64 * 1024;
/// Bytes of an answer.
const ANSWER: u64 = 4 * 1024;

/// How long a scanner may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// To be reached.
    pub connect: Duration,
    /// In all.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), whole: Duration::from_mins(1) }
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// Shows the bytes to the scanner.
///
/// # Errors
/// [`Refusal::Found`] with what it found; [`Refusal::Silent`] when it does not answer as it should.
pub async fn scan(at: &Scanner, bytes: &[u8], patience: Patience) -> Result<(), Refusal> {
    let answer = ask(at, Some(bytes), patience).await.map_err(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, "the scanner does not answer");
        Refusal::Silent
    })?;
    match answer.strip_prefix("stream: ") {
        Some("OK") => Ok(()),
        Some(found) if found.ends_with(" FOUND") => Err(Refusal::Found(signature(found.trim_end_matches(" FOUND")))),
        _ => {
            tracing::error!(answer = %signature(&answer), "the scanner answers something else");
            Err(Refusal::Silent)
        }
    }
}

/// Whether the scanner is there.
///
/// # Errors
/// A sentence that names the key and the mend.
pub async fn ping(at: &Scanner, patience: Patience) -> Result<(), String> {
    let mend = "start it, or remove attachments.scanner; until then no file can be attached.";
    match ask(at, None, patience).await {
        Ok(answer) if answer == "PONG" => Ok(()),
        Ok(answer) => Err(format!("answers `{}` instead of PONG; {mend}", signature(&answer))),
        Err(error) => Err(format!("does not answer ({error}); {mend}")),
    }
}

async fn ask(at: &Scanner, bytes: Option<&[u8]>, patience: Patience) -> io::Result<String> {
    let talk = async {
        let mut stream = timeout(patience.connect, connect(at)).await??;
        // A scanner that has seen enough may hang up before the end: what it found counts, that all is well does not.
        let sent = match bytes {
            Some(bytes) => send(&mut stream, bytes).await,
            None => stream.write_all(b"zPING\0").await,
        };
        let mut answer = Vec::new();
        (&mut stream).take(ANSWER).read_to_end(&mut answer).await?;
        let whole = answer.strip_suffix(b"\0").ok_or(io::ErrorKind::UnexpectedEof)?;
        let answer = String::from_utf8(whole.to_vec()).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        if answer.ends_with(" FOUND") {
            return Ok(answer);
        }
        sent.map(|()| answer)
    };
    timeout(patience.whole, talk).await?
}

async fn connect(at: &Scanner) -> io::Result<Box<dyn Stream>> {
    Ok(match at {
        Scanner::Unix(path) => Box::new(UnixStream::connect(path).await?),
        Scanner::Tcp(at) => Box::new(TcpStream::connect(at).await?),
    })
}

async fn send(stream: &mut Box<dyn Stream>, bytes: &[u8]) -> io::Result<()> {
    stream.write_all(b"zINSTREAM\0").await?;
    for piece in bytes.chunks(PIECE) {
        let length = u32::try_from(piece.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
        stream.write_all(&length.to_be_bytes()).await?;
        stream.write_all(piece).await?;
    }
    stream.write_all(&[0; 4]).await?;
    stream.flush().await
}

/// What a scanner calls a thing, as it may be shown.
fn signature(name: &str) -> String {
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "._-/: ".contains(*c)).take(100).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    /// A scanner that reads all that is sent and answers this; nothing for one that hangs.
    async fn fake(answer: Option<&'static [u8]>, early: bool) -> Scanner {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut got = Vec::new();
                let mut buffer = [0; 4096];
                while !early && !got.ends_with(&[0; 4]) && got != b"zPING\0" {
                    match stream.read(&mut buffer).await {
                        Ok(n @ 1..) => got.extend_from_slice(&buffer[..n]),
                        _ => break,
                    }
                }
                match answer {
                    Some(answer) => drop(stream.write_all(answer).await),
                    None => tokio::time::sleep(Duration::from_mins(1)).await,
                }
            }
        });
        Scanner::Tcp(at)
    }

    const SHORT: Patience = Patience { connect: Duration::from_millis(200), whole: Duration::from_millis(400) };

    async fn says(answer: &'static [u8]) -> Result<(), Refusal> {
        scan(&fake(Some(answer), false).await, &vec![7; 200_000], Patience::default()).await
    }

    #[tokio::test]
    async fn a_file_enters_when_the_scanner_says_ok_and_not_otherwise() {
        assert_eq!(says(b"stream: OK\0").await, Ok(()));
        assert_eq!(says(b"stream: Eicar-Signature FOUND\0").await, Err(Refusal::Found("Eicar-Signature".into())));
        assert_eq!(says("stream: <b>\u{202e}x\n FOUND\0".as_bytes()).await, Err(Refusal::Found("bx".into())));
        for garbage in [&b""[..], b"\0", b"OK\0", b"stream: OK", b"stream: ok\0", b"INSTREAM size limit exceeded. ERROR\0", b"\xff\xfe\0"] {
            assert_eq!(says(garbage).await, Err(Refusal::Silent), "{garbage:?}");
        }
    }

    #[tokio::test]
    async fn a_scanner_that_hangs_hangs_up_or_is_not_there_keeps_files_out() {
        assert_eq!(scan(&fake(None, false).await, b"x", SHORT).await, Err(Refusal::Silent));
        assert_eq!(scan(&fake(Some(b""), true).await, &vec![7; 5_000_000], SHORT).await, Err(Refusal::Silent));
        assert_eq!(scan(&Scanner::Unix("/nowhere/clamd.ctl".into()), b"x", SHORT).await, Err(Refusal::Silent));
        let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        assert_eq!(scan(&Scanner::Tcp(free), b"x", SHORT).await, Err(Refusal::Silent));
    }

    #[tokio::test]
    async fn the_doctor_hears_whether_it_is_there() {
        assert_eq!(ping(&fake(Some(b"PONG\0"), false).await, SHORT).await, Ok(()));
        assert!(ping(&fake(Some(b"HELLO\0"), false).await, SHORT).await.unwrap_err().contains("HELLO"));
        assert!(ping(&fake(None, false).await, SHORT).await.unwrap_err().contains("attachments.scanner"));
    }
}
