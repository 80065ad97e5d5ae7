//! What a change of the register does to the days before it, and to what it does not name.
use crate::{
    register::{decide, look_of_the_day, names, proposed, send, with, write_down},
    support::{Portal, on_both},
    world::PROVIDERS,
};
use jiff::{Span, civil::Date};

on_both! {
    a_list_that_withdraws_one_offer_keeps_what_it_says_of_the_provider
    a_day_that_was_wrong_is_put_right_towards_both_sides
    who_writes_a_word_says_what_it_does_to_the_one_before
    an_older_word_is_put_right_by_what_followed_from_it
    what_was_said_by_mistake_is_not_shown_and_was_known_still
    a_proposal_is_decided_on_as_it_was_shown
    words_find_what_was_said_on_the_day_that_is_asked_for
    what_ended_is_told_with_its_own_day
    a_decision_that_is_named_in_other_letters_is_the_same
    what_was_proposed_stays_to_be_read
    who_was_chosen_and_is_not_qualified_is_named
    a_change_that_is_known_to_come_ends_what_holds_today
    what_is_only_being_evaluated_is_on_no_card_and_what_is_suspended_is_called_so
    a_number_that_nobody_can_dial_and_a_year_that_was_mistyped_are_seen
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
    let days = [("change", "2026-03-01", "2026-02-28"), ("correction", "2026-03-10", "2026-03-09"), ("correction", "2026-02-20", "2026-02-19")];
    for (counts, from, last) in days {
        decide(&own.vetting(), &write_down(&own, &[("counts", counts), ("counts_from", from)]), "approve").is(303);
        assert!(held(last) && !held(from), "suspended from {from}");
    }
    // What should have been a withdrawal was one from the same day on; what changes later leaves the days before as they were.
    let withdrawn = [("counts", "correction"), ("status", "withdrawn")];
    decide(&own.vetting(), &write_down(&own, &withdrawn), "approve").is(303);
    let card = |day: &str| own.contact(0).get(&format!("/providers/vigilance-ouest?on={day}")).is(200).page().text("section.prov");
    assert!(card("2026-02-20").contains("Retirée depuis le 20 février 2026") && !card("2026-02-19").contains("Retirée"), "{}", card("2026-02-20"));
    decide(&own.vetting(), &write_down(&own, &[("counts_from", "2026-04-01"), ("status", "qualified")]), "approve").is(303);
    let wider = [("counts_from", "2026-06-01"), ("status", "qualified"), ("scopes", "forensic\npilotage\nveille")];
    decide(&own.vetting(), &write_down(&own, &wider), "approve").is(303);
    assert!(held("2026-05-01") && !held("2026-03-31") && card("2026-06-01").contains("veille") && !card("2026-05-31").contains("veille"));
}

fn who_writes_a_word_says_what_it_does_to_the_one_before(p: &Portal) {
    let own = Portal::new(p.kind);
    let form = "/desk/providers/words/new?provider=vigilance-ouest&decision=0";
    let (first, second) = (own.by("vetting2"), own.vetting());
    let hidden = first.get(form).is(200).page().hidden("/desk/providers/words");
    let send = |more: &[(&str, &str)]| {
        first.send_form(
            "/desk/providers/words",
            &hidden,
            &[&[("status", "suspended"), ("reason", "suspension"), ("phone", "+33 2 99 00 00 01")], more].concat(),
        )
    };
    for (fields, field) in
        [(&[][..], "counts"), (&[("counts", "change")], "counts_from"), (&[("counts", "correction"), ("counts_from", "hier")], "counts_from")]
    {
        let page = send(fields).is(422).page();
        assert!(page.has(&format!("#{field}-e")) && page.attr("#phone", "value") == "+33 2 99 00 00 01", "{fields:?}: {}", page.text(".errs"));
    }
    // Another word is taken while the first officer's proposal waits: theirs is not what they saw any more.
    let change = [("counts", "change"), ("counts_from", "2026-03-01")];
    let waits = send(&change).is(303).location().to_owned();
    let other = send(&change).is(303).location().to_owned();
    decide(&second, &other, "approve").is(303);
    let page = second.get(&waits).is(200).page();
    assert!(page.has(".warn-box") && !page.has("#decision-approve") && page.has("#decision-refuse"), "{}", page.text("main"));
    decide(&second, &waits, "approve").is(409);
    decide(&second, &waits, "refuse").is(303);
    // And who still has the form from before is told, and loses nothing.
    let page = send(&change).is(422).page();
    assert!(page.text("#counts-e").contains("Suspendue") && page.attr("#counts_from", "value") == "2026-03-01", "{}", page.text(".errs"));
    // A decision that the register has is not written down as a new one.
    let known = [("provider", "VIGILANCE OUEST"), ("scheme", "pris"), ("offer", "Réponse à incident"), ("decision_no", "D-1"), ("valid_from", "2025-01-10")];
    let more = [("status", "suspended"), ("reason", "suspension"), ("decision_date", "2025-01-10")];
    let new = "/desk/providers/words/new";
    assert!(first.submit(new, "/desk/providers/words", &[&known[..], &more].concat()).is(422).page().has("#provider-e"));
}

fn an_older_word_is_put_right_by_what_followed_from_it(p: &Portal) {
    let own = Portal::new(p.kind);
    let held = |day: &str| names(&own, &format!("?need=response&on={day}")).len() == 1;
    let write = |day: &str, status: &str| {
        let page = write_down(&own, &[("counts_from", day), ("status", status)]);
        let warns = own.vetting().get(&page).page().texts(".tag.warn").iter().any(|t| t.contains("il n’en reste rien"));
        decide(&own.vetting(), &page, "approve").is(303);
        warns
    };
    assert!(!write("2026-03-01", "suspended") && !write("2026-04-01", "qualified"));
    assert!(!held("2026-03-05"));
    // There was no suspension at all: the same words, from an earlier day.
    assert!(write("2026-03-01", "qualified"), "that nothing is left of the word before is said");
    assert!(held("2026-03-05") && held("2026-04-05"));
}

fn what_was_said_by_mistake_is_not_shown_and_was_known_still(p: &Portal) {
    let own = Portal::new(p.kind);
    let new = |status: &str| list(&[row("Trop Tôt", "+33 1 99 00 00 65", "PRIS", "Essai", status)]);
    decide(&own.vetting(), &proposed(&own, &new("qualified"), &[]), "approve").is(303);
    own.contact(0).get("/providers/trop-tot").is(200);
    let day = today(&own);
    own.clock.advance(vigie::clock::DAY);
    let (one, other, reader) = (own.sign_in("vetting2"), own.sign_in("vetting3"), own.sign_in("contact0"));
    let fields = [("counts", "correction"), ("status", "in_evaluation"), ("reason", "pas encore décidée"), ("phone", "+33 1 99 00 00 65")];
    let change = one.submit("/desk/providers/words/new?provider=trop-tot&decision=0", "/desk/providers/words", &fields).is(303).location().to_owned();
    decide(&other, &change, "approve").is(303);
    reader.get("/providers/trop-tot").is(404);
    reader.get(&format!("/providers/trop-tot?known={day}")).is(200);
}

fn a_proposal_is_decided_on_as_it_was_shown(p: &Portal) {
    let own = Portal::new(p.kind);
    // A word by hand that would bring back a telephone number which a list changed meanwhile.
    let waits = write_down(&own, &[("counts_from", "2026-03-01")]);
    decide(&own.vetting(), &proposed(&own, &with("+33 2 99 00 00 01", "+33 2 99 00 00 71"), &[]), "approve").is(303);
    assert!(!own.vetting().get(&waits).page().has("#decision-approve"));
    decide(&own.vetting(), &waits, "approve").is(409);
    // A list that another state counts from today in, and midnight passes.
    let list = proposed(&own, &with("2025-01-10,2031-01-09,qualified", "2025-01-10,2031-01-09,suspended"), &[]);
    let to = format!("{list}/decision");
    let version = |hidden: &[(String, String)]| hidden.iter().find(|(name, _)| name == "version").unwrap().1.clone();
    let shown = version(&own.vetting().get(&list).page().hidden(&to));
    own.clock.advance(vigie::clock::DAY);
    let officer = own.sign_in("vetting");
    let mut hidden = officer.get(&list).page().hidden(&to);
    assert_ne!(version(&hidden), shown);
    hidden.iter_mut().filter(|(name, _)| name == "version").for_each(|(_, value)| value.clone_from(&shown));
    officer.send_form(&to, &hidden, &[("decision", "approve")]).is(409);
    decide(&officer, &list, "approve").is(303);
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
    // What was learnt later finds nobody by what was known before.
    let yesterday = today(&own);
    own.clock.advance(vigie::clock::DAY);
    let answer = crate::register::send(&own.sign_in("vetting2"), &with("Bretagne", "Corse"), &[]);
    decide(&own.sign_in("vetting3"), answer.is(303).location(), "approve").is(303);
    let reader = own.sign_in("contact0");
    let found = |query: &str| reader.get(&format!("/providers?need=response&{query}")).page().texts("section.prov h3").contains(&"Vigilance Ouest".to_owned());
    assert!(found("q=corse") && !found("q=bretagne") && found(&format!("q=bretagne&known={yesterday}")) && !found(&format!("q=corse&known={yesterday}")));
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
    let without = PROVIDERS.lines().filter(|l| !l.starts_with("Vigilance")).collect::<Vec<_>>().join("\n")
        + "\n"
        + &row("Autre Réponse", "", "PRIS", "Autre", "qualified");
    let gone = proposed(p, &without, &[("gone", "withdraw"), ("gone_from", "2026-02-01")]);
    decide(&p.vetting(), &gone, "approve").is(303);
    let shown = p.vetting().get(&gone).is(200).page().text("main");
    assert!(shown.contains("Vigilance Ouest") && shown.contains("1er février 2026"), "what it withdrew is named: {shown}");
    decide(&p.vetting(), &proposed(p, PROVIDERS, &[]), "approve").is(303);
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
    decide(&own.vetting(), &write_down(&own, &[("counts_from", &(today(&own) - Span::new().days(1)).to_string())]), "approve").is(303);
    let page = own.contact(0).get("/providers/comparison?p=vigilance-ouest&p=audit-levant").is(200).page();
    assert!(page.text(".warn-box").contains("Vigilance Ouest") && page.texts("thead th") == ["Audit Levant"], "{}", page.text("main"));
}

fn a_change_that_is_known_to_come_ends_what_holds_today(p: &Portal) {
    let own = Portal::new(p.kind);
    let day = |n: i64| today(&own).checked_add(Span::new().days(n)).unwrap().to_string();
    let found = |until: i64| names(&own, &format!("?need=response&until={}", day(until)));
    assert_eq!(found(20), ["Vigilance Ouest"]);
    decide(&own.vetting(), &write_down(&own, &[("counts_from", &day(7))]), "approve").is(303);
    assert_eq!((found(6), found(7), found(20)), (vec!["Vigilance Ouest".to_owned()], vec![], vec![]), "suspended from {}", day(7));
    for address in ["/providers?need=response", "/providers/vigilance-ouest"] {
        let page = own.contact(0).get(address).is(200).page();
        assert!(page.texts(".tag.warn").iter().any(|t| t.contains("6 jours")), "{address}: {}", page.text("main"));
    }
    // Somebody who was qualified again before that day does not end there.
    decide(&own.vetting(), &write_down(&own, &[("counts_from", &day(7)), ("status", "qualified")]), "approve").is(303);
    assert_eq!(found(20), ["Vigilance Ouest"]);
}

fn what_is_only_being_evaluated_is_on_no_card_and_what_is_suspended_is_called_so(p: &Portal) {
    let own = Portal::new(p.kind);
    let more = row("Vigilance Ouest", "+33 2 99 00 00 01", "PASSI", "Essai", "in_evaluation");
    decide(&own.vetting(), &proposed(&own, &list(&[more]), &[]), "approve").is(303);
    let card = own.contact(0).get("/providers/vigilance-ouest").is(200).page();
    assert!(!card.text("main").contains("Essai") && !card.text("main").contains("évaluation"), "{}", card.text("main"));
    assert!(card.texts("section.prov dt").contains(&"Qualifié pour".to_owned()));
    decide(&own.vetting(), &write_down(&own, &[("counts_from", "2026-03-01")]), "approve").is(303);
    let card = own.contact(0).get("/providers/vigilance-ouest").is(200).page();
    assert!(!card.texts("section.prov dt").contains(&"Qualifié pour".to_owned()), "{}", card.text("main"));
    let line = own.vetting().get("/desk/providers?q=vigilance").is(200).page().text("main");
    assert!(line.contains("Suspendue à compter du 1er mars 2026"), "{line}");
}

fn a_number_that_nobody_can_dial_and_a_year_that_was_mistyped_are_seen(p: &Portal) {
    for phone in ["n/a", "javascript:alert(1)", "12", "+33 1 99 00 00 07 ou le site"] {
        let page = send(&p.vetting(), &list(&[row("Sans Voix", phone, "PAMS", "Une", "qualified")]), &[]).is(422).page();
        assert!(page.texts("main > ul li").iter().any(|l| l.contains("phone") && l.contains("téléphone")), "{phone}: {}", page.text("main"));
    }
    let own = Portal::new(p.kind);
    let first = list(&[
        row("Première", "+33 (0)1 99.00-00 63", "PAMS", "Une", "qualified"),
        row("Seconde", "", "PAMS", "Une", "qualified").replace("Bretagne", "Île-de-France"),
    ]);
    decide(&own.vetting(), &proposed(&own, &first, &[]), "approve").is(303);
    let regions = own.contact(0).get("/providers").is(200).page().texts("#region option");
    let at = |name: &str| regions.iter().position(|r| r == name);
    assert!(at("Bretagne") < at("Île-de-France") && at("Île-de-France") < at("Normandie"), "by their letters: {regions:?}");
    let half = list(&[row("Première", "+33 (0)1 99.00-00 63", "PAMS", "Une", "qualified")]);
    let warned = |from: &str| own.vetting().get(&proposed(&own, &half, &[("gone", "withdraw"), ("gone_from", from)])).is(200).page().has(".warn-box");
    assert!(warned("1900-01-01") && !warned(&today(&own).to_string()));
}
