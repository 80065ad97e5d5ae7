//! Says on each page whose copy it is: small at the lower edge, and pale across the page.
use super::{PAGES, inherited, load, save};
use crate::files::Refusal;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};
use unicode_normalization::UnicodeNormalization;

/// The name of the mark among a page's resources.
const NAME: &str = "VigieCopy";
/// How wide a letter of Helvetica is on average, in its size; wide rather than narrow, so that lines fit.
const LETTER: f32 = 0.56;
/// From the edge, in points.
const MARGIN: f32 = 16.0;

/// A page as a reader sees it: its visible part and how it is turned.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Sheet {
    left: f32,
    bottom: f32,
    right: f32,
    top: f32,
    /// Quarter turns, clockwise.
    turns: i64,
}

/// The same document with these lines on each page. What was given is a document that [`super::examine`] returned. For a thread
/// that may block.
///
/// # Errors
/// When it cannot be read, or has too many pages.
pub fn watermark(bytes: &[u8], lines: &[&str]) -> Result<Vec<u8>, Refusal> {
    let mut document = load::document(bytes)?;
    let pages: BTreeSet<ObjectId> = document.page_iter().take(PAGES.saturating_add(1)).collect();
    if pages.is_empty() || pages.len() > PAGES {
        return Err(if pages.is_empty() { Refusal::Pdf } else { Refusal::Unwieldy });
    }
    if document.version.as_str() < "1.4" {
        document.version = "1.4".into();
    }
    let lines: Vec<Vec<u8>> = lines.iter().map(|line| latin(line)).filter(|line| !line.is_empty()).collect();
    let resources = resources(&mut document);
    let before = document.add_object(Stream::new(Dictionary::new(), b"q\n".to_vec()));
    let after = document.add_object(Stream::new(Dictionary::new(), format!("\nQ\n/Artifact BMC q /{NAME} Do Q EMC\n").into_bytes()));
    let mut marks: BTreeMap<String, ObjectId> = BTreeMap::new();
    for page in pages {
        let sheet = sheet(&document, page);
        let mark = *marks.entry(format!("{sheet:?}")).or_insert_with(|| document.add_object(form(sheet, &lines, resources)));
        put(&mut document, page, mark, before, after).ok_or(Refusal::Pdf)?;
    }
    save(&mut document)
}

/// The letters and the transparency that every mark uses.
fn resources(document: &mut Document) -> ObjectId {
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica", "Encoding" => "WinAnsiEncoding" };
    let pale = dictionary! { "Type" => "ExtGState", "ca" => 0.16_f32 };
    document.add_object(dictionary! { "Font" => dictionary! { "F" => font }, "ExtGState" => dictionary! { "G" => pale } })
}

/// Puts the mark behind what a page shows. The page's own drawing is closed off, so that what it moved or turned stays its own.
fn put(document: &mut Document, page: ObjectId, mark: ObjectId, before: ObjectId, after: ObjectId) -> Option<()> {
    let own = |value: Option<&Object>| value.and_then(|v| document.dereference(v).ok()).and_then(|(_, v)| v.as_dict().ok()).cloned().unwrap_or_default();
    let mut resources = own(inherited(document, page, b"Resources"));
    let mut pictures = own(resources.get(b"XObject").ok());
    pictures.set(NAME, mark);
    resources.set("XObject", pictures);
    let contents = document.get_dictionary(page).ok()?.get(b"Contents").ok();
    let shown = match contents.map(|c| document.dereference(c)) {
        Some(Ok((_, Object::Array(list)))) => list.clone(),
        Some(Ok((Some(id), Object::Stream(_)))) => vec![id.into()],
        _ => Vec::new(),
    };
    let page = document.get_dictionary_mut(page).ok()?;
    page.set("Resources", resources);
    page.set("Contents", [vec![before.into()], shown, vec![after.into()]].concat());
    Some(())
}

/// What of a page is seen, and how it is turned.
fn sheet(document: &Document, page: ObjectId) -> Sheet {
    let edges = |key: &[u8]| -> Option<[f32; 4]> {
        let list = inherited(document, page, key)?.as_array().ok()?;
        let numbers: Vec<f32> = list.iter().filter_map(|n| document.dereference(n).ok()?.1.as_float().ok()).filter(|n| n.is_finite()).collect();
        let [a, b, c, d]: [f32; 4] = numbers.try_into().ok()?;
        Some([a.min(c), b.min(d), a.max(c), b.max(d)]).filter(|[l, b, r, t]| r - l > 1.0 && t - b > 1.0)
    };
    let media = edges(b"MediaBox").unwrap_or([0.0, 0.0, 612.0, 792.0]);
    let crop = edges(b"CropBox").unwrap_or(media);
    let both = [media[0].max(crop[0]), media[1].max(crop[1]), media[2].min(crop[2]), media[3].min(crop[3])];
    let [left, bottom, right, top] = if both[2] - both[0] > 1.0 && both[3] - both[1] > 1.0 { both } else { media };
    let degrees = inherited(document, page, b"Rotate").and_then(|r| r.as_i64().ok()).unwrap_or(0);
    Sheet { left, bottom, right, top, turns: degrees.rem_euclid(360) / 90 }
}

/// The mark for one size of page, drawn upright as a reader sees it; its matrix lays it on the page.
fn form(sheet: Sheet, lines: &[Vec<u8>], resources: ObjectId) -> Stream {
    let Sheet { left, bottom, right, top, turns } = sheet;
    let (across, up) = (right - left, top - bottom);
    let ((width, height), matrix) = match turns {
        1 => ((up, across), [0.0, 1.0, -1.0, 0.0, right, bottom]),
        2 => ((across, up), [-1.0, 0.0, 0.0, -1.0, right, top]),
        3 => ((up, across), [0.0, -1.0, 1.0, 0.0, left, top]),
        _ => ((across, up), [1.0, 0.0, 0.0, 1.0, left, bottom]),
    };
    let numbers = |all: &[f32]| all.iter().map(|n| Object::Real(*n)).collect::<Vec<_>>();
    let dictionary = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers(&[0.0, 0.0, width, height]), "Matrix" => numbers(&matrix), "Resources" => resources,
    };
    Stream::new(dictionary, drawing(width, height, lines).into_bytes())
}

fn drawing(width: f32, height: f32, lines: &[Vec<u8>]) -> String {
    let mut out = String::from("0.35 g\n");
    let mut from_edge = MARGIN / 2.0;
    for line in lines.iter().rev() {
        let size = fit(width - 2.0 * MARGIN, line, 7.0);
        text(&mut out, size, [1.0, 0.0, 0.0, 1.0, MARGIN.min(width / 8.0), from_edge], line);
        from_edge += size * 1.2;
    }
    let whole = lines.join(&b" - "[..]);
    let (angle, across) = (height.atan2(width), width.hypot(height));
    let size = fit(across * 0.8, &whole, 40.0);
    let (rise, run) = angle.sin_cos();
    let half = long(&whole) * size / 2.0;
    let (x, y) = (width / 2.0 - run * half + rise * size / 3.0, height / 2.0 - rise * half - run * size / 3.0);
    out.push_str("/G gs 0.5 g\n");
    text(&mut out, size, [run, rise, -rise, run, x, y], &whole);
    out
}

/// A size in which a line fits, at most `largest`.
fn fit(room: f32, line: &[u8], largest: f32) -> f32 {
    (room / long(line).max(1.0)).clamp(1.0, largest)
}

/// How long a line is in size 1.
fn long(line: &[u8]) -> f32 {
    LETTER * f32::from(u16::try_from(line.len()).unwrap_or(u16::MAX))
}

fn text(out: &mut String, size: f32, matrix: [f32; 6], line: &[u8]) {
    let matrix = matrix.map(|n| format!("{n:.4}")).join(" ");
    // Writing to a string does not fail.
    let _ = writeln!(out, "BT /F {size:.2} Tf {matrix} Tm <{}> Tj ET", data_encoding::HEXUPPER.encode(line));
}

/// A line in the letters that every reader of PDF has (`WinAnsiEncoding`); a question mark for others.
fn latin(line: &str) -> Vec<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    let one = |c: char| match c {
        ' '..='~' | '\u{a0}'..='\u{ff}' => u8::try_from(u32::from(c)).unwrap_or(b'?'),
        '\u{80}'..='\u{9f}' => b'?',
        _ => HIGH.chars().position(|h| h == c).and_then(|n| u8::try_from(n).ok()).map_or(b'?', |n| n.saturating_add(0x80)),
    };
    line.nfc().filter(|c| !c.is_control()).take(200).map(one).collect()
}
