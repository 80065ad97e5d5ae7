//! Sentences in French and English, by Fluent. build.rs fails the build when one is missing in either language.
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use std::{borrow::Cow, collections::HashMap};

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// A language of the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// French.
    Fr,
}

impl Lang {
    /// From a language tag or code.
    pub fn from_code(code: &str) -> Option<Self> {
        match code.split(['-', '_']).next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "fr" => Some(Self::Fr),
            _ => None,
        }
    }

    /// For the `lang` attribute and the database.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The first of a browser's languages that the portal speaks, by its weights.
    pub fn accepted(header: &str) -> Option<Self> {
        let mut wanted: Vec<(f32, Self)> = header
            .split(',')
            .filter_map(|part| {
                let mut bits = part.split(";q=");
                let lang = Self::from_code(bits.next()?)?;
                Some((bits.next().map_or(1.0, |q| q.trim().parse().unwrap_or(0.0)), lang))
            })
            .collect();
        wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
        wanted.first().map(|(_, lang)| *lang)
    }
}

struct Language {
    /// Sentences without a variable, formatted once.
    plain: HashMap<String, String>,
    bundle: FluentBundle<FluentResource>,
}

/// Both languages.
pub struct Texts {
    en: Language,
    fr: Language,
}

impl Texts {
    /// Reads what is embedded in the program.
    ///
    /// # Errors
    /// A sentence that names the language; build.rs has seen to it that this does not happen.
    pub fn load() -> Result<Self, String> {
        Ok(Self { en: language("en", EN)?, fr: language("fr", FR)? })
    }

    fn of(&self, lang: Lang) -> &Language {
        match lang {
            Lang::En => &self.en,
            Lang::Fr => &self.fr,
        }
    }

    /// A sentence without a variable.
    pub fn get<'a>(&'a self, lang: Lang, key: &'a str) -> &'a str {
        self.of(lang).plain.get(key).map_or(key, String::as_str)
    }

    /// A sentence with variables.
    pub fn with<'a>(&'a self, lang: Lang, key: &'a str, args: &[(&str, FluentValue<'_>)]) -> Cow<'a, str> {
        let bundle = &self.of(lang).bundle;
        let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) else { return Cow::Borrowed(key) };
        let mut given = FluentArgs::with_capacity(args.len());
        args.iter().for_each(|(name, value)| given.set(*name, value.clone()));
        Cow::Owned(bundle.format_pattern(pattern, Some(&given), &mut Vec::new()).into_owned())
    }

    /// The same with names alone.
    pub fn says(&self, lang: Lang, key: &str, args: &[(&'static str, String)]) -> String {
        let given: Vec<(&str, FluentValue<'_>)> = args.iter().map(|(name, value)| (*name, value.as_str().into())).collect();
        self.with(lang, key, &given).into_owned()
    }
}

fn language(code: &str, files: &[&str]) -> Result<Language, String> {
    let tag = code.parse().map_err(|_| format!("{code} is not a language"))?;
    let mut bundle = FluentBundle::new_concurrent(vec![tag]);
    // The marks would stand in the HTML; direction is set by the page.
    bundle.set_use_isolating(false);
    let mut plain = HashMap::new();
    for file in files {
        let resource = FluentResource::try_new((*file).to_owned()).map_err(|_| format!("the {code} sentences cannot be read"))?;
        bundle.add_resource(resource).map_err(|_| format!("a {code} sentence stands twice"))?;
    }
    for key in KEYS {
        if let Some(pattern) = bundle.get_message(key).and_then(|m| m.value()) {
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, None, &mut errors).into_owned();
            if errors.is_empty() {
                plain.insert((*key).to_owned(), text);
            }
        }
    }
    Ok(Language { plain, bundle })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browsers_wish_is_heard() {
        assert_eq!(Lang::accepted("de, en;q=0.5, fr-CA;q=0.8"), Some(Lang::Fr));
        assert_eq!(Lang::accepted("en-GB,en;q=0.9"), Some(Lang::En));
        assert_eq!(Lang::accepted("de"), None);
    }

    #[test]
    fn plurals_follow_the_language() {
        let texts = Texts::load().unwrap();
        let say = |lang, n: i64| texts.with(lang, "count-people", &[("n", n.into())]).into_owned();
        assert_eq!((say(Lang::Fr, 0), say(Lang::Fr, 2)), ("0 personne".into(), "2 personnes".into()));
        assert_eq!((say(Lang::En, 0), say(Lang::En, 1)), ("0 people".into(), "1 person".into()));
    }

    #[test]
    fn a_line_never_breaks_inside_french_quotation_marks() {
        for line in FR.iter().flat_map(|file| file.lines()) {
            assert!(!line.contains("« ") && !line.contains(" »"), "put U+00A0 inside the marks: {line}");
        }
    }

    #[test]
    fn no_french_line_begins_with_a_sign() {
        for line in FR.iter().flat_map(|file| file.lines()).filter(|line| !line.starts_with('#')) {
            let broken = [" :", " ;", " ?", " !"].into_iter().find(|sign| line.contains(sign));
            assert_eq!(broken, None, "put U+00A0 before a colon, U+202F before the others: {line}");
        }
    }
}
