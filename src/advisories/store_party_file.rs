//! Everything that the portal holds about a party and its people, for its lead: columns by name, never a row as it is. What must not
//! leave is not selected: passphrases, seeds, credentials, digests, sessions, networks, and what officers write in their own words,
//! for it may name others.
use super::{party_file::At, store_ledger::opened, store_readership::addressed};
use crate::{
    accounts::{ledger::Who, who},
    all,
    db::{Result, Tx},
    ids::PartyId,
    maybe,
};
use serde::Serialize;

/// That an account `a` is one of the party `$1`. The doctor's canaries are nobody.
macro_rules! ours {
    () => {
        "a.party_id = $1 AND a.id NOT LIKE 'canary-%'"
    };
}

/// The party's own row.
#[derive(Serialize, sqlx::FromRow)]
pub struct Party {
    slug: String,
    name: String,
    state: String,
    switchboard: String,
    switchboard_source: String,
    created_at: At,
}

pub async fn party(tx: &mut Tx, id: &PartyId) -> Result<Option<Party>> {
    maybe!(tx, "SELECT slug, name, state, switchboard, switchboard_source, created_at FROM party WHERE id = $1", id)
}

/// The names of the groups that hold it.
pub async fn groups(tx: &mut Tx, id: &PartyId) -> Result<Vec<(String,)>> {
    all!(tx, "SELECT g.name FROM party_group g JOIN party_group_member m ON m.group_id = g.id WHERE m.party_id = $1 ORDER BY g.folded", id)
}

/// An admission, suspension or resumption.
#[derive(Serialize, sqlx::FromRow)]
pub struct Change {
    kind: String,
    proposed_at: At,
    proposed_by: String,
    decided_at: Option<At>,
    decided_by: Option<String>,
    approved: Option<bool>,
}

/// Those that were decided: what is only considered is the agency's own.
pub async fn changes(tx: &mut Tx, id: &PartyId) -> Result<Vec<Change>> {
    all!(
        tx,
        "SELECT c.kind, c.proposed_at, a.name AS proposed_by, c.decided_at, b.name AS decided_by, c.approved FROM party_change c
           JOIN account a ON a.id = c.proposed_by LEFT JOIN account b ON b.id = c.decided_by WHERE c.party_id = $1 AND c.decided_at IS NOT NULL ORDER BY c.proposed_at, c.id",
        id
    )
}

/// One of its people, proposed or gone ones too.
#[derive(Serialize, sqlx::FromRow)]
pub struct Person {
    id: String,
    name: String,
    email: String,
    phone: String,
    role: String,
    state: String,
    language: Option<String>,
    created_at: At,
    confirmed_at: Option<At>,
    signed_in_at: Option<At>,
    vet_again_by: Option<At>,
    ended_at: Option<At>,
    ended_why: String,
    /// Why they were proposed, where the party itself did.
    proposal_reason: Option<String>,
    unconfirmed_known_to: Option<At>,
}

pub async fn people(tx: &mut Tx, id: &PartyId) -> Result<Vec<Person>> {
    all!(
        tx,
        concat!(
            "SELECT a.id, a.name, a.email, a.phone, a.membership AS role, a.state, a.language, a.created_at, a.confirmed_at, a.signed_in_at,
                    a.revet_at AS vet_again_by, a.ended_at, a.ended_why, m.up_to AS unconfirmed_known_to,
                    CASE WHEN EXISTS (SELECT 1 FROM vetting v JOIN account o ON o.id = v.opened_by
                                       WHERE v.account_id = a.id AND v.purpose = 'admission' AND o.party_id = $1) THEN a.reason END AS proposal_reason
               FROM account a LEFT JOIN reader_mark m ON m.account_id = a.id WHERE ",
            ours!(),
            " ORDER BY a.created_at, a.id"
        ),
        id
    )
}

/// How the agency verified one of them.
#[derive(Serialize, sqlx::FromRow)]
pub struct Vetting {
    contact: String,
    purpose: String,
    state: String,
    method: Option<String>,
    opened_at: At,
    opened_by: String,
    met_at: Option<At>,
    filled_by: Option<String>,
    recorded_at: Option<At>,
    recorded_by: Option<String>,
    decided_at: Option<At>,
    decided_by: Option<String>,
    letter_from: Option<At>,
}

pub async fn vettings(tx: &mut Tx, id: &PartyId) -> Result<Vec<Vetting>> {
    all!(
        tx,
        concat!(
            "SELECT v.account_id AS contact, v.purpose, v.state, v.method, v.opened_at, o.name AS opened_by, v.met_at, f.name AS filled_by, v.recorded_at,
                    s.name AS recorded_by, v.decided_at, d.name AS decided_by, v.ready_at AS letter_from
               FROM vetting v JOIN account a ON a.id = v.account_id JOIN account o ON o.id = v.opened_by LEFT JOIN account f ON f.id = v.filled_by
               LEFT JOIN account s ON s.id = v.recorded_by LEFT JOIN account d ON d.id = v.decided_by WHERE ",
            ours!(),
            " ORDER BY v.opened_at, v.id"
        ),
        id
    )
}

/// Somebody's place with an advisory: opened, answered or left open.
#[derive(Serialize, sqlx::FromRow)]
pub struct Reading {
    contact: String,
    /// None where it was not addressed to the lead.
    pub advisory: Option<String>,
    version: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    at: At,
}

pub async fn readings(tx: &mut Tx, id: &PartyId) -> Result<Vec<Reading>> {
    all!(
        tx,
        concat!(
            "SELECT y.account_id AS contact, d.reference AS advisory, y.number AS version, CAST(NULL AS TEXT) AS state, y.at FROM reading y
               JOIN advisory d ON d.id = y.advisory_id JOIN account a ON a.id = y.account_id WHERE y.party_id = $1 AND ",
            ours!(),
            " ORDER BY y.at, y.account_id, d.reference, y.number"
        ),
        id
    )
}

pub async fn answers(tx: &mut Tx, id: &PartyId) -> Result<Vec<Reading>> {
    all!(
        tx,
        concat!(
            "SELECT k.account_id AS contact, d.reference AS advisory, k.number AS version, k.state, k.at FROM acknowledgement k
               JOIN advisory d ON d.id = k.advisory_id JOIN account a ON a.id = k.account_id WHERE k.party_id = $1 AND ",
            ours!(),
            " ORDER BY k.at, k.account_id, d.reference, k.number"
        ),
        id
    )
}

pub async fn unconfirmed(tx: &mut Tx, id: &PartyId) -> Result<Vec<Reading>> {
    all!(
        tx,
        concat!(
            "SELECT l.account_id AS contact, d.reference AS advisory, CAST(NULL AS BIGINT) AS version, CAST(NULL AS TEXT) AS state, l.published_at AS at FROM reader_left l
               JOIN advisory d ON d.id = l.advisory_id JOIN account a ON a.id = l.account_id WHERE ",
            ours!(),
            " ORDER BY l.published_at, l.account_id, d.reference"
        ),
        id
    )
}

/// A mail to one of them.
#[derive(Serialize, sqlx::FromRow)]
pub struct Notice {
    contact: String,
    kind: String,
    state: String,
    queued_at: At,
    ended_at: Option<At>,
    bounced_at: Option<At>,
}

pub async fn notices(tx: &mut Tx, id: &PartyId) -> Result<Vec<Notice>> {
    all!(
        tx,
        concat!(
            "SELECT x.account_id AS contact, x.kind, x.state, x.queued_at, x.ended_at, x.bounced_at FROM outbox x JOIN account a ON a.id = x.account_id WHERE ",
            ours!(),
            " ORDER BY x.queued_at, x.account_id, x.kind"
        ),
        id
    )
}

/// A copy of a file that left with somebody's name on it.
#[derive(Serialize, sqlx::FromRow)]
pub struct Copy {
    contact: String,
    at: At,
}

pub async fn copies(tx: &mut Tx, id: &PartyId) -> Result<Vec<Copy>> {
    all!(
        tx,
        concat!("SELECT c.account_id AS contact, c.at FROM file_copy c JOIN account a ON a.id = c.account_id WHERE ", ours!(), " ORDER BY c.at, c.account_id"),
        id
    )
}

/// One record of the log.
#[derive(sqlx::FromRow)]
pub struct Record {
    pub at: i64,
    #[sqlx(flatten)]
    pub who: Who,
    pub action: String,
    pub object: String,
    pub outcome: String,
    pub detail: String,
}

/// What its people did, what was done to them or to it, and what people of the agency opened of it: the newest first. Without alarms,
/// which are for the agency alone.
pub async fn records(tx: &mut Tx, id: &PartyId, limit: i64) -> Result<Vec<Record>> {
    all!(
        tx,
        concat!(
            "SELECT l.at, l.actor, ",
            who!(),
            ", l.action, l.object, l.outcome, l.detail
               FROM audit_record l JOIN party p ON p.id = $1 LEFT JOIN account w ON w.id = l.actor LEFT JOIN account o ON o.id = l.object
              WHERE l.action NOT LIKE 'alarm.%' AND l.action NOT LIKE 'canary.%' AND l.actor NOT LIKE 'canary-%' AND l.object NOT LIKE 'canary-%'
                AND ((w.party_id = p.id AND l.party = p.slug) OR (l.object = p.slug AND l.action LIKE 'party.%' AND l.action <> 'party.change-proposed') OR o.party_id = p.id OR (",
            opened!(),
            "))
              ORDER BY l.n DESC LIMIT $2"
        ),
        id,
        limit
    )
}
