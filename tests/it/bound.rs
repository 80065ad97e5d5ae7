//! What an approver and a reader are bound to: nobody publishes a text, or to readers, that they were not shown; and no way around
//! leads to what a session may not open.
use crate::{
    desk::{self, To},
    life::{local, state, translate},
    support::{Portal, on_both},
    world::SLUGS,
};
use vigie::{
    clock::{DAY, HOUR},
    crypto::sha256,
};

on_both! {
    a_mistake_in_the_form_leads_no_approval_to_another_text
    who_publishes_has_seen_who_will_read
    the_review_shows_all_that_the_approval_is_bound_to
    a_further_version_says_what_changed_before_it_is_submitted
    what_was_red_stays_closed_to_a_session_that_may_be_relayed
    a_page_of_the_desk_with_a_mistake_is_a_read_too
    what_a_published_version_holds_stays
}

fn a_mistake_in_the_form_leads_no_approval_to_another_text(p: &Portal) {
    let reference = desk::in_review(p, "Lu et relu", To::All);
    let (page, publication) = (format!("/desk/advisories/{reference}/review"), format!("/desk/advisories/{reference}/publication"));
    let approver = p.approver();
    let shown = approver.get(&page).is(200).page();
    let (lock, readers) = (shown.attr("input[name=version]", "value"), shown.attr("input[name=readers]", "value"));
    assert!(!readers.is_empty());
    let tasks = format!("/desk/advisories/{reference}");
    p.author().submit(&tasks, &format!("{tasks}/recall"), &[]).is(303);
    desk::write(&p.author(), &reference, "Un autre texte", "").is(303);
    desk::submit(&p.author(), &reference).is(303);
    for typed in ["demain", &local(p.now() + HOUR), ""] {
        let answer = approver.post(&publication, &[("version", &lock), ("publish_at", typed), ("readers", &readers)]).is(409).text();
        assert!(!answer.contains("Un autre texte"), "{typed}");
    }
    let back = approver.post(&format!("/desk/advisories/{reference}/return"), &[("version", &lock), ("comment", "")]).is(409).text();
    assert!(!back.contains("Un autre texte"));
    assert_eq!(state(p, &reference), "in-review");
}

fn who_publishes_has_seen_who_will_read(p: &Portal) {
    let reference = desk::complete(p, "Pour un groupe", To::Group);
    desk::submit(&p.author(), &reference).is(303);
    let page = format!("/desk/advisories/{reference}/review");
    let shown = p.approver().get(&page).is(200).page();
    let (lock, readers) = (shown.attr("input[name=version]", "value"), shown.attr("input[name=readers]", "value"));
    let group = p.world.groups[0].as_str().to_owned();
    let party = p.column(&format!("SELECT p.id FROM party p WHERE p.state = 'active' AND NOT EXISTS (SELECT 1 FROM party_group_member m WHERE m.group_id = '{group}' AND m.party_id = p.id) ORDER BY p.slug"))[0].clone();
    p.sql(&format!("INSERT INTO party_group_member (group_id, party_id) VALUES ('{group}', '{party}')"));
    let publication = format!("/desk/advisories/{reference}/publication");
    let answer = p.approver().post(&publication, &[("version", &lock), ("readers", &readers), ("publish_at", "")]).is(409).page();
    assert!(answer.text("main").contains("destinataires ont changé"), "{}", answer.text("main"));
    assert_eq!(state(p, &reference), "in-review");
    desk::publish(&p.approver(), &reference).is(303);
}

fn the_review_shows_all_that_the_approval_is_bound_to(p: &Portal) {
    let older = desk::published(p, "Le premier", To::All);
    let (author, reference) = (p.author(), desk::complete(p, "Le second", To::All));
    translate(&author, &reference, "The second");
    let annex = format!("/desk/advisories/{reference}/annexes/{}", SLUGS[0]);
    author.submit(&annex, &annex, &[("body", "Votre serveur est visé."), ("translated", "Your server is a target.")]).is(303);
    let marking = format!("/desk/advisories/{reference}/marking");
    let (act, confirm) = (local(p.now() + 2 * DAY), local(p.now() + DAY));
    let chosen = [("tlp", "AMBER"), ("severity", "high"), ("act_by", act.as_str()), ("confirm_by", &confirm), ("to_providers", "yes"), ("supersedes", &older)];
    author.submit(&marking, &marking, &chosen).is(303);
    desk::submit(&author, &reference).is(303);
    let text = p.approver().get(&format!("/desk/advisories/{reference}/review")).is(200).page().text("article");
    for part in ["Votre serveur est visé.", "Your server is a target.", "The second", &older, "À confirmer avant", "prestataire"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

fn a_further_version_says_what_changed_before_it_is_submitted(p: &Portal) {
    let reference = desk::complete(p, "En deux langues", To::All);
    translate(&p.author(), &reference, "In two languages");
    desk::submit(&p.author(), &reference).is(303);
    desk::publish(&p.approver(), &reference).is(303);
    let (author, tasks) = (p.author(), format!("/desk/advisories/{reference}"));
    author.submit(&tasks, &format!("{tasks}/versions"), &[]).is(303);
    let page = author.get(&tasks).is(200).page();
    assert!(!page.has("form[action$=submission]"), "nothing says yet what changed");
    desk::write(&author, &reference, "En deux langues", "Une précision").is(303);
    assert!(!author.get(&tasks).is(200).page().has("form[action$=submission]"), "nor does it in English");
    let translation = format!("{tasks}/translation");
    let fields = [("title", "In two languages"), ("summary", "More."), ("body", "More."), ("change_note", "One more detail")];
    author.submit(&translation, &translation, &fields).is(303);
    desk::submit(&author, &reference).is(303);
    assert_eq!(state(p, &reference), "in-review");
}

fn what_was_red_stays_closed_to_a_session_that_may_be_relayed(p: &Portal) {
    let reference = desk::published(p, "Sous le sceau", To::People(&["contact0"]));
    let signed = p.contact(0).get(&format!("/advisories/{reference}/advisory.txt")).is(200).body;
    p.contact(0).get(&format!("/advisories/{reference}")).is(200);
    // The next version is for all: the first stays what it was.
    let (author, tasks) = (p.author(), format!("/desk/advisories/{reference}"));
    author.submit(&tasks, &format!("{tasks}/versions"), &[]).is(303);
    desk::write(&author, &reference, "Levée du sceau", "Le sceau est levé").is(303);
    desk::address(p, &author, &reference, To::All);
    desk::submit(&author, &reference).is(303);
    desk::publish(&p.approver(), &reference).is(303);
    let changes = format!("/advisories/{reference}/changes/1");
    let open = p.contact(0).get(&changes).is(200).page();
    assert!(open.text("p.mark").contains("RED"), "the narrower marking counts: {}", open.text("p.mark"));
    let hash = data_encoding::HEXLOWER.encode(&sha256(&signed));
    let strict = p.another(&[("totp_reads_red = true", "totp_reads_red = false")]);
    let reader = p.sign_in("contact0").at(&strict.at);
    reader.get(&format!("/advisories/{reference}")).is(200);
    for closed in [changes, format!("/advisories/{reference}/versions/1")] {
        let answer = reader.get(&closed).is(403).text();
        assert!(!answer.contains("Sous le sceau"), "{closed}");
    }
    let answer = reader.submit("/verify", "/verify", &[("sha256", &hash), ("code", "")]).is(403).text();
    assert!(!answer.contains(&reference));
    // Neither does a search say which words a document of that marking holds.
    let red = desk::published(p, "Encore scellé", To::People(&["contact0"]));
    assert!(p.contact(0).get("/search?q=scelle").is(200).text().contains(&red));
    assert!(!reader.get("/search?q=scelle").is(200).text().contains(&red));
}

fn a_page_of_the_desk_with_a_mistake_is_a_read_too(p: &Portal) {
    let reference = desk::draft(&p.author(), "Avec une faute");
    let page = format!("/desk/advisories/{reference}/content");
    let reads = || p.records().iter().filter(|r| r.starts_with(&format!("advisory.read {reference}"))).count();
    let author = p.author();
    let before = reads();
    author.submit(&page, &page, &[("title", "")]).is(422);
    assert_eq!(reads(), before + 2, "the page, and the page with the mistake");
    author.submit(&page, &page, &[("title", "Aperçu"), ("then", "preview")]).is(200);
    assert_eq!(reads(), before + 4);
    // And the page that shows what somebody else has saved in an annex.
    let annex = format!("/desk/advisories/{reference}/annexes/{}", SLUGS[0]);
    author.submit(&annex, &annex, &[("body", "Le premier.")]).is(303);
    let before = reads();
    let answer = author.submit(&annex, &annex, &[("body", "Le second."), ("version", "1")]).is(409);
    assert!(answer.text().contains("Le premier."));
    assert_eq!(reads(), before + 2, "the page, and the page with both");
}

fn what_a_published_version_holds_stays(p: &Portal) {
    let reference = desk::complete(p, "Avec une pièce", To::All);
    crate::attachments::attach(&p.author(), &reference, "note.txt", b"Une note.").is(303);
    desk::submit(&p.author(), &reference).is(303);
    desk::publish(&p.approver(), &reference).is(303);
    for statement in ["DELETE FROM file_piece", "DELETE FROM file", "DELETE FROM attachment"] {
        assert!(p.try_sql(statement).is_err(), "{statement}");
    }
    assert_eq!(p.contact(0).get(&format!("/advisories/{reference}/attachments/note.txt")).is(200).body, b"Une note.");
}
