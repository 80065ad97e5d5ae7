//! Keeping the register of providers true: one officer proposes, another decides; and what was true on any day.
use crate::{
    binary::done,
    client::{Answer, Client},
    support::{Portal, on_both, wait},
    world::PROVIDERS,
};
use vigie::providers::follow;

on_both! {
    a_list_is_compared_with_the_register_and_a_second_officer_takes_it
    a_list_with_a_fault_is_not_kept_and_each_row_is_named
    what_the_list_leaves_out_is_withdrawn_from_a_day_when_the_officer_says_so
    a_suspension_counts_from_its_day_and_the_past_is_told_as_it_was_known
    everything_that_a_second_officer_takes_stands_on_their_page
    a_correction_is_of_the_decision_that_was_opened
    a_day_that_was_wrong_is_put_right_and_a_list_does_not_paint_over_a_suspension
    rows_that_contradict_each_other_are_refused_and_the_same_scheme_is_one
    a_decision_on_a_register_that_has_changed_is_looked_at_again
    of_two_decisions_at_once_one_counts
    one_of_two_qualifications_that_ends_is_told_and_a_renewal_is_not
    a_qualification_that_ends_is_told_to_those_who_follow_and_nobody_sees_who
}

/// Sends a list as an officer does.
pub fn send(officer: &Client, csv: &str, fields: &[(&str, &str)]) -> Answer {
    let action = "/desk/providers/imports";
    let mut all = officer.get("/desk/providers/imports/new").is(200).page().hidden(action);
    let given = [("reason", "liste officielle"), ("gone", "keep")].into_iter().filter(|(name, _)| fields.iter().all(|(n, _)| n != name));
    all.extend(given.chain(fields.iter().copied()).map(|(n, v)| (n.to_owned(), v.to_owned())));
    officer.send_file(action, &all, "liste.csv", csv.as_bytes())
}

/// A list that waits for a second officer: the address of its page.
pub fn proposed(p: &Portal, csv: &str, fields: &[(&str, &str)]) -> String {
    let answer = send(&p.by("vetting2"), csv, fields).is(303);
    answer.header("location").to_owned()
}

/// What an officer decides on a proposal.
pub fn decide(officer: &Client, page: &str, what: &str) -> Answer {
    officer.submit(page, &format!("{page}/decision"), &[("decision", what)])
}

/// Who is found.
pub fn names(p: &Portal, query: &str) -> Vec<String> {
    let mut names = p.contact(0).get(&format!("/providers{query}")).is(200).page().texts("section.prov h3");
    names.sort();
    names
}

/// The register with one row changed.
pub fn with(from: &str, to: &str) -> String {
    assert!(PROVIDERS.contains(from), "{from}");
    PROVIDERS.replace(from, to)
}

fn a_list_is_compared_with_the_register_and_a_second_officer_takes_it(p: &Portal) {
    let more = "Nouveau Venu,,FR,,fr,,+33 1 99 00 00 09,,,PDIS,2.0,Veille,detection,,,D-9,2026-01-10,2026-01-10,2031-01-09,qualified,,\n";
    let list = format!("{}{more}", with("+33 2 99 00 00 01", "+33 2 99 00 00 77"));
    let page = proposed(p, &list, &[]);
    let shown = p.by("vetting2").get(&page).is(200).page();
    assert!(!shown.has("#decision"), "who proposed it does not decide: {}", shown.text("main"));
    let hidden = p.vetting().get(&page).is(200).page().hidden(&format!("{page}/decision"));
    p.by("vetting2").send_form(&format!("{page}/decision"), &hidden, &[("decision", "approve")]).is(403);
    assert!(p.vetting().get("/desk").page().has(&format!("a[href='{page}']")) && !p.by("vetting2").get("/desk").page().has(&format!("a[href='{page}']")));
    let shown = p.vetting().get(&page).is(200).page();
    assert_eq!(shown.texts("dl.pairs dd").into_iter().take(4).collect::<Vec<_>>(), ["1", "1", "3", "0"], "{}", shown.text("main"));
    assert!(shown.text("del").contains("00 00 01") && shown.text("ins").contains("00 00 77"));
    assert!(shown.texts(".tag.warn").iter().any(|t| t.contains("trois ans")), "five years are named: {:?}", shown.texts(".tag.warn"));
    decide(&p.vetting(), &page, "perhaps").is(422);
    let records = p.records_of(|| {
        decide(&p.vetting(), &page, "approve").leads_to(&page);
    });
    let kinds: Vec<&str> = records.iter().map(|r| r.split(' ').next().unwrap()).collect();
    assert_eq!(kinds, ["providers.imported", "register.change-decided"], "{records:?}");
    assert_eq!(names(p, "?need=detection"), ["Nouveau Venu"]);
    assert_eq!(p.contact(0).get("/providers/vigilance-ouest").page().text("a.call"), "+33 2 99 00 00 77");
    assert!(p.vetting().get(&page).page().has(".ok-box"));
    // The same file again changes nothing; deciding again does nothing.
    let again = proposed(p, &list, &[]);
    assert_eq!(p.vetting().get(&again).page().texts("dl.pairs dd").into_iter().take(3).collect::<Vec<_>>(), ["0", "0", "5"]);
    let before = (p.count("FROM decision"), p.count("FROM provider_facts"));
    decide(&p.vetting(), &again, "approve").is(303);
    assert_eq!((p.count("FROM decision"), p.count("FROM provider_facts")), before);
    done(&["audit", "verify", "--data-dir", &p.dir.display().to_string()]);
}

fn a_list_with_a_fault_is_not_kept_and_each_row_is_named(p: &Portal) {
    let before = p.count("FROM register_change");
    let bad = format!("{}{}", with("qualified", "wonderful"), "=cmd,1\n");
    let page = send(&p.vetting(), &bad, &[("reason", "la liste du 15")]).is(422).page();
    assert!(page.has("#file-e") && page.attr("#reason", "value") == "la liste du 15", "{}", page.text("main"));
    assert_eq!(page.attrs("#gone-keep", "checked").len(), 1);
    let rows = page.texts("main > ul li");
    assert!(rows.len() == 4 && rows[0].contains('2') && rows[0].contains("wonderful"), "{rows:?}");
    for (csv, field) in [(with(",", ";"), "file"), ("provider\n".to_owned(), "file"), (PROVIDERS.lines().next().unwrap().to_owned(), "file")] {
        assert!(send(&p.vetting(), &csv, &[]).is(422).page().has(&format!("#{field}-e")), "{csv}");
    }
    assert!(
        p.vetting()
            .send_file(
                "/desk/providers/imports",
                &p.vetting().get("/desk/providers/imports/new").page().hidden("/desk/providers/imports"),
                "x.csv",
                b"\xff\xfe"
            )
            .is(422)
            .page()
            .has("#file-e")
    );
    assert!(send(&p.vetting(), PROVIDERS, &[("gone", "")]).is(422).page().has("#gone-e"));
    assert!(send(&p.vetting(), PROVIDERS, &[("gone", "withdraw"), ("gone_from", "hier")]).is(422).page().has("#gone_from-e"));
    assert!(send(&p.vetting(), PROVIDERS, &[("reason", " ")]).is(422).page().has("#reason-e"));
    assert_eq!(p.count("FROM register_change"), before, "nothing of it is kept");
    // One word by hand: each fault at its field, and nothing is lost.
    let form = p.vetting().submit(
        "/desk/providers/words/new",
        "/desk/providers/words",
        &[("provider", "Seul"), ("scheme", "PRIS"), ("siren", "12"), ("valid_to", "hier"), ("status", "")],
    );
    let page = form.is(422).page();
    assert!(["siren", "valid_to", "status", "reason"].iter().all(|f| page.has(&format!("#{f}-e"))), "{}", page.text(".errs"));
    assert!(page.attr("#provider", "value") == "Seul" && page.attr("#siren", "value") == "12");
}

fn what_the_list_leaves_out_is_withdrawn_from_a_day_when_the_officer_says_so(p: &Portal) {
    let own = Portal::new(p.kind);
    let without = PROVIDERS.lines().filter(|l| !l.starts_with("Vigilance")).collect::<Vec<_>>().join("\n") + "\n";
    let other = "Autre Réponse,,FR,,fr,,+33 1 99 00 00 10,,,PRIS,2.0,Réponse,,,,D-10,2026-01-10,2026-01-10,2028-01-09,qualified,,\n";
    let kept = proposed(&own, &format!("{without}{other}"), &[]);
    let shown = own.vetting().get(&kept).page();
    assert!(shown.text("main").contains("Vigilance Ouest"), "{}", shown.text("main"));
    decide(&own.vetting(), &kept, "approve").is(303);
    assert_eq!(names(&own, "?need=response"), ["Autre Réponse", "Vigilance Ouest"]);
    let gone = proposed(&own, &format!("{without}{other}"), &[("gone", "withdraw"), ("gone_from", "2026-02-01")]);
    decide(&own.vetting(), &gone, "approve").is(303);
    assert_eq!(names(&own, "?need=response"), ["Autre Réponse"]);
    assert_eq!(names(&own, "?need=response&on=2026-01-31"), ["Autre Réponse", "Vigilance Ouest"], "it was qualified until then");
}

fn a_suspension_counts_from_its_day_and_the_past_is_told_as_it_was_known(p: &Portal) {
    let own = Portal::new(p.kind);
    let today = jiff::Timestamp::from_millisecond(own.now()).unwrap().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).date();
    let day = |n: i64| today.checked_add(jiff::Span::new().days(n)).unwrap().to_string();
    own.clock.advance(3 * vigie::clock::DAY);
    let since = day(1);
    let answer = own.by("vetting2").submit(
        "/desk/providers/words/new?provider=vigilance-ouest&decision=0",
        "/desk/providers/words",
        &[
            ("provider", "Vigilance Ouest"),
            ("scheme", "PRIS"),
            ("offer", "Réponse à incident"),
            ("decision_no", "D-1"),
            ("valid_from", "2025-01-10"),
            ("valid_to", "2031-01-09"),
            ("counts", "change"),
            ("counts_from", &since),
            ("status", "suspended"),
            ("regions", "Bretagne\nNormandie"),
            ("phone", "+33 2 99 00 00 01"),
            ("reason", "décision de suspension"),
        ],
    );
    let page = answer.is(303).header("location").to_owned();
    decide(&own.vetting(), &page, "approve").is(303);
    let found = |query: &str| names(&own, &format!("?need=response&{query}"));
    assert!(found("").is_empty(), "today it is suspended");
    assert_eq!(found(&format!("on={}", day(0))), ["Vigilance Ouest"], "the day before it was not");
    assert!(found(&format!("on={since}")).is_empty());
    // The agency wrote it down three days later: on the second day it did not know.
    assert_eq!(found(&format!("on={}&known={}", day(2), day(2))), ["Vigilance Ouest"]);
    let card = own.contact(0).get("/providers/vigilance-ouest").page();
    assert!(card.has(".warn-box") && !card.has("a.call") && !card.has("a[href^='tel:']:not(.foot a)"), "{}", card.text("main"));
    assert_eq!(card.texts("details tbody tr").len(), 2, "both words stand");
    // Nothing of it can be changed or taken away.
    for sql in ["UPDATE decision SET status = 'qualified'", "DELETE FROM decision", "UPDATE provider_facts SET phone = ''", "DELETE FROM provider_facts"] {
        assert!(own.try_sql(sql).is_err(), "{sql}");
    }
}

fn a_decision_on_a_register_that_has_changed_is_looked_at_again(p: &Portal) {
    let first = proposed(p, &with("contact@vigilance-ouest.example", "un@vigilance-ouest.example"), &[]);
    let second = proposed(p, &with("contact@vigilance-ouest.example", "deux@vigilance-ouest.example"), &[]);
    let officer = p.vetting();
    let hidden = officer.get(&second).page().hidden(&format!("{second}/decision"));
    decide(&officer, &first, "approve").is(303);
    officer.send_form(&format!("{second}/decision"), &hidden, &[("decision", "approve")]).is(409);
    assert!(officer.get(&second).page().text("del").contains("un@"), "it is compared with the register as it stands");
    decide(&officer, &second, "refuse").is(303);
    officer.send_form(&format!("{second}/decision"), &hidden, &[("decision", "refuse")]).is(409);
    assert!(p.contact(0).get("/providers/vigilance-ouest").page().text("main").contains("un@"));
}

fn of_two_decisions_at_once_one_counts(p: &Portal) {
    for round in 0..10 {
        let page = proposed(p, &with("+33 4 99 00 00 02", &format!("+33 4 99 00 01 {round:02}")), &[]);
        let to = format!("{page}/decision");
        let clients = [p.vetting(), p.by("vetting3")];
        let forms: Vec<_> = clients.iter().map(|c| c.get(&page).page().hidden(&to)).collect();
        let statuses: Vec<u16> = std::thread::scope(|s| {
            let send = |c: &'_ Client, hidden: &'_ [(String, String)]| c.send_form(&to, hidden, &[("decision", "approve")]).status;
            let all: Vec<_> = clients.iter().zip(&forms).map(|(c, hidden)| s.spawn(move || send(c, hidden))).collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(statuses.iter().filter(|s| **s == 303).count(), 1, "round {round}: {statuses:?}");
        let id = page.rsplit('/').next().unwrap();
        assert_eq!(p.records().iter().filter(|r| r.starts_with(&format!("register.change-decided {id}"))).count(), 1);
    }
}

/// The day's look at the register: of how many providers something ended.
pub fn look_of_the_day(p: &Portal) -> usize {
    wait(async {
        let db = p.open().await;
        let act = vigie::audit::Act::portal(p.keys.clone(), p.now());
        let ended = follow::daily(&db, &act, &p.settings().config).await.unwrap();
        db.close().await;
        ended
    })
}

fn a_qualification_that_ends_is_told_to_those_who_follow_and_nobody_sees_who(p: &Portal) {
    let own = Portal::new(p.kind);
    let look = || look_of_the_day(&own);
    assert_eq!(look(), 0, "the first look only takes note");
    let reader = own.contact(0);
    let records = own.records_of(|| {
        reader.submit("/providers/vigilance-ouest", "/providers/vigilance-ouest/follow", &[]).leads_to("/providers/vigilance-ouest");
    });
    assert!(records.is_empty(), "{records:?}");
    assert!(reader.get("/providers/vigilance-ouest").page().has("form[action$='/follow/removal']"), "the whole party sees it");
    assert!(own.lead(0).get("/providers/vigilance-ouest").page().has("form[action$='/follow/removal']"));
    assert!(own.contact(1).get("/providers/vigilance-ouest").page().has("form[action$='/follow']"), "another party does not");
    assert!(!own.directory(0).get("/providers/vigilance-ouest").page().has("form[action$='/follow']"));
    for officer in [own.vetting(), own.auditor(), own.administrator()] {
        for page in ["/providers/vigilance-ouest", "/desk", "/admin"] {
            assert!(!officer.get(page).text().contains("/follow"), "{page}");
        }
    }
    let file = own.lead(0).submit("/party/activity", "/party/export", &[]).is(200).text();
    assert!(file.contains("\"follows\"") && file.contains("\"provider\": \"Vigilance Ouest\""), "{file}");
    assert!(!own.lead(1).submit("/party/activity", "/party/export", &[]).is(200).text().contains("Vigilance Ouest"));
    let page = proposed(&own, &with("2025-01-10,2031-01-09,qualified", "2025-01-10,2031-01-09,suspended"), &[]);
    decide(&own.vetting(), &page, "approve").is(303);
    own.clock.advance(vigie::clock::DAY);
    own.sql("DELETE FROM outbox");
    // Another party follows somebody else: it is written to as well, so that the log of mails does not say who follows whom.
    own.sign_in("contact1").submit("/providers/audit-levant", "/providers/audit-levant/follow", &[]).is(303);
    assert_eq!(look(), 1);
    assert_eq!(look(), 0, "once a day, for all nodes");
    let told = |key: &str| own.count(&format!("FROM outbox WHERE kind = 'provider-ended' AND account_id = '{}'", own.id(key)));
    assert_eq!((told("contact0"), told("lead0"), told("contact1"), told("directory0"), told("vetting")), (1, 1, 1, 0, 1));
    assert!(own.sign_in("contact0").get("/").page().has("a[href='/providers/vigilance-ouest']"));
    assert!(!own.sign_in("contact1").get("/").page().has("a[href^='/providers/']"));
    assert!(own.sign_in("vetting").get("/desk/providers").page().text("main").contains("PRIS Réponse à incident"), "the desk names what ended");
    let reader = own.sign_in("contact0");
    reader.submit("/providers/vigilance-ouest", "/providers/vigilance-ouest/follow/removal", &[]).is(303);
    assert!(!reader.get("/").page().has("a[href='/providers/vigilance-ouest']"));
}

/// The fields of a word on the first provider's decision, some of them others.
fn word<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("scheme", "PRIS"),
        ("offer", "Réponse à incident"),
        ("decision_no", "D-1"),
        ("valid_from", "2025-01-10"),
        ("valid_to", "2031-01-09"),
        ("status", "suspended"),
        ("phone", "+33 2 99 00 00 01"),
        ("regions", "Bretagne\nNormandie"),
        ("reason", "décision"),
        ("provider", "Vigilance Ouest"),
        ("counts", "change"),
    ];
    let kept = usual.into_iter().filter(|(name, _)| changes.iter().all(|(n, _)| n != name));
    kept.chain(changes.iter().copied()).collect()
}

pub fn write_down(p: &Portal, changes: &[(&str, &str)]) -> String {
    let form = "/desk/providers/words/new?provider=vigilance-ouest&decision=0";
    p.by("vetting2").submit(form, "/desk/providers/words", &word(changes)).is(303).header("location").to_owned()
}

fn everything_that_a_second_officer_takes_stands_on_their_page(p: &Portal) {
    let more = "Vigilance Ouest,,FR,,,,+33 6 66 66 66 66,,,PASSI,3.1,Audit,code,élevé,,D-77,2026-01-10,2026-01-10,2028-01-09,qualified,sous réserve,\n";
    let list = format!("{}\n{more}", PROVIDERS.lines().next().unwrap());
    let page = p.vetting().get(&proposed(p, &list, &[])).is(200).page();
    let shown = page.text("section.prov");
    for part in ["+33 2 99 00 00 01", "+33 6 66 66 66 66", "2026-01-10", "2028-01-09", "qualified", "code", "élevé", "sous réserve", "D-77"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    assert!(page.text("section.prov del").contains("00 00 01"), "another number for a known provider is seen: {shown}");
    // Rows beyond one page are on the next.
    let rows: String = (0..101).fold(String::new(), |all, n| format!("{all}Nouveau {n:03},,FR,,,,,,,PASSI,1,Audit,,,,N-{n},,,,in_evaluation,,\n"));
    let page = proposed(p, &format!("{}\n{rows}", PROVIDERS.lines().next().unwrap()), &[]);
    let first = p.vetting().get(&page).page();
    assert_eq!(first.texts("section.prov").len(), 100);
    let rest = p.vetting().get(&first.attr("nav.pages a[rel=next]", "href")).page();
    assert!(rest.texts("section.prov").len() == 1 && rest.text("section.prov").contains("Nouveau 100"));
    // What the log does not say was proposed is not taken.
    p.sql("UPDATE register_change SET csv = REPLACE(csv, 'Nouveau 000', 'Nouveau Autre')");
    p.vetting().get(&page).is(503);
}

fn a_day_that_was_wrong_is_put_right_and_a_list_does_not_paint_over_a_suspension(p: &Portal) {
    let own = Portal::new(p.kind);
    let found = |day: &str| names(&own, &format!("?need=response&on={day}"));
    let held = ["Vigilance Ouest"];
    let page = write_down(&own, &[("counts_from", "2026-03-10")]);
    assert!(own.vetting().get(&page).page().text("section.prov").contains("10 mars 2026"), "from when it counts stands on the page");
    decide(&own.vetting(), &page, "approve").is(303);
    assert!(found("2026-03-09") == held && found("2026-03-10").is_empty());
    // It began earlier.
    decide(&own.vetting(), &write_down(&own, &[("counts", "correction"), ("counts_from", "2026-03-01")]), "approve").is(303);
    assert!(found("2026-02-28") == held && found("2026-03-01").is_empty());
    // The official list still holds the first decision: it counts from today, and does not hide that there was a suspension.
    decide(&own.vetting(), &proposed(&own, PROVIDERS, &[]), "approve").is(303);
    assert!(names(&own, "?need=response") == held && found("2026-03-05").is_empty());
}

fn rows_that_contradict_each_other_are_refused_and_the_same_scheme_is_one(p: &Portal) {
    let first = PROVIDERS.lines().nth(1).unwrap();
    for (from, to, field) in [
        ("forensic|pilotage", "forensic", "scopes"),
        (",élevé,", ",substantiel,", "level"),
        ("Vigilance Ouest", "VIGILANCE OUEST", ""),
        ("+33 2 99 00 00 01", "+33 2 99 00 00 99", "phone"),
    ] {
        let other = first.replace(from, to);
        assert_ne!(first, other);
        let other = if field.is_empty() { other.replace("qualified", "suspended") } else { other };
        let page = send(&p.vetting(), &format!("{PROVIDERS}{other}\n"), &[]).is(422).page();
        assert!(page.text("main > ul").contains("ligne 2") && page.text("main > ul").contains(field), "{field}: {}", page.text("main > ul"));
    }
    let lower = PROVIDERS.replace("SecNumCloud", "SECNUMCLOUD").replace("PRIS", "pris");
    let page = p.vetting().get(&proposed(p, &lower, &[])).page();
    assert_eq!(page.texts("dl.pairs dd").into_iter().take(4).collect::<Vec<_>>(), ["0", "0", "4", "0"], "the same schemes: {}", page.text("main"));
}

fn one_of_two_qualifications_that_ends_is_told_and_a_renewal_is_not(p: &Portal) {
    let own = Portal::new(p.kind);
    let row = |scheme: &str, number: &str, from: &str, to: &str, status: &str| {
        format!("Deux Métiers,,FR,,,,+33 1 99 00 00 20,,,{scheme},1,Offre,,,,{number},,{from},{to},{status},,\n")
    };
    let take = |rows: &str| {
        // Sessions end within the day that passes.
        let answer = send(&own.sign_in("vetting2"), &format!("{}\n{rows}", PROVIDERS.lines().next().unwrap()), &[]);
        decide(&own.sign_in("vetting3"), answer.is(303).location(), "approve").is(303);
    };
    let day = |n: i64| {
        let now = jiff::Timestamp::from_millisecond(own.now()).unwrap().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).date();
        now.checked_add(jiff::Span::new().days(n)).unwrap().to_string()
    };
    let look = || look_of_the_day(&own);
    let (start, last) = (day(-900), day(0));
    take(&(row("PRIS", "A-1", &start, &last, "qualified") + &row("PASSI", "B-1", &start, &day(900), "qualified")));
    look();
    take(&row("PRIS", "A-2", &day(1), &day(900), "qualified"));
    own.clock.advance(vigie::clock::DAY);
    assert_eq!(look(), 0, "the first ended yesterday and was renewed");
    take(&row("PRIS", "A-2", &day(0), &day(899), "suspended"));
    own.clock.advance(vigie::clock::DAY);
    assert_eq!(look(), 1, "though it is qualified for something else still");
    assert_eq!(own.column("SELECT what FROM provider_lost"), ["PRIS Offre"]);
}

fn a_correction_is_of_the_decision_that_was_opened(p: &Portal) {
    let form = p.vetting().get("/desk/providers/words/new?provider=vigilance-ouest&decision=0").is(200).page();
    for name in ["provider", "scheme", "offer", "decision_no", "valid_from"] {
        assert!(!form.has(&format!("#{name}")), "{name} names the decision: it is not typed anew");
    }
    assert!(form.text("main").contains("D-1") && form.attr("#valid_to", "value") == "2031-01-09");
    let before = p.count("FROM decision WHERE provider_id = (SELECT id FROM provider WHERE slug = 'vigilance-ouest')");
    let page = write_down(
        p,
        &[
            ("provider", "Autre"),
            ("offer", "Autre"),
            ("valid_from", "2020-01-01"),
            ("valid_to", "2030-12-31"),
            ("status", "qualified"),
            ("counts", "correction"),
        ],
    );
    let shown = p.vetting().get(&page).page().text("section.prov");
    assert!(shown.contains("Vigilance Ouest") && shown.contains("2030-12-31") && !shown.contains("Autre"), "{shown}");
    decide(&p.vetting(), &page, "refuse").is(303);
    assert_eq!(p.count("FROM decision WHERE provider_id = (SELECT id FROM provider WHERE slug = 'vigilance-ouest')"), before);
    for of in ["vigilance-ouest 9 1", "nobody 0 1", "vigilance-ouest 0", "x"] {
        p.vetting().submit("/desk/providers/words/new", "/desk/providers/words", &[("of", of), ("reason", "essai")]).is(404);
    }
}
