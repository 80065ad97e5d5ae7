//! The one task that sends what waits. It wakes when an act was committed here, and every few seconds, because other nodes
//! queue too. It claims a few rows at a time; two nodes never hold the same one.
use super::{
    Kind, certificate,
    delivery::{Delivery, Fault, Outcome, Smtp, write},
    eml, mail,
    store::{self, End, Recipient, Row},
};
use crate::{
    audit::{self, Act, Action},
    clock::{DAY, HOUR, MINUTE, Millis, SECOND},
    crypto::{random, signer::Signer},
    error::Result,
    web::App,
};
use lettre::{Address, transport::smtp::client::AsyncSmtpConnection};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::{sync::Notify, task::JoinHandle};

/// Rows of one claim.
const BATCH: i64 = 16;
/// How long a claim lasts: longer than one message can take. A crashed node's rows are free again after it.
const CLAIM: Millis = 10 * MINUTE;
/// How often the outbox is looked at without being asked to.
const LOOK: Duration = Duration::from_secs(3);
/// How long a message is tried.
const PATIENCE: Millis = 3 * DAY;
/// How long what has ended is kept: a message sent back after that is nobody's.
const KEEP: Millis = 90 * DAY;
/// How long an orderly end waits for the message that is under way.
const END: Duration = Duration::from_secs(15);

/// Wakes the worker and ends it.
#[derive(Default)]
pub struct Bell {
    rung: Notify,
    ending: AtomicBool,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl Bell {
    /// Something may have been queued.
    pub fn ring(&self) {
        self.rung.notify_one();
    }

    /// Lets the message that is under way end, and no other begin.
    pub async fn stop(&self) {
        self.ending.store(true, Ordering::Relaxed);
        self.ring();
        let task = self.task.lock().ok().and_then(|mut held| held.take());
        if let Some(mut task) = task
            && tokio::time::timeout(END, &mut task).await.is_err()
        {
            task.abort();
        }
    }
}

/// Starts the worker on the current runtime.
///
/// # Errors
/// A sentence for the operator when the settings or the notice key are not right.
pub fn start(app: &Arc<App>) -> std::result::Result<(), String> {
    certificate::make_if_missing(&app.settings)?;
    let from = app.settings.mail_from();
    let signer = certificate::load(&app.settings)?;
    if let Err(why) = certificate::examine(&signer, &app.settings, app.clock.now()) {
        tracing::warn!("the notice key is used as it is, but {why}");
    }
    let worker = Worker {
        signer,
        delivery: Delivery::new(&app.settings, app.demo)?,
        from: from.parse().map_err(|_| format!("mail.from: `{from}` is not an address."))?,
        app: app.clone(),
        rest_until: 0,
        rests: 0,
        forgot_at: 0,
    };
    let task = tokio::spawn(worker.run());
    if let Ok(mut held) = app.bell.task.lock() {
        *held = Some(task);
    }
    Ok(())
}

/// When to try again after so many attempts: half a minute, doubling up to a quarter of an hour, and up to a quarter more by
/// `chance`, so that what failed together does not come back together.
pub fn delay(attempts: i64, chance: u8) -> Millis {
    let doubled = 1i64.checked_shl(u32::try_from(attempts.clamp(0, 5)).unwrap_or(5)).unwrap_or(32);
    let base = (30 * SECOND).saturating_mul(doubled).min(15 * MINUTE);
    base.saturating_add(base.saturating_mul(i64::from(chance)).checked_div(4 * 255).unwrap_or_default())
}

struct Worker {
    app: Arc<App>,
    signer: Signer,
    delivery: Delivery,
    from: Address,
    /// After a failure of the server itself nothing is tried until then.
    rest_until: Millis,
    /// Failures of the server in a row.
    rests: i64,
    forgot_at: Millis,
}

/// A message ready to go.
struct Ready {
    to: Address,
    bytes: Vec<u8>,
    recipient: Recipient,
}

impl Worker {
    async fn run(mut self) {
        let app = self.app.clone();
        while !app.bell.ending.load(Ordering::Relaxed) {
            // What waits in a database that was put back may have been sent, or be void.
            let round = if app.is_locked() { Ok(0) } else { self.round().await };
            match round {
                // There may be more.
                Ok(n) if n >= BATCH => continue,
                Ok(_) => {}
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "the outbox could not be worked on"),
            }
            // Either end of the wait is a reason to look.
            let _ = tokio::time::timeout(LOOK, app.bell.rung.notified()).await;
        }
    }

    fn now(&self) -> Millis {
        self.app.clock.now()
    }

    /// Claims a few rows and sees to them; says how many they were.
    async fn round(&mut self) -> Result<i64> {
        let now = self.now();
        if now < self.rest_until {
            return Ok(0);
        }
        self.forget(now).await?;
        if !store::is_due(&mut self.app.db.read().await?, now).await? {
            return Ok(0);
        }
        let claim = data_encoding::HEXLOWER.encode(&random::<8>());
        let mut tx = self.app.db.write().await?;
        let rows = store::claim(&mut tx, &claim, now, now.saturating_add(CLAIM), BATCH).await?;
        tx.commit().await?;
        let (count, mut line, mut broken) = (i64::try_from(rows.len()).unwrap_or(BATCH), None, None);
        for row in rows {
            if self.app.bell.ending.load(Ordering::Relaxed) {
                self.let_go(&row, &claim).await?;
            } else {
                self.see_to(&row, &claim, &mut line, &mut broken).await?;
            }
        }
        if let Some(fault) = broken {
            self.rests = self.rests.saturating_add(1);
            self.rest_until = self.now().saturating_add(self.rests.saturating_mul(5 * SECOND).min(MINUTE));
            tracing::warn!(why = fault.why, error = %fault.error, "the mail server cannot be used");
        } else if count > 0 {
            self.rests = 0;
        }
        if let Some(mut line) = line {
            // A server that does not say goodbye has taken the messages all the same.
            drop(tokio::time::timeout(Duration::from_secs(5), line.quit()).await);
        }
        Ok(count)
    }

    async fn forget(&mut self, now: Millis) -> Result<()> {
        if now.saturating_sub(self.forgot_at) < HOUR {
            return Ok(());
        }
        let mut tx = self.app.db.write().await?;
        store::forget(&mut tx, now.saturating_sub(KEEP)).await?;
        tx.commit().await?;
        self.forgot_at = now;
        Ok(())
    }

    async fn let_go(&self, row: &Row, claim: &str) -> Result<()> {
        let mut tx = self.app.db.write().await?;
        store::let_go(&mut tx, &row.id, claim).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn see_to(&self, row: &Row, claim: &str, line: &mut Option<AsyncSmtpConnection>, broken: &mut Option<Fault>) -> Result<()> {
        if row.handed_at.is_some() {
            // Another worker, or this one before it crashed, was sending it.
            return self.close(row, claim, &Outcome::Unsure(Fault { why: "mail-why-stopped", error: String::new() })).await;
        }
        // A row that a newer program queued waits for a newer program.
        let Some(kind) = Kind::from_text(&row.kind) else { return self.put_back(row, claim, "", "").await };
        let message_id = self.message_id(row);
        let outcome = match self.ready(row, kind, &message_id).await? {
            Err(outcome) => outcome,
            Ok(ready) => match &self.delivery {
                Delivery::Files(folder) => to_file(folder.clone(), message_id.clone(), ready.bytes).await,
                Delivery::Smtp(smtp) => self.by_smtp(smtp, row, claim, &ready, line, broken).await,
            },
        };
        let outcome = match outcome {
            // Held back at the last moment: is it for good, or has the person only changed?
            Outcome::Withheld => self.ready(row, kind, &message_id).await?.map_or_else(|why| why, |_| Outcome::Later(Fault::default())),
            other => other,
        };
        for _ in 0..10 {
            // What has gone out must be written down: else it would count as unsure.
            match self.close(row, claim, &outcome).await {
                Ok(()) => return Ok(()),
                Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "what became of a message could not be written; it is tried again"),
            }
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        self.close(row, claim, &outcome).await
    }

    fn message_id(&self, row: &Row) -> String {
        super::message_id(&self.app.keys, &row.id)
    }

    /// The message for the person as they stand now, or why there is none.
    async fn ready(&self, row: &Row, kind: Kind, message_id: &str) -> Result<std::result::Result<Ready, Outcome>> {
        let found = store::recipient(&mut self.app.db.read().await?, &row.account_id).await?;
        let Some(recipient) = found.filter(|r| kind.to().admits(&r.state, &r.membership)) else { return Ok(Err(Outcome::Withheld)) };
        let failed = |why| Ok(Err(Outcome::Failed(Fault { why, error: String::new() })));
        let Ok(to) = recipient.email.parse::<Address>() else { return failed("mail-why-address") };
        let opened = row.code.as_deref().map(|sealed| self.app.keys.open(&super::code_place(&row.id), sealed).map(zeroize::Zeroizing::new));
        let code = match &opened {
            Some(None) => return failed("mail-why-code"),
            Some(Some(code)) => std::str::from_utf8(code).ok(),
            None => None,
        };
        let text = mail::text(&self.app.texts, kind, code, &super::check_code(message_id), recipient.language.as_deref());
        let agency = &self.app.settings.config.portal.agency;
        let envelope = eml::Envelope { agency, from: &self.from, to: &to, message_id, at: row.queued_at };
        let bytes = eml::signed(&envelope, &text, &self.signer)?;
        Ok(Ok(Ready { to, bytes, recipient }))
    }

    async fn by_smtp(&self, smtp: &Smtp, row: &Row, claim: &str, ready: &Ready, line: &mut Option<AsyncSmtpConnection>, broken: &mut Option<Fault>) -> Outcome {
        if let Some(fault) = broken {
            return Outcome::Later(fault.clone());
        }
        let mut open = match line.take() {
            Some(open) => open,
            None => match smtp.open().await {
                Ok(open) => open,
                Err(fault) => {
                    *broken = Some(fault.clone());
                    return Outcome::Later(fault);
                }
            },
        };
        let message_id = self.message_id(row);
        let outcome = smtp.offer(&mut open, &ready.to, &ready.bytes, async || self.hand(row, claim, &message_id, ready).await).await;
        let usable = match &outcome {
            Outcome::Sent | Outcome::Failed(_) => true,
            Outcome::Later(fault) => fault.why == "mail-why-later",
            Outcome::Unsure(_) | Outcome::Withheld => false,
        };
        if usable && (matches!(outcome, Outcome::Sent) || Smtp::reset(&mut open).await) {
            *line = Some(open);
        }
        outcome
    }

    async fn hand(&self, row: &Row, claim: &str, message_id: &str, ready: &Ready) -> bool {
        let now = self.now();
        let noted = async {
            let mut tx = self.app.db.write().await?;
            let still = store::hand(&mut tx, &row.id, claim, message_id, &ready.recipient, now, now.saturating_add(CLAIM)).await?;
            tx.commit().await?;
            Ok::<bool, crate::error::Error>(still)
        };
        noted.await.unwrap_or_else(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "a message was held back because its row could not be written");
            false
        })
    }

    /// Writes what became of a row, with its record.
    async fn close(&self, row: &Row, claim: &str, outcome: &Outcome) -> Result<()> {
        let nothing = String::new();
        let (state, action, why, error) = match outcome {
            Outcome::Sent => ("sent", Action::NoticeSent, "", &nothing),
            Outcome::Failed(f) => ("failed", Action::NoticeFailed, f.why, &f.error),
            Outcome::Later(f) if self.now().saturating_sub(row.queued_at) >= PATIENCE => ("failed", Action::NoticeFailed, "mail-why-too-long", &f.error),
            Outcome::Later(f) => return self.put_back(row, claim, f.why, &f.error).await,
            Outcome::Unsure(f) => ("unsure", Action::NoticeUnsure, f.why, &f.error),
            Outcome::Withheld => ("dropped", Action::NoticeDropped, "mail-why-not-for-them", &nothing),
        };
        let end = End { state, why, error: &tidy(error) };
        let mut tx = self.app.db.write().await?;
        if store::end(&mut tx, &row.id, claim, &self.message_id(row), &end, self.now()).await? {
            let act = Act::portal(self.app.keys.clone(), self.now());
            let mut event = act.did(action, row.account_id.as_str());
            event.detail = Kind::word(&row.kind).to_owned();
            audit::append(&mut tx, &act.keys, &event).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    async fn put_back(&self, row: &Row, claim: &str, why: &str, error: &str) -> Result<()> {
        let next = self.now().saturating_add(delay(row.attempts, random::<1>()[0]));
        let mut tx = self.app.db.write().await?;
        store::put_back(&mut tx, &row.id, claim, why, &tidy(error), next).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The other side's words, short and on one line.
pub(super) fn tidy(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ").chars().filter(|c| !c.is_control()).take(300).collect()
}

/// A disk is slower than a request may wait for: written on a thread of its own.
async fn to_file(folder: std::path::PathBuf, name: String, bytes: Vec<u8>) -> Outcome {
    match tokio::task::spawn_blocking(move || write(&folder, &name, &bytes)).await {
        Ok(Ok(())) => Outcome::Sent,
        Ok(Err(e)) => Outcome::Later(Fault { why: "mail-why-disk", error: e.to_string() }),
        Err(e) => Outcome::Later(Fault { why: "mail-why-disk", error: e.to_string() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_come_further_and_further_apart_and_never_all_at_once() {
        let bases: Vec<Millis> = (0..8).map(|n| delay(n, 0) / SECOND).collect();
        assert_eq!(bases, [30, 60, 120, 240, 480, 900, 900, 900]);
        assert_eq!(delay(5, 255), 15 * MINUTE + 15 * MINUTE / 4);
        assert!(delay(3, 10) < delay(3, 200));
        assert_eq!(delay(-5, 0), 30 * SECOND);
        assert_eq!(delay(i64::MAX, 0), 15 * MINUTE);
    }

    #[test]
    fn the_other_sides_words_are_kept_short_and_on_one_line() {
        assert_eq!(tidy("550 5.1.1\r\n no\tsuch \u{1b}[1m user"), "550 5.1.1 no such [1m user");
        assert_eq!(tidy(&"a".repeat(1000)).len(), 300);
    }
}
