//! A word as somebody typed it: found as it is, or else by the words of the register that it resembles.
use rapidfuzz::distance::osa;

/// A word that is looked for.
pub struct Typed {
    /// As it stands somewhere in the register, or what it resembles there; nothing for what resembles none.
    any_of: Vec<String>,
}

/// How many letters may be wrong, missing, too many or swapped in a word.
fn slips(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

impl Typed {
    /// A folded word, among the words of the register.
    pub fn new(word: &str, vocabulary: &[String]) -> Self {
        let slips = slips(word.chars().count());
        if slips == 0 || vocabulary.iter().any(|known| known.contains(word)) {
            return Self { any_of: vec![word.to_owned()] };
        }
        let compared = osa::BatchComparator::new(word.chars());
        let near = |known: &&String| {
            let args = osa::Args::default().score_cutoff(slips);
            // A short word with a letter more is another one: “Paris” is not “PRIS”.
            let may = known.len() == word.len() || known.chars().count() > 4;
            may && known.len().abs_diff(word.len()) <= slips && compared.distance_with_args(known.chars(), &args).is_some()
        };
        Self { any_of: vocabulary.iter().filter(near).cloned().collect() }
    }

    /// Whether a provider's words hold it.
    pub fn is_in(&self, words: &str) -> bool {
        self.any_of.iter().any(|w| words.contains(w.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_the_finger_are_forgiven_and_other_words_are_not() {
        let known: Vec<String> = ["vigilance", "ouest", "investigation", "code", "audit", "pris"].map(Into::into).into();
        let finds = |typed: &str| known.iter().filter(|k| Typed::new(typed, &known).is_in(k)).map(String::as_str).collect::<Vec<_>>();
        for (typed, found) in [
            ("vigilance", "vigilance"),
            ("vigilanse", "vigilance"),
            ("viglance", "vigilance"),
            ("vigilnace", "vigilance"),
            ("vigil", "vigilance"),
            ("oeust", "ouest"),
            ("investigatoin", "investigation"),
            ("aufit", "audit"),
            ("prsi", "pris"),
        ] {
            assert_eq!(finds(typed), [found], "{typed}");
        }
        for typed in ["paris", "vagabonde", "cod3x", "ode9", "aud1", "xyz", "invention"] {
            assert!(finds(typed).is_empty(), "{typed}: {:?}", finds(typed));
        }
    }
}
