//! The schemes of qualification as data: which needs and techniques each serves, and which scopes it has. Nothing is overwritten: the newest
//! word on a scheme counts, and what was known once is known still.
use super::{
    check::Difference,
    may,
    store_scheme::{self, SchemeRow},
};
use crate::{
    audit::{self, Act, Action},
    clock::Millis,
    crypto::sha256,
    db::Tx,
    error::{Error, Result},
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
    pub(super) fn new(row: SchemeRow) -> Self {
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

    /// What is said of it, by column: as it is kept, proposed and shown.
    fn cells(&self) -> [(&'static str, String); 5] {
        let words = |all: Vec<&str>| all.join("|");
        [
            ("name_fr", self.name_fr.clone()),
            ("name_en", self.name_en.clone()),
            ("needs", words(self.needs.iter().map(|n| n.text()).collect())),
            ("techniques", words(self.techniques.iter().map(|t| t.text()).collect())),
            ("scopes", self.scopes.iter().map(Scope::line).collect::<Vec<_>>().join("|")),
        ]
    }

    fn row(&self) -> SchemeRow {
        let [name_fr, name_en, needs, techniques, scopes] = self.cells().map(|(_, cell)| cell);
        SchemeRow { code: self.code.clone(), n: 1, recorded_at: 0, position: 0, name_fr, name_en, needs, techniques, scopes }
    }

    /// As CSV, to be proposed.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn written(&self) -> Result<String> {
        let code = [("code", self.code.clone())];
        let (columns, cells): (Vec<_>, Vec<_>) = code.into_iter().chain(self.cells()).unzip();
        let mut out = csv::Writer::from_writer(Vec::new());
        let bytes = out.write_record(columns).and_then(|()| out.write_record(cells)).ok().and_then(|()| out.into_inner().ok());
        bytes.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or(Error::Crypto("a scheme could not be written"))
    }

    /// What [`Scheme::written`] wrote.
    pub fn read(csv: &str) -> Option<Self> {
        let mut rows = csv::Reader::from_reader(csv.as_bytes()).into_records();
        let row = rows.next()?.ok()?;
        let cell = |n: usize| row.get(n).map(str::to_owned);
        let (code, name_fr, name_en, needs, techniques, scopes) = (cell(0)?, cell(1)?, cell(2)?, cell(3)?, cell(4)?, cell(5)?);
        Some(Self::new(SchemeRow { code, n: 1, recorded_at: 0, position: 0, name_fr, name_en, needs, techniques, scopes }))
    }

    /// What this word changes of the one before.
    pub fn differences(&self, before: Option<&Self>) -> Vec<Difference> {
        let old = before.map(Self::cells);
        let cells = self.cells().into_iter().enumerate().map(|(n, (column, after))| {
            let before = old.as_ref().and_then(|old| old.get(n)).map(|(_, cell)| cell.clone()).unwrap_or_default();
            Difference { column, before, after, fresh: old.is_none() }
        });
        cells.filter(|d| d.before != d.after).collect()
    }
}

/// Every word on every scheme.
#[derive(Debug, Default)]
pub struct Words(Vec<SchemeRow>);

impl Words {
    /// From the database.
    ///
    /// # Errors
    /// When it fails.
    pub async fn read(tx: &mut Tx) -> Result<Self> {
        Ok(Self(store_scheme::all(tx).await?))
    }

    /// The schemes as they were known at a moment, in order.
    pub fn known(&self, at: Millis) -> Vec<Scheme> {
        let mut all: Vec<Scheme> = Vec::new();
        for row in self.0.iter().filter(|row| row.recorded_at <= at) {
            all.pop_if(|last| last.code == row.code);
            all.push(Scheme::new(row.clone()));
        }
        all
    }

    /// The newest word on a scheme, however its code is written.
    pub fn of(&self, code: &str) -> Option<Scheme> {
        self.newest(code).cloned().map(Scheme::new)
    }

    fn newest(&self, code: &str) -> Option<&SchemeRow> {
        self.0.iter().rev().find(|row| fold(&row.code) == fold(code))
    }
}

/// Takes a word on a scheme, a new scheme behind the others. The register is another one then.
///
/// # Errors
/// When the database or the log fails.
pub(super) async fn take(tx: &mut Tx, act: &Act, _go: &may::Take, scheme: &Scheme) -> Result<()> {
    let words = Words::read(tx).await?;
    let (code, n, position) = match words.newest(&scheme.code) {
        Some(row) => (row.code.clone(), row.n.saturating_add(1), row.position),
        None => (scheme.code.clone(), 1, words.0.last().map_or(1, |last| last.position.saturating_add(1))),
    };
    store_scheme::insert(tx, &SchemeRow { code, n, recorded_at: act.at, position, ..scheme.row() }).await?;
    super::store::next_version(tx).await?;
    let mut event = act.did(Action::SchemeSaved, scheme.code.as_str());
    event.hash = Some(sha256(scheme.written()?.as_bytes()));
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
        assert_eq!(Scheme::read(&scheme.written().unwrap()), Some(scheme));
    }

    #[test]
    fn what_was_known_of_a_scheme_once_is_known_still() {
        let row = |code: &str, n: i64, recorded_at: i64, needs: &str| SchemeRow {
            code: code.into(),
            n,
            recorded_at,
            position: i64::from(code != "A"),
            name_fr: String::new(),
            name_en: String::new(),
            needs: needs.into(),
            techniques: String::new(),
            scopes: String::new(),
        };
        let words = Words(vec![row("A", 1, 0, "audit"), row("A", 2, 50, "audit|response"), row("B", 1, 60, "hosting")]);
        let known = |at: Millis| words.known(at).into_iter().map(|s| (s.code, s.needs)).collect::<Vec<_>>();
        assert_eq!(known(49), [("A".to_owned(), vec![Need::Audit])]);
        assert_eq!(known(59), [("A".to_owned(), vec![Need::Audit, Need::Response])]);
        assert_eq!(known(Millis::MAX).len(), 2);
        assert_eq!(words.of("a").map(|s| s.needs), Some(vec![Need::Audit, Need::Response]));
        let (new, old) = (words.of("A").unwrap(), words.known(0).remove(0));
        assert_eq!(
            new.differences(Some(&old)).iter().map(|d| (d.column, d.before.as_str(), d.after.as_str())).collect::<Vec<_>>(),
            [("needs", "audit", "audit|response")]
        );
    }
}
