//! Time-based one-time passwords (RFC 6238): six digits, thirty seconds, SHA-1, as every authenticator knows them.
use crate::{clock::Millis, crypto::random};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

/// Bytes of a seed: 160 bits, as RFC 4226 recommends and CASES A21 demands.
pub const SEED: usize = 20;

/// A new seed.
pub fn new_seed() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(random::<SEED>().to_vec())
}

fn totp(seed: &[u8], issuer: &str, account: &str) -> Option<Totp> {
    // A colon would end the issuer in the address.
    let issuer = issuer.replace(':', " ");
    Builder::new().with_secret(seed.to_vec()).with_skew(1).with_issuer(Some(issuer.as_str())).with_account_name(account.replace(':', " ")).build().ok()
}

/// The step that `code` belongs to, if it is the one of now, or one step before or after. Exactly six ASCII digits.
pub fn matching_step(seed: &[u8], code: &str, now: Millis) -> Option<i64> {
    if code.len() != 6 || !code.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let seconds = u64::try_from(now / 1_000).ok()?;
    i64::try_from(totp(seed, "Vigie", "account")?.check(code, seconds)?).ok()
}

/// The code of a moment, for tests and the demo.
pub fn code_at(seed: &[u8], now: Millis) -> Option<String> {
    Some(totp(seed, "Vigie", "account")?.generate(u64::try_from(now / 1_000).ok()?).to_string())
}

/// The `otpauth:` address that an authenticator reads.
pub fn address(seed: &[u8], issuer: &str, account: &str) -> Option<String> {
    totp(seed, issuer, account)?.to_url().ok()
}

/// The seed in groups of four, for those who type it.
pub fn grouped(seed: &[u8]) -> String {
    let text = data_encoding::BASE32_NOPAD.encode(seed);
    text.as_bytes().chunks(4).map(|c| String::from_utf8_lossy(c).into_owned()).collect::<Vec<_>>().join(" ")
}

/// The address as an SVG picture, inline in the page. Colours are attributes, for the strict content policy.
pub fn qr(address: &str) -> Option<String> {
    let code = qrcode::QrCode::new(address).ok()?;
    let svg = code.render::<qrcode::render::svg::Color>().min_dimensions(220, 220).build();
    Some(svg.trim_start_matches("<?xml version=\"1.0\" standalone=\"yes\"?>").to_owned())
}

/// What a person typed as a code, without the spaces and dashes they may have put in.
pub fn tidy(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B, SHA-1, the last six of eight digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let seed = b"12345678901234567890";
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (20_000_000_000, "353130")] {
            assert_eq!(code_at(seed, seconds * 1_000).unwrap(), code);
        }
    }

    #[test]
    fn one_step_before_and_after_pass_and_no_other() {
        let (seed, now) = (new_seed(), 1_800_000_015_000);
        for step in -2..=2 {
            let code = code_at(&seed, now + step * 30_000).unwrap();
            let found = matching_step(&seed, &code, now);
            if step.abs() <= 1 {
                assert_eq!(found, Some(now / 30_000 + step), "step {step}");
            } else {
                assert_eq!(found, None, "step {step}");
            }
        }
        for odd in ["", "12345", "1234567", "１２３４５６", "12a456", " 12345"] {
            assert_eq!(matching_step(&seed, odd, now), None, "{odd:?}");
        }
    }

    #[test]
    fn the_picture_needs_no_style() {
        let svg = qr(&address(&new_seed(), "Vigie", "a@example.org").unwrap()).unwrap();
        assert!(svg.starts_with("<svg") && !svg.contains("style="), "{}", &svg[..80]);
    }
}
