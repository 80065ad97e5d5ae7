//! Pictures without what their cameras and programs wrote into them: place, time, owner, previews. Only what is needed to draw
//! the picture is kept; what cannot be walked to its end is refused.
use super::Refusal;
use img_parts::{
    Bytes,
    png::{Png, PngChunk},
};
use std::io::Read;

/// More pixels are refused (ASVS 5.2.6): a small file can hold a picture that no memory can.
const PIXELS: u64 = 50_000_000;

/// A PNG with its critical chunks, and those that change how pixels look.
///
/// # Errors
/// [`Refusal::Pixels`], or [`Refusal::Picture`] when it is damaged.
pub fn png(bytes: Vec<u8>) -> Result<Vec<u8>, Refusal> {
    let mut picture = Png::from_bytes(Bytes::from(bytes)).map_err(|_| Refusal::Picture)?;
    picture.chunks_mut().retain(|chunk| is_critical(chunk) || matches!(&chunk.kind(), b"tRNS" | b"gAMA" | b"cHRM" | b"sRGB" | b"pHYs"));
    let kinds: Vec<[u8; 4]> = picture.chunks().iter().map(PngChunk::kind).collect();
    let header: [u8; 13] = picture.chunks().first().and_then(|c| <[u8; 13]>::try_from(&c.contents()[..]).ok()).ok_or(Refusal::Picture)?;
    let once = |kind: &[u8; 4]| kinds.iter().filter(|k| *k == kind).count() <= 1;
    let known = picture.chunks().iter().filter(|c| is_critical(c)).all(|c| matches!(&c.kind(), b"IHDR" | b"PLTE" | b"IDAT" | b"IEND"));
    let fits = |chunk: &PngChunk| chunk.contents().len() <= if is_critical(chunk) { usize::MAX } else { longest(chunk.kind()) };
    let whole = kinds.first() == Some(b"IHDR") && kinds.last() == Some(b"IEND") && picture.chunks().last().is_some_and(|c| c.contents().is_empty());
    let single = [b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs"].into_iter().all(once);
    // The data stands in one row of chunks.
    let rows = kinds.chunk_by(|a, b| a == b).filter(|row| row.first() == Some(b"IDAT")).count();
    if !(known && whole && single && rows == 1 && picture.chunks().iter().all(fits)) {
        return Err(Refusal::Picture);
    }
    let expected = raw_size(&header, kinds.contains(b"PLTE"))?;
    let data: Vec<u8> = picture.chunks_by_type(*b"IDAT").flat_map(|c| c.contents().iter().copied()).collect();
    if inflates_to(&data, expected) { Ok(picture.encoder().bytes().to_vec()) } else { Err(Refusal::Picture) }
}

fn is_critical(chunk: &PngChunk) -> bool {
    chunk.kind().first().is_some_and(u8::is_ascii_uppercase)
}

/// Bytes of a chunk that is kept though it is not critical: more would be something else.
fn longest(kind: [u8; 4]) -> usize {
    match &kind {
        b"tRNS" => 256,
        b"cHRM" => 32,
        b"pHYs" => 9,
        b"gAMA" => 4,
        _ => 1,
    }
}

/// Bytes of all rows, from the header: width, height, bits, colour, interlace.
fn raw_size(header: &[u8; 13], palette: bool) -> Result<u64, Refusal> {
    let [w0, w1, w2, w3, h0, h1, h2, h3, bits, colour, 0, 0, interlaced @ (0 | 1)] = *header else { return Err(Refusal::Picture) };
    let (width, height) = (u64::from(u32::from_be_bytes([w0, w1, w2, w3])), u64::from(u32::from_be_bytes([h0, h1, h2, h3])));
    let channels: u64 = match (colour, bits, palette) {
        (0, 1 | 2 | 4 | 8 | 16, false) => 1,
        (2, 8 | 16, _) => 3,
        (3, 1 | 2 | 4 | 8, true) => 1,
        (4, 8 | 16, false) => 2,
        (6, 8 | 16, _) => 4,
        _ => return Err(Refusal::Picture),
    };
    within(width, height)?;
    let part = |left: u64, top: u64, right: u64, down: u64| {
        let (w, h) = (width.saturating_sub(left).div_ceil(right), height.saturating_sub(top).div_ceil(down));
        let row = w.saturating_mul(channels).saturating_mul(u64::from(bits)).div_ceil(8).saturating_add(1);
        if w == 0 { 0 } else { row.saturating_mul(h) }
    };
    // Adam7: seven smaller pictures.
    let seven = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];
    Ok(if interlaced == 1 { seven.into_iter().map(|(l, t, r, d)| part(l, t, r, d)).sum() } else { part(0, 0, 1, 1) })
}

fn within(width: u64, height: u64) -> Result<(), Refusal> {
    match width.saturating_mul(height) {
        0 => Err(Refusal::Picture),
        1..=PIXELS => Ok(()),
        _ => Err(Refusal::Pixels),
    }
}

/// Whether the data is whole, of this size and followed by nothing. It is not kept.
fn inflates_to(data: &[u8], expected: u64) -> bool {
    let mut reader = flate2::read::ZlibDecoder::new(data);
    let (mut buffer, mut total) = (vec![0; 64 * 1024], 0_u64);
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return total == expected && u64::try_from(data.len()).is_ok_and(|all| reader.total_in() == all),
            Ok(n) => total = total.saturating_add(u64::try_from(n).unwrap_or(u64::MAX)),
            Err(_) => return false,
        }
        if total > expected {
            return false;
        }
    }
}

/// A JPEG with its tables and scans, the JFIF header without its preview, and Adobe's mark of the colour space. A colour profile
/// goes too: it is free text and bytes, and without one browsers take sRGB, which is what nearly every camera writes. Walked by
/// hand, because libraries stop at the first scan and comments may stand between scans.
///
/// # Errors
/// [`Refusal::Pixels`], or [`Refusal::Picture`] when it is damaged.
pub fn jpeg(bytes: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut rest = bytes.strip_prefix(b"\xff\xd8").ok_or(Refusal::Picture)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(b"\xff\xd8");
    let (mut frames, mut scans) = (0_u32, 0_u32);
    loop {
        let (marker, after) = marker(rest).ok_or(Refusal::Picture)?;
        if marker == 0xd9 {
            out.extend_from_slice(b"\xff\xd9");
            return if frames == 1 && scans > 0 { Ok(out) } else { Err(Refusal::Picture) };
        }
        let (contents, after) = segment(after).ok_or(Refusal::Picture)?;
        rest = after;
        match marker {
            0xc0..=0xc2 => {
                frame(contents)?;
                frames = frames.saturating_add(1);
                keep(&mut out, marker, contents);
            }
            0xc4 | 0xdb | 0xdd => keep(&mut out, marker, contents),
            0xe0 if contents.starts_with(b"JFIF\0") => keep(&mut out, marker, &jfif(contents)?),
            0xee if contents.starts_with(b"Adobe") => keep(&mut out, marker, contents.get(..12).ok_or(Refusal::Picture)?),
            0xe0..=0xef | 0xfe => {}
            0xda if frames == 1 => {
                scans = scans.saturating_add(1);
                keep(&mut out, marker, contents);
                let (data, after) = rest.split_at_checked(scan_end(rest)).ok_or(Refusal::Picture)?;
                out.extend_from_slice(data);
                rest = after;
            }
            _ => return Err(Refusal::Picture),
        }
    }
}

/// A marker, after any number of fill bytes.
fn marker(rest: &[u8]) -> Option<(u8, &[u8])> {
    let fill = rest.iter().take_while(|b| **b == 0xff).count();
    let (marker, after) = rest.get(fill..)?.split_first()?;
    if fill > 0 && *marker != 0 { Some((*marker, after)) } else { None }
}

fn segment(rest: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, after) = rest.split_first_chunk::<2>()?;
    after.split_at_checked(usize::from(u16::from_be_bytes(*length)).checked_sub(2)?)
}

fn keep(out: &mut Vec<u8>, marker: u8, contents: &[u8]) {
    // Not longer than the segment it comes from, so it fits.
    let length = u16::try_from(contents.len().saturating_add(2)).unwrap_or(u16::MAX);
    out.extend_from_slice(&[0xff, marker]);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(contents);
}

/// Eight bits a sample, a size, and as many components as are listed.
fn frame(contents: &[u8]) -> Result<(), Refusal> {
    let [8, h0, h1, w0, w1, components @ 1..=4, list @ ..] = contents else { return Err(Refusal::Picture) };
    if list.len() != usize::from(*components).saturating_mul(3) {
        return Err(Refusal::Picture);
    }
    within(u16::from_be_bytes([*w0, *w1]).into(), u16::from_be_bytes([*h0, *h1]).into())
}

/// The header without its preview.
fn jfif(contents: &[u8]) -> Result<Vec<u8>, Refusal> {
    let head = contents.get(..12).ok_or(Refusal::Picture)?;
    Ok([head, &[0, 0]].concat())
}

/// Where a scan's data ends: at the first marker that is neither a stuffed byte nor a restart.
fn scan_end(data: &[u8]) -> usize {
    data.windows(2).position(|pair| matches!(pair, [0xff, after] if !matches!(after, 0 | 0xd0..=0xd7 | 0xff))).unwrap_or(data.len())
}

#[cfg(test)]
mod tests;
