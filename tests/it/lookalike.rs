//! Look-alikes as an officer meets them on the page (CASES A09).
use crate::{client::Answer, support::Portal, support::on_both};

on_both! {
    a_name_that_resembles_a_party_is_shown_letter_by_letter_and_must_be_looked_at
    characters_that_cannot_be_seen_are_named_by_their_code_points
    an_ordinary_name_is_added_without_a_word_about_look_alikes
}

fn add(p: &Portal, name: &str, seen: &str) -> Answer {
    let fields = [("name", name), ("switchboard", "+33 1 99 00 00 09"), ("source", "https://annuaire.example"), ("lookalikes_seen", seen)];
    let fields = if seen.is_empty() { &fields[..3] } else { &fields[..] };
    p.vetting().submit("/desk/parties/new", "/desk/parties", fields)
}

fn a_name_that_resembles_a_party_is_shown_letter_by_letter_and_must_be_looked_at(p: &Portal) {
    // The first letter of “Alliance” is Cyrillic.
    let name = "Аlliance du Tilleul";
    for seen in ["", "no"] {
        let page = add(p, name, seen).is(422).page();
        let box_ = page.text(".warn-box");
        assert!(box_.contains("U+0410") && box_.contains("cyrillique"), "{box_}");
        assert!(box_.contains("Alliance du Tilleul") && box_.contains("se ressemblent à l’œil"), "{box_}");
        assert_eq!(page.attr(".errs a", "href"), "#lookalikes_seen");
        assert_eq!(page.typed("name"), name);
        assert!(!page.has("#lookalikes_seen[checked]"), "the tick is not kept for the officer");
    }
    assert_eq!((p.count("FROM party"), p.count("FROM alarm")), (3, 0));
    add(p, name, "yes").is(303);
    let slug = p.column("SELECT slug FROM party WHERE state = 'proposed'").pop().unwrap();
    assert_eq!(p.column("SELECT kind || ' ' || object || ' ' || detail FROM alarm"), [format!("look-alike {slug} U+0410, resembles Alliance du Tilleul")]);
    assert!(p.records().contains(&format!("alarm.raised {slug} done look-alike")));
}

fn characters_that_cannot_be_seen_are_named_by_their_code_points(p: &Portal) {
    let page = add(p, "Parti du\u{200b} Charme\u{202e}", "").is(422).page();
    let box_ = page.text(".warn-box");
    assert!(box_.contains("U+200B") && box_.contains("ne se voit pas") && box_.contains("U+202E") && box_.contains("inverse"), "{box_}");
    assert_eq!(p.count("FROM party"), 3);
}

fn an_ordinary_name_is_added_without_a_word_about_look_alikes(p: &Portal) {
    add(p, "Parti du Charme", "").leads_to("/desk/parties/parti-du-charme");
    assert_eq!(p.count("FROM alarm"), 0);
}
