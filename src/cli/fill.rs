//! Fills a new portal with the demo's content, through the verbs that the pages use, oldest act first.
#![expect(clippy::arithmetic_side_effects, reason = "times and shares of our own making, in code that runs for the demo alone")]

mod more;

use super::{
    content::{self, Advisory, Audience as To, Content, Scale, State},
    open::Portal,
    say::Progress,
};
use crate::{
    accounts::{self, Membership, Person, Roles, filling::Ready, invite},
    advisories::{
        self, Audience, Severity, Stand, Tlp, Viewer, content::Content as Text, drafting, filling, indicators::Indicator, may, press::Press, publishing,
        releasing, sections::Sections, typeset::Typeset,
    },
    audit::Act,
    clock::{DAY, HOUR, MINUTE, Millis},
    config::{Settings, files},
    crypto::{password, sha256},
    db::Tx,
    error::Error,
    ids::{AccountId, GroupId, PLAIN, PartyId, Reference},
    parties,
    providers::{
        self,
        recording::{Batch, Empty},
    },
};
use serde::{Deserialize, Serialize};

/// Public, and the same for all: the demo listens on loopback alone and says what it is on every page.
const PASSPHRASE: &str = "une vigie veille la nuit entière";

/// An account as the demo prints it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Account {
    /// User name.
    pub email: String,
    /// Passphrase.
    pub passphrase: String,
    /// The authenticator's key in base 32.
    pub totp_secret: String,
    /// author, approver, vetting, auditor, administrator, lead, contact or directory.
    pub role: String,
    /// The party's slug.
    pub party: Option<String>,
    /// Full name.
    pub name: String,
}

/// The accounts of a demo, as written when it was filled.
///
/// # Errors
/// A sentence for the operator.
pub fn accounts(settings: &Settings) -> Result<Vec<Account>, String> {
    let text = files::read_private(&settings.path("accounts.json"))?;
    serde_json::from_str(&text).map_err(|e| format!("{}: {e}.", settings.path("accounts.json").display()))
}

struct Filling<'a> {
    portal: &'a Portal,
    press: Press,
    /// The advisory whose release is planned.
    planned: Option<usize>,
    seed: u64,
    scale: Scale,
    now: Millis,
    hash: String,
    accounts: Vec<Account>,
    staff: Vec<(AccountId, &'static str)>,
    parties: Vec<(PartyId, String, Vec<AccountId>)>,
    groups: Vec<GroupId>,
}

/// Fills the portal.
///
/// # Errors
/// A sentence for the operator.
pub async fn fill(portal: &Portal, seed: u64, scale: Scale) -> Result<(), String> {
    let now = portal.clock.now();
    let today = jiff::Timestamp::from_millisecond(now).map_err(|e| e.to_string())?.to_zoned(jiff::tz::TimeZone::UTC).date();
    let content = content::content(seed, scale, today);
    let hash = password::hash_now(PASSPHRASE).ok_or("A passphrase could not be hashed.")?;
    let press = Press::open(&portal.settings)?;
    let waiting: Vec<usize> = content.advisories.iter().enumerate().filter(|(_, a)| a.state == State::InReview).map(|(n, _)| n).collect();
    let planned = waiting.last().copied().filter(|_| waiting.len() > 2);
    let mut f = Filling { portal, press, planned, seed, scale, now, hash, accounts: Vec::new(), staff: Vec::new(), parties: Vec::new(), groups: Vec::new() };
    f.people(&content).await?;
    f.advisories(&content).await?;
    f.providers(&content).await?;
    let text = serde_json::to_string(&f.accounts).map_err(|e| e.to_string())?;
    files::write_private(&portal.settings.path("accounts.json"), text.as_bytes())
}

impl Filling<'_> {
    /// An act of somebody at a time.
    fn act(&self, who: &str, at: Millis) -> Act {
        Act { actor: who.to_owned(), at, network: "127.0.0.1".into(), ..self.portal.act() }
    }

    async fn write(&self) -> Result<Tx, Error> {
        Ok(self.portal.db.write().await?)
    }

    /// A seed that depends on the demo's number and the address alone.
    fn totp(&self, email: &str) -> Vec<u8> {
        sha256(format!("demo {} {email}", self.seed).as_bytes()).into_iter().take(20).collect()
    }

    fn reference(&self, n: usize, year: i16) -> Reference {
        let bytes = sha256(format!("reference {} {n}", self.seed).as_bytes());
        let four = bytes.iter().take(4).filter_map(|b| PLAIN.get(usize::from(*b) % PLAIN.len())).map(|b| char::from(*b)).collect::<String>();
        Reference(format!("{year}-{four}"))
    }

    #[expect(clippy::too_many_arguments, reason = "one field each")]
    async fn account(
        &mut self,
        tx: &mut Tx,
        at: Millis,
        p: (&str, &str, &str),
        membership: Membership,
        party: Option<(&PartyId, &str)>,
        roles: Roles,
        role: &str,
    ) -> Result<AccountId, Error> {
        let seed = self.totp(p.1);
        let ready = Ready {
            person: invite::Person { name: p.0, email: p.1, phone: p.2 },
            membership,
            party: party.map(|p| p.0),
            roles,
            password: &self.hash,
            seed: &seed,
        };
        let id = accounts::filling::add(tx, &self.act("operator:demo", at), &ready).await?;
        let totp_secret = data_encoding::BASE32_NOPAD.encode(&seed);
        self.accounts.push(Account {
            email: p.1.into(),
            passphrase: PASSPHRASE.into(),
            totp_secret,
            role: role.into(),
            party: party.map(|p| p.1.into()),
            name: p.0.into(),
        });
        Ok(id)
    }

    async fn people(&mut self, content: &Content) -> Result<(), Error> {
        let start = self.now.saturating_sub(130 * DAY);
        let mut progress = Progress::new("parties", u64::try_from(content.parties.len()).unwrap_or(0));
        let mut tx = self.write().await?;
        for s in &content.staff {
            let role = s.roles.first().copied().unwrap_or("author");
            let is = |name: &str| s.roles.contains(&name);
            let roles =
                Roles { author: is("author"), approver: is("approver"), vetting: is("vetting"), auditor: is("auditor"), administrator: is("administrator") };
            let id = self.account(&mut tx, start, (&s.name, &s.email, ""), Membership::Staff, None, roles, role).await?;
            self.staff.push((id, role));
        }
        for p in &content.parties {
            self.party(&mut tx, start, p).await?;
            progress.step();
        }
        for (name, members) in &content.groups {
            let members: Vec<PartyId> = members.iter().filter_map(|i| self.parties.get(*i)).map(|p| p.0.clone()).collect();
            self.groups.push(parties::add_group(&mut tx, &self.act("operator:demo", start), parties::may::operator_adds(), name, &members).await?);
        }
        tx.commit().await?;
        progress.end();
        Ok(())
    }

    async fn party(&mut self, tx: &mut Tx, start: Millis, p: &content::Party) -> Result<(), Error> {
        let new = parties::New { name: &p.name, switchboard: &p.switchboard, source: "https://www.annuaire-des-partis.example" };
        let party = parties::add(tx, &self.act("operator:demo", start), parties::may::operator_adds(), &new).await?;
        let mut people = Vec::new();
        for (n, person) in p.people.iter().enumerate() {
            let (membership, role) = if n == 0 { (Membership::Lead, "lead") } else { (Membership::Contact, "contact") };
            let who = (person.name.as_str(), person.email.as_str(), person.phone.as_str());
            people.push(self.account(tx, start, who, membership, Some((&party.id, &party.slug)), Roles::default(), role).await?);
        }
        self.parties.push((party.id, party.slug, people));
        Ok(())
    }

    async fn someone(&self, tx: &mut Tx, role: &str, n: usize) -> Result<Person, Error> {
        let of: Vec<_> = self.staff.iter().filter(|(_, r)| *r == role).collect();
        let (id, _) = of.get(n % of.len().max(1)).ok_or(Error::NotFound)?;
        accounts::person(tx, id).await
    }

    async fn advisories(&mut self, content: &Content) -> Result<(), Error> {
        let all = content.advisories.len();
        let mut progress = Progress::new("advisories", u64::try_from(all).unwrap_or(0));
        let gap = (HOUR * 6).min((120 * DAY) / i64::try_from(all).unwrap_or(1).max(1));
        // In groups of a hundred, so that neither a transaction nor a crash is large.
        let oldest_first: Vec<(usize, &Advisory)> = content.advisories.iter().enumerate().rev().collect();
        for group in oldest_first.chunks(100) {
            let mut tx = self.write().await?;
            for (n, advisory) in group {
                // Newest first in the content: the later in the list, the longer ago.
                let back = i64::try_from(*n).unwrap_or(0).saturating_add(1).saturating_mul(gap);
                let at = self.now.saturating_sub((i64::from(advisory.days_ago).saturating_mul(DAY)).max(back));
                self.advisory(&mut tx, *n, advisory, at, gap).await?;
                progress.step();
            }
            tx.commit().await?;
        }
        progress.end();
        Ok(())
    }

    async fn advisory(&self, tx: &mut Tx, n: usize, a: &Advisory, at: Millis, gap: Millis) -> Result<(), Error> {
        let (author, approver) = (self.someone(tx, "author", n).await?, self.someone(tx, "approver", n / 2).await?);
        let reference = self.free_reference(tx, n, at).await?;
        let (wrote, sent) = (self.act(author.id.as_str(), at.saturating_sub(gap / 2)), self.act(author.id.as_str(), at.saturating_sub(gap / 4)));
        drafting::begin(tx, &wrote, may::begin(&author)?, &reference, (a.language, "blank"), text(a)).await?;
        if a.state == State::Draft && n.is_multiple_of(2) {
            return Ok(());
        }
        self.mark(tx, &wrote, &author, &reference, a, at).await?;
        self.address(tx, &wrote, &author, &reference, a).await?;
        if n == 0 {
            self.enrich(tx, &wrote, &author, &reference).await?;
        }
        if a.state == State::Draft {
            return Ok(());
        }
        self.submit(tx, &sent, &author, &reference).await?;
        if a.state == State::InReview {
            return if Some(n) == self.planned { self.plan(tx, &self.act(approver.id.as_str(), at), &approver, &reference).await } else { Ok(()) };
        }
        let published = self.act(approver.id.as_str(), at);
        self.publish(tx, &published, &approver, &reference).await?;
        self.answers(tx, n, a, &reference, at, gap).await?;
        if a.second_version {
            let later = Act { at: at.saturating_add(gap * 3 / 4), ..wrote };
            self.second_version(tx, (&later, &author), (&published, &approver), &reference, a).await?;
        }
        if a.state == State::Withdrawn {
            let draft = drafting::find(tx, reference.as_str()).await?;
            let reason = if a.language == "fr" { "Remplacé par une consigne plus récente." } else { "Replaced by more recent guidance." };
            let later = Act { at: at.saturating_add(gap * 7 / 8), ..published };
            publishing::withdraw(tx, &later, may::withdraw(&approver, draft)?, reason, None).await?;
        }
        Ok(())
    }

    /// A reference that depends on the demo's number and the advisory's place alone.
    async fn free_reference(&self, tx: &mut Tx, n: usize, at: Millis) -> Result<Reference, Error> {
        let year = jiff::Timestamp::from_millisecond(at).map_or(2026, |t| t.to_zoned(jiff::tz::TimeZone::UTC).year());
        let mut reference = self.reference(n, year);
        for again in 1.. {
            if matches!(drafting::find(tx, reference.as_str()).await, Err(Error::NotFound)) {
                break;
            }
            reference = self.reference(n.saturating_add(again * 1_000_000), year);
        }
        Ok(reference)
    }

    async fn second_version(
        &self,
        tx: &mut Tx,
        (later, author): (&Act, &Person),
        (published, approver): (&Act, &Person),
        reference: &Reference,
        a: &Advisory,
    ) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        publishing::open_version(tx, later, may::open_version(author, draft)?).await?;
        let draft = drafting::find(tx, reference.as_str()).await?;
        let lock = draft.lock;
        let changed = Text { change_note: a.change_note.clone(), ..draft.content.clone() };
        drafting::save_content(tx, later, may::edit(author, draft)?, lock, &changed).await?;
        self.renew(tx, later, author, reference).await?;
        self.submit(tx, later, author, reference).await?;
        self.publish(tx, &Act { at: later.at.saturating_add(1), ..published.clone() }, approver, reference).await
    }

    async fn mark(&self, tx: &mut Tx, act: &Act, author: &Person, reference: &Reference, a: &Advisory, at: Millis) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        let (tlp, severity) = (Tlp::from_text(a.tlp).ok_or(Error::NotFound)?, Severity::from_text(a.severity).ok_or(Error::NotFound)?);
        let soon = matches!(severity, Severity::Critical | Severity::High);
        let hours = if severity == Severity::Critical { 24 } else { 96 };
        let by = soon.then(|| at.saturating_add(hours * HOUR) / DAY * DAY + 17 * HOUR);
        let (lock, marked) = (draft.lock, draft.clone());
        drafting::save_marking(
            tx,
            act,
            may::edit(author, draft)?,
            lock,
            &drafting::Marking { tlp: Some(tlp), severity: Some(severity), act_by: by, confirm_by: by, ..drafting::Marking::of(&marked) },
        )
        .await
    }

    async fn address(&self, tx: &mut Tx, act: &Act, author: &Person, reference: &Reference, a: &Advisory) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        let to = match &a.audience {
            To::AllParties => drafting::Recipients { audience: Some(Audience::AllParties), ..drafting::Recipients::default() },
            To::SomeParties(parties, reason) => drafting::Recipients {
                audience: Some(Audience::SomeParties),
                parties: parties.iter().filter_map(|i| self.parties.get(*i)).map(|p| p.0.clone()).collect(),
                reason: reason.clone(),
                ..drafting::Recipients::default()
            },
            To::NamedPeople(people, reason) => drafting::Recipients {
                audience: Some(Audience::NamedPeople),
                people: people.iter().filter_map(|(p, i)| self.parties.get(*p)?.2.get(*i)).cloned().collect(),
                reason: reason.clone(),
                ..drafting::Recipients::default()
            },
        };
        let lock = draft.lock;
        drafting::save_recipients(tx, act, may::edit(author, draft)?, lock, &to).await
    }

    async fn submit(&self, tx: &mut Tx, act: &Act, author: &Person, reference: &Reference) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        let lock = draft.lock;
        publishing::submit(tx, act, may::submit(author, draft)?, lock).await
    }

    async fn publish(&self, tx: &mut Tx, act: &Act, approver: &Person, reference: &Reference) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        let (lock, made) = (draft.lock, Typeset::of(draft.clone()));
        releasing::publish_in_silence(tx, act, &self.press, may::publish(approver, draft)?, lock, &made).await
    }

    /// Some of those addressed have answered; the newest advisories wait for everybody.
    async fn answers(&self, tx: &mut Tx, n: usize, a: &Advisory, reference: &Reference, at: Millis, gap: Millis) -> Result<(), Error> {
        let share = match self.scale {
            Scale::Small if n < 6 => 0,
            Scale::Small => 70,
            Scale::Large => 6,
            Scale::Huge => 1,
        };
        let readers: Vec<(usize, usize)> = match &a.audience {
            To::AllParties => (0..self.parties.len().min(200)).flat_map(|p| [(p, 0), (p, 1), (p, 2)]).collect(),
            To::SomeParties(parties, _) => parties.iter().flat_map(|p| [(*p, 0), (*p, 1), (*p, 2)]).collect(),
            To::NamedPeople(people, _) => people.clone(),
        };
        let mut answers = Vec::new();
        for (p, i) in readers {
            let dice = sha256(format!("answer {} {n} {p} {i}", self.seed).as_bytes());
            let (Some((party, slug, people)), [first, second, ..]) = (self.parties.get(p), dice) else { continue };
            if let Some(account) = people.get(i).filter(|_| u32::from(first) * 100 / 256 < share) {
                let stand = *Stand::ALL.get(usize::from(second) % 7).unwrap_or(&Stand::Read);
                let late = i64::from(second).saturating_mul(MINUTE).min(gap / 2);
                answers.push(filling::Answer {
                    viewer: Viewer { account: account.clone(), party: party.clone(), opens_red: true, language: "fr".into() },
                    party: slug.clone(),
                    reference: reference.clone(),
                    stand,
                    at: at.saturating_add(late),
                });
            }
        }
        answers.sort_by_key(|a| a.at);
        filling::answers(tx, &self.act("visitor", at), &answers).await
    }

    async fn providers(&self, content: &Content) -> Result<(), String> {
        let report = providers::register::parse(content.providers_csv.as_bytes()).map_err(|_| "The demo's register cannot be read.".to_owned())?;
        let mut progress = Progress::new("decisions", u64::try_from(report.rows.len()).unwrap_or(0));
        let mut tx = self.write().await?;
        let today = jiff::Timestamp::from_millisecond(self.now).unwrap_or_default().to_zoned(jiff::tz::TimeZone::UTC).date();
        let act = self.act("operator:demo", self.now);
        let batch = Batch { rows: &report.rows, empty: Empty::Keeps, today };
        providers::import(&mut tx, &act, &providers::may::operator_takes(), &batch, || progress.step()).await?;
        tx.commit().await.map_err(Error::from)?;
        progress.end();
        Ok(())
    }
}

fn text(a: &Advisory) -> Text {
    let line = |(kind, value, comment): &(String, String, String)| {
        let found = advisories::indicators::TYPES.into_iter().find(|t| t == kind);
        Indicator { kind: found.unwrap_or("other"), value: value.clone(), comment: comment.clone() }.line()
    };
    let (sections, body) = Sections::out_of(&a.body);
    Text {
        title: a.title.clone(),
        summary: a.summary.clone(),
        actions: a.actions.join("\n"),
        sections,
        body,
        refs: a.references.join("\n"),
        indicators: a.indicators.iter().map(line).collect::<Vec<_>>().join("\n"),
        change_note: if a.second_version { String::new() } else { a.change_note.clone() },
    }
}
