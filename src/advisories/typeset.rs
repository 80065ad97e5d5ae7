//! What a publication needs that takes its time: the rendered texts, and the words they are found by. It is made before the
//! writer is taken and apart from the threads that answer; it keeps what it was made of, and goes with nothing else.
use super::{
    draft::{Annex, Draft},
    render, searching,
};
use crate::{apart, error::Result};

/// A version, ready to be published.
pub struct Typeset {
    draft: Draft,
    /// The text.
    pub rendered: String,
    /// The text in the other language.
    pub translation: Option<String>,
    /// The words that everybody finds it by.
    pub words: String,
    /// For each annex of the version, in its order.
    pub annexes: Vec<Section>,
}

/// What belongs to an annex.
pub struct Section {
    /// The text.
    pub rendered: String,
    /// The text in the other language.
    pub translation: String,
    /// The words that its party finds the advisory by.
    pub words: String,
}

impl Typeset {
    /// Of a version, in this thread.
    pub fn of(draft: Draft) -> Self {
        let (texts, other) = (searching::texts(&draft), draft.other_language());
        let section = |annex: &Annex| Section {
            rendered: render::section(&annex.body, &draft.language),
            translation: render::section(&annex.translated, other),
            words: searching::words(&[&texts, &annex.body, &annex.translated]),
        };
        Self {
            rendered: render::article(&draft.content, &draft.language),
            translation: draft.translation.as_ref().map(|content| render::article(content, other)),
            words: searching::words(&[&texts]),
            annexes: draft.annexes.iter().map(section).collect(),
            draft,
        }
    }

    /// The same in a thread for such work.
    ///
    /// # Errors
    /// When it falls over, or the portal stops meanwhile.
    pub async fn apart(draft: Draft) -> Result<Self> {
        apart::run(move || Self::of(draft)).await
    }

    /// Whether it was made of exactly the texts that this version has.
    pub fn fits(&self, draft: &Draft) -> bool {
        let mine = &self.draft;
        let names = |d: &Draft| d.attachments.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
        let annexes = |d: &Draft| d.annexes.iter().map(|a| (a.party_id.clone(), a.body.clone(), a.translated.clone())).collect::<Vec<_>>();
        (&mine.id, mine.number, &mine.reference, &mine.language) == (&draft.id, draft.number, &draft.reference, &draft.language)
            && (&mine.content, &mine.translation) == (&draft.content, &draft.translation)
            && annexes(mine) == annexes(draft)
            && names(mine) == names(draft)
    }
}
