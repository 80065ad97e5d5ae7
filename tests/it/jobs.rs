//! What ends by itself, once, whoever looks.
use crate::{
    binary::{done, out, vigie},
    support::{Portal, on_both, wait},
    world::email,
};
use std::process::{Command, Stdio};
use vigie::{
    accounts::jobs::{self, Done},
    clock::{DAY, MINUTE},
};

on_both! {
    a_contact_who_has_not_signed_in_for_so_long_is_cut_and_nobody_else
    an_invitation_and_a_vetting_that_are_past_end_access
    a_confirmation_holds_for_a_year_and_the_desk_says_when_it_ends
    two_nodes_cut_each_contact_once
    a_run_that_is_killed_is_finished_by_the_next
    what_has_ended_is_swept_up
    alarms_forget_what_the_log_forgets
}

fn run(p: &Portal) -> Done {
    wait(async {
        let db = p.open().await;
        let done = jobs::run(&db, &p.keys, &p.settings().config, p.now()).await.unwrap();
        db.close().await;
        done
    })
}

fn state(p: &Portal, key: &str) -> String {
    p.column(&format!("SELECT state || ' ' || ended_why FROM account WHERE id = '{}'", p.id(key))).remove(0)
}

fn a_contact_who_has_not_signed_in_for_so_long_is_cut_and_nobody_else(p: &Portal) {
    let client = p.sign_in("contact0");
    p.sign_in("contact1");
    let old = |key: &str, days: i64| {
        let at = p.now() - days * DAY;
        p.sql(&format!("UPDATE account SET confirmed_at = {at}, signed_in_at = {at} WHERE id = '{}'", p.id(key)));
    };
    old("contact0", 61);
    old("lead1", 61);
    old("contact1", 59);
    old("author", 300);
    p.sql(&format!("UPDATE account SET signed_in_at = {} WHERE id = '{}'", p.now() - 90 * DAY, p.id("colleague0")));
    client.get("/advisories").is(200);
    let records = p.records_of(|| assert_eq!(run(p), Done { idle: 2, ..Done::default() }));
    let mut wanted = [p.id("contact0"), p.id("lead1")].map(|id| format!("account.cut {id} done idle"));
    wanted.sort();
    assert_eq!(records, wanted);
    assert_eq!(p.column("SELECT DISTINCT actor FROM audit_record WHERE detail = 'idle'"), ["portal"]);
    client.get("/advisories").is(303);
    assert_eq!((state(p, "contact0"), state(p, "contact1"), state(p, "author")), ("cut idle".into(), "confirmed ".into(), "confirmed ".into()));
    assert_eq!(state(p, "colleague0"), "confirmed ", "who was confirmed lately has time to sign in");
    assert_eq!(p.count("FROM account WHERE state = 'cut' AND ended_at IS NOT NULL"), 2);
    let half = p.nobody().post("/login", &[("username", &email("contact0")), ("password", crate::world::PASSPHRASE)]);
    assert_eq!(half.status, 422);
    // Once a day.
    old("contact1", 61);
    assert_eq!(run(p), Done::default());
    p.clock.advance(DAY);
    assert_eq!(run(p).idle, 1);
}

fn an_invitation_and_a_vetting_that_are_past_end_access(p: &Portal) {
    let client = p.sign_in("contact0");
    p.sql(&format!("UPDATE account SET revet_at = {} WHERE id = '{}'", p.now() + MINUTE, p.id("contact0")));
    assert_eq!(run(p), Done::default());
    p.clock.advance(2 * MINUTE);
    client.get("/advisories").is(303);
    p.clock.advance(DAY);
    assert_eq!(run(p), Done { vettings: 1, ..Done::default() });
    assert_eq!(state(p, "contact0"), "expired vetting");
    assert_eq!(p.count(&format!("FROM session WHERE account_id = '{}'", p.id("contact0"))), 0);
    p.clock.advance(14 * DAY);
    let records = p.records_of(|| assert_eq!(run(p), Done { invitations: 1, ..Done::default() }));
    assert_eq!(records, [format!("account.expired {} done invitation", p.id("newcomer"))]);
    assert_eq!(state(p, "newcomer"), "expired invitation");
    let said = p.auditor().get("/audit").is(200).page().text("main");
    assert!(said.contains("invitation expirée") && said.contains("vérification expirée"), "{said}");
}

fn a_confirmation_holds_for_a_year_and_the_desk_says_when_it_ends(p: &Portal) {
    let page = format!("/desk/contacts/{}", p.id("enrolled"));
    p.sign_in("vetting").submit(&page, &format!("{page}/confirmation"), &[]).is(303);
    let days =
        |p: &Portal| p.column(&format!("SELECT CAST((revet_at - {}) / {DAY} AS TEXT) FROM account WHERE id = '{}'", p.now(), p.id("enrolled"))).remove(0);
    assert_eq!(days(p), "364", "a year, but for the moment since");
    assert_eq!(p.count("FROM account WHERE membership = 'staff' AND revet_at IS NOT NULL"), 0);
    assert!(!p.vetting().get("/desk").page().text("main").contains("À revérifier"));
    p.sql(&format!("UPDATE account SET revet_at = {} WHERE id = '{}'", p.now() + 20 * DAY, p.id("enrolled")));
    let desk = p.vetting().get("/desk").page();
    assert!(desk.text("main").contains("À revérifier avant le") && desk.attrs("main .rows a", "href").contains(&page));
    assert!(!p.author().get("/desk").page().text("main").contains("À revérifier"));
}

/// Seventy contacts who have never signed in.
fn crowd(p: &Portal) {
    let added = p.sql(
        "INSERT INTO account (id, email, name, phone, membership, party_id, author, approver, vetting, auditor, administrator, state, created_at,
            confirmed_at, reason, ended_why)
         WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 70)
         SELECT 'idle' || i, 'idle' || i || '@vigie.example', 'Personne', '', 'contact', (SELECT MIN(id) FROM party), FALSE, FALSE, FALSE, FALSE,
            FALSE, 'confirmed', 1, 1, '', '' FROM n",
    );
    assert_eq!(added, 70);
}

/// As on another day.
fn again(p: &Portal) {
    p.sql("UPDATE account SET state = 'confirmed', ended_at = NULL, ended_why = '' WHERE id LIKE 'idle%'");
    p.sql("UPDATE job SET ran_at = 0");
}

fn cuts(p: &Portal) -> (usize, usize) {
    (p.count("FROM audit_record WHERE action = 'account.cut'"), p.count("FROM account WHERE id LIKE 'idle%' AND state = 'cut'"))
}

fn two_nodes_cut_each_contact_once(p: &Portal) {
    crowd(p);
    for round in 1..=20 {
        again(p);
        let both: Vec<Done> = std::thread::scope(|s| {
            let all: Vec<_> = (0..2).map(|_| s.spawn(|| run(p))).collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(both.iter().map(|d| d.idle).sum::<usize>(), 70, "round {round}: {both:?}");
        assert_eq!(cuts(p), (70 * round, 70), "round {round}");
    }
    assert_eq!(p.count("FROM (SELECT object FROM audit_record WHERE action = 'account.cut' GROUP BY object HAVING COUNT(*) = 20) all_of_them"), 70);
}

fn a_run_that_is_killed_is_finished_by_the_next(p: &Portal) {
    crowd(p);
    let dir = p.dir.display().to_string();
    for round in 1..=20 {
        again(p);
        let command = ["jobs", "run", "--data-dir", &dir];
        let mut child = Command::new(env!("CARGO_BIN_EXE_vigie")).args(command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // In every other round not before the first batch is done.
        while round % 2 == 0 && cuts(p).1 == 0 && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        run(p);
        assert_eq!(cuts(p), (70 * round, 70), "round {round}");
    }
    again(p);
    assert!(done(&["jobs", "run", "--data-dir", &dir]).contains("70"));
    assert!(out(&vigie(&["jobs", "run", "--data-dir", &dir])).contains('0'), "it was done today");
    assert_eq!(cuts(p), (70 * 21, 70));
}

fn what_has_ended_is_swept_up(p: &Portal) {
    p.sign_in("contact0");
    p.nobody().post("/login", &[("username", &email("contact1")), ("password", "wrong")]).is(422);
    run(p);
    assert!(p.count("FROM budget") > 0 && p.count("FROM session") > 0 && p.count("FROM known_place") > 0);
    p.clock.advance(3 * DAY);
    run(p);
    assert_eq!((p.count("FROM budget"), p.count("FROM session"), p.count("FROM known_place")), (0, 0, 1));
    p.clock.advance(31 * DAY);
    run(p);
    assert_eq!(p.count("FROM known_place"), 0);
}

fn alarms_forget_what_the_log_forgets(p: &Portal) {
    let own = Portal::new(p.kind);
    let alarm = |id: &str, at: i64, seen: &str| {
        own.sql(&format!("INSERT INTO alarm (id, at, kind, object, detail, seen_at) VALUES ('{id}', {at}, 'budget-spent', 'network 192.0.2.77', '', {seen})"));
    };
    let (old, new) = (own.now() - 366 * DAY, own.now() - 364 * DAY);
    for (id, at, seen) in [("old-seen", old, "1"), ("old-waits", old, "NULL"), ("new-seen", new, "1"), ("new-waits", new, "NULL")] {
        alarm(id, at, seen);
    }
    run(&own);
    assert_eq!(
        own.column("SELECT id || ' ' || object FROM alarm WHERE kind = 'budget-spent' ORDER BY id"),
        ["new-seen network 192.0.2.77", "new-waits network 192.0.2.77", "old-waits network"]
    );
}
