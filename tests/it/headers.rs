//! What every answer carries, and requests that no browser sends.
use crate::{
    client::{Answer, Client, read},
    desk::{self, To},
    support::{Kind, Portal, on_both},
    world::{PASSPHRASE, SLUGS, email},
};
use std::io::Write;
use vigie::web::table;

on_both! {
    every_route_carries_every_header
    every_kind_of_refusal_carries_every_header
    cookies_have_every_attribute_and_no_end
    a_request_for_another_host_is_refused
    what_is_too_large_is_refused
    what_is_not_a_form_in_utf8_is_refused
    unknown_and_repeated_fields_are_refused
    a_body_that_does_not_end_holds_nobody_up
    what_is_not_http_is_answered_and_nothing_falls
}

const WANTED: [(&str, &str); 7] = [
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cache-control", "no-store"),
];

#[track_caller]
fn whole(answer: &Answer, what: &str) {
    for (name, value) in WANTED {
        assert_eq!(answer.header(name), value, "{what}: {} {name}", answer.status);
    }
    let csp = answer.header("content-security-policy");
    let html = answer.text();
    let scripts: Vec<&str> = html.match_indices("<script").map(|(at, _)| html[at..].split("</script>").next().unwrap()).collect();
    let allowed = if scripts.is_empty() { "script-src 'none'" } else { "script-src 'self'" };
    // One script, of our own, and leave for it on its own pages alone.
    assert!(scripts.iter().all(|s| s.starts_with("<script src=\"/static/passkey.js?v=") && s.ends_with("\" defer>")), "{what}: {scripts:?}");
    assert!(scripts.len() <= 1 && (scripts.is_empty() || html.contains("data-passkey=")), "{what}: {scripts:?}");
    // A file to be saved does nothing should a browser show it after all.
    let saved = answer.header("content-disposition").starts_with("attachment");
    let (allowed, forms) = match what {
        _ if saved => ("; sandbox", "form-action 'none'"),
        // Nothing is named that a script could come by, and no form goes anywhere.
        "/self-check" => ("style-src 'self'; img-src 'self'; form-action", "form-action 'none'"),
        _ => (allowed, "form-action 'self'"),
    };
    for part in ["default-src 'none'", allowed, forms, "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(csp.contains(part), "{what}: {csp}");
    }
    assert!(!csp.contains("unsafe") && !csp.contains('*') && !csp.contains("http"), "{what}: {csp}");
    for part in ["camera=()", "publickey-credentials-get=(self)", "publickey-credentials-create=(self)"] {
        assert!(answer.header("permissions-policy").contains(part), "{what}: {part}");
    }
    for name in ["server", "x-powered-by", "access-control-allow-origin"] {
        assert_eq!(answer.header(name), "", "{what}");
    }
}

fn every_route_carries_every_header(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let clients = [p.nobody(), p.contact(0), p.author(), p.auditor()];
    for route in table::lines().iter().filter(|r| r.method == "GET") {
        let path = route.path.replace("{ref}", &reference).replace("{n}", "1").replace("{topic}", "tlp");
        let path = path.replace("{slug}", SLUGS[0]).replace("{id}", p.id("contact0").as_str());
        clients.iter().for_each(|c| whole(&c.get(&path), &path));
    }
    let for_ever = "public, max-age=31536000, immutable";
    let lasting = ["/static/vigie.css", "/static/self-check.css", "/static/passkey.js"].map(|path| (path, for_ever));
    for (path, kept) in lasting.into_iter().chain([("/static/icons.svg", "public, max-age=86400")]) {
        let answer = p.nobody().get(path).is(200);
        assert_eq!(answer.header("cache-control"), kept);
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

fn every_kind_of_refusal_carries_every_header(p: &Portal) {
    let (reader, author) = (p.contact(0), p.author());
    let reference = desk::published(p, "Saule", To::All);
    for (status, answer) in [
        (303, p.nobody().get("/advisories")),
        (400, reader.get("/search?q=%FF")),
        (403, reader.get("/desk")),
        (404, reader.get("/nothing")),
        (405, reader.request("PUT", "/login").send()),
        (409, author.get(&format!("/desk/advisories/{reference}/content"))),
        (413, reader.post("/language", &[("language", &"x".repeat(20_000))])),
        (415, reader.request("POST", "/language").header("content-type", "text/plain").body("x").send()),
        (421, reader.request("GET", "/").header("host", "evil.example").send()),
        (422, p.nobody().submit("/login", "/login", &[])),
    ] {
        assert_eq!(answer.status, status);
        whole(&answer, "refusal");
        assert!(status < 400 || answer.page().texts("main h1").len() == 1, "{status}");
    }
    let blocked = p.half("contact1");
    p.sql(&format!("UPDATE totp SET blocked_until = {} WHERE account_id = '{}'", p.now() + 60_000, p.id("contact1")));
    whole(&blocked.submit("/login/code", "/login/code", &[("code", "123456")]).is(429), "429");
    p.sql(if p.kind == Kind::Sqlite { "DROP TABLE acknowledgement" } else { "DROP TABLE acknowledgement CASCADE" });
    whole(&reader.get("/advisories").is(500), "500");
    p.sql("UPDATE audit_head SET size = size + 5");
    let busy = p.nobody().submit("/login", "/login", &[("username", &email("contact2")), ("password", PASSPHRASE)]).is(503);
    assert!(!busy.header("retry-after").is_empty());
    whole(&busy, "503");
}

fn cookies_have_every_attribute_and_no_end(p: &Portal) {
    let client = p.nobody();
    let mut answers = vec![client.get("/login")];
    answers.push(client.submit("/login", "/login", &[("username", &email("contact0")), ("password", PASSPHRASE)]).is(303));
    let code = p.fresh_code("contact0");
    answers.push(client.submit("/login/code", "/login/code", &[("code", &code)]).is(303));
    answers.push(client.post("/language", &[("language", "en")]).is(303));
    for answer in answers {
        let cookies = answer.cookies();
        assert_eq!(cookies.len(), 1, "{cookies:?}");
        assert!(cookies[0].starts_with("__Host-"), "{}", cookies[0]);
        for part in ["Secure", "HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookies[0].split("; ").any(|c| c == part), "{part}: {}", cookies[0]);
        }
        for part in ["Domain", "Expires", "Max-Age"] {
            assert!(!cookies[0].contains(part), "{part}: {}", cookies[0]);
        }
    }
    let digest = if p.kind == Kind::Sqlite { "SELECT hex(digest) FROM session" } else { "SELECT encode(digest, 'hex') FROM session" };
    let token = data_encoding::HEXUPPER.encode(client.session().as_bytes());
    assert!(p.column(digest).iter().all(|d| !d.is_empty() && d.len() == 64 && d.to_uppercase() != token));
}

fn a_request_for_another_host_is_refused(p: &Portal) {
    let (client, own) = (p.contact(0), p.at.authority.clone());
    for host in ["evil.example", "localhost", "127.0.0.1", &format!("{own}."), &own.to_uppercase(), &format!("{own}@evil.example")] {
        let answer = client.request("GET", "/").header("host", host).send().is(421);
        assert!(!answer.text().contains("evil"), "{host}");
    }
    for name in ["x-forwarded-host", "forwarded", "x-original-url", "x-rewrite-url", "x-forwarded-proto"] {
        let answer = client.request("GET", "/advisories").header(name, "/desk;host=evil.example").send().is(200);
        assert!(!answer.text().contains("evil"), "{name}");
    }
    for head in
        ["GET / HTTP/1.1\r\n", &format!("GET / HTTP/1.1\r\nHost: {own}\r\nHost: evil\r\n"), &format!("GET https://evil.example/ HTTP/1.1\r\nHost: {own}\r\n")]
    {
        let answer = p.at.raw(format!("{head}Connection: close\r\n\r\n").as_bytes());
        assert!(matches!(answer.status, 400 | 421), "{head}: {}", answer.status);
    }
}

fn what_is_too_large_is_refused(p: &Portal) {
    let vetting = p.vetting();
    p.nobody().post("/login", &[("username", &"x".repeat(17_000)), ("password", "y")]).is(413);
    vetting.post("/desk/parties", &[("name", &"x".repeat(1_100_000)), ("switchboard", "+33199000009")]).is(413);
    vetting.post("/desk/parties", &[("name", &"x".repeat(20_000)), ("switchboard", "+33199000009")]).is(422);
    // In pieces, so that no header says how much is to come.
    let client = p.nobody();
    let request = client.request("POST", "/login").header("content-length", "").header("transfer-encoding", "chunked").header("connection", "close");
    let mut bytes = request.bytes();
    (0..40).for_each(|_| bytes.extend_from_slice(format!("400\r\n{}\r\n", "x".repeat(1024)).as_bytes()));
    assert_eq!(p.at.raw(&bytes).status, 413);
    vetting.request("GET", "/").header("x-long", &"x".repeat(17_000)).send().is(413);
    vetting.get(&format!("/?q={}", "x".repeat(17_000))).is(413);
    let huge = vetting.request("GET", "/").header("x-long", &"x".repeat(300_000)).send().status;
    assert!(matches!(huge, 0 | 400 | 413 | 431), "{huge}");
    vetting.get("/desk").is(200);
    assert_eq!(p.count("FROM party"), 3);
}

fn what_is_not_a_form_in_utf8_is_refused(p: &Portal) {
    let vetting = p.vetting();
    let token = vetting.token();
    for bad in ["name=%FF", "name=%C3%28", "name=%ZZ", "name=%", "name=a%00b", "name=a%1Bb", "n%00me=a", "name=%ED%A0%80"] {
        vetting.request("POST", "/desk/parties").body(format!("csrf={token}&switchboard=%2B33199000009&{bad}")).send().is(400);
    }
    let raw = [format!("csrf={token}&switchboard=%2B33199000009&name=").as_bytes(), b"\xff\xfe"].concat();
    vetting.request("POST", "/desk/parties").body(raw).send().is(400);
    assert_eq!(p.count("FROM party"), 3);
    for query in ["/providers?q=%FF", "/advisories?q=%1B", "/providers?on=2027-13-45"] {
        p.contact(0).get(query).is(400);
    }
}

fn unknown_and_repeated_fields_are_refused(p: &Portal) {
    let vetting = p.vetting();
    let fields = |more: &'static [(&'static str, &'static str)]| {
        [&[("name", "Parti Neuf"), ("switchboard", "+33199000009"), ("source", "https://annuaire.example")], more].concat()
    };
    for more in [&[("id", "x")][..], &[("role", "administrator")], &[("state", "confirmed")], &[("party_id", "x")], &[("name", "Autre")], &[("csrf", "x")]] {
        vetting.post("/desk/parties", &fields(more)).is(400);
    }
    assert_eq!(p.count("FROM party"), 3);
    let author = p.author();
    author.post("/desk/advisories", &[("title", "T"), ("language", "fr"), ("model", "blank"), ("author_id", "x")]).is(400);
    assert_eq!(p.count("FROM advisory"), 0);
    vetting.post("/desk/parties", &fields(&[])).is(303);
}

fn a_body_that_does_not_end_holds_nobody_up(p: &Portal) {
    let slow: Client = p.nobody();
    slow.get("/login").is(200);
    let request = slow.request("POST", "/login").header("content-length", "1000").body("csrf=").bytes();
    let mut streams: Vec<_> = (0..30).map(|_| p.at.connect()).collect();
    streams.iter_mut().for_each(|s| s.write_all(&request).unwrap());
    for _ in 0..5 {
        p.contact(0).get("/advisories").is(200);
    }
    // One that ends after all is answered.
    let mut last = streams.pop().unwrap();
    last.write_all(&[b'x'; 995]).unwrap();
    last.get_ref().set_read_timeout(Some(std::time::Duration::from_secs(2))).unwrap();
    assert_eq!(read(&mut last).status, 403);
}

fn what_is_not_http_is_answered_and_nothing_falls(p: &Portal) {
    let own = &p.at.authority;
    for bytes in [
        b"\x00\x01\x02\x03\r\n\r\n".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        format!("GET / HTTP/1.1\r\nHost: {own}\r\nbad header\r\nConnection: close\r\n\r\n").into_bytes(),
        format!("POST /login HTTP/1.1\r\nHost: {own}\r\nContent-Length: -1\r\nConnection: close\r\n\r\n").into_bytes(),
        format!("POST /login HTTP/1.1\r\nHost: {own}\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabcdef").into_bytes(),
        format!("POST /login HTTP/1.1\r\nHost: {own}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n").into_bytes(),
    ] {
        let answer = p.at.raw(&bytes);
        assert!((400..500).contains(&answer.status), "{}: {}", answer.status, String::from_utf8_lossy(&bytes));
        assert!(answer.cookies().iter().all(|c| c.starts_with("__Host-")));
    }
    p.contact(0).get("/advisories").is(200);
}
