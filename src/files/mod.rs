//! Files that are attached: which kinds, under which names, without what their programs wrote into them, and seen by the scanner.
//! The lowest module beside crypto: it knows settings and nothing of people or advisories.
pub mod image;
pub mod kind;
pub mod name;
pub mod pdf;
pub mod scan;

pub use kind::Kind;

use crate::{
    apart,
    config::{Attachments, Scanner},
};

/// What holds for every file.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Bytes of one file.
    pub max_bytes: usize,
    /// The scanner, if there is one.
    pub scanner: Option<Scanner>,
    /// How long it may take.
    pub patience: scan::Patience,
}

impl Limits {
    /// As the settings say.
    ///
    /// # Errors
    /// A sentence that names the key and the mend; settings that were checked have none.
    pub fn new(settings: &Attachments) -> Result<Self, String> {
        Ok(Self { max_bytes: settings.max_bytes, scanner: settings.scanner()?, patience: scan::Patience::default() })
    }
}

/// A file that may be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// What it is.
    pub kind: Kind,
    /// Its safe name.
    pub name: String,
    /// Its content, cleaned: what is kept and handed out.
    pub bytes: Vec<u8>,
    /// SHA-256 of `bytes`.
    pub hash: [u8; 32],
}

/// Why a file is not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It holds nothing.
    Empty,
    /// It is larger than allowed.
    TooLarge,
    /// Its name's ending is not on the list.
    Kind,
    /// Its name says this kind, its content another.
    Differs(Kind),
    /// It is not plain text in UTF-8.
    NotText,
    /// It is no table.
    NotCsv,
    /// It is not JSON.
    NotJson,
    /// The picture is damaged.
    Picture,
    /// The picture has too many pixels.
    Pixels,
    /// The PDF is damaged.
    Pdf,
    /// The PDF is encrypted.
    Encrypted,
    /// The PDF does something: what, in PDF's own word.
    Active(&'static str),
    /// The PDF has too many pages, or unpacks to too much.
    Unwieldy,
    /// The scanner found this.
    Found(String),
    /// The scanner does not answer.
    Silent,
}

impl Refusal {
    /// The key of the sentence that says what is wrong and what to do. It may name `$what`: [`Refusal::what`].
    pub fn key(&self) -> &'static str {
        match self {
            Self::Empty => "file-empty",
            Self::TooLarge => "file-too-large",
            Self::Kind => "file-other-kind",
            Self::Differs(_) => "file-differs",
            Self::NotText => "file-not-text",
            Self::NotCsv => "file-not-csv",
            Self::NotJson => "file-not-json",
            Self::Picture => "file-picture-damaged",
            Self::Pixels => "file-pixels",
            Self::Pdf => "file-pdf-damaged",
            Self::Encrypted => "file-pdf-encrypted",
            Self::Active(_) => "file-pdf-active",
            Self::Unwieldy => "file-pdf-unwieldy",
            Self::Found(_) => "file-found",
            Self::Silent => "file-scanner-silent",
        }
    }

    /// What the sentence names, the same in every language; empty where it names nothing.
    pub fn what(&self) -> String {
        match self {
            Self::Differs(kind) => kind.extension().to_ascii_uppercase(),
            Self::Active(what) => (*what).to_owned(),
            Self::Found(signature) => signature.clone(),
            _ => String::new(),
        }
    }
}

/// Judges and cleans a file: first what costs nothing, then the scanner on the bytes as they came, then the parsers, on a thread
/// that may block.
///
/// # Errors
/// Why it is not taken.
pub async fn check(limits: &Limits, name: &str, bytes: Vec<u8>) -> Result<Checked, Refusal> {
    if bytes.len() > limits.max_bytes {
        return Err(Refusal::TooLarge);
    }
    let name = name::safe(name);
    let (kind, name, bytes) = judged(Refusal::Kind, move || Ok((Kind::of(&name, &bytes)?, name, bytes))).await?;
    if let Some(scanner) = &limits.scanner {
        scan::scan(scanner, &bytes, limits.patience).await?;
    }
    judged(damaged(kind), move || {
        let bytes = clean(kind, bytes)?;
        let hash = crate::crypto::sha256(&bytes);
        Ok(Checked { kind, name, bytes, hash })
    })
    .await
}

/// Removes from a file of this kind what does not belong to its content.
fn clean(kind: Kind, bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    match kind {
        Kind::Pdf => pdf::examine(&bytes),
        Kind::Png => image::png(bytes),
        Kind::Jpeg => image::jpeg(&bytes),
        Kind::Text | Kind::Csv | Kind::Json => Ok(bytes),
    }
}

/// What is said of a file that a parser fell over.
fn damaged(kind: Kind) -> Refusal {
    match kind {
        Kind::Pdf => Refusal::Pdf,
        Kind::Png | Kind::Jpeg => Refusal::Picture,
        Kind::Text => Refusal::NotText,
        Kind::Csv => Refusal::NotCsv,
        Kind::Json => Refusal::NotJson,
    }
}

/// Does work that takes its time. A parser that falls over is a refusal.
async fn judged<T: Send + 'static>(fallen: Refusal, work: impl FnOnce() -> Result<T, Refusal> + Send + 'static) -> Result<T, Refusal> {
    apart::run(work).await.unwrap_or(Err(fallen))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limits() -> Limits {
        Limits::new(&Attachments::default()).unwrap()
    }

    #[tokio::test]
    async fn a_file_is_judged_by_the_name_it_will_have() {
        let done = check(&limits(), "C:\\tmp\\liste\u{202e}.CSV", b"ip\n192.0.2.1\n".to_vec()).await.unwrap();
        assert_eq!((done.kind, done.name.as_str()), (Kind::Csv, "liste.csv"));
        assert_eq!(done.hash, crate::crypto::sha256(b"ip\n192.0.2.1\n"));
        // What looks like exe.pdf ends in .exe.
        assert_eq!(check(&limits(), "a\u{202e}fdp.exe", b"%PDF-1.7".to_vec()).await, Err(Refusal::Kind));
        assert_eq!(check(&limits(), "", b"x".to_vec()).await, Err(Refusal::Kind));
    }

    #[tokio::test]
    async fn limits_and_scanner_hold() {
        let small = Limits { max_bytes: 3, ..limits() };
        assert_eq!(check(&small, "a.txt", b"four".to_vec()).await, Err(Refusal::TooLarge));
        let away = Limits { scanner: Some(Scanner::Unix("/nowhere/clamd.ctl".into())), ..limits() };
        assert_eq!(check(&away, "a.txt", b"text".to_vec()).await, Err(Refusal::Silent));
        assert_eq!(check(&limits(), "a.png", b"\x89PNG\r\n\x1a\n".to_vec()).await, Err(Refusal::Picture));
        assert_eq!(check(&limits(), "a.pdf", b"%PDF-1.7 and so on".to_vec()).await, Err(Refusal::Pdf));
    }

    #[tokio::test]
    async fn a_parser_that_falls_over_is_a_refusal() {
        let fallen = judged(Refusal::Pdf, || -> Result<(), Refusal> { std::panic::resume_unwind(Box::new("as a parser might")) }).await;
        assert_eq!(fallen, Err(Refusal::Pdf));
    }
}
