//! Reads a PDF within bounds. A small file can describe more objects than fit into memory: one object named a thousand times, streams
//! that unpack to gigabytes, streams within streams. The library asks about each object before it goes on; here is what it is told.
use super::Refusal;
use lopdf::{Document, LoadOptions, Object, ObjectId};
use std::{cell::Cell, panic};

/// Bytes that one packed list of objects may unpack to.
const LIST: usize = 4 * 1024 * 1024;
/// What an object weighs in memory, at least.
const OBJECT: usize = 128;
/// What all objects may weigh, beside six times the file.
const WEIGHT: usize = 256 * 1024 * 1024;
/// Words and signs of a file, beside one in ten of its bytes.
const WORDS: usize = 2_000_000;

thread_local! {
    /// What may still be read on this thread.
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// Why reading ended early.
struct Ended(Refusal);

/// The objects of a PDF that is whole and open to all.
pub(super) fn document(bytes: &[u8]) -> Result<Document, Refusal> {
    // The library unpacks an encrypted file without asking, so it is not shown one.
    if names(bytes, b"Encrypt") {
        return Err(Refusal::Encrypted);
    }
    if words(bytes) > WORDS.saturating_add(bytes.len() / 10) {
        return Err(Refusal::Unwieldy);
    }
    LEFT.set(bytes.len().saturating_mul(6).saturating_add(WEIGHT));
    let options = LoadOptions { filter: Some(weigh), strict: true, max_decompressed_size: Some(LIST), ..LoadOptions::default() };
    let document = match panic::catch_unwind(|| Document::load_mem_with_options(bytes, options)) {
        Ok(Ok(document)) => document,
        Ok(Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }))) => return Err(Refusal::Unwieldy),
        Ok(Err(_)) => return Err(Refusal::Pdf),
        Err(ended) => return Err(ended.downcast::<Ended>().map_or(Refusal::Pdf, |ended| ended.0)),
    };
    if document.is_encrypted() || document.was_encrypted() || document.trailer.has(b"Encrypt") {
        return Err(Refusal::Encrypted);
    }
    if document.xref_recovery.is_some() || document.catalog().is_err() {
        return Err(Refusal::Pdf);
    }
    Ok(document)
}

#[expect(clippy::unnecessary_wraps, reason = "the library asks so")]
/// Takes an object, or ends the reading: no other answer would stop it.
fn weigh(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let (mut weight, mut waiting) = (0_usize, vec![&*object]);
    while let Some(object) = waiting.pop() {
        let own = match object {
            Object::Array(list) => {
                waiting.extend(list);
                0
            }
            Object::Dictionary(dictionary) => {
                waiting.extend(dictionary.iter().map(|(_, value)| value));
                dictionary.iter().map(|(key, _)| key.len().saturating_add(OBJECT)).sum()
            }
            Object::Stream(stream) => {
                if stream.start_position.is_some() {
                    // Its length cannot be found; the library would look again, without asking.
                    end(Refusal::Pdf);
                }
                waiting.extend(stream.dict.iter().map(|(_, value)| value));
                list(stream).saturating_add(stream.content.len())
            }
            Object::String(text, _) => text.len(),
            Object::Name(name) => name.len(),
            _ => 0,
        };
        weight = weight.saturating_add(own).saturating_add(OBJECT);
    }
    match LEFT.get().checked_sub(weight) {
        Some(left) => LEFT.set(left),
        None => end(Refusal::Unwieldy),
    }
    // The library goes on with the object in place, or, for one of a packed list, which holds no streams, with what it gets.
    Some((id, if matches!(object, Object::Stream(_)) { Object::Null } else { object.clone() }))
}

/// What a packed list of objects will weigh.
fn list(stream: &lopdf::Stream) -> usize {
    if !stream.dict.has_type(b"ObjStm") {
        return 0;
    }
    stream.get_plain_content_with_limit(LIST).map_or(0, |content| words(&content).saturating_mul(OBJECT))
}

/// Leaves the library without a word in the program's log.
fn end(why: Refusal) -> ! {
    panic::resume_unwind(Box::new(Ended(why)))
}

/// How many words and signs there are: no object is written with less than one.
fn words(bytes: &[u8]) -> usize {
    let (mut count, mut within) = (0_usize, false);
    for byte in bytes {
        let sign = matches!(byte, b'[' | b']' | b'<' | b'>' | b'(' | b')' | b'/');
        let blank = matches!(byte, 0 | b'\t' | b'\n' | 0xc | b'\r' | b' ');
        if sign || (!blank && !within) {
            count = count.saturating_add(1);
        }
        within = !sign && !blank;
    }
    count
}

/// Whether a name stands anywhere, however it is written: `/Encrypt` or `/#45ncrypt`.
fn names(bytes: &[u8], name: &[u8]) -> bool {
    bytes.split(|b| *b == b'/').skip(1).any(|rest| {
        let mut rest = rest.iter();
        name.iter().all(|wanted| match rest.next() {
            Some(b'#') => {
                let digits = [rest.next(), rest.next()].map(|d| d.and_then(|d| char::from(*d).to_digit(16)));
                matches!(digits, [Some(high), Some(low)] if (high << 4 | low) == u32::from(*wanted))
            }
            other => other == Some(wanted),
        })
    })
}
