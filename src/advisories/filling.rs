//! Many acknowledgements at once: for the demo alone.
use super::{Stand, Viewer, store_desk};
use crate::{
    audit::{self, Act, Action, Event},
    db::Tx,
    error::Result,
    ids::Reference,
};

/// One reader's answer, with the read before it.
pub struct Answer {
    /// Who.
    pub viewer: Viewer,
    /// Their party's slug.
    pub party: String,
    /// To which advisory.
    pub reference: Reference,
    /// Where they stand.
    pub stand: Stand,
    /// When.
    pub at: i64,
}

/// Writes answers with the records of reading and answering.
///
/// # Errors
/// When the database fails.
pub async fn answers(tx: &mut Tx, act: &Act, answers: &[Answer]) -> Result<()> {
    let mut events: Vec<Event> = Vec::new();
    for a in answers {
        let who = Act { actor: a.viewer.account.to_string(), party: a.party.clone(), at: a.at, ..act.clone() };
        store_desk::answer(tx, &a.viewer, &a.reference, a.stand, a.at).await?;
        let mut read = who.did(Action::Read, a.reference.as_str());
        read.detail = "version 1".into();
        let mut answered = who.did(Action::Acknowledged, a.reference.as_str());
        answered.detail = format!("version 1: {}", a.stand.text());
        events.extend([read, answered]);
    }
    for group in events.chunks(512) {
        audit::append_all(tx, &act.keys, group).await?;
    }
    Ok(())
}
