//! The tables that say whom a version is for, and who that is.
use super::{Audience, sight::in_audience};
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::{AccountId, AdvisoryId, GroupId, PartyId},
    notices::{self, Kind},
    value,
};

pub async fn parties(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<PartyId>> {
    let rows: Vec<(PartyId,)> = all!(tx, "SELECT party_id FROM audience_party WHERE advisory_id = $1 AND number = $2 ORDER BY party_id", id, number)?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

pub async fn groups(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<GroupId>> {
    let rows: Vec<(GroupId,)> = all!(tx, "SELECT group_id FROM audience_group WHERE advisory_id = $1 AND number = $2 ORDER BY group_id", id, number)?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

pub async fn people(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> = all!(tx, "SELECT account_id FROM audience_person WHERE advisory_id = $1 AND number = $2 ORDER BY account_id", id, number)?;
    Ok(rows.into_iter().map(|r| r.0).collect())
}

pub async fn clear_recipients(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<()> {
    exec!(tx, "DELETE FROM audience_party WHERE advisory_id = $1 AND number = $2", id, number)?;
    exec!(tx, "DELETE FROM audience_group WHERE advisory_id = $1 AND number = $2", id, number)?;
    exec!(tx, "DELETE FROM audience_person WHERE advisory_id = $1 AND number = $2", id, number)?;
    Ok(())
}

pub async fn add_party(tx: &mut Tx, id: &AdvisoryId, number: i64, party: &PartyId) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO audience_party (advisory_id, number, party_id) SELECT $1, $2, p.id FROM party p WHERE p.id = $3 AND p.state = 'active' ON CONFLICT DO NOTHING",
        id,
        number,
        party
    )
}

pub async fn add_group(tx: &mut Tx, id: &AdvisoryId, number: i64, group: &GroupId) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO audience_group (advisory_id, number, group_id) SELECT $1, $2, g.id FROM party_group g WHERE g.id = $3 ON CONFLICT DO NOTHING",
        id,
        number,
        group
    )
}

pub async fn add_person(tx: &mut Tx, id: &AdvisoryId, number: i64, person: &AccountId) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO audience_person (advisory_id, number, account_id)
         SELECT $1, $2, a.id FROM account a JOIN party p ON p.id = a.party_id AND p.state = 'active' WHERE a.id = $3 AND a.state = 'confirmed' ON CONFLICT DO NOTHING",
        id,
        number,
        person
    )
}

/// The parties that the named groups hold now are named themselves.
pub async fn resolve_groups(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO audience_party (advisory_id, number, party_id)
         SELECT g.advisory_id, g.number, m.party_id FROM audience_group g JOIN party_group_member m ON m.group_id = g.group_id
           JOIN party p ON p.id = m.party_id AND p.state = 'active' WHERE g.advisory_id = $1 AND g.number = $2
         ON CONFLICT DO NOTHING",
        id,
        number
    )
}

/// Parties that are not active, and people whose access or whose party's is over, are no longer named.
pub async fn drop_inactive(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<()> {
    exec!(tx, "DELETE FROM audience_party WHERE advisory_id = $1 AND number = $2 AND party_id IN (SELECT id FROM party WHERE state <> 'active')", id, number)?;
    exec!(
        tx,
        "DELETE FROM audience_person WHERE advisory_id = $1 AND number = $2
            AND account_id IN (SELECT a.id FROM account a LEFT JOIN party p ON p.id = a.party_id WHERE a.state <> 'confirmed' OR p.state IS NULL OR p.state <> 'active')",
        id,
        number
    )?;
    Ok(())
}

/// Somebody who will be able to read.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Reader {
    /// The party's name.
    pub party: String,
    /// The party's address.
    pub party_slug: String,
    /// The person's name; none for a party nobody of which can read yet.
    pub name: Option<String>,
}

pub async fn readers_of_all(tx: &mut Tx) -> Result<Vec<Reader>> {
    all!(
        tx,
        "SELECT p.name AS party, p.slug AS party_slug, a.name FROM party p
           LEFT JOIN account a ON a.party_id = p.id AND a.state = 'confirmed' AND a.membership IN ('lead', 'contact') WHERE p.state = 'active'
          ORDER BY p.folded, a.name"
    )
}

pub async fn readers_of_some(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<Reader>> {
    all!(
        tx,
        "SELECT p.name AS party, p.slug AS party_slug, a.name FROM party p
           LEFT JOIN account a ON a.party_id = p.id AND a.state = 'confirmed' AND a.membership IN ('lead', 'contact')
          WHERE p.state = 'active' AND (EXISTS (SELECT 1 FROM audience_party x WHERE x.advisory_id = $1 AND x.number = $2 AND x.party_id = p.id)
             OR EXISTS (SELECT 1 FROM audience_group g JOIN party_group_member m ON m.group_id = g.group_id
                         WHERE g.advisory_id = $1 AND g.number = $2 AND m.party_id = p.id))
          ORDER BY p.folded, a.name",
        id,
        number
    )
}

pub async fn readers_named(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<Reader>> {
    all!(
        tx,
        "SELECT p.name AS party, p.slug AS party_slug, a.name FROM audience_person x JOIN account a ON a.id = x.account_id AND a.state = 'confirmed'
           JOIN party p ON p.id = a.party_id AND p.state = 'active' WHERE x.advisory_id = $1 AND x.number = $2 ORDER BY p.folded, a.name",
        id,
        number
    )
}

/// Queues a notice to everybody who may read the version that is published now: one row a reader, one statement.
pub async fn queue_notices(tx: &mut Tx, id: &AdvisoryId, kind: Kind, now: i64) -> Result<u64> {
    exec!(
        tx,
        notices::into_outbox!(concat!(
            "JOIN advisory a ON a.id = $6 JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
              WHERE w.state = 'confirmed' AND w.membership IN ('lead', 'contact') AND ",
            in_audience!("w.id", "w.party_id")
        )),
        notices::group(kind, now),
        kind.text(),
        kind.turn().number(),
        None::<Vec<u8>>,
        now,
        id
    )
}

/// Queues a reminder to everybody who may read the version that is published now and whose answer is missing, unless they were
/// reminded since. Says how many were queued.
pub async fn queue_reminders(tx: &mut Tx, id: &AdvisoryId, now: i64, since: i64) -> Result<u64> {
    exec!(
        tx,
        notices::into_outbox!(concat!(
            "JOIN advisory a ON a.id = $6 JOIN revision r ON r.advisory_id = a.id AND r.number = a.current
              WHERE w.state = 'confirmed' AND w.membership IN ('lead', 'contact')
                AND NOT EXISTS (SELECT 1 FROM acknowledgement k WHERE k.account_id = w.id AND k.advisory_id = a.id AND k.number >= r.confirm_from)
                AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.account_id = w.id AND o.kind = $2 AND o.queued_at > $7) AND ",
            in_audience!("w.id", "w.party_id")
        )),
        notices::group(Kind::Reminder, now),
        Kind::Reminder.text(),
        Kind::Reminder.turn().number(),
        None::<Vec<u8>>,
        now,
        id,
        since
    )
}

/// Whether some of a party's people will be able to read a version, or the party is named.
pub async fn reaches_party(tx: &mut Tx, id: &AdvisoryId, number: i64, audience: Option<Audience>, party: &PartyId) -> Result<bool> {
    value!(
        tx,
        "SELECT EXISTS (SELECT 1 FROM party p WHERE p.id = $3 AND p.state = 'active' AND ($4 = 'all-parties'
            OR ($4 = 'some-parties' AND EXISTS (SELECT 1 FROM audience_party x WHERE x.advisory_id = $1 AND x.number = $2 AND x.party_id = p.id))
            OR ($4 = 'named-people' AND EXISTS (SELECT 1 FROM audience_person x JOIN account w ON w.id = x.account_id
                                                 WHERE x.advisory_id = $1 AND x.number = $2 AND w.party_id = p.id))))",
        id,
        number,
        party,
        audience.map_or("", Audience::text)
    )
}

/// Whether a party is named, or a group that holds it, or one of its people.
pub async fn names_party(tx: &mut Tx, id: &AdvisoryId, number: i64, slug: &str) -> Result<bool> {
    value!(
        tx,
        "SELECT EXISTS (SELECT 1 FROM audience_party x JOIN party p ON p.id = x.party_id WHERE x.advisory_id = $1 AND x.number = $2 AND p.slug = $3)",
        id,
        number,
        slug
    )
}

/// A person who can be named.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Person {
    /// Whose account.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Of which party.
    pub party: String,
}

pub async fn possible_recipients(tx: &mut Tx) -> Result<Vec<Person>> {
    all!(
        tx,
        "SELECT a.id, a.name, p.name AS party FROM account a JOIN party p ON p.id = a.party_id AND p.state = 'active'
          WHERE a.state = 'confirmed' AND a.membership IN ('lead', 'contact') ORDER BY p.folded, a.name"
    )
}
