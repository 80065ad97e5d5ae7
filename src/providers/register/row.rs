//! One row of the register: each cell checked, every fault named with its column, value and mend.

use csv::StringRecord;
use jiff::civil::Date;

use super::{COLUMNS, OnCall, Places, Row, Status};

/// The longest cell, in characters.
const MAX_CELL: usize = 2_000;

/// The cells of a row by the name of their column.
pub(super) struct Cells<'a> {
    record: &'a StringRecord,
    places: &'a Places,
}

impl<'a> Cells<'a> {
    pub(super) fn new(record: &'a StringRecord, places: &'a Places) -> Self {
        Self { record, places }
    }

    fn get(&self, column: &str) -> &'a str {
        self.places.get(column).and_then(|place| self.record.get(*place)).unwrap_or_default().trim()
    }

    fn text(&self, column: &str) -> String {
        self.get(column).to_owned()
    }

    fn list(&self, column: &str) -> Vec<String> {
        let parts = self.get(column).split('|').map(str::trim);
        parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// Reads a row, or says all that is wrong with it.
pub(super) fn read(line: u64, cells: &Cells) -> Result<Row, String> {
    let mut faults = Vec::new();
    raw(cells, &mut faults);
    required(cells, &mut faults);
    let [decision_date, valid_from, valid_to] = dates(cells, &mut faults);
    let status = status(cells, &mut faults);
    let row = Row {
        line,
        provider: cells.text("provider"),
        siren: siren(cells, &mut faults),
        country: cells.text("country"),
        regions: cells.list("regions"),
        languages: cells.list("languages"),
        website: website(cells, &mut faults),
        phone: cells.text("phone"),
        email: email(cells, &mut faults),
        on_call: on_call(cells, &mut faults),
        scheme: cells.text("scheme"),
        scheme_version: cells.text("scheme_version"),
        offer: cells.text("offer"),
        scopes: cells.list("scopes"),
        level: cells.text("level"),
        national_security: national_security(cells, &mut faults),
        decision_no: cells.text("decision_no"),
        decision_date,
        valid_from,
        valid_to,
        status: status.unwrap_or(Status::InEvaluation),
        conditions: cells.text("conditions"),
        source: cells.text("source"),
    };
    if faults.is_empty() { Ok(row) } else { Err(faults.join("; also ")) }
}

/// A value as it may stand in a message: short, and nothing hidden in it.
pub(super) fn shown(value: &str) -> String {
    let mut out = String::new();
    for (n, letter) in value.chars().enumerate() {
        if n == 60 {
            out.push('…');
            break;
        }
        if hidden(letter) { out.extend(letter.escape_unicode()) } else { out.push(letter) }
    }
    out
}

/// Control characters, and those that reverse the reading direction or mark bytes.
fn hidden(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn raw(cells: &Cells, faults: &mut Vec<String>) {
    for column in COLUMNS {
        let value = cells.get(column);
        let length = value.chars().count();
        if length > MAX_CELL {
            faults.push(format!(
                "{} in {column} has {length} characters; shorten it to {MAX_CELL}, and see whether a quotation mark was left open",
                shown(value)
            ));
        }
        if let Some(letter) = value.chars().find(|letter| hidden(*letter)) {
            faults.push(format!(
                "{} in {column} contains the control character {}; remove it, and write the cell on one line",
                shown(value),
                letter.escape_unicode()
            ));
        }
    }
}

fn required(cells: &Cells, faults: &mut Vec<String>) {
    let mends = [
        ("provider", "write the provider's name"),
        ("scheme", "write the scheme, for example PASSI"),
        ("status", "write qualified, in_evaluation, suspended, withdrawn or expired"),
    ];
    for (column, mend) in mends {
        if cells.get(column).is_empty() {
            faults.push(format!("{column} is missing; {mend}"));
        }
    }
}

fn dates(cells: &Cells, faults: &mut Vec<String>) -> [Option<Date>; 3] {
    let dates = ["decision_date", "valid_from", "valid_to"].map(|column| {
        let value = cells.get(column);
        let date = date(value);
        if date.is_none() && !value.is_empty() {
            faults.push(format!("{} in {column} is not a date; write YYYY-MM-DD", shown(value)));
        }
        date
    });
    if let [_, Some(from), Some(to)] = dates
        && from > to
    {
        faults.push(format!("{from} in valid_from is after {to} in valid_to; correct one of them"));
    }
    dates
}

/// Strictly `YYYY-MM-DD`; the library alone would take more.
fn date(value: &str) -> Option<Date> {
    let shape = value.len() == 10 && value.bytes().enumerate().all(|(n, byte)| if n == 4 || n == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if shape { value.parse().ok() } else { None }
}

fn status(cells: &Cells, faults: &mut Vec<String>) -> Option<Status> {
    let value = cells.get("status");
    let status = match value.to_ascii_lowercase().as_str() {
        "qualified" => Some(Status::Qualified),
        "in_evaluation" | "in-evaluation" => Some(Status::InEvaluation),
        "suspended" => Some(Status::Suspended),
        "withdrawn" => Some(Status::Withdrawn),
        "expired" => Some(Status::Expired),
        _ => None,
    };
    if status.is_none() && !value.is_empty() {
        faults.push(format!("{} in status is not known; write qualified, in_evaluation, suspended, withdrawn or expired", shown(value)));
    }
    status
}

/// The nine digits; spaces between them are left out.
fn siren(cells: &Cells, faults: &mut Vec<String>) -> String {
    let value = cells.get("siren");
    let digits: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
    if !digits.is_empty() && (digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit())) {
        faults.push(format!("{} in siren is not a SIREN; write its 9 digits, or leave it empty", shown(value)));
    }
    digits
}

fn website(cells: &Cells, faults: &mut Vec<String>) -> String {
    let value = cells.get("website");
    let rest = ["https://", "http://"]
        .into_iter()
        .find_map(|start| value.get(..start.len()).filter(|head| head.eq_ignore_ascii_case(start)).and_then(|_| value.get(start.len()..)));
    let good = rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        host.chars().next().is_some_and(char::is_alphanumeric)
            && !host.contains('@')
            && !rest.contains(|letter: char| letter.is_whitespace() || "\"'<>\\`".contains(letter))
    });
    if !good && !value.is_empty() {
        faults.push(format!("{} in website is not a web address; write it in full, beginning with https:// or http://", shown(value)));
    }
    value.to_owned()
}

fn email(cells: &Cells, faults: &mut Vec<String>) -> String {
    let value = cells.get("email");
    let label = |label: &str| {
        !label.is_empty() && !label.starts_with('-') && !label.ends_with('-') && label.chars().all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    let good = value.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && name.len() <= 64
            && value.len() <= 254
            && !name.contains(|letter: char| letter.is_whitespace() || "\"(),:;<>[\\]".contains(letter))
            && domain.contains('.')
            && domain.split('.').all(label)
    });
    if !good && !value.is_empty() {
        faults.push(format!("{} in email is not an e-mail address; write one, like contact@provider.example, or leave it empty", shown(value)));
    }
    value.to_owned()
}

fn on_call(cells: &Cells, faults: &mut Vec<String>) -> OnCall {
    match cells.get("on_call").to_ascii_lowercase().as_str() {
        "" => OnCall::Unknown,
        "24/7" => OnCall::AroundTheClock,
        "business-hours" => OnCall::BusinessHours,
        other => {
            faults.push(format!("{} in on_call is not known; write 24/7 or business-hours, or leave it empty", shown(other)));
            OnCall::Unknown
        }
    }
}

fn national_security(cells: &Cells, faults: &mut Vec<String>) -> Option<bool> {
    match cells.get("national_security").to_ascii_lowercase().as_str() {
        "" => None,
        "yes" => Some(true),
        "no" => Some(false),
        other => {
            faults.push(format!("{} in national_security is not known; write yes or no, or leave it empty", shown(other)));
            None
        }
    }
}
