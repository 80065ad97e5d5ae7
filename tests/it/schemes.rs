//! The schemes of qualification, and what an officer does with a proposal of their own.
use crate::{
    register::{decide, names, proposed, with},
    support::{Portal, on_both},
    world::PROVIDERS,
};

on_both! {
    a_scheme_decides_where_its_providers_are_found_and_two_officers_decide_that
    a_scheme_that_is_written_wrongly_is_refused_and_nothing_is_lost
    a_scheme_that_decisions_name_is_described
    what_a_scheme_served_once_is_known_still
    a_scheme_that_changed_meanwhile_is_looked_at_again
    who_proposed_a_change_takes_it_back_and_nobody_else
    one_company_under_two_names_is_named
    a_card_is_read_as_of_another_day
}

const PRIS: &str = "/desk/providers/schemes/PRIS";

/// A word on PRIS that waits for a second officer.
fn pris(p: &Portal, need: &str) -> String {
    let fields =
        [("name_fr", "Réponse"), ("name_en", "Response"), ("need", need), ("scopes", "forensic: encryption\npilotage:"), ("reason", "nouvelle version")];
    p.by("vetting2").submit(PRIS, PRIS, &fields).is(303).location().to_owned()
}

fn a_scheme_decides_where_its_providers_are_found_and_two_officers_decide_that(p: &Portal) {
    let own = Portal::new(p.kind);
    assert_eq!((names(&own, "?technique=identity"), names(&own, "?need=response")), (vec!["Audit Levant".to_owned()], vec!["Vigilance Ouest".to_owned()]));
    let officer = own.vetting();
    let page = officer.get(PRIS).is(200).page();
    assert_eq!((page.attrs("input[name=need][checked]", "value"), page.attrs("input[name=technique][checked]", "value")), (vec!["response".into()], vec![]));
    let change = pris(&own, "detection");
    assert_eq!(names(&own, "?need=response"), ["Vigilance Ouest"], "nothing changes before another officer has decided");
    own.by("vetting2")
        .send_form(&format!("{change}/decision"), &officer.get(&change).page().hidden(&format!("{change}/decision")), &[("decision", "approve")])
        .is(403);
    let shown = officer.get(&change).is(200).page();
    let text = shown.text("main");
    assert!(text.contains("1 qualification ") && shown.texts("del").iter().any(|t| t.contains("Réagir à une attaque")), "{text}");
    assert!(text.contains("Repérer les attaques") && text.contains("forensic: encryption · pilotage:"), "{text}");
    let records = own.records_of(|| {
        decide(&officer, &change, "approve").leads_to(&change);
    });
    let kinds: Vec<&str> = records.iter().map(|r| r.split(' ').next().unwrap()).collect();
    assert_eq!(kinds, ["scheme.saved", "register.change-decided"], "{records:?}");
    assert_eq!(
        (names(&own, "?need=detection"), names(&own, "?technique=encryption"), names(&own, "?need=response")),
        (vec!["Vigilance Ouest".to_owned()], vec!["Vigilance Ouest".to_owned()], vec![])
    );
}

fn a_scheme_that_is_written_wrongly_is_refused_and_nothing_is_lost(p: &Portal) {
    let officer = p.vetting();
    let bad = officer.submit(PRIS, PRIS, &[("name_fr", "Réponse"), ("name_en", ""), ("scopes", "forensic: magie")]).is(422).page();
    assert!(bad.has("#name_en-e") && bad.has("#reason-e") && bad.text("#scopes-e").contains("magie") && bad.text("#scopes") == "forensic: magie");
    let many = "portée\n".repeat(101);
    let bad = officer.submit(PRIS, PRIS, &[("name_fr", "x"), ("name_en", "x"), ("reason", "essai"), ("scopes", &many)]).is(422).page();
    assert!(bad.has("#scopes-e"), "the hundred and first is not dropped");
    let twice = [("name_fr", "x"), ("name_en", "x"), ("reason", "essai"), ("scopes", "a: network\nA: filtering")];
    assert!(officer.submit(PRIS, PRIS, &twice).is(422).page().text("#scopes-e").contains("A: filtering"));
    for code in ["passi", "PÀSSI", "PASSI.", "new", "..", "a/b"] {
        let taken = [("code", code), ("name_fr", "x"), ("name_en", "x"), ("scopes", ""), ("reason", "essai")];
        assert!(officer.submit("/desk/providers/schemes/new", "/desk/providers/schemes", &taken).is(422).page().has("#code-e"), "{code}");
    }
}

fn a_scheme_that_decisions_name_is_described(p: &Portal) {
    let own = Portal::new(p.kind);
    let officer = own.vetting();
    let row = "Veilleur,,FR,,fr,,+33 1 99 00 00 11,,,Label Régional,1,Veille,,,,L-1,2026-01-10,2026-01-10,2028-01-09,qualified,,\n";
    let change = proposed(&own, &format!("{PROVIDERS}{row}"), &[]);
    decide(&own.by("vetting3"), &change, "approve").is(303);
    let new = officer.get("/desk/providers/schemes").page().attr(".warn-box a", "href");
    assert!(new.contains("Label%20R"), "{new}");
    let fields = [("code", "Label Régional"), ("name_fr", "Label"), ("name_en", "Label"), ("scopes", ""), ("need", "detection"), ("reason", "notre label")];
    let change = officer.submit(&new, "/desk/providers/schemes", &fields).is(303).location().to_owned();
    decide(&own.by("vetting3"), &change, "approve").is(303);
    assert_eq!(names(&own, "?need=detection"), ["Veilleur"]);
    officer.get("/desk/providers/schemes/Label%20R%C3%A9gional").is(200);
}

fn what_a_scheme_served_once_is_known_still(p: &Portal) {
    let own = Portal::new(p.kind);
    let today = jiff::Timestamp::from_millisecond(own.now()).unwrap().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).date();
    own.clock.advance(2 * vigie::clock::DAY);
    let change = own.sign_in("vetting2");
    let fields = [("name_fr", "Réponse"), ("name_en", "Response"), ("need", "detection"), ("scopes", ""), ("reason", "nouvelle version")];
    let change = change.submit(PRIS, PRIS, &fields).is(303).location().to_owned();
    decide(&own.sign_in("vetting"), &change, "approve").is(303);
    let reader = own.sign_in("contact0");
    let found = |query: &str| reader.get(&format!("/providers?need=response{query}")).is(200).page().texts("section.prov h3");
    assert!(found("").is_empty());
    assert_eq!(found(&format!("&known={today}")), ["Vigilance Ouest"], "so it was known then");
    for sql in ["UPDATE scheme SET needs = 'audit'", "DELETE FROM scheme"] {
        assert!(own.try_sql(sql).is_err(), "{sql}");
    }
}

fn a_scheme_that_changed_meanwhile_is_looked_at_again(p: &Portal) {
    let (first, second) = (pris(p, "detection"), pris(p, "hosting"));
    let to = format!("{second}/decision");
    let hidden = p.vetting().get(&second).page().hidden(&to);
    decide(&p.vetting(), &first, "approve").is(303);
    p.vetting().send_form(&to, &hidden, &[("decision", "approve")]).is(409);
    assert!(p.vetting().get(&second).page().texts("del").iter().any(|t| t.contains("Repérer les attaques")), "it is compared with what counts now");
    let unchanged =
        [("name_fr", "Réponse"), ("name_en", "Response"), ("need", "detection"), ("scopes", "forensic: encryption\npilotage:"), ("reason", "encore")];
    assert!(p.by("vetting2").submit(PRIS, PRIS, &unchanged).is(422).page().has("#scopes-e"), "it says what counts already");
}

fn who_proposed_a_change_takes_it_back_and_nobody_else(p: &Portal) {
    let page = proposed(p, &with("contact@vigilance-ouest.example", "repris@vigilance-ouest.example"), &[]);
    let (to, decision) = (format!("{page}/withdrawal"), format!("{page}/decision"));
    let hidden = p.vetting().get(&page).page().hidden(&decision);
    let token: Vec<_> = hidden.iter().filter(|(name, _)| name != "version").cloned().collect();
    p.vetting().send_form(&to, &token, &[]).is(403);
    let records = p.records_of(|| {
        p.by("vetting2").submit(&page, &to, &[]).leads_to(&page);
    });
    assert!(records.len() == 1 && records[0].starts_with("register.change-withdrawn "), "{records:?}");
    let shown = p.by("vetting2").get(&page).page();
    assert!(!shown.has("form[action$='/withdrawal']") && !p.vetting().get(&page).page().has("#decision"), "{}", shown.text("main"));
    assert!(!p.vetting().get("/desk").page().has(&format!("a[href='{page}']")), "it waits no more");
    for what in ["approve", "refuse"] {
        p.vetting().send_form(&decision, &hidden, &[("decision", what)]).is(409);
    }
    p.by("vetting2").send_form(&to, &p.by("vetting2").get("/desk/providers/imports/new").page().hidden("/desk/providers/imports"), &[]).is(409);
    // What was decided is not taken back.
    let page = proposed(p, &with("contact@vigilance-ouest.example", "pris@vigilance-ouest.example"), &[]);
    let to = format!("{page}/withdrawal");
    let hidden = p.by("vetting2").get(&page).page().hidden(&to);
    decide(&p.vetting(), &page, "refuse").is(303);
    p.by("vetting2").send_form(&to, &hidden, &[]).is(409);
}

fn one_company_under_two_names_is_named(p: &Portal) {
    let rows = "Premier Nom,123456782,FR,,,,+33 1 99 00 00 41,,,PRIS,3.1,Urgence,,,,Z-1,2026-01-10,2026-01-10,2028-01-09,qualified,,\n\
                Second Nom,123456782,FR,,,,+33 1 99 00 00 42,,,PRIS,3.1,Urgence,,,,Z-2,2026-01-10,2026-01-10,2028-01-09,qualified,,\n";
    let page = p.vetting().get(&proposed(p, &format!("{}\n{rows}", PROVIDERS.lines().next().unwrap()), &[])).page();
    let warned: Vec<String> = page.texts("section.prov").into_iter().filter(|row| row.contains("même SIREN")).collect();
    assert!(warned.len() == 1 && warned[0].contains("Second Nom"), "{warned:?}");
}

fn a_card_is_read_as_of_another_day(p: &Portal) {
    let own = Portal::new(p.kind);
    let change = proposed(&own, &with("+33 2 99 00 00 01", "+33 2 99 00 00 55"), &[]);
    own.clock.advance(2 * vigie::clock::DAY);
    decide(&own.sign_in("vetting"), &change, "approve").is(303);
    let reader = own.sign_in("contact0");
    let now = reader.get("/providers/vigilance-ouest").is(200).page();
    assert!(now.text("a.call").contains("00 00 55") && !now.has(".inset"));
    let today = jiff::Timestamp::from_millisecond(own.now()).unwrap().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).date();
    let yesterday = today.yesterday().unwrap();
    let list = reader.get(&format!("/providers?need=response&known={yesterday}")).page();
    let card = list.attr("section.prov h3 a", "href");
    assert_eq!(card, format!("/providers/vigilance-ouest?known={yesterday}"), "the list leads to the card of its moment");
    let then = reader.get(&card).is(200).page();
    assert!(then.text("main").contains("00 00 01") && !then.text("main").contains("00 00 55"), "{}", then.text("main"));
    assert_eq!(then.attr(".inset a", "href"), "/providers/vigilance-ouest");
    let before = reader.get("/providers/vigilance-ouest?on=2024-12-31").is(200).page();
    assert!(before.has(".warn-box") && !before.has("a.call"), "it was not qualified yet");
    let both = reader.get(&format!("/providers/comparison?p=vigilance-ouest&p=audit-levant&known={yesterday}")).is(200).page();
    assert!(both.text("table").contains("00 00 01") && both.has(".inset a"), "{}", both.text("main"));
    reader.get("/providers/vigilance-ouest?on=hier").is(400);
}
