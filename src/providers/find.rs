//! Finding a provider: who is qualified for a need on a day. Pure; the register lies in memory.
use super::store::{DecisionRow, ProviderRow};
use crate::text::fold;
use jiff::civil::Date;

/// What a party needs, and the schemes whose qualified providers can help with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// To be audited or advised.
    Audit,
    /// To react to an attack.
    Response,
    /// To notice attacks.
    Detection,
    /// To have systems administered.
    Administration,
    /// To have data hosted.
    Hosting,
}

impl Need {
    /// In the order of the tiles.
    pub const ALL: [Self; 5] = [Self::Audit, Self::Response, Self::Detection, Self::Administration, Self::Hosting];

    /// As the address says it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Response => "response",
            Self::Detection => "detection",
            Self::Administration => "administration",
            Self::Hosting => "hosting",
        }
    }
    /// The key of its words.
    pub fn key(self) -> &'static str {
        match self {
            Self::Audit => "need-audit",
            Self::Response => "need-response",
            Self::Detection => "need-detection",
            Self::Administration => "need-administration",
            Self::Hosting => "need-hosting",
        }
    }
    /// From the address.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|n| n.text() == text)
    }
    /// Whether a scheme serves the need (the public French schemes).
    fn served_by(self, scheme: &str) -> bool {
        let schemes: &[&str] = match self {
            Self::Audit => &["PASSI", "PACS"],
            Self::Response => &["PRIS"],
            Self::Detection => &["PDIS"],
            Self::Administration => &["PAMS"],
            Self::Hosting => &["SecNumCloud"],
        };
        schemes.iter().any(|s| s.eq_ignore_ascii_case(scheme))
    }
}

/// Whether a decision holds on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It does. The last day, if one is stated, and how many days are left.
    Valid(Option<(String, i32)>),
    /// From a later day on.
    NotYet(String),
    /// It ran out.
    Expired(String),
    /// It is suspended.
    Suspended,
    /// It was withdrawn.
    Withdrawn,
    /// It is not decided.
    InEvaluation,
}

/// A qualification decision.
#[derive(Clone, Debug)]
pub struct Decision {
    /// `PRIS`, `PASSI`, …
    pub scheme: String,
    /// Its version.
    pub scheme_version: String,
    /// The offer that is qualified.
    pub offer: String,
    /// What for.
    pub scopes: Vec<String>,
    /// `substantiel`, `élevé` or empty.
    pub level: String,
    /// Whether for national-security needs.
    pub national_security: bool,
    /// The decision's number.
    pub number: String,
    /// Conditions.
    pub conditions: String,
    /// Where it is published.
    pub source: String,
    from: Option<Date>,
    to: Option<Date>,
    status: String,
}

impl Decision {
    /// Where it stands on a day.
    pub fn on(&self, day: Date) -> Validity {
        match self.status.as_str() {
            "suspended" => return Validity::Suspended,
            "withdrawn" => return Validity::Withdrawn,
            "in_evaluation" => return Validity::InEvaluation,
            "qualified" => {}
            _ => return Validity::Expired(self.to.map(|d| d.to_string()).unwrap_or_default()),
        }
        if let Some(from) = self.from.filter(|from| day < *from) {
            return Validity::NotYet(from.to_string());
        }
        match self.to {
            Some(to) if day > to => Validity::Expired(to.to_string()),
            Some(to) => Validity::Valid(Some((to.to_string(), day.until(to).map_or(0, |s| s.get_days())))),
            None => Validity::Valid(None),
        }
    }

    /// Whether it holds on a day: the same as [`Validity::Valid`], without the words.
    pub fn holds(&self, day: Date) -> bool {
        self.status == "qualified" && self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// A provider with its decisions.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its name as it is compared.
    pub folded: String,
    /// Its register number, nine digits or empty.
    pub siren: String,
    /// Its country.
    pub country: String,
    /// Where it works.
    pub regions: Vec<String>,
    /// In which languages.
    pub languages: Vec<String>,
    /// Its site.
    pub website: String,
    /// Its telephone.
    pub phone: String,
    /// Its address.
    pub email: String,
    /// `around-the-clock`, `business-hours` or `unknown`.
    pub on_call: String,
    /// What counts now: the last word on each decision.
    pub decisions: Vec<Decision>,
    words: String,
}

fn list(cell: &str) -> Vec<String> {
    cell.split('|').map(str::trim).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

impl Provider {
    pub(super) fn new(row: ProviderRow) -> Self {
        Self {
            words: format!("{} {}", row.folded, fold(&row.regions)),
            regions: list(&row.regions),
            languages: list(&row.languages),
            slug: row.slug,
            name: row.name,
            folded: row.folded,
            siren: row.siren,
            country: row.country,
            website: row.website,
            phone: row.phone,
            email: row.email,
            on_call: row.on_call,
            decisions: Vec::new(),
        }
    }

    /// Adds a decision; it takes the place of an earlier word on the same one.
    pub(super) fn add(&mut self, row: DecisionRow) {
        let date = |d: &Option<String>| d.as_deref().and_then(|d| d.parse().ok());
        let (from, to) = (date(&row.valid_from), date(&row.valid_to));
        self.words.push(' ');
        self.words.push_str(&fold(&format!("{} {} {}", row.scheme, row.offer, row.scopes)));
        self.decisions.retain(|d| !(d.scheme == row.scheme && d.offer == row.offer && d.number == row.decision_no && d.from == from));
        self.decisions.push(Decision {
            scopes: list(&row.scopes),
            national_security: row.national_security == Some(true),
            scheme: row.scheme,
            scheme_version: row.scheme_version,
            offer: row.offer,
            level: row.level,
            number: row.decision_no,
            conditions: row.conditions,
            source: row.source,
            status: row.status,
            from,
            to,
        });
    }

    /// Whether it was ever qualified: who is only being evaluated is not shown.
    pub fn was_qualified(&self) -> bool {
        self.decisions.iter().any(|d| d.status != "in_evaluation")
    }

    /// Whether any decision holds on a day.
    pub fn holds(&self, day: Date) -> bool {
        self.decisions.iter().any(|d| d.holds(day))
    }
}

/// What is asked for. Empty means no wish.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// The need.
    pub need: Option<Need>,
    /// The scheme.
    pub scheme: String,
    /// Part of a scope's name.
    pub scope: String,
    /// The region.
    pub region: String,
    /// Day and night.
    pub on_call: bool,
    /// Words.
    pub words: String,
}

/// A wish, ready to be compared with every provider.
struct Asked<'a> {
    wish: &'a Wish,
    scope: String,
    region: String,
    words: String,
}

impl<'a> Asked<'a> {
    fn new(wish: &'a Wish) -> Self {
        Self { wish, scope: fold(&wish.scope), region: fold(&wish.region), words: fold(&wish.words) }
    }

    fn takes(&self, d: &Decision) -> bool {
        let wish = self.wish;
        wish.need.is_none_or(|n| n.served_by(&d.scheme))
            && (wish.scheme.is_empty() || d.scheme.eq_ignore_ascii_case(&wish.scheme))
            && (wish.scope.is_empty() || d.scopes.iter().any(|s| fold(s).contains(&self.scope)))
    }

    fn admits(&self, p: &Provider) -> bool {
        (self.wish.region.is_empty() || p.regions.iter().any(|r| fold(r) == self.region))
            && (!self.wish.on_call || p.on_call == "around-the-clock")
            && self.words.split(' ').all(|w| p.words.contains(w))
    }
}

/// A provider that was found, with the decisions that hold and answer the wish.
pub struct Found<'a> {
    /// Who.
    pub provider: &'a Provider,
    /// Qualified how.
    pub decisions: Vec<&'a Decision>,
}

/// Who can help on a day, by name. A provider whose every decision is suspended, expired or undecided is not here.
pub fn find<'a>(register: &'a [Provider], wish: &Wish, day: Date) -> Vec<Found<'a>> {
    let asked = Asked::new(wish);
    let found = register
        .iter()
        .filter(|p| asked.admits(p))
        .map(|provider| Found { decisions: provider.decisions.iter().filter(|d| d.holds(day) && asked.takes(d)).collect(), provider });
    found.filter(|f| !f.decisions.is_empty()).collect()
}

/// Turns the list so that another provider comes first each day: nobody is always on top.
pub fn rotate(found: &mut [Found<'_>], today: Date) {
    let days = Date::constant(2020, 1, 1).until(today).map_or(0, |s| s.get_days());
    if let Some(by) = usize::try_from(days).ok().and_then(|d| d.checked_rem(found.len())) {
        found.rotate_left(by);
    }
}

/// How many providers serve each need.
pub type Counts = [(Need, i64); Need::ALL.len()];

/// How many providers serve each need on a day.
pub fn counts(register: &[Provider], day: Date) -> Counts {
    let serves = |p: &Provider, need: Need| p.decisions.iter().any(|d| d.holds(day) && need.served_by(&d.scheme));
    Need::ALL.map(|need| (need, register.iter().filter(|p| serves(p, need)).fold(0_i64, |n, _| n.saturating_add(1))))
}

#[cfg(test)]
mod tests;
