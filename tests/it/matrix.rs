//! Every outlet by which something of an advisory can leave, for everybody, in every state (CASES A36). What must come out stands in
//! `matrix.txt`; `WRITE_MATRIX=1` writes it anew, for whoever then reads it cell by cell: the table is the rule, not the program.
use crate::{
    client::{Answer, Client},
    matrix_objects::{ASKERS, OBJECTS, Object, Scene, has_mail, scene},
    matrix_table::{self as table, Row, Table},
    policy,
    support::{Portal, on_both, variable},
    world::SLUGS,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Mutex,
};
use vigie::clock::MINUTE;

on_both! {
    every_outlet_says_to_everybody_what_the_matrix_says
}

/// Several at once: the portal writes the records of reads in groups.
const AT_ONCE: usize = 4;

/// An answer as it can be compared with the one about what never existed: nothing of the moment, and the thing asked for by its kind.
type Plain = (u16, Vec<(String, String)>, String);

fn plain(answer: &Answer, asked: &[String]) -> Plain {
    let blank = |text: String| asked.iter().fold(text, |text, word| if text.contains(word.as_str()) { text.replace(word.as_str(), "ASKED") } else { text });
    // Whether the connection is kept depends on how much of a form had arrived when it was refused.
    let headers = answer.headers.iter().filter(|(n, _)| !["date", "content-length", "connection"].contains(&n.as_str()));
    let mut headers: Vec<_> = headers.map(|(n, v)| (n.clone(), if n == "location" { blank(v.clone()) } else { v.clone() })).collect();
    headers.sort();
    (answer.status, headers, blank(without_token(&answer.text())))
}

fn without_token(body: &str) -> String {
    let mut parts = body.split("name=\"csrf\" value=\"");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|p| p.split_once('"').map_or("", |(_, rest)| rest)).collect::<String>()
}

/// Somebody who goes through the rows.
struct Asker<'a> {
    word: &'static str,
    key: &'static str,
    client: Client,
    scene: &'a Scene,
    /// What is answered about what never existed.
    never: BTreeMap<Row, Plain>,
    /// Pages that ask for no single advisory, each read once, from its first page to its last.
    once: BTreeMap<Row, (u16, String)>,
    /// What they do on the desk; other tests are about that.
    acts: Vec<Row>,
    /// What differs from an answer about what never existed, and should not.
    told: Vec<String>,
}

/// What a cell holds, and the marks of all advisories that stood in the answer.
struct Found {
    cell: String,
    marks: BTreeSet<String>,
}

impl Asker<'_> {
    /// Sends what a row says about an object.
    fn ask(&self, row: &Row, o: &Object) -> Answer {
        let path = row.path.replace("{ref}", &o.reference).replace("{slug}", SLUGS[0]).replace("{name}", &format!("{}.csv", o.word('f')));
        let path = "abcdf".chars().fold(path, |path, c| path.replace(&format!("{{{c}}}"), &o.word(c)));
        match (row.method.as_str(), row.path.as_str()) {
            ("GET", _) => self.client.get(&path),
            (_, "/verify") => self.client.post(&path, &[("sha256", &o.hash(&row.what)), ("code", "")]),
            (_, "/verify/file") => self.client.send_file(&path, &[("csrf".into(), self.client.token())], "x", o.bytes(&row.what)),
            (_, "/advisories/{ref}/acknowledgement") => self.client.post(&path, &[("state", "read")]),
            _ => self.client.post(&path, &[]),
        }
    }

    /// All pages of a list, one after another.
    fn whole(&mut self, row: &Row) -> (u16, String) {
        if !self.once.contains_key(row) {
            let first = self.client.get(&row.path);
            let (status, mut text, mut next) = (first.status, first.text(), first.page().attr(".pages a[rel=next]", "href"));
            while status == 200 && !next.is_empty() {
                let answer = self.client.get(&next).is(200);
                text += &answer.text();
                next = answer.page().attr(".pages a[rel=next]", "href");
            }
            self.once.insert(row.clone(), (status, text));
        }
        self.once[row].clone()
    }

    fn find(&mut self, row: &Row, o: &Object) -> Found {
        if row.method == "MAIL" {
            return Found { cell: if has_mail(self.scene, self.key, o) { "mail" } else { "-" }.into(), marks: BTreeSet::new() };
        }
        if self.acts.contains(row) {
            return Found { cell: "acts".into(), marks: BTreeSet::new() };
        }
        if !row.path.contains('{') && row.method == "GET" && !moves(row) {
            let (status, text) = self.whole(row);
            let there = if text.contains(&o.reference) { "in" } else { "-" };
            return Found { cell: if status == 200 { there.into() } else { status.to_string() }, marks: self.marks(&text, &[]) };
        }
        let answer = self.ask(row, o);
        let mut asked = vec![o.reference.clone(), o.hash(if row.what.is_empty() { "text" } else { &row.what })];
        asked.extend("abcdf".chars().map(|c| o.word(c)));
        let cell = cell(row, o, &answer, self.scene);
        if matches!(cell.as_str(), "404" | "403" | "303" | "-" | "unknown") {
            let never = Object::never();
            if !self.never.contains_key(row) {
                let mut asked = vec![never.reference.clone(), never.hash(if row.what.is_empty() { "text" } else { &row.what })];
                asked.extend("abcdf".chars().map(|c| never.word(c)));
                let got = plain(&self.ask(row, &never), &asked);
                self.never.insert(row.clone(), got);
            }
            // Where a page holds other things as well, those are compared mark by mark: see `may_know`.
            let (there, never) = (plain(&answer, &asked), &self.never[row]);
            if !moves(row) && there != *never {
                self.told.push(format!("{} {row} of {} tells that it is there: {}", self.word, o.name, difference(&there, never)));
            }
        }
        let typed: Vec<String> = if row.path.contains("?q=") { asked } else { Vec::new() };
        // What is refused is compared whole.
        let marks = if answer.status == 200 { self.marks(&answer.text(), &typed) } else { BTreeSet::new() };
        Found { cell, marks }
    }

    /// The marks of every advisory in a text, but for what was typed into the field of a search.
    fn marks(&self, text: &str, typed: &[String]) -> BTreeSet<String> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| w.starts_with('q'));
        let references = text.match_indices("2026-").filter_map(|(at, _)| text.get(at..at + 9));
        words.chain(references).filter(|m| self.scene.marks.contains_key(*m) && !typed.iter().any(|t| t == m)).map(str::to_owned).collect()
    }
}

/// Whether a row is something that an author or approver may do.
fn acts(key: &str, row: &Row) -> bool {
    let desk = row.method == "POST" && row.path.starts_with("/desk") && ["author", "approver"].contains(&key);
    desk && policy::policy()[&row.route()][policy::VISITORS.iter().position(|v| *v == key).unwrap()] != 403
}

/// Whether a page without an object of its own changes with every answer that is given.
fn moves(row: &Row) -> bool {
    ["/", "/advisories?state=confirmed"].contains(&row.path.as_str())
}

/// Where two answers part.
fn difference(one: &Plain, other: &Plain) -> String {
    let at = one.2.chars().zip(other.2.chars()).position(|(a, b)| a != b).unwrap_or_default();
    let from = |body: &str| body.chars().skip(at.saturating_sub(60)).take(160).collect::<String>();
    let headers: Vec<_> = one.1.iter().filter(|h| !other.1.contains(h)).chain(other.1.iter().filter(|h| !one.1.contains(h))).collect();
    format!("{} and {}, headers {headers:?}\n  {}\n  {}", one.0, other.0, from(&one.2), from(&other.2))
}

/// What an answer comes to, in one word.
fn cell(row: &Row, o: &Object, answer: &Answer, scene: &Scene) -> String {
    let text = answer.text();
    if answer.status != 200 {
        return match answer.location() {
            to if to == format!("/advisories/{}#confirm", o.reference) => "done".into(),
            to if to == format!("/desk/advisories/{}", o.reference) => "away".into(),
            _ => answer.status.to_string(),
        };
    }
    let (has, is) = (|m: &str| text.contains(m), |path: &str| row.path.starts_with(path));
    if is("/verify") {
        return if answer.page().text("#answer").contains(&o.reference) { "ours" } else { "unknown" }.into();
    }
    if row.path == "/" || is("/search") || is("/advisories?") {
        return if has(&format!("href=\"/advisories/{}\"", o.reference)) { "in" } else { "-" }.into();
    }
    let is_page = is("/advisories/{ref}") && answer.header("content-type").starts_with("text/html");
    if !is_page {
        return "sees".into();
    }
    let mut cell = if "bde".chars().any(|c| has(&o.word(c))) { "sees" } else { "gone" }.to_owned();
    // What else stands on the page: the party's own section, and another advisory it leads to.
    if has(&o.word('c')) {
        cell += "+a";
    }
    if scene.objects.iter().any(|other| other.name != o.name && has(&other.reference)) {
        cell += "+n";
    }
    cell
}

fn every_outlet_says_to_everybody_what_the_matrix_says(p: &Portal) {
    let scene = scene(p);
    let (rows, mut askers) = (table::rows(), Vec::<Asker<'_>>::new());
    for ((word, _, key), client) in ASKERS.into_iter().zip(&scene.browsers) {
        // A stranger has a cookie from the first page on.
        client.get("/help/tlp");
        let acts = rows.iter().filter(|r| acts(key, r)).cloned().collect();
        askers.push(Asker { word, key, client: client.clone(), scene: &scene, never: BTreeMap::new(), once: BTreeMap::new(), acts, told: Vec::new() });
    }
    let found = Mutex::new(BTreeMap::new());
    // The newest first, so that each stands among the five of the first page once the later ones are answered.
    for n in (0..OBJECTS.len()).rev() {
        walk(&mut askers, &rows, |asker, row| {
            let got = asker.find(row, &scene.objects[n]);
            found.lock().unwrap().insert((n, row.clone(), asker.word), got);
        });
        // Questions to /verify have a pace.
        p.clock.advance(10 * MINUTE + 1_000);
    }
    let found = found.into_inner().unwrap();
    let cells: Table = found.iter().map(|((n, row, word), f)| ((OBJECTS[*n].0.to_owned(), row.to_string(), (*word).to_owned()), f.cell.clone())).collect();
    if variable("WRITE_MATRIX").is_some() {
        table::write(&rows, &cells);
    }
    let told: Vec<String> = askers.iter().flat_map(|a| a.told.clone()).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
    let wanted = table::read();
    let different: Vec<String> = cells
        .iter()
        .filter(|(at, cell)| wanted.get(*at) != Some(cell))
        .map(|(at, cell)| format!("{} by {} in '{}': {cell}, not {}", at.1, at.2, at.0, wanted.get(at).map_or("there", String::as_str)))
        .collect();
    assert!(different.is_empty(), "{} cells differ:\n{}", different.len(), different.join("\n"));
    assert_eq!(wanted.len(), cells.len(), "the table has lines of routes or states that are gone");
    let mut told = Vec::new();
    for ((n, row, word), f) in &found {
        let marks = f.marks.iter().filter(|m| !may_know(&wanted, &scene, word, m));
        told.extend(marks.map(|m| format!("{row} of {} tells {word} of {}, by '{m}'", OBJECTS[*n].0, OBJECTS[scene.marks[m]].0)));
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

/// Each asker goes through the rows in order; several askers at once.
fn walk(askers: &mut [Asker<'_>], rows: &[Row], work: impl Fn(&mut Asker<'_>, &Row) + Sync) {
    let waiting = Mutex::new(askers.iter_mut().collect::<Vec<_>>());
    std::thread::scope(|s| {
        for _ in 0..AT_ONCE {
            s.spawn(|| {
                loop {
                    let next = waiting.lock().unwrap().pop();
                    let Some(asker) = next else { return };
                    rows.iter().for_each(|row| work(asker, row));
                }
            });
        }
    });
}

/// Whether a mark may stand in anything that somebody is shown, as the table has it.
fn may_know(table: &Table, scene: &Scene, word: &str, mark: &str) -> bool {
    let o = &scene.objects[scene.marks[mark]];
    let cell = |row: &str| table.get(&(o.name.to_owned(), row.to_owned(), word.to_owned())).map_or("", String::as_str);
    let (page, on_the_desk) = (cell("GET /advisories/{ref}"), cell("GET /desk/advisories/{ref}") == "sees");
    if on_the_desk || (mark == o.reference && ["auth", "appr", "audt"].contains(&word)) {
        // The auditor's report on equal treatment holds references and no words.
        return true;
    }
    match mark.chars().nth(1) {
        _ if mark == o.reference => page.starts_with("sees") || page.starts_with("gone"),
        Some('a' | 'f') => page.starts_with("sees") || page.starts_with("gone"),
        Some('b') => cell("GET /advisories/{ref}/versions/1").starts_with("sees"),
        Some('c') => ["GET /advisories/{ref}", "GET /advisories/{ref}/versions/1"].iter().any(|r| cell(r).contains("+a")),
        Some('e') => page.starts_with("sees") && ["corrected", "annexed"].contains(&o.name),
        _ => page.starts_with("sees"),
    }
}
