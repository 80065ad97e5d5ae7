//! `[throttle]`: how many tries may fail before further ones wait.
use serde::{Deserialize, Serialize};

/// Failed tries at signing in, within so many minutes.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Throttle {
    /// Of one account.
    pub per_account: u32,
    /// From one network: an IPv4 address, or the first 64 bits of an IPv6 address.
    pub per_network: u32,
    /// Of all together.
    pub in_all: u32,
    /// The minutes.
    pub minutes: u32,
}

impl Default for Throttle {
    fn default() -> Self {
        Self { per_account: 10, per_network: 300, in_all: 3_000, minutes: 15 }
    }
}

impl Throttle {
    /// Refuses what would let passphrases be guessed, or lock everybody out.
    ///
    /// # Errors
    /// One sentence that names the key and the mend.
    pub fn check(&self, origin: &str) -> Result<(), String> {
        // Nobody guesses from elsewhere at a portal that is reached by this name: measurements raise the numbers there.
        let local = url::Url::parse(origin).is_ok_and(|u| u.host_str() == Some("localhost"));
        if !local && !(3..=100).contains(&self.per_account) {
            return Err("throttle.per_account: must lie between 3 and 100 (NIST SP 800-63B-4); write 10.".into());
        }
        if self.per_account == 0 || self.per_network < self.per_account || self.in_all < self.per_network || self.in_all > 10_000_000 {
            return Err("throttle: per_account, per_network and in_all must grow in this order, from 1 to 10000000; write 10, 300 and 3000.".into());
        }
        if !(5..=1_440).contains(&self.minutes) {
            return Err("throttle.minutes: must lie between 5 and 1440; write 15.".into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_let_guess_or_lock_out_are_refused() {
        let with = |per_account, per_network, in_all, minutes| Throttle { per_account, per_network, in_all, minutes };
        let (far, near) = ("https://portal.example", "https://localhost:8443");
        assert_eq!(Throttle::default().check(far), Ok(()));
        for bad in [with(2, 300, 3_000, 15), with(101, 300, 3_000, 15), with(10, 9, 3_000, 15), with(10, 300, 299, 15), with(10, 300, 3_000, 4)] {
            assert!(bad.check(far).is_err_and(|says| says.starts_with("throttle") && says.contains("write")), "{bad:?}");
        }
        assert!(with(1_000, 1_000, 1_000, 15).check(near).is_ok() && with(1_000, 1_000, 1_000, 15).check(far).is_err());
    }
}
