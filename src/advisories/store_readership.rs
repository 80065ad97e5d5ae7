//! Who could read what since when, who has opened it and who has confirmed: for the desk alone.
use super::{Audience, Severity, Stand, Tlp};
use crate::{
    all,
    db::{Result, Tx},
    ids::AdvisoryId,
};

/// One party that a version was addressed to.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PartyRow {
    /// Its name.
    pub party: String,
    /// Its address.
    pub slug: String,
    /// People who can read it now.
    pub readers: i64,
    /// People who have opened this version.
    pub opened: i64,
    /// When the first of them did.
    pub first_opened: Option<i64>,
    /// People whose answer counts for this version.
    pub confirmed: i64,
    /// When the first of them answered.
    pub first_confirmed: Option<i64>,
    /// When its record here began: before, there was nobody to read.
    pub known_since: i64,
    /// SHA-256 of the section that it alone was given.
    pub annex_hash: Option<Vec<u8>>,
}

/// That a party `p` is one to which the version `r` was addressed: the other side of `sight.rs`, for the desk's reports alone. A
/// suspended party stays in it: what it was addressed it was addressed.
macro_rules! addressed {
    () => {
        "p.state <> 'proposed' AND (r.audience = 'all-parties'
           OR (r.audience = 'some-parties' AND EXISTS (SELECT 1 FROM audience_party x WHERE x.advisory_id = r.advisory_id AND x.number = r.number AND x.party_id = p.id))
           OR (r.audience = 'named-people' AND EXISTS (SELECT 1 FROM audience_person x JOIN account w ON w.id = x.account_id
                                                        WHERE x.advisory_id = r.advisory_id AND x.number = r.number AND w.party_id = p.id)))"
    };
}

pub(super) use addressed;

macro_rules! counts {
    () => {
        "(SELECT COUNT(*) FROM account w WHERE w.party_id = p.id AND w.state = 'confirmed' AND w.membership IN ('lead', 'contact')
             AND (r.audience <> 'named-people' OR EXISTS (SELECT 1 FROM audience_person x WHERE x.advisory_id = r.advisory_id AND x.number = r.number AND x.account_id = w.id))) AS readers,
         (SELECT COUNT(*) FROM reading y WHERE y.advisory_id = r.advisory_id AND y.number = r.number AND y.party_id = p.id) AS opened,
         (SELECT MIN(y.at) FROM reading y WHERE y.advisory_id = r.advisory_id AND y.number = r.number AND y.party_id = p.id) AS first_opened,
         (SELECT COUNT(DISTINCT k.account_id) FROM acknowledgement k WHERE k.advisory_id = r.advisory_id AND k.number >= r.confirm_from AND k.number <= r.number AND k.party_id = p.id) AS confirmed,
         (SELECT MIN(k.at) FROM acknowledgement k WHERE k.advisory_id = r.advisory_id AND k.number >= r.confirm_from AND k.number <= r.number AND k.party_id = p.id) AS first_confirmed"
    };
}

/// The parties of a version, by name.
pub async fn parties(tx: &mut Tx, id: &AdvisoryId, number: i64) -> Result<Vec<PartyRow>> {
    all!(
        tx,
        concat!(
            "SELECT p.name AS party, p.slug, p.created_at AS known_since,
                    (SELECT t.hash FROM signed_text t WHERE t.advisory_id = r.advisory_id AND t.number = r.number AND t.for_party = p.id) AS annex_hash, ",
            counts!(),
            " FROM revision r JOIN party p ON ",
            addressed!(),
            " WHERE r.advisory_id = $1 AND r.number = $2 AND r.state = 'published' ORDER BY p.folded"
        ),
        id,
        number
    )
}

/// One person who has opened or answered.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct PersonRow {
    /// The party's address.
    pub slug: String,
    /// The person.
    pub name: String,
    /// When they opened it first: this version, or the last before it that they have opened.
    pub opened: Option<i64>,
    /// Which version that was.
    pub opened_number: Option<i64>,
    /// Where they stand.
    pub stand: Option<Stand>,
    /// Since when.
    pub stand_at: Option<i64>,
}

/// Those who have opened or answered, by party and name. Of those who have not, nothing is said.
pub async fn people(tx: &mut Tx, id: &AdvisoryId, number: i64, confirm_from: i64) -> Result<Vec<PersonRow>> {
    all!(
        tx,
        "SELECT p.slug, w.name, y.at AS opened, y.number AS opened_number, k.state AS stand, k.at AS stand_at FROM account w JOIN party p ON p.id = w.party_id
           LEFT JOIN reading y ON y.account_id = w.id AND y.advisory_id = $1 AND y.number =
                (SELECT MAX(o.number) FROM reading o WHERE o.account_id = w.id AND o.advisory_id = $1 AND o.number <= $2)
           LEFT JOIN acknowledgement k ON k.account_id = w.id AND k.advisory_id = $1 AND k.number =
                (SELECT MAX(n.number) FROM acknowledgement n WHERE n.account_id = w.id AND n.advisory_id = $1 AND n.number >= $3 AND n.number <= $2)
          WHERE y.at IS NOT NULL OR k.at IS NOT NULL ORDER BY p.folded, w.name, w.id",
        id,
        number,
        confirm_from
    )
}

/// One published version in the report on equal treatment: no title, no text.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct VersionRow {
    /// The advisory; never shown.
    pub id: AdvisoryId,
    /// Its reference.
    pub reference: String,
    /// The version.
    pub number: i64,
    /// When it became available, to all that it was addressed to.
    pub published_at: i64,
    /// When the advisory was withdrawn, from all of them.
    pub withdrawn_at: Option<i64>,
    /// Its marking.
    pub tlp: Tlp,
    /// Its severity.
    pub severity: Severity,
    /// Whom it was for.
    pub audience: Audience,
    /// Why not all.
    pub reason: String,
    /// SHA-256 of the text that every reader was given.
    pub text_hash: Option<Vec<u8>>,
    /// Parties with a section of their own.
    pub annexes: i64,
    /// Parties it was addressed to.
    pub parties: i64,
    /// Parties in which somebody has opened it.
    pub opened: i64,
}

/// The versions published in a span of time, the newest first.
pub async fn versions(tx: &mut Tx, from: i64, to: i64, limit: i64) -> Result<Vec<VersionRow>> {
    all!(
        tx,
        concat!(
            "SELECT a.id, a.reference, r.number, r.published_at, a.withdrawn_at, r.tlp, r.severity, r.audience, r.reason, t.hash AS text_hash,
                    (SELECT COUNT(*) FROM annex x WHERE x.advisory_id = r.advisory_id AND x.number = r.number) AS annexes,
                    (SELECT COUNT(*) FROM party p WHERE ",
            addressed!(),
            ") AS parties,
                    (SELECT COUNT(DISTINCT y.party_id) FROM reading y WHERE y.advisory_id = r.advisory_id AND y.number = r.number) AS opened
               FROM revision r JOIN advisory a ON a.id = r.advisory_id
               LEFT JOIN signed_text t ON t.advisory_id = r.advisory_id AND t.number = r.number AND t.for_party = ''
              WHERE r.state = 'published' AND r.published_at >= $1 AND r.published_at < $2 ORDER BY r.published_at DESC, a.reference LIMIT $3"
        ),
        from,
        to,
        limit
    )
}

/// How many versions a span of time has, by whom they were for.
pub async fn totals(tx: &mut Tx, from: i64, to: i64) -> Result<Vec<(Audience, i64)>> {
    all!(
        tx,
        "SELECT audience, COUNT(*) FROM revision WHERE state = 'published' AND published_at >= $1 AND published_at < $2 GROUP BY audience ORDER BY audience",
        from,
        to
    )
}
