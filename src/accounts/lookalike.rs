//! Look-alikes: a new name, address or domain beside those that are known, and characters that are not what they look like
//! (CASES A09). Pure: whoever asks brings what is known and decides what follows.
use crate::text::fold;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_script::{Script, UnicodeScript};
use unicode_security::skeleton;

/// What a known text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// A person's name.
    Name,
    /// An e-mail address.
    Address,
    /// A domain.
    Domain,
    /// A party's name.
    Party,
}

/// Something the portal knows.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Whose: an account's id or a party's address.
    pub id: &'a str,
    /// The text itself.
    pub text: &'a str,
    /// What it is.
    pub what: What,
}

/// Why two texts can be taken for one another, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// They are the same.
    Same,
    /// The same but for case or the form in which Unicode writes them.
    Form,
    /// The same but for accents, spaces or punctuation.
    Accents,
    /// Letters that look alike (UTS #39).
    Confusable,
    /// One or two keystrokes apart.
    Edits,
    /// Domains that differ in their ending alone.
    Ending,
}

impl Why {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Same => "alike-same",
            Self::Form => "alike-form",
            Self::Accents => "alike-accents",
            Self::Confusable => "alike-confusable",
            Self::Edits => "alike-edits",
            Self::Ending => "alike-ending",
        }
    }
}

/// A known text that the new one resembles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resemblance {
    /// Whose it is; of a domain, one of those who have it.
    pub id: String,
    /// The known text; of an address that resembles by its domain alone, the domain.
    pub text: String,
    /// What it is.
    pub what: What,
    /// Why.
    pub why: Why,
}

/// What is found about one text, as `parts/lookalikes.html` shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// What it resembles, the closest first.
    pub like: Vec<Resemblance>,
    /// Its characters that are not what they look like.
    pub odd: Vec<Oddity>,
}

impl Found {
    /// Looks at a text from both sides.
    pub fn about(new: &str, known: &[Known<'_>]) -> Self {
        Self { like: resembling(new, known), odd: oddities(new) }
    }
    /// Whether there is anything that a person must look at.
    pub fn any(&self) -> bool {
        !self.like.is_empty() || !self.odd.is_empty()
    }
    /// In one line, for the record of an alarm: the code points and the closest look-alike.
    pub fn line(&self) -> String {
        let codes = self.odd.iter().map(|o| o.code.clone());
        codes.chain(self.like.first().map(|l| format!("resembles {}", l.text))).collect::<Vec<_>>().join(", ")
    }
}

/// What of `known` the new text resembles, the closest first. A text with an @ is an address and is compared with addresses
/// and domains; any other is compared with names and parties, or, if it can be one, with domains.
pub fn resembling(new: &str, known: &[Known<'_>]) -> Vec<Resemblance> {
    let new = new.trim();
    let mut found = match new.rsplit_once('@') {
        Some((local, domain)) => like_address(&Text::new(local), &Domain::new(domain), known),
        None => like_name(new, known),
    };
    found.sort_by(|a, b| (a.why, a.what, &a.text).cmp(&(b.why, b.what, &b.text)));
    found
}

fn like_name(new: &str, known: &[Known<'_>]) -> Vec<Resemblance> {
    let (text, domain) = (Text::new(new), (new.contains('.') && !new.contains(' ')).then(|| Domain::new(new)));
    let mut found = Vec::new();
    for k in known {
        let why = match k.what {
            What::Name | What::Party => text.like(&Text::new(k.text)),
            What::Domain => domain.as_ref().and_then(|d| d.like(&Domain::new(k.text))),
            What::Address => None,
        };
        found.extend(why.map(|why| Resemblance { id: k.id.into(), text: k.text.into(), what: k.what, why }));
    }
    found
}

fn like_address(local: &Text, domain: &Domain, known: &[Known<'_>]) -> Vec<Resemblance> {
    let (mut found, mut domains) = (Vec::new(), BTreeSet::new());
    for k in known {
        let (theirs, their_domain) = match k.what {
            What::Address => k.text.trim().rsplit_once('@').map_or((None, k.text), |(l, d)| (Some(l), d)),
            What::Domain => (None, k.text),
            What::Name | What::Party => continue,
        };
        let other = Domain::new(their_domain);
        let Some(by_domain) = domain.like(&other) else { continue };
        if let Some(by_local) = theirs.and_then(|l| local.near(&Text::new(l))) {
            found.push(Resemblance { id: k.id.into(), text: k.text.into(), what: What::Address, why: by_domain.max(by_local) });
        } else if by_domain != Why::Same && domains.insert(other.text.form.clone()) {
            // A party has many addresses at its domain: it is named once.
            found.push(Resemblance { id: k.id.into(), text: their_domain.trim().into(), what: What::Domain, why: by_domain });
        }
    }
    found
}

/// A text in the forms in which it is compared.
struct Text {
    raw: String,
    /// Lower case, compatibility forms resolved, invisible characters gone.
    form: String,
    /// Letters alone, accents gone.
    plain: String,
    /// Each letter replaced by what it looks like: as written, and in lower case.
    looks: [String; 2],
}

impl Text {
    fn new(text: &str) -> Self {
        let seen: String = text.trim().nfkc().filter(|c| !is_invisible(*c)).collect();
        let form: String = seen.to_lowercase().nfkc().collect();
        Self { raw: text.trim().to_owned(), plain: letters(&form), looks: [letters(&looks(&seen)), letters(&looks(&form))], form }
    }

    fn like(&self, other: &Self) -> Option<Why> {
        if self.raw == other.raw {
            Some(Why::Same)
        } else if self.form == other.form {
            Some(Why::Form)
        } else if self.plain.is_empty() || other.plain.is_empty() {
            None
        } else if self.plain == other.plain {
            Some(Why::Accents)
        } else if self.looks.iter().any(|l| other.looks.contains(l)) {
            Some(Why::Confusable)
        } else {
            None
        }
    }

    /// As `like`, or a slip of the keyboard apart.
    fn near(&self, other: &Self) -> Option<Why> {
        self.like(other).or_else(|| slips(&self.plain, &other.plain).then_some(Why::Edits))
    }
}

/// A domain as people read it, whichever way it is written.
struct Domain {
    text: Text,
    /// The label that people recognise: the longest, without the ending.
    name: String,
}

impl Domain {
    fn new(domain: &str) -> Self {
        let plain = domain.trim().trim_end_matches('.');
        let (unicode, _) = idna::domain_to_unicode(plain);
        let text = Text { raw: plain.to_owned(), ..Text::new(&unicode) };
        let labels = text.form.rsplit('.').skip(1);
        let name = labels.max_by_key(|l| l.chars().count()).unwrap_or_default().to_owned();
        Self { name: letters(&looks(&name)), text }
    }

    fn like(&self, other: &Self) -> Option<Why> {
        let same_name = self.name.chars().count() >= 4 && self.name == other.name;
        self.text.near(&other.text).or_else(|| same_name.then_some(Why::Ending))
    }
}

/// What the letters look like, in lower case.
fn looks(text: &str) -> String {
    skeleton(text).collect::<String>().to_lowercase()
}

/// The words of a name as they look, in the order of the alphabet: two accounts of one person have the same.
pub(super) fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = fold(&looks(name)).split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect();
    words.sort();
    words
}

/// Letters and digits alone, accents gone.
fn letters(text: &str) -> String {
    fold(text).replace(' ', "")
}

/// One edit apart, or two where the text is long enough that two are easily overlooked.
fn slips(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let most = match a.len().min(b.len()) {
        0..=3 => 0,
        4..=8 => 1,
        _ => 2,
    };
    a.len().abs_diff(b.len()) <= most && distance(&a, &b) <= most
}

/// Letters changed, added, left out or exchanged with their neighbour (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (Vec::new(), (0..=b.len()).collect());
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i.saturating_add(1)];
        for (j, &y) in b.iter().enumerate() {
            let at = |row: &[usize], n: usize| row.get(n).copied().unwrap_or(usize::MAX);
            let next = j.saturating_add(1);
            let changed = at(&last, j).saturating_add(usize::from(x != y));
            let mut edits = changed.min(at(&last, next).saturating_add(1)).min(at(&row, j).saturating_add(1));
            let turned = i > 0 && j > 0 && a.get(i.saturating_sub(1)) == Some(&y) && b.get(j.saturating_sub(1)) == Some(&x);
            if turned {
                edits = edits.min(at(&before, j.saturating_sub(1)).saturating_add(1));
            }
            row.push(edits);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(usize::MAX)
}

/// Why a character is not what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Odd {
    /// Turns the direction in which the text is read.
    Bidi,
    /// Cannot be seen.
    Invisible,
    /// A letter of another script than the rest.
    Script,
    /// A letter beyond a to z in a domain.
    Domain,
    /// A special form of an ordinary letter.
    Form,
}

impl Odd {
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Bidi => "odd-bidi",
            Self::Invisible => "odd-invisible",
            Self::Script => "odd-script",
            Self::Domain => "odd-domain",
            Self::Form => "odd-form",
        }
    }
}

/// A character that is not what it looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Oddity {
    /// The character where it can be shown, else nothing.
    pub shown: String,
    /// `U+0430`.
    pub code: String,
    /// The script's name in English, as Unicode has it: `Cyrillic`.
    pub script: &'static str,
    /// Why.
    pub why: Odd,
}

impl Oddity {
    /// The key of the script's name.
    pub fn script_key(&self) -> &'static str {
        match self.script {
            "Latin" => "script-latin",
            "Cyrillic" => "script-cyrillic",
            "Greek" => "script-greek",
            "Armenian" => "script-armenian",
            "Hebrew" => "script-hebrew",
            "Arabic" => "script-arabic",
            "Cherokee" => "script-cherokee",
            "Georgian" => "script-georgian",
            "Common" | "Inherited" => "script-common",
            _ => "script-other",
        }
    }

    fn new(c: char, why: Odd) -> Self {
        let shown = if matches!(why, Odd::Bidi | Odd::Invisible) { String::new() } else { c.to_string() };
        Self { shown, code: format!("U+{:04X}", u32::from(c)), script: c.script().full_name(), why }
    }
}

/// The characters of a text that are not what they look like, each once, in their order. Of an address, and of what can be a
/// domain, the domain is also read as browsers show it.
pub fn oddities(new: &str) -> Vec<Oddity> {
    let new = new.trim();
    let domain = match new.rsplit_once('@') {
        Some((_, domain)) => Some(domain),
        None => Some(new).filter(|n| n.contains('.') && !n.contains(char::is_whitespace)),
    };
    let main = main_script(new);
    let mut found: Vec<Oddity> = Vec::new();
    let mut note = |c: char, why: Option<Odd>| {
        if let Some(odd) = why.map(|why| Oddity::new(c, why))
            && !found.iter().any(|f| f.code == odd.code)
        {
            found.push(odd);
        }
    };
    new.chars().for_each(|c| note(c, odd(c, main)));
    if let Some(domain) = domain {
        let (unicode, _) = idna::domain_to_unicode(domain);
        domain.chars().chain(unicode.chars()).filter(|c| !c.is_ascii()).for_each(|c| note(c, odd(c, main).or(Some(Odd::Domain))));
    }
    found
}

fn odd(c: char, main: Option<Script>) -> Option<Odd> {
    if c.is_ascii() {
        return None;
    }
    let script = c.script();
    let common = matches!(script, Script::Common | Script::Inherited);
    // A letter of another script; or of the only script there is, if it looks like a letter of ours.
    let stranger = !common && (main.is_some_and(|main| main != script) || (script != Script::Latin && is_disguised(c)));
    if is_bidi(c) {
        Some(Odd::Bidi)
    } else if is_invisible(c) {
        Some(Odd::Invisible)
    } else if stranger {
        Some(Odd::Script)
    } else if is_special_form(c) || (common && is_disguised(c)) || matches!(c, 'ı' | 'ɑ' | 'ɡ' | 'ɩ') {
        Some(Odd::Form)
    } else {
        None
    }
}

/// The script of most letters; Latin where it is as many.
fn main_script(text: &str) -> Option<Script> {
    let scripts: Vec<Script> = text.chars().map(|c| c.script()).filter(|s| !matches!(s, Script::Common | Script::Inherited | Script::Unknown)).collect();
    scripts.iter().copied().max_by_key(|s| (scripts.iter().filter(|t| *t == s).count(), *s == Script::Latin))
}

/// Whether it looks like one of the letters or digits that everybody types.
fn is_disguised(c: char) -> bool {
    !c.is_ascii() && c.is_alphanumeric() && skeleton(c.encode_utf8(&mut [0; 4])).all(|s| s.is_ascii_alphanumeric())
}

/// Fullwidth letters, ligatures, mathematical letters: Unicode says which ordinary letters they stand for.
fn is_special_form(c: char) -> bool {
    let ordinary = || std::iter::once(c).nfkc();
    ordinary().ne(std::iter::once(c).nfc()) && ordinary().any(char::is_alphanumeric)
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Nothing is seen of it, or only a gap. Control characters never come this far.
fn is_invisible(c: char) -> bool {
    let gap = c.is_whitespace() && !matches!(c, ' ' | '\n' | '\t' | '\u{a0}' | '\u{202f}');
    let filler = matches!(c, '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}');
    gap || filler || is_bidi(c) || (!c.is_ascii() && skeleton(c.encode_utf8(&mut [0; 4])).next().is_none())
}

#[cfg(test)]
mod tests;
