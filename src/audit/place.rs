//! A place in the log as a reader may hold it: the log's index counts what others did, so it never leaves the server in the clear.
use crate::crypto::seal::KeyRing;

/// The mark of index `n`, sealed for one list of one reader.
pub fn sealed(keys: &KeyRing, list: &str, n: i64) -> Option<String> {
    keys.seal(list, &n.to_be_bytes()).map(|sealed| data_encoding::BASE64URL_NOPAD.encode(&sealed))
}

/// The index behind a mark of this very list; none for anything else.
pub fn opened(keys: &KeyRing, list: &str, mark: &str) -> Option<i64> {
    let sealed = data_encoding::BASE64URL_NOPAD.decode(mark.as_bytes()).ok()?;
    keys.open(list, &sealed)?.try_into().ok().map(i64::from_be_bytes)
}
