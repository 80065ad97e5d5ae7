//! A corpus of look-alikes, and of names that are none.
use super::*;

fn why(new: &str, text: &str, what: What) -> Option<Why> {
    resembling(new, &[Known { id: "1", text, what }]).first().map(|r| r.why)
}

#[test]
fn names_that_can_be_taken_for_one_another_are_found() {
    for (new, known, expected) in [
        ("Parti de l’Érable", "Parti de l’Érable", Why::Same),
        ("PARTI DE L’ÉRABLE", "Parti de l’Érable", Why::Form),
        ("Parti de l’E\u{301}rable", "Parti de l’Érable", Why::Form),
        ("Ｐａｒｔｉ de l’Érable", "Parti de l’Érable", Why::Form),
        ("Parti de la ﬁliére", "Parti de la filiére", Why::Form),
        ("Parti\u{200b} de l’Érable", "Parti de l’Érable", Why::Form),
        ("Parti de l\u{202e}’Érable", "Parti de l’Érable", Why::Form),
        ("Parti de l'Erable", "Parti de l’Érable", Why::Accents),
        ("Parti de l Erable", "Parti de l’Érable", Why::Accents),
        ("Pаrti de l’Érable", "Parti de l’Érable", Why::Confusable),
        ("Parti de l’Érаble", "Parti de l’Erable", Why::Confusable),
        ("Cοalition", "Coalition", Why::Confusable),
        ("Partı de l’Érable", "Parti de l’Érable", Why::Accents),
        ("Cornmune", "Commune", Why::Confusable),
        ("C0mmune", "Commune", Why::Confusable),
        ("Parti 1ibre", "Parti libre", Why::Confusable),
        ("Parti Iibre", "Parti libre", Why::Confusable),
        ("Раrtі", "Parti", Why::Confusable),
    ] {
        assert_eq!(why(new, known, What::Party), Some(expected), "{new} / {known}");
        assert_eq!(why(new, known, What::Name), Some(expected), "{new} / {known}");
    }
}

#[test]
fn names_of_different_people_and_parties_are_let_be() {
    for (new, known) in [("Camille Martin", "Camille Martinez"), ("Parti du Lac", "Parti du Bac"), ("Parti de l’Érable", "Parti du Tilleul"), ("…", "—")]
    {
        assert_eq!(why(new, known, What::Party), None, "{new} / {known}");
    }
}

#[test]
fn addresses_are_compared_by_their_halves() {
    for (new, known, expected) in [
        ("a.b@parti-erable.example", "a.b@parti-erable.example", Why::Same),
        ("A.B@Parti-Erable.example", "a.b@parti-erable.example", Why::Form),
        ("camille.martin@parti-erab1e.example", "camille.martin@parti-erable.example", Why::Confusable),
        ("camile.martin@parti-erable.example", "camille.martin@parti-erable.example", Why::Edits),
        ("camille.matrin@parti-erable.example", "camille.martin@parti-erable.example", Why::Edits),
        ("camille.rnartin@parti-erable.example", "camille.martin@parti-erable.example", Why::Confusable),
        ("camille.martin@parti-erable.test", "camille.martin@parti-erable.example", Why::Ending),
        ("саmille@parti-erable.example", "camille@parti-erable.example", Why::Confusable),
    ] {
        let found = resembling(new, &[Known { id: "1", text: known, what: What::Address }]);
        assert_eq!(found.first().map(|r| (r.why, r.what)), Some((expected, What::Address)), "{new} / {known}");
    }
    for (new, known) in [
        ("camille.martin@parti-erable.example", "louise.petit@parti-erable.example"),
        ("camille.martin@tilleul.example", "camille.martin@parti-erable.example"),
        ("ab@parti-erable.example", "ac@parti-erable.example"),
    ] {
        assert_eq!(why(new, known, What::Address), None, "{new} / {known}");
    }
}

#[test]
fn a_domain_that_resembles_a_known_one_is_named_once() {
    let known: Vec<_> = ["louise@parti-erable.example", "omar@parti-erable.example", "zoe@parti-erable.example"]
        .into_iter()
        .map(|text| Known { id: "1", text, what: What::Address })
        .collect();
    let found = resembling("direction@parti-erab1e.example", &known);
    assert_eq!(found, [Resemblance { id: "1".into(), text: "parti-erable.example".into(), what: What::Domain, why: Why::Confusable }]);
}

#[test]
fn domains_are_read_in_every_form() {
    for (new, expected) in [
        ("parti-erable.example", Why::Same),
        ("PARTI-ERABLE.example", Why::Form),
        ("partierable.example", Why::Accents),
        ("parti-érable.example", Why::Accents),
        ("xn--parti-rable-gbb.example", Why::Accents),
        ("parti-еrable.example", Why::Confusable),
        ("parti-erabel.example", Why::Edits),
        ("parti-erables.example", Why::Edits),
        ("patri-erabl.example", Why::Edits),
        ("parti-erable.test", Why::Ending),
        ("parti-erable.example.test", Why::Ending),
    ] {
        assert_eq!(why(new, "parti-erable.example", What::Domain), Some(expected), "{new}");
        let address = format!("x@{new}");
        assert!(expected == Why::Same || why(&address, "parti-erable.example", What::Domain) == Some(expected), "{address}");
    }
    assert_eq!(why("parti-tilleul.example", "parti-erable.example", What::Domain), None);
}

#[test]
fn the_closest_comes_first() {
    let known = [("Parti libre", What::Party), ("parti libre", What::Party), ("Parti-Libre", What::Party)].map(|(text, what)| Known { id: "1", text, what });
    let found = resembling("parti libre", &known);
    assert_eq!(found.iter().map(|r| r.why).collect::<Vec<_>>(), [Why::Same, Why::Form, Why::Accents]);
}

#[test]
fn characters_that_are_not_what_they_look_like_are_named() {
    for (text, code, script, why) in [
        ("Pаrti", "U+0430", "Cyrillic", Odd::Script),
        ("Cοalition", "U+03BF", "Greek", Odd::Script),
        ("аре", "U+0430", "Cyrillic", Odd::Script),
        ("Partı", "U+0131", "Latin", Odd::Form),
        ("Ｐarti", "U+FF30", "Latin", Odd::Form),
        ("ﬁliere", "U+FB01", "Latin", Odd::Form),
        ("𝐏arti", "U+1D40F", "Common", Odd::Form),
        ("Par\u{200b}ti", "U+200B", "Common", Odd::Invisible),
        ("Par\u{ad}ti", "U+00AD", "Common", Odd::Invisible),
        ("Par\u{3164}ti", "U+3164", "Hangul", Odd::Invisible),
        ("Par\u{2003}ti", "U+2003", "Common", Odd::Invisible),
        ("Parti\u{202e}ecnarf", "U+202E", "Common", Odd::Bidi),
        ("x@parti-érable.example", "U+00E9", "Latin", Odd::Domain),
        ("x@xn--parti-rable-gbb.example", "U+00E9", "Latin", Odd::Domain),
        ("parti-érable.example", "U+00E9", "Latin", Odd::Domain),
        ("x@pаrti.example", "U+0430", "Cyrillic", Odd::Script),
    ] {
        let found = oddities(text);
        assert_eq!(found.first().map(|o| (o.code.as_str(), o.script, o.why)), Some((code, script, why)), "{text:?}: {found:?}");
    }
}

#[test]
fn ordinary_names_have_nothing_odd() {
    for text in ["Zoé Lefèvre-Öztürk", "Jean-François d’Ångström", "Parti de l’Érable — Île-de-France", "Łukasz Żółć", "Œuvre n° 3 «\u{a0}Été\u{a0}»", "Ｅ"]
    {
        let found = oddities(text);
        assert!(found.is_empty() || text == "Ｅ", "{text}: {found:?}");
    }
    assert!(oddities("E\u{301}rable").is_empty(), "a combining accent is another way to write it");
    assert!(oddities("Ιωάννης Παππάς").iter().all(|o| o.why == Odd::Script), "Greek letters that look like ours are named");
    assert!(oddities("camille.martin@parti-erable.example").is_empty());
}
