//! The directory of providers vetted by the state. The register is the same for everybody, so it is kept in memory by
//! its version; every session look-up says the version that counts.
pub mod find;
pub mod register;
mod store;
pub mod web;

use crate::{
    audit::{self, Act, Action},
    crypto::sha256,
    db::Tx,
    error::Result,
    ids::ProviderId,
    text::{fold, slug},
};
use find::{Counts, Provider};
use jiff::civil::Date;
use register::{OnCall, Row, Status};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, RwLock},
};

/// One version of the register, with what its page says about the whole of it.
pub struct Register {
    /// Who, by name.
    pub providers: Vec<Provider>,
    /// Every scheme that occurs, once, in order.
    pub schemes: Vec<String>,
    /// Every region that occurs, once, in order.
    pub regions: Vec<String>,
    /// How many serve each need, on the day that was asked for last.
    counted: RwLock<Option<(Date, Counts)>>,
}

impl Register {
    fn new(providers: Vec<Provider>) -> Self {
        let schemes = providers.iter().flat_map(|p| p.decisions.iter().map(|d| &d.scheme)).collect::<BTreeSet<_>>().into_iter().cloned().collect();
        let regions = providers.iter().flat_map(|p| &p.regions).collect::<BTreeSet<_>>().into_iter().cloned().collect();
        Self { providers, schemes, regions, counted: RwLock::default() }
    }

    /// How many providers serve each need on a day.
    pub fn counts(&self, day: Date) -> Counts {
        if let Ok(counted) = self.counted.read()
            && let Some((of, counts)) = *counted
            && of == day
        {
            return counts;
        }
        let counts = find::counts(&self.providers, day);
        if let Ok(mut counted) = self.counted.write() {
            *counted = Some((day, counts));
        }
        counts
    }
}

/// The register in memory, with its version.
#[derive(Default)]
pub struct Cache(RwLock<Option<(i64, Arc<Register>)>>);

impl Cache {
    /// The register of this version, read from the database when it is not at hand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, db: &crate::db::Db, version: i64) -> Result<Arc<Register>> {
        if let Ok(kept) = self.0.read()
            && let Some((v, register)) = kept.as_ref()
            && *v == version
        {
            return Ok(register.clone());
        }
        let register = Arc::new(Register::new(load(&mut db.snapshot().await?).await?));
        if let Ok(mut kept) = self.0.write() {
            *kept = Some((version, register.clone()));
        }
        Ok(register)
    }
}

async fn load(tx: &mut Tx) -> Result<Vec<Provider>> {
    let mut by_id: HashMap<ProviderId, Provider> = HashMap::new();
    for row in store::providers(tx).await? {
        by_id.insert(row.id.clone(), Provider::new(row));
    }
    for row in store::decisions(tx).await? {
        if let Some(provider) = by_id.get_mut(&row.provider_id) {
            provider.add(row);
        }
    }
    let mut all: Vec<Provider> = by_id.into_values().collect();
    all.sort_by(|a, b| a.folded.cmp(&b.folded));
    Ok(all)
}

/// What an import changed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Decisions that were new.
    pub new: u64,
    /// Decisions that were there already, word for word.
    pub known: u64,
    /// Providers that were new.
    pub providers: u64,
}

/// Takes decisions into the register. A decision is never overwritten: a later word on it stands beside the earlier and
/// counts from then on. The same file twice changes nothing.
///
/// # Errors
/// When the database fails; then nothing is taken.
pub async fn import(tx: &mut Tx, act: &Act, rows: &[Row], mut progress: impl FnMut()) -> Result<Imported> {
    let mut done = Imported::default();
    let mut changed = false;
    for row in rows {
        let (id, new, updated) = provider(tx, row).await?;
        done.providers = done.providers.saturating_add(u64::from(new));
        changed |= updated;
        if store::insert_decision(tx, &digest(row), &id, row, act.at).await? {
            done.new = done.new.saturating_add(1);
        } else {
            done.known = done.known.saturating_add(1);
        }
        progress();
    }
    if done.new > 0 || changed {
        store::next_version(tx).await?;
        let mut event = act.did(Action::ProvidersImported, "register");
        event.detail = format!("{} new, {} known", done.new, done.known);
        audit::append(tx, &act.keys, &event).await?;
    }
    Ok(done)
}

/// The row's provider, made or brought up to date. Says whether it is new, and whether anything changed.
async fn provider(tx: &mut Tx, row: &Row) -> Result<(ProviderId, bool, bool)> {
    let folded = fold(&row.provider);
    if let Some(there) = store::provider(tx, &folded).await? {
        let now = brought_up_to_date(&there, row);
        let changed = now != there;
        if changed {
            store::update_provider(tx, &now).await?;
        }
        return Ok((there.id, false, changed));
    }
    let mut new = store::ProviderRow {
        id: ProviderId::new(),
        slug: slug(&row.provider),
        name: row.provider.clone(),
        folded,
        siren: row.siren.clone(),
        country: row.country.clone(),
        regions: row.regions.join("|"),
        languages: row.languages.join("|"),
        website: row.website.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
        on_call: on_call(row.on_call).into(),
    };
    if new.slug.is_empty() || store::slug_taken(tx, &new.slug).await? {
        let ending = crate::ids::draw(b"23456789", 4);
        new.slug = if new.slug.is_empty() { format!("provider-{ending}") } else { format!("{}-{ending}", new.slug) };
    }
    store::insert_provider(tx, &new).await?;
    Ok((new.id, true, true))
}

/// What the row says takes the place of what is there; an empty cell says nothing.
fn brought_up_to_date(there: &store::ProviderRow, row: &Row) -> store::ProviderRow {
    let said = |new: &str, old: &str| if new.is_empty() { old.to_owned() } else { new.to_owned() };
    store::ProviderRow {
        siren: said(&row.siren, &there.siren),
        country: said(&row.country, &there.country),
        website: said(&row.website, &there.website),
        phone: said(&row.phone, &there.phone),
        email: said(&row.email, &there.email),
        regions: said(&row.regions.join("|"), &there.regions),
        languages: said(&row.languages.join("|"), &there.languages),
        on_call: if row.on_call == OnCall::Unknown { there.on_call.clone() } else { on_call(row.on_call).into() },
        ..there.clone()
    }
}

/// What makes two rows the same decision, word for word.
fn digest(r: &Row) -> Vec<u8> {
    let date = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let security = r.national_security.map(|b| b.to_string()).unwrap_or_default();
    let fields = [
        fold(&r.provider),
        r.scheme.clone(),
        r.scheme_version.clone(),
        r.offer.clone(),
        r.scopes.join("|"),
        r.level.clone(),
        security,
        r.decision_no.clone(),
        date(r.decision_date),
        date(r.valid_from),
        date(r.valid_to),
        status(r.status).into(),
        r.conditions.clone(),
        r.source.clone(),
    ];
    sha256(fields.join("\u{1f}").as_bytes()).to_vec()
}

fn status(s: Status) -> &'static str {
    match s {
        Status::Qualified => "qualified",
        Status::InEvaluation => "in_evaluation",
        Status::Suspended => "suspended",
        Status::Withdrawn => "withdrawn",
        Status::Expired => "expired",
    }
}

fn on_call(o: OnCall) -> &'static str {
    match o {
        OnCall::Unknown => "unknown",
        OnCall::BusinessHours => "business-hours",
        OnCall::AroundTheClock => "around-the-clock",
    }
}
