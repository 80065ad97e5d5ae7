//! Files made from an advisory.
use super::{Article, indicators};
use crate::text::tame;

/// The indicators as CSV (RFC 4180), exact values, the marking in the first line. A cell that a spreadsheet would take
/// for a formula is led by an apostrophe (ASVS 1.2.10).
///
/// # Errors
/// When a row cannot be written.
pub fn indicators_csv(article: &Article, reader: &str) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    out.write_record([article.tlp.label(), &article.reference, &format!("version {}", article.number), &tame(reader)])?;
    out.write_record(["type", "value", "comment"])?;
    for i in indicators::parse(&article.indicators).unwrap_or_default() {
        out.write_record([i.kind, &tame(&i.value), &tame(&i.comment)])?;
    }
    out.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))
}
