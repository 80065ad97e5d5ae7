//! Sessions: the list, locking, giving a factor again, what waits meanwhile (CASES A17, A28, A29, A32).
use crate::{
    desk::{self, To},
    support::{Portal, on_both},
};
use vigie::clock::{MINUTE, SECOND};

on_both! {
    a_person_sees_their_sessions_and_ends_one_or_all_others
    at_most_five_sessions_stay_open
    a_form_sent_to_a_locked_session_comes_back_filled_in_after_one_factor
    a_locked_session_opens_nothing_and_keeps_its_absolute_end
    an_act_that_matters_asks_for_a_factor_and_is_then_done_at_once
    a_factor_given_elsewhere_does_not_count
    a_kept_form_is_done_once_and_by_its_sender_alone
    a_form_kept_for_a_locked_session_is_gone_after_a_quarter_of_an_hour
    a_session_opened_by_a_code_does_not_open_tlp_red
    sessions_by_code_are_shorter
}

fn a_person_sees_their_sessions_and_ends_one_or_all_others(p: &Portal) {
    let clients: Vec<_> = (0..4).map(|_| p.sign_in("contact0")).collect();
    let page = clients[0].get("/account/sessions").is(200).page();
    assert_eq!(page.all(".tasks > li").len(), 4);
    let ends = page.attrs("form[action$='/end']", "action");
    let one = ends.iter().find(|a| !a.contains("others")).unwrap();
    clients[0].submit("/account/sessions", one, &[]).leads_to("/account/sessions");
    let open = |n: usize| clients[n].get("/account").status == 200;
    assert_eq!((0..4).filter(|n| open(*n)).count(), 3);
    assert!(open(0));
    // Somebody else's cannot be ended, nor one's own from the list.
    p.sign_in("contact1").post(one, &[]).is(404);
    clients[0].submit("/account/sessions", "/account/sessions/others/end", &[]).is(303);
    assert_eq!((0..4).filter(|n| open(*n)).count(), 1);
    assert_eq!(p.records().iter().filter(|r| r.starts_with("session.ended")).count(), 2);
}

fn at_most_five_sessions_stay_open(p: &Portal) {
    let clients: Vec<_> = (0..7).map(|_| p.sign_in("contact0")).collect();
    let open: Vec<u16> = clients.iter().map(|c| c.get("/account").status).collect();
    assert_eq!(open, [303, 303, 200, 200, 200, 200, 200]);
}

fn a_form_sent_to_a_locked_session_comes_back_filled_in_after_one_factor(p: &Portal) {
    let reference = desk::complete(p, "Un brouillon", To::All);
    let author = p.sign_in("author");
    let page = format!("/desk/advisories/{reference}/content");
    let hidden = author.get(&page).page().hidden(&page);
    let body = "mot ".repeat(500);
    let typed = [("title", "Titre gardé"), ("summary", "Un résumé gardé"), ("body", body.as_str())];
    p.clock.advance(16 * MINUTE);
    author.send_form(&page, &hidden, &typed).leads_to("/login/unlock");
    author.get(&page).leads_to(&format!("/login/unlock?next={}", page.replace('/', "%2F")));
    author.submit("/login/unlock", "/login/unlock", &[("code", "000000")]).is(422);
    let before = author.session();
    author.submit("/login/unlock", "/login/unlock", &[("code", &p.fresh_code("author"))]).leads_to("/account/kept");
    assert_ne!(author.session(), before, "a new id");
    let kept = author.get("/account/kept").is(200).page();
    assert_eq!(kept.typed("body").trim_start(), body, "nothing is lost");
    assert_eq!(kept.typed("title").trim(), "Titre gardé");
    let again: Vec<(String, String)> = kept
        .all("textarea[name]")
        .iter()
        .map(|t| (t.value().attr("name").unwrap().to_owned(), t.text().collect::<String>().trim_start_matches('\n').to_owned()))
        .collect();
    let again: Vec<(&str, &str)> = again.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    author.submit("/account/kept", &page, &again).is(303);
    assert!(author.get(&page).text().contains("Titre gardé"));
    // What was kept is sealed, and nothing of it lies in the clear.
    assert_eq!(p.count("FROM audit_record WHERE detail LIKE '%Titre gard%'"), 0);
}

fn a_locked_session_opens_nothing_and_keeps_its_absolute_end(p: &Portal) {
    let client = p.sign_in("contact0");
    p.clock.advance(31 * MINUTE);
    for page in ["/advisories", "/account", "/party", "/account/confirm"] {
        assert!(client.get(page).is(303).location().starts_with("/login/unlock"), "{page}");
    }
    client.submit("/login/unlock", "/login/unlock", &[("code", &p.fresh_code("contact0"))]).leads_to("/");
    client.get("/advisories").is(200);
    // Unlocked again and again, it still ends four hours after the sign-in.
    for _ in 0..5 {
        p.clock.advance(35 * MINUTE);
        client.submit("/login/unlock", "/login/unlock", &[("code", &p.fresh_code("contact0"))]);
    }
    p.clock.advance(35 * MINUTE);
    assert_eq!(client.get("/account").is(303).location(), "/login?next=%2Faccount");
    // Somebody cut meanwhile does not unlock.
    let cut = p.sign_in("contact1");
    p.clock.advance(31 * MINUTE);
    p.cut_access("contact1");
    cut.get("/login/unlock").leads_to("/login");
}

fn an_act_that_matters_asks_for_a_factor_and_is_then_done_at_once(p: &Portal) {
    let reference = desk::in_review(p, "À publier", To::All);
    let approver = p.sign_in("approver");
    p.clock.advance(6 * MINUTE);
    let page = format!("/desk/advisories/{reference}/review");
    let to = format!("/desk/advisories/{reference}/publication");
    approver.submit(&page, &to, &[]).leads_to("/account/confirm");
    assert_eq!(p.count("FROM advisory WHERE published_at IS NOT NULL"), 0);
    approver.submit("/account/confirm", "/account/confirm", &[("code", "12")]).is(422);
    let before = approver.session();
    let done = approver.submit("/account/confirm", "/account/confirm", &[("code", &p.fresh_code("approver"))]).is(303);
    assert!(done.location().contains(&reference), "{}", done.location());
    assert_ne!(approver.session(), before, "a new id");
    assert!(p.records().iter().any(|r| r.starts_with(&format!("advisory.published {reference} done"))));
    // For five minutes nothing is asked again.
    let next = desk::in_review(p, "Encore un", To::All);
    approver.submit(&format!("/desk/advisories/{next}/review"), &format!("/desk/advisories/{next}/publication"), &[]).is(303);
    assert!(p.records().iter().any(|r| r.starts_with(&format!("advisory.published {next} done"))));
}

fn a_factor_given_elsewhere_does_not_count(p: &Portal) {
    let reference = desk::in_review(p, "Ailleurs", To::All);
    let approver = p.sign_in("approver");
    p.sql(&format!("UPDATE session SET factor_network = '203.0.113.9' WHERE account_id = '{}'", p.id("approver")));
    approver.submit(&format!("/desk/advisories/{reference}/review"), &format!("/desk/advisories/{reference}/publication"), &[]).leads_to("/account/confirm");
}

fn a_kept_form_is_done_once_and_by_its_sender_alone(p: &Portal) {
    let reference = desk::in_review(p, "Une fois", To::All);
    let approver = p.sign_in("approver");
    p.clock.advance(6 * MINUTE);
    let to = format!("/desk/advisories/{reference}/publication");
    approver.submit(&format!("/desk/advisories/{reference}/review"), &to, &[]).leads_to("/account/confirm");
    // Another approver who confirms does nothing of it.
    let other = p.sign_in("approver2");
    other.submit("/account/confirm", "/account/confirm", &[("code", &p.fresh_code("approver2"))]).leads_to("/account");
    assert!(!p.records().iter().any(|r| r.starts_with("advisory.published")));
    // After a quarter of an hour it is not done any more, though the page that asked was open before.
    p.clock.advance(14 * MINUTE);
    let page = approver.get("/account/confirm").is(200).page().hidden("/account/confirm");
    assert!(page.iter().any(|(name, value)| name == "kept" && !value.is_empty()), "it still waits");
    p.clock.advance(MINUTE + SECOND);
    approver.send_form("/account/confirm", &page, &[("code", &p.fresh_code("approver"))]);
    approver.submit("/account/confirm", "/account/confirm", &[("code", &p.fresh_code("approver"))]).leads_to("/account");
    assert!(!p.records().iter().any(|r| r.starts_with("advisory.published")));
}

fn a_form_kept_for_a_locked_session_is_gone_after_a_quarter_of_an_hour(p: &Portal) {
    let client = p.sign_in("author");
    let page = format!("/desk/advisories/{}/content", desk::complete(p, "Un brouillon", To::All));
    let hidden = client.get(&page).page().hidden(&page);
    p.clock.advance(16 * MINUTE);
    client.send_form(&page, &hidden, &[("title", "Trop tard")]).leads_to("/login/unlock");
    p.clock.advance(15 * MINUTE + SECOND);
    client.submit("/login/unlock", "/login/unlock", &[("code", &p.fresh_code("author"))]).leads_to("/");
    client.get("/account/kept").is(404);
}

fn a_session_opened_by_a_code_does_not_open_tlp_red(p: &Portal) {
    let reference = desk::published(p, "Pour vous seul", To::People(&["contact0"]));
    let strict = p.another(&[("totp_reads_red = true", "totp_reads_red = false")]);
    let client = p.sign_in("contact0").at(&strict.at);
    for page in ["", "/versions/1", "/indicators.csv"] {
        let said = client.get(&format!("/advisories/{reference}{page}")).is(403);
        assert!(said.page().text("main").contains("clé d’accès"), "{page}");
    }
    client.post(&format!("/advisories/{reference}/acknowledgement"), &[("state", "read")]).is(403);
    assert!(client.get("/account").page().text("main").contains("TLP:RED"), "the account page says so");
    p.sql(&format!("UPDATE session SET factor = 'passkey' WHERE account_id = '{}'", p.id("contact0")));
    client.get(&format!("/advisories/{reference}")).is(200);
    // To others it does not exist, whatever they signed in with.
    p.sign_in("contact1").at(&strict.at).get(&format!("/advisories/{reference}")).is(404);
}

fn sessions_by_code_are_shorter(p: &Portal) {
    p.sign_in("contact0");
    let lasts = p.column(&format!("SELECT CAST((expires_at - created_at) / 3600000 AS TEXT) FROM session WHERE account_id = '{}'", p.id("contact0")));
    assert_eq!(lasts, ["4"]);
}
