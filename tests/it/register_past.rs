//! What a change of the register does to the days before it, and to what it does not name.
use crate::{
    register::{decide, look_of_the_day, names, proposed, with, write_down},
    support::{Portal, on_both},
    world::PROVIDERS,
};
use jiff::{Span, civil::Date};

on_both! {
    a_list_that_withdraws_one_offer_keeps_what_it_says_of_the_provider
    a_day_that_was_wrong_is_put_right_towards_both_sides
    another_state_by_hand_does_not_count_from_the_first_decision
    words_find_what_was_said_on_the_day_that_is_asked_for
    what_ended_is_told_with_its_own_day
    a_decision_that_is_named_in_other_letters_is_the_same
    what_was_proposed_stays_to_be_read
    who_was_chosen_and_is_not_qualified_is_named
}

fn today(p: &Portal) -> Date {
    jiff::Timestamp::from_millisecond(p.now()).unwrap().to_zoned(jiff::tz::TimeZone::get("Europe/Paris").unwrap()).date()
}

fn row(name: &str, phone: &str, scheme: &str, offer: &str, status: &str) -> String {
    format!("{name},,FR,Bretagne,fr,,{phone},,,{scheme},3.1,{offer},,,,N-{offer},2026-01-10,2026-01-10,2030-01-09,{status},,\n")
}

fn list(rows: &[String]) -> String {
    format!("{}\n{}", PROVIDERS.lines().next().unwrap(), rows.concat())
}

fn a_list_that_withdraws_one_offer_keeps_what_it_says_of_the_provider(p: &Portal) {
    let (old, new) = ("+33 1 99 00 00 61", "+33 1 99 00 00 62");
    decide(
        &p.vetting(),
        &proposed(p, &list(&[row("Deux Offres", old, "PAMS", "Une", "qualified"), row("Deux Offres", old, "PAMS", "Deux", "qualified")]), &[]),
        "approve",
    )
    .is(303);
    let half = list(&[row("Deux Offres", new, "PAMS", "Une", "qualified")]);
    let page = proposed(p, &half, &[("gone", "withdraw"), ("gone_from", "2026-02-01")]);
    decide(&p.vetting(), &page, "approve").is(303);
    assert_eq!(p.contact(0).get("/providers/deux-offres").page().text("a.call"), new);
    let again = p.vetting().get(&proposed(p, &half, &[])).page();
    assert_eq!(again.texts("dl.pairs dd").into_iter().take(4).collect::<Vec<_>>(), ["0", "0", "1", "0"], "the same file again is nothing");
}

fn a_day_that_was_wrong_is_put_right_towards_both_sides(p: &Portal) {
    let own = Portal::new(p.kind);
    let held = |day: &str| names(&own, &format!("?need=response&on={day}")).len() == 1;
    for (from, last) in [("2026-03-01", "2026-02-28"), ("2026-03-10", "2026-03-09"), ("2026-02-20", "2026-02-19"), ("2026-03-05", "2026-03-04")] {
        decide(&own.vetting(), &write_down(&own, &[("decision_date", from)]), "approve").is(303);
        assert!(held(last) && !held(from), "suspended from {from}");
    }
}

fn another_state_by_hand_does_not_count_from_the_first_decision(p: &Portal) {
    let own = Portal::new(p.kind);
    let form = "/desk/providers/words/new?provider=vigilance-ouest&decision=0";
    let first = own.vetting().get(form).page().attr("#decision_date", "value");
    assert!(!first.is_empty());
    let suspend = |day: &str| {
        let fields = [("status", "suspended"), ("decision_date", day), ("valid_to", "2031-01-09"), ("reason", "suspension"), ("phone", "+33 2 99 00 00 01")];
        own.by("vetting2").submit(form, "/desk/providers/words", &fields)
    };
    let page = suspend(&first).is(422).page();
    assert!(page.has("#decision_date-e") && page.attr("#phone", "value") == "+33 2 99 00 00 01", "{}", page.text(".errs"));
    let change = suspend("").is(303).location().to_owned();
    decide(&own.vetting(), &change, "approve").is(303);
    let (day, before) = (today(&own), today(&own).yesterday().unwrap());
    assert_eq!(
        (names(&own, &format!("?need=response&on={day}")), names(&own, &format!("?need=response&on={before}"))),
        (vec![], vec!["Vigilance Ouest".into()])
    );
}

fn words_find_what_was_said_on_the_day_that_is_asked_for(p: &Portal) {
    let own = Portal::new(p.kind);
    let rows = [row("Forge", "+33 1 99 00 00 63", "PDIS", "Enclume", "qualified"), row("Forge", "+33 1 99 00 00 63", "PRIS", "Soufflet", "qualified")];
    decide(&own.vetting(), &proposed(&own, &list(&rows), &[]), "approve").is(303);
    assert_eq!(names(&own, "?q=enclume"), ["Forge"]);
    let gone = proposed(&own, &list(&[row("Forge", "", "PDIS", "Enclume", "withdrawn").replace("2026-01-10,2026-01-10", "2026-05-01,2026-01-10")]), &[]);
    decide(&own.vetting(), &gone, "approve").is(303);
    assert!(names(&own, "?q=enclume").is_empty() && names(&own, "?q=soufflet") == ["Forge"], "it is qualified for something else");
    assert_eq!(names(&own, "?q=enclume&on=2026-04-30"), ["Forge"]);
    assert_eq!(names(&own, "?q=enclmue&on=2026-04-30"), ["Forge"], "slips of the finger too");
    // What was learnt later does not find anybody then.
    let yesterday = today(&own).yesterday().unwrap();
    assert!(names(&own, &format!("?q=forge&known={yesterday}")).is_empty());
}

fn what_ended_is_told_with_its_own_day(p: &Portal) {
    let own = Portal::new(p.kind);
    let take = |rows: &[String]| {
        let answer = crate::register::send(&own.sign_in("vetting2"), &list(rows), &[]);
        decide(&own.sign_in("vetting3"), answer.is(303).location(), "approve").is(303);
    };
    take(&[row("Balancier", "", "PRIS", "Une", "qualified")]);
    look_of_the_day(&own);
    own.sign_in("contact0").submit("/providers/balancier", "/providers/balancier/follow", &[]).is(303);
    take(&[row("Balancier", "", "PRIS", "Une", "suspended")]);
    own.clock.advance(vigie::clock::DAY);
    assert_eq!(look_of_the_day(&own), 1);
    let told = || own.sign_in("contact0").get("/").page().has("a[href='/providers/balancier']");
    assert!(told());
    own.clock.advance(61 * vigie::clock::DAY);
    look_of_the_day(&own);
    assert!(!told(), "sixty days are over");
    take(&[row("Balancier", "", "PACS", "Autre", "qualified")]);
    own.clock.advance(vigie::clock::DAY);
    look_of_the_day(&own);
    assert!(!told(), "what is gained does not tell again what was lost");
    take(&[row("Balancier", "", "PRIS", "Une", "qualified")]);
    own.clock.advance(vigie::clock::DAY);
    look_of_the_day(&own);
    assert_eq!(own.count("FROM provider_lost WHERE what = 'PRIS Une'"), 0, "it is qualified again");
}

fn a_decision_that_is_named_in_other_letters_is_the_same(p: &Portal) {
    let rows = |scheme: &str| list(&[row("Copiste", "+33 1 99 00 00 64", scheme, "Lettre", "qualified")]);
    decide(&p.vetting(), &proposed(p, &rows("LabelZ"), &[]), "approve").is(303);
    let shown = p.vetting().get(&proposed(p, &rows("labelz"), &[])).page();
    assert_eq!(shown.texts("dl.pairs dd").into_iter().take(3).collect::<Vec<_>>(), ["0", "0", "1"], "{}", shown.text("main"));
    // Whoever describes it in other letters describes that one.
    let new = "/desk/providers/schemes/new";
    let fields = [("code", "labelz"), ("name_fr", "Label"), ("name_en", "Label"), ("scopes", ""), ("need", "detection"), ("reason", "notre label")];
    let change = p.by("vetting2").submit(new, "/desk/providers/schemes", &fields).is(303).location().to_owned();
    decide(&p.vetting(), &change, "approve").is(303);
    p.vetting().get("/desk/providers/schemes/LabelZ").is(200);
    assert!(names(p, "?need=detection").contains(&"Copiste".to_owned()));
}

fn what_was_proposed_stays_to_be_read(p: &Portal) {
    let page = proposed(p, &with("contact@vigilance-ouest.example", "lu@vigilance-ouest.example"), &[]);
    decide(&p.vetting(), &page, "approve").is(303);
    let shown = p.vetting().get(&page).is(200).page();
    assert!(
        shown.has(".ok-box") && shown.text("main").contains("lu@vigilance-ouest.example") && !shown.has("form[action$='/decision']"),
        "{}",
        shown.text("main")
    );
    assert!(!shown.has("section.prov .tag"), "what it would do now is not the question");
    // Those of which there are many are on further pages of the list.
    for n in 0..11 {
        proposed(p, &with("contact@vigilance-ouest.example", &format!("n{n}@vigilance-ouest.example")), &[]);
    }
    let list = p.vetting().get("/desk/providers").page();
    assert!(!list.has(&format!("a[href='{page}']")));
    let mut next = list.attr("a[href^='/desk/providers?from=']", "href");
    let found = (0..20).any(|_| {
        let older = p.vetting().get(&next).page();
        next = older.attrs("a[href^='/desk/providers?from=']", "href").pop().unwrap_or_default();
        older.has(&format!("a[href='{page}']"))
    });
    assert!(found, "the older ones are there too");
}

fn who_was_chosen_and_is_not_qualified_is_named(p: &Portal) {
    let own = Portal::new(p.kind);
    decide(&own.vetting(), &write_down(&own, &[("decision_date", &(today(&own) - Span::new().days(1)).to_string())]), "approve").is(303);
    let page = own.contact(0).get("/providers/comparison?p=vigilance-ouest&p=audit-levant").is(200).page();
    assert!(page.text(".warn-box").contains("Vigilance Ouest") && page.texts("thead th") == ["Audit Levant"], "{}", page.text("main"));
}
