//! `[audit]`: how often the log is signed, how long it may be silent, how long it says something of persons.
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// The log.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Audit {
    /// Seconds after which what was added is signed.
    pub checkpoint_seconds: u32,
    /// Records after which it is signed at once.
    pub checkpoint_records: u32,
    /// Minutes without a record after which the portal writes one itself.
    pub heartbeat_minutes: u32,
    /// Minutes without a witness's signature after which that is an alarm.
    pub silence_minutes: u32,
    /// Days after which what a record says of a person is deleted.
    pub retention_days: u32,
    /// The socket of `vigie signer`, which holds the log's key in the portal's stead.
    pub signer: Option<PathBuf>,
    /// The collector that every record is sent to (RFC 5425): `tls://host:port`.
    pub syslog: Option<String>,
}

impl Default for Audit {
    fn default() -> Self {
        Self { checkpoint_seconds: 60, checkpoint_records: 1_000, heartbeat_minutes: 15, silence_minutes: 60, retention_days: 365, signer: None, syslog: None }
    }
}

impl Audit {
    /// Refuses what cannot be right.
    ///
    /// # Errors
    /// One sentence that names the key and the mend.
    pub fn check(&self) -> Result<(), String> {
        if !(1..=86_400).contains(&self.checkpoint_seconds) || !(1..=1_000_000).contains(&self.checkpoint_records) {
            return Err("audit: checkpoint_seconds must lie between 1 and 86400, checkpoint_records between 1 and 1000000; write 60 and 1000.".into());
        }
        if !(1..=1_440).contains(&self.heartbeat_minutes) || self.silence_minutes <= self.heartbeat_minutes || self.silence_minutes > 10_080 {
            return Err("audit: heartbeat_minutes must lie between 1 and 1440, silence_minutes above it and at most 10080; write 15 and 60.".into());
        }
        let address = |text: &str| {
            text.strip_prefix("tls://").and_then(|a| a.rsplit_once(':')).is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        };
        if self.syslog.as_deref().is_some_and(|s| !address(s)) {
            return Err("audit.syslog: is no address of a collector; write tls://host:6514.".into());
        }
        if !(180..=1_095).contains(&self.retention_days) {
            return Err(
                "audit.retention_days: must lie between 180 and 1095 (CNIL 2021-122: six to twelve months, three years with a reason); write 365.".into()
            );
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_cannot_be_right_are_refused() {
        let usual = Audit::default();
        assert_eq!(usual.check(), Ok(()));
        for bad in [
            Audit { checkpoint_seconds: 0, ..usual.clone() },
            Audit { checkpoint_records: 0, ..usual.clone() },
            Audit { heartbeat_minutes: 0, ..usual.clone() },
            Audit { silence_minutes: 15, ..usual.clone() },
            Audit { retention_days: 30, ..usual.clone() },
            Audit { retention_days: 2_000, ..usual.clone() },
            Audit { syslog: Some("udp://host:514".into()), ..usual },
        ] {
            assert!(bad.check().is_err_and(|says| says.starts_with("audit") && says.contains("write")), "{bad:?}");
        }
    }
}
