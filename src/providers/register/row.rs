//! One row of the register: each cell checked, every fault with its column and value.

use csv::StringRecord;
use jiff::civil::Date;

use super::{super::terms::Counts, COLUMNS, OPTIONAL, OnCall, Places, Row, Says, Status};

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
pub(super) fn read(line: u64, cells: &Cells) -> Result<Row, Vec<Says>> {
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
        phone: phone(cells, &mut faults),
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
        arrival_hours: arrival(cells, &mut faults),
        evidence: evidence(cells, &mut faults),
        counts: Counts::Listed,
        conditions: cells.text("conditions"),
        source: cells.text("source"),
    };
    if faults.is_empty() { Ok(row) } else { Err(faults) }
}

/// What is wrong with the value of a column.
fn wrong(key: &'static str, column: &str, value: &str) -> Says {
    Says::new(key, [("value", shown(value)), ("column", column.to_owned())])
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

fn raw(cells: &Cells, faults: &mut Vec<Says>) {
    for column in COLUMNS.into_iter().chain(OPTIONAL) {
        let value = cells.get(column);
        let length = value.chars().count();
        if length > MAX_CELL {
            let (length, most) = (length.to_string(), MAX_CELL.to_string());
            faults.push(Says::new("cell-long", [("value", shown(value)), ("column", column.into()), ("length", length), ("most", most)]));
        }
        if let Some(letter) = value.chars().find(|letter| hidden(*letter)) {
            faults.push(Says::new("cell-control", [("value", shown(value)), ("column", column.into()), ("letter", letter.escape_unicode().to_string())]));
        }
    }
}

fn required(cells: &Cells, faults: &mut Vec<Says>) {
    for (column, key) in [("provider", "cell-no-provider"), ("scheme", "cell-no-scheme"), ("status", "cell-no-status")] {
        if cells.get(column).is_empty() {
            faults.push(Says::new(key, [("column", column.into())]));
        }
    }
}

fn dates(cells: &Cells, faults: &mut Vec<Says>) -> [Option<Date>; 3] {
    let dates = ["decision_date", "valid_from", "valid_to"].map(|column| {
        let value = cells.get(column);
        let date = date(value);
        if date.is_none() && !value.is_empty() {
            faults.push(wrong("cell-no-date", column, value));
        }
        date
    });
    if let [_, Some(from), Some(to)] = dates
        && from > to
    {
        faults.push(Says::new("cell-order", [("from", from.to_string()), ("to", to.to_string()), ("column", "valid_to".into())]));
    }
    dates
}

/// Strictly `YYYY-MM-DD`; the library alone would take more.
pub fn date(value: &str) -> Option<Date> {
    let shape = value.len() == 10 && value.bytes().enumerate().all(|(n, byte)| if n == 4 || n == 7 { byte == b'-' } else { byte.is_ascii_digit() });
    if shape { value.parse().ok() } else { None }
}

fn status(cells: &Cells, faults: &mut Vec<Says>) -> Option<Status> {
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
        faults.push(wrong("cell-status", "status", value));
    }
    status
}

/// The nine digits; spaces between them are left out.
fn siren(cells: &Cells, faults: &mut Vec<Says>) -> String {
    let value = cells.get("siren");
    let digits: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
    if !digits.is_empty() && (digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit())) {
        faults.push(wrong("cell-siren", "siren", value));
    }
    digits
}

fn website(cells: &Cells, faults: &mut Vec<Says>) -> String {
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
        faults.push(wrong("cell-website", "website", value));
    }
    value.to_owned()
}

/// A number that a telephone can dial: digits, 4 to 15 of them (ITU-T E.164), a plus before them, and signs that part them.
fn phone(cells: &Cells, faults: &mut Vec<Says>) -> String {
    let value = cells.get("phone");
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let parted = |letter: char| letter.is_ascii_digit() || letter.is_whitespace() || "().-/".contains(letter);
    let good = (4..=15).contains(&digits) && value.strip_prefix('+').unwrap_or(value).chars().all(parted);
    if !good && !value.is_empty() {
        faults.push(wrong("cell-phone", "phone", value));
    }
    value.to_owned()
}

fn email(cells: &Cells, faults: &mut Vec<Says>) -> String {
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
        faults.push(wrong("cell-email", "email", value));
    }
    value.to_owned()
}

fn on_call(cells: &Cells, faults: &mut Vec<Says>) -> OnCall {
    match cells.get("on_call").to_ascii_lowercase().as_str() {
        "" => OnCall::Unknown,
        "24/7" => OnCall::AroundTheClock,
        "business-hours" => OnCall::BusinessHours,
        other => {
            faults.push(wrong("cell-on-call", "on_call", other));
            OnCall::Unknown
        }
    }
}

fn arrival(cells: &Cells, faults: &mut Vec<Says>) -> Option<i64> {
    let value = cells.get("arrival_hours");
    let hours = value.parse::<i64>().ok().filter(|hours| (1..=1_000).contains(hours));
    if hours.is_none() && !value.is_empty() {
        faults.push(wrong("cell-arrival", "arrival_hours", value));
    }
    hours
}

fn evidence(cells: &Cells, faults: &mut Vec<Says>) -> String {
    let value = cells.get("evidence").to_ascii_lowercase();
    if !value.is_empty() && (value.len() != 64 || !value.bytes().all(|b| b.is_ascii_hexdigit())) {
        faults.push(wrong("cell-evidence", "evidence", &value));
    }
    value
}

fn national_security(cells: &Cells, faults: &mut Vec<Says>) -> Option<bool> {
    match cells.get("national_security").to_ascii_lowercase().as_str() {
        "" => None,
        "yes" => Some(true),
        "no" => Some(false),
        other => {
            faults.push(wrong("cell-security", "national_security", other));
            None
        }
    }
}
