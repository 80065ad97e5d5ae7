//! Passkeys (WebAuthn). A ceremony's state stands sealed in the page until it is answered, so that strangers fill no table;
//! answering spends it. It opens only for the browser, the purpose and the person it was made for, for five minutes.
use super::{
    Factor, Level, Open, Person, alarms,
    budget::{self, Guess, Taken},
    passkey_json::{asserted, only_here},
    session, store, store_passkey,
};
use crate::{
    audit::{self, Act, Action},
    clock::{MINUTE, Millis},
    config::Settings,
    crypto::{seal::KeyRing, sha256},
    db::{Db, Tx},
    error::{Error, Result},
    ids::{AccountId, PasskeyId},
    notices,
};
use data_encoding::{BASE32_NOPAD, BASE64URL_NOPAD, HEXLOWER};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
pub use store_passkey::Listed;
use webauthn_rs::prelude::{CredentialID, DiscoverableAuthentication, DiscoverableKey, Passkey, Uuid, Webauthn, WebauthnBuilder, WebauthnError};

/// How long an answer may take.
const ANSWER: Millis = 5 * MINUTE;
/// Passkeys of one person at most.
pub const MOST: usize = 10;

/// What a ceremony is for: an answer to one counts for no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A passkey is added on the account page.
    Register,
    /// Nobody is signed in yet.
    SignIn,
    /// Before an act that matters.
    Confirm,
    /// After a lock.
    Unlock,
    /// The last step of enrolment.
    Enrol,
}

/// What an answer must belong to.
#[derive(Clone, Copy)]
pub struct Bound<'a> {
    /// What for.
    pub purpose: Purpose,
    /// For whom, where that is known.
    pub account: Option<&'a AccountId>,
    /// The browser's cookie.
    pub cookie: &'a str,
}

impl Bound<'_> {
    fn place(&self) -> String {
        let purpose = match self.purpose {
            Purpose::Register => "register",
            Purpose::SignIn => "sign-in",
            Purpose::Confirm => "confirm",
            Purpose::Unlock => "unlock",
            Purpose::Enrol => "enrol",
        };
        let account = self.account.map_or("", AccountId::as_str);
        format!("passkey.ceremony:{purpose}:{account}:{}", HEXLOWER.encode(&sha256(self.cookie.as_bytes())))
    }
}

/// What a page offers: what the browser is asked, and the sealed state that comes back with its answer.
pub struct Offer {
    /// JSON for `navigator.credentials`.
    pub options: String,
    /// The hidden field.
    pub ceremony: String,
}

/// What came back.
#[derive(Clone, Copy)]
pub struct Answer<'a> {
    /// The hidden field.
    pub ceremony: &'a str,
    /// The browser's JSON.
    pub credential: &'a str,
}

/// Why an answer does not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    Foreign,
    Late,
    Spent,
    Unreadable,
    Unknown,
    Origin,
    RelyingParty,
    Unverified,
    Counter,
    Known,
    Wrong,
}

impl Fault {
    /// As the record says it.
    fn text(self) -> &'static str {
        match self {
            Self::Foreign => "passkey: another session or purpose",
            Self::Late => "passkey: too late",
            Self::Spent => "passkey: answered before",
            Self::Unreadable => "passkey: unreadable",
            Self::Unknown => "passkey: unknown",
            Self::Origin => "passkey: another site",
            Self::RelyingParty => "passkey: another relying party",
            Self::Unverified => "passkey: person not verified",
            Self::Counter => "passkey: counter",
            Self::Known => "passkey: known already, or one too many",
            Self::Wrong => "passkey: wrong",
        }
    }
}

/// An answer that does not count, and whose credential it names; or a failure of ours.
pub(super) enum Stop {
    Refused(Fault, Option<AccountId>),
    Failed(Error),
}
impl From<Fault> for Stop {
    fn from(why: Fault) -> Self {
        Self::Refused(why, None)
    }
}
impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}
impl From<sqlx::Error> for Stop {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}
impl From<WebauthnError> for Stop {
    fn from(error: WebauthnError) -> Self {
        Self::from(match error {
            WebauthnError::MismatchedChallenge => Fault::Foreign,
            WebauthnError::InvalidRPOrigin | WebauthnError::CredentialCrossOrigin => Fault::Origin,
            WebauthnError::InvalidRPIDHash => Fault::RelyingParty,
            WebauthnError::UserNotVerified => Fault::Unverified,
            WebauthnError::CredentialPossibleCompromise => Fault::Counter,
            WebauthnError::CredentialNotFound => Fault::Unknown,
            _ => Fault::Wrong,
        })
    }
}

/// The portal as passkeys know it, from the settings alone. None where it is reached by a number: passkeys need a name.
pub(super) fn relying_party(settings: &Settings) -> Option<Webauthn> {
    let (origins, host) = (settings.origins(), settings.host());
    let first = origins.first().filter(|o| o.domain().is_some())?;
    let builder = WebauthnBuilder::new(&host, first).ok()?.rp_name(&settings.config.portal.name);
    let builder = builder.timeout(std::time::Duration::from_millis(ANSWER.unsigned_abs()));
    origins.iter().skip(1).fold(builder, WebauthnBuilder::append_allowed_origin).build().ok()
}

/// A ceremony's state, with its end.
#[derive(Serialize, Deserialize)]
struct Ceremony<S> {
    expires_at: Millis,
    state: S,
}

fn offer(keys: &KeyRing, bound: &Bound<'_>, options: &Value, state: impl Serialize, now: Millis) -> Result<Offer> {
    let ceremony = Ceremony { expires_at: now.saturating_add(ANSWER), state };
    let plain = serde_json::to_vec(&ceremony).map_err(|_| Error::Crypto("a ceremony could not be written"))?;
    let sealed = keys.seal(&bound.place(), &plain).ok_or(Error::Crypto("a ceremony could not be sealed"))?;
    Ok(Offer { options: options.to_string(), ceremony: BASE64URL_NOPAD.encode(&sealed) })
}

/// Asks for a passkey: for one of `allowed`, or for any that the device knows if that is empty.
///
/// # Errors
/// When the key ring fails.
pub fn ask(settings: &Settings, keys: &KeyRing, bound: &Bound<'_>, allowed: &[Vec<u8>], now: Millis) -> Result<Option<Offer>> {
    let Some(party) = relying_party(settings) else { return Ok(None) };
    let (asked, state) = party.start_discoverable_authentication().map_err(|_| Error::Crypto("a ceremony could not begin"))?;
    let mut options = json!(asked.public_key);
    if let Some(options) = options.as_object_mut() {
        options.remove("extensions");
        let allowed: Vec<Value> = allowed.iter().map(|id| json!({ "type": "public-key", "id": BASE64URL_NOPAD.encode(id) })).collect();
        options.insert("allowCredentials".into(), json!(allowed));
    }
    offer(keys, bound, &options, state, now).map(Some)
}

/// For whom a passkey is made: what their device shows.
pub struct Owner<'a> {
    /// Whose account.
    pub account: &'a AccountId,
    /// The user name.
    pub email: &'a str,
    /// Full name.
    pub name: &'a str,
}

/// Asks for a new passkey, on a device that holds none of `known`.
///
/// # Errors
/// When the key ring fails.
pub fn ask_new(settings: &Settings, keys: &KeyRing, bound: &Bound<'_>, owner: &Owner<'_>, known: Vec<Vec<u8>>, now: Millis) -> Result<Option<Offer>> {
    let Some(party) = relying_party(settings) else { return Ok(None) };
    let known = known.into_iter().map(CredentialID::from).collect();
    let handle = handle(owner.account).ok_or(Error::Crypto("an account's id is not 128 bits"))?;
    let begun = party.start_passkey_registration(handle, owner.email, owner.name, Some(known));
    let (asked, state) = begun.map_err(|_| Error::Crypto("a ceremony could not begin"))?;
    let mut options = json!(asked.public_key);
    // Signing in asks for no name, so the device must keep the passkey by itself.
    if let Some(selection) = options.get_mut("authenticatorSelection").and_then(Value::as_object_mut) {
        selection.insert("residentKey".into(), json!("required"));
        selection.insert("requireResidentKey".into(), json!(true));
    }
    offer(keys, bound, &options, state, now).map(Some)
}

/// The account's id as its 16 bytes.
fn handle(account: &AccountId) -> Option<Uuid> {
    let bytes = BASE32_NOPAD.decode(account.as_str().to_ascii_uppercase().as_bytes()).ok()?;
    Uuid::from_slice(&bytes).ok()
}

/// Opens a ceremony that belongs here and spends it, before anything else is looked at.
pub(super) async fn opened<S: DeserializeOwned>(tx: &mut Tx, act: &Act, bound: &Bound<'_>, ceremony: &str) -> std::result::Result<S, Stop> {
    let sealed = BASE64URL_NOPAD.decode(ceremony.as_bytes()).map_err(|_| Fault::Foreign)?;
    let plain = act.keys.open(&bound.place(), &sealed).ok_or(Fault::Foreign)?;
    let ceremony: Ceremony<S> = serde_json::from_slice(&plain).map_err(|_| Error::Crypto("a ceremony cannot be read"))?;
    if ceremony.expires_at <= act.at {
        return Err(Fault::Late.into());
    }
    store_passkey::drop_spent(tx, act.at).await?;
    // Kept a little longer than it is good, so that a node whose clock is behind does not take it again.
    if !store_passkey::spend(tx, &sha256(&sealed), ceremony.expires_at.saturating_add(ANSWER)).await? {
        return Err(Fault::Spent.into());
    }
    Ok(ceremony.state)
}

fn credential_place(account: &AccountId, id: &PasskeyId) -> String {
    format!("passkey.credential:{account}:{id}")
}

pub(super) fn sealed(keys: &KeyRing, account: &AccountId, id: &PasskeyId, passkey: &Passkey) -> Result<Vec<u8>> {
    let plain = serde_json::to_vec(passkey).map_err(|_| Error::Crypto("a passkey could not be written"))?;
    keys.seal(&credential_place(account, id), &plain).ok_or(Error::Crypto("a passkey could not be sealed"))
}

pub(super) fn unsealed(keys: &KeyRing, account: &AccountId, id: &PasskeyId, sealed: &[u8]) -> Result<Passkey> {
    let plain = keys.open(&credential_place(account, id), sealed).ok_or(Error::Crypto("a passkey does not open"))?;
    serde_json::from_slice(&plain).map_err(|_| Error::Crypto("a passkey cannot be read"))
}

/// What the library keeps of a credential; it lends some of it in its serialised form alone.
pub(super) fn credential_of(passkey: &Passkey) -> Result<Value> {
    let all = serde_json::to_value(passkey).map_err(|_| Error::Crypto("a passkey could not be written"))?;
    all.get("cred").cloned().ok_or(Error::Crypto("a passkey holds no credential"))
}

/// Checks an answer against the sealed row of its credential and moves the counter. Says whose it is.
async fn verified(tx: &mut Tx, act: &Act, settings: &Settings, bound: &Bound<'_>, answer: Answer<'_>) -> std::result::Result<Person, Stop> {
    let state: DiscoverableAuthentication = opened(tx, act, bound, answer.ceremony).await?;
    let party = relying_party(settings).ok_or(Fault::Unknown)?;
    let sent = asserted(answer.credential).ok_or(Fault::Unreadable)?;
    let found = store_passkey::find(tx, sent.get_credential_id(), act.at).await?.ok_or(Fault::Unknown)?;
    let (id, person) = (found.passkey_id, Person::from(found.person));
    let refused = |why: Fault| Stop::Refused(why, Some(person.id.clone()));
    // A device may leave the handle out only where it was told for whom.
    let named = sent.get_user_unique_id().map_or(bound.account.is_some(), |h| handle(&person.id).is_some_and(|ours| ours.as_bytes() == h));
    if !named || bound.account.is_some_and(|a| *a != person.id) {
        return Err(refused(Fault::Unknown));
    }
    if !only_here(&sent.response.client_data_json) {
        return Err(refused(Fault::Origin));
    }
    let mut passkey = unsealed(&act.keys, &person.id, &id, &found.credential)?;
    let result = match party.finish_discoverable_authentication(&sent, state, &[DiscoverableKey::from(&passkey)]) {
        Ok(result) if result.user_verified() => result,
        Ok(_) => return Err(refused(Fault::Unverified)),
        Err(error) => match Stop::from(error) {
            Stop::Refused(why, _) => return Err(refused(why)),
            failed @ Stop::Failed(_) => return Err(failed),
        },
    };
    passkey.update_credential(&result);
    let sealed = sealed(&act.keys, &person.id, &id, &passkey)?;
    if store_passkey::used(tx, &id, result.counter().into(), &sealed, act.at).await? { Ok(person) } else { Err(refused(Fault::Counter)) }
}

/// Records why an answer does not count; a counter that went back alarms the agency.
pub(super) async fn refuse(tx: &mut Tx, act: &Act, bound: &Bound<'_>, stop: Stop) -> Result<()> {
    let (why, owner) = match stop {
        Stop::Refused(why, owner) => (why, owner),
        Stop::Failed(error) => return Err(error),
    };
    let owner_of_copy = owner.clone();
    let object = bound.account.cloned().or(owner).map_or_else(|| "unknown".into(), |a| a.to_string());
    let action = if why == Fault::Counter { Action::PasskeyCounterBack } else { Action::SignInRefused };
    if why == Fault::Counter {
        if let Some(owner) = bound.account.or(owner_of_copy.as_ref()) {
            notices::queue(tx, &act.keys, owner, notices::Kind::SignInTrouble, None, act.at).await?;
        }
        alarms::raise(tx, act, alarms::Kind::CounterBack, &object, "").await?;
    }
    audit::append(tx, &act.keys, &act.refused(action, object, why.text())).await?;
    Ok(())
}

/// Signs in by a passkey alone: the token of the full session. Whoever may not use the portal at this moment gets the answer
/// of an unknown passkey, which is nothing. Failures are counted for their network and refuse nobody: the owner of a passkey
/// cannot be locked out.
///
/// # Errors
/// When the database or the key ring fails.
pub async fn sign_in(db: &Db, act: &Act, settings: &Settings, bound: &Bound<'_>, answer: Answer<'_>, place: &session::Place<'_>) -> Result<Option<String>> {
    let mut tx = db.write().await?;
    let Taken::Go(counted) = budget::take(&mut tx, act, &settings.config.throttle, &Guess::Passkey).await? else { return Ok(None) };
    let tried = match verified(&mut tx, act, settings, bound, answer).await {
        Ok(person) => {
            counted.right(&mut tx).await?;
            let limits = session::Limits::of(&settings.config.authentication, person.has_power(), Factor::Passkey);
            let token = session::open(&mut tx, &person.id, Level::Full, Factor::Passkey, &limits, place, act.at).await?;
            store::signed_in(&mut tx, &person.id, act.at).await?;
            budget::arrived(&mut tx, act, &person.id).await?;
            let mut event = act.did(Action::PasskeyUsed, person.id.as_str());
            // Nobody was signed in when the request came: from here on it is this person's.
            event.actor = person.id.to_string();
            event.party = person.party.as_ref().map(|p| p.slug.clone()).unwrap_or_default();
            audit::append(&mut tx, &act.keys, &event).await?;
            Some(token)
        }
        Err(stop) => {
            let spent = counted.wrong(&mut tx, act).await?;
            // A passkey that was copied is told however many others were wrong.
            let quiet = counted.is_over() && matches!(stop, Stop::Refused(why, _) if why != Fault::Counter);
            if !quiet {
                refuse(&mut tx, act, bound, stop).await?;
            }
            if !spent.is_empty() {
                audit::append_all(&mut tx, &act.keys, &spent).await?;
            }
            None
        }
    };
    tx.commit().await?;
    Ok(tried)
}

/// Takes a passkey of somebody who is signed in, before an act that matters or after a lock. The session goes on under a
/// new id.
///
/// # Errors
/// When the session has ended, or the database or the key ring fails.
pub async fn again(db: &Db, act: &Act, settings: &Settings, bound: &Bound<'_>, answer: Answer<'_>, open: &Open, network: &str) -> Result<Option<String>> {
    let mut tx = db.write().await?;
    let token = match verified(&mut tx, act, settings, bound, answer).await {
        Ok(person) => {
            let token = session::renew(&mut tx, open, Factor::Passkey, network, act.at).await?;
            audit::append(&mut tx, &act.keys, &act.did(Action::FactorGiven, person.id.as_str())).await?;
            Some(token)
        }
        Err(stop) => {
            refuse(&mut tx, act, bound, stop).await?;
            None
        }
    };
    tx.commit().await?;
    Ok(token)
}
