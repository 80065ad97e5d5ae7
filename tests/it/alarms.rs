//! What the agency should look at, and who sees to it.
use crate::support::{Portal, on_both};
use vigie::{
    accounts::alarms::{self, Kind},
    audit::Action,
    clock::{HOUR, Millis},
};

on_both! {
    an_alarm_is_seen_by_those_who_watch_and_seen_to_by_those_who_act
    alarms_are_paged_newest_first_and_each_stands_once
    of_two_who_enter_one_letter_at_once_one_gets_in_and_the_agency_is_alarmed
    five_wrong_codes_and_a_denied_identity_raise_alarms
    administration_outside_office_hours_raises_an_alarm
    an_alarm_is_seen_to_once
}

fn raise(p: &Portal, kind: Kind, object: &str) -> String {
    p.act(async |tx, act| alarms::raise(tx, act, kind, object, "").await);
    p.column("SELECT id FROM alarm ORDER BY at DESC, id DESC LIMIT 1").remove(0)
}

fn an_alarm_is_seen_by_those_who_watch_and_seen_to_by_those_who_act(p: &Portal) {
    let (vetting, auditor, administrator) = (p.vetting(), p.auditor(), p.administrator());
    assert!(vetting.get("/desk/alarms").is(200).page().text("main").contains("Aucune alarme"));
    let id = raise(p, Kind::LookAlike, p.id("contact0").as_str());
    raise(p, Kind::CounterBack, p.id("author").as_str());
    raise(p, Kind::LookAlike, "erable-nouveau");
    for client in [&vetting, &auditor, &administrator] {
        let page = client.get("/desk/alarms").is(200).page();
        let text = page.text("main");
        assert!(text.contains("Personne contact0") && text.contains("Personne author") && text.contains("Érable Nouveau"), "{text}");
        let mut links = page.attrs("main .rows a", "href");
        links.sort();
        assert_eq!(links, [format!("/desk/contacts/{}", p.id("contact0")), "/desk/parties/erable-nouveau".into()]);
        links.iter().for_each(|l| drop(client.get(l).is(200)));
        assert!(client.get("/desk").page().text("main").contains("3 alarmes à regarder"));
        assert!(page.attrs("nav a", "href").contains(&"/desk/alarms".to_owned()));
    }
    assert!(!p.author().get("/desk").page().text("body").contains("larme"));
    let attention = format!("/desk/alarms/{id}/attention");
    assert!(!auditor.get("/desk/alarms").page().has(".rows button"));
    auditor.post(&attention, &[]).is(403);
    p.author().post(&attention, &[]).is(403);
    administrator.submit("/desk/alarms", &attention, &[]).leads_to("/desk/alarms");
    assert!(p.records().last().unwrap().starts_with(&format!("alarm.seen {} done look-alike", p.id("contact0"))));
    vetting.post(&attention, &[]).is(409);
    vetting.post("/desk/alarms/nothing/attention", &[]).is(404);
    let page = vetting.get("/desk/alarms").page();
    assert!(page.text(".row.read").contains("Personne administrator") && page.all(".rows button").len() == 2);
    assert!(vetting.get("/desk").page().text("main").contains("2 alarmes à regarder"));
}

fn alarms_are_paged_newest_first_and_each_stands_once(p: &Portal) {
    // Ten at each moment, so that pages end between alarms of one moment.
    for n in 0..65 {
        p.sql(&format!("INSERT INTO alarm (id, at, kind, object, detail) VALUES ('{n:02}', {}, 'look-alike', 'thing{n:02}', '')", 1_000_000 + n / 10));
    }
    let (vetting, mut path, mut seen, mut pages) = (p.vetting(), "/desk/alarms".to_owned(), Vec::new(), 0);
    while !path.is_empty() {
        let page = vetting.get(&path).is(200).page();
        seen.extend(page.texts(".row .meta span"));
        path = page.attrs("nav.pages a", "href").pop().unwrap_or_default();
        pages += 1;
    }
    let mut wanted: Vec<String> = (0..65).map(|n| format!("thing{n:02}")).collect();
    wanted.reverse();
    assert_eq!((pages, seen), (3, wanted));
    for odd in ["x", "1", "1-", "-", "9999999999999999999999-x"] {
        vetting.get(&format!("/desk/alarms?after={odd}")).is(200);
    }
}

fn of_two_who_enter_one_letter_at_once_one_gets_in_and_the_agency_is_alarmed(p: &Portal) {
    let (letter, code) = &p.world.codes;
    for round in 0..20 {
        let clients = [p.nobody(), p.nobody()];
        clients.iter().for_each(|c| drop(c.token()));
        let statuses: Vec<u16> = std::thread::scope(|s| {
            let all: Vec<_> = clients.iter().map(|c| s.spawn(|| c.post("/enrol", &[("letter_code", letter), ("email_code", code)]).status)).collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        let mut sorted = statuses.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, [303, 422], "round {round}");
        let inside: Vec<u16> = clients.iter().map(|c| c.get("/enrol/identity").status).collect();
        assert_eq!(inside, statuses.iter().map(|s| if *s == 303 { 200 } else { 303 }).collect::<Vec<_>>(), "who won stays in");
        assert_eq!(p.count(&format!("FROM session WHERE account_id = '{}'", p.id("newcomer"))), 1);
        assert_eq!(p.count("FROM alarm WHERE kind = 'enrolment-twice'"), round + 1);
        p.clock.advance(HOUR);
    }
    // A while later the same person may begin anew.
    p.enrolling().get("/enrol/identity").is(200);
    assert_eq!(p.count("FROM alarm WHERE kind = 'enrolment-twice'"), 20);
    let page = p.vetting().get("/desk/alarms").page();
    assert!(page.text("main").contains("Personne newcomer"));
}

fn five_wrong_codes_and_a_denied_identity_raise_alarms(p: &Portal) {
    p.enrolling().submit("/enrol/identity", "/enrol/denial", &[]).leads_to("/");
    assert_eq!(p.column("SELECT kind || ' ' || object FROM alarm"), [format!("identity-denied {}", p.id("newcomer"))]);
    p.sql(&format!("UPDATE invitation SET expires_at = {}", p.now() + HOUR));
    let (letter, code) = &p.world.codes;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for n in 0..7 {
        assert_eq!(p.count("FROM alarm WHERE kind = 'enrolment-void'"), usize::from(n > 4));
        p.nobody().post("/enrol", &[("letter_code", letter), ("email_code", wrong)]).is(422);
    }
}

/// What an operator does at a time, and the alarms after it.
fn at(p: &Portal, text: &str) -> usize {
    let at: Millis = text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let settings = p.settings().config.portal;
    p.act(async |tx, act| {
        let act = vigie::audit::Act { at, ..act.clone() };
        alarms::out_of_hours(tx, &act, &settings, Action::Invited).await
    });
    p.count("FROM alarm WHERE kind = 'out-of-hours'")
}

fn administration_outside_office_hours_raises_an_alarm(p: &Portal) {
    assert_eq!(at(p, "2027-03-12T09:00:00Z"), 0);
    assert_eq!(at(p, "2027-03-12T21:00:00Z"), 1);
    assert_eq!(at(p, "2027-03-12T21:30:00Z"), 1, "once an hour");
    assert_eq!(at(p, "2027-03-13T09:00:00Z"), 2, "a Saturday");
    let text = p.administrator().get("/desk/alarms").page().text("main");
    assert!(text.contains("opérateur du serveur") && text.contains("12 mars 2027"), "{text}");
}

fn an_alarm_is_seen_to_once(p: &Portal) {
    let client = p.vetting();
    let token = client.token();
    for round in 0..20 {
        let id = raise(p, Kind::LookAlike, &format!("thing{round}"));
        let path = format!("/desk/alarms/{id}/attention");
        let mut statuses: Vec<u16> = std::thread::scope(|s| {
            let all: Vec<_> = (0..4).map(|_| s.spawn(|| client.request("POST", &path).fields(&[("csrf", &token)]).send().status)).collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 409, 409, 409], "round {round}");
    }
    assert_eq!(p.records().iter().filter(|r| r.starts_with("alarm.seen")).count(), 20);
}
