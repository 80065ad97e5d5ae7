//! The file `matrix.txt`: its rows, reading it, writing it.
use crate::matrix_objects::{ASKERS, OBJECTS};
use std::{
    collections::BTreeMap,
    fmt::{self, Write},
};
use vigie::web::table;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/matrix.txt");

const LEGEND: &str = "# sees: what it says; +a: with the party's annex; +n: and it names another advisory. gone: that it was withdrawn. in: its line
# stands in the list; -: it does not. ours, unknown: what /verify answers. done: an answer is taken. acts: what the desk does is for
# other tests; away: it leads to the advisory's tasks. Numbers are HTTP's. What is 303, 403, 404, - or unknown is to the byte what is
# said of an advisory that never existed.
";

/// Cells by state, row and column.
pub type Table = BTreeMap<(String, String, String), String>;

/// One outlet: how it is asked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub method: String,
    /// With `{ref}`, `{slug}`, `{name}`, and the words `{a}` to `{f}` of `matrix_objects.rs`.
    pub path: String,
    /// What is asked about, where the path does not say it.
    pub what: String,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)?;
        if self.what.is_empty() { Ok(()) } else { write!(f, " {}", self.what) }
    }
}

impl Row {
    fn new(text: &str) -> Self {
        let mut words = text.split(' ').map(str::to_owned);
        Self { method: words.next().unwrap(), path: words.next().unwrap_or_default(), what: words.next().unwrap_or_default() }
    }

    /// The route of the table that answers.
    pub fn route(&self) -> String {
        let path = self.path.split('?').next().unwrap();
        let answers = |pattern: &str| {
            let (mut p, mut s) = (pattern.split('/'), path.split('/'));
            pattern.matches('/').count() == path.matches('/').count() && p.all(|p| s.next().is_some_and(|s| p == s || p.starts_with('{')))
        };
        // An address of its own goes before one with a placeholder, as in the program.
        let fitting: Vec<_> = table::lines().iter().filter(|r| r.method == self.method && answers(r.path)).collect();
        let found = fitting.iter().find(|r| r.path == path).or(fitting.first());
        found.map(|r| format!("{} {}", r.method, r.path)).unwrap_or_default()
    }
}

/// The outlets of readers, in the order in which they are asked: an answer comes last, for it moves an advisory in the lists.
const READERS: [&str; 47] = [
    "MAIL waiting",
    "GET /party/activity",
    "GET /advisories",
    "GET /advisories?sort=date",
    "GET /advisories?sort=severity",
    "GET /advisories?state=to-read",
    "GET /advisories?severity=high",
    "GET /advisories?severity=critical",
    "GET /advisories?tlp=AMBER",
    "GET /advisories?tlp=RED",
    "GET /advisories?tlp=CLEAR&sort=date",
    "GET /",
    "GET /search?q={a}",
    "GET /search?q={b}",
    "GET /search?q={c}",
    "GET /search?q={d}",
    "GET /search?q={f}",
    "GET /search?q={ref}",
    "GET /advisories?q={a}&sort=severity",
    "GET /advisories/{ref}",
    "GET /advisories/{ref}?language=en",
    "GET /advisories/{ref}/versions/1",
    "GET /advisories/{ref}/versions/2",
    "GET /advisories/{ref}/versions/3",
    "GET /advisories/{ref}/changes/1",
    "GET /advisories/{ref}/indicators.csv",
    "GET /advisories/{ref}/advisory.txt",
    "GET /advisories/{ref}/signature.p7s",
    "GET /advisories/{ref}/annex.txt",
    "GET /advisories/{ref}/annex.p7s",
    "GET /advisories/{ref}/attachments/{name}",
    "GET /advisories/{ref}/attachments/rapport.pdf",
    "GET /verify",
    "POST /verify text",
    "POST /verify first",
    "POST /verify annex",
    "POST /verify file",
    "POST /verify pdf",
    "POST /verify copy",
    "POST /verify/file text",
    "POST /verify/file annex",
    "POST /verify/file file",
    "POST /verify/file copy",
    "POST /advisories/{ref}/acknowledgement",
    "GET /advisories?state=confirmed",
    "GET /desk",
    "GET /desk/treatment",
];

/// Whether a route is one by which something of an advisory can leave.
fn is_outlet(path: &str) -> bool {
    let under = |root: &str| path == root || path.starts_with(&format!("{root}/"));
    ["/advisories", "/search", "/verify", "/desk/advisories"].iter().any(|root| under(root))
        || ["/", "/party/activity", "/desk", "/desk/treatment"].contains(&path)
}

/// Every row: those of readers, and every route of the desk.
pub fn rows() -> Vec<Row> {
    let desk = table::lines().iter().filter(|r| r.path.starts_with("/desk/advisories")).map(|r| format!("{} {}", r.method, r.path));
    READERS.iter().map(|r| (*r).to_owned()).chain(desk).map(|text| Row::new(&text)).collect()
}

/// The committed table.
pub fn read() -> Table {
    let (mut out, mut state, text) = (Table::new(), String::new(), std::fs::read_to_string(FILE).unwrap());
    for line in text.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        if let Some(name) = line.strip_prefix("== ") {
            name.split(':').next().unwrap().clone_into(&mut state);
            continue;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        let (row, cells) = words.split_at(words.len() - ASKERS.len());
        for ((column, ..), cell) in ASKERS.iter().zip(cells) {
            out.insert((state.clone(), row.join(" "), (*column).to_owned()), (*cell).to_owned());
        }
    }
    out
}

/// Writes the table, for whoever changes it knowingly.
pub fn write(rows: &[Row], cells: &Table) {
    let mut out = String::from("# Who gets what of an advisory, by which outlet, in which state: read and held by matrix.rs. The columns are:\n");
    for (word, about, _) in ASKERS {
        let _ = writeln!(out, "#   {word:4}  {about}");
    }
    out += LEGEND;
    for (name, about) in OBJECTS {
        let _ = write!(out, "\n== {name}: {about}\n{:60}", "#");
        out += &ASKERS.map(|(word, ..)| format!(" {word:>7}")).concat();
        for row in rows {
            let cell = |word: &str| cells.get(&(name.to_owned(), row.to_string(), word.to_owned())).cloned().unwrap_or_default();
            let _ = write!(out, "\n{:60}{}", row.to_string(), ASKERS.map(|(word, ..)| format!(" {:>7}", cell(word))).concat());
        }
        out += "\n";
    }
    std::fs::write(FILE, out).unwrap();
}

#[test]
fn every_outlet_has_its_line_in_every_state() {
    let cells = read();
    let lines: Vec<String> = cells.keys().filter(|(state, ..)| state == OBJECTS[0].0).map(|(_, row, _)| row.clone()).collect();
    let answering: Vec<String> = lines.iter().map(|row| Row::new(row).route()).collect();
    for route in table::lines().iter().filter(|r| is_outlet(r.path)) {
        let route = format!("{} {}", route.method, route.path);
        assert!(answering.contains(&route), "{route} is not in matrix.txt");
    }
    for (state, _) in OBJECTS {
        let here = cells.keys().filter(|(s, ..)| s == state).count();
        assert_eq!(here, rows().len() * ASKERS.len(), "{state}");
    }
}
