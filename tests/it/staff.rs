//! Staff: two people for each of them, roles, cutting, and the administrator who is always left.
use crate::{
    binary::{done, refused},
    client::{Answer, Client},
    support::{Portal, on_both},
    world::email,
};
use serde_json::Value;
use vigie::{
    accounts::{invite, totp},
    ids::AccountId,
};

on_both! {
    an_invited_colleague_is_confirmed_by_somebody_else_than_who_invited_them
    the_letters_code_is_shown_once_and_the_other_code_never
    other_roles_count_from_the_next_sign_in_and_nobody_gives_them_to_themselves
    who_is_cut_is_refused_at_the_next_request_and_the_page_says_when
    the_last_administrator_stays_by_every_road_and_the_attempt_is_an_alarm
    of_two_administrators_who_remove_each_other_at_once_one_is_left
    the_operator_does_the_same_under_the_name_of_the_unix_user
    the_list_before_opening_says_what_the_data_says
    each_sees_of_staff_what_their_role_needs
}

const PASSPHRASE: &str = "une loutre répare son vieux vélo";

fn page_of(p: &Portal, key: &str) -> String {
    format!("/admin/staff/{}", p.id(key))
}

/// Invites somebody by the pages; says whose account and the letter's code.
fn invite(client: &Client, address: &str, roles: &[&str]) -> (AccountId, String) {
    let mut fields = vec![("name", "Noé Vasseur"), ("email", address)];
    fields.extend(roles.iter().map(|r| ("role", *r)));
    let page = client.submit("/admin/staff/new", "/admin/staff", &fields).is(200);
    assert_eq!(page.header("cache-control"), "no-store");
    let id = page.page().attr("main a.btn", "href").rsplit('/').next().unwrap().to_owned();
    (AccountId(id), page.page().text("main .key"))
}

/// Enrols whoever was invited. The e-mail's code is set to one that is known here.
fn enrol(p: &Portal, id: &AccountId, letter: &str) -> (Client, Vec<u8>) {
    p.act(async |tx, act| {
        let digest = invite::email_digest(act, id, "246802");
        vigie::exec!(tx, "UPDATE invitation SET email_digest = $2 WHERE account_id = $1", id, digest)?;
        Ok(())
    });
    let client = p.nobody();
    client.submit("/enrol", "/enrol", &[("letter_code", letter), ("email_code", "246802")]).leads_to("/enrol/identity");
    client.submit("/enrol/identity", "/enrol/identity", &[("respect_tlp", "yes")]).leads_to("/enrol/passphrase");
    client.submit("/enrol/passphrase", "/enrol/passphrase", &[("password", PASSPHRASE)]).leads_to("/enrol/authenticator");
    let key = client.get("/enrol/authenticator").page().text("p.key").replace(' ', "");
    let seed = data_encoding::BASE32_NOPAD.decode(key.as_bytes()).unwrap();
    let code = totp::code_at(&seed, p.now()).unwrap();
    client.submit("/enrol/authenticator", "/enrol/authenticator", &[("code", &code)]).leads_to("/enrol/recovery-codes");
    client.submit("/enrol/recovery-codes", "/enrol/recovery-codes", &[("kept", "yes")]).leads_to("/enrol/passkey");
    client.submit("/enrol/passkey", "/enrol/passkey", &[]).leads_to("/enrol/done");
    (client, seed)
}

fn confirm(client: &Client, page: &str) -> Answer {
    client.post(&format!("{page}/confirmation"), &[])
}

fn roles(client: &Client, page: &str, roles: &[&str]) -> Answer {
    let fields: Vec<(&str, &str)> = roles.iter().map(|r| ("role", *r)).collect();
    client.post(&format!("{page}/roles"), &fields)
}

fn cut(client: &Client, page: &str) -> Answer {
    client.post(&format!("{page}/revocation"), &[("reason", "misuse")])
}

fn an_invited_colleague_is_confirmed_by_somebody_else_than_who_invited_them(p: &Portal) {
    let boss = p.sign_in("boss");
    let (id, letter) = invite(&boss, "noe@agence.example", &["administrator", "vetting"]);
    let page = format!("/admin/staff/{id}");
    confirm(&p.vetting(), &page).is(403);
    let (newcomer, _) = enrol(p, &id, &letter);
    newcomer.get("/enrol/done").is(200);
    newcomer.get("/admin").is(403);
    newcomer.get("/desk").is(403);
    confirm(&newcomer, &page).is(403);
    // Who invited them may not confirm them, and is told so before they try.
    assert!(!boss.get(&page).page().has("form[action$='/confirmation']"));
    confirm(&boss, &page).is(403);
    assert!(!boss.get("/desk").page().attrs("main a", "href").contains(&page));
    p.auditor().post(&format!("{page}/confirmation"), &[]).is(403);
    let officer = p.sign_in("vetting");
    assert!(officer.get("/desk").page().attrs("main a", "href").contains(&page));
    // The contacts' own road does not lead there.
    assert!(!officer.get(&format!("/desk/contacts/{id}")).is(200).page().has("form[action$='/confirmation']"));
    officer.post(&format!("/desk/contacts/{id}/confirmation"), &[]).is(403);
    refused(&["contact", "confirm", "--email", "noe@agence.example", "--data-dir", &p.dir.display().to_string()], &["vigie staff"]);
    // What is confirmed is what stood on the page.
    let hidden = officer.get(&page).page().hidden(&format!("{page}/confirmation"));
    p.sql(&format!("UPDATE account SET approver = TRUE WHERE id = '{id}'"));
    officer.send_form(&format!("{page}/confirmation"), &hidden, &[]).is(409);
    p.sql(&format!("UPDATE account SET approver = FALSE WHERE id = '{id}'"));
    officer.submit(&page, &format!("{page}/confirmation"), &[]).leads_to(&page);
    confirm(&officer, &page).is(409);
    newcomer.get("/admin").is(200);
    let last = p.records().into_iter().rev().find(|r| r.starts_with("account.confirmed")).unwrap();
    assert!(last.contains(id.as_str()), "{last}");
    // Behind the portal's back the database says the same.
    assert!(p.try_sql(&format!("UPDATE staff_invitation SET confirmed_by = invited_by WHERE account_id = '{id}'")).is_err());
}

fn the_letters_code_is_shown_once_and_the_other_code_never(p: &Portal) {
    let administrator = p.sign_in("administrator");
    let (id, letter) = invite(&administrator, "noe@agence.example", &["author"]);
    assert_eq!(letter.len(), 14);
    for path in [format!("/admin/staff/{id}"), "/admin/staff".into()] {
        assert!(!administrator.get(&path).is(200).text().contains(&letter), "{path}");
    }
    assert_eq!(p.count(&format!("FROM audit_record WHERE detail LIKE '%{letter}%' OR object LIKE '%{letter}%'")), 0);
    let again = administrator.post("/admin/staff", &[("name", "Noé Vasseur"), ("email", "NOE@agence.example"), ("role", "author")]).is(422);
    assert!(!again.page().text("#email-e").is_empty());
    for (fields, mistakes) in
        [(&[("name", "N"), ("email", "x")][..], 3), (&[("name", "Nina Roy"), ("email", "n@a.example"), ("role", "auditor"), ("role", "author")], 1)]
    {
        let page = administrator.post("/admin/staff", fields).is(422).page();
        assert_eq!(page.texts(".errs li").len(), mistakes, "{fields:?}");
        assert_eq!(page.typed("name"), fields[0].1);
    }
    administrator.post("/admin/staff", &[("name", "Nina Roy"), ("email", "n@a.example"), ("role", "king")]).is(400);
    administrator.post("/admin/staff", &[("name", "Nina Roy"), ("email", "n@a.example"), ("role", "author"), ("state", "confirmed")]).is(400);
    assert_eq!(p.count("FROM account WHERE email IN ('n@a.example')"), 0);
}

fn other_roles_count_from_the_next_sign_in_and_nobody_gives_them_to_themselves(p: &Portal) {
    let (administrator, author) = (p.sign_in("administrator"), p.sign_in("author"));
    author.get("/desk/advisories/new").is(200);
    let page = page_of(p, "author");
    assert_eq!(administrator.get(&page).page().attrs("input[name=role][checked]", "value"), ["author"]);
    administrator.submit(&page, &format!("{page}/roles"), &[("role", "approver"), ("role", "vetting")]).leads_to(&page);
    author.get("/desk/advisories/new").is(303);
    let author = p.sign_in("author");
    author.get("/desk/advisories/new").is(403);
    author.get("/desk/parties/new").is(200);
    let record = p.records().into_iter().rev().find(|r| r.starts_with("staff.roles-changed")).unwrap();
    assert!(record.ends_with("author → approver, vetting"), "{record}");
    // The same roles again change nothing and end nothing.
    let before = p.records().len();
    roles(&administrator, &page, &["vetting", "approver"]).leads_to(&page);
    assert_eq!(p.records().len(), before);
    author.get("/desk/parties/new").is(200);
    for wrong in [&[][..], &["auditor", "author"]] {
        roles(&administrator, &page, wrong).is(422);
    }
    let own = page_of(p, "administrator");
    assert!(!administrator.get(&own).page().has("form[action$='/roles']"));
    roles(&administrator, &own, &["administrator", "author"]).is(403);
    roles(&p.sign_in("vetting"), &page, &["administrator"]).is(403);
    roles(&administrator, &page_of(p, "contact0"), &["author"]).is(404);
}

fn who_is_cut_is_refused_at_the_next_request_and_the_page_says_when(p: &Portal) {
    let (administrator, author) = (p.sign_in("administrator"), p.sign_in("author"));
    let page = page_of(p, "author");
    let revocation = format!("{page}/revocation");
    administrator.post(&revocation, &[]).is(422);
    administrator.post(&revocation, &[("reason", "whim")]).is(422);
    author.get("/desk").is(200);
    administrator.submit(&revocation, &revocation, &[("reason", "lost")]).leads_to(&revocation);
    author.get("/desk").is(303);
    let shown = administrator.get(&revocation).is(200).page();
    assert!(shown.has("main time") && shown.text("main").contains("Personne author"));
    cut(&administrator, &page).is(409);
    let record = p.records().into_iter().rev().find(|r| r.starts_with("account.cut")).unwrap();
    assert!(record.ends_with("done lost"), "{record}");
    p.nobody().post("/login", &[("username", &email("author")), ("password", crate::world::PASSPHRASE)]).is(422);
    let own = page_of(p, "administrator");
    administrator.get(&format!("{own}/revocation")).is(403);
    cut(&administrator, &own).is(403);
    // An invitation that is open dies too.
    let (id, letter) = invite(&administrator, "noe@agence.example", &["author"]);
    cut(&administrator, &format!("/admin/staff/{id}")).is(303);
    p.nobody().post("/enrol", &[("letter_code", &letter), ("email_code", "000000")]).is(422);
}

fn the_last_administrator_stays_by_every_road_and_the_attempt_is_an_alarm(p: &Portal) {
    let dir = p.dir.display().to_string();
    let (boss, page) = (p.sign_in("boss"), page_of(p, "administrator"));
    // The right is the boss's at this moment; the row that counts is the other's.
    p.sql(&format!("UPDATE account SET administrator = FALSE WHERE id = '{}'", p.id("boss")));
    roles(&boss, &page, &["author"]).is(403);
    let address = email("administrator");
    let on = |args: &[&str]| -> Vec<String> { args.iter().map(|a| (*a).to_owned()).chain(["--data-dir".to_owned(), dir.clone()]).collect() };
    let run = |args: &[&str]| {
        let args = on(args);
        refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), &["last administrator"]);
    };
    run(&["staff", "cut", "--email", &address, "--reason", "other"]);
    run(&["staff", "roles", "--email", &address, "--role", "author"]);
    refused(&["contact", "cut", "--email", &address, "--reason", "x", "--data-dir", &dir], &["vigie staff"]);
    assert_eq!(p.count("FROM account WHERE administrator AND state = 'confirmed'"), 1);
    // Once an hour for one thing.
    assert_eq!(
        p.column("SELECT kind || ' ' || object FROM alarm WHERE kind = 'last-administrator'"),
        [format!("last-administrator {}", p.id("administrator"))]
    );
    assert!(p.records().iter().any(|r| r.starts_with("alarm.raised")));
    // Somebody who is invited and not there yet does not count.
    done(
        &on(&["staff", "invite", "--email", "s@agence.example", "--name", "Sam Roux", "--role", "administrator"])
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>(),
    );
    run(&["staff", "cut", "--email", &address, "--reason", "other"]);
    p.sql(&format!("UPDATE account SET administrator = TRUE WHERE id = '{}'", p.id("boss")));
    done(&on(&["staff", "cut", "--email", &address, "--reason", "other"]).iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(p.count("FROM account WHERE administrator AND state = 'confirmed'"), 1);
}

fn of_two_administrators_who_remove_each_other_at_once_one_is_left(p: &Portal) {
    let keys = ["administrator", "boss"];
    for round in 0..20 {
        let browsers = keys.map(|key| p.sign_in(key));
        browsers.iter().for_each(|b| drop(b.token()));
        let pages = [page_of(p, "boss"), page_of(p, "administrator")];
        let gate = std::sync::Barrier::new(2);
        let status: Vec<u16> = std::thread::scope(|s| {
            let all: Vec<_> = browsers
                .iter()
                .zip(&pages)
                .enumerate()
                .map(|(n, (browser, page))| {
                    let gate = &gate;
                    s.spawn(move || {
                        gate.wait();
                        // Roles against roles, access against access, one against the other.
                        if (round + n * (round / 10)) % 2 == 0 { roles(browser, page, &["author"]) } else { cut(browser, page) }.status
                    })
                })
                .collect();
            all.into_iter().map(|t| t.join().unwrap()).collect()
        });
        assert_eq!(p.count("FROM account WHERE administrator AND state = 'confirmed'"), 1, "round {round}: {status:?}");
        assert!(status.iter().filter(|s| **s == 303).count() >= 1, "round {round}: {status:?}");
        keys.iter().for_each(|key| revive(p, key));
    }
    assert!(matches!(p.verify(), vigie::audit::verify::Verdict::Whole { .. }));
}

/// As if the round had not been: administrator again, with the means that a cut takes away.
fn revive(p: &Portal, key: &str) {
    p.act(async |tx, act| {
        let id = p.id(key);
        let seed = act.keys.seal(&format!("totp.seed:{id}"), &crate::world::seed(key)).unwrap();
        vigie::exec!(tx, "UPDATE account SET administrator = $2, state = 'confirmed', password = $3 WHERE id = $1", &id, true, crate::world::hash())?;
        vigie::exec!(
            tx,
            "INSERT INTO totp (account_id, seed, proven, last_step, failures, blocked_until) VALUES ($1, $2, $3, 0, 0, 0) ON CONFLICT DO NOTHING",
            &id,
            seed,
            true
        )?;
        Ok(())
    });
}

fn the_operator_does_the_same_under_the_name_of_the_unix_user(p: &Portal) {
    let dir = p.dir.display().to_string();
    let run = |args: &[&str]| done(&[args, &["--data-dir", &dir]].concat());
    let listed: Value = serde_json::from_str(&run(&["staff", "list", "--json"])).unwrap();
    let author = listed.as_array().unwrap().iter().find(|s| s["email"] == email("author")).unwrap();
    assert_eq!((author["roles"][0].as_str(), author["state"].as_str()), (Some("author"), Some("confirmed")));
    assert_eq!(run(&["staff", "list"]).lines().count(), 11);
    let browser = p.sign_in("author");
    run(&["staff", "roles", "--email", &email("author"), "--role", "vetting", "--role", "author"]);
    browser.get("/desk").is(303);
    refused(&["staff", "roles", "--email", &email("author"), "--role", "auditor", "--role", "author", "--data-dir", &dir], &["auditor holds no other role"]);
    refused(&["staff", "roles", "--email", &email("contact0"), "--role", "author", "--data-dir", &dir], &["no member of staff"]);
    run(&["staff", "cut", "--email", &email("author"), "--reason", "left"]);
    refused(&["staff", "cut", "--email", &email("author"), "--reason", "left", "--data-dir", &dir], &["vigie staff list"]);
    let first = run(&["staff", "invite", "--email", "sam@agence.example", "--name", "Sam Roux", "--role", "author"]);
    // Too late is not too late for the operator: the address stays theirs.
    p.sql("UPDATE account SET state = 'expired', ended_why = 'invitation' WHERE email = 'sam@agence.example'");
    let second = run(&["staff", "codes", "--email", "sam@agence.example"]);
    let letter = |said: &str| said.lines().find_map(|l| l.strip_prefix("letter code: ")).unwrap().to_owned();
    assert_ne!(letter(&first), letter(&second));
    assert_eq!(p.count("FROM invitation i JOIN account a ON a.id = i.account_id WHERE a.email = 'sam@agence.example'"), 1);
    refused(&["staff", "codes", "--email", &email("boss"), "--data-dir", &dir], &["vigie staff list"]);
    // Whom the operator invites needs nobody else.
    let id = AccountId(p.column("SELECT id FROM account WHERE email = 'sam@agence.example'").remove(0));
    let (sam, _) = enrol(p, &id, &letter(&second));
    sam.get("/desk").is(200);
    let by = format!("operator:{}", rustix::process::getuid().as_raw());
    for action in ["staff.roles-changed", "account.cut"] {
        assert_eq!(p.column(&format!("SELECT actor FROM audit_record WHERE action = '{action}'")), std::slice::from_ref(&by), "{action}");
    }
    let invited = p.column("SELECT actor FROM audit_record WHERE action = 'account.invited' ORDER BY n DESC LIMIT 2");
    assert_eq!(invited, [by.clone(), by]);
}

fn the_list_before_opening_says_what_the_data_says(p: &Portal) {
    let administrator = p.administrator();
    let tasks = |state: &str| -> Vec<String> {
        let page = administrator.get("/admin").is(200).page();
        let lines = page.texts(".tasks > li");
        lines.into_iter().filter(|l| l.ends_with(state)).collect()
    };
    // Three parties, providers, vetting officers and an auditor are there.
    assert_eq!((tasks("À faire").len(), tasks("Terminé").len(), tasks("À vérifier").len()), (0, 4, 5));
    // One vetting officer is too few.
    p.sql("UPDATE account SET vetting = FALSE WHERE email IN ('vetting2@vigie.example', 'vetting3@vigie.example')");
    assert_eq!((tasks("À faire").len(), tasks("Terminé").len(), tasks("À vérifier").len()), (1, 3, 5));
    p.sql("UPDATE account SET vetting = TRUE WHERE email = 'vetting2@vigie.example'");
    p.sql("UPDATE account SET state = 'cut' WHERE auditor");
    assert_eq!((tasks("À faire").len(), tasks("Terminé").len()), (1, 3));
    let health = administrator.get("/admin").page().texts("main > ul:not(.tasks) li");
    assert!(health.iter().any(|l| l.contains("396 jours") || l.contains("397 jours")), "{health:?}");
    assert!(health.iter().any(|l| l.contains(if p.kind == crate::support::Kind::Sqlite { "SQLite" } else { "PostgreSQL" })), "{health:?}");
}

fn each_sees_of_staff_what_their_role_needs(p: &Portal) {
    for key in ["administrator", "vetting", "auditor"] {
        let client = p.by(key);
        let list = client.get("/admin/staff").is(200).page();
        assert_eq!(list.texts(".rows .row").len(), 11, "{key}");
        assert_eq!(list.has("a[href='/admin/staff/new']"), key == "administrator", "{key}");
        let show = client.get(&page_of(p, "author")).is(200).page();
        assert_eq!(show.has("form[action$='/roles']"), key == "administrator", "{key}");
        let nav = client.get("/desk").page().attrs("nav.nav a", "href");
        assert_eq!(nav.contains(&"/admin".to_owned()), key == "administrator", "{key}: {nav:?}");
    }
    p.administrator().get(&page_of(p, "contact0")).is(404);
    p.administrator().get("/admin/staff/nobody").is(404);
}
