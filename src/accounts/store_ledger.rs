//! What the log holds about one person. The log's table is the log's; who is behind a record is looked up here.
use super::{Membership, Roles};
use crate::{
    all,
    db::{Result, Tx},
    ids::{AccountId, PartyId},
};

/// Who is behind a record `r`: an account as it is now, where there is one.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Who {
    /// As it stands in the record.
    pub actor: String,
    /// Full name.
    pub by_name: Option<String>,
    /// What they are.
    pub by_membership: Option<Membership>,
    /// Of which party.
    pub by_party: Option<PartyId>,
    by_author: Option<bool>,
    by_approver: Option<bool>,
    by_vetting: Option<bool>,
    by_auditor: Option<bool>,
    by_administrator: Option<bool>,
}

impl Who {
    /// The staff roles they hold now.
    pub fn roles(&self) -> Roles {
        let held = |role: Option<bool>| role.unwrap_or(false);
        Roles {
            author: held(self.by_author),
            approver: held(self.by_approver),
            vetting: held(self.by_vetting),
            auditor: held(self.by_auditor),
            administrator: held(self.by_administrator),
        }
    }
}

/// The columns of [`Who`] behind the record's own `actor`, of the account `w`.
macro_rules! who {
    () => {
        "w.name AS by_name, w.membership AS by_membership, w.party_id AS by_party, w.author AS by_author, w.approver AS by_approver,
         w.vetting AS by_vetting, w.auditor AS by_auditor, w.administrator AS by_administrator"
    };
}
pub(crate) use who;

/// One record.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Entry {
    /// Where it stands in the log: it must not reach a reader.
    pub n: i64,
    /// When.
    pub at: i64,
    #[sqlx(flatten)]
    /// By whom.
    pub who: Who,
    /// What.
    pub action: String,
    /// On what.
    pub object: String,
    /// The name of the person or party it was done on.
    pub object_name: Option<String>,
    /// `done` or `refused`.
    pub outcome: String,
    /// Why or with what.
    pub detail: String,
    /// The request's id.
    pub request: String,
    /// Where from.
    pub network: String,
}

/// What a person did, and what others did to their account, before an index, newest first. Without alarms: whoever holds a stolen
/// session must not learn here that it was noticed. A name is looked up for what was done alone: what was refused may have been guessed.
pub async fn entries(tx: &mut Tx, account: &AccountId, before: i64, limit: i64) -> Result<Vec<Entry>> {
    all!(
        tx,
        concat!(
            "SELECT r.n, r.at, r.actor, ",
            who!(),
            ", r.action, r.object, COALESCE(o.name, p.name) AS object_name, r.outcome, r.detail, r.request, r.network
               FROM audit_record r LEFT JOIN account w ON w.id = r.actor
               LEFT JOIN account o ON o.id = r.object AND r.outcome = 'done' LEFT JOIN party p ON p.slug = r.object AND r.outcome = 'done'
              WHERE r.n IN (SELECT n FROM (SELECT n FROM audit_record WHERE actor = $1 AND n < $2 AND action NOT LIKE 'alarm.%' ORDER BY n DESC LIMIT $3) mine
                      UNION ALL SELECT n FROM (SELECT n FROM audit_record WHERE object = $1 AND actor <> $1 AND n < $2 AND action NOT LIKE 'alarm.%'
                                                ORDER BY n DESC LIMIT $3) theirs)
              ORDER BY r.n DESC LIMIT $3"
        ),
        account,
        before,
        limit
    )
}
