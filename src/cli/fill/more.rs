//! What a few advisories of the demo have beside their text: the other language, a section for one party, a file, a release to come.
use super::Filling;
use crate::{
    accounts::Person,
    advisories::{attaching, content::Content as Text, drafting, may, releasing, sections::Sections},
    audit::Act,
    clock::{DAY, HOUR},
    config::Attachments,
    db::Tx,
    error::Error,
    files::{self, Limits},
    ids::Reference,
};

/// The newest advisory in English: its theme is always the same.
fn english() -> Text {
    let actions = [
        "Warn the whole team today, the campaign director and volunteers included.",
        "Block the domains and addresses listed under the indicators.",
        "Search the mail logs for sign-ins from these addresses.",
        "Move the accounts of those in charge to a security key or a passkey.",
        "End every session of a suspicious account before you change its password.",
    ];
    Text {
        title: "Targeted phishing: false sign-in pages relay one-time codes".into(),
        summary: "Personal messages lead your teams to a copy of the sign-in page. The copy relays password and code as they are typed: two-factor \
                  authentication by code does not stop the attacker."
            .into(),
        actions: actions.join("\n"),
        sections: Sections {
            risks: "- All mail and the calendar are read and copied.\n- New traps are sent from a genuine account.\n- Authentic documents are published among forged ones.".into(),
            systems: "Every way of signing in but a security key or a passkey: a key refuses any address but the true one, a code is relayed.".into(),
            solution: "1. Enrol a security key for the accounts of management, press and administration.\n2. Turn off the other ways of signing in for them.\n\
                       3. Limit sessions to twelve hours.\n4. Ask everybody to open their mail from a bookmark, never from a link."
                .into(),
            detection: "Look for a successful sign-in from a hosting company, for two sign-ins of one account from two networks within five minutes, and for a new second \
                        factor or forwarding rule within the hour. If you find one, delete nothing: keep the logs and call the agency."
                .into(),
            ..Sections::default()
        },
        ..Text::default()
    }
}

const ANNEX_FR: &str = "Deux adresses de votre propre domaine figurent parmi les destinataires de ces messages. L’agence vous a appelés ; **gardez les courriels reçus** \
                        et ne répondez pas.";
const ANNEX_EN: &str =
    "Two addresses of your own domain are among the recipients of these messages. The agency has called you; **keep the messages** and do not answer.";

const CHANGED_EN: &str = "Addresses seen since were added.";

impl Filling<'_> {
    /// The newest advisory shows everything an advisory can have.
    pub(super) async fn enrich(&self, tx: &mut Tx, act: &Act, author: &Person, reference: &Reference) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        if draft.language != "fr" {
            return Ok(());
        }
        let lock = draft.lock;
        let blocked: Vec<String> = drafting::indicators_of(&draft.content).into_iter().map(|i| format!("{},{}", i.kind, i.value)).collect();
        drafting::save_translation(tx, act, may::edit(author, draft)?, lock, Some(&english().tidy())).await?;
        if let Some((party, slug, _)) = self.parties.first() {
            let draft = drafting::find(tx, reference.as_str()).await?;
            let lock = draft.lock;
            drafting::save_annex(tx, act, may::edit(author, draft)?, lock, (party, slug), (ANNEX_FR, ANNEX_EN)).await?;
        }
        let limits = Attachments::default();
        let rules = Limits::new(&limits).map_err(|_| Error::Crypto("the limits of attachments are not right"))?;
        let bytes = format!("type,value\n{}\n", blocked.join("\n")).into_bytes();
        if let Ok(file) = files::check(&rules, "A bloquer.csv", bytes).await {
            let draft = drafting::find(tx, reference.as_str()).await?;
            let lock = draft.lock;
            let room = attaching::attach(tx, act, may::edit(author, draft)?, lock, &limits, &file).await?;
            room.map_err(|_| Error::Crypto("the demo has no room for its file"))?;
        }
        Ok(())
    }

    /// Where there is a text in English, its next version says what changed too.
    pub(super) async fn renew(&self, tx: &mut Tx, act: &Act, author: &Person, reference: &Reference) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        let (lock, Some(text)) = (draft.lock, draft.translation.clone()) else { return Ok(()) };
        let text = Text { change_note: CHANGED_EN.into(), ..text };
        drafting::save_translation(tx, act, may::edit(author, draft)?, lock, Some(&text)).await
    }

    /// One that waited for review is approved, for the morning after next.
    pub(super) async fn plan(&self, tx: &mut Tx, act: &Act, approver: &Person, reference: &Reference) -> Result<(), Error> {
        let draft = drafting::find(tx, reference.as_str()).await?;
        let lock = draft.lock;
        let at = self.now.saturating_add(2 * DAY) / DAY * DAY + 8 * HOUR;
        releasing::approve(tx, act, may::publish(approver, draft)?, lock, at).await
    }
}
