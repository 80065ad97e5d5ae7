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
use crate::{
    clock::Millis,
    crypto::sha256,
    db::Tx,
    error::{Error, Result},
};
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

/// Compares a version's audience, these readers, with that of the version that readers see, with that of what it replaces, and with the habit of its kind.
///
/// # Errors
/// When the database fails.
pub async fn audiences(tx: &mut Tx, draft: &Draft, readers: &[Reader], before: Option<&Draft>) -> Result<Audiences> {
    let mut out = Audiences { unusual: unusual(tx, draft).await?, ..Audiences::default() };
    let now = names(readers, draft.audience);
    if let Some(before) = before {
        let then = names(&drafting::readers(tx, before).await?, before.audience);
        out.added = now.difference(&then).cloned().collect();
        out.removed = then.difference(&now).cloned().collect();
        out.wider = draft.audience == Some(Audience::AllParties) && before.audience != Some(Audience::AllParties);
    }
    if let Some(older) = &draft.supersedes
        && let Ok(older) = drafting::find(tx, older).await
    {
        let older = drafting::current(tx, &older).await?.unwrap_or(older);
        let then = names(&drafting::readers(tx, &older).await?, older.audience);
        out.left_behind = then.difference(&now).cloned().collect();
    }
    Ok(out)
}

/// What stands for the parties that will read, or for the people where people are named.
pub fn mark(readers: &[Reader], audience: Option<Audience>) -> String {
    let all: Vec<String> = names(readers, audience).into_iter().collect();
    let hash = sha256(all.join("\n").as_bytes());
    data_encoding::HEXLOWER.encode(hash.get(..16).unwrap_or_default())
}

/// That an approver was shown those who will read now. Who sends no mark has seen no page.
///
/// # Errors
/// [`Error::Stale`] when others will.
pub async fn same_readers(tx: &mut Tx, draft: &Draft, shown: &str) -> Result<()> {
    let now = mark(&drafting::readers(tx, draft).await?, draft.audience);
    if shown.is_empty() || shown == now { Ok(()) } else { Err(Error::Stale("stale-readers")) }
}

/// The parties, or the people where people are named.
fn names(readers: &[Reader], audience: Option<Audience>) -> BTreeSet<String> {
    let people = audience == Some(Audience::NamedPeople);
    readers.iter().filter_map(|r| if people { r.name.as_ref().map(|n| format!("{n}, {}", r.party)) } else { Some(r.party.clone()) }).collect()
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
    /// The annexes by party, in each language that they are in.
    pub annexes: Vec<(String, Sheet)>,
    /// What differs from the version that readers see.
    pub changes: Vec<Change>,
}

/// Renders all that an approver reads.
pub fn shown(draft: &Draft, before: Option<&Draft>) -> Shown {
    // Both languages stand on one page.
    let sheet = Sheet { switches: false, ..Sheet::of_draft(draft, &draft.language) };
    let other = draft.translation.as_ref().map(|_| Sheet::of_draft(draft, draft.other_language()));
    let empty = Draft { content: super::content::Content::default(), translation: None, ..draft.clone() };
    let annex = |slug: &str, language: &str| Sheet::of_draft(&empty, &draft.language).with_annex_of(draft, slug, language);
    let mut annexes = Vec::new();
    for a in &draft.annexes {
        annexes.push((a.party.clone(), annex(&a.slug, &draft.language)));
        if !a.translated.is_empty() {
            annexes.push((a.party.clone(), annex(&a.slug, draft.other_language())));
        }
    }
    Shown { sheet, other, annexes, changes: before.map(|b| differences(b, draft)).unwrap_or_default() }
}

/// Everything that an approval is bound to and that differs, each in its language.
fn differences(before: &Draft, draft: &Draft) -> Vec<Change> {
    let mut all = changes::between(&before.content, &draft.content);
    let empty = super::content::Content::default();
    let (old, new) = (before.translation.as_ref().unwrap_or(&empty), draft.translation.as_ref().unwrap_or(&empty));
    let other = draft.other_language();
    all.extend(changes::between(old, new).into_iter().map(|c| Change { language: Some(other), ..c }));
    let mut add = |key, language, old: String, new: String| {
        if old != new {
            all.push(Change { key, language, lines: changes::lines(&old, &new) });
        }
    };
    let marking = |d: &Draft| format!("{}\n{}", d.tlp.map_or("", super::Tlp::label), d.severity.map_or("", super::Severity::text));
    add("marking-tlp", None, marking(before), marking(draft));
    let time = |t: Option<Millis>| t.and_then(|t| jiff::Timestamp::from_millisecond(t).ok()).map(|t| t.to_string()).unwrap_or_default();
    add("act-before", None, time(before.act_by), time(draft.act_by));
    add("confirm-before", None, time(before.confirm_by), time(draft.confirm_by));
    add("advisory-valid-until", None, time(before.expires_at), time(draft.expires_at));
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    add("marking-supersedes", None, text(&before.supersedes), text(&draft.supersedes));
    let providers = |d: &Draft| if d.to_providers { "+".to_owned() } else { "−".to_owned() };
    add("marking-providers", None, providers(before), providers(draft));
    add("criterion-technique", None, before.techniques.replace('|', "\n"), draft.techniques.replace('|', "\n"));
    let files = |d: &Draft| d.attachments.iter().map(|a| format!("{} {}", a.name, data_encoding::HEXLOWER.encode(&a.hash))).collect::<Vec<_>>().join("\n");
    add("files", None, files(before), files(draft));
    let annexes =
        |d: &Draft, text: fn(&super::draft::Annex) -> &str| d.annexes.iter().map(|a| format!("{}\n{}", a.party, text(a))).collect::<Vec<_>>().join("\n");
    add("annexes", None, annexes(before, |a| &a.body), annexes(draft, |a| &a.body));
    add("annexes", Some(other), annexes(before, |a| &a.translated), annexes(draft, |a| &a.translated));
    add("recipients-reason", None, before.reason.clone(), draft.reason.clone());
    all
}
