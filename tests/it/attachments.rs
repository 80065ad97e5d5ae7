//! Attachments: what is taken, what is not, what is kept of it and who takes it away.
use crate::{
    client::{Answer, Client},
    desk::{self, To},
    support::{Kind, Portal, on_both},
};
use std::{fs, io::Write, process::Command};
use vigie::crypto::sha256;

on_both! {
    a_file_goes_from_the_author_to_the_reader_sealed_in_between
    a_pdf_carries_its_readers_name_and_is_known_again
    another_party_takes_nothing_away_in_any_way
    what_is_not_taken_leaves_no_file_and_no_row
    what_is_over_the_limits_is_refused_with_the_reason
    a_picture_loses_what_its_camera_wrote
    a_version_shares_its_files_with_the_next_until_they_are_removed
    an_attachment_is_part_of_what_is_approved
    a_form_that_is_cut_or_without_our_token_leaves_nothing
}

/// Sends a file as a browser does.
fn send(client: &Client, path: &str, action: &str, name: &str, bytes: &[u8]) -> Answer {
    let hidden = client.get(path).is(200).page().hidden(action);
    client.send_file(action, &hidden, name, bytes)
}

pub fn attach(client: &Client, reference: &str, name: &str, bytes: &[u8]) -> Answer {
    let page = format!("/desk/advisories/{reference}/attachments");
    send(client, &page, &page, name, bytes)
}

/// The smallest PDF that a reader opens: one page with a few words.
pub fn pdf(words: &str) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    let stream = format!("BT /F1 24 Tf 72 700 Td ({words}) Tj ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>".to_owned(),
        format!("<< /Length {} >>\nstream\n{stream}\nendstream", stream.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    for (n, object) in objects.iter().enumerate() {
        places.push(out.len());
        write!(out, "{} 0 obj\n{object}\nendobj\n", n + 1).unwrap();
    }
    let start = out.len();
    write!(out, "xref\n0 6\n0000000000 65535 f \n").unwrap();
    for place in places {
        writeln!(out, "{place:010} 00000 n ").unwrap();
    }
    write!(out, "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n").unwrap();
    out
}

fn publish(p: &Portal, reference: &str) {
    desk::submit(&p.author(), reference).is(303);
    desk::publish(&p.approver(), reference).is(303);
}

const LIST: &[u8] = b"domain\nzorglub.example\n";

fn a_file_goes_from_the_author_to_the_reader_sealed_in_between(p: &Portal) {
    let reference = desk::complete(p, "Avec une liste", To::Parties(&[0]));
    // More than one piece, and not a whole number of them.
    let long: Vec<u8> = b"domain\n".iter().copied().chain((0..60_000).flat_map(|n| format!("d{n}.example\n").into_bytes())).collect();
    assert!(long.len() > 2 * 256 * 1024 && !long.len().is_multiple_of(256 * 1024));
    attach(&p.author(), &reference, "Liste été.csv", &long).leads_to(&format!("/desk/advisories/{reference}/attachments"));
    attach(&p.author(), &reference, "courte.csv", LIST).is(303);
    assert_eq!(p.count("FROM file_piece"), 1 + long.len().div_ceil(256 * 1024));
    let encoded = if p.kind == Kind::Sqlite { "hex(sealed)" } else { "encode(sealed, 'hex')" };
    let sealed = p.column(&format!("SELECT {encoded} FROM file_piece")).join(" ").to_lowercase();
    assert!(!sealed.contains(&data_encoding::HEXLOWER.encode(b"zorglub")), "it lies open in the database");
    publish(p, &reference);
    let page = p.contact(0).get(&format!("/advisories/{reference}")).is(200).page();
    let href = page.attrs("ul.files a", "href").into_iter().find(|h| h.contains("Liste")).unwrap();
    let file = p.contact(0).get(&href).is(200);
    assert_eq!(file.body, long);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").contains("filename*=UTF-8''Liste%20%C3%A9t%C3%A9.csv"), "{}", file.header("content-disposition"));
    assert!(file.header("content-security-policy").contains("sandbox") && file.header("x-content-type-options") == "nosniff");
    assert!(p.records().iter().any(|r| r == &format!("advisory.read {reference} done version 1, attachment Liste été.csv")));
    // The signed text names it by its hash.
    let text = p.contact(0).get(&format!("/advisories/{reference}/advisory.txt")).text();
    assert!(text.contains(&data_encoding::HEXLOWER.encode(&sha256(&long))), "{text}");
    // It is never answered in parts.
    let part = p.contact(0).get_with(&href, &[("Range", "bytes=0-3"), ("If-None-Match", "*")]).is(200);
    assert_eq!(part.body.len(), long.len());
}

fn a_pdf_carries_its_readers_name_and_is_known_again(p: &Portal) {
    let reference = desk::complete(p, "Avec un rapport", To::Parties(&[0]));
    attach(&p.author(), &reference, "rapport.pdf", &pdf("Rapport de campagne")).is(303);
    publish(p, &reference);
    let address = format!("/advisories/{reference}/attachments/rapport.pdf");
    let (one, two) = (p.contact(0).get(&address).is(200).body, p.lead(0).get(&address).is(200).body);
    assert_ne!(one, two, "each copy is its reader's own");
    let file = p.dir.join("copie.pdf");
    fs::write(&file, &one).unwrap();
    let shown = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
    let shown = String::from_utf8_lossy(&shown.stdout).into_owned();
    assert!(shown.contains("Personne contact0") && shown.contains("TLP:AMBER") && shown.contains("Rapport de campagne"), "{shown}");
    // A copy that leaks is known again; to another party it is as unknown as a forgery.
    let hash = data_encoding::HEXLOWER.encode(&sha256(&one));
    let ask = |key: &str| p.by(key).submit("/verify", "/verify", &[("sha256", &hash), ("code", "")]).is(200).page().text("#answer");
    assert!(ask("contact0").contains("rapport.pdf") && ask("approver").contains(&reference));
    assert!(ask("contact1").contains("ne vient pas"));
    assert_eq!(p.column(&format!("SELECT account_id FROM file_copy WHERE hash = {}", blob(p, &hash))), [p.id("contact0").to_string()]);
    // The same by the file itself.
    let answer = send(&p.contact(0), "/verify", "/verify/file", "x.pdf", &one).is(200).page().text("#answer h2");
    assert!(answer.contains("en vigueur"), "{answer}");
    assert!(send(&p.contact(0), "/verify", "/verify/file", "x.pdf", &one[1..]).is(200).page().text("#answer h2").contains("ne vient pas"));
}

fn blob(p: &Portal, hex: &str) -> String {
    if p.kind == Kind::Sqlite { format!("x'{hex}'") } else { format!("'\\x{hex}'") }
}

fn another_party_takes_nothing_away_in_any_way(p: &Portal) {
    let reference = desk::complete(p, "Pas pour tous", To::Parties(&[0]));
    attach(&p.author(), &reference, "liste.csv", LIST).is(303);
    let draft = p.contact(0).get(&format!("/advisories/{reference}/attachments/liste.csv")).is(404);
    publish(p, &reference);
    let address = format!("/advisories/{reference}/attachments/liste.csv");
    let other = p.contact(1);
    let (hidden, absent) = (other.get(&address).is(404), other.get("/advisories/2027-AAAA/attachments/liste.csv").is(404));
    assert_eq!((hidden.body.len(), draft.status), (absent.body.len(), 404));
    for headers in [("Range", "bytes=0-1"), ("If-None-Match", "*"), ("If-Modified-Since", "Thu, 26 Nov 2026 00:00:00 GMT"), ("If-Range", "x")] {
        other.get_with(&address, &[headers]).is(404);
    }
    other.get(&format!("/desk{address}")).is(403);
    p.contact(0).get(&format!("/advisories/{reference}/attachments/autre.csv")).is(404);
    p.contact(0).get(&format!("/advisories/{reference}/attachments/..%2f..%2fkeys.ring")).is(404);
    desk::withdraw(&p.approver(), &reference, "").is(303);
    p.contact(0).get(&address).is(404);
}

fn what_is_not_taken_leaves_no_file_and_no_row(p: &Portal) {
    let author = p.author();
    let reference = desk::draft(&author, "Refusés");
    for (name, bytes) in [
        ("rapport.pdf", &b"MZ\x90\x00 a program"[..]),
        ("page.html", b"<script>alert(1)</script>"),
        ("dessin.svg", b"<svg onload=alert(1)>"),
        ("archive.zip", b"PK\x03\x04"),
        ("image.png", b"\x89PNG\r\n\x1a\n cut"),
        ("texte.txt", b"\xff\xfe"),
        ("donnees.json", b"{"),
        ("vide.txt", b""),
        ("sans", b"text"),
    ] {
        let back = attach(&author, &reference, name, bytes).is(422).page();
        assert!(!back.text("#file-e").is_empty(), "{name}");
    }
    let page = format!("/desk/advisories/{reference}/attachments");
    let hidden = author.get(&page).page().hidden(&page);
    let nothing = author.send_file(&page, &hidden, "", b"").is(422).page();
    assert!(nothing.text("#file-e").contains("Choisissez un fichier"));
    assert_eq!((p.count("FROM file"), p.count("FROM file_piece"), p.count("FROM attachment")), (0, 0, 0));
    assert!(!p.records().iter().any(|r| r.starts_with("advisory.attachment-added")));
}

fn what_is_over_the_limits_is_refused_with_the_reason(p: &Portal) {
    let lines = "[attachments]\nmax_bytes = 2000\nmax_count = 2\nquota_bytes = 2500\n\n[authentication]";
    let p = &Portal::with(p.kind, &[("[authentication]", lines)]);
    let author = p.author();
    let reference = desk::draft(&author, "Limites");
    attach(&author, &reference, "trop.txt", &[b'x'; 2_001]).is(413);
    attach(&author, &reference, "un.txt", &[b'x'; 1_000]).is(303);
    let twice = attach(&author, &reference, "un.txt", b"autre").is(422).page();
    assert!(twice.text("#file-e").contains("porte déjà ce nom"));
    attach(&author, &reference, "deux.txt", &[b'x'; 1_000]).is(303);
    assert!(attach(&author, &reference, "trois.txt", b"x").is(422).page().text("#file-e").contains("autant de pièces"));
    let other = desk::draft(&author, "Quota");
    assert!(attach(&author, &other, "un.txt", &[b'x'; 1_000]).is(422).page().text("#file-e").contains("pleine"));
    assert_eq!((p.count("FROM file"), p.count("FROM attachment")), (2, 2));
}

fn a_picture_loses_what_its_camera_wrote(p: &Portal) {
    let reference = desk::complete(p, "Photo", To::All);
    let mut png = vec![0x89, b'P', b'N', b'G', 13, 10, 26, 10];
    let chunk = |kind: &[u8; 4], data: &[u8]| {
        let body: Vec<u8> = kind.iter().chain(data).copied().collect();
        let mut crc = 0xffff_ffff_u32;
        for byte in &body {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        [&u32::try_from(data.len()).unwrap().to_be_bytes()[..], &body, &(!crc).to_be_bytes()].concat()
    };
    png.extend(chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
    png.extend(chunk(b"tEXt", b"Author\0Camille Zorglub"));
    png.extend(chunk(b"IDAT", &[0x78, 0x01, 0x01, 0x02, 0x00, 0xfd, 0xff, 0x00, 0x80, 0x00, 0x82, 0x00, 0x81]));
    png.extend(chunk(b"IEND", &[]));
    attach(&p.author(), &reference, "photo.png", &png).is(303);
    publish(p, &reference);
    let got = p.contact(0).get(&format!("/advisories/{reference}/attachments/photo.png")).is(200).body;
    assert!(got.starts_with(&png[..8]) && !got.windows(7).any(|w| w == b"Zorglub"), "{}", got.len());
}

fn a_version_shares_its_files_with_the_next_until_they_are_removed(p: &Portal) {
    let reference = desk::complete(p, "Versions", To::All);
    let author = p.author();
    attach(&author, &reference, "liste.csv", LIST).is(303);
    publish(p, &reference);
    author.submit(&format!("/desk/advisories/{reference}"), &format!("/desk/advisories/{reference}/versions"), &[]).is(303);
    let page = format!("/desk/advisories/{reference}/attachments");
    author.submit(&page, &format!("{page}/liste.csv/removal"), &[]).leads_to(&page);
    assert_eq!((p.count("FROM file"), p.count("FROM attachment")), (1, 1), "the published version keeps it");
    p.contact(0).get(&format!("/advisories/{reference}/attachments/liste.csv")).is(200);
    attach(&author, &reference, "brouillon.txt", b"pas encore").is(303);
    author.submit(&page, &format!("{page}/brouillon.txt/removal"), &[]).is(303);
    assert_eq!((p.count("FROM file"), p.count("FROM file_piece")), (1, 1), "what no version has is gone");
    for sql in ["DELETE FROM attachment", "UPDATE attachment SET name = 'x'"] {
        assert!(p.try_sql(sql).unwrap_err().to_string().contains("cannot be changed"), "{sql}");
    }
}

fn an_attachment_is_part_of_what_is_approved(p: &Portal) {
    let reference = desk::complete(p, "Approuvé", To::All);
    attach(&p.author(), &reference, "liste.csv", LIST).is(303);
    desk::submit(&p.author(), &reference).is(303);
    let page = format!("/desk/advisories/{reference}/attachments");
    p.author().get(&page).is(409);
    // An approver looks at the very file.
    assert_eq!(p.approver().get(&format!("{page}/liste.csv")).is(200).body, LIST);
    p.vetting().get(&format!("{page}/liste.csv")).is(403);
    let action = format!("/desk/advisories/{reference}/publication");
    let read = p.approver().get(&format!("/desk/advisories/{reference}/review")).page().hidden(&action);
    p.author().submit(&format!("/desk/advisories/{reference}"), &format!("/desk/advisories/{reference}/recall"), &[]).is(303);
    attach(&p.author(), &reference, "ajoutee.csv", LIST).is(303);
    desk::submit(&p.author(), &reference).is(303);
    p.approver().send_form(&action, &read, &[]).is(409);
}

fn a_form_that_is_cut_or_without_our_token_leaves_nothing(p: &Portal) {
    let author = p.author();
    let reference = desk::draft(&author, "Coupé");
    let page = format!("/desk/advisories/{reference}/attachments");
    let hidden = author.get(&page).page().hidden(&page);
    let stranger: Vec<_> = hidden.iter().map(|(n, v)| (n.clone(), if n == "csrf" { "0".repeat(v.len()) } else { v.clone() })).collect();
    author.send_file(&page, &stranger, "a.txt", b"text").is(403);
    author.cut_file(&page, &hidden, "a.txt", &vec![b'x'; 50_000]);
    // A file from a page that is no longer true.
    desk::write(&author, &reference, "Changé", "").is(303);
    author.send_file(&page, &hidden, "a.txt", b"text").is(409);
    p.approver().send_file(&page, &hidden, "a.txt", b"text").is(403);
    p.nobody().send_file(&page, &hidden, "a.txt", b"text").is(303);
    assert_eq!((p.count("FROM file"), p.count("FROM file_piece"), p.count("FROM attachment")), (0, 0, 0));
    attach(&author, &reference, "a.txt", b"text").is(303);
    assert_eq!(p.count("FROM attachment"), 1, "the portal goes on");
}
