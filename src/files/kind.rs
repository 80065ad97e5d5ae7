//! Which kinds of file may be attached, and whether content and name agree. What is not on this list is refused.
use super::Refusal;

/// A kind of file that may be attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A document as it is printed.
    Pdf,
    /// A picture without loss.
    Png,
    /// A photograph.
    Jpeg,
    /// Plain text in UTF-8.
    Text,
    /// A table in UTF-8.
    Csv,
    /// Data for programs.
    Json,
}

impl Kind {
    /// All, in the order in which a page names them.
    pub const ALL: [Self; 6] = [Self::Pdf, Self::Png, Self::Jpeg, Self::Text, Self::Csv, Self::Json];

    /// The kind that the ending of a name promises, whatever its case.
    pub fn of_name(name: &str) -> Option<Self> {
        let (stem, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            _ if stem.is_empty() => None,
            "pdf" => Some(Self::Pdf),
            "png" => Some(Self::Png),
            "jpg" | "jpeg" => Some(Self::Jpeg),
            "txt" => Some(Self::Text),
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            _ => None,
        }
    }

    /// The ending of its names, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// Its media type, for the answer that carries it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Text => "text/plain; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }

    /// The same for a store: back from [`Kind::extension`].
    pub fn of_extension(extension: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.extension() == extension)
    }

    /// The kind that name and content agree on. Whether a picture or a PDF is whole is for those who clean it.
    ///
    /// # Errors
    /// Why it is none.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.is_empty() {
            return Err(Refusal::Empty);
        }
        let promised = Self::of_name(name).ok_or(Refusal::Kind)?;
        let differs = Err(Refusal::Differs(promised));
        match (promised, magic(bytes)) {
            (_, Some(found)) if found != promised => differs,
            (Self::Pdf | Self::Png | Self::Jpeg, None) => differs,
            (Self::Pdf | Self::Png | Self::Jpeg, Some(_)) => Ok(promised),
            (Self::Text, _) => text(bytes).map(|_| promised).ok_or(Refusal::NotText),
            (Self::Csv, _) => text(bytes).ok_or(Refusal::NotText).and_then(|t| if is_table(t) { Ok(promised) } else { Err(Refusal::NotCsv) }),
            (Self::Json, _) => match serde_json::from_slice::<serde::de::IgnoredAny>(bytes) {
                Ok(_) => Ok(promised),
                Err(_) => Err(Refusal::NotJson),
            },
        }
    }
}

/// What the first bytes say. A PDF must begin with its mark: one that begins later is another file as well.
fn magic(bytes: &[u8]) -> Option<Kind> {
    let marks: [(&[u8], Kind); 3] = [(b"%PDF-", Kind::Pdf), (b"\x89PNG\r\n\x1a\n", Kind::Png), (b"\xff\xd8\xff", Kind::Jpeg)];
    marks.into_iter().find(|(mark, _)| bytes.starts_with(mark)).map(|(_, kind)| kind)
}

/// UTF-8 without control characters but tab and line ends. One byte order mark may stand first: tables from spreadsheets have it.
fn text(bytes: &[u8]) -> Option<&str> {
    let text = std::str::from_utf8(bytes).ok()?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let plain = |c: char| matches!(c, '\n' | '\r' | '\t') || !(c.is_control() || c == '\u{feff}' || ('\u{fff0}'..='\u{ffff}').contains(&c));
    if !text.is_empty() && text.chars().all(plain) { Some(text) } else { None }
}

/// Whether it is a table with rows of equal length: by one of the usual separators, if its first row has any of them.
fn is_table(text: &str) -> bool {
    let found: Vec<Option<usize>> = b",;\t".iter().map(|separator| columns(text, *separator)).collect();
    let first = text.lines().next().unwrap_or_default();
    let many = found.iter().flatten().any(|columns| *columns > 1);
    many || (!first.contains([',', ';', '\t']) && found.iter().any(Option::is_some))
}

/// How many columns there are, if every row has as many.
fn columns(text: &str, separator: u8) -> Option<usize> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).delimiter(separator).from_reader(text.as_bytes());
    let mut row = csv::ByteRecord::new();
    let mut columns = None;
    while reader.read_byte_record(&mut row).ok()? {
        columns = Some(row.len());
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    const EICAR: &[u8] = br"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";

    #[test]
    fn content_and_name_agree() {
        for (name, bytes, kind) in [
            ("a.pdf", &b"%PDF-1.7\n"[..], Kind::Pdf),
            ("A.PDF", b"%PDF-1.7\n", Kind::Pdf),
            ("a.png", b"\x89PNG\r\n\x1a\n....", Kind::Png),
            ("a.jpeg", b"\xff\xd8\xff\xe0", Kind::Jpeg),
            ("a.txt", "élan\r\n\tσ".as_bytes(), Kind::Text),
            ("a.txt", EICAR, Kind::Text),
            ("a.csv", b"ip;note\n192.0.2.1;\"a,b\"\n", Kind::Csv),
            ("a.csv", "\u{feff}a,b\r\n1,2\r\n".as_bytes(), Kind::Csv),
            ("a.csv", b"domain\nevil.example\n", Kind::Csv),
            ("a.json", b"{\"a\": [1, null]}", Kind::Json),
        ] {
            assert_eq!(Kind::of(name, bytes), Ok(kind), "{name}");
        }
    }

    #[test]
    fn what_is_not_on_the_list_is_refused() {
        for (name, bytes, why) in [
            ("a.pdf", &b""[..], Refusal::Empty),
            ("a.zip", b"PK\x03\x04", Refusal::Kind),
            ("a.docx", b"PK\x03\x04", Refusal::Kind),
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refusal::Kind),
            ("a.html", b"<p>", Refusal::Kind),
            ("a.exe", b"MZ\x90\0", Refusal::Kind),
            ("a.pdf.exe", b"%PDF-1.7", Refusal::Kind),
            ("pdf", b"%PDF-1.7", Refusal::Kind),
            (".pdf", b"%PDF-1.7", Refusal::Kind),
            ("a.pdf", b"MZ\x90\0", Refusal::Differs(Kind::Pdf)),
            ("a.pdf", b"\n%PDF-1.7", Refusal::Differs(Kind::Pdf)),
            ("a.png", b"\xff\xd8\xff\xe0", Refusal::Differs(Kind::Png)),
            ("a.jpg", b"\x89PNG\r\n\x1a\n", Refusal::Differs(Kind::Jpeg)),
            ("a.txt", b"%PDF-1.7", Refusal::Differs(Kind::Text)),
            ("a.txt", b"PK\x03\x04", Refusal::NotText),
            ("a.txt", b"caf\xe9", Refusal::NotText),
            ("a.txt", b"a\0b", Refusal::NotText),
            ("a.txt", b"\x1b[2J", Refusal::NotText),
            ("a.txt", b"\xff\xfea\0", Refusal::NotText),
            ("a.txt", "\u{feff}".as_bytes(), Refusal::NotText),
            ("a.txt", "a\u{feff}b".as_bytes(), Refusal::NotText),
            ("a.csv", b"a,b\n1,2,3\n", Refusal::NotCsv),
            ("a.csv", b"\xd0\xcf\x11\xe0", Refusal::NotText),
            ("a.json", b"{a: 1}", Refusal::NotJson),
            ("a.json", b"{} {}", Refusal::NotJson),
            ("a.json", "\u{feff}{}".as_bytes(), Refusal::NotJson),
        ] {
            assert_eq!(Kind::of(name, bytes), Err(why), "{name} {bytes:?}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(Kind::of("a.json", deep.as_bytes()), Err(Refusal::NotJson));
    }

    #[test]
    fn a_kind_is_found_again_by_its_extension() {
        for kind in Kind::ALL {
            assert_eq!((Kind::of_extension(kind.extension()), Kind::of_name(&format!("a.{}", kind.extension()))), (Some(kind), Some(kind)));
        }
    }
}
