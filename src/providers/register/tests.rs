//! Every fault of a register, and the real list.

use std::path::PathBuf;

use super::*;
use crate::text::{fold, slug};

/// A good row, by column.
const GOOD: [&str; 22] = [
    "Balise Sécurité",
    "000123456",
    "FR",
    "Bretagne|Normandie",
    "fr|en",
    "https://balise.example",
    "01 99 00 12 34",
    "contact@balise.example",
    "24/7",
    "PRIS",
    "3.1",
    "Réponse à incident",
    "pilotage technique| investigation numérique |",
    "élevé",
    "yes",
    "PRIS-2026-014",
    "2026-01-10",
    "2026-01-15",
    "2028-01-14",
    "qualified",
    "",
    "démonstration",
];

fn row_with(changes: &[(&str, &str)]) -> String {
    let cells = COLUMNS.iter().zip(GOOD).map(|(column, good)| {
        let value = changes.iter().find(|(name, _)| name == column).map_or(good, |(_, value)| value);
        format!("\"{}\"", value.replace('"', "\"\""))
    });
    cells.collect::<Vec<_>>().join(",")
}

fn file(rows: &[String]) -> String {
    format!("{}\n{}\n", COLUMNS.join(","), rows.join("\n"))
}

/// Faults as the command line says them.
fn said(faults: &[Says]) -> String {
    let texts = crate::web::i18n::Texts::load().unwrap();
    let say = |s: &Says| {
        let french = texts.says(crate::web::i18n::Lang::Fr, s.key, &s.args);
        assert!(!french.is_empty() && !french.contains("{$"), "{french}");
        texts.says(crate::web::i18n::Lang::En, s.key, &s.args)
    };
    faults.iter().map(say).collect::<Vec<_>>().join("; also ")
}

fn one(changes: &[(&str, &str)]) -> Report {
    parse(file(&[row_with(changes)]).as_bytes()).unwrap()
}

fn reason(column: &str, value: &str) -> String {
    let report = one(&[(column, value)]);
    assert!(report.rows.is_empty(), "{column}={value:?} was taken");
    assert_eq!(report.refused[0].line, 2);
    said(&report.refused[0].reasons)
}

fn fault(bytes: &[u8]) -> String {
    said(&parse(bytes).unwrap_err())
}

#[test]
fn the_real_list_is_taken_whole() {
    let shared = std::env::var_os("VIGIE_SHARED_DATA").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"), PathBuf::from);
    let Ok(bytes) = std::fs::read(shared.join("providers/secnumcloud-2026-09.csv")) else {
        eprintln!("real data not at hand: skipped");
        return;
    };
    let report = parse(&bytes).unwrap();
    assert_eq!((report.rows.len(), report.refused, report.repeated), (15, vec![], vec![]));
    assert_eq!(report.rows.iter().filter(|row| row.status == Status::InEvaluation).count(), 2);
}

#[test]
fn a_good_row_is_read() {
    let report = one(&[]);
    assert_eq!(report.refused, []);
    let row = &report.rows[0];
    assert_eq!((row.line, row.provider.as_str(), row.siren.as_str()), (2, "Balise Sécurité", "000123456"));
    assert_eq!(row.regions, ["Bretagne", "Normandie"]);
    assert_eq!(row.scopes, ["pilotage technique", "investigation numérique"]);
    assert_eq!((row.on_call, row.national_security), (OnCall::AroundTheClock, Some(true)));
    assert_eq!(row.valid_to, Some(jiff::civil::date(2028, 1, 14)));
    assert_eq!(row.status, Status::Qualified);
}

#[test]
fn a_byte_order_mark_crlf_and_any_order_of_columns_are_accepted() {
    let text = format!("\u{feff}{}", file(&[row_with(&[])])).replace('\n', "\r\n");
    assert_eq!(parse(text.as_bytes()).unwrap(), one(&[]));
    let mut names = COLUMNS;
    names.reverse();
    let mut cells = GOOD.map(|cell| format!("\"{cell}\""));
    cells.reverse();
    let text = format!("{}\n{}", names.join(","), cells.join(","));
    assert_eq!(parse(text.as_bytes()).unwrap(), one(&[]));
}

#[test]
fn lines_are_counted_over_blank_lines_and_crlf() {
    for end in ["\n", "\r\n"] {
        let text = format!("{}\n\n{}\n\n\n{}\n", COLUMNS.join(","), row_with(&[]), row_with(&[("status", "?")]));
        let report = parse(text.replace('\n', end).as_bytes()).unwrap();
        assert_eq!((report.rows[0].line, report.refused[0].line), (3, 6), "{end:?}");
    }
    let two = file(&[row_with(&[("provider", "A\nB")]), row_with(&[("status", "?")]), ",".repeat(21)]);
    let lines: Vec<u64> = parse(two.as_bytes()).unwrap().refused.iter().map(|refused| refused.line).collect();
    assert_eq!(lines, [2, 4]);
}

#[test]
fn formulas_and_quotes_are_text() {
    for text in ["=1+1", "'Kermor", "@SUM(A1)", "+33", "-x", "a, \"b\""] {
        assert_eq!(one(&[("provider", text)]).rows[0].provider, text);
    }
}

#[test]
fn whole_file_faults() {
    assert!(fault(b"").contains("empty"));
    assert!(fault("\u{feff} \r\n".as_bytes()).contains("empty"));
    let latin = fault(b"provider,\xe9");
    assert!(latin.contains("byte 9;") && latin.contains("save as UTF-8"), "{latin}");
    assert!(fault(COLUMNS.join(";").as_bytes()).contains("semicolons"));
    assert!(fault(COLUMNS.join("\t").as_bytes()).contains("tabs"));
    assert!(fault(&vec![b'a'; MAX_BYTES + 1]).contains("20 MiB"));
    let header = fault(b"provider,siren,colour,colour,scheme,scheme\n");
    for name in COLUMNS.iter().filter(|name| !["provider", "siren", "scheme"].contains(name)) {
        assert!(header.contains(name), "{name}: {header}");
    }
    assert!(header.contains("unknown columns colour, colour") && header.contains("columns scheme more than once"));
    assert!(fault(format!("{},\n", COLUMNS.join(",")).as_bytes()).contains("(#23)"));
    let prose = fault(b"Bonjour, ceci n'est pas un registre");
    assert!(prose.contains("lacks the columns provider"), "{prose}");
}

#[test]
fn too_many_rows() {
    let row = format!("A{}S{}qualified,,\n", ",".repeat(9), ",".repeat(10));
    let most = format!("{}\n{}", COLUMNS.join(","), row.repeat(MAX_ROWS));
    let report = parse(most.as_bytes()).unwrap();
    assert_eq!((report.rows.len(), report.repeated.len(), report.refused), (1, MAX_ROWS - 1, vec![]));
    assert!(fault(format!("{most}{row}").as_bytes()).contains("more than 100000 rows"));
}

#[test]
fn missing_cells() {
    for column in ["provider", "scheme", "status"] {
        assert!(reason(column, " ").starts_with(&format!("{column} is missing; write")));
    }
    assert_eq!(one(&[("siren", ""), ("website", ""), ("email", ""), ("on_call", ""), ("valid_to", "")]).refused, []);
}

#[test]
fn dates() {
    assert_eq!(reason("valid_to", "2026-13-40"), "2026-13-40 in valid_to is not a date; write YYYY-MM-DD");
    for bad in ["2026-02-29", "20260101", "01/02/2026", "2026-1-1", "2026-01-01T00:00", "-026-01-01", "２026-01"] {
        for column in ["decision_date", "valid_from", "valid_to"] {
            assert!(reason(column, bad).contains("write YYYY-MM-DD"), "{bad}");
        }
    }
    let order = reason("valid_from", "2028-01-15");
    assert!(order.starts_with("2028-01-15 in valid_from is after 2028-01-14 in valid_to"), "{order}");
    assert_eq!(one(&[("valid_from", "2028-01-14")]).refused, []);
}

#[test]
fn statuses() {
    let known = [
        ("Qualified", Status::Qualified),
        ("in_evaluation", Status::InEvaluation),
        ("in-evaluation", Status::InEvaluation),
        ("suspended", Status::Suspended),
        ("withdrawn", Status::Withdrawn),
        ("expired", Status::Expired),
    ];
    for (word, status) in known {
        assert_eq!(one(&[("status", word)]).rows[0].status, status);
    }
    assert!(reason("status", "qualifié").starts_with("qualifié in status is not known; write qualified"));
}

#[test]
fn addresses() {
    for bad in [
        "balise.example",
        "ftp://a.example",
        "javascript:alert(1)",
        "https://",
        "https:///x",
        "https://a b.example",
        "https://u@a.example",
        "https://a.example/\"x",
    ] {
        assert!(reason("website", bad).contains("in website is not a web address"), "{bad}");
    }
    for good in ["http://a.example", "HTTPS://a.example/x?y#z", "https://é.example"] {
        assert_eq!(one(&[("website", good)]).refused, [], "{good}");
    }
    for bad in ["contact", "a@", "@a.example", "a@b", "a b@c.example", "a@c..example", "a@b@c.example", "<a@c.example>", "a@-c.example"] {
        assert!(reason("email", bad).contains("in email is not an e-mail address"), "{bad}");
    }
}

#[test]
fn other_cells() {
    for bad in ["12345678", "1234567890", "12345678a", "١٢٣٤٥٦٧٨٩"] {
        assert!(reason("siren", bad).contains("write its 9 digits"), "{bad}");
    }
    assert_eq!(one(&[("siren", "000 123 456")]).rows[0].siren, "000123456");
    assert!(reason("on_call", "always").contains("write 24/7 or business-hours"));
    assert!(reason("national_security", "perhaps").contains("write yes or no"));
    for bad in ["a\u{0}b", "a\nb", "a\tb", "a\u{85}b", "a\u{202e}b"] {
        let why = reason("conditions", bad);
        assert!(why.contains("in conditions contains the control character \\u{"), "{why}");
        assert!(!why.contains(bad));
    }
    assert_eq!(one(&[("conditions", &"é".repeat(2_000))]).refused, []);
    let long = reason("conditions", &"é".repeat(2_001));
    assert!(long.contains("in conditions has 2001 characters; shorten it to 2000") && long.len() < 400, "{long}");
}

#[test]
fn all_faults_of_a_row_are_told_at_once() {
    let report = one(&[("provider", ""), ("status", "?"), ("valid_to", "soon")]);
    let why = said(&report.refused[0].reasons);
    assert!(why.contains("provider is missing") && why.contains("? in status") && why.contains("soon in valid_to"));
}

#[test]
fn wrong_number_of_cells() {
    let report = parse(file(&["A,B".to_owned(), format!("{},x", row_with(&[]))]).as_bytes()).unwrap();
    assert!(said(&report.refused[0].reasons).contains("the row has 2 cells where the header has 22"));
    assert!(said(&report.refused[1].reasons).contains("the row has 23 cells"));
}

#[test]
fn repeated_and_contradicting_rows() {
    let rows = [
        row_with(&[]),
        row_with(&[]),
        row_with(&[("status", "suspended")]),
        row_with(&[("valid_to", "2029-01-01")]),
        row_with(&[("status", "withdrawn"), ("valid_to", "")]),
        row_with(&[("offer", "Autre")]),
        row_with(&[("phone", "")]),
    ];
    let report = parse(file(&rows).as_bytes()).unwrap();
    assert_eq!(report.repeated, [3]);
    assert_eq!(report.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 7, 8]);
    let why: Vec<String> = report.refused.iter().map(|refused| said(&refused.reasons)).collect();
    assert!(why.iter().all(|why| why.starts_with("the row contradicts line 2:")));
    assert!(why[0].contains("another status;") && why[1].contains("another valid_to;"));
    assert!(why[2].contains("another valid_to, status;"));
}

#[test]
fn folding() {
    assert_eq!(fold("  Œuvre & Straße — L’Été, ça n'a PAS… "), "oeuvre strasse l ete ca n a pas");
    assert_eq!(fold("Łódź Đặng İstanbul Þór ﬁn e\u{301}té"), "lodz dang istanbul thor fin ete");
    assert_eq!(fold("СВІТ 24/7"), "світ 24 7");
    assert_eq!(fold("—"), "");
    assert_eq!(slug("Atelier Kermor & Cie (Sécurité)"), "atelier-kermor-cie-securite");
    assert_eq!(slug("СВІТ"), "");
    assert_eq!(fold(&fold("Œ—É")), fold("Œ—É"));
}
