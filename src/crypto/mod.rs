//! Randomness, digests, the key ring and passphrases; all of it on OpenSSL but argon2.
pub mod password;
pub mod seal;
pub mod signer;
pub mod tls;

pub use openssl::sha::Sha256;

use openssl::{hash::MessageDigest, pkey::PKey, sign::Signer};

/// `N` random bytes from OpenSSL's generator.
///
/// # Panics
/// When there is no randomness: no code, session or key may be made without.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    #[expect(clippy::expect_used, reason = "without randomness no code, session or key may be made")]
    openssl::rand::rand_bytes(&mut bytes).expect("the random generator works");
    bytes
}

/// Begins the program: the first call of OpenSSL is by its crate, which tells it not to be taken down when the program ends. A thread of the
/// database that ends at the same moment would still use it, and the program would fall after all was done (“double free”).
pub fn begin() {
    random::<1>();
}

/// SHA-256.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    openssl::sha::sha256(data)
}

/// HMAC-SHA-256; `None` only if OpenSSL fails.
pub fn hmac(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let key = PKey::hmac(key).ok()?;
    let mut signer = Signer::new(MessageDigest::sha256(), &key).ok()?;
    for part in parts {
        signer.update(&u64::try_from(part.len()).ok()?.to_be_bytes()).ok()?;
        signer.update(part).ok()?;
    }
    signer.sign_to_vec().ok()?.try_into().ok()
}

/// Compares in a time that does not depend on where the two differ.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && openssl::memcmp::eq(a, b)
}
