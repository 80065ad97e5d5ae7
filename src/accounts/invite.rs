//! Making an account: two codes on two channels, each shown once.
use super::{may, store};
use crate::{
    audit::{self, Act, Action},
    clock::DAY,
    db::Tx,
    error::{Error, Result},
    ids::{AccountId, PLAIN, draw},
};

/// How long an invitation lasts.
pub(super) const LASTS: i64 = 14 * DAY;

/// The two codes of an invitation.
pub struct Codes {
    /// Whose account.
    pub account: AccountId,
    /// In the letter: twelve characters in groups of four, about 59 bits.
    pub letter: String,
    /// In the e-mail: six digits.
    pub email: String,
}

/// A new person.
pub struct Person<'a> {
    /// Full name.
    pub name: &'a str,
    /// E-mail address.
    pub email: &'a str,
    /// Telephone.
    pub phone: &'a str,
}

/// An address as it is compared: trimmed and in lower case.
pub fn fold_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// Whether a text can be an address: one @, something on both sides, a dot in the domain, nothing that could end a mail
/// header.
pub fn is_email(email: &str) -> bool {
    let plain = email.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>()[],;:\\\"".contains(c));
    match email.split_once('@') {
        Some((local, domain)) => {
            plain
                && email.len() <= 254
                && !local.is_empty()
                && !domain.contains('@')
                && domain.split('.').count() >= 2
                && domain.split('.').all(|l| !l.is_empty())
        }
        None => false,
    }
}

/// Makes the account and its invitation.
///
/// # Errors
/// [`Error::Stale`] when the address has an account already, or the party is not active.
pub async fn invite(tx: &mut Tx, act: &Act, go: may::Invite, person: &Person<'_>) -> Result<Codes> {
    let membership = go.membership();
    let codes = make(tx, act, go, person).await?;
    let event = event(tx, act, &codes.account, membership).await?;
    audit::append(tx, &act.keys, &event).await?;
    Ok(codes)
}

/// The record of an invitation.
pub(super) async fn event(tx: &mut Tx, act: &Act, account: &AccountId, membership: super::Membership) -> Result<audit::Event> {
    let mut event = act.did(Action::Invited, account.as_str());
    event.detail = membership.text().into();
    event.hash = Some(super::agreement::stated(tx, account).await?);
    Ok(event)
}

/// The same without its record, for acts that do more before it.
pub(super) async fn make(tx: &mut Tx, act: &Act, go: may::Invite, person: &Person<'_>) -> Result<Codes> {
    if let Some(party) = go.party() {
        super::proposal::must_be_active(tx, party).await?;
    }
    let account = AccountId::new();
    let new = store::New {
        id: &account,
        email: &fold_email(person.email),
        name: person.name.trim(),
        phone: person.phone.trim(),
        membership: go.membership(),
        party: go.party(),
        roles: go.roles(),
        state: super::State::Invited,
        reason: "",
        now: act.at,
    };
    if !store::insert_account(tx, &new).await? {
        return Err(Error::Stale("stale-email"));
    }
    let (codes, digests) = draw_codes(act, &account);
    if go.membership() == super::Membership::Staff {
        super::staff::know_again(tx, &account, new.name).await?;
    }
    store::insert_invitation(tx, &account, &digests.letter, &digests.email, act.at, act.at.saturating_add(LASTS)).await?;
    Ok(codes)
}

/// What is stored of two codes.
pub(super) struct Digests {
    /// Of the letter's.
    pub letter: Vec<u8>,
    /// Of the e-mail's.
    pub email: Vec<u8>,
}

/// Two new codes for an account.
pub(super) fn draw_codes(act: &Act, account: &AccountId) -> (Codes, Digests) {
    let (letter, email) = (draw(PLAIN, 12), draw(b"0123456789", 6));
    let digests = Digests { letter: letter_digest(act, &letter), email: email_digest(act, account, &email) };
    (Codes { account: account.clone(), letter: grouped(&letter), email }, digests)
}

/// A code as it is read out: in groups of four.
pub(super) fn grouped(code: &str) -> String {
    code.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join("-")
}

/// The stored form of a letter's code.
pub fn letter_digest(act: &Act, code: &str) -> Vec<u8> {
    act.keys.code_digest("letter", code)
}

/// The stored form of an e-mail's code, bound to the account.
pub fn email_digest(act: &Act, account: &AccountId, code: &str) -> Vec<u8> {
    act.keys.code_digest(&format!("email:{account}"), code)
}

/// Ten recovery codes of fifteen characters (74 bits), in groups of five.
pub fn recovery_codes() -> Vec<String> {
    (0..10)
        .map(|_| {
            let code = draw(PLAIN, 15);
            code.as_bytes().chunks(5).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join("-")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_could_not_be_written_to_are_refused() {
        for good in ["camille.martin@erable.example", "a+b@x.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.c", "a@.c", "a@b.", "a b@c.d", "a@b@c.d", "a@b.c\r\nBcc: x@y.z", "<a@b.c>", "a,b@c.d"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
