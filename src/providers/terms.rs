//! How the rows of a proposal count: what becomes of what a list leaves out, and what a word by hand does to the word before. Pure.
use super::register::date;
use jiff::civil::Date;

/// How the rows of a proposal count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Terms {
    /// A list: what it leaves out stays. A scheme has no other.
    Keep,
    /// A list: what it leaves out is withdrawn from this day on.
    Gone(Date),
    /// A word on a decision that is not in the register.
    First {
        /// When the newest word on the provider was recorded, milliseconds UTC, 0 for none: another one since is not what the officer saw.
        seen: i64,
    },
    /// A word that puts the one before right.
    Correction {
        /// The same, of the newest word on the decision or its provider.
        seen: i64,
        /// From which day it counts; from where the one before does when there is none.
        from: Option<Date>,
    },
    /// A word that says what is otherwise from a day on.
    Change {
        /// As above.
        seen: i64,
        /// The day.
        from: Date,
    },
}

impl Terms {
    /// As it is kept, and bound by the log.
    pub fn text(self) -> String {
        match self {
            Self::Keep => String::new(),
            Self::Gone(day) => format!("gone {day}"),
            Self::First { seen } => format!("first {seen}"),
            Self::Correction { seen, from: None } => format!("correction {seen}"),
            Self::Correction { seen, from: Some(day) } => format!("correction {seen} {day}"),
            Self::Change { seen, from } => format!("change {seen} {from}"),
        }
    }

    /// From the database.
    pub fn from_text(text: &str) -> Option<Self> {
        let words: Vec<&str> = text.split(' ').collect();
        Some(match words[..] {
            [""] => Self::Keep,
            ["gone", day] => Self::Gone(date(day)?),
            ["first", seen] => Self::First { seen: seen.parse().ok()? },
            ["correction", seen] => Self::Correction { seen: seen.parse().ok()?, from: None },
            ["correction", seen, day] => Self::Correction { seen: seen.parse().ok()?, from: Some(date(day)?) },
            ["change", seen, day] => Self::Change { seen: seen.parse().ok()?, from: date(day)? },
            _ => return None,
        })
    }

    /// What a row by these terms does to the word before.
    pub fn counts(self) -> Counts {
        match self {
            Self::Keep | Self::Gone(_) | Self::First { .. } => Counts::Listed,
            Self::Correction { from, .. } => Counts::Correction(from),
            Self::Change { from, .. } => Counts::From(from),
        }
    }

    /// Whether it was written with other words in view than the newest: whether there is one on the decision, and when the newest on it or its
    /// provider was recorded.
    pub fn overtaken(self, (there, newest): (bool, i64)) -> bool {
        match self {
            Self::Keep | Self::Gone(_) => false,
            Self::First { seen } => there || newest != seen,
            Self::Correction { seen, .. } | Self::Change { seen, .. } => newest != seen,
        }
    }
}

/// What a row does to the word before on the same decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// As a list says it: the same state puts the word before right; another one counts from a day that the rows let one guess.
    Listed,
    /// It takes the place of the word before: from where that one counts, or from this day on.
    Correction(Option<Date>),
    /// It stands behind the word before, from this day on.
    From(Date),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_read_as_they_were_written() {
        let day = jiff::civil::date(2026, 3, 1);
        let all = [
            Terms::Keep,
            Terms::Gone(day),
            Terms::First { seen: 0 },
            Terms::Correction { seen: 7, from: None },
            Terms::Correction { seen: 7, from: Some(day) },
            Terms::Change { seen: -1, from: day },
        ];
        for terms in all {
            assert_eq!(Terms::from_text(&terms.text()), Some(terms), "{terms:?}");
        }
        for text in ["gone", "gone x", "first", "correction", "correction x", "change 1", "change 1 2026-02-30", "else"] {
            assert_eq!(Terms::from_text(text), None, "{text}");
        }
        let first = Terms::First { seen: 7 };
        assert!(first.overtaken((true, 7)) && first.overtaken((false, 8)) && !first.overtaken((false, 7)));
        let change = Terms::Change { seen: 7, from: day };
        assert!(!change.overtaken((true, 7)) && change.overtaken((true, 8)) && !Terms::Keep.overtaken((true, 8)));
    }
}
