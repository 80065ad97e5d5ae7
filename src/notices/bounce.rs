//! What came back: a delivery-status notification (RFC 3464) that the operator's mail server hands over.
use super::store;
use crate::{
    audit::{self, Act, Action},
    db::Tx,
    error::Result,
    ids::AccountId,
};

/// What a notification says.
#[derive(Debug, PartialEq, Eq)]
pub struct Report {
    /// The ids it names that could be ours: the part before the `@`.
    pub ids: Vec<String>,
    /// The other server's words.
    pub words: String,
}

/// Why a message is no use.
#[derive(Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It is no notification.
    NoReport,
    /// It says that delivery is late, or that it succeeded.
    NotFailed(String),
    /// It names no Message-ID.
    NoId,
}

/// Reads a notification. Folded lines are read as one.
///
/// # Errors
/// Why it is no use.
pub fn read(message: &str) -> std::result::Result<Report, Unfit> {
    let whole = message.replace("\r\n", "\n").replace("\n ", " ").replace("\n\t", " ");
    let actions: Vec<String> = said(&whole, "Action").map(str::to_ascii_lowercase).collect();
    if actions.is_empty() {
        return Err(Unfit::NoReport);
    }
    if !actions.iter().any(|a| a == "failed") {
        return Err(Unfit::NotFailed(actions.join(", ").chars().filter(|c| !c.is_control()).take(40).collect()));
    }
    let ids: Vec<String> = said(&whole, "Message-ID").filter_map(|v| v.trim_start_matches('<').split('@').next().map(str::to_owned)).take(20).collect();
    if ids.is_empty() {
        return Err(Unfit::NoId);
    }
    let words = said(&whole, "Diagnostic-Code").chain(said(&whole, "Status")).next().unwrap_or_default();
    Ok(Report { ids, words: super::worker::tidy(words) })
}

/// Every value of a field, wherever it stands.
fn said<'a>(whole: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    whole.lines().filter_map(move |line| line.split_once(':').filter(|(n, _)| n.trim().eq_ignore_ascii_case(name)).map(|(_, v)| v.trim()))
}

/// What came of a notification.
#[derive(Debug, PartialEq, Eq)]
pub enum Marked {
    /// The address of this person is marked.
    Now(AccountId),
    /// It was before.
    Already,
    /// None of its messages is ours.
    Unknown,
}

/// Marks the message that came back, and with it the person's address.
///
/// # Errors
/// When the database fails.
pub async fn mark(tx: &mut Tx, act: &Act, report: &Report) -> Result<Marked> {
    for id in &report.ids {
        let Some(known) = store::by_message(tx, id).await? else { continue };
        if known.bounced_at.is_some() || !store::set_bounced(tx, id, "mail-why-bounced", &report.words, act.at).await? {
            return Ok(Marked::Already);
        }
        let mut event = act.did(Action::NoticeBounced, known.account_id.as_str());
        event.detail = super::Kind::word(&known.kind).to_owned();
        audit::append(tx, &act.keys, &event).await?;
        return Ok(Marked::Now(known.account_id));
    }
    Ok(Marked::Unknown)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTE: &str = "From: MAILER-DAEMON@mail.example\r\nMessage-ID: <20270312.1@mail.example>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n\
        --b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\
        Diagnostic-Code: smtp; 550 5.1.1\r\n  no such user\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-Id:\r\n <abcdef@agency.example>\r\n--b--\r\n";

    #[test]
    fn a_notification_is_read_with_its_folded_lines() {
        let report = read(NOTE).unwrap();
        assert_eq!(report.ids, ["20270312.1", "abcdef"]);
        assert_eq!(report.words, "smtp; 550 5.1.1 no such user");
    }

    #[test]
    fn what_is_no_failure_is_refused() {
        assert_eq!(read(""), Err(Unfit::NoReport));
        assert_eq!(read("Subject: hello\n\nI am away.\n"), Err(Unfit::NoReport));
        assert_eq!(read(&NOTE.replace("failed", "delayed")), Err(Unfit::NotFailed("delayed".into())));
        assert_eq!(read("Action: failed\nStatus: 5.1.1\n"), Err(Unfit::NoId));
    }
}
