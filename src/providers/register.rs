//! The provider register as a CSV file: checks the file, reads it row by row, and says what was
//! taken, what was refused and why. Pure: no database, no clock.

mod row;
#[cfg(test)]
mod tests;
mod written;

use std::collections::{HashMap, HashSet};

use super::terms::Counts;
use crate::text::fold;
use csv::StringRecord;
use jiff::civil::Date;
pub use row::date;
pub use written::{csv, line};

/// The columns of the register that a file must have, in any order.
pub const COLUMNS: [&str; 22] = [
    "provider",
    "siren",
    "country",
    "regions",
    "languages",
    "website",
    "phone",
    "email",
    "on_call",
    "scheme",
    "scheme_version",
    "offer",
    "scopes",
    "level",
    "national_security",
    "decision_no",
    "decision_date",
    "valid_from",
    "valid_to",
    "status",
    "conditions",
    "source",
];
/// Columns that may be left out.
pub const OPTIONAL: [&str; 2] = ["arrival_hours", "evidence"];
/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 20 * 1024 * 1024;
/// The most rows below the header that are read.
pub const MAX_ROWS: usize = 100_000;

/// When a provider answers the telephone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OnCall {
    /// The register does not say.
    Unknown,
    /// `business-hours`.
    BusinessHours,
    /// `24/7`.
    AroundTheClock,
}

/// Where a qualification decision stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// Decided, and not taken back.
    Qualified,
    /// Asked for, not decided.
    InEvaluation,
    /// Taken back for a time.
    Suspended,
    /// Taken back for good.
    Withdrawn,
    /// Run out.
    Expired,
}

/// One qualification decision for a named offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line of the file on which the row begins; the header is line 1.
    pub line: u64,
    /// The provider's name; never empty.
    pub provider: String,
    /// Nine digits, or empty.
    pub siren: String,
    /// As written.
    pub country: String,
    /// Regions served.
    pub regions: Vec<String>,
    /// Languages spoken.
    pub languages: Vec<String>,
    /// An address that begins with `https://` or `http://`, or empty.
    pub website: String,
    /// As written.
    pub phone: String,
    /// An e-mail address, or empty.
    pub email: String,
    /// When the provider answers.
    pub on_call: OnCall,
    /// Within how many hours somebody is there.
    pub arrival_hours: Option<i64>,
    /// The scheme; never empty.
    pub scheme: String,
    /// Its version.
    pub scheme_version: String,
    /// The offer that is qualified.
    pub offer: String,
    /// What the qualification covers.
    pub scopes: Vec<String>,
    /// Level of assurance.
    pub level: String,
    /// Whether it may serve for national security.
    pub national_security: Option<bool>,
    /// Number of the decision.
    pub decision_no: String,
    /// Day of the decision.
    pub decision_date: Option<Date>,
    /// First day on which it holds.
    pub valid_from: Option<Date>,
    /// Last day on which it holds.
    pub valid_to: Option<Date>,
    /// Where the decision stands.
    pub status: Status,
    /// Conditions and limits.
    pub conditions: String,
    /// Where the row comes from.
    pub source: String,
    /// SHA-256 of the evidence in hexadecimal digits, or empty.
    pub evidence: String,
    /// What it does to the word before: no column of the file.
    pub counts: Counts,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The line of the file on which the row begins.
    pub line: u64,
    /// Everything that is wrong with it, each with the mend.
    pub reasons: Vec<Says>,
}

/// A fault in words: the key of its sentence and what it names. The pages say it in the reader's language, the command line in English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Says {
    /// The key of the sentence.
    pub key: &'static str,
    /// What stands in it, by name; `column` is the column it is about.
    pub args: Vec<(&'static str, String)>,
}

impl Says {
    fn new<const N: usize>(key: &'static str, args: [(&'static str, String); N]) -> Self {
        Self { key, args: args.into() }
    }

    /// The column it is about.
    pub fn column(&self) -> Option<&str> {
        self.args.iter().find(|(name, _)| *name == "column").map(|(_, column)| column.as_str())
    }
}

/// What became of each row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Taken.
    pub rows: Vec<Row>,
    /// Not taken.
    pub refused: Vec<Refused>,
    /// Lines that say again, word for word, what an earlier line says.
    pub repeated: Vec<u64>,
}

/// Reads a register. An error concerns the whole file; errors of single rows are in the report.
///
/// # Errors
/// The faults of the whole file, each with the mend.
pub fn parse(bytes: &[u8]) -> Result<Report, Vec<Says>> {
    read(text_of(bytes)?)
}

/// Reads a register that was read before, however large it was written.
///
/// # Errors
/// As [`parse`].
pub fn read(text: &str) -> Result<Report, Vec<Says>> {
    let mut records = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).into_records();
    let header = match records.next() {
        Some(Ok(header)) => header,
        Some(Err(error)) => return Err(vec![unreadable(&error)]),
        None => return Err(vec![empty()]),
    };
    let places = places(&header)?;
    let mut taking = Taking::default();
    let mut count = 0usize;
    for record in records {
        let record = record.map_err(|error| vec![unreadable(&error)])?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        count = count.saturating_add(1);
        if count > MAX_ROWS {
            return Err(vec![Says::new("csv-too-many", [("most", MAX_ROWS.to_string())])]);
        }
        let line = line_of(text, &record);
        taking.take(line, &record, &header, &places);
    }
    Ok(taking.report)
}

fn empty() -> Says {
    Says::new("csv-empty", [])
}

/// The file as text, without its byte order mark.
fn text_of(bytes: &[u8]) -> Result<&str, Vec<Says>> {
    if bytes.len() > MAX_BYTES {
        return Err(vec![Says::new("csv-too-large", [("bytes", bytes.len().to_string())])]);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| vec![Says::new("csv-not-utf8", [("byte", error.valid_up_to().to_string())])])?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(vec![empty()]);
    }
    Ok(text)
}

fn unreadable(error: &csv::Error) -> Says {
    let line = error.position().map_or(1, csv::Position::line);
    Says::new("csv-unreadable", [("line", line.to_string())])
}

/// Where each column stands in a row.
type Places = HashMap<&'static str, usize>;

fn places(header: &StringRecord) -> Result<Places, Vec<Says>> {
    separator(header)?;
    let mut places = Places::new();
    let (mut unknown, mut twice) = (Vec::new(), Vec::new());
    for (place, cell) in header.iter().enumerate() {
        let name = cell.trim();
        match COLUMNS.iter().chain(&OPTIONAL).find(|column| **column == name) {
            None if name.is_empty() => unknown.push(format!("(#{})", place.saturating_add(1))),
            None => unknown.push(row::shown(name)),
            Some(column) if places.insert(column, place).is_some() => twice.push(*column),
            Some(_) => {}
        }
    }
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|column| !places.contains_key(column)).collect();
    let mut faults = Vec::new();
    if !missing.is_empty() {
        faults.push(Says::new("csv-lacks", [("columns", missing.join(", "))]));
    }
    if !unknown.is_empty() {
        faults.push(Says::new("csv-unknown", [("columns", unknown.join(", "))]));
    }
    if !twice.is_empty() {
        faults.push(Says::new("csv-twice", [("columns", twice.join(", "))]));
    }
    if faults.is_empty() { Ok(places) } else { Err(faults) }
}

/// Refuses a header that is separated by something other than commas.
fn separator(header: &StringRecord) -> Result<(), Vec<Says>> {
    let commas = header.len().saturating_sub(1);
    let count = |sign: char| header.iter().map(|cell| cell.matches(sign).count()).sum::<usize>();
    for (sign, key) in [(';', "csv-semicolons"), ('\t', "csv-tabs")] {
        if count(sign) > commas {
            return Err(vec![Says::new(key, [])]);
        }
    }
    Ok(())
}

/// The line on which a record begins. The reader counts from before the line ends that precede it.
fn line_of(text: &str, record: &StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let skipped = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    position.line().saturating_add(skipped.count() as u64)
}

/// What names a decision: provider and scheme as they are compared, offer, number and first day.
type Decision = (String, String, String, String, Option<Date>);

/// The columns that are about a provider itself; those of the decision are the others.
pub const OF_PROVIDER: [&str; 10] = ["provider", "siren", "country", "regions", "languages", "website", "phone", "email", "on_call", "arrival_hours"];

/// The report as it grows, and what it has seen: on which line, and with which cells.
#[derive(Default)]
struct Taking {
    report: Report,
    same: HashSet<Vec<String>>,
    decisions: HashMap<Decision, (u64, Vec<String>)>,
    providers: HashMap<String, (u64, Vec<String>)>,
}

impl Taking {
    fn take(&mut self, line: u64, record: &StringRecord, header: &StringRecord, places: &Places) {
        if record.len() != header.len() {
            let (cells, wanted) = (record.len().to_string(), header.len().to_string());
            return self.refuse(line, vec![Says::new("csv-cells", [("cells", cells), ("wanted", wanted)])]);
        }
        let row = match row::read(line, &row::Cells::new(record, places)) {
            Ok(row) => row,
            Err(reasons) => return self.refuse(line, reasons),
        };
        let words: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
        if self.same.contains(&words) {
            return self.report.repeated.push(line);
        }
        if let Some(reason) = self.contradiction(&row) {
            return self.refuse(line, vec![reason]);
        }
        self.same.insert(words);
        self.report.rows.push(row);
    }

    fn refuse(&mut self, line: u64, reasons: Vec<Says>) {
        self.report.refused.push(Refused { line, reasons });
    }

    /// Why the row cannot stand beside an earlier one: on the same decision nothing may differ, and of the same provider nothing that both
    /// say. Remembers it if it can.
    fn contradiction(&mut self, row: &Row) -> Option<Says> {
        let (cells, name) = (line(row), fold(&row.provider));
        let columns = || COLUMNS.into_iter().chain(OPTIONAL);
        let differ = |before: &[String], of_provider: bool| -> Vec<&str> {
            let pairs = columns().zip(before.iter().zip(&cells)).filter(|(column, _)| *column != "provider" && OF_PROVIDER.contains(column) == of_provider);
            pairs.filter(|(_, (a, b))| a != b && !(of_provider && (a.is_empty() || b.is_empty()))).map(|(column, _)| column).collect()
        };
        let decision = (name.clone(), fold(&row.scheme), row.offer.clone(), row.decision_no.clone(), row.valid_from);
        let (first, before) = self.decisions.entry(decision).or_insert_with(|| (row.line, cells.clone()));
        let other = differ(before, false);
        if !other.is_empty() {
            return Some(Says::new("csv-contradicts", [("line", first.to_string()), ("columns", other.join(", "))]));
        }
        let (first, before) = self.providers.entry(name).or_insert_with(|| (row.line, cells.clone()));
        let other = differ(before, true);
        if !other.is_empty() {
            return Some(Says::new("csv-provider-contradicts", [("line", first.to_string()), ("columns", other.join(", "))]));
        }
        // What the earlier rows left open this one says.
        before.iter_mut().zip(cells).filter(|(known, _)| known.is_empty()).for_each(|(known, cell)| *known = cell);
        None
    }
}
