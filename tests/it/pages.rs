//! Hostile text in every stored field, on every page, for everybody who may see it: it stays text.
use crate::{
    client::Client,
    desk::{self, To},
    page::Page,
    support::{Kind, Portal, on_both},
    world::SLUGS,
};
use vigie::web::table;

on_both! {
    hostile_text_in_every_field_stays_text_on_every_page
    what_is_typed_comes_back_as_text
}

const HOSTILE: &str =
    "\"'><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)>{{7*7}}${7*7}%3Cscript%3E&lt;b&gt; javascript:alert(1)//\u{202e}\u{0}";

/// As the databases take it.
fn hostile() -> String {
    HOSTILE.replace('\u{0}', "")
}

/// Nothing but what our own templates make.
#[track_caller]
fn inert(page: &Page, what: &str) {
    for bad in [
        "script:not([src^='/static/passkey.js?v='])",
        "img",
        "iframe",
        "object",
        "embed",
        "base",
        "meta[http-equiv]",
        "style",
        "b[onclick]",
        "math",
        "svg[onload]",
    ] {
        assert!(!page.has(bad), "{what}: {bad}");
    }
    for element in page.all("*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on") && name != "style" && name != "srcdoc", "{what}: {name}={value}");
            if matches!(name, "href" | "src" | "action" | "formaction") {
                let safe = ["/", "#", "tel:", "https://", "mailto:", "otpauth://"].iter().any(|s| value.starts_with(s)) && !value.starts_with("//");
                assert!(safe, "{what}: {name}={value}");
            }
        }
    }
}

/// Puts the text into every field that SQL may change.
fn poison(p: &Portal) {
    let text = hostile().replace('\'', "''");
    p.sql(match p.kind {
        Kind::Sqlite => "DROP TRIGGER decision_no_update; DROP TRIGGER provider_facts_no_update; DROP TRIGGER scheme_no_update",
        Kind::Postgres => "ALTER TABLE decision DISABLE TRIGGER ALL; ALTER TABLE provider_facts DISABLE TRIGGER ALL; ALTER TABLE scheme DISABLE TRIGGER ALL",
    });
    for (table, columns) in [
        ("party", &["name", "switchboard"][..]),
        ("party_group", &["name"]),
        ("account", &["name", "phone"]),
        ("provider", &["name"]),
        ("provider_facts", &["siren", "country", "regions", "languages", "website", "phone", "email"]),
        ("decision", &["scheme_version", "offer", "scopes", "level", "decision_no", "conditions", "source", "evidence"]),
        ("scheme", &["name_fr", "name_en", "scopes"]),
        ("register_change", &["name", "reason"]),
        ("advisory", &["source"]),
        ("session", &["network", "device"]),
        ("outbox", &["kind", "why", "error"]),
    ] {
        for column in columns {
            let unique = matches!((table, *column), ("advisory", "source"));
            let only = if unique { "WHERE id = (SELECT MIN(id) FROM advisory)" } else { "" };
            p.sql(&format!("UPDATE {table} SET {column} = '{text}' {only}"));
        }
    }
    p.sql("UPDATE outbox SET state = 'failed' WHERE id <> (SELECT MAX(id) FROM outbox)");
    p.sql("UPDATE installation SET register_version = register_version + 1");
}

/// Writes the text into every field of an advisory, as an author may.
fn write(p: &Portal, to: To<'_>) -> String {
    let (author, text) = (p.author(), hostile());
    let reference = desk::draft(&author, &text);
    let page = format!("/desk/advisories/{reference}/content");
    let (actions, references) = (format!("{text}\n{text}"), format!("{text}\n{text} — https://cert.example/a"));
    let indicators = format!("other, \"{}\", {text}", text.replace('"', "\"\""));
    let body = format!("{text}\n\n# {text}\n\n- [{text}](javascript:alert(1))\n\n<div onclick=alert(1)>{text}</div>\n\n`{text}`");
    let content = [("title", text.as_str()), ("summary", &text), ("actions", &actions), ("body", &body), ("change_note", &text)];
    author.submit(&page, &page, &[&content[..], &[("references", &references), ("indicators", &indicators)]].concat()).is(303);
    desk::address(p, &author, &reference, to);
    let page = format!("/desk/advisories/{reference}/recipients");
    if matches!(to, To::Parties(_)) {
        author.submit(&page, &page, &[("audience", "some-parties"), ("party", SLUGS[0]), ("reason", &text)]).is(303);
    }
    reference
}

fn walk(p: &Portal, client: &Client, references: &[String], what: &str) -> usize {
    let mut shown = 0;
    for route in table::lines().iter().filter(|r| r.method == "GET") {
        for reference in references {
            for slug in [SLUGS[0], "vigilance-ouest"] {
                let last = p.count("FROM audit_record") - 1;
                let path = route.path.replace("{ref}", reference).replace("{topic}", "tlp").replace("{slug}", slug).replace("{id}", p.id("enrolled").as_str());
                let change = p.column("SELECT id FROM register_change").remove(0);
                let path = if route.path.contains("/changes/{id}") { route.path.replace("{id}", &change) } else { path.replace("{code}", "PASSI") };
                let path = if route.path.contains("audit") { path.replace("{n}", &last.to_string()) } else { path.replace("{n}", "1") };
                let answer = client.get(&path);
                // The file of the self-check brings a style and a policy of its own; `self_check.rs` looks at them.
                if answer.header("content-type").starts_with("text/html") && !answer.body.is_empty() && path != "/self-check/file" {
                    inert(&answer.page(), &format!("{what} {path}"));
                    shown += usize::from(answer.status == 200 && answer.page().text("main").contains("<script>alert(1)</script>"));
                }
                if !route.path.contains("{slug}") {
                    break;
                }
            }
            if !route.path.contains("{ref}") {
                break;
            }
        }
    }
    shown
}

fn hostile_text_in_every_field_stays_text_on_every_page(p: &Portal) {
    let published = write(p, To::Parties(&[0]));
    desk::submit(&p.author(), &published).is(303);
    desk::publish(&p.approver(), &published).is(303);
    let waiting = write(p, To::Group);
    desk::submit(&p.author(), &waiting).is(303);
    let returned = write(p, To::People(&["contact0"]));
    desk::submit(&p.author(), &returned).is(303);
    let review = format!("/desk/advisories/{returned}");
    p.approver().submit(&format!("{review}/review"), &format!("{review}/return"), &[("comment", &hostile())]).is(303);
    let withdrawn = write(p, To::All);
    desk::submit(&p.author(), &withdrawn).is(303);
    desk::publish(&p.approver(), &withdrawn).is(303);
    let page = format!("/desk/advisories/{withdrawn}/withdrawal");
    p.approver().submit(&page, &page, &[("reason", &hostile())]).is(303);
    let references = [published, waiting, returned, withdrawn];
    let clients = ["contact0", "lead0", "author", "approver", "vetting", "auditor", "enrolled"].map(|key| (key, p.by(key)));
    p.contact(0).post(&format!("/advisories/{}/acknowledgement", references[0]), &[("state", "done")]).is(303);
    crate::register::proposed(p, crate::world::PROVIDERS, &[]);
    poison(p);
    for (key, client) in &clients {
        let shown = walk(p, client, &references, key);
        assert!(shown > 0, "{key} saw the text nowhere");
    }
    inert(&p.enrolling().get("/enrol/identity").page(), "enrolling");
    let file = p.contact(0).get(&format!("/advisories/{}/indicators.csv", references[0])).is(200);
    assert!(file.header("content-type").starts_with("text/csv") && file.header("content-disposition").starts_with("attachment"));
}

fn what_is_typed_comes_back_as_text(p: &Portal) {
    let (text, typed) = (hostile(), url::form_urlencoded::byte_serialize(hostile().as_bytes()).collect::<String>());
    for (client, path) in [
        (p.nobody(), format!("/login?next={typed}")),
        (p.contact(0), format!("/advisories?q={typed}&state={typed}&sort={typed}&tlp={typed}&after={typed}")),
        (p.contact(0), format!("/search?q={typed}")),
        (p.contact(0), format!("/providers?q={typed}&scheme={typed}&region={typed}&scope={typed}&need={typed}")),
        (p.author(), format!("/desk/advisories?state={typed}&mine={typed}&after={typed}")),
        (p.auditor(), format!("/audit?actor={typed}&action={typed}&object={typed}&from={typed}&to={typed}")),
        (p.contact(0), format!("/advisories/{typed}")),
        (p.nobody(), format!("/{typed}")),
    ] {
        inert(&client.get(&path).page(), &path);
    }
    let wrong = p.nobody().submit("/login", "/login", &[("username", &text), ("password", &text)]).is(422).page();
    inert(&wrong, "/login");
    assert_eq!(wrong.typed("username"), text);
    inert(&p.nobody().submit("/enrol", "/enrol", &[("letter_code", &text), ("email_code", &text)]).is(422).page(), "/enrol");
    let party = p.vetting().submit("/desk/parties/new", "/desk/parties", &[("name", &text.repeat(2)), ("switchboard", &text)]).is(422).page();
    inert(&party, "/desk/parties");
    let new = p.author().submit("/desk/advisories/new", "/desk/advisories", &[("title", &text), ("language", &text), ("model", &text)]).is(422).page();
    inert(&new, "/desk/advisories");
    let unknown = p.vetting().post("/desk/parties", &[(text.as_str(), "x")]).is(400).page();
    inert(&unknown, "an unknown field");
}
