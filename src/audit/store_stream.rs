//! How far the log was streamed.
use crate::{
    db::{Result, Tx},
    exec, value,
};

/// The index behind the last record that was sent.
pub async fn sent(tx: &mut Tx) -> Result<i64> {
    value!(tx, "SELECT COALESCE((SELECT sent FROM audit_stream WHERE only_row = 1), 0)")
}

/// Why nothing more was sent when it was tried last; empty when it was.
pub async fn why(tx: &mut Tx) -> Result<String> {
    value!(tx, "SELECT COALESCE((SELECT trouble FROM audit_stream WHERE only_row = 1), '')")
}

/// It was sent up to here.
pub async fn mark(tx: &mut Tx, sent: i64, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO audit_stream (only_row, sent, at, trouble) VALUES (1, $1, $2, '') ON CONFLICT (only_row) DO UPDATE SET sent = CASE WHEN audit_stream.sent > $1 THEN audit_stream.sent ELSE $1 END, at = $2, trouble = ''",
        sent,
        now
    )
}

/// It could not be sent.
pub async fn trouble(tx: &mut Tx, why: &str, now: i64) -> Result<u64> {
    exec!(
        tx,
        "INSERT INTO audit_stream (only_row, sent, at, trouble) VALUES (1, 0, $2, $1) ON CONFLICT (only_row) DO UPDATE SET trouble = $1, at = $2",
        why,
        now
    )
}
