//! The list of every field that is stored, and the page that shows it.
use crate::{
    schema,
    support::{Kind, Portal, has_postgres},
};
use std::collections::BTreeSet;
use vigie::privacy;

#[test]
fn every_stored_field_stands_in_the_list_and_the_list_holds_no_other() {
    let listed: Vec<String> = privacy::LINES.iter().flat_map(|l| l.fields.split(' ').map(|f| format!("{}.{f}", l.table))).collect();
    let once: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(once.len(), listed.len(), "a field stands twice");
    for kind in [Kind::Sqlite, Kind::Postgres] {
        if kind == Kind::Postgres && !has_postgres() {
            continue;
        }
        let stored: BTreeSet<String> = schema::columns(&Portal::new(kind)).into_iter().map(|c| c.trim_end_matches(" null").to_owned()).collect();
        let (missing, gone): (Vec<_>, Vec<_>) = (stored.difference(&once).collect(), once.difference(&stored).collect());
        assert!(missing.is_empty() && gone.is_empty(), "not in src/privacy.rs: {missing:?}; in no table: {gone:?}");
    }
}

#[test]
fn the_page_that_says_what_is_stored_shows_the_whole_list_to_everybody() {
    let p = Portal::new(Kind::Sqlite);
    for (language, title) in [("fr", "Nous ne vous surveillons pas"), ("en", "We do not monitor you")] {
        let page = p.nobody().get_with("/help/privacy", &[("accept-language", language)]).is(200).page();
        assert_eq!(page.text("h1"), title);
        let table = page.text("table.stack");
        for line in privacy::LINES {
            assert!(table.contains(line.table) && table.contains(line.fields), "{}", line.table);
        }
        assert_eq!(page.all("tbody tr").len(), privacy::groups().len());
        assert!(!page.text("table").contains("privacy-"), "a sentence is missing");
    }
    assert!(p.nobody().get("/help/site-map").is(200).page().attrs("main a", "href").contains(&"/help/privacy".into()));
}
