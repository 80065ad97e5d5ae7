//! Bodies to begin with: the headings a kind of advisory has, in its language.

/// The names of the models, in the order of the page.
pub const NAMES: [&str; 3] = ["blank", "alert", "guidance"];

/// The body of a model; `None` for a name that is not known.
pub fn body(name: &str, language: &str) -> Option<&'static str> {
    Some(match (name, language) {
        ("blank" | "", _) => "",
        ("alert", "fr") => "## Risques\n\n- \n\n## Systèmes concernés\n\n- \n\n## Contournement provisoire\n\n\n\n## Solution\n\n\n\n## Détection\n\n",
        ("alert", _) => "## Risks\n\n- \n\n## Affected systems\n\n- \n\n## Workaround\n\n\n\n## Solution\n\n\n\n## Detection\n\n",
        ("guidance", "fr") => "## Pourquoi\n\n\n\n## Comment\n\n1. \n\n## Pour aller plus loin\n\n",
        ("guidance", _) => "## Why\n\n\n\n## How\n\n1. \n\n## Further reading\n\n",
        _ => return None,
    })
}

/// The key of a model's words.
pub fn key(name: &str) -> &'static str {
    match name {
        "alert" => "model-alert",
        "guidance" => "model-guidance",
        _ => "model-blank",
    }
}
