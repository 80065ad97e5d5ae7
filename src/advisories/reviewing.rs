//! What an approver is shown: the text in each language, each party's annex, what differs from the version that readers see, and
//! what is unusual about the audience.
use super::{
    Audience,
    changes::{self, Change},
    draft::Draft,
    drafting::{self, Reader},
    sheet::Sheet,
    store_release as releases,
};
use crate::{db::Tx, error::Result};
use std::collections::BTreeSet;

/// How many published advisories of a kind make a habit.
const HABIT: i64 = 5;

/// What an approver should know about who will read.
#[derive(Clone, Debug, Default)]
pub struct Audiences {
    /// Who reads the new version and did not read the last: parties, or people where people are named.
    pub added: Vec<String>,
    /// Who read the last version and will not read the new.
    pub removed: Vec<String>,
    /// Whether it goes to all parties now and did not before.
    pub wider: bool,
    /// The key of the words for whom advisories of this kind are usually for, when this one is for others.
    pub unusual: Option<&'static str>,
    /// Who reads the advisory whose place this one takes, and will not read this one.
    pub left_behind: Vec<String>,
}

impl Audiences {
    /// Whether there is nothing to say.
    pub fn is_plain(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && !self.wider && self.unusual.is_none() && self.left_behind.is_empty()
    }
}

/// Compares a version's audience with the last one's, with that of what it replaces, and with the habit of its kind.
///
/// # Errors
/// When the database fails.
pub async fn audiences(tx: &mut Tx, draft: &Draft) -> Result<Audiences> {
    let mut out = Audiences { unusual: unusual(tx, draft).await?, ..Audiences::default() };
    let now = names(drafting::readers(tx, draft).await?, draft.audience);
    if let Some(before) = drafting::current(tx, draft).await? {
        let then = names(drafting::readers(tx, &before).await?, before.audience);
        out.added = now.difference(&then).cloned().collect();
        out.removed = then.difference(&now).cloned().collect();
        out.wider = draft.audience == Some(Audience::AllParties) && before.audience != Some(Audience::AllParties);
    }
    if let Some(older) = &draft.supersedes
        && let Ok(older) = drafting::find(tx, older).await
    {
        let older = drafting::current(tx, &older).await?.unwrap_or(older);
        let then = names(drafting::readers(tx, &older).await?, older.audience);
        out.left_behind = then.difference(&now).cloned().collect();
    }
    Ok(out)
}

/// The parties, or the people where people are named.
fn names(readers: Vec<Reader>, audience: Option<Audience>) -> BTreeSet<String> {
    let people = audience == Some(Audience::NamedPeople);
    readers.into_iter().filter_map(|r| if people { r.name.map(|n| format!("{n}, {}", r.party)) } else { Some(r.party) }).collect()
}

/// Whom advisories of this kind are usually for, when it is not whom this one is for. Without a habit it is all parties.
async fn unusual(tx: &mut Tx, draft: &Draft) -> Result<Option<&'static str>> {
    let mut counts = releases::audiences_of_kind(tx, &draft.model, &draft.id).await?;
    counts.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    let total: i64 = counts.iter().map(|(_, n)| *n).sum();
    let usual = counts.first().filter(|_| total >= HABIT).map_or(Audience::AllParties, |(a, _)| *a);
    Ok((draft.audience.is_some_and(|a| a != usual)).then_some(usual.key()))
}

/// What an approver reads.
pub struct Shown {
    /// The text in its language.
    pub sheet: Sheet,
    /// The text in the other language.
    pub other: Option<Sheet>,
    /// The annexes by party.
    pub annexes: Vec<(String, Sheet)>,
    /// What differs from the version that readers see.
    pub changes: Vec<Change>,
}

/// Renders all that an approver reads.
pub fn shown(draft: &Draft, before: Option<&Draft>) -> Shown {
    let sheet = Sheet::of_draft(draft, &draft.language);
    let other = draft.translation.as_ref().map(|_| Sheet::of_draft(draft, draft.other_language()));
    let empty = Draft { content: super::content::Content::default(), translation: None, ..draft.clone() };
    let annexes =
        draft.annexes.iter().map(|a| (a.party.clone(), Sheet::of_draft(&empty, &draft.language).with_annex_of(draft, &a.slug, &draft.language))).collect();
    Shown { sheet, other, annexes, changes: before.map(|b| differences(b, draft)).unwrap_or_default() }
}

fn differences(before: &Draft, draft: &Draft) -> Vec<Change> {
    let mut all = changes::between(&before.content, &draft.content);
    let empty = super::content::Content::default();
    let (old, new) = (before.translation.as_ref().unwrap_or(&empty), draft.translation.as_ref().unwrap_or(&empty));
    all.extend(changes::between(old, new));
    let mut add = |key, old: String, new: String| {
        if old != new {
            all.push(Change { key, lines: changes::lines(&old, &new) });
        }
    };
    let marking = |d: &Draft| format!("{}\n{}", d.tlp.map_or("", super::Tlp::label), d.severity.map_or("", super::Severity::text));
    add("marking-tlp", marking(before), marking(draft));
    let files = |d: &Draft| d.attachments.iter().map(|a| format!("{} {}", a.name, data_encoding::HEXLOWER.encode(&a.hash))).collect::<Vec<_>>().join("\n");
    add("files", files(before), files(draft));
    let annexes = |d: &Draft| d.annexes.iter().map(|a| format!("{}\n{}\n{}", a.party, a.body, a.translated)).collect::<Vec<_>>().join("\n");
    add("annexes", annexes(before), annexes(draft));
    add("recipients-reason", before.reason.clone(), draft.reason.clone());
    all
}
