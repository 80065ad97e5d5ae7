//! Every record as a syslog message to the agency's collector (RFC 5424 over TLS, RFC 5425), in order. The log itself is the queue: what
//! was sent is a mark in the database, so that nothing is lost while the collector is away, however long. What lay in the buffers of a line that broke
//! is sent again, a thousand records of it.
use super::{
    asking::{Stream, secure},
    records,
    store::{self, Named},
    store_stream,
};
use crate::{
    clock::{Clock, Millis},
    db::{Db, Tx},
    error::Result,
};
use std::{path::PathBuf, time::Duration};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// How often it looks for new records.
const LOOK: Duration = Duration::from_secs(1);
/// How long it waits before it tries a collector again that was away.
pub const AGAIN: Duration = Duration::from_secs(10);
/// How long the collector may take for a batch.
const PATIENCE: Duration = Duration::from_secs(10);
/// Records of one batch.
const BATCH: i64 = 200;
/// Records that are sent again over a new line: nobody says what a broken one still delivered. Collectors know them by their number.
const AGAIN_SENT: i64 = 1_000;

/// Since when a record waits to be sent.
///
/// # Errors
/// When the database fails.
pub async fn unsent_since(tx: &mut Tx) -> Result<Option<Millis>> {
    let sent = store_stream::sent(tx).await?;
    Ok(store::find(tx, sent).await?.map(|r| r.record.at))
}

/// How many records the collector has, and why it gets no more; empty words when it does.
///
/// # Errors
/// When the database fails.
pub async fn state(tx: &mut Tx) -> Result<(i64, String)> {
    Ok((store_stream::sent(tx).await?, store_stream::why(tx).await?))
}

/// Sends the log.
pub struct Sender {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// `host:port` of the collector.
    pub collector: String,
    /// Its authority; the system's when there is none.
    pub authority: Option<PathBuf>,
    /// The portal's host.
    pub host: String,
    /// See [`AGAIN`].
    pub again: Duration,
}

impl Sender {
    /// Sends until the task is dropped.
    pub fn start(self) -> tokio::task::JoinHandle<()> {
        tokio::spawn(async move {
            loop {
                match self.send_all().await {
                    Ok(()) => {}
                    Err(why) => {
                        tracing::warn!(collector = self.collector, why, "the log cannot be streamed; it goes on from there when the collector is back");
                        self.tell(&why).await;
                    }
                }
                tokio::time::sleep(self.again).await;
            }
        })
    }

    async fn tell(&self, why: &str) {
        let kept = async {
            let mut tx = self.db.write().await?;
            store_stream::trouble(&mut tx, why, self.clock.now()).await?;
            tx.commit().await
        };
        if let Err(error) = kept.await {
            tracing::error!(error = &error as &dyn std::error::Error, "the stream's state cannot be kept");
        }
    }

    /// Opens a line and sends over it until it breaks.
    async fn send_all(&self) -> std::result::Result<(), String> {
        let (host, port) = self.collector.rsplit_once(':').ok_or("audit.syslog has no port")?;
        let port = port.parse().map_err(|_| "audit.syslog has no port".to_owned())?;
        let mut line = tokio::time::timeout(PATIENCE, secure(host.trim_matches(['[', ']']), port, self.authority.as_deref()))
            .await
            .map_err(|_| "it does not answer".to_owned())??;
        let mut next = self.sent().await.map_err(|e| e.to_string())?.saturating_sub(AGAIN_SENT).max(0);
        loop {
            let batch = self.batch(next).await.map_err(|e| e.to_string())?;
            let Some(last) = batch.last().map(|r| r.record.n) else {
                still_there(&mut line).await?;
                continue;
            };
            let text: String = batch.iter().map(|r| framed(&message(&self.host, r))).collect();
            write(&mut line, &text).await?;
            next = last.saturating_add(1);
            self.mark(next).await.map_err(|e| e.to_string())?;
        }
    }

    async fn sent(&self) -> Result<i64> {
        Ok(store_stream::sent(&mut self.db.read().await?).await?)
    }

    async fn batch(&self, from: i64) -> Result<Vec<Named>> {
        records(&mut self.db.read().await?, from, from.saturating_add(BATCH)).await
    }

    async fn mark(&self, next: i64) -> Result<()> {
        let mut tx = self.db.write().await?;
        store_stream::mark(&mut tx, next, self.clock.now()).await?;
        Ok(tx.commit().await?)
    }
}

/// Waits a moment, and sees when the collector hangs up meanwhile: it never says anything else.
async fn still_there(line: &mut Box<dyn Stream>) -> std::result::Result<(), String> {
    let mut said = [0; 64];
    match tokio::time::timeout(LOOK, line.read(&mut said)).await {
        Err(_) => Ok(()),
        Ok(Ok(1..)) => Err("it says something, and a collector has nothing to say".into()),
        Ok(Ok(0)) => Err("it has hung up".into()),
        Ok(Err(e)) => Err(e.to_string()),
    }
}

async fn write(line: &mut Box<dyn Stream>, text: &str) -> std::result::Result<(), String> {
    let sent = async {
        line.write_all(text.as_bytes()).await?;
        line.flush().await
    };
    tokio::time::timeout(PATIENCE, sent).await.map_err(|_| "it does not take what it is sent".to_owned())?.map_err(|e| e.to_string())
}

/// Octet counting (RFC 5425, section 4.3).
fn framed(message: &str) -> String {
    format!("{} {message}", message.len())
}

/// `<PRI>1 TIME HOST vigie - ACTION [data] sentence`; facility 13 (log audit), severity 6, or 4 of what was refused.
fn message(host: &str, r: &Named) -> String {
    let record = &r.record;
    // Facility 13 is 104.
    let priority = if record.outcome == "done" { 110 } else { 108 };
    let at = crate::clock::utc(record.at);
    let mut data = format!("[vigie@32473 n=\"{}\"", record.n);
    let name = r.actor_name.clone().unwrap_or_default();
    let pairs = [
        ("actor", &record.actor),
        ("name", &name),
        ("party", &record.party),
        ("object", &record.object),
        ("outcome", &record.outcome),
        ("detail", &record.detail),
        ("request", &record.request),
        ("network", &record.network),
    ];
    for (key, value) in pairs.into_iter().filter(|(_, v)| !v.is_empty()) {
        data = data + " " + key + "=\"" + &escaped(value) + "\"";
    }
    format!("<{}>1 {at} {} vigie - {} {data}] {} {}", priority, plain(host, 255), plain(&record.action, 32), record.action, record.outcome)
}

/// A value between quotes: RFC 5424, section 6.3.3.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            '"' | '\\' | ']' => out.extend(['\\', c]),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
        out
    })
}

/// A field of the header: printable ASCII without spaces.
fn plain(text: &str, most: usize) -> String {
    let out: String = text.chars().filter(char::is_ascii_graphic).take(most).collect();
    if out.is_empty() { "-".into() } else { out }
}

/// Starts the stream, where a collector is set.
pub fn start(db: &Db, clock: &Clock, settings: &crate::config::Settings) -> Option<tokio::task::JoinHandle<()>> {
    let collector = settings.config.audit.syslog.clone()?;
    let collector = collector.strip_prefix("tls://").unwrap_or(&collector).to_owned();
    let authority = Some(settings.path("syslog-ca.pem")).filter(|f| f.is_file());
    Some(Sender { db: db.clone(), clock: clock.clone(), collector, authority, host: settings.host(), again: AGAIN }.start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::store::Record;

    #[test]
    fn nothing_in_a_value_ends_the_message() {
        let record = Record {
            n: 7,
            format: 2,
            at: 1_700_000_000_000,
            actor: "a\"b]c\\d".into(),
            action: "advisory.read".into(),
            object: "x\ny\u{1b}[31m".into(),
            party: String::new(),
            outcome: "refused".into(),
            detail: String::new(),
            hash: None,
            request: String::new(),
            network: "::1".into(),
            salt: None,
            commitment: None,
        };
        let text = message("portal.example", &Named { record, actor_name: Some("É".into()), actor_email: None });
        assert_eq!(
            text,
            "<108>1 2023-11-14T22:13:20.000Z portal.example vigie - advisory.read [vigie@32473 n=\"7\" actor=\"a\\\"b\\]c\\\\d\" name=\"É\" object=\"x y [31m\" outcome=\"refused\" network=\"::1\"] advisory.read refused"
        );
        assert_eq!(framed("é"), "2 é", "octets, not characters");
    }
}
