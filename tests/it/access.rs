//! Every route by every kind of visitor, and the requests that no page of ours makes.
use crate::{
    client::{Answer, Client, FORM},
    desk::{self, To},
    policy::{VISITORS, policy, written},
    support::{Portal, on_both, variable},
    world::SLUGS,
};
use std::collections::BTreeMap;
use vigie::{
    accounts::alarms,
    web::{routes::Route, table},
};

on_both! {
    every_route_answers_every_visitor_as_the_policy_says
    what_does_not_exist_is_not_found_for_everybody
    a_method_that_a_route_does_not_have_is_refused
    head_answers_like_get_without_a_body
    a_form_without_our_token_or_from_another_site_changes_nothing
    signing_in_by_address_does_nothing
    a_desk_listener_of_its_own_takes_the_desk_from_the_public_one
}

/// The advisories that the walk needs.
struct Refs {
    open: String,
    draft: String,
    waiting: String,
    versioned: String,
    /// Somebody who is proposed.
    proposed: String,
    /// A change of the register that waits.
    change: String,
}

fn refs(p: &Portal) -> Refs {
    let to = To::Parties(&[0]);
    for object in ["one", "two"] {
        p.act(async |tx, act| alarms::raise(tx, act, alarms::Kind::LookAlike, object, "").await);
    }
    Refs {
        open: desk::published(p, "Publié", to),
        draft: desk::complete(p, "Brouillon", to),
        waiting: desk::in_review(p, "En relecture", to),
        versioned: desk::published(p, "À réviser", to),
        proposed: crate::vetting::proposed(p, 0, "Proposée Nouvelle", "proposee@vigie.example"),
        change: crate::register::proposed(p, crate::world::PROVIDERS, &[]).rsplit('/').next().unwrap().to_owned(),
    }
}

fn address(p: &Portal, route: &Route, refs: &Refs) -> String {
    let of = match (route.method, route.path.rsplit('/').next().unwrap()) {
        ("POST", "versions") => &refs.versioned,
        (_, "review" | "publication" | "return") => &refs.waiting,
        (_, "withdrawal" | "readership" | "reminder") => &refs.open,
        _ if route.path.starts_with("/desk") => &refs.draft,
        _ => &refs.open,
    };
    if route.path.starts_with("/desk/alarms/") {
        let id = p.column("SELECT id FROM alarm ORDER BY seen_at IS NOT NULL, id LIMIT 1").pop().unwrap();
        return route.path.replace("{id}", &id);
    }
    if route.path.starts_with("/desk/providers/") {
        return route.path.replace("{id}", &refs.change).replace("{code}", "PASSI");
    }
    let (slug, id) = if route.path.starts_with("/providers") {
        ("vigilance-ouest", String::new())
    } else {
        (SLUGS[0], p.id(if route.path.starts_with("/admin") { "coauthor" } else { "enrolled" }).to_string())
    };
    let id = if route.path.starts_with("/desk/contacts/{id}/vetting") || route.path.ends_with("/proposal") { refs.proposed.clone() } else { id };
    route.path.replace("{ref}", of).replace("{n}", "1").replace("{topic}", "tlp").replace("{name}", "liste.csv").replace("{slug}", slug).replace("{id}", &id)
}

fn visitor(p: &Portal, kind: &str) -> Client {
    match kind {
        "nobody" => p.nobody(),
        "half" => p.half("colleague2"),
        "enrolling" => p.enrolling(),
        "enrolled" => p.enrolled(),
        "reader" => p.contact(0),
        "other-reader" => p.contact(1),
        "lead" => p.lead(0),
        "directory" => p.directory(0),
        "cut" => p.cut("colleague0"),
        staff => p.by(staff),
    }
}

fn every_route_answers_every_visitor_as_the_policy_says(p: &Portal) {
    let refs = refs(p);
    // Those that end a session, an enrolment or a state come last.
    let mut lines: Vec<&Route> = table::lines().iter().collect();
    lines.sort_by_key(|r| match r.path {
        "/logout" => 2,
        "/enrol/denial" | "/desk/contacts/{id}/confirmation" => 1,
        _ => 0,
    });
    let mut found: BTreeMap<String, Vec<u16>> = BTreeMap::new();
    for kind in VISITORS {
        let client = visitor(p, kind);
        for route in &lines {
            let path = address(p, route, &refs);
            let answer = if route.method == "GET" { client.get(&path) } else { client.post(&path, &[]) };
            found.entry(format!("{} {}", route.method, route.path)).or_default().push(answer.status);
        }
    }
    if variable("WRITE_POLICY").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/policy.txt"), written(&found)).unwrap();
    }
    let policy = policy();
    for (route, numbers) in &found {
        let wanted = policy.get(route).unwrap_or_else(|| panic!("{route} is not in policy.txt"));
        for ((visitor, got), wanted) in VISITORS.iter().zip(numbers).zip(wanted) {
            assert_eq!(got, wanted, "{route} by {visitor}");
        }
    }
}

fn what_does_not_exist_is_not_found_for_everybody(p: &Portal) {
    for client in [p.nobody(), p.contact(0), p.author(), p.auditor(), p.administrator()] {
        for path in
            ["/nothing", "/desk/nothing", "/admin/nothing", "/setup", "/..%2fkeys.ring", "/static/../vigie.toml", "/static/x.css", "/help/nothing", "//desk"]
        {
            let answer = client.get(path);
            assert_eq!(answer.status, 404, "{path}");
            assert_eq!(answer.page().texts("h1").len(), 1, "{path}");
        }
    }
    for path in
        ["/advisories/2027-AAAA", "/advisories/x%00y", "/advisories/'%20OR%201=1", "/advisories/2027-AAAA/versions/1", "/advisories/2027-AAAA/versions/x"]
    {
        p.contact(0).get(path).is(404);
    }
    p.author().get("/desk/advisories/2027-AAAA").is(404);
    p.auditor().get("/audit/entries/99999999999999999999").is(404);
    p.auditor().get("/audit/entries/-1").is(404);
}

fn a_method_that_a_route_does_not_have_is_refused(p: &Portal) {
    let client = p.author();
    for (method, path) in [
        ("PUT", "/login"),
        ("DELETE", "/"),
        ("PATCH", "/account"),
        ("OPTIONS", "/login"),
        ("TRACE", "/"),
        ("POST", "/account"),
        ("GET", "/logout"),
        ("BREW", "/"),
    ] {
        let answer = client.request(method, path).send();
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.page().has("h1"), "{method} {path}");
    }
    client.get("/account").is(200);
}

fn head_answers_like_get_without_a_body(p: &Portal) {
    for (client, path) in
        [(p.nobody(), "/"), (p.contact(0), "/advisories"), (p.author(), "/desk/advisories"), (p.nobody(), "/healthz"), (p.contact(0), "/nothing")]
    {
        let (get, head) = (client.get(path), client.request("HEAD", path).send());
        assert_eq!(get.status, head.status, "{path}");
        assert!(head.body.is_empty(), "{path}");
        assert_eq!(get.header("content-type"), head.header("content-type"), "{path}");
    }
}

/// A party that a form would add, and whether it is there.
fn add_party(client: &Client, change: impl FnOnce(crate::client::Request<'_>, &str) -> Answer) -> Answer {
    let token = client.token();
    change(client.request("POST", "/desk/parties"), &token)
}

fn a_form_without_our_token_or_from_another_site_changes_nothing(p: &Portal) {
    let vetting = p.vetting();
    let fields = |token: &str| {
        serde_urlencoded::to_string([("csrf", token), ("name", "Parti Intrus"), ("switchboard", "+33 1 99 00 00 09"), ("source", "https://annuaire.example")])
            .unwrap()
    };
    let other = p.nobody().token();
    let evil = [
        ("https://evil.example", ""),
        ("null", ""),
        ("null", "cross-site"),
        ("", "cross-site"),
        ("", "same-site"),
        ("", "none"),
        ("http://localhost", "same-origin"),
        ("https://localhost", ""),
    ];
    for (origin, site) in evil {
        add_party(&vetting, |r, token| r.header("origin", origin).header("sec-fetch-site", site).body(fields(token)).send()).is(403);
    }
    for kind in ["text/plain", "multipart/form-data; boundary=x", "application/json", ""] {
        add_party(&vetting, |r, token| r.header("content-type", kind).body(fields(token)).send()).is(415);
    }
    for token in ["", "x", &other] {
        add_party(&vetting, |r, _| r.body(fields(token)).send()).is(403);
    }
    add_party(&vetting, |r, _| r.body("name=Parti+Intrus&switchboard=%2B33199000009").send()).is(403);
    // A visitor without the cookie that the token is bound to.
    p.nobody().request("POST", "/language").fields(&[("csrf", &other), ("language", "en")]).send().is(403);
    assert_eq!(p.count("FROM party"), 3);
    let own = p.at.origin();
    let done = add_party(&vetting, |r, token| r.header("origin", &own).header("sec-fetch-site", "same-origin").body(fields(token)).send());
    done.leads_to("/desk/parties/parti-intrus");
}

fn signing_in_by_address_does_nothing(p: &Portal) {
    let client = p.nobody();
    let query = "username=author%40vigie.example&password=une+tortue+lit++le+journal+du+soir";
    let before = p.count("FROM session");
    client.get(&format!("/login?{query}")).is(400);
    client.request("POST", &format!("/login?{query}")).header("content-type", FORM).send().is(403);
    client.post("/login", &[]).is(422);
    assert_eq!(p.count("FROM session"), before);
}

fn a_desk_listener_of_its_own_takes_the_desk_from_the_public_one(p: &Portal) {
    let free = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap();
    let split = p.another(&[("# [desk]\n# listen = \"10.0.0.5:8444\"", &format!("[desk]\nlisten = \"{free}\"\n#"))]);
    let author = p.author().at(&split.at);
    for path in ["/desk", "/desk/advisories", "/audit", "/desk/nothing"] {
        let nowhere = author.get("/nothing").is(404).text().replace("/nothing", path);
        assert!(author.get(path).is(404).text() == nowhere, "{path}");
    }
    author.get("/account").is(200);
}
