//! The rules of a passphrase (NIST SP 800-63B-4, ASVS 6.2): long, not common, nothing of the person in it, and no other rule.
use crate::crypto::{password::MAX_BYTES, random};

/// Characters at least.
pub const MIN_CHARS: usize = 14;
/// zxcvbn's time grows with the square of the length.
const SCORED: usize = 100;

/// The key of the sentence that says what is wrong with a new passphrase.
pub fn fault(given: &str, about: &[&str]) -> Option<&'static str> {
    let chars = given.chars().count();
    if chars < MIN_CHARS {
        return Some("passphrase-short");
    }
    if given.len() > MAX_BYTES {
        return Some("passphrase-long");
    }
    let lower = given.to_lowercase();
    let words = about.iter().flat_map(|a| a.split(|c: char| !c.is_alphanumeric())).filter(|w| w.chars().count() >= 4);
    let mut left = lower.clone();
    for word in words.clone() {
        left = left.replace(&word.to_lowercase(), "");
    }
    if left != lower && left.chars().count() < MIN_CHARS {
        return Some("passphrase-about-you");
    }
    let context: Vec<&str> = words.chain(["vigie", "parti", "party", "campagne", "campaign"]).collect();
    let scored: String = given.chars().take(SCORED).collect();
    (zxcvbn::zxcvbn(&scored, &context).score() < zxcvbn::Score::Three).then_some("passphrase-common")
}

/// Five made-up words of 15 bits each, easy to say in French and English alike: 75 bits.
pub fn suggestion() -> String {
    const CONSONANTS: &[u8; 16] = b"bcdfglmnprstvzjk";
    const VOWELS: &[u8; 4] = b"aiou";
    let mut words = Vec::with_capacity(5);
    for _ in 0..5 {
        let bytes = random::<8>();
        let letters = bytes.iter().take(5).enumerate().map(|(i, b)| {
            let at = usize::from(*b);
            if i % 2 == 0 { CONSONANTS.get(at % 16) } else { VOWELS.get(at % 4) }
        });
        words.push(letters.flatten().map(|b| char::from(*b)).collect::<String>());
    }
    words.join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_uncommon_is_enough() {
        let about = ["Camille Martin", "camille.martin@erable.example", "Parti de l’Érable"];
        for good in ["une tortue lit le journal", "ζ κόκκινη ομπρέλα πετάει", "correct  horse? battery; staple"] {
            assert_eq!(fault(good, &about), None, "{good}");
        }
        assert_eq!(fault("onze lettres", &about), Some("passphrase-short"));
        assert_eq!(fault("passwordpassword", &about), Some("passphrase-common"));
        assert_eq!(fault("camille.martin@erable", &about), Some("passphrase-about-you"));
        assert_eq!(fault(&"été ".repeat(400), &about), Some("passphrase-long"));
        for _ in 0..20 {
            assert_eq!(fault(&suggestion(), &about), None);
        }
    }
}
