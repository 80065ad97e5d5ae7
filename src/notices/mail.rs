//! What a mail says: fixed sentences in both languages, the person's own first. A code is all that ever differs.
use super::Kind;
use crate::web::i18n::{Lang, Texts};

/// Subject and body.
pub struct Text {
    /// Says only whether it is urgent.
    pub subject: String,
    /// Lines end in CRLF.
    pub body: String,
}

/// Between the two languages.
const RULE: &str = "----------";

/// The text for somebody whose language is `language`; French first where none was chosen. `check` is the code by which its
/// reader can ask the portal whether the message is the agency's.
pub fn text(texts: &Texts, kind: Kind, code: Option<&str>, check: &str, language: Option<&str>) -> Text {
    let both = match language.and_then(Lang::from_code) {
        Some(Lang::En) => [Lang::En, Lang::Fr],
        Some(Lang::Fr) | None => [Lang::Fr, Lang::En],
    };
    let subject = if kind.is_urgent() { "mail-subject-urgent" } else { "mail-subject" };
    let body = both.map(|lang| {
        let says = match code {
            Some(code) => texts.with(lang, kind.mail(), &[("code", code.into())]).into_owned(),
            None => texts.get(lang, kind.mail()).to_owned(),
        };
        let check = if kind.can_be_checked() { format!("{}\n", texts.with(lang, "mail-check", &[("code", check.into())])) } else { String::new() };
        format!("{says}\n{}\n{check}", texts.get(lang, "mail-no-link"))
    });
    let body = body.join(&format!("\n{RULE}\n\n")).replace('\n', "\r\n");
    Text { subject: both.map(|lang| texts.get(lang, subject)).join(" / "), body }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(check: impl Fn(Kind, Option<&str>, &Text)) {
        let texts = Texts::load().unwrap();
        for kind in Kind::ALL {
            for language in [None, Some("fr"), Some("en")] {
                let code = (*kind == Kind::EnrolmentCode).then_some("012345");
                check(*kind, language, &text(&texts, *kind, code, "4821-0937-5526", language));
            }
        }
    }

    #[test]
    fn each_kind_is_said_in_both_languages_the_persons_first() {
        every(|kind, language, t| {
            let parts: Vec<&str> = t.body.split(RULE).collect();
            assert_eq!(parts.len(), 2, "{}", kind.text());
            let french = |part: &str| part.contains("L’agence n’envoie jamais de lien.");
            let english = |part: &str| part.contains("The agency never sends a link.");
            let (first, second) = (parts[0], parts[1]);
            assert_eq!(language == Some("en"), english(first) && french(second), "{}: {}", kind.text(), t.body);
            assert_eq!(language != Some("en"), french(first) && english(second), "{}: {}", kind.text(), t.body);
            assert!(!t.body.contains("mail-") && !t.subject.contains("mail-"), "{}: a sentence is missing: {}", kind.text(), t.body);
            assert_eq!(t.body.matches("4821-0937-5526").count(), if kind.can_be_checked() { 2 } else { 0 }, "{}", kind.text());
            assert_eq!(t.body.matches("012345").count(), if kind == Kind::EnrolmentCode { 2 } else { 0 });
        });
    }

    #[test]
    fn no_mail_holds_a_link_an_address_a_label_or_an_exclamation_mark() {
        every(|kind, _, t| {
            let all = format!("{}\n{}", t.subject, t.body).to_lowercase();
            for bad in ["http", "www", "://", "@", "tlp", "amber", "!", "veuillez", "please", "{", "}"] {
                assert!(!all.contains(bad), "{}: {bad} in {all}", kind.text());
            }
            // A domain is a dot between two letters.
            let chars: Vec<char> = all.chars().collect();
            assert!(!chars.windows(3).any(|w| w[0].is_alphanumeric() && w[1] == '.' && w[2].is_alphanumeric()), "{}: {all}", kind.text());
        });
    }

    #[test]
    fn the_subject_says_only_whether_it_is_urgent() {
        every(|kind, _, t| {
            let urgent = t.subject.to_lowercase().contains("urgent");
            assert_eq!(urgent, kind.is_urgent(), "{}", kind.text());
            assert!(t.subject.is_ascii() || t.subject.contains('’'), "{}", t.subject);
        });
        let texts = Texts::load().unwrap();
        assert_eq!(text(&texts, Kind::Waiting, None, "", None).subject, text(&texts, Kind::AccessCut, None, "", None).subject);
    }

    #[test]
    fn lines_end_as_mail_wants_them() {
        every(|_, _, t| {
            assert!(t.body.ends_with("\r\n"));
            assert_eq!(t.body.matches('\n').count(), t.body.matches("\r\n").count());
            assert_eq!(t.body.matches('\r').count(), t.body.matches("\r\n").count());
        });
    }
}
