//! What belongs to others than a party: the complement of `sight.rs` for the contacts of `$2`, whoever they are (`$1` is nobody).
use super::sight::in_audience;
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, PartyId},
};

fn firsts(rows: Vec<(String,)>) -> Vec<String> {
    rows.into_iter().map(|r| r.0).collect()
}

/// Names, titles and bodies that the party sees rightly.
pub async fn own_texts(tx: &mut Tx, party: &PartyId) -> Result<Vec<String>> {
    let rows = all!(
        tx,
        concat!(
            "SELECT name FROM party WHERE id = $2 UNION ALL SELECT name FROM account WHERE party_id = $2 UNION ALL SELECT email FROM account WHERE party_id = $2
             UNION ALL SELECT v.title || ' ' || v.summary || ' ' || v.actions || ' ' || v.body || ' ' || v.refs || ' ' || v.change_note || ' ' || COALESCE(a.withdrawn_reason, '')
               FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current JOIN revision v ON v.advisory_id = a.id AND v.state = 'published'
              WHERE $1 = '' AND ",
            in_audience!(),
            " UNION ALL SELECT body FROM annex WHERE party_id = $2"
        ),
        "",
        party
    )?;
    Ok(firsts(rows))
}

pub async fn other_parties(tx: &mut Tx, party: &PartyId) -> Result<Vec<String>> {
    Ok(firsts(all!(tx, "SELECT name FROM party WHERE id <> $1 UNION SELECT slug FROM party WHERE id <> $1", party)?))
}

pub async fn other_people(tx: &mut Tx, party: &PartyId) -> Result<Vec<String>> {
    let sql = "SELECT name FROM account WHERE party_id <> $1 UNION SELECT email FROM account WHERE party_id <> $1";
    Ok(firsts(all!(tx, sql, party)?))
}

pub async fn other_references(tx: &mut Tx, party: &PartyId) -> Result<Vec<String>> {
    let rows = all!(
        tx,
        concat!(
            "SELECT o.reference FROM advisory o WHERE NOT EXISTS (SELECT 1 FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
              WHERE a.id = o.id AND $1 = '' AND ",
            in_audience!(),
            ")"
        ),
        "",
        party
    )?;
    Ok(firsts(rows))
}

pub async fn other_titles(tx: &mut Tx, party: &PartyId) -> Result<Vec<String>> {
    let rows = all!(
        tx,
        concat!(
            "SELECT v.title FROM advisory o JOIN revision v ON v.advisory_id = o.id WHERE NOT EXISTS
               (SELECT 1 FROM advisory a JOIN revision r ON r.advisory_id = a.id AND r.number = a.current WHERE a.id = o.id AND v.number <= a.current AND $1 = '' AND ",
            in_audience!(),
            ")"
        ),
        "",
        party
    )?;
    Ok(firsts(rows))
}

pub async fn other_annexes(tx: &mut Tx, party: &PartyId) -> Result<Vec<String>> {
    Ok(firsts(all!(tx, "SELECT substr(body, 1, 60) FROM annex WHERE party_id <> $1", party)?))
}

pub async fn forget(tx: &mut Tx, canary: &AccountId) -> Result<()> {
    exec!(tx, "DELETE FROM reading WHERE account_id = $1", canary)?;
    exec!(tx, "DELETE FROM file_copy WHERE account_id = $1", canary)?;
    Ok(())
}
