//! An advisory as its page shows it: the same for readers, for the preview and for the review.
use super::{
    Article, Severity, Tlp,
    content::{Content, Reference},
    drafting::Draft,
    indicators::{self, Indicator},
    render,
};
use crate::clock::Millis;

/// What the template `parts/sheet.html` prints.
pub struct Sheet {
    /// Reference.
    pub reference: String,
    /// Version.
    pub number: i64,
    /// The language it is written in.
    pub language: String,
    /// Title.
    pub title: String,
    /// Marking; a draft may have none yet.
    pub tlp: Option<Tlp>,
    /// Severity; a draft may have none yet.
    pub severity: Option<Severity>,
    /// To be acted on by then.
    pub act_by: Option<Millis>,
    /// When it was published.
    pub published_at: Option<Millis>,
    /// The key of the words for whom it is.
    pub for_whom: &'static str,
    /// To do now.
    pub actions: Vec<String>,
    /// Paragraphs of the summary.
    pub summary: Vec<String>,
    /// The body as our renderer made it: the one text that templates print unescaped.
    pub rendered: String,
    /// Indicators.
    pub indicators: Vec<Indicator>,
    /// References.
    pub references: Vec<Reference>,
}

impl Sheet {
    /// Of a published version.
    pub fn of(article: &Article) -> Self {
        Self {
            reference: article.reference.clone(),
            number: article.number,
            language: article.language.clone(),
            title: article.title.clone(),
            tlp: Some(article.tlp),
            severity: Some(article.severity),
            act_by: article.act_by,
            published_at: Some(article.published_at),
            for_whom: for_whom(article.audience),
            actions: lines(&article.actions),
            summary: paragraphs(&article.summary),
            rendered: article.rendered.clone(),
            indicators: indicators::parse(&article.indicators).unwrap_or_default(),
            references: references(&article.refs),
        }
    }

    /// Of a version on the desk, rendered now.
    pub fn of_draft(draft: &Draft) -> Self {
        let c: &Content = &draft.content;
        Self {
            reference: draft.reference.to_string(),
            number: draft.number,
            language: draft.language.clone(),
            title: c.title.clone(),
            tlp: draft.tlp,
            severity: draft.severity,
            act_by: draft.act_by,
            published_at: draft.published_at,
            for_whom: draft.audience.map_or("for-whom-open", for_whom),
            actions: lines(&c.actions),
            summary: paragraphs(&c.summary),
            rendered: render::body(&c.body, &draft.language),
            indicators: indicators::parse(&c.indicators).unwrap_or_default(),
            references: references(&c.refs),
        }
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
