//! Documents built here, with what must be refused or removed somewhere within.
use super::*;
use lopdf::{SaveOptions, dictionary};
use std::process::{Command, Stdio};

const SECRET: &str = "M. Dupont";

/// A document of these pages; each is changed before it is added.
fn made(pages: usize, change: impl Fn(usize, &mut Dictionary)) -> Document {
    let mut d = Document::with_version("1.5");
    let tree = d.new_object_id();
    let font = d.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
    let resources = d.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let kids: Vec<Object> = (0..pages)
        .map(|n| {
            let text = format!("BT /F1 12 Tf 72 400 Td (Page {n} text) Tj ET");
            let content = d.add_object(Stream::new(Dictionary::new(), text.into_bytes()));
            let mut page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
            change(n, &mut page);
            d.add_object(page).into()
        })
        .collect();
    let count = i64::try_from(pages).unwrap();
    d.set_object(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => resources, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()] });
    let catalog = d.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    d.trailer.set("Root", catalog);
    d
}

fn bytes(d: &mut Document) -> Vec<u8> {
    let mut out = Vec::new();
    d.save_to(&mut out).unwrap();
    out
}

/// The same with objects packed into streams.
fn packed(d: &mut Document) -> Vec<u8> {
    let mut out = Vec::new();
    d.save_with_options(&mut out, SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build()).unwrap();
    out
}

fn holds(bytes: &[u8], what: &str) -> bool {
    bytes.windows(what.len()).any(|w| w == what.as_bytes())
}

/// The text as a reader shows it, if poppler is there.
fn shown(bytes: &[u8]) -> Option<String> {
    let mut child = Command::new("pdftotext").args(["-layout", "-", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
    let (mut input, whole) = (child.stdin.take().unwrap(), bytes.to_vec());
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut input, &whole));
    let done = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert!(done.stderr.is_empty(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8(done.stdout).unwrap())
}

#[test]
fn a_plain_document_loses_its_metadata_and_keeps_its_text() {
    for packing in [false, true] {
        let mut d = made(2, |_, page| page.set("PieceInfo", dictionary! { "X" => dictionary! { "Private" => Object::string_literal(SECRET) } }));
        let info = d.add_object(dictionary! { "Author" => Object::string_literal(SECRET), "Producer" => Object::string_literal(SECRET) });
        d.trailer.set("Info", info);
        d.trailer.set("ID", vec![Object::string_literal(SECRET), Object::string_literal(SECRET)]);
        let xmp = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, format!("<dc:creator>{SECRET}").into_bytes());
        let xmp = d.add_object(xmp);
        d.catalog_mut().unwrap().set("Metadata", xmp);
        d.add_object(Object::string_literal(format!("left over by {SECRET}")));
        let photo = [&b"\xff\xd8\xff\xfe\0\x0b"[..], SECRET.as_bytes(), b"\xff\xc0\0\x0b\x08\0\x01\0\x01\x01\x01\x11\0\xff\xda\0\x02x\xff\xd9"].concat();
        let photo = d.add_object(Stream::new(dictionary! { "Type" => "XObject", "Subtype" => "Image", "Filter" => "DCTDecode" }, photo));
        d.catalog_mut().unwrap().set("Kept", photo);
        let given = if packing { packed(&mut d) } else { bytes(&mut d) };
        assert!(holds(&given, SECRET));
        let cleaned = examine(&given).unwrap();
        assert!(!holds(&cleaned, SECRET) && !holds(&cleaned, "Metadata") && !holds(&cleaned, "/Info"), "{packing}");
        let again = Document::load_mem(&cleaned).unwrap();
        assert!(again.objects.values().all(|o| !format!("{o:?}").contains(SECRET)));
        assert_eq!(again.extract_text(&[1, 2]).unwrap().matches("text").count(), 2);
        if let Some(text) = shown(&cleaned) {
            assert!(text.contains("Page 0 text") && text.contains("Page 1 text"), "{text}");
        }
    }
}

fn script() -> Dictionary {
    dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") }
}

fn action(kind: &str) -> Dictionary {
    dictionary! { "S" => kind }
}

/// Things that act, each with the key of the catalogue under which it stands.
fn plants(d: &mut Document) -> Vec<(&'static str, &'static str, Object)> {
    let indirect = d.add_object(script());
    let name = d.add_object(Object::Name(b"Launch".to_vec()));
    let leaf = d.add_object(dictionary! { "Names" => vec![Object::string_literal("a"), script().into()] });
    let file = d.add_object(Stream::new(dictionary! { "Type" => "EmbeddedFile" }, b"MZ".to_vec()));
    let elsewhere = d.add_object(Stream::new(dictionary! { "F" => Object::string_literal("\\\\host\\x") }, Vec::new()));
    vec![
        ("open action", "OpenAction", script().into()),
        ("indirect", "OpenAction", indirect.into()),
        ("name behind a reference", "OpenAction", dictionary! { "S" => name }.into()),
        ("additional", "AA", dictionary! { "WC" => action("SubmitForm") }.into()),
        ("import", "AA", dictionary! { "WC" => action("ImportData") }.into()),
        ("next of a harmless one", "OpenAction", dictionary! { "S" => "GoTo", "Next" => vec![action("Launch").into()] }.into()),
        ("name tree", "Names", dictionary! { "Kids" => vec![leaf.into()] }.into()),
        ("attachment", "Kept", file.into()),
        ("file specification", "Kept", dictionary! { "Type" => "Filespec", "EF" => dictionary! {} }.into()),
        ("dynamic form", "AcroForm", dictionary! { "XFA" => Object::string_literal("x") }.into()),
        ("rich media", "Kept", dictionary! { "Subtype" => "RichMedia" }.into()),
        ("film", "Kept", dictionary! { "Subtype" => "Movie" }.into()),
        ("elsewhere", "Kept", elsewhere.into()),
    ]
}

#[test]
fn what_acts_by_itself_is_refused_wherever_it_lies() {
    for n in 0..plants(&mut made(1, |_, _| {})).len() {
        for packing in [false, true] {
            let mut d = made(1, |_, _| {});
            let (what, key, value) = plants(&mut d).swap_remove(n);
            d.catalog_mut().unwrap().set(key, value);
            d.prune_objects();
            let given = if packing { packed(&mut d) } else { bytes(&mut d) };
            assert!(matches!(examine(&given), Err(Refusal::Active(_))), "{what} {packing}: {:?}", examine(&given).map(drop));
        }
    }
}

#[test]
fn a_name_written_otherwise_is_the_same_name() {
    let mut d = made(1, |_, _| {});
    d.catalog_mut().unwrap().set("OpenAction", action("Launch"));
    assert_eq!(examine(&bytes(&mut d)), Err(Refusal::Active("Launch")));
    d.catalog_mut().unwrap().set("OpenAction", action("Launchxx"));
    let mut hidden = bytes(&mut d);
    let at = hidden.windows(9).position(|w| w == b"/Launchxx").unwrap();
    hidden[at..at + 9].copy_from_slice(b"/#4caunch");
    assert_eq!(examine(&hidden), Err(Refusal::Active("Launch")));
}

#[test]
fn a_link_is_no_act() {
    let link = dictionary! { "Subtype" => "Link", "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://agency.example") } };
    assert!(examine(&bytes(&mut made(1, |_, page| page.set("Annots", vec![link.clone().into()])))).is_ok());
}

#[test]
fn what_is_locked_damaged_or_too_large_is_refused() {
    let good = bytes(&mut made(1, |_, _| {}));
    assert!(examine(&good).is_ok());
    for at in (0..good.len() - 6).step_by(7) {
        assert!(examine(&good[..at]).is_err(), "cut at {at}");
    }
    assert_eq!(examine(b"%PDF-1.7\nnothing"), Err(Refusal::Pdf));
    let text = String::from_utf8_lossy(&good).into_owned();
    for (name, why) in [("/Encrypt", Refusal::Encrypted), ("/Encryp#74", Refusal::Encrypted)] {
        assert_eq!(examine(text.replace("/Root", &format!("{name} << /Filter /Standard >> /Root")).as_bytes()), Err(why));
    }
    assert_eq!(examine(&bytes(&mut made(0, |_, _| {}))), Err(Refusal::Pdf), "no page");
    assert!(examine(&packed(&mut made(PAGES, |_, _| {}))).is_ok());
    assert_eq!(examine(&packed(&mut made(PAGES + 1, |_, _| {}))), Err(Refusal::Unwieldy));
    // A page tree that contains itself ends.
    let mut round = made(1, |_, _| {});
    let tree = round.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
    round.get_dictionary_mut(tree).unwrap().set("Kids", vec![Object::Reference(tree); 2]);
    assert!(examine(&bytes(&mut round)).is_err());
}

fn squeezed(plain: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(plain).unwrap();
    packer.finish().unwrap()
}

#[test]
fn what_unpacks_to_gigabytes_is_refused() {
    let zeros = squeezed(&vec![0; 64 * 1024 * 1024]);
    let mut d = made(1, |_, _| {});
    for _ in 0..9 {
        d.add_object(Stream::new(dictionary! { "Filter" => "FlateDecode" }, zeros.clone()));
    }
    let kept: Vec<Object> = d.objects.keys().map(|id| (*id).into()).collect();
    d.catalog_mut().unwrap().set("Kept", kept);
    assert_eq!(examine(&bytes(&mut d)), Err(Refusal::Unwieldy), "streams");
    // A list of objects that is larger than lists are, and many that hold much.
    for (one, count) in [(5 * 1024 * 1024, 1), (3 * 1024 * 1024, 40)] {
        let list = squeezed(&[b"900 0 [".to_vec(), b"0 ".repeat(one / 2), b"]".to_vec()].concat());
        let mut text = bytes(&mut made(1, |_, _| {}));
        let body = text.windows(5).rposition(|w| w == b"xref\n").or_else(|| text.windows(4).rposition(|w| w == b"xref")).unwrap();
        text.truncate(body);
        let mut table = String::new();
        for n in 0..count {
            let at = text.len();
            table.push_str(&["", &(1000 + n).to_string(), " 1\n", &format!("{at:010}"), " 00000 n \n"].concat());
            text.extend(format!("{} 0 obj\n<< /Type /ObjStm /N 1 /First 6 /Filter /FlateDecode /Length {} >>\nstream\n", 1000 + n, list.len()).bytes());
            text.extend(&list);
            text.extend(b"\nendstream\nendobj\n");
        }
        let at = text.len();
        text.extend(format!("xref\n{table}trailer\n<< /Size 2000 /Root 1000 0 R >>\nstartxref\n{at}\n%%EOF").bytes());
        assert_eq!(examine(&text), Err(Refusal::Unwieldy), "{one} {count}");
    }
    assert_eq!(examine(&[b"%PDF-1.7\n[".to_vec(), b"0 ".repeat(4_000_000)].concat()), Err(Refusal::Unwieldy), "words");
}

#[test]
fn one_stream_named_a_thousand_times_is_read_a_few_times() {
    let mut text = b"%PDF-1.7\n".to_vec();
    let at = text.len();
    text.extend(format!("1 0 obj\n<< /Length {} >>\nstream\n", 8_000_000).bytes());
    text.extend(vec![b'x'; 8_000_000]);
    text.extend(b"\nendstream\nendobj\n");
    let table = text.len();
    text.extend(b"xref\n0 100001\n0000000000 65535 f \n");
    (0..100_000).for_each(|_| text.extend(format!("{at:010} 00000 n \n").bytes()));
    text.extend(format!("trailer\n<< /Size 100001 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF").bytes());
    let begun = std::time::Instant::now();
    assert!(examine(&text).is_err());
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn every_page_says_whose_copy_it_is() {
    let mut d = made(5, |n, page| {
        page.set("Rotate", i64::try_from(n).unwrap() * 90);
        if n == 4 {
            page.set("CropBox", vec![100.into(), 300.into(), 500.into(), 700.into()]);
            page.set("Resources", dictionary! { "XObject" => dictionary! {} });
            page.remove(b"Contents");
        }
    });
    let given = examine(&bytes(&mut d)).unwrap();
    let marked = watermark(&given, &["Élodie Ωmega (Parti €) \\ 1", "Copy 0123abcd"]).unwrap();
    let again = Document::load_mem(&marked).unwrap();
    assert_eq!(again.page_iter().count(), 5);
    for page in again.page_iter() {
        let resources = inherited(&again, page, b"Resources").unwrap().as_dict().unwrap();
        let mark = again.get_dict_in_dict(resources, b"XObject").unwrap().get(NAME_OF_MARK).unwrap();
        assert!(again.dereference(mark).unwrap().1.as_stream().is_ok());
    }
    if let Some(text) = shown(&marked) {
        let pages: Vec<&str> = text.split('\u{c}').filter(|p| !p.trim().is_empty()).collect();
        assert_eq!(pages.len(), 5, "{text}");
        for (n, page) in pages.iter().enumerate() {
            assert!(page.contains("Élodie ?mega (Parti €) \\ 1") && page.contains("Copy 0123abcd"), "{n}: {page}");
            assert_eq!(n < 4, page.contains(&format!("Page {n} text")), "{n}: {page}");
        }
    }
    // A marked copy can be marked, and a document with no words on it stays a document.
    assert!(watermark(&marked, &["x"]).is_ok() && watermark(&given, &[]).is_ok());
    assert_eq!(watermark(b"%PDF-1.7", &["x"]), Err(Refusal::Pdf));
}

const NAME_OF_MARK: &[u8] = b"VigieCopy";

#[test]
fn the_mark_stays_within_the_visible_page() {
    let Some(_) = shown(&bytes(&mut made(1, |_, _| {}))) else { return };
    for turn in 0..4 {
        let mut d = made(1, |_, page| {
            page.set("Rotate", turn * 90);
            page.set("MediaBox", vec![(-50).into(), 20.into(), 350.into(), 620.into()]);
            page.set("CropBox", vec![0.into(), 120.into(), 300.into(), 600.into()]);
        });
        let marked = watermark(&examine(&bytes(&mut d)).unwrap(), &["Reader Name, Party of Example"]).unwrap();
        let path = std::env::temp_dir().join(format!("vigie-mark-{}-{turn}.pdf", std::process::id()));
        std::fs::write(&path, &marked).unwrap();
        let done = Command::new("pdftotext").args(["-cropbox", "-bbox", path.to_str().unwrap(), "-"]).output().unwrap();
        std::fs::remove_file(&path).unwrap();
        let text = String::from_utf8(done.stdout).unwrap();
        let number = |line: &str, key: &str| line.split_once(&format!("{key}=\"")).unwrap().1.split('"').next().unwrap().parse::<f32>().unwrap();
        let page = text.lines().find(|l| l.contains("<page ")).unwrap();
        // Poppler turns the words and not the page.
        let (width, height) = if turn % 2 == 0 { (number(page, "width"), number(page, "height")) } else { (number(page, "height"), number(page, "width")) };
        let words: Vec<&str> = text.lines().filter(|l| l.contains("<word ")).collect();
        for word in &words {
            let within =
                number(word, "xMin") >= -1.0 && number(word, "xMax") <= width + 1.0 && number(word, "yMin") >= -1.0 && number(word, "yMax") <= height + 1.0;
            assert!(within, "{turn}: {word} in {page}");
        }
        let small: Vec<_> = words.iter().filter(|w| w.contains(">Reader<")).collect();
        assert_eq!(small.len(), 1, "{text}");
        assert!(
            number(small[0], "yMax") > height - 20.0 && number(small[0], "xMin") < 20.0,
            "{turn}: the small line stands at the lower edge: {small:?} in {page}"
        );
    }
}
