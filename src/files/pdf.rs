//! PDF: what does something when it is opened is refused, what its programs wrote about themselves and their users is removed. What
//! is kept is written anew from the objects that were understood: nothing that was not looked at comes through.
mod load;
mod mark;

pub use mark::watermark;

use super::{Refusal, image};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

/// Pages of a document.
const PAGES: usize = 2_000;
/// Bytes of all streams unpacked.
const UNPACKED: usize = 512 * 1024 * 1024;

/// What an action, an annotation or an object may be called that does something, plays something or carries a file.
const ACTIVE: [&str; 23] = [
    "JavaScript",
    "Launch",
    "SubmitForm",
    "ImportData",
    "ResetForm",
    "RichMedia",
    "RichMediaExecute",
    "Rendition",
    "Movie",
    "Sound",
    "GoToE",
    "GoToR",
    "GoTo3DView",
    "Screen",
    "3D",
    "FileAttachment",
    "EmbeddedFile",
    "EmbeddedFiles",
    "JS",
    "XFA",
    "EF",
    "RichMediaContent",
    "RichMediaSettings",
];

/// A PDF without metadata, if it is whole and does nothing. For a thread that may block.
///
/// # Errors
/// Why it is not taken.
pub fn examine(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut document = load::document(bytes)?;
    if let Some(what) = document.objects.values().chain([&Object::Dictionary(document.trailer.clone())]).find_map(|object| active(&document, object)) {
        return Err(Refusal::Active(what));
    }
    let pages = document.page_iter().take(PAGES.saturating_add(1)).count();
    if pages == 0 {
        return Err(Refusal::Pdf);
    }
    if pages > PAGES || !unpacks(&document) {
        return Err(Refusal::Unwieldy);
    }
    for key in [&b"Info"[..], b"ID", b"Prev", b"XRefStm"] {
        document.trailer.remove(key);
    }
    document.objects.values_mut().for_each(forget);
    document.prune_objects();
    save(&mut document)
}

fn save(document: &mut Document) -> Result<Vec<u8>, Refusal> {
    let mut out = Vec::new();
    document.save_to(&mut out).map_err(|_| Refusal::Pdf)?;
    Ok(out)
}

/// The first thing beneath an object that does something. References are not followed: every object is looked at by itself.
fn active(document: &Document, object: &Object) -> Option<&'static str> {
    let mut waiting = vec![object];
    while let Some(object) = waiting.pop() {
        let dictionary = match object {
            Object::Array(list) => {
                waiting.extend(list);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) if stream.dict.has(b"F") => return Some("F"),
            Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        if let Some(what) = named(document, dictionary) {
            return Some(what);
        }
        waiting.extend(dictionary.iter().map(|(_, value)| value));
    }
    None
}

/// Whether a dictionary has an active key, or says that it is something active.
fn named(document: &Document, dictionary: &Dictionary) -> Option<&'static str> {
    let known = |name: &[u8]| ACTIVE.into_iter().find(|a| a.as_bytes() == name);
    // A font, a colour space or a picture may be called anything; `Type`, `Subtype` and `S` say what a thing is.
    let says = |key: &[u8]| {
        let value = dictionary.get(key).ok().and_then(|value| document.dereference(value).ok());
        value.and_then(|(_, value)| value.as_name().ok()).and_then(known)
    };
    let keys = ["JavaScript", "JS", "XFA", "EF", "EmbeddedFiles", "RichMediaContent", "RichMediaSettings"];
    let held = keys.into_iter().find(|key| dictionary.has(key.as_bytes()));
    held.or_else(|| says(b"S")).or_else(|| says(b"Type")).or_else(|| says(b"Subtype"))
}

/// Removes what is not content from an object, and what cameras wrote into its picture.
fn forget(object: &mut Object) {
    let mut waiting = vec![object];
    while let Some(object) = waiting.pop() {
        let dictionary = match object {
            Object::Array(list) => {
                waiting.extend(list);
                continue;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => {
                photograph(stream);
                &mut stream.dict
            }
            _ => continue,
        };
        for key in [&b"Metadata"[..], b"PieceInfo", b"LastModified", b"AF"] {
            dictionary.remove(key);
        }
        waiting.extend(dictionary.iter_mut().map(|(_, value)| value));
    }
}

/// A photograph lies in a PDF as its camera wrote it.
fn photograph(stream: &mut Stream) {
    let alone = stream.filters().is_ok_and(|filters| filters == [b"DCTDecode"]);
    if alone && let Ok(cleaned) = image::jpeg(&stream.content) {
        stream.set_content(cleaned);
    }
}

/// Whether all streams together stay within the limit when they are unpacked.
fn unpacks(document: &Document) -> bool {
    let mut left = UNPACKED;
    for stream in document.objects.values().filter_map(|object| object.as_stream().ok()) {
        match stream.decompressed_content_with_limit(left) {
            Ok(content) => left = left.saturating_sub(content.len()),
            Err(lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. })) => return false,
            // A picture's own packing, which its size bounds.
            Err(_) => {}
        }
    }
    true
}

/// What a page has, or inherits from those above it.
fn inherited<'a>(document: &'a Document, page: ObjectId, key: &[u8]) -> Option<&'a Object> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..64 {
        if let Ok(value) = node.get(key) {
            return document.dereference(value).ok().map(|(_, value)| value);
        }
        node = document.get_dictionary(node.get(b"Parent").ok()?.as_reference().ok()?).ok()?;
    }
    None
}

#[cfg(test)]
mod tests;
