//! Real pictures with something planted in them.
#![expect(clippy::arithmetic_side_effects, clippy::trivially_copy_pass_by_ref, reason = "numbers of a test")]
use super::*;
use std::io::Write;

const SECRET: &[u8] = b"48.8566N 2.3522E by M. Dupont";

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|w| w == what)
}

fn chunk(kind: &[u8; 4], contents: &[u8]) -> PngChunk {
    PngChunk::new(*kind, Bytes::copy_from_slice(contents))
}

/// A picture of 7 by 5 pixels.
fn a_png(colour: png::ColorType, interlaced: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, 7, 5);
    encoder.set_color(colour);
    if colour == png::ColorType::Indexed {
        encoder.set_palette(vec![9; 12]);
        encoder.set_trns(vec![0, 255]);
    }
    let pixels: Vec<u8> = (0..7 * 5 * colour.samples()).map(|n| u8::try_from(n % 4).unwrap()).collect();
    encoder.write_header().unwrap().write_image_data(&pixels).unwrap();
    if interlaced { Png::from_bytes(out.into()).map(adam7).unwrap() } else { out }
}

/// The same picture as seven passes; the encoder cannot write them.
fn adam7(mut picture: Png) -> Vec<u8> {
    let mut header = picture.chunks()[0].contents().to_vec();
    header[12] = 1;
    let passes = [(1, 1), (1, 1), (2, 1), (2, 2), (4, 1), (3, 3), (7, 2)];
    let raw: Vec<u8> = passes.iter().flat_map(|(w, h)| vec![0; h * (1 + w)]).collect();
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&raw).unwrap();
    picture.chunks_mut()[0] = chunk(b"IHDR", &header);
    let at = picture.chunks().iter().position(|c| c.kind() == *b"IDAT").unwrap();
    picture.chunks_mut()[at] = chunk(b"IDAT", &packer.finish().unwrap());
    picture.encoder().bytes().to_vec()
}

fn pixels(bytes: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut pixels).unwrap();
    pixels
}

#[test]
fn a_png_loses_what_was_written_into_it_and_keeps_its_pixels() {
    for (colour, interlaced) in [
        (png::ColorType::Grayscale, false),
        (png::ColorType::Rgb, false),
        (png::ColorType::Rgba, false),
        (png::ColorType::GrayscaleAlpha, false),
        (png::ColorType::Indexed, false),
        (png::ColorType::Grayscale, true),
    ] {
        let clean = a_png(colour, interlaced);
        let mut picture = Png::from_bytes(clean.clone().into()).unwrap();
        for kind in [b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"iCCP", b"tIME", b"sPLT", b"caBX", b"fdAT"] {
            picture.chunks_mut().insert(1, chunk(kind, SECRET));
        }
        picture.chunks_mut().insert(1, chunk(b"gAMA", &[0, 0, 0xb1, 0x8f]));
        let mut planted = picture.encoder().bytes().to_vec();
        planted.extend_from_slice(SECRET);
        assert!(holds(&planted, SECRET));
        let cleaned = png(planted).unwrap();
        assert!(!holds(&cleaned, SECRET) && holds(&cleaned, b"gAMA") && cleaned.ends_with(b"IEND\xaeB`\x82"), "{colour:?}");
        assert_eq!(holds(&clean, b"tRNS"), holds(&cleaned, b"tRNS"));
        assert_eq!(pixels(&cleaned), pixels(&clean), "{colour:?}");
        assert_eq!(png(cleaned.clone()), Ok(cleaned), "cleaning twice changes nothing");
    }
}

#[test]
fn a_damaged_png_is_refused() {
    let good = a_png(png::ColorType::Rgb, false);
    assert_eq!(png(good.clone()).as_ref(), Ok(&good));
    for at in 0..good.len() {
        assert_eq!(png(good[..at].to_vec()), Err(Refusal::Picture), "cut at {at}");
        let mut changed = good.clone();
        changed[at] ^= 0x10;
        assert!(png(changed).is_err(), "changed at {at}");
    }
    let with = |change: &dyn Fn(&mut Vec<PngChunk>)| {
        let mut picture = Png::from_bytes(good.clone().into()).unwrap();
        change(picture.chunks_mut());
        png(picture.encoder().bytes().to_vec())
    };
    let data = |raw: &[u8]| {
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(raw).unwrap();
        packer.finish().unwrap()
    };
    let whole = data(&[0; 5 * 22]);
    assert!(with(&|c| c[1] = chunk(b"IDAT", &whole)).is_ok());
    assert!(with(&|c| c[1] = chunk(b"IDAT", &data(&[0; 5 * 22 + 1]))).is_err(), "more data than pixels");
    assert!(with(&|c| c[1] = chunk(b"IDAT", &data(&[0; 5 * 22 - 1]))).is_err(), "fewer");
    assert!(with(&|c| c[1] = chunk(b"IDAT", &[&whole[..], SECRET].concat())).is_err(), "something behind the data");
    assert!(with(&|c| c.insert(1, chunk(b"ABCD", SECRET))).is_err(), "a critical chunk nobody knows");
    assert!(with(&|c| c.insert(1, chunk(b"tRNS", &[7; 257]))).is_err(), "too long");
    assert!(with(&|c| c.insert(2, chunk(b"IHDR", &[7; 13]))).is_err(), "two headers");
    assert!(with(&|c| c.swap(0, 1)).is_err(), "the header comes first");
    let huge = [&50_001_u32.to_be_bytes()[..], &1_000_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    assert_eq!(with(&|c| c[0] = chunk(b"IHDR", &huge)), Err(Refusal::Pixels));
    let none = [&0_u32.to_be_bytes()[..], &1_000_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    assert_eq!(with(&|c| c[0] = chunk(b"IHDR", &none)), Err(Refusal::Picture));
}

fn a_jpeg(progressive: bool, colour: jpeg_encoder::ColorType) -> Vec<u8> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, 90);
    encoder.set_progressive(progressive);
    encoder.set_restart_interval(2);
    let samples = match colour {
        jpeg_encoder::ColorType::Luma => 1,
        jpeg_encoder::ColorType::Cmyk => 4,
        _ => 3,
    };
    let pixels: Vec<u8> = (0..40 * 30 * samples).map(|n| u8::try_from(n * 37 % 251).unwrap()).collect();
    encoder.encode(&pixels, 40, 30, colour).unwrap();
    out
}

fn written(marker: u8, contents: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    keep(&mut out, marker, contents);
    out
}

fn drawn(bytes: &[u8]) -> Vec<u8> {
    jpeg_decoder::Decoder::new(bytes).decode().unwrap()
}

#[test]
fn a_jpeg_loses_what_was_written_into_it_and_keeps_its_pixels() {
    use jpeg_encoder::ColorType::{Cmyk, Luma, Rgb};
    for (progressive, colour) in [(false, Luma), (false, Rgb), (true, Rgb), (false, Cmyk)] {
        let clean = a_jpeg(progressive, colour);
        let exif = [b"Exif\0\0MM\0*", SECRET].concat();
        let mut planted = vec![0xff, 0xd8];
        let preview = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x03\x03", SECRET].concat();
        planted.extend(written(0xe0, &preview));
        planted.extend(written(0xe0, &[b"JFXX\0", SECRET].concat()));
        planted.extend(written(0xe1, &exif));
        planted.extend(written(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>", SECRET].concat()));
        for marker in 0xe2..=0xef {
            planted.extend(written(marker, SECRET));
        }
        planted.extend(written(0xfe, SECRET));
        planted.extend_from_slice(&clean[2..clean.len() - 2]);
        // Between the last scan and the end, and behind it.
        planted.extend(written(0xfe, SECRET));
        planted.extend(written(0xe1, &exif));
        planted.extend_from_slice(b"\xff\xff\xff\xd9");
        planted.extend_from_slice(SECRET);
        let cleaned = jpeg(&planted).unwrap();
        assert!(!holds(&cleaned, SECRET) && !holds(&cleaned, b"Exif") && cleaned.ends_with(b"\xff\xd9"), "{progressive}");
        assert_eq!(drawn(&cleaned), drawn(&clean), "{progressive}");
        assert_eq!(jpeg(&cleaned).as_ref(), Ok(&cleaned), "cleaning twice changes nothing");
    }
}

#[test]
fn a_comment_between_scans_goes_too() {
    let clean = a_jpeg(true, jpeg_encoder::ColorType::Luma);
    let starts: Vec<usize> = clean.windows(2).enumerate().filter(|(_, w)| *w == [0xff, 0xda]).map(|(n, _)| n).collect();
    assert!(starts.len() > 2, "several scans");
    let mut planted = clean.clone();
    let extra = written(0xfe, SECRET);
    planted.splice(starts[1]..starts[1], extra);
    let cleaned = jpeg(&planted).unwrap();
    assert!(holds(&planted, SECRET) && !holds(&cleaned, SECRET));
    assert_eq!(drawn(&cleaned), drawn(&clean));
}

#[test]
fn a_damaged_jpeg_is_refused() {
    let good = a_jpeg(false, jpeg_encoder::ColorType::Rgb);
    assert!(jpeg(&good).is_ok());
    for at in 0..good.len() {
        assert_eq!(jpeg(&good[..at]), Err(Refusal::Picture), "cut at {at}");
    }
    let frame_at = good.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
    let mut huge = good.clone();
    huge[frame_at + 5..frame_at + 9].copy_from_slice(&[0xff; 4]);
    assert_eq!(jpeg(&huge), Err(Refusal::Pixels));
    for (what, at, value) in
        [("no height", frame_at + 6, 0), ("12 bits", frame_at + 4, 12), ("arithmetic coding", frame_at + 1, 0xc9), ("no frame", frame_at + 1, 0xfe)]
    {
        let mut changed = good.clone();
        changed[at] = value;
        assert!(jpeg(&changed).is_err(), "{what}");
    }
    for bad in [&b"\xff\xd8\xff\xd9"[..], b"\xff\xd8\xff\xda\0\x02\xff\xd9", b"\xff\xd8abc\xff\xd9", b""] {
        assert_eq!(jpeg(bad), Err(Refusal::Picture), "{bad:?}");
    }
}
