//! Models: what a kind of advisory begins with, in both languages. Six come with the program; an operator adds others as files
//! `DIR/models/NAME.toml`.
use super::{content::Content, sections::Sections};
use serde::Deserialize;
use std::{collections::BTreeMap, path::Path};

/// A kind of advisory.
#[derive(Clone, Debug)]
pub struct Model {
    /// As in forms and in the database.
    pub name: String,
    /// What is in it, by language.
    texts: BTreeMap<String, Text>,
}

/// The texts of a model in one language: each section holds what an author writes over.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Text {
    /// What the model is called; empty for those that come with the program, which have a sentence.
    title: String,
    summary: String,
    actions: String,
    risks: String,
    systems: String,
    workaround: String,
    solution: String,
    detection: String,
    body: String,
}

/// A model's file: a table for each language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    fr: Text,
    en: Text,
}

impl Model {
    /// What the model adds to what an author has typed.
    pub fn begin(&self, content: Content, language: &str) -> Content {
        let t = self.texts.get(language).cloned().unwrap_or_default();
        Content {
            summary: t.summary,
            actions: t.actions,
            sections: Sections { risks: t.risks, systems: t.systems, workaround: t.workaround, solution: t.solution, detection: t.detection },
            body: t.body,
            ..content
        }
    }

    /// What an operator calls it, in a language of the pages; none for a model that comes with the program.
    pub fn title(&self, language: &str) -> Option<&str> {
        self.texts.get(language).map(|t| t.title.as_str()).filter(|t| !t.is_empty())
    }

    /// The key of its words.
    pub fn key(&self) -> &'static str {
        match self.name.as_str() {
            "alert" => "model-alert",
            "threat-report" => "model-threat-report",
            "indicators" => "model-indicators",
            "guidance" => "model-guidance",
            "influence" => "model-influence",
            _ => "model-blank",
        }
    }
}

/// All models, in the order of the page.
pub struct Models(Vec<Model>);

impl Models {
    /// Those of the program and those of the data directory.
    ///
    /// # Errors
    /// A sentence for the operator that names the file and the mend.
    pub fn load(dir: &Path) -> Result<Self, String> {
        let mut all: Vec<Model> = BUILT_IN.iter().map(|(name, fr, en)| built_in(name, fr, en)).collect();
        let mut files: Vec<_> = std::fs::read_dir(dir).into_iter().flatten().flatten().map(|f| f.path()).collect();
        files.retain(|f| f.extension().is_some_and(|e| e == "toml"));
        files.sort();
        for file in files {
            let model = read(&file).map_err(|why| format!("{}: {why}", file.display()))?;
            if all.iter().any(|m| m.name == model.name) {
                return Err(format!("{}: a model called `{}` comes with the program; give the file another name.", file.display(), model.name));
            }
            all.push(model);
        }
        Ok(Self(all))
    }

    /// Every model.
    pub fn all(&self) -> &[Model] {
        &self.0
    }

    /// One by its name.
    pub fn find(&self, name: &str) -> Option<&Model> {
        self.0.iter().find(|m| m.name == name)
    }
}

fn read(file: &Path) -> Result<Model, String> {
    use figment::providers::{Format, Toml};
    let name = file.file_stem().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
    let plain = !name.is_empty() && name.len() <= 40 && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !plain {
        return Err("the name of a model holds small letters, digits and dashes, forty at most; rename the file.".into());
    }
    let text = std::fs::read_to_string(file).map_err(|e| format!("it cannot be read: {e}."))?;
    let File { fr, en } = figment::Figment::from(Toml::string(&text)).extract().map_err(|e| {
        format!("{e}; write a table [fr] and a table [en] with title, summary, actions, risks, systems, workaround, solution, detection, body.")
    })?;
    if fr.title.trim().is_empty() || en.title.trim().is_empty() {
        return Err("give the model a `title` in [fr] and in [en].".into());
    }
    Ok(Model { name, texts: [("fr".to_owned(), fr), ("en".to_owned(), en)].into() })
}

fn built_in(name: &str, fr: &str, en: &str) -> Model {
    let text = |body: &str| Text { body: body.into(), ..Text::default() };
    Model { name: name.into(), texts: [("fr".to_owned(), text(fr)), ("en".to_owned(), text(en))].into() }
}

/// Name, then body in French and in English. The named sections are on the page already, empty.
const BUILT_IN: [(&str, &str, &str); 6] = [
    ("blank", "", ""),
    ("alert", "", ""),
    (
        "threat-report",
        "## Le groupe\n\n\n\n## Ses méthodes\n\n- \n\n## Ses cibles\n\n- \n\n## Degré de confiance\n\n",
        "## The group\n\n\n\n## Its methods\n\n- \n\n## Its targets\n\n- \n\n## Level of confidence\n\n",
    ),
    (
        "indicators",
        "## D’où viennent ces indicateurs\n\n\n\n## Comment s’en servir\n\n1. \n\n## Que faire d’une correspondance\n\n",
        "## Where these indicators come from\n\n\n\n## How to use them\n\n1. \n\n## What to do about a match\n\n",
    ),
    ("guidance", "## Pourquoi\n\n\n\n## Comment\n\n1. \n\n## Pour aller plus loin\n\n", "## Why\n\n\n\n## How\n\n1. \n\n## Further reading\n\n"),
    (
        "influence",
        "## Ce qui circule\n\n\n\n## Sur quels réseaux, par quels comptes\n\n- \n\n## Ce qui est établi, ce qui ne l’est pas\n\n\n\n## Ce que nous déconseillons\n\n- Ne republiez pas le contenu, même pour le démentir.\n",
        "## What is circulating\n\n\n\n## On which networks, through which accounts\n\n- \n\n## What is established and what is not\n\n\n\n## What we advise against\n\n- Do not publish the content again, not even to deny it.\n",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operators_model_stands_beside_those_of_the_program() {
        let dir = std::env::temp_dir().join(format!("vigie-models-{}", std::process::id()));
        std::fs::create_dir_all(&dir).unwrap();
        let write = |name: &str, text: &str| std::fs::write(dir.join(name), text).unwrap();
        write("reunion.toml", "[fr]\ntitle = \"Compte rendu\"\nbody = \"## Points\"\n[en]\ntitle = \"Minutes\"\n");
        let all = Models::load(&dir).unwrap();
        assert_eq!(all.all().len(), 7);
        let model = all.find("reunion").unwrap();
        assert_eq!((model.title("en"), model.begin(Content::default(), "fr").body.as_str()), (Some("Minutes"), "## Points"));
        for (name, text, says) in [
            ("reunion.toml", "[fr]\ntitle = \"X\"\ncolour = \"red\"\n[en]\ntitle = \"X\"\n", "colour"),
            ("reunion.toml", "[fr]\ntitle = \"X\"\n", "en"),
            ("reunion.toml", "[fr]\ntitle = \" \"\n[en]\ntitle = \"X\"\n", "title"),
            ("alert.toml", "[fr]\ntitle = \"X\"\n[en]\ntitle = \"X\"\n", "comes with the program"),
        ] {
            write("reunion.toml", "[fr]\ntitle = \"X\"\n[en]\ntitle = \"X\"\n");
            write(name, text);
            let why = Models::load(&dir).err().unwrap();
            assert!(why.contains(says) && why.contains(name), "{why}");
            let _ = std::fs::remove_file(dir.join(name));
        }
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
