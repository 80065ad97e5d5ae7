//! Rows of the register as CSV: what [`super::parse`] reads again.
use super::{COLUMNS, OPTIONAL, OnCall, Row, Status};
use jiff::civil::Date;

impl Status {
    const ALL: [Self; 5] = [Self::Qualified, Self::InEvaluation, Self::Suspended, Self::Withdrawn, Self::Expired];

    /// As the register says it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Qualified => "qualified",
            Self::InEvaluation => "in_evaluation",
            Self::Suspended => "suspended",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
        }
    }

    /// From the register.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.text() == text)
    }
}

impl OnCall {
    /// As the database says it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::BusinessHours => "business-hours",
            Self::AroundTheClock => "around-the-clock",
        }
    }

    /// From the database.
    pub fn from_text(text: &str) -> Self {
        [Self::BusinessHours, Self::AroundTheClock].into_iter().find(|o| o.text() == text).unwrap_or(Self::Unknown)
    }
}

/// The cells of a row, in the order of the columns.
pub fn line(r: &Row) -> Vec<String> {
    let date = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    let (on_call, security) = (
        match r.on_call {
            OnCall::Unknown => "",
            OnCall::BusinessHours => "business-hours",
            OnCall::AroundTheClock => "24/7",
        },
        match r.national_security {
            None => "",
            Some(true) => "yes",
            Some(false) => "no",
        },
    );
    vec![
        r.provider.clone(),
        r.siren.clone(),
        r.country.clone(),
        r.regions.join("|"),
        r.languages.join("|"),
        r.website.clone(),
        r.phone.clone(),
        r.email.clone(),
        on_call.into(),
        r.scheme.clone(),
        r.scheme_version.clone(),
        r.offer.clone(),
        r.scopes.join("|"),
        r.level.clone(),
        security.into(),
        r.decision_no.clone(),
        date(r.decision_date),
        date(r.valid_from),
        date(r.valid_to),
        r.status.text().into(),
        r.conditions.clone(),
        r.source.clone(),
        r.arrival_hours.map(|h| h.to_string()).unwrap_or_default(),
        r.evidence.clone(),
    ]
}

/// Rows with their header, as they are read again.
///
/// # Errors
/// Never: it is written into memory.
pub fn csv<'a>(rows: impl IntoIterator<Item = Vec<String>> + 'a) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS.iter().chain(&OPTIONAL))?;
    for row in rows {
        out.write_record(row)?;
    }
    out.into_inner().map_err(|e| e.into_error().into())
}
