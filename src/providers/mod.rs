//! The directory of providers vetted by the state. The register is the same for everybody, so it is kept in memory by
//! its version; every session look-up says the version that counts.
pub mod card_web;
pub mod change;
pub mod check;
pub mod desk_web;
pub mod files_web;
pub mod find;
pub mod follow;
pub mod history;
pub mod may;
pub mod place;
pub mod public_web;
pub mod recording;
pub mod register;
pub mod scheme;
pub mod scheme_web;
mod store;
mod store_change;
mod store_follow;
mod store_scheme;
pub mod terms;
mod typing;
pub mod web;
pub mod word_web;

use crate::{
    apart, audit,
    clock::{MINUTE, Millis},
    db::Tx,
    error::Result,
    ids::ProviderId,
    text::fold,
};
use find::View;
use history::{At, Provider};
use jiff::civil::Date;
pub use recording::{Imported, import};
use scheme::{Scheme, Words};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, RwLock},
};

/// One version of the register, with what its page says about the whole of it.
pub struct Register {
    /// Who, by name.
    pub providers: Vec<Provider>,
    /// The schemes that are described, as they count.
    pub schemes: Vec<Scheme>,
    /// Every word on them.
    scheme_words: Words,
    /// Every scheme that occurs, once, in order.
    pub codes: Vec<String>,
    /// Every level of assurance that occurs, once, in order.
    pub levels: Vec<String>,
    /// Every language that occurs, once, in order.
    pub languages: Vec<String>,
    /// Every region that occurs, once, in order.
    pub regions: Vec<String>,
    /// Who is qualified on the day that was asked for last.
    viewed: RwLock<Option<Arc<View>>>,
}

impl Register {
    fn new(providers: Vec<Provider>, scheme_words: Words) -> Self {
        fn once<'a>(all: impl Iterator<Item = &'a String>) -> Vec<String> {
            all.filter(|t| !t.is_empty()).map(|t| (fold(t), t)).collect::<BTreeSet<_>>().into_iter().map(|(_, t)| t.clone()).collect()
        }
        let newest = || providers.iter().flat_map(|p| p.threads().iter().filter_map(|t| t.newest()));
        Self {
            codes: once(newest().map(|d| &d.scheme)),
            levels: once(newest().map(|d| &d.level)),
            languages: once(providers.iter().flat_map(|p| &p.facts().languages)),
            regions: once(providers.iter().flat_map(|p| &p.facts().regions).filter(|r| !place::is_everywhere(r))),
            viewed: RwLock::default(),
            providers,
            schemes: scheme_words.known(Millis::MAX),
            scheme_words,
        }
    }

    /// Who is qualified at a moment. Today's view is kept until another day comes; who looks at other days does not push it out.
    pub fn view(&self, at: At, today: Date) -> Arc<View> {
        if let Ok(viewed) = self.viewed.read()
            && let Some(view) = viewed.as_ref()
            && view.at == at
        {
            return view.clone();
        }
        let view = Arc::new(View::new(&self.providers, &self.scheme_words.known(at.known), at));
        if at == At::now(today)
            && let Ok(mut viewed) = self.viewed.write()
        {
            *viewed = Some(view.clone());
        }
        view
    }

    /// A provider by its address, if it was ever qualified, as far as was known at a moment.
    pub fn provider(&self, slug: &str, known: Millis) -> Option<&Provider> {
        self.providers.iter().find(|p| p.slug == slug && p.was_qualified(known))
    }

    /// A scheme by its code.
    pub fn scheme(&self, code: &str) -> Option<&Scheme> {
        self.schemes.iter().find(|s| fold(&s.code) == fold(code))
    }
}

/// What is kept in memory.
#[derive(Default)]
pub struct Cache {
    /// The register, with its version.
    register: RwLock<Option<(i64, Arc<Register>)>>,
    /// Of many who ask for a new version one reads it.
    reading: tokio::sync::Mutex<()>,
    /// The newest signed root of the log, with the time at which it was looked up.
    root: RwLock<Option<(Millis, String)>>,
}

impl Cache {
    /// The register of this version, read from the database when it is not at hand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn get(&self, db: &crate::db::Db, version: i64) -> Result<Arc<Register>> {
        if let Some(register) = self.kept(version) {
            return Ok(register);
        }
        let _reading = self.reading.lock().await;
        if let Some(register) = self.kept(version) {
            return Ok(register);
        }
        let rows = Rows::read(&mut db.snapshot().await?).await?;
        let register = Arc::new(apart::run(move || rows.register()).await?);
        if let Ok(mut kept) = self.register.write() {
            *kept = Some((version, register.clone()));
        }
        Ok(register)
    }

    fn kept(&self, version: i64) -> Option<Arc<Register>> {
        self.register.read().ok()?.as_ref().filter(|(v, _)| *v == version).map(|(_, register)| register.clone())
    }

    /// Where the log stands, for a copy that leaves the portal: the newest signed root, at most a minute old. It names the log's state and
    /// does not tell how much others did; empty before the first checkpoint.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn log_root(&self, db: &crate::db::Db, now: Millis) -> Result<String> {
        if let Ok(kept) = self.root.read()
            && let Some((at, root)) = kept.as_ref()
            && now.saturating_sub(*at) < MINUTE
        {
            return Ok(root.clone());
        }
        let root = audit::newest_root(&mut db.read().await?).await?;
        if let Ok(mut kept) = self.root.write() {
            *kept = Some((now, root.clone()));
        }
        Ok(root)
    }
}

/// The tables of the register.
struct Rows {
    providers: Vec<store::ProviderRow>,
    facts: Vec<store::FactsRow>,
    decisions: Vec<store::DecisionRow>,
    schemes: Words,
}

impl Rows {
    async fn read(tx: &mut Tx) -> Result<Self> {
        let (providers, facts, decisions) = (store::providers(tx).await?, store::facts(tx).await?, store::decisions(tx).await?);
        Ok(Self { providers, facts, decisions, schemes: Words::read(tx).await? })
    }

    /// For a large register, work that takes its time.
    fn register(self) -> Register {
        let mut by_id: HashMap<ProviderId, Provider> = self.providers.into_iter().map(|row| (row.id.clone(), Provider::new(row))).collect();
        for row in self.facts {
            if let Some(provider) = by_id.get_mut(&row.provider_id) {
                provider.say(row);
            }
        }
        for row in self.decisions {
            if let Some(provider) = by_id.get_mut(&row.provider_id) {
                provider.add(row);
            }
        }
        let mut all: Vec<Provider> = by_id.into_values().collect();
        all.iter_mut().for_each(Provider::complete);
        all.sort_by(|a, b| a.folded.cmp(&b.folded));
        Register::new(all, self.schemes)
    }
}

/// The register as it stands.
///
/// # Errors
/// When the database fails.
pub async fn load(tx: &mut Tx) -> Result<Register> {
    Ok(Rows::read(tx).await?.register())
}

/// The day of a date in an address, or nothing.
pub fn day(text: &str) -> Option<Date> {
    register::date(text)
}
