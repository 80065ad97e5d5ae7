//! The schemes of qualification as data: which needs and techniques each serves, and which scopes it has. Pure but for its two verbs.
use super::{may, store, store_scheme};
use crate::{
    audit::{self, Act, Action},
    db::Tx,
    error::Result,
    text::{fold, list},
};

macro_rules! words {
    ($(#[$doc:meta])* $list:ident, $count:literal { $($(#[$each:meta])* $name:ident = $text:literal, $key:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $list { $($(#[$each])* $name),* }
        impl $list {
            /// In the order in which they are shown.
            pub const ALL: [Self; $count] = [$(Self::$name),*];
            /// As addresses and the database say it.
            pub fn text(self) -> &'static str { match self { $(Self::$name => $text),* } }
            /// The key of its words.
            pub fn key(self) -> &'static str { match self { $(Self::$name => $key),* } }
            /// From an address.
            pub fn from_text(text: &str) -> Option<Self> { Self::ALL.into_iter().find(|n| n.text() == text) }
            /// Those that a cell lists.
            pub fn listed(cell: &str) -> Vec<Self> { Self::ALL.into_iter().filter(|n| list(cell).iter().any(|w| w == n.text())).collect() }
        }
    };
}

words! {
    /// What a party needs.
    Need, 5 {
        /// To be audited or advised.
        Audit = "audit", "need-audit";
        /// To react to an attack.
        Response = "response", "need-response";
        /// To notice attacks.
        Detection = "detection", "need-detection";
        /// To have systems administered.
        Administration = "administration", "need-administration";
        /// To have data hosted.
        Hosting = "hosting", "need-hosting";
    }
}

words! {
    /// What the agency tells parties to do: five techniques.
    Technique, 5 {
        /// Protect networks.
        Network = "network", "technique-network";
        /// Identify users.
        Identity = "identity", "technique-identity";
        /// Filter web and mail.
        Filtering = "filtering", "technique-filtering";
        /// Encrypt communications.
        Encryption = "encryption", "technique-encryption";
        /// Keep work tools apart from private messaging.
        Separation = "separation", "technique-separation";
    }
}

/// A scope of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scope {
    /// Its name, as decisions write it.
    pub name: String,
    /// Which techniques it serves, where they are others than the scheme's.
    pub techniques: Option<Vec<Technique>>,
}

impl Scope {
    /// As it is kept and edited: the name, and after a colon its techniques.
    pub fn line(&self) -> String {
        match &self.techniques {
            None => self.name.clone(),
            Some(some) => format!("{}: {}", self.name, some.iter().map(|t| t.text()).collect::<Vec<_>>().join(", ")),
        }
    }

    /// Reads a line, or says which word of it is no technique.
    ///
    /// # Errors
    /// The word.
    pub fn parse(line: &str) -> std::result::Result<Self, String> {
        let Some((name, techniques)) = line.split_once(':') else { return Ok(Self { name: line.trim().into(), techniques: None }) };
        let words = techniques.split(',').map(str::trim).filter(|w| !w.is_empty());
        let some: std::result::Result<Vec<_>, String> = words.map(|w| Technique::from_text(w).ok_or_else(|| w.to_owned())).collect();
        Ok(Self { name: name.trim().into(), techniques: Some(some?) })
    }
}

/// A scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// `PASSI`, `PRIS`, …
    pub code: String,
    /// Its name in French.
    pub name_fr: String,
    /// In English.
    pub name_en: String,
    /// Which needs it serves.
    pub needs: Vec<Need>,
    /// Which techniques, unless a scope says otherwise.
    pub techniques: Vec<Technique>,
    /// Its scopes.
    pub scopes: Vec<Scope>,
}

impl Scheme {
    pub(super) fn new(row: store_scheme::SchemeRow) -> Self {
        let scopes = list(&row.scopes).iter().filter_map(|line| Scope::parse(line).ok()).collect();
        let (needs, techniques) = (Need::listed(&row.needs), Technique::listed(&row.techniques));
        Self { code: row.code, name_fr: row.name_fr, name_en: row.name_en, needs, techniques, scopes }
    }

    /// Its name in a language.
    pub fn name(&self, lang: &str) -> &str {
        if lang == "fr" { &self.name_fr } else { &self.name_en }
    }

    /// Which techniques a decision with these scopes serves.
    pub fn techniques_of(&self, scopes: &[String]) -> Vec<Technique> {
        let own = |name: &String| self.scopes.iter().find(|s| fold(&s.name) == fold(name)).and_then(|s| s.techniques.clone());
        let mut all: Vec<Technique> = match scopes {
            [] => self.techniques.clone(),
            some => some.iter().flat_map(|name| own(name).unwrap_or_else(|| self.techniques.clone())).collect(),
        };
        all.sort_unstable();
        all.dedup();
        all
    }

    fn row(&self) -> store_scheme::SchemeRow {
        let words = |all: &[&str]| all.join("|");
        store_scheme::SchemeRow {
            code: self.code.clone(),
            name_fr: self.name_fr.clone(),
            name_en: self.name_en.clone(),
            needs: words(&self.needs.iter().map(|n| n.text()).collect::<Vec<_>>()),
            techniques: words(&self.techniques.iter().map(|t| t.text()).collect::<Vec<_>>()),
            scopes: self.scopes.iter().map(Scope::line).collect::<Vec<_>>().join("|"),
        }
    }
}

/// Every scheme, in order.
///
/// # Errors
/// When the database fails.
pub async fn all(tx: &mut Tx) -> Result<Vec<Scheme>> {
    Ok(store_scheme::all(tx).await?.into_iter().map(Scheme::new).collect())
}

/// Keeps a scheme, a new one behind the others.
///
/// # Errors
/// When the database or the log fails.
pub async fn save(tx: &mut Tx, act: &Act, _go: may::Keep, scheme: &Scheme) -> Result<()> {
    store_scheme::save(tx, &scheme.row()).await?;
    store::next_version(tx).await?;
    let mut event = act.did(Action::SchemeSaved, scheme.code.as_str());
    event.hash = Some(crate::crypto::sha256(format!("{:?}", scheme.row()).as_bytes()));
    audit::append(tx, &act.keys, &event).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_may_serve_other_techniques_than_its_scheme() {
        let scope = |line: &str| Scope::parse(line).unwrap();
        assert_eq!(scope(" code source : network, encryption ").line(), "code source: network, encryption");
        assert_eq!(scope("IaaS").line(), "IaaS");
        assert_eq!(Scope::parse("IaaS: cloud"), Err("cloud".into()));
        let scheme = Scheme {
            code: "X".into(),
            name_fr: "fr".into(),
            name_en: "en".into(),
            needs: vec![Need::Audit],
            techniques: vec![Technique::Identity],
            scopes: vec![scope("Code source: encryption, network"), scope("Rien:"), scope("Autre")],
        };
        let of = |names: &[&str]| scheme.techniques_of(&names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>());
        assert_eq!(of(&[]), [Technique::Identity]);
        assert_eq!(of(&["code source"]), [Technique::Network, Technique::Encryption]);
        assert_eq!(of(&["rien"]), []);
        assert_eq!(of(&["autre", "inconnu"]), [Technique::Identity]);
        assert_eq!(Scheme::new(scheme.row()), scheme);
    }
}
