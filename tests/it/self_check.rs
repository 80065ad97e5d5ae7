//! The self-check: a page on which nothing can be sent, and the same as a file.
use crate::{
    client::{Answer, Client},
    support::{Portal, on_both},
    world::SLUGS,
};
use std::collections::BTreeSet;
use vigie::{
    crypto::sha256,
    providers::scheme::Need,
    web::{headers::CSP_FORMLESS, self_check::PARTS},
};

on_both! {
    the_page_may_send_nothing_and_gives_a_visitor_no_cookie
    twenty_five_questions_have_three_answers_and_no_way_to_send_them
    each_advice_leads_to_providers_who_can_help
    opening_it_leaves_no_record_and_says_so_in_both_languages
    the_file_works_alone_and_knows_no_address_but_the_portals
    everybody_finds_it_from_where_they_are
}

const LANGUAGES: [(&str, &str); 2] = [("fr", "Auto-évaluation"), ("en", "Self-check")];

fn in_language(client: &Client, path: &str, language: &str) -> Answer {
    client.get_with(path, &[("accept-language", language)]).is(200)
}

fn the_page_may_send_nothing_and_gives_a_visitor_no_cookie(p: &Portal) {
    for client in [p.nobody(), p.contact(0), p.directory(0), p.auditor()] {
        let answer = client.get("/self-check").is(200);
        let csp = answer.header("content-security-policy");
        assert_eq!(csp, CSP_FORMLESS);
        assert!(csp.contains("default-src 'none'") && csp.contains("form-action 'none'") && !csp.contains("script-src"), "{csp}");
        assert_eq!(answer.headers.iter().filter(|(name, _)| name == "content-security-policy").count(), 1);
        assert!(answer.cookies().is_empty() && client.get("/self-check/file").is(200).cookies().is_empty());
        assert!(answer.body.len() <= 40 * 1024, "{} bytes", answer.body.len());
    }
    p.nobody().get("/self-check?q11=y").is(400);
    p.nobody().post("/self-check", &[("q11", "y")]).is(405);
}

fn twenty_five_questions_have_three_answers_and_no_way_to_send_them(p: &Portal) {
    for path in ["/self-check", "/self-check/file"] {
        let page = p.contact(0).get(path).is(200).page();
        assert_eq!(page.all(".part").len(), 5);
        assert_eq!(page.all(".part > fieldset").len(), 25);
        assert_eq!(page.all("fieldset > legend").len(), 25);
        assert_eq!(page.all("input").len(), 75);
        for kind in ["y", "p", "n"] {
            assert_eq!(page.all(&format!("fieldset input.{kind}[type=radio]:not([value]):not([checked])")).len(), 25, "{kind}");
        }
        let names: BTreeSet<String> = page.attrs("input", "name").into_iter().collect();
        assert_eq!(names.len(), 25, "one answer for each question");
        for id in page.attrs("input", "id") {
            assert_eq!(page.all(&format!("label[for={id}]")).len(), 1, "{id}");
        }
        // One form, which keeps its answers even where a key would send it, and one button, which empties it.
        assert_eq!((page.all("form").len(), page.all("button").len(), page.all("button[type=reset]").len()), (1, 1, 1));
        assert!(page.has("form[method=dialog][autocomplete=off]:not([action])"), "a browser brings no answers back");
        for bad in ["script", "textarea", "select", "iframe", "img", "object", "input:not([type=radio])", "[formaction]", "[ping]", "meta[http-equiv=refresh]"]
        {
            assert!(!page.has(bad), "{bad}");
        }
    }
}

fn each_advice_leads_to_providers_who_can_help(p: &Portal) {
    let page = p.contact(0).get("/self-check").is(200).page();
    let links = page.attrs(".part > fieldset > .advice a", "href");
    let needs: Vec<&str> = PARTS.iter().flat_map(|part| part.questions.iter().map(|q| q.need.text)).collect();
    assert_eq!(links, needs.iter().map(|need| format!("/providers?need={need}")).collect::<Vec<_>>());
    assert_eq!(page.all("a[target=_blank][rel=noopener]").len(), 25, "the answers stay where they are");
    for need in Need::ALL {
        assert!(needs.contains(&need.text()), "{}", need.text());
        let found = p.contact(0).get(&format!("/providers?need={}", need.text())).is(200).page();
        let words = page.texts(&format!(".advice a[href$='={}']", need.text())).swap_remove(0);
        assert!(words.contains(&p.contact(0).get("/providers").page().text(&format!("a.tile[href*='need={}'] b", need.text()))), "{words}");
        assert_eq!(found.all(".tile[aria-current]").len(), 1);
    }
    // Where everybody may see the directory, strangers are led there.
    let open = Portal::with(p.kind, &[("public = false", "public = true")]);
    let of = |client: &Client, path: &str| client.get(path).is(200).page().attr(".advice a", "href");
    assert_eq!((of(&open.nobody(), "/self-check"), of(&p.nobody(), "/self-check")), ("/directory?need=administration".into(), links[0].clone()));
    assert_eq!(of(&open.contact(0), "/self-check"), links[0]);
    assert_eq!(of(&open.nobody(), "/self-check/file"), format!("{}/directory?need=administration", open.at.origin()));
    assert_eq!(open.nobody().get("/directory?need=administration").is(200).page().all(".tile[aria-current]").len(), 1);
}

fn opening_it_leaves_no_record_and_says_so_in_both_languages(p: &Portal) {
    let clients = [p.nobody(), p.contact(0), p.lead(0), p.author()];
    let before = p.count("FROM audit_record");
    for (language, title) in LANGUAGES {
        let mut seen = BTreeSet::new();
        for client in &clients {
            let page = client.get(&format!("/self-check?lang={language}")).is(200).page();
            assert_eq!((page.text("h1"), page.attr("html", "lang")), (title.to_owned(), language.to_owned()));
            seen.insert(page.text("main"));
            client.get(&format!("/self-check/file?lang={language}")).is(200);
        }
        assert_eq!(seen.len(), 1, "the same for everybody");
        let said = seen.pop_first().unwrap();
        assert!(said.contains("form-action 'none'") && !said.contains("self-check-"), "{said}");
        assert_eq!(in_language(&p.nobody(), "/self-check", language).page().text("h1"), title);
    }
    assert_eq!(p.count("FROM audit_record"), before);
    for (language, other) in [("fr", "en"), ("en", "fr")] {
        let page = in_language(&p.nobody(), "/self-check", language).page();
        assert_eq!(page.attr("footer a[hreflang]", "href"), format!("/self-check?lang={other}"));
    }
}

fn the_file_works_alone_and_knows_no_address_but_the_portals(p: &Portal) {
    for (language, name) in [("fr", "auto-evaluation.html"), ("en", "self-check.html")] {
        let answer = in_language(&p.nobody(), "/self-check/file", language);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}\""));
        let (page, text, origin) = (answer.page(), answer.text(), p.at.origin());
        assert_eq!(page.attr("html", "lang"), language);
        for (at, _) in text.match_indices("://") {
            assert!(text[..at + 3 + p.at.authority.len()].ends_with(&origin), "{}", &text[at - 20..at + 40]);
        }
        for link in page.attrs("a", "href") {
            assert!(["#", "tel:", &format!("{origin}/providers?need=")].iter().any(|s| link.starts_with(s)), "{link}");
        }
        for bad in ["link", "[src]", "use", "[style]", "base"] {
            assert!(!page.has(bad), "{bad}");
        }
        // Its policy stands before its style, and lets through exactly that one.
        let style = page.all("style");
        let inside = style[0].text().collect::<String>();
        assert!(style.len() == 1 && !inside.contains("url(") && !inside.contains("@import"));
        let hash = data_encoding::BASE64.encode(&sha256(inside.as_bytes()));
        let policy = page.attr("meta[http-equiv=Content-Security-Policy]", "content");
        assert_eq!(policy, format!("default-src 'none'; style-src 'sha256-{hash}'; form-action 'none'; base-uri 'none'"));
        assert!(text.find("http-equiv").unwrap() < text.find("<style>").unwrap());
    }
}

fn everybody_finds_it_from_where_they_are(p: &Portal) {
    for key in ["contact0", "lead0", "author", "vetting", "auditor", "administrator"] {
        let page = p.by(key).get("/account").is(200).page();
        assert_eq!(page.all("nav a[href='/self-check']").len(), 1, "{key}");
    }
    let directory = p.directory(0);
    assert_eq!(directory.get("/providers").is(200).page().attrs("nav.nav li:not(.sos) a", "href"), ["/providers", "/self-check"]);
    let here = p.contact(0).get("/self-check").is(200).page();
    assert_eq!(here.attrs("nav.nav [aria-current]", "href"), ["/self-check"]);
    assert!(here.has("nav .sos") && here.has("footer a[href^='tel:']") && here.has("header a[href='/']"));
    for client in [p.nobody(), p.contact(0), p.enrolled()] {
        assert_eq!(client.get("/help/site-map").is(200).page().all("main a[href='/self-check']").len(), 1);
    }
    assert!(!here.text("body").contains(SLUGS[0]) && !here.has("form[method=post]"));
}
