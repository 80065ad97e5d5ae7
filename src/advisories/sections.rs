//! The named sections of an advisory: those that French readers know from CERT-FR's own, each a Markdown text of its own.

/// What stands under the named headings; an empty one is not shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Sections {
    /// What can happen.
    pub risks: String,
    /// What is affected.
    pub systems: String,
    /// What helps until there is a solution.
    pub workaround: String,
    /// What mends it.
    pub solution: String,
    /// How to see whether it has happened.
    pub detection: String,
}

/// Names as in forms, in the order of the page.
pub const NAMES: [&str; 5] = ["risks", "systems", "workaround", "solution", "detection"];

impl Sections {
    /// Name and text, in the order of the page.
    pub fn all(&self) -> [(&'static str, &str); 5] {
        let [risks, systems, workaround, solution, detection] = NAMES;
        [(risks, &self.risks), (systems, &self.systems), (workaround, &self.workaround), (solution, &self.solution), (detection, &self.detection)]
    }

    /// Each text changed the same way.
    pub fn map(&self, change: impl Fn(&'static str, &str) -> String) -> Self {
        let [risks, systems, workaround, solution, detection] = NAMES;
        Self {
            risks: change(risks, &self.risks),
            systems: change(systems, &self.systems),
            workaround: change(workaround, &self.workaround),
            solution: change(solution, &self.solution),
            detection: change(detection, &self.detection),
        }
    }

    /// The named sections of a Markdown text that has them under headings of the second level, in either language, and what is left
    /// of it. A heading within a block of code is none.
    pub fn out_of(body: &str) -> (Self, String) {
        let (mut taken, mut rest, mut fenced, mut into) = (Self::default(), String::new(), false, None);
        for line in body.lines() {
            fenced ^= line.trim_start().starts_with("```");
            if !fenced && let Some(title) = line.strip_prefix("## ") {
                let name = NAMES.into_iter().find(|n| ["fr", "en"].iter().any(|l| heading(n, l) == title.trim()));
                into = name.filter(|n| taken.all().iter().any(|(known, text)| known == n && text.is_empty()));
                if into.is_some() {
                    continue;
                }
            }
            let field = match into {
                Some(name) => taken.field(name),
                None => &mut rest,
            };
            field.push_str(line);
            field.push('\n');
        }
        (taken.map(|_, text| text.trim().to_owned()), rest.trim().to_owned())
    }

    fn field(&mut self, name: &str) -> &mut String {
        match name {
            "risks" => &mut self.risks,
            "systems" => &mut self.systems,
            "workaround" => &mut self.workaround,
            "solution" => &mut self.solution,
            _ => &mut self.detection,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all().iter().all(|(_, text)| text.is_empty())
    }
}

/// The heading of a section in the language of the text.
pub fn heading(name: &str, language: &str) -> &'static str {
    match (name, language) {
        ("risks", "fr") => "Risques",
        ("risks", _) => "Risks",
        ("systems", "fr") => "Systèmes concernés",
        ("systems", _) => "Affected systems",
        ("workaround", "fr") => "Contournement provisoire",
        ("workaround", _) => "Workaround",
        ("solution", _) => "Solution",
        ("detection", "fr") => "Détection",
        _ => "Detection",
    }
}

/// The key of the words for a section's field.
pub fn key(name: &str) -> &'static str {
    match name {
        "risks" => "section-risks",
        "systems" => "section-systems",
        "workaround" => "section-workaround",
        "solution" => "section-solution",
        _ => "section-detection",
    }
}

/// The other of the two languages.
pub fn other_language(language: &str) -> &'static str {
    if language == "fr" { "en" } else { "fr" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_are_found_under_their_headings_and_nowhere_else() {
        let body = "Avant.\n\n## Risques\n\n- Vol\n\n## Constat\n\nTexte.\n\n```\n## Solution\n```\n\n## Solution\n\nMettre à jour.\n\n## Risques\n\nEncore.";
        let (taken, rest) = Sections::out_of(body);
        assert_eq!((taken.risks.as_str(), taken.solution.as_str()), ("- Vol", "Mettre à jour."));
        assert_eq!(rest, "Avant.\n\n## Constat\n\nTexte.\n\n```\n## Solution\n```\n\n## Risques\n\nEncore.", "a second one of a name stays where it is");
        assert_eq!(Sections::out_of("").1, "");
    }
}
