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
