//! An advisory as its page shows it: the same for readers, for the preview and for the review.
use super::{
    Article, Attachment, Severity, Tlp,
    content::{Content, Reference},
    drafting::Draft,
    indicators::{self, Indicator},
    render,
    sections::other_language,
};
use crate::{clock::Millis, providers::scheme::Technique};

/// What the template `parts/sheet.html` prints.
pub struct Sheet {
    /// Reference.
    pub reference: String,
    /// Version.
    pub number: i64,
    /// The language of this text.
    pub language: String,
    /// Whether it is there in both languages.
    pub translated: bool,
    /// Whether its page shows one of them, and leads to the other.
    pub switches: bool,
    /// Title.
    pub title: String,
    /// Marking; a draft may have none yet.
    pub tlp: Option<Tlp>,
    /// Severity; a draft may have none yet.
    pub severity: Option<Severity>,
    /// To be acted on by then.
    pub act_by: Option<Millis>,
    /// No longer valid after that.
    pub expires_at: Option<Millis>,
    /// Whether a party may pass it to the provider it has a contract with.
    pub to_providers: bool,
    /// What it asks a party to do, of the five techniques.
    pub techniques: Vec<Technique>,
    /// When it was published.
    pub published_at: Option<Millis>,
    /// The key of the words for whom it is.
    pub for_whom: &'static str,
    /// To do now.
    pub actions: Vec<String>,
    /// Paragraphs of the summary.
    pub summary: Vec<String>,
    /// The sections and the body as our renderer made them: the one text that templates print unescaped.
    pub rendered: String,
    /// What this party alone reads, likewise; empty for none.
    pub annex: String,
    /// Its language.
    pub annex_language: String,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// References.
    pub references: Vec<Reference>,
    /// Files.
    pub files: Vec<Attachment>,
}

impl Sheet {
    /// Of a published version.
    pub fn of(article: &Article, files: Vec<Attachment>) -> Self {
        Self {
            reference: article.reference.clone(),
            number: article.number,
            language: article.language.clone(),
            translated: article.translated,
            switches: article.translated,
            title: article.title.clone(),
            tlp: Some(article.tlp),
            severity: Some(article.severity),
            act_by: article.act_by,
            expires_at: article.expires_at,
            to_providers: article.to_providers,
            techniques: Technique::listed(&article.techniques),
            published_at: Some(article.published_at),
            for_whom: for_whom(article.audience),
            actions: lines(&article.actions),
            summary: paragraphs(&article.summary),
            rendered: article.rendered.clone(),
            annex: article.annex.clone(),
            annex_language: article.annex_language.clone(),
            indicators: indicators::parse(&article.indicators).unwrap_or_default(),
            references: references(&article.refs),
            files,
        }
    }

    /// Of a version on the desk, in a language, rendered now; without an annex.
    pub fn of_draft(draft: &Draft, language: &str) -> Self {
        let translation = draft.translation.as_ref().filter(|_| language != draft.language);
        let c: &Content = translation.unwrap_or(&draft.content);
        let language = if translation.is_some() { language } else { &draft.language };
        Self {
            reference: draft.reference.to_string(),
            number: draft.number,
            language: language.to_owned(),
            translated: draft.translation.is_some(),
            switches: draft.translation.is_some(),
            title: c.title.clone(),
            tlp: draft.tlp,
            severity: draft.severity,
            act_by: draft.act_by,
            expires_at: draft.expires_at,
            to_providers: draft.to_providers,
            techniques: Technique::listed(&draft.techniques),
            published_at: draft.published_at,
            for_whom: draft.audience.map_or("for-whom-open", for_whom),
            actions: lines(&c.actions),
            summary: paragraphs(&c.summary),
            rendered: render::article(c, language),
            annex: String::new(),
            annex_language: draft.language.clone(),
            indicators: indicators::parse(&draft.content.indicators).unwrap_or_default(),
            references: references(&draft.content.refs),
            files: draft.attachments.clone(),
        }
    }

    /// With the section that one party alone reads.
    pub fn with_annex_of(mut self, draft: &Draft, slug: &str, language: &str) -> Self {
        if let Some(annex) = draft.annexes.iter().find(|a| a.slug == slug) {
            let other = language != draft.language && !annex.translated.is_empty();
            let (text, language) = if other { (&annex.translated, draft.other_language()) } else { (&annex.body, draft.language.as_str()) };
            self.annex = render::section(text, language);
            language.clone_into(&mut self.annex_language);
        }
        self
    }

    /// The language that the text is not in.
    pub fn other_language(&self) -> &'static str {
        other_language(&self.language)
    }
}

/// What a reader is told about the audience: never another party's name or number.
fn for_whom(audience: super::Audience) -> &'static str {
    match audience {
        super::Audience::AllParties => "for-whom-all",
        super::Audience::SomeParties => "for-whom-some",
        super::Audience::NamedPeople => "for-whom-named",
    }
}

fn lines(text: &str) -> Vec<String> {
    text.lines().filter(|l| !l.trim().is_empty()).map(str::to_owned).collect()
}

fn paragraphs(text: &str) -> Vec<String> {
    text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned).collect()
}

fn references(text: &str) -> Vec<Reference> {
    text.lines().filter_map(Reference::parse).collect()
}
