//! What readers have of the register: files, a comparison, a map, and the directory that everybody may see.
use crate::{
    binary::vigie,
    register::{decide, names, proposed, with},
    support::{Portal, on_both},
};

on_both! {
    providers_stand_side_by_side_and_are_taken_away_as_files
    what_was_typed_wrongly_is_found_and_regions_are_chosen_on_a_map
    the_public_directory_knows_nobody_and_is_there_only_where_the_agency_opens_it
    an_advisory_names_who_helps_with_what_it_asks_for
}

fn providers_stand_side_by_side_and_are_taken_away_as_files(p: &Portal) {
    let own = Portal::new(p.kind);
    let page = proposed(&own, &with(",Audit,architecture", ",=Audit,architecture"), &[]);
    decide(&own.vetting(), &page, "approve").is(303);
    let reader = own.sign_in("contact0");
    let both = reader.get("/providers/comparison?p=vigilance-ouest&p=audit-levant").is(200).page();
    assert_eq!(both.texts("thead th"), ["Vigilance Ouest", "Audit Levant"]);
    assert_eq!(both.attrs("table a[href^='tel:']", "href").len(), 2);
    for alone in ["", "?p=vigilance-ouest", "?p=a&p=b&p=c&p=d&p=e", "?p=nuage-clair&p=guet-suspendu"] {
        let page = reader.get(&format!("/providers/comparison{alone}")).is(200).page();
        assert!(page.has(".warn-box") && !page.has("table"), "{alone}");
    }
    let records = own.records_of(|| {
        let answer = reader.submit("/providers?region=75", "/providers/export", &[]).is(200);
        assert!(answer.text().lines().count() == 2, "nobody works there: {}", answer.text());
        let answer = reader.submit("/providers?q=levant", "/providers/export", &[]).is(200);
        let text = answer.text();
        assert!(answer.header("content-disposition").starts_with("attachment; filename=\"providers-"), "{}", answer.header("content-disposition"));
        assert!(text.starts_with("TLP:CLEAR,providers,") && text.contains("log root "), "{text}");
        assert!(text.contains(",'=Audit,") && !text.contains(",=Audit"), "{text}");
    });
    assert_eq!(records.len(), 2);
    assert!(records[1].starts_with("report.exported providers done csv, 2 rows") && !records[1].contains("levant"), "{records:?}");
    assert_eq!(own.count("FROM audit_record WHERE action = 'report.exported' AND hash IS NOT NULL"), 0, "a hash would tell the search");
    let signed = reader.submit("/providers", "/providers/register", &[]).is(200);
    let (file, certificate) = (own.dir.join("register.p7m"), own.dir.join("documents/document.pem"));
    std::fs::write(&file, &signed.body).unwrap();
    let out = own.dir.join("register.csv");
    let (file, certificate, out) = (file.to_str().unwrap(), certificate.to_str().unwrap(), out.to_str().unwrap());
    let arguments = ["cms", "-verify", "-binary", "-inform", "DER", "-in", file, "-CAfile", certificate, "-out", out];
    assert!(std::process::Command::new("openssl").args(arguments).output().unwrap().status.success());
    let text = std::fs::read_to_string(out).unwrap();
    assert!(text.starts_with("TLP:CLEAR,register,") && text.contains("Guet Suspendu") && text.contains("suspended") && text.contains(",+33 "), "{text}");
    assert_eq!(vigie(&["verify", file, "--certificate", certificate]).status.code(), Some(0), "the program says so too");
}

fn what_was_typed_wrongly_is_found_and_regions_are_chosen_on_a_map(p: &Portal) {
    for (query, wanted) in [
        ("?q=vigilanse", 1),
        ("?q=vigilnace+oeust", 1),
        ("?q=forensik", 1),
        ("?q=zzzzzzzz", 0),
        ("?region=35", 1),
        ("?region=Finist%C3%A8re", 1),
        ("?region=Corse", 0),
        ("?level=%C3%A9lev%C3%A9", 1),
        ("?language=en", 1),
        ("?language=FR", 2),
        ("?until=2031-01-20", 1),
        ("?until=2040-01-01", 0),
        ("?arrival=4", 0),
        ("?technique=network", 1),
    ] {
        assert_eq!(names(p, query).len(), wanted, "{query}");
    }
    let reader = p.contact(0);
    for bad in ["on=hier", "known=2027-13-01", "until=demain"] {
        reader.get(&format!("/providers?{bad}")).is(400);
    }
    let map = reader.get("/providers/regions?need=response").is(200).page();
    let (tiles, list) = (map.attrs("svg.map a", "href"), map.attrs(".cols li h3 a", "href"));
    assert!(tiles.len() == 18 && tiles == list, "the list does what the map does");
    let bretagne = list.iter().find(|h| h.contains("Bretagne")).unwrap();
    assert_eq!(names(p, bretagne.strip_prefix("/providers").unwrap()), ["Vigilance Ouest"]);
    assert!(map.text(".cols li").contains("Ain"), "{}", map.text(".cols li"));
}

fn the_public_directory_knows_nobody_and_is_there_only_where_the_agency_opens_it(p: &Portal) {
    let own = Portal::new(p.kind);
    let reader = own.sign_in("contact0");
    for client in [&own.nobody(), &reader] {
        client.get("/directory").is(404);
        client.get("/directory/vigilance-ouest").is(404);
    }
    let open = Portal::with(p.kind, &[("public = false", "public = true")]);
    let (nobody, reader) = (open.nobody(), open.sign_in("contact0"));
    for path in ["/directory?need=response", "/directory/vigilance-ouest", "/directory?q=zzzz"] {
        let (one, other) = (nobody.get_with(path, &[("accept-language", "en")]).is(200), reader.get(path).is(200));
        assert_eq!(one.text(), other.text(), "{path}: the same for everybody");
        assert_eq!((one.header("set-cookie"), one.header("cache-control")), ("", "public, max-age=300"), "{path}");
        assert!(!one.page().has("form[method=post]") && !one.text().contains("csrf"), "{path}");
    }
    let list = nobody.get("/directory?need=response").page();
    assert_eq!(list.texts("section.prov h3"), ["Vigilance Ouest"]);
    assert_eq!(list.attr("section.prov a[href^='tel:']", "href"), "tel:+33299000001");
    assert_eq!(nobody.get("/directory?lang=en").page().attr("html", "lang"), "en");
    for slug in ["nuage-clair", "guet-suspendu", "nobody"] {
        nobody.get(&format!("/directory/{slug}")).is(404);
    }
    assert!(nobody.get("/directory?on=2023-06-01&need=hosting").page().texts("section.prov").is_empty(), "the past is for those who sign in");
    nobody.get("/providers?need=response").leads_to("/directory?need=response");
    nobody.get("/providers/vigilance-ouest").leads_to("/directory/vigilance-ouest");
    nobody.get("/providers/regions").leads_to("/login?next=%2Fproviders%2Fregions");
    own.nobody().get("/providers").leads_to("/login?next=%2Fproviders");
}

fn an_advisory_names_who_helps_with_what_it_asks_for(p: &Portal) {
    let author = p.author();
    let reference = crate::desk::complete(p, "Techniques", crate::desk::To::All);
    let page = format!("/desk/advisories/{reference}/marking");
    let fields = [("tlp", "GREEN"), ("severity", "high"), ("technique", "network"), ("technique", "identity")];
    author.submit(&page, &page, &fields).is(303);
    let form = author.get(&page).page();
    assert_eq!(form.attrs("input[name=technique][checked]", "value"), ["network", "identity"]);
    // A driver that does not know the field leaves it as it is; the page that shows it may empty it.
    let token = author.get(&page).page().hidden(&page);
    let version = token.iter().find(|(n, _)| n == "version").unwrap().1.clone();
    author.post(&page, &[("version", &version), ("tlp", "GREEN"), ("severity", "moderate")]).is(303);
    assert_eq!(author.get(&page).page().attrs("input[name=technique][checked]", "value").len(), 2);
    crate::desk::submit(&author, &reference).is(303);
    crate::desk::publish(&p.approver(), &reference).is(303);
    let shown = p.contact(0).get(&format!("/advisories/{reference}")).is(200).page();
    assert_eq!(shown.attrs(".facts a", "href"), ["/providers?technique=network", "/providers?technique=identity"]);
    assert_eq!(names(p, "?technique=network"), ["Audit Levant"]);
    let text = p.contact(0).get(&format!("/advisories/{reference}/advisory.txt")).text();
    assert!(text.contains("\nTechniques: network, identity\n"), "{text}");
    assert_eq!(vigie(&["audit", "verify", "--data-dir", &p.dir.display().to_string()]).status.code(), Some(0));
}
