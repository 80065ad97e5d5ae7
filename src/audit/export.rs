//! The log as a file: JSON Lines that can be verified without the portal, CSV for a spreadsheet, CEF for the agency's own watch.
use super::{
    Action,
    store::{Named, Record},
};
use crate::{clock::utc, text::tame};
use data_encoding::HEXLOWER_PERMISSIVE as HEX;
use serde::{Deserialize, Serialize};

/// How the log leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A JSON object a line.
    Json,
    /// RFC 4180.
    Csv,
    /// The Common Event Format, as many collectors read it.
    Cef,
}

impl Format {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Json, Self::Csv, Self::Cef];

    /// As it is asked for.
    pub fn text(self) -> &'static str {
        match self {
            Self::Json => "jsonl",
            Self::Csv => "csv",
            Self::Cef => "cef",
        }
    }

    /// From what was asked for.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.text() == text)
    }

    /// The key of the sentence that says what it is for.
    pub fn key(self) -> &'static str {
        match self {
            Self::Json => "export-jsonl",
            Self::Csv => "export-csv",
            Self::Cef => "export-cef",
        }
    }

    /// Its media type.
    pub fn media(self) -> &'static str {
        match self {
            Self::Json => "application/jsonl; charset=utf-8",
            Self::Csv => "text/csv; charset=utf-8",
            Self::Cef => "text/plain; charset=utf-8",
        }
    }

    /// What stands before the first record.
    pub fn head(self, origin: &str, from: i64, to: i64) -> String {
        match self {
            Self::Json => line(&First { export: NAME.into(), origin: origin.into(), from, to }),
            Self::Csv => "n,at,actor,name,party,action,object,outcome,detail,content_sha256,request,network\r\n".into(),
            Self::Cef => String::new(),
        }
    }

    /// A record.
    pub fn record(self, r: &Named) -> String {
        match self {
            Self::Json => line(&Line::of(&r.record)),
            Self::Csv => csv_line(r),
            Self::Cef => cef_line(r),
        }
    }

    /// A checkpoint with its signatures: in JSON alone.
    pub fn checkpoint(self, note: &str) -> String {
        if self == Self::Json { line(&Pledged { checkpoint: note.to_owned() }) } else { String::new() }
    }
}

const NAME: &str = "vigie audit 1";

/// The first line of an export.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct First {
    export: String,
    /// The log's origin.
    pub origin: String,
    /// The first index.
    pub from: i64,
    /// The index behind the last.
    pub to: i64,
}

/// A record, every field as it stands in the database; hashes, salt and commitment as hex digits.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    n: i64,
    format: i64,
    at: i64,
    actor: String,
    action: String,
    object: String,
    party: String,
    outcome: String,
    detail: String,
    hash: Option<String>,
    request: String,
    network: String,
    salt: Option<String>,
    commitment: Option<String>,
}

impl Line {
    /// Of a record.
    pub fn of(r: &Record) -> Self {
        let hex = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(|b| HEX.encode(b));
        let r = r.clone();
        Self {
            n: r.n,
            format: r.format,
            at: r.at,
            hash: hex(&r.hash),
            salt: hex(&r.salt),
            commitment: hex(&r.commitment),
            actor: r.actor,
            action: r.action,
            object: r.object,
            party: r.party,
            outcome: r.outcome,
            detail: r.detail,
            request: r.request,
            network: r.network,
        }
    }

    /// The record; `None` when its digits are none.
    pub fn record(self) -> Option<Record> {
        let bytes = |hex: Option<String>| hex.map(|h| HEX.decode(h.as_bytes()).ok()).map_or(Some(None), |b| b.map(Some));
        Some(Record {
            n: self.n,
            format: self.format,
            at: self.at,
            hash: bytes(self.hash)?,
            salt: bytes(self.salt)?,
            commitment: bytes(self.commitment)?,
            actor: self.actor,
            action: self.action,
            object: self.object,
            party: self.party,
            outcome: self.outcome,
            detail: self.detail,
            request: self.request,
            network: self.network,
        })
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pledged {
    checkpoint: String,
}

/// A line of a JSON export, read.
#[derive(Debug)]
pub enum Read {
    /// The first.
    First(First),
    /// A record.
    Record(Box<Record>),
    /// A checkpoint with its signatures.
    Checkpoint(String),
}

/// Reads a line.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn read(text: &str) -> Result<Read, String> {
    let wrong = |_| "it is no line of an export of the log.".to_owned();
    if text.starts_with("{\"export\"") {
        let first: First = serde_json::from_str(text).map_err(wrong)?;
        return if first.export == NAME { Ok(Read::First(first)) } else { Err(format!("the export is `{}`, which this program does not know.", first.export)) };
    }
    if text.starts_with("{\"checkpoint\"") {
        return serde_json::from_str(text).map(|p: Pledged| Read::Checkpoint(p.checkpoint)).map_err(wrong);
    }
    let line: Line = serde_json::from_str(text).map_err(wrong)?;
    line.record().map(|r| Read::Record(Box::new(r))).ok_or_else(|| "its digits are not hexadecimal.".into())
}

fn line(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string(value).unwrap_or_default();
    text.push('\n');
    text
}

fn csv_line(r: &Named) -> String {
    let (record, hex) = (&r.record, r.record.hash.as_deref().map(|h| HEX.encode(h)).unwrap_or_default());
    let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let cells = [
        &record.n.to_string(),
        &utc(record.at),
        &tame(&record.actor),
        &tame(r.actor_name.as_deref().unwrap_or_default()),
        &tame(&record.party),
        &record.action,
        &tame(&record.object),
        &record.outcome,
        &tame(&record.detail),
        &hex,
        &tame(&record.request),
        &tame(&record.network),
    ];
    // Into memory: what could fail is the disk.
    let _ = out.write_record(cells);
    out.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// `CEF:Version|Vendor|Product|Version|Event class|Name|Severity|Extension`.
fn cef_line(r: &Named) -> String {
    let record = &r.record;
    let severity = if record.outcome == "refused" || record.action == Action::Alarmed.text() { 6 } else { 3 };
    let pairs = [
        ("externalId", record.n.to_string()),
        ("rt", record.at.to_string()),
        ("suid", record.actor.clone()),
        ("suser", r.actor_name.clone().unwrap_or_default()),
        ("src", record.network.clone()),
        ("outcome", record.outcome.clone()),
        ("reason", record.detail.clone()),
        ("cs1Label", "object".into()),
        ("cs1", record.object.clone()),
        ("cs2Label", "party".into()),
        ("cs2", record.party.clone()),
        ("cs3Label", "request".into()),
        ("cs3", record.request.clone()),
    ];
    let extension: Vec<String> = pairs.into_iter().filter(|(_, v)| !v.is_empty()).map(|(k, v)| format!("{k}={}", escaped(&v, '='))).collect();
    let action = escaped(&record.action, '|');
    format!("CEF:0|Vigie|Vigie|{}|{action}|{action}|{severity}|{}\n", env!("CARGO_PKG_VERSION"), extension.join(" "))
}

/// A value in which nothing ends the field or the line.
fn escaped(text: &str, end: char) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c if c == '\\' || c == end => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(actor: &str, detail: &str) -> Named {
        let record = Record {
            n: 7,
            format: 2,
            at: 1_700_000_000_000,
            actor: actor.into(),
            action: "advisory.read".into(),
            object: "2027-K7QF".into(),
            party: "parti".into(),
            outcome: "done".into(),
            detail: detail.into(),
            hash: Some(vec![7; 32]),
            request: "r".into(),
            network: "::1".into(),
            salt: Some(vec![1; 32]),
            commitment: None,
        };
        Named { record, actor_name: Some("=cmd()".into()), actor_email: None }
    }

    #[test]
    fn a_json_line_is_read_again_as_it_was() {
        let before = named("a", "é \"quoted\"\nline").record;
        let text = Format::Json.record(&named("a", "é \"quoted\"\nline"));
        assert_eq!(text.lines().count(), 1);
        let Ok(Read::Record(after)) = read(text.trim_end()) else { panic!("{text}") };
        assert_eq!(format!("{after:?}"), format!("{before:?}"));
        assert!(read("{}").is_err() && read("{\"export\":\"other\",\"origin\":\"\",\"from\":0,\"to\":0}").is_err());
    }

    #[test]
    fn nothing_in_a_cell_is_a_formula_and_nothing_ends_a_line() {
        let text = Format::Csv.record(&named("+1", "two\r\nlines"));
        assert!(text.contains(",'+1,'=cmd(),") && text.contains("\"two\r\nlines\""), "{text}");
        let text = Format::Cef.record(&named("a|b=c", "x=y|z\\\nnext\u{1b}[31m"));
        assert_eq!(text.matches('\n').count(), 1, "{text}");
        assert!(
            text.starts_with("CEF:0|Vigie|Vigie|") && text.contains("|advisory.read|advisory.read|3|") && text.contains("reason=x\\=y|z\\\\\\nnext [31m"),
            "{text}"
        );
    }
}
