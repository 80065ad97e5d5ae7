//! The letter: twelve characters on paper, six digits by e-mail, each on its own way; nobody at the agency sees both.
use super::{Contact, invite, may_vet, store_case, store_session};
use crate::{
    audit::{self, Act, Action},
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PLAIN, draw},
    notices,
};
pub use store_case::Letter;

/// A letter to print, once.
pub struct Printed {
    /// Twelve characters in groups of four.
    pub code: String,
    /// Good until then.
    pub expires_at: i64,
}

/// The letter that was printed last.
pub async fn last(tx: &mut Tx, account: &AccountId) -> Result<Option<Letter>> {
    Ok(store_case::letter(tx, account).await?)
}

/// Draws both codes; the e-mail with the other one waits in the same transaction. An earlier letter, and whoever was enrolling with it, is out in the same transaction (CASES A06).
///
/// # Errors
/// [`Error::Stale`] when the person is no longer invited.
pub async fn print(tx: &mut Tx, act: &Act, go: may_vet::Letter, contact: &Contact) -> Result<Printed> {
    let account = go.account();
    let (letter, email) = (draw(PLAIN, 12), draw(b"0123456789", 6));
    let expires_at = act.at.saturating_add(invite::LASTS);
    let (letter_digest, email_digest) = (invite::letter_digest(act, &letter), invite::email_digest(act, account, &email));
    if !store_case::new_letter(tx, account, &letter_digest, &email_digest, act.at, expires_at).await? {
        return Err(Error::Stale("stale-contact"));
    }
    store_session::end_all(tx, account).await?;
    notices::queue(tx, &act.keys, account, notices::Kind::EnrolmentCode, Some(&email), act.at).await?;
    audit::append(tx, &act.keys, &act.did(Action::LetterPrinted, contact.id.as_str())).await?;
    let code = letter.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join("-");
    Ok(Printed { code, expires_at })
}
