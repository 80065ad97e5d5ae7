//! The advisory's life beyond its first publication: two languages, annexes, several hands, release at a time, what changed.
use crate::{
    client::Client,
    desk::{self, To},
    sink,
    support::{Portal, on_both},
    world::SLUGS,
};
use vigie::clock::DAY;

on_both! {
    a_translation_is_read_in_the_language_of_the_pages_and_switched
    a_missing_translation_is_said_in_words
    an_annex_is_read_by_its_party_alone_wherever_one_looks
    an_annex_without_a_reader_keeps_the_advisory_from_being_published
    the_preview_shows_what_the_party_will_see
    a_named_coauthor_never_approves
    a_second_account_of_the_same_person_never_approves
    whoever_saves_second_sees_both_texts
    a_reader_is_told_what_has_changed_since_they_read
    an_answer_counts_on_where_the_author_does_not_ask_again
    an_advisory_that_takes_anothers_place_leads_its_readers_there
    the_signed_text_names_no_other_advisory
    what_takes_anothers_place_for_others_changes_nothing_for_us
    what_has_expired_is_marked_and_not_hidden
    what_is_due_stands_first_on_the_first_page
    the_review_shows_words_that_changed_and_readers_that_are_new
    an_alert_is_written_on_one_page
}

/// Opens a version's page, fills the translation.
pub fn translate(author: &Client, reference: &str, title: &str) {
    let page = format!("/desk/advisories/{reference}/translation");
    let fields =
        [("title", title), ("summary", "A campaign targets parties."), ("actions", "Block the domain"), ("risks", "Theft of mail"), ("body", "## Facts")];
    author.submit(&page, &page, &fields).leads_to(&format!("/desk/advisories/{reference}"));
}

/// Writes an annex for a party.
pub fn annex(author: &Client, reference: &str, party: usize, text: &str) {
    let page = format!("/desk/advisories/{reference}/annexes/{}", SLUGS[party]);
    author.submit(&page, &page, &[("body", text), ("translated", "")]).is(303);
}

/// Sends for review and publishes.
fn publish(p: &Portal, reference: &str) {
    desk::submit(&p.author(), reference).is(303);
    desk::publish(&p.approver(), reference).is(303);
    sink::until("the notices have gone out", || p.count("FROM outbox WHERE state = 'queued'") == 0);
}

/// A moment as the field takes it, in the portal's zone.
pub fn local(at: i64) -> String {
    let zone = jiff::tz::TimeZone::get("Europe/Paris").unwrap();
    jiff::Timestamp::from_millisecond(at).unwrap().to_zoned(zone).strftime("%Y-%m-%dT%H:%M").to_string()
}

pub fn state(p: &Portal, reference: &str) -> String {
    p.column(&format!("SELECT r.state FROM revision r JOIN advisory a ON a.id = r.advisory_id AND a.working = r.number WHERE a.reference = '{reference}'"))[0]
        .clone()
}

fn a_translation_is_read_in_the_language_of_the_pages_and_switched(p: &Portal) {
    let reference = desk::complete(p, "Courriels piégés", To::All);
    translate(&p.author(), &reference, "Trapped mail");
    publish(p, &reference);
    let (reader, address) = (p.contact(0), format!("/advisories/{reference}"));
    let french = reader.get(&address).is(200).page();
    assert_eq!((french.text("h1"), french.attr("h1", "lang")), ("Courriels piégés".into(), "fr".into()));
    let english = reader.get(&format!("{address}?language=en")).is(200).page();
    assert_eq!((english.text("h1"), english.attr("h1", "lang")), ("Trapped mail".into(), "en".into()));
    assert!(english.text(".md").contains("Theft of mail"), "{}", english.text(".md"));
    assert_eq!(english.texts(".md h2"), ["Risks", "Facts"]);
    assert!(french.has(".langs a[hreflang=en]"));
    reader.get(&format!("{address}?language=de")).is(404);
    // The list and a search speak the language of the pages.
    reader.submit("/advisories", "/language", &[("language", "en")]).is(303);
    assert_eq!(reader.get("/advisories").page().texts("ul.rows h3 a"), ["Trapped mail"]);
    assert_eq!(reader.get("/search?q=pieges").page().texts("ul.rows h3 a"), ["Trapped mail"], "found by the words of either language");
}

fn a_missing_translation_is_said_in_words(p: &Portal) {
    let reference = desk::published(p, "Seulement en français", To::All);
    let page = p.contact(0).get(&format!("/advisories/{reference}?language=en")).is(200).page();
    assert_eq!(page.attr("h1", "lang"), "fr");
    let reader = p.contact(1);
    reader.submit("/advisories", "/language", &[("language", "en")]).is(303);
    assert!(reader.get(&format!("/advisories/{reference}")).page().text(".langs").contains("has not been translated"));
}

fn an_annex_is_read_by_its_party_alone_wherever_one_looks(p: &Portal) {
    let reference = desk::complete(p, "Commun à deux", To::Parties(&[0, 1]));
    annex(&p.author(), &reference, 0, "Votre domaine **zorglub** est visé.");
    publish(p, &reference);
    let (ours, theirs, address) = (p.contact(0), p.contact(1), format!("/advisories/{reference}"));
    assert_eq!(ours.get(&address).page().text(".annex strong"), "zorglub");
    assert_eq!(ours.get("/search?q=zorglub").page().texts("ul.rows h3 a"), ["Commun à deux"]);
    assert!(ours.get(&format!("{address}/annex.txt")).is(200).text().contains("zorglub"));
    for outlet in ["", "/versions/1", "/advisory.txt", "/signature.p7s", "/indicators.csv"] {
        let got = theirs.get(&format!("{address}{outlet}")).is(200).text();
        assert!(!got.contains("zorglub") && !got.to_lowercase().contains("annexe"), "{outlet}");
    }
    assert!(!theirs.get("/search?q=zorglub").page().has("ul.rows"));
    theirs.get(&format!("{address}/annex.txt")).is(404);
    theirs.get(&format!("{address}/annex.p7s")).is(404);
    // The signed text that both get is the same to the byte.
    assert_eq!(ours.get(&format!("{address}/advisory.txt")).body, theirs.get(&format!("{address}/advisory.txt")).body);
}

fn an_annex_without_a_reader_keeps_the_advisory_from_being_published(p: &Portal) {
    let reference = desk::complete(p, "Annexe perdue", To::Parties(&[0, 1]));
    annex(&p.author(), &reference, 1, "Pour vous.");
    desk::recipients(p, &p.author(), &reference, To::Parties(&[0])).is(303);
    desk::submit(&p.author(), &reference).is(303);
    let refused = desk::publish(&p.approver(), &reference).is(403);
    assert!(refused.text().contains("annexe"));
    assert_eq!(state(p, &reference), "in-review");
}

fn the_preview_shows_what_the_party_will_see(p: &Portal) {
    let reference = desk::complete(p, "Aperçu fidèle", To::Parties(&[0, 1]));
    translate(&p.author(), &reference, "Faithful preview");
    annex(&p.author(), &reference, 0, "Pour vous seuls.");
    let preview = |party: usize| p.author().get(&format!("/desk/advisories/{reference}/preview?party={}&language=fr", SLUGS[party])).is(200).page();
    let before: Vec<_> = (0..2).map(|party| preview(party).outline("main")).collect();
    assert!(preview(2).text("main").contains("ne verra rien"));
    publish(p, &reference);
    for (party, mut shown) in before.into_iter().enumerate() {
        let page = p.contact(party).get(&format!("/advisories/{reference}?language=fr")).is(200).page();
        let seen = page.outline("main");
        shown.retain(|line| !line.contains("preview-banner"));
        assert_eq!(shown, seen, "party {party}");
    }
}

fn a_named_coauthor_never_approves(p: &Portal) {
    let reference = desk::complete(p, "À quatre mains", To::All);
    let (author, page) = (p.author(), format!("/desk/advisories/{reference}/authors"));
    let boss = p.id("boss").to_string();
    author.submit(&page, &page, &[("author", &boss)]).leads_to(&format!("/desk/advisories/{reference}"));
    author.submit(&page, &page, &[("author", "nobody")]).is(422);
    author.submit(&page, &page, &[]).is(422);
    desk::submit(&author, &reference).is(303);
    let action = format!("/desk/advisories/{reference}/publication");
    let review = p.by("boss").get(&format!("/desk/advisories/{reference}/review")).is(200).page();
    assert!(!review.has(&format!("form[action='{action}']")), "the button is offered");
    let version = p.column("SELECT CAST(lock_version AS TEXT) FROM revision")[0].clone();
    p.by("boss").post(&action, &[("version", &version)]).is(403);
    assert_eq!(state(p, &reference), "in-review");
    desk::publish(&p.approver(), &reference).is(303);
}

fn a_second_account_of_the_same_person_never_approves(p: &Portal) {
    let reference = desk::in_review(p, "Deux comptes", To::All);
    // The approver's account is told to be a second one of the author.
    p.sql(&format!("UPDATE account SET same_as = '{}' WHERE id = '{}'", p.id("author"), p.id("approver")));
    let version = p.column("SELECT CAST(lock_version AS TEXT) FROM revision")[0].clone();
    p.approver().post(&format!("/desk/advisories/{reference}/publication"), &[("version", &version)]).is(403);
    assert_eq!(state(p, &reference), "in-review");
    // Another invitation of somebody whose name is known is told by the portal itself, whatever its accents and order.
    let administrator = p.administrator();
    let new = [("name", "AUTHOR  Pérsonne"), ("email", "seconde@vigie.example"), ("role", "approver")];
    administrator.submit("/admin/staff/new", "/admin/staff", &new).is(200);
    assert_eq!(p.column("SELECT same_as FROM account WHERE email = 'seconde@vigie.example'"), [p.id("author").to_string()]);
}

fn whoever_saves_second_sees_both_texts(p: &Portal) {
    let (one, two) = (p.author(), p.by("coauthor"));
    let reference = desk::draft(&one, "Commun");
    let page = format!("/desk/advisories/{reference}/content");
    let hidden = two.get(&page).page().hidden(&page);
    one.submit(&page, &page, &[("title", "Commun"), ("summary", "Le texte de la première."), ("risks", "Vol de courriels.")]).is(303);
    let late = two.send_form(&page, &hidden, &[("title", "Commun"), ("summary", "Le texte de la seconde."), ("risks", "Perte d’accès.")]).is(409).page();
    assert_eq!((late.typed("summary").trim(), late.typed("risks").trim()), ("Le texte de la seconde.", "Perte d’accès."));
    let theirs = late.texts(".theirs pre").join(" ");
    assert!(theirs.contains("Le texte de la première.") && theirs.contains("Vol de courriels."), "{theirs}");
    assert!(!theirs.contains("Commun"), "what is alike is not shown twice");
    assert!(late.text(".warn-box").contains("Personne author"), "{}", late.text(".warn-box"));
    two.send_form(&page, &late.hidden(&page), &[("title", "Commun"), ("summary", "Les deux.")]).is(303);
}

fn a_reader_is_told_what_has_changed_since_they_read(p: &Portal) {
    let reference = desk::published(p, "Première", To::Parties(&[0, 1]));
    let (reader, address) = (p.contact(0), format!("/advisories/{reference}"));
    reader.get(&address).is(200);
    desk::next_version(p, &reference, "Seconde", "Un domaine de plus", To::Parties(&[0, 1]));
    assert!(reader.get("/advisories").page().text("ul.rows .row").contains("Modifié depuis votre lecture"));
    let page = reader.get(&address).page();
    assert_eq!(page.attr(".inset a", "href"), format!("{address}/changes/1"));
    let changes = reader.get(&format!("{address}/changes/1")).is(200).page();
    assert_eq!((changes.text(".diff del"), changes.text(".diff ins")), ("Première".into(), "Seconde".into()));
    assert!(changes.text(".inset").contains("Un domaine de plus"));
    // Once it is opened it is no longer new, and who had not read the first is not told that it changed.
    reader.get(&address);
    assert!(!reader.get(&address).page().has(".inset a[href*=changes]"));
    assert!(!p.contact(1).get(&address).page().has(".inset a[href*=changes]"));
    // A version that was not for them is not compared.
    desk::next_version(p, &reference, "Troisième", "Plus large", To::All);
    p.contact(2).get(&address).is(200);
    p.contact(2).get(&format!("{address}/changes/1")).is(404);
    p.contact(2).get(&format!("{address}/changes/2")).is(404);
    for odd in ["3", "9", "0", "-1"] {
        reader.get(&format!("{address}/changes/{odd}")).is(404);
    }
}

fn an_answer_counts_on_where_the_author_does_not_ask_again(p: &Portal) {
    let reference = desk::published(p, "Confirmé", To::All);
    let (reader, address) = (p.contact(0), format!("/advisories/{reference}"));
    reader.submit(&address, &format!("{address}/acknowledgement"), &[("state", "done")]).is(303);
    let author = p.author();
    author.submit(&format!("/desk{address}"), &format!("/desk{address}/versions"), &[]).is(303);
    desk::write(&author, &reference, "Confirmé, coquille corrigée", "Une coquille").is(303);
    let marking = format!("/desk{address}/marking");
    author.submit(&marking, &marking, &[("tlp", "AMBER"), ("severity", "high"), ("confirm_again", "no")]).is(303);
    publish(p, &reference);
    assert!(reader.get("/advisories").page().has("h2#confirmed"), "still confirmed");
    assert!(reader.get(&address).page().text("#confirm").contains("fait le nécessaire"), "{}", reader.get(&address).page().text("#confirm"));
    desk::next_version(p, &reference, "Confirmé, tout change", "Tout", To::All);
    assert!(!reader.get("/advisories").page().has("h2#confirmed"), "asked again by default");
}

fn an_advisory_that_takes_anothers_place_leads_its_readers_there(p: &Portal) {
    let older = desk::published(p, "Ancien", To::Parties(&[0, 1]));
    let newer = desk::complete(p, "Nouveau", To::Parties(&[0]));
    let author = p.author();
    let marking = format!("/desk/advisories/{newer}/marking");
    author.submit(&marking, &marking, &[("tlp", "AMBER"), ("severity", "high"), ("supersedes", "2027-AAAA")]).is(422);
    author.submit(&marking, &marking, &[("tlp", "AMBER"), ("severity", "high"), ("supersedes", &older.to_lowercase())]).is(303);
    desk::submit(&author, &newer).is(303);
    let review = p.approver().get(&format!("/desk/advisories/{newer}/review")).page();
    assert!(review.text("#audience").contains("Alliance du Tilleul"), "{}", review.text("#audience"));
    desk::publish(&p.approver(), &newer).is(303);
    let page = p.contact(0).get(&format!("/advisories/{older}")).is(200).page();
    assert_eq!(page.attr(".banner a", "href"), format!("/advisories/{newer}"));
    assert!(p.contact(0).get("/advisories").text().contains("Remplacé"));
    // Who does not receive the newer one does not learn that there is one.
    let other = p.contact(1).get(&format!("/advisories/{older}")).is(200).text();
    assert!(!other.contains(&newer) && !other.contains("plus récent"));
    assert!(!p.contact(1).get("/advisories").text().contains("Remplacé"));
    // When the newer one is withdrawn, the older takes its place back.
    desk::withdraw(&p.approver(), &newer, "").is(303);
    assert!(!p.contact(0).get(&format!("/advisories/{older}")).is(200).page().has(".banner"));
}

/// Publishes an advisory that takes the place of another.
fn successor(p: &Portal, older: &str, title: &str, to: To<'_>) -> String {
    let (newer, author) = (desk::complete(p, title, to), p.author());
    let marking = format!("/desk/advisories/{newer}/marking");
    author.submit(&marking, &marking, &[("tlp", "AMBER"), ("severity", "high"), ("supersedes", older)]).is(303);
    publish(p, &newer);
    newer
}

fn the_signed_text_names_no_other_advisory(p: &Portal) {
    let older = desk::published(p, "Ancien", To::Parties(&[0]));
    let newer = successor(p, &older, "Nouveau", To::Parties(&[0, 1]));
    // Both read the same bytes; the second party does not learn that the first one had another document before.
    let text = p.contact(1).get(&format!("/advisories/{newer}/advisory.txt")).is(200).text();
    assert!(!text.contains(&older), "{text}");
}

fn what_takes_anothers_place_for_others_changes_nothing_for_us(p: &Portal) {
    let older = desk::published(p, "Ancien", To::Parties(&[0, 1]));
    let ours = successor(p, &older, "Le nôtre", To::Parties(&[0]));
    let leads = |party: usize| p.contact(party).get(&format!("/advisories/{older}")).is(200).page().attr(".banner a", "href");
    assert_eq!((leads(0), leads(1)), (format!("/advisories/{ours}"), String::new()));
    let theirs = successor(p, &older, "Le leur", To::Parties(&[1]));
    assert_eq!((leads(0), leads(1)), (format!("/advisories/{ours}"), format!("/advisories/{theirs}")));
    for party in 0..2 {
        assert_eq!(p.contact(party).get("/advisories").text().matches("Remplacé").count(), 1, "party {party}");
        assert!(p.contact(party).get("/search?q=ancien").text().contains("Remplacé"), "party {party}");
    }
    // The newest one, where somebody sees several.
    let both = successor(p, &older, "Pour les deux", To::Parties(&[0, 1]));
    assert_eq!((leads(0), leads(1)), (format!("/advisories/{both}"), format!("/advisories/{both}")));
}

fn what_has_expired_is_marked_and_not_hidden(p: &Portal) {
    let reference = desk::complete(p, "Pour une semaine", To::All);
    let marking = format!("/desk/advisories/{reference}/marking");
    let until = local(p.now() + DAY);
    p.author().submit(&marking, &marking, &[("tlp", "AMBER"), ("severity", "high"), ("expires_at", &until)]).is(303);
    publish(p, &reference);
    assert!(!p.contact(0).get("/advisories").text().contains("Expiré"));
    p.clock.advance(2 * DAY);
    let reader = p.sign_in("contact0");
    assert!(reader.get("/advisories").page().text("ul.rows .row").contains("Expiré"));
    assert!(reader.get(&format!("/advisories/{reference}")).page().text(".facts").contains("Expiré"));
}

fn what_is_due_stands_first_on_the_first_page(p: &Portal) {
    let due = desk::complete(p, "À confirmer demain", To::All);
    let marking = format!("/desk/advisories/{due}/marking");
    let tomorrow = local(p.now() + DAY);
    p.author().submit(&marking, &marking, &[("tlp", "AMBER"), ("severity", "high"), ("confirm_by", &tomorrow)]).is(303);
    publish(p, &due);
    for n in 0..6 {
        desk::published(p, &format!("Plus récent {n}"), To::All);
    }
    let rows = |p: &Portal| p.sign_in("contact0").get("/").page().texts("ul.rows h3 a");
    assert_eq!((rows(p).len(), rows(p)[0].as_str()), (5, "À confirmer demain"));
    p.clock.advance(2 * DAY);
    let page = p.sign_in("contact0").get("/").page();
    assert_eq!(page.texts("ul.rows h3 a")[0], "À confirmer demain");
    assert!(page.text("ul.rows .row").contains("Délai passé"), "{}", page.text("ul.rows .row"));
}

fn the_review_shows_words_that_changed_and_readers_that_are_new(p: &Portal) {
    let reference = desk::published(p, "Avant", To::Parties(&[0]));
    let author = p.author();
    author.submit(&format!("/desk/advisories/{reference}"), &format!("/desk/advisories/{reference}/versions"), &[]).is(303);
    desk::write(&author, &reference, "Après", "Le titre").is(303);
    desk::recipients(p, &author, &reference, To::Parties(&[0, 1])).is(303);
    desk::submit(&author, &reference).is(303);
    let review = p.approver().get(&format!("/desk/advisories/{reference}/review")).is(200).page();
    assert_eq!((review.text(".diff del"), review.text(".diff ins")), ("Avant".into(), "Après".into()));
    assert!(review.text("#audience").contains("Alliance du Tilleul"));
    assert!(!review.text("#audience").contains("Érable"), "{}", review.text("#audience"));
    assert_eq!(review.texts("ol.checks li").len(), 5);
}

fn an_alert_is_written_on_one_page(p: &Portal) {
    let author = p.author();
    let new = author.submit("/desk/advisories/new", "/desk/advisories", &[("title", "Alerte"), ("language", "fr"), ("model", "alert")]).is(303);
    assert!(new.location().ends_with("/alert"), "{}", new.location());
    let page = new.location().to_owned();
    let reference = desk::reference(page.trim_end_matches("/alert"));
    let fields = [
        ("title", "Alerte : messagerie"),
        ("summary", "Une campagne est en cours."),
        ("actions", "Bloquer"),
        ("risks", "Vol de courriels"),
        ("tlp", "AMBER"),
        ("severity", "critical"),
    ];
    let back = author.submit(&page, &page, &fields).is(422).page();
    assert!(back.has("#audience-e"), "no audience is chosen for the author");
    assert_eq!(back.typed("title"), "Alerte : messagerie");
    author.submit(&page, &page, &[&fields[..], &[("audience", "all-parties")]].concat()).leads_to(&format!("/desk/advisories/{reference}"));
    publish(p, &reference);
    let page = p.contact(0).get(&format!("/advisories/{reference}")).is(200).page();
    assert_eq!(page.texts(".md h2"), ["Risques"]);
    assert_eq!(p.count("FROM outbox WHERE kind = 'waiting-urgent'"), p.count("FROM account WHERE state = 'confirmed' AND membership IN ('lead', 'contact')"));
}
