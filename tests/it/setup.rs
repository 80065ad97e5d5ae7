//! The first run: a portal that nobody has set up, its code, and its first administrator.
use crate::{
    binary::{done, refused},
    client::Client,
    server::Server,
    support::{Kind, Portal, cluster, on_both, postgres_url, wait},
    world,
};
use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use vigie::{
    accounts::totp,
    clock::{Clock, HOUR, SECOND},
    config::Settings,
    crypto::seal::KeyRing,
    db::Db,
    web::table,
};

on_both! {
    until_the_first_account_every_address_says_that_the_portal_is_not_set_up
    the_first_run_goes_from_the_code_to_the_list_of_what_is_left
    five_wrong_codes_void_the_code_and_the_operator_draws_another
    of_two_browsers_at_once_one_makes_the_administrator
    what_was_begun_belongs_to_one_browser_for_an_hour
    whom_the_operator_invites_closes_the_set_up_too
    mistakes_on_each_page_come_back_with_what_was_typed
}

const PASSPHRASE: &str = "un phoque joue de la contrebasse";

/// A portal just made by `vigie init`.
struct Fresh {
    kind: Kind,
    dir: PathBuf,
    database: String,
    toml: String,
    code: String,
    clock: Clock,
    server: Option<Server>,
}

impl Fresh {
    fn new(kind: Kind) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let (dir, database) = (world::tmp().join(format!("fresh-{kind:?}-{n}")), format!("vigie_fresh_{}_{n}", std::process::id()));
        let (place, url) = (dir.display().to_string(), if kind == Kind::Postgres { postgres_url(&database) } else { String::new() });
        let mut args = vec!["init", "--origin", "https://localhost:1", "--data-dir", &place];
        if kind == Kind::Postgres {
            cluster(&format!("CREATE DATABASE {database}"));
            args.extend(["--database", &url]);
        }
        let code = code_in(&done(&args));
        let toml = fs::read_to_string(dir.join("vigie.toml")).unwrap().replace("staff_requires_passkey = true", "staff_requires_passkey = false");
        let mut fresh = Self { kind, dir, database, toml, code, clock: Clock::default(), server: None };
        fresh.start();
        fresh
    }
    fn start(&mut self) {
        drop(self.server.take());
        fs::write(self.dir.join("vigie.toml"), &self.toml).unwrap();
        self.server = Some(Server::start(&self.dir, &self.clock, &[]));
    }
    fn browser(&self) -> Client {
        Client::new(self.server.as_ref().unwrap().at.clone())
    }
    fn place(&self) -> String {
        self.dir.display().to_string()
    }
    /// The first column of every row, as text; a statement that has none gives nothing.
    fn column(&self, sql: &str) -> Vec<String> {
        wait(async {
            let settings = Settings::load(&self.dir).unwrap();
            let keys = Arc::new(KeyRing::load(&settings.path("keys.ring")).unwrap());
            let db = Db::open(&settings, &keys).await.unwrap();
            let mut tx = db.write().await.unwrap();
            let sql = sqlx::AssertSqlSafe(sql.to_owned());
            let rows: Vec<(Option<String>,)> = vigie::on!(&mut tx, c => sqlx::query_as(sql).fetch_all(c).await.unwrap());
            tx.commit().await.unwrap();
            db.close().await;
            rows.into_iter().map(|r| r.0.unwrap_or_default()).collect()
        })
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        drop(self.server.take());
        let _ = fs::remove_dir_all(&self.dir);
        if self.kind == Kind::Postgres && !std::thread::panicking() {
            cluster(&format!("DROP DATABASE {} WITH (FORCE)", self.database));
        }
    }
}

fn code_in(said: &str) -> String {
    said.lines().find_map(|l| l.strip_prefix("setup code: ")).unwrap().to_owned()
}

/// Sends the form that an answer shows, with its hidden fields.
#[track_caller]
fn next(client: &Client, page: &crate::client::Answer, action: &str, fields: &[(&str, &str)]) -> crate::client::Answer {
    client.send_form(action, &page.page().hidden(action), fields)
}

const NAMES: [(&str, &str); 5] =
    [("name", "Canal sûr"), ("agency", "Office de cybersécurité"), ("telephone", "+33 1 99 00 55 55"), ("language", "fr"), ("time_zone", "Europe/Brussels")];
const PERSON: [(&str, &str); 3] = [("name", "Ines Barre"), ("email", "Ines@agence.example"), ("respect_tlp", "yes")];

/// The page that asks for the administrator.
#[track_caller]
fn to_the_administrator(client: &Client, code: &str) -> crate::client::Answer {
    let names = client.submit("/setup", "/setup", &[("setup_code", code)]).is(200);
    next(client, &names, "/setup/portal", &NAMES).is(200)
}

/// From the passphrase on; says the authenticator's seed.
fn finish(f: &Fresh, client: &Client) -> Vec<u8> {
    client.submit("/enrol/passphrase", "/enrol/passphrase", &[("password", PASSPHRASE)]).leads_to("/enrol/authenticator");
    let key = client.get("/enrol/authenticator").is(200).page().text("p.key");
    let seed = data_encoding::BASE32_NOPAD.decode(key.replace(' ', "").as_bytes()).unwrap();
    let code = totp::code_at(&seed, f.clock.now()).unwrap();
    client.submit("/enrol/authenticator", "/enrol/authenticator", &[("code", &code)]).leads_to("/enrol/recovery-codes");
    client.submit("/enrol/recovery-codes", "/enrol/recovery-codes", &[("kept", "yes")]).leads_to("/enrol/passkey");
    client.submit("/enrol/passkey", "/enrol/passkey", &[]).leads_to("/enrol/done");
    seed
}

fn until_the_first_account_every_address_says_that_the_portal_is_not_set_up(p: &Portal) {
    let f = Fresh::new(p.kind);
    let client = f.browser();
    let closed = client.get("/").is(503).page().text("main");
    let path = |path: &str| path.replace("{ref}", "2027-AAAA").replace("{n}", "1").replace("{topic}", "tlp").replace("{slug}", "x").replace("{id}", "x");
    for route in table::lines().iter().filter(|r| !r.path.starts_with("/setup") && r.path != "/language") {
        let path = path(route.path);
        let answer = if route.method == "GET" { client.get(&path) } else { client.post(&path, &[]) };
        if matches!(route.path, "/healthz" | "/.well-known/security.txt") {
            answer.is(200);
        } else {
            assert_eq!(answer.status, 503, "{} {path}", route.method);
            assert_eq!(answer.page().text("main"), closed, "{} {path}", route.method);
        }
    }
    for (method, path) in [("GET", "/nothing"), ("PUT", "/login"), ("GET", "/%73etup/x/y"), ("GET", "/admin")] {
        assert_eq!(client.request(method, path).send().status, if path.starts_with("/%") { 404 } else { 503 }, "{method} {path}");
    }
    client.get("/static/icons.svg").is(200);
    assert!(client.get("/").page().attrs("main a", "href") == ["/setup"]);
    // In the other language.
    let french = client.get("/").page().attr("html", "lang");
    client.post("/language", &[("language", if french == "fr" { "en" } else { "fr" }), ("next", "/")]).leads_to("/");
    let other = client.get("/").is(503).page();
    assert!(other.attr("html", "lang") != french && other.text("main") != closed);
    client.get("/setup").is(200);
    client.get("/setup/portal").leads_to("/setup");
    assert!(f.column("SELECT action FROM audit_record ORDER BY n") == ["portal.made", "audit.key-taken"], "strangers fill no log");
}

fn the_first_run_goes_from_the_code_to_the_list_of_what_is_left(p: &Portal) {
    let mut f = Fresh::new(p.kind);
    let client = f.browser();
    // As people type it.
    let page = to_the_administrator(&client, &format!(" {} ", f.code.to_lowercase().replace('-', " ")));
    assert!(!page.text().contains(&f.code), "the code is not shown again");
    next(&client, &page, "/setup/administrator", &PERSON).leads_to("/enrol/passphrase");
    let seed = finish(&f, &client);
    let done = client.get("/enrol/done").is(200).page();
    assert_eq!(done.attrs("main a.btn", "href"), ["/admin"]);
    let admin = client.get("/admin").is(200).page();
    assert_eq!(admin.texts(".tasks > li").len(), 9, "{:?}", admin.texts(".tasks > li"));
    assert!(admin.text(".brand").contains("Canal sûr") && admin.text(".brand").contains("Office de cybersécurité"));
    assert!(admin.text("footer").contains("+33 1 99 00 55 55") && admin.text("footer").contains("Brussels"), "{}", admin.text("footer"));
    assert!(client.get("/desk").is(200).page().attrs("nav.nav a", "href").contains(&"/admin".to_owned()));
    // For ever after.
    for who in [client.clone(), f.browser()] {
        for path in ["/setup", "/setup/portal", "/setup/administrator", "/%73etup"] {
            who.get(path).is(404);
            who.post(path, &[("setup_code", &f.code)]).is(404);
        }
        assert_eq!(who.request("PUT", "/setup").send().status, 404);
    }
    let acts = f.column("SELECT actor || ' ' || action FROM audit_record WHERE n BETWEEN 2 AND 4 ORDER BY n");
    assert_eq!(acts, ["visitor portal.set-up", "visitor account.invited", "visitor enrolment.accepted"]);
    assert_eq!(f.column("SELECT state || ' ' || email FROM account WHERE administrator"), ["confirmed ines@agence.example"]);
    // The next start knows the names too, and the administrator signs in.
    f.start();
    f.clock.advance(60 * SECOND);
    let again = f.browser();
    assert!(again.get("/").is(200).page().text(".brand").contains("Canal sûr"));
    again.submit("/login", "/login", &[("username", "ines@agence.example"), ("password", PASSPHRASE)]).leads_to("/login/code");
    again.submit("/login/code", "/login/code", &[("code", &totp::code_at(&seed, f.clock.now()).unwrap())]).leads_to("/");
    again.get("/admin").is(200);
    refused(&["setup", "code", "--data-dir", &f.place()], &["set up already"]);
    let said = done_names(&f);
    assert!(said.contains("+33 1 99 00 66 66") && said.contains("Canal sûr"), "{said}");
}

fn done_names(f: &Fresh) -> String {
    done(&["setup", "names", "--telephone", "+33 1 99 00 66 66", "--data-dir", &f.place()])
}

fn five_wrong_codes_void_the_code_and_the_operator_draws_another(p: &Portal) {
    let f = Fresh::new(p.kind);
    let client = f.browser();
    let token = client.token();
    let enter = |code: &str| client.request("POST", "/setup").fields(&[("csrf", &token), ("setup_code", code)]).send();
    for _ in 0..5 {
        let page = enter("AAAA-BBBB-CCCC").is(422).page();
        assert!(!page.text("#setup_code-e").is_empty());
    }
    enter(&f.code).is(422);
    enter("AAAA-BBBB-CCCC").is(422);
    let refusals = f.column("SELECT detail FROM audit_record WHERE action = 'portal.setup-refused' ORDER BY n");
    assert_eq!(refusals.len(), 5, "tries that cannot count fill no log: {refusals:?}");
    let code = code_in(&done(&["setup", "code", "--data-dir", &f.place()]));
    assert_ne!(code, f.code);
    enter(&f.code).is(422);
    enter(&code).is(200);
    let by = format!("operator:{}", rustix::process::getuid().as_raw());
    assert_eq!(f.column("SELECT actor FROM audit_record WHERE action = 'portal.setup-code'"), [by]);
    // A right code does not use the tries up.
    for _ in 0..6 {
        enter(&code).is(200);
    }
}

fn of_two_browsers_at_once_one_makes_the_administrator(p: &Portal) {
    let mut f = Fresh::new(p.kind);
    let mut code = f.code.clone();
    for round in 0..20 {
        let browsers: Vec<Client> = (0..4).map(|_| f.browser()).collect();
        let pages: Vec<_> = browsers.iter().map(|b| to_the_administrator(b, &code).page().hidden("/setup/administrator")).collect();
        let answers: Vec<String> = std::thread::scope(|s| {
            let all: Vec<_> = browsers
                .iter()
                .zip(&pages)
                .enumerate()
                .map(|(n, (browser, hidden))| {
                    s.spawn(move || {
                        let email = format!("person{n}@agence.example");
                        browser.send_form("/setup/administrator", hidden, &[("name", "Une Personne"), ("email", &email), ("respect_tlp", "yes")])
                    })
                })
                .collect();
            all.into_iter().map(|t| t.join().unwrap()).map(|a| format!("{} {}", a.status, a.location())).collect()
        });
        assert_eq!(answers.iter().filter(|a| *a == "303 /enrol/passphrase").count(), 1, "round {round}: {answers:?}");
        // The others come too late: before the gate fell or after.
        assert!(answers.iter().all(|a| ["303 /enrol/passphrase", "303 /setup", "404 "].contains(&a.as_str())), "round {round}: {answers:?}");
        assert_eq!(f.column("SELECT CAST(COUNT(*) AS TEXT) FROM account"), ["1"], "round {round}");
        assert_eq!(f.column("SELECT CAST(COUNT(*) AS TEXT) FROM audit_record WHERE action = 'portal.set-up'"), [(round + 1).to_string()]);
        // As new again, for the next round.
        for table in ["session", "invitation", "account"] {
            f.column(&format!("DELETE FROM {table} RETURNING CAST(1 AS TEXT)"));
        }
        f.start();
        code = code_in(&done(&["setup", "code", "--data-dir", &f.place()]));
    }
}

fn what_was_begun_belongs_to_one_browser_for_an_hour(p: &Portal) {
    let f = Fresh::new(p.kind);
    let (client, other) = (f.browser(), f.browser());
    let page = to_the_administrator(&client, &f.code);
    let progress = page.page().typed("progress");
    other.post("/setup/administrator", &[&PERSON[..], &[("progress", &progress)]].concat()).leads_to("/setup");
    other.post("/setup/portal", &[&NAMES[..], &[("progress", &progress)]].concat()).leads_to("/setup");
    // The names cannot be left out by going from the code to the end.
    let early = client.submit("/setup", "/setup", &[("setup_code", &f.code)]).page().typed("progress");
    client.post("/setup/administrator", &[&PERSON[..], &[("progress", &early)]].concat()).leads_to("/setup");
    f.clock.advance(HOUR + SECOND);
    client.post("/setup/administrator", &[&PERSON[..], &[("progress", &progress)]].concat()).leads_to("/setup");
    // A new code voids what the old one began.
    let page = to_the_administrator(&client, &f.code);
    let code = code_in(&done(&["setup", "code", "--data-dir", &f.place()]));
    next(&client, &page, "/setup/administrator", &PERSON).leads_to("/setup");
    assert_eq!(f.column("SELECT CAST(COUNT(*) AS TEXT) FROM account"), ["0"]);
    let page = to_the_administrator(&client, &code);
    next(&client, &page, "/setup/administrator", &PERSON).leads_to("/enrol/passphrase");
    // Who loses the session before the end gets codes from the operator.
    let said = done(&["staff", "codes", "--email", "ines@agence.example", "--data-dir", &f.place()]);
    client.get("/enrol/passphrase").leads_to("/enrol");
    let of = |what: &str| said.lines().find_map(|l| l.strip_prefix(what)).unwrap().to_owned();
    let fields = [("letter_code", of("letter code: ")), ("email_code", of("e-mail code: "))];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
    other.submit("/enrol", "/enrol", &fields).leads_to("/enrol/identity");
    other.submit("/enrol/identity", "/enrol/identity", &[("respect_tlp", "yes")]).leads_to("/enrol/passphrase");
    finish(&f, &other);
    other.get("/admin").is(200);
}

fn whom_the_operator_invites_closes_the_set_up_too(p: &Portal) {
    let f = Fresh::new(p.kind);
    f.browser().get("/setup").is(200);
    let args = ["staff", "invite", "--email", "op@agence.example", "--name", "Olive Pons", "--role", "administrator", "--data-dir"];
    done(&[&args[..], &[&f.place()]].concat());
    let client = f.browser();
    client.get("/").is(200);
    client.get("/setup").is(404);
    client.post("/setup", &[("setup_code", &f.code)]).is(404);
    let by = format!("operator:{}", rustix::process::getuid().as_raw());
    assert_eq!(f.column("SELECT actor FROM audit_record WHERE action = 'account.invited'"), [by]);
}

fn mistakes_on_each_page_come_back_with_what_was_typed(p: &Portal) {
    let f = Fresh::new(p.kind);
    let client = f.browser();
    let names = client.submit("/setup", "/setup", &[("setup_code", &f.code)]).is(200);
    assert_eq!((names.page().typed("name").as_str(), names.page().typed("telephone").as_str()), ("Vigie", ""), "an invented number is not offered");
    let bad = [("name", "V"), ("agency", ""), ("telephone", "x"), ("language", "de"), ("time_zone", "Europe/Nowhere")];
    let page = next(&client, &names, "/setup/portal", &bad).is(422);
    assert_eq!(page.page().texts(".errs li").len(), 5);
    assert_eq!(page.page().typed("time_zone"), "Europe/Nowhere");
    let page = next(&client, &page, "/setup/portal", &NAMES).is(200);
    let page = next(&client, &page, "/setup/administrator", &[("name", "Ines Barre"), ("email", "ines")]).is(422);
    assert_eq!(page.page().texts(".errs li").len(), 2);
    assert_eq!(page.page().typed("name"), "Ines Barre");
    next(&client, &page, "/setup/administrator", &PERSON).leads_to("/enrol/passphrase");
}
