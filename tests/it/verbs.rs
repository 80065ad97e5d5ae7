//! What the agency does, by the program's own verbs: for tests that need much of it before the first request.
use crate::{
    support::Portal,
    world::{self, email, hash, seed},
};
use vigie::{
    accounts::{self, Membership, Person, Roles, filling, invite},
    advisories::{Audience, Severity, Tlp, attaching, content::Content, draft::Draft, drafting, may, press::Press, publishing, releasing, typeset::Typeset},
    audit::Act,
    db::Tx,
    error::Result,
    files::{self, Limits},
    ids::{AccountId, GroupId, PartyId, Reference},
    parties::{self, change},
};

/// Who writes, who approves, and what a publication needs.
pub struct Agency {
    author: Person,
    approver: Person,
    press: Press,
    limits: vigie::config::Attachments,
}

/// Whom a version is for.
#[derive(Clone, Debug)]
pub enum For {
    All(Tlp),
    Parties(Vec<PartyId>),
    Group(GroupId),
    People(Vec<AccountId>),
}

/// What a version says.
#[derive(Clone, Debug)]
pub struct Text {
    pub title: String,
    pub body: String,
    pub note: String,
}

impl Text {
    pub fn new(title: &str, body: &str, note: &str) -> Self {
        Self { title: title.into(), body: body.into(), note: note.into() }
    }
    fn content(&self) -> Content {
        Content {
            title: self.title.clone(),
            summary: "Une campagne vise les partis.".into(),
            actions: "Bloquer le domaine".into(),
            body: format!("## Constat\n\n{}", self.body),
            refs: "Bulletin — https://cert.example/bulletin".into(),
            indicators: format!("domain, {}.example, vu", self.body.split(' ').next().unwrap_or_default()),
            change_note: self.note.clone(),
            ..Content::default()
        }
        .tidy()
    }
}

impl Agency {
    pub fn of(p: &Portal) -> Self {
        let (author, approver) = p.act(async |tx, _| Ok((accounts::person(tx, &p.id("author")).await?, accounts::person(tx, &p.id("approver")).await?)));
        Self { author, approver, press: Press::open(&p.settings()).unwrap(), limits: p.settings().config.attachments.clone() }
    }

    /// Leave to change a draft as it stands, and the lock it stands under.
    async fn edit(&self, tx: &mut Tx, reference: &str) -> Result<(may::Edit, i64, Draft)> {
        let draft = drafting::find(tx, reference).await?;
        Ok((may::edit(&self.author, draft.clone())?, draft.lock, draft))
    }

    pub async fn draft(&self, tx: &mut Tx, act: &Act, text: &Text) -> Result<String> {
        let reference: Reference = drafting::free_reference(tx, 2026).await?;
        drafting::begin(tx, act, may::begin(&self.author)?, &reference, ("fr", "blank"), text.content()).await?;
        Ok(reference.0)
    }

    /// Marks and addresses a draft; `change` may say more of the marking.
    pub async fn address(&self, tx: &mut Tx, act: &Act, reference: &str, to: &For, change: impl FnOnce(&mut drafting::Marking)) -> Result<()> {
        let tlp = match to {
            For::All(tlp) => *tlp,
            For::People(_) => Tlp::Red,
            For::Parties(_) | For::Group(_) => Tlp::Amber,
        };
        let (go, lock, draft) = self.edit(tx, reference).await?;
        let mut marking = drafting::Marking { tlp: Some(tlp), severity: Some(Severity::High), ..drafting::Marking::of(&draft) };
        change(&mut marking);
        drafting::save_marking(tx, act, go, lock, &marking).await?;
        let mut r = drafting::Recipients { reason: "Ils sont visés.".into(), ..drafting::Recipients::default() };
        r.audience = Some(match to {
            For::All(_) => Audience::AllParties,
            For::Parties(_) | For::Group(_) => Audience::SomeParties,
            For::People(_) => Audience::NamedPeople,
        });
        match to {
            For::All(_) => r.reason.clear(),
            For::Parties(parties) => r.parties.clone_from(parties),
            For::Group(group) => r.groups = vec![group.clone()],
            For::People(people) => r.people.clone_from(people),
        }
        let (go, lock, _) = self.edit(tx, reference).await?;
        drafting::save_recipients(tx, act, go, lock, &r).await
    }

    pub async fn translate(&self, tx: &mut Tx, act: &Act, reference: &str, text: &Text) -> Result<()> {
        let (go, lock, _) = self.edit(tx, reference).await?;
        let content = Content { refs: String::new(), indicators: String::new(), ..text.content() };
        drafting::save_translation(tx, act, go, lock, Some(&content)).await
    }

    /// The section that a party alone reads; an empty one is taken away.
    pub async fn annex(&self, tx: &mut Tx, act: &Act, reference: &str, party: &PartyId, text: &str) -> Result<()> {
        let (go, lock, _) = self.edit(tx, reference).await?;
        drafting::save_annex(tx, act, go, lock, (party, "annex"), (text, "")).await
    }

    pub async fn attach(&self, tx: &mut Tx, act: &Act, reference: &str, name: &str, bytes: &[u8]) -> Result<()> {
        let file = files::check(&Limits::new(&self.limits).unwrap(), name, bytes.to_vec()).await.unwrap();
        let (go, lock, _) = self.edit(tx, reference).await?;
        attaching::attach(tx, act, go, lock, &self.limits, &file).await?.unwrap();
        Ok(())
    }

    pub async fn submit(&self, tx: &mut Tx, act: &Act, reference: &str) -> Result<()> {
        let draft = drafting::find(tx, reference).await?;
        let lock = draft.lock;
        publishing::submit(tx, act, may::submit(&self.author, draft)?, lock).await
    }

    /// Publishes what waits for review, or a draft that is complete.
    pub async fn publish(&self, tx: &mut Tx, act: &Act, reference: &str) -> Result<()> {
        let (go, lock) = self.approval(tx, act, reference).await?;
        let made = Typeset::of(go.draft().clone());
        releasing::publish(tx, act, &self.press, go, lock, &made).await
    }

    /// The same without a mail to its readers.
    pub async fn publish_in_silence(&self, tx: &mut Tx, act: &Act, reference: &str) -> Result<()> {
        let (go, lock) = self.approval(tx, act, reference).await?;
        let made = Typeset::of(go.draft().clone());
        releasing::publish_in_silence(tx, act, &self.press, go, lock, &made).await
    }

    pub async fn schedule(&self, tx: &mut Tx, act: &Act, reference: &str, at: i64) -> Result<()> {
        let (go, lock) = self.approval(tx, act, reference).await?;
        releasing::approve(tx, act, go, lock, at).await
    }

    async fn approval(&self, tx: &mut Tx, act: &Act, reference: &str) -> Result<(may::Publish, i64)> {
        if drafting::find(tx, reference).await?.state == vigie::advisories::State::Draft {
            self.submit(tx, act, reference).await?;
        }
        let draft = drafting::find(tx, reference).await?;
        let lock = draft.lock;
        Ok((may::publish(&self.approver, draft)?, lock))
    }

    /// Opens the next version with another text.
    pub async fn next_version(&self, tx: &mut Tx, act: &Act, reference: &str, text: &Text) -> Result<()> {
        let draft = drafting::find(tx, reference).await?;
        publishing::open_version(tx, act, may::open_version(&self.author, draft)?).await?;
        let (go, lock, _) = self.edit(tx, reference).await?;
        let content = text.content();
        drafting::save_content(tx, act, go, lock, &content).await?;
        let (go, lock, draft) = self.edit(tx, reference).await?;
        let Some(other) = draft.translation else { return Ok(()) };
        // It says what changed in both languages.
        drafting::save_translation(tx, act, go, lock, Some(&Content { change_note: content.change_note, ..other })).await
    }

    pub async fn withdraw(&self, tx: &mut Tx, act: &Act, reference: &str, replacement: Option<&str>) -> Result<()> {
        let draft = drafting::find(tx, reference).await?;
        publishing::withdraw(tx, act, may::withdraw(&self.approver, draft)?, "Retiré.", replacement).await
    }
}

/// A party that the operator adds.
pub async fn party(tx: &mut Tx, act: &Act, name: &str) -> Result<PartyId> {
    let new = parties::New { name, switchboard: "+33 1 99 00 02 00", source: "https://annuaire.example" };
    Ok(parties::add(tx, act, parties::may::operator_adds(), &new).await?.id)
}

/// Somebody of a party who can sign in at once.
pub async fn member(tx: &mut Tx, act: &Act, key: &str, membership: Membership, party: &PartyId) -> Result<AccountId> {
    let (name, email, seed) = (world::name(key), email(key), seed(key));
    let person = invite::Person { name: &name, email: &email, phone: "+33 6 99 00 00 00" };
    filling::add(tx, act, &filling::Ready { person, membership, party: Some(party), roles: Roles::default(), password: hash(), seed: &seed }).await
}

/// Suspends or resumes a party at once.
pub async fn switch(tx: &mut Tx, act: &Act, slug: &str, kind: change::Kind) -> Result<()> {
    let party = parties::find(tx, slug).await?;
    change::at_once(tx, act, parties::may::operator_changes(), &party, kind, "un essai").await
}

/// The id of a party of the world.
pub fn party_id(p: &Portal, n: usize) -> PartyId {
    PartyId(p.column(&format!("SELECT id FROM party WHERE slug = '{}'", world::SLUGS[n])).swap_remove(0))
}
