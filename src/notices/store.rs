//! The outbox's table.
use crate::{
    all,
    db::{Result, Tx},
    exec,
    ids::AccountId,
    maybe, value,
};

/// A statement that queues one row for each account `w` of what follows it: `$1` begins the ids, `$2` is the kind, `$3` its
/// turn, `$4` a sealed code or nothing, `$5` the time. Ids are made in the statement, so that sixty thousand readers are one
/// round trip.
macro_rules! into_outbox {
    ($from:expr) => {
        concat!(
            "INSERT INTO outbox (id, account_id, kind, turn, code, state, queued_at, attempts, next_at, claim, claimed_until, handed_at, message_id, ended_at, why, error, bounced_at)
             SELECT $1 || '-' || w.id, w.id, $2, $3, $4, 'queued', $5, 0, $5, '', 0, NULL, NULL, NULL, '', '', NULL FROM account w ",
            $from,
            " ON CONFLICT DO NOTHING"
        )
    };
}
pub(crate) use into_outbox;

/// What every row of one insertion shares.
pub struct Group<'a> {
    /// The beginning of the ids.
    pub id: &'a str,
    /// See [`super::Kind::text`].
    pub kind: &'a str,
    /// See [`super::Turn::number`].
    pub turn: i64,
    /// When.
    pub now: i64,
    /// Nothing is queued to whom the same kind was queued since.
    pub unless_since: i64,
}

/// One row, for one account. Says how many were queued.
pub async fn queue(tx: &mut Tx, g: &Group<'_>, to: &AccountId, code: Option<Vec<u8>>) -> Result<u64> {
    exec!(
        tx,
        into_outbox!("WHERE w.id = $6 AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.account_id = w.id AND o.kind = $2 AND o.queued_at > $7)"),
        g.id,
        g.kind,
        g.turn,
        code,
        g.now,
        to,
        g.unless_since
    )
}

/// One row for each confirmed member of staff who has the role, a column of the account.
macro_rules! queue_to_role {
    ($tx:expr, $g:expr, $role:literal) => {
        exec!(
            $tx,
            into_outbox!(concat!(
                "WHERE w.",
                $role,
                " AND w.membership = 'staff' AND w.state = 'confirmed'
                AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.account_id = w.id AND o.kind = $2 AND o.queued_at > $6)"
            )),
            $g.id,
            $g.kind,
            $g.turn,
            None::<Vec<u8>>,
            $g.now,
            $g.unless_since
        )
    };
}

/// One row for each confirmed vetting officer.
pub async fn queue_to_vetting(tx: &mut Tx, g: &Group<'_>) -> Result<u64> {
    queue_to_role!(tx, g, "vetting")
}

/// One row for each confirmed administrator.
pub async fn queue_to_administrators(tx: &mut Tx, g: &Group<'_>) -> Result<u64> {
    queue_to_role!(tx, g, "administrator")
}

/// What went out to a person, or may have: kind, when, and the row's id, the newest first.
pub async fn sent_to(tx: &mut Tx, person: &AccountId) -> Result<Vec<(String, i64, String)>> {
    all!(
        tx,
        "SELECT kind, COALESCE(handed_at, ended_at, queued_at), id FROM outbox WHERE account_id = $1 AND (state IN ('sent', 'unsure') OR handed_at IS NOT NULL)
          ORDER BY queued_at DESC LIMIT 2000",
        person
    )
}

pub async fn forget_person(tx: &mut Tx, person: &AccountId) -> Result<u64> {
    exec!(tx, "DELETE FROM outbox WHERE account_id = $1", person)
}

/// Whether anything could be claimed now.
pub async fn is_due(tx: &mut Tx, now: i64) -> Result<bool> {
    value!(tx, "SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'queued' AND next_at <= $1 AND claimed_until < $1)", now)
}

/// A row that this worker has claimed.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Row {
    pub id: String,
    pub account_id: AccountId,
    pub kind: String,
    pub code: Option<Vec<u8>>,
    pub queued_at: i64,
    pub attempts: i64,
    /// Set when the server was about to get the text and whoever sent it never came back.
    pub handed_at: Option<i64>,
}

/// Takes a few rows for this claim alone. What another claim took meanwhile is left out, on every node.
pub async fn claim(tx: &mut Tx, claim: &str, now: i64, until: i64, limit: i64) -> Result<Vec<Row>> {
    all!(
        tx,
        "UPDATE outbox SET claim = $1, claimed_until = $3
          WHERE state = 'queued' AND claimed_until < $2
            AND id IN (SELECT id FROM outbox WHERE state = 'queued' AND next_at <= $2 AND claimed_until < $2 ORDER BY turn, next_at LIMIT $4)
        RETURNING id, account_id, kind, code, queued_at, attempts, handed_at",
        claim,
        now,
        until,
        limit
    )
}

/// Somebody a message is for, as they stand now.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Recipient {
    pub email: String,
    pub state: String,
    pub membership: String,
    pub language: Option<String>,
}

pub async fn recipient(tx: &mut Tx, id: &AccountId) -> Result<Option<Recipient>> {
    // The people of a party that is suspended are as good as cut.
    maybe!(
        tx,
        "SELECT a.email, CASE WHEN p.state IS NULL OR p.state = 'active' THEN a.state ELSE 'cut' END AS state, a.membership, a.language
           FROM account a LEFT JOIN party p ON p.id = a.party_id WHERE a.id = $1",
        id
    )
}

/// Notes, before the text goes out, that it is about to, and holds the row longer. False when the claim has run out, or the
/// person is no longer as they were looked up.
pub async fn hand(tx: &mut Tx, row: &str, claim: &str, message_id: &str, r: &Recipient, now: i64, until: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE outbox SET handed_at = $4, claimed_until = $5, message_id = $3 WHERE id = $1 AND claim = $2 AND state = 'queued' AND handed_at IS NULL
            AND EXISTS (SELECT 1 FROM account w LEFT JOIN party p ON p.id = w.party_id WHERE w.id = outbox.account_id AND w.email = $6
                AND CASE WHEN p.state IS NULL OR p.state = 'active' THEN w.state ELSE 'cut' END = $7)",
        row,
        claim,
        message_id,
        now,
        until,
        &r.email,
        &r.state
    )?)
}

/// How a row ended.
pub struct End<'a> {
    /// `sent`, `failed`, `unsure` or `dropped`.
    pub state: &'a str,
    /// The key of the reason's sentence, or nothing.
    pub why: &'a str,
    /// The server's own words.
    pub error: &'a str,
}

/// Ends a row and wipes its code. False when the claim has run out and another has it.
pub async fn end(tx: &mut Tx, row: &str, claim: &str, message_id: &str, end: &End<'_>, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE outbox SET state = $4, why = $5, error = $6, ended_at = $7, message_id = $3, attempts = attempts + 1, code = NULL, claim = '', claimed_until = 0
          WHERE id = $1 AND claim = $2 AND state = 'queued'",
        row,
        claim,
        message_id,
        end.state,
        end.why,
        end.error,
        now
    )?)
}

/// Puts a row back for a later attempt.
pub async fn put_back(tx: &mut Tx, row: &str, claim: &str, why: &str, error: &str, next_at: i64) -> Result<u64> {
    exec!(
        tx,
        "UPDATE outbox SET next_at = $3, why = $4, error = $5, attempts = attempts + 1, handed_at = NULL, claim = '', claimed_until = 0
          WHERE id = $1 AND claim = $2 AND state = 'queued'",
        row,
        claim,
        next_at,
        why,
        error
    )
}

/// Lets go of a row that was claimed and not tried.
pub async fn let_go(tx: &mut Tx, row: &str, claim: &str) -> Result<u64> {
    exec!(tx, "UPDATE outbox SET claim = '', claimed_until = 0 WHERE id = $1 AND claim = $2 AND state = 'queued' AND handed_at IS NULL", row, claim)
}

/// Removes what ended before a moment.
pub async fn forget(tx: &mut Tx, before: i64) -> Result<u64> {
    exec!(tx, "DELETE FROM outbox WHERE state <> 'queued' AND ended_at < $1", before)
}

/// What went wrong with a person's address.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Trouble {
    /// When it was known.
    pub at: i64,
    /// The key of the sentence that says what happened.
    pub why: String,
    /// The mail server's own words, if it gave any.
    pub error: String,
}

pub async fn trouble(tx: &mut Tx, to: &AccountId) -> Result<Option<Trouble>> {
    maybe!(
        tx,
        "SELECT COALESCE(bounced_at, ended_at) AS at, why, error FROM outbox
          WHERE account_id = $1 AND (bounced_at IS NOT NULL OR state IN ('failed', 'unsure')) ORDER BY COALESCE(bounced_at, ended_at) DESC LIMIT 1",
        to
    )
}

/// One message with its person, for the administrator's page.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Line {
    /// When it ended.
    pub at: i64,
    /// See [`super::Kind::text`].
    pub kind: String,
    /// The key of the reason's sentence.
    pub why: String,
    /// The mail server's own words.
    pub error: String,
    /// Whose account.
    pub account_id: AccountId,
    /// Their name, while there is an account.
    pub name: Option<String>,
    /// What they are.
    pub membership: Option<String>,
}

pub async fn waiting(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COUNT(*) FROM outbox WHERE state = 'queued'")
}

/// What the oldest of those that wait was last refused for.
pub async fn held_up(tx: &mut Tx) -> Result<Option<Trouble>> {
    maybe!(tx, "SELECT queued_at AS at, why, error FROM outbox WHERE state = 'queued' AND why <> '' ORDER BY queued_at LIMIT 1")
}

pub async fn last_sent(tx: &mut Tx) -> Result<Option<Line>> {
    maybe!(
        tx,
        "SELECT o.ended_at AS at, o.kind, o.why, o.error, o.account_id, w.name, w.membership FROM outbox o LEFT JOIN account w ON w.id = o.account_id
          WHERE o.state = 'sent' ORDER BY o.ended_at DESC LIMIT 1"
    )
}

pub async fn troubles(tx: &mut Tx, limit: i64) -> Result<Vec<Line>> {
    all!(
        tx,
        "SELECT COALESCE(o.bounced_at, o.ended_at) AS at, o.kind, o.why, o.error, o.account_id, w.name, w.membership
           FROM outbox o LEFT JOIN account w ON w.id = o.account_id
          WHERE o.state IN ('failed', 'unsure') OR o.bounced_at IS NOT NULL ORDER BY COALESCE(o.bounced_at, o.ended_at) DESC LIMIT $1",
        limit
    )
}

/// Whose message this was, and whether it was sent back before.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Known {
    pub account_id: AccountId,
    pub kind: String,
    pub bounced_at: Option<i64>,
}

pub async fn by_message(tx: &mut Tx, message_id: &str) -> Result<Option<Known>> {
    maybe!(tx, "SELECT account_id, kind, bounced_at FROM outbox WHERE message_id = $1 AND state <> 'queued'", message_id)
}

/// False when it was marked before.
pub async fn set_bounced(tx: &mut Tx, message_id: &str, why: &str, error: &str, now: i64) -> Result<bool> {
    Ok(1 == exec!(
        tx,
        "UPDATE outbox SET bounced_at = $2, why = $3, error = $4 WHERE message_id = $1 AND state <> 'queued' AND bounced_at IS NULL",
        message_id,
        now,
        why,
        error
    )?)
}
