//! `[attachments]`: how large and how many, and the scanner that looks at them first.
use serde::{Deserialize, Serialize};
use std::{net::SocketAddr, path::PathBuf};

const MIB: usize = 1024 * 1024;

/// `[attachments]`
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Attachments {
    /// Bytes of one file.
    pub max_bytes: usize,
    /// Files of one version.
    pub max_count: u32,
    /// Bytes of all files together.
    pub quota_bytes: u64,
    /// `unix:/run/clamav/clamd.ctl` or `tcp:127.0.0.1:3310`; empty for none.
    pub scanner: String,
}

/// Where a scanner answers that speaks clamd's protocol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanner {
    /// A socket in the file system.
    Unix(PathBuf),
    /// A port of this machine: files go there as they are, unencrypted.
    Tcp(SocketAddr),
}

impl Default for Attachments {
    fn default() -> Self {
        Self { max_bytes: 10 * MIB, max_count: 10, quota_bytes: 1024 * 1024 * 1024, scanner: String::new() }
    }
}

impl Attachments {
    /// The scanner, if one is set.
    ///
    /// # Errors
    /// A sentence that names the key and the mend.
    pub fn scanner(&self) -> Result<Option<Scanner>, String> {
        let wrong = || format!("attachments.scanner: `{}` is not a scanner; write \"unix:/run/clamav/clamd.ctl\" or \"tcp:127.0.0.1:3310\".", self.scanner);
        match self.scanner.split_once(':') {
            None if self.scanner.is_empty() => Ok(None),
            Some(("unix", path)) if path.starts_with('/') => Ok(Some(Scanner::Unix(path.into()))),
            Some(("tcp", at)) => {
                let at: SocketAddr = at.parse().map_err(|_| wrong())?;
                if !at.ip().is_loopback() || at.port() == 0 {
                    return Err(format!(
                        "attachments.scanner: {at} is not a port of this machine, and files would go there unencrypted; write \"tcp:127.0.0.1:3310\"."
                    ));
                }
                Ok(Some(Scanner::Tcp(at)))
            }
            _ => Err(wrong()),
        }
    }

    /// Refuses what cannot be right.
    ///
    /// # Errors
    /// One sentence that names the key and the mend.
    pub fn check(&self) -> Result<(), String> {
        if !(1024..=50 * MIB).contains(&self.max_bytes) {
            return Err("attachments.max_bytes: must lie between 1024 and 52428800 (50 MiB); write 10485760.".into());
        }
        if !(1..=100).contains(&self.max_count) {
            return Err("attachments.max_count: must lie between 1 and 100; write 10.".into());
        }
        if u64::try_from(self.max_bytes).is_ok_and(|one| self.quota_bytes < one) || self.quota_bytes > 1 << 44 {
            return Err("attachments.quota_bytes: must lie between max_bytes and 17592186044416 (16 TiB); write 1073741824.".into());
        }
        self.scanner().map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scanner_is_a_socket_of_this_machine() {
        let with = |scanner: &str| Attachments { scanner: scanner.into(), ..Attachments::default() };
        assert_eq!(with("").scanner(), Ok(None));
        assert_eq!(with("unix:/run/clamav/clamd.ctl").scanner(), Ok(Some(Scanner::Unix("/run/clamav/clamd.ctl".into()))));
        assert_eq!(with("tcp:127.0.0.1:3310").scanner(), Ok(Some(Scanner::Tcp(SocketAddr::from(([127, 0, 0, 1], 3310))))));
        assert!(with("tcp:[::1]:3310").scanner().is_ok());
        for bad in [
            "clamd",
            "unix:",
            "unix:clamd.ctl",
            "tcp:3310",
            "tcp:localhost:3310",
            "tcp:192.0.2.1:3310",
            "tcp:0.0.0.0:3310",
            "tcp:127.0.0.1:0",
            "http://127.0.0.1",
        ] {
            assert!(with(bad).check().is_err_and(|says| says.starts_with("attachments.scanner: ") && says.contains("write")), "{bad}");
        }
    }

    #[test]
    fn numbers_that_cannot_be_right_are_refused() {
        let usual = Attachments::default();
        assert_eq!(usual.check(), Ok(()));
        for bad in [
            Attachments { max_bytes: 0, ..usual.clone() },
            Attachments { max_bytes: 50 * MIB + 1, ..usual.clone() },
            Attachments { max_count: 0, ..usual.clone() },
            Attachments { quota_bytes: 1024, ..usual.clone() },
            Attachments { quota_bytes: u64::MAX, ..usual.clone() },
        ] {
            assert!(bad.check().is_err_and(|says| says.starts_with("attachments.") && says.contains("write")), "{bad:?}");
        }
    }
}
