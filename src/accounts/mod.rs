//! Accounts: people, how they enrol, how they sign in, their sessions, and cutting their access.
//! The contacts of parties are accounts too, so their desk pages stand here.
pub mod activity_web;
pub mod agreement;
pub mod alarms;
pub mod alarms_web;
pub mod budget;
pub mod canary;
pub mod confirm_web;
pub mod contacts_web;
pub mod cutting_web;
pub mod enrolment;
pub mod enrolment_web;
pub mod filling;
pub mod invite;
pub mod jobs;
pub mod ledger;
pub mod letter;
pub mod letter_web;
pub mod log_watch;
pub mod lookalike;
pub mod may;
pub mod may_vet;
pub mod means;
pub mod means_web;
pub mod opening_web;
pub mod passkey;
mod passkey_json;
pub mod passkey_own;
pub mod passkey_web;
pub mod passphrase;
mod person;
pub mod proposal;
pub mod recovery;
pub mod restored;
pub mod restored_web;
pub mod session;
pub mod sessions_web;
pub mod setup;
pub mod setup_web;
pub mod sign_in;
pub mod staff;
pub mod staff_web;
mod store;
mod store_agreement;
mod store_alarm;
mod store_budget;
mod store_canary;
mod store_case;
mod store_factor;
mod store_job;
mod store_ledger;
mod store_passkey;
mod store_restored;
mod store_session;
mod store_setup;
mod store_staff;
mod store_vetting;
pub mod totp;
pub mod vetting;
pub mod vetting_web;
pub mod web;

use crate::{
    audit::{self, Act, Action},
    clock::{DAY, Millis},
    config::Authentication,
    db::{self, Tx},
    error::{Error, Result},
    ids::AccountId,
    notices,
    web::i18n::Lang,
};
pub use person::{Factor, Level, Membership, Open, Person, PersonParty, Roles, State, must_have_passkey};
pub use store::Contact;
pub use store_job::Expiring;
pub(crate) use store_ledger::who;
pub use store_vetting::KnownPerson;

/// Whether the database holds a demo.
pub async fn installation(tx: &mut Tx) -> db::Result<bool> {
    store::is_demo(tx).await
}

/// Marks a new database as a portal, once.
pub async fn install(tx: &mut Tx, now: i64, demo: bool) -> db::Result<u64> {
    store::install(tx, now, demo).await
}

/// The agency has spoken with the person and confirms them: invited → enrolled → confirmed. They are to be vetted anew
/// within `revetting` milliseconds.
///
/// # Errors
/// [`Error::Stale`] when the account is not in the state that was judged.
pub async fn confirm(tx: &mut Tx, act: &Act, go: may::Confirm, settings: &Authentication) -> Result<()> {
    let id = go.account();
    proposal::party_must_be_active(tx, id).await?;
    if !store::set_state(tx, id, State::Enrolled, State::Confirmed, act.at).await? {
        return Err(Error::Stale("stale-contact"));
    }
    vetted(tx, act, id, settings).await?;
    notices::queue(tx, &act.keys, id, notices::Kind::Confirmed, None, act.at).await?;
    audit::append(tx, &act.keys, &act.did(Action::Confirmed, id.as_str())).await?;
    Ok(())
}

/// The agency knows a contact from now on, for as long as a vetting holds.
///
/// # Errors
/// When the database fails.
pub async fn vetted(tx: &mut Tx, act: &Act, id: &AccountId, settings: &Authentication) -> Result<()> {
    store_job::set_revet(tx, id, act.at.saturating_add(i64::from(settings.revetting_days).saturating_mul(DAY))).await?;
    Ok(())
}

/// Contacts whose vetting is past within thirty days, soonest first.
///
/// # Errors
/// When the database fails.
pub async fn expiring(tx: &mut Tx, now: Millis) -> Result<Vec<Expiring>> {
    Ok(store_job::expiring(tx, now, now.saturating_add(30 * DAY)).await?)
}

/// Cuts a person's access: every session ends, every code and factor dies, from the next request on, on every node.
///
/// # Errors
/// [`Error::Stale`] when it is cut already.
pub async fn cut(tx: &mut Tx, act: &Act, go: may::Cut, reason: &str) -> Result<()> {
    let id = go.account();
    if !store::cut(tx, id, reason, act.at).await? {
        return Err(Error::Stale("stale-contact"));
    }
    store_case::void_live(tx, id).await?;
    notices::queue(tx, &act.keys, id, notices::Kind::AccessCut, None, act.at).await?;
    for (lead, _) in store_case::leads(tx, id).await? {
        notices::queue(tx, &act.keys, &lead, notices::Kind::ColleagueCut, None, act.at).await?;
    }
    let mut event = act.did(Action::AccessCut, id.as_str());
    event.detail = reason.to_owned();
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

/// One contact as the desk sees it.
///
/// # Errors
/// [`Error::NotFound`] when there is none.
pub async fn contact(tx: &mut Tx, id: &AccountId) -> Result<Contact> {
    store::contact(tx, id).await?.ok_or(Error::NotFound)
}

/// When an access ended.
///
/// # Errors
/// When the database fails.
pub async fn ended_at(tx: &mut Tx, id: &AccountId) -> Result<Option<i64>> {
    Ok(store::ended_at(tx, id).await?)
}

/// A person as they stand at this moment, for work that no session stands behind.
///
/// # Errors
/// [`Error::NotFound`] when there is no such account.
pub async fn person(tx: &mut Tx, id: &AccountId) -> Result<Person> {
    store::person(tx, id).await?.ok_or(Error::NotFound).map(Person::from)
}

/// Contacts who have finished enrolment and wait for the agency's call, oldest first.
///
/// # Errors
/// When the database fails.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Contact>> {
    Ok(store::waiting(tx).await?)
}

/// Everybody the portal knows but those refused, for comparing with somebody new. Staff are in it: the agency's own names are
/// what an impostor would choose.
///
/// # Errors
/// When the database fails.
pub async fn known_people(tx: &mut Tx) -> Result<Vec<KnownPerson>> {
    Ok(store_vetting::known_people(tx).await?)
}

/// Every active party: its id, address and name.
pub async fn party_choices(tx: &mut Tx) -> Result<Vec<(String, String, String)>> {
    Ok(store_case::party_choices(tx).await?)
}

/// The switchboard of a person's party, and where its number was found.
pub async fn switchboard(tx: &mut Tx, id: &AccountId) -> Result<Option<(String, String)>> {
    Ok(store_case::switchboard(tx, id).await?)
}

/// Who is told when this person loses access: the leads of their party.
pub async fn leads(tx: &mut Tx, id: &AccountId) -> Result<Vec<(AccountId, String)>> {
    Ok(store_case::leads(tx, id).await?)
}

/// Any account by its address, for the command line.
///
/// # Errors
/// When the database fails.
pub async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<Contact>> {
    Ok(store::contact_by_email(tx, &invite::fold_email(email)).await?)
}

/// Chooses the language of the pages.
///
/// # Errors
/// When the database fails.
pub async fn choose_language(tx: &mut Tx, act: &Act, person: &Person, lang: Lang) -> Result<()> {
    store::set_language(tx, &person.id, lang.code()).await?;
    let mut event = act.did(Action::LanguageChosen, person.id.as_str());
    event.detail = lang.code().into();
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}
