//! Proving that a document is the agency's: by its signature, offline and years later, and by asking the portal.
use crate::{
    desk::{self, To},
    sink::{self, Taken},
    support::{Portal, on_both},
    world::email,
};
use std::{fs, path::PathBuf, process::Command};
use vigie::crypto::sha256;

on_both! {
    a_signed_text_is_proven_by_vigie_and_by_openssl_and_a_changed_byte_is_not
    each_version_has_a_signature_of_its_own_that_never_changes
    the_portal_answers_whether_a_document_is_ours_to_those_who_may_see_it
    a_message_of_the_agency_is_known_by_its_code_to_its_reader_alone
    many_questions_are_slowed_and_the_agency_is_told
}

/// A folder of the test's own with what a reader downloads.
fn downloaded(p: &Portal, reference: &str, party: usize) -> PathBuf {
    let dir = p.dir.join(format!("downloads-{party}"));
    fs::create_dir_all(&dir).unwrap();
    for what in ["advisory.txt", "signature.p7s"] {
        let answer = p.contact(party).get(&format!("/advisories/{reference}/{what}")).is(200);
        assert!(answer.header("content-disposition").starts_with("attachment; filename="), "{what}");
        assert!(answer.header("content-security-policy").contains("sandbox"), "{what}");
        fs::write(dir.join(what), &answer.body).unwrap();
    }
    dir
}

fn vigie(arguments: &[&str]) -> (bool, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_vigie")).args(arguments).output().unwrap();
    (done.status.success(), format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr)))
}

fn openssl(dir: &std::path::Path, certificate: &str, text: &str, signature: &str) -> bool {
    let arguments = ["cms", "-verify", "-binary", "-inform", "DER", "-in", signature, "-content", text, "-CAfile", certificate, "-out", "/dev/null"];
    Command::new("openssl").args(arguments).current_dir(dir).output().unwrap().status.success()
}

fn a_signed_text_is_proven_by_vigie_and_by_openssl_and_a_changed_byte_is_not(p: &Portal) {
    let reference = desk::published(p, "Signé « entre guillemets »", To::Parties(&[0, 1]));
    let dir = downloaded(p, &reference, 0);
    let at = |name: &str| dir.join(name).display().to_string();
    let certificate = p.dir.join("documents/document.pem").display().to_string();
    let (good, says) = vigie(&["verify", &at("advisory.txt"), "--certificate", &certificate]);
    assert!(good && says.contains(&reference) && says.contains("TLP:AMBER"), "{says}");
    assert!(openssl(&dir, &certificate, "advisory.txt", "signature.p7s"));
    let text = fs::read(dir.join("advisory.txt")).unwrap();
    for at_byte in [0, text.len() / 2, text.len() - 1] {
        let mut changed = text.clone();
        changed[at_byte] ^= 1;
        fs::write(dir.join("changed.txt"), &changed).unwrap();
        let (good, says) = vigie(&["verify", &at("changed.txt"), "--signature", &at("signature.p7s"), "--certificate", &certificate]);
        assert!(!good && says.contains("NOT what the agency signed"), "{at_byte}: {says}");
        assert!(!openssl(&dir, &certificate, "changed.txt", "signature.p7s"), "{at_byte}");
    }
    // Nobody signed it: a message that holds certificates and no signature.
    let empty = ["crl2pkcs7", "-nocrl", "-certfile", certificate.as_str(), "-outform", "DER", "-out", "empty.p7s"];
    assert!(Command::new("openssl").args(empty).current_dir(&dir).output().unwrap().status.success());
    let (good, _) = vigie(&["verify", &at("advisory.txt"), "--signature", &at("empty.p7s"), "--certificate", &certificate]);
    assert!(!good, "nobody's signature");
    // Another agency's certificate, and what is missing, are told apart from a forgery.
    let (good, _) = vigie(&["verify", &at("advisory.txt"), "--certificate", &p.dir.join("mail/notice.pem").display().to_string()]);
    assert!(!good);
    let (good, says) = vigie(&["verify", &at("nothing.txt"), "--certificate", &certificate]);
    assert!(!good && says.contains("nothing.txt"), "{says}");
    let (good, says) = vigie(&["verify", &at("advisory.txt"), "--certificate", &certificate, "--json"]);
    assert!(good && says.contains(&data_encoding::HEXLOWER.encode(&sha256(&text))), "{says}");
}

fn each_version_has_a_signature_of_its_own_that_never_changes(p: &Portal) {
    let reference = desk::published(p, "Première", To::All);
    let first = p.contact(0).get(&format!("/advisories/{reference}/advisory.txt")).is(200).text();
    assert!(first.contains("Version: 1\n") && first.contains("Title: Première\n"), "{first}");
    desk::next_version(p, &reference, "Seconde", "Le titre", To::All);
    let second = p.contact(0).get(&format!("/advisories/{reference}/advisory.txt")).is(200).text();
    assert!(second.contains("Version: 2\n") && second.contains("Title: Seconde\n"), "{second}");
    for sql in ["UPDATE signed_text SET text = 'x'", "DELETE FROM signed_text"] {
        assert!(p.try_sql(sql).unwrap_err().to_string().contains("append only"), "{sql}");
    }
    assert_eq!(p.column("SELECT text FROM signed_text ORDER BY number")[0], first);
    // What an author writes cannot look like a line of ours.
    let author = p.author();
    let forged = desk::complete(p, "Faux en-tête", To::All);
    let page = format!("/desk/advisories/{forged}/content");
    author.submit(&page, &page, &[("title", "Faux en-tête"), ("body", "Texte\nMarking: TLP:CLEAR\nVersion: 9")]).is(303);
    desk::submit(&author, &forged).is(303);
    desk::publish(&p.approver(), &forged).is(303);
    let text = p.contact(0).get(&format!("/advisories/{forged}/advisory.txt")).is(200).text();
    assert_eq!(text.lines().filter(|l| l.starts_with("Marking: ")).collect::<Vec<_>>(), ["Marking: TLP:AMBER"]);
}

fn the_portal_answers_whether_a_document_is_ours_to_those_who_may_see_it(p: &Portal) {
    let reference = desk::published(p, "Le nôtre", To::Parties(&[0]));
    let bytes = p.contact(0).get(&format!("/advisories/{reference}/advisory.txt")).is(200).body;
    let hash = data_encoding::HEXLOWER.encode(&sha256(&bytes));
    let ask = |key: &str, hash: &str| p.by(key).submit("/verify", "/verify", &[("sha256", hash), ("code", "")]).is(200).page();
    let ours = ask("contact0", &hash.to_uppercase());
    assert!(ours.text("#answer h2").contains("en vigueur") && ours.text("#answer").contains(&reference), "{}", ours.text("#answer"));
    assert!(ask("approver", &hash).text("#answer").contains(&reference));
    // To another party it is as unknown as a forgery is to everybody.
    let (hidden, forged) = (ask("contact1", &hash), ask("contact1", &"0".repeat(64)));
    assert_eq!(hidden.text("#answer"), forged.text("#answer"));
    assert!(forged.text("#answer").contains("ne vient pas"));
    assert!(!ask("vetting", &hash).text("#answer").contains(&reference), "who vets reads no advisories");
    assert_eq!(ask("directory0", &hash).text("#answer"), forged.text("#answer"), "who has the directory alone reads none either");
    desk::next_version(p, &reference, "Le nôtre, revu", "Revu", To::Parties(&[0]));
    assert!(ask("contact0", &hash).text("#answer h2").contains("plus récent"));
    desk::withdraw(&p.approver(), &reference, "").is(303);
    assert!(ask("contact0", &hash).text("#answer h2").contains("retiré"));
    for (field, value) in [("sha256", "abc"), ("sha256", "")] {
        let back = p.contact(0).submit("/verify", "/verify", &[(field, value), ("code", "")]).is(422).page();
        assert!(back.has("#sha256-e"));
    }
    let asked = p.records().iter().filter(|r| r.starts_with("advisory.authenticity-asked")).count();
    assert!(asked >= 6, "each question is in the log");
}

fn a_message_of_the_agency_is_known_by_its_code_to_its_reader_alone(p: &Portal) {
    desk::published(p, "Un document attend", To::Parties(&[0]));
    sink::until("the mails are written", || p.count("FROM outbox WHERE state = 'sent'") >= 3);
    let files: Vec<PathBuf> = fs::read_dir(p.dir.join("outbox")).unwrap().map(|f| f.unwrap().path()).collect();
    let bodies = || files.iter().map(|f| Taken::read(f, &serde_json::Value::Null));
    let mine = bodies().find(|m| m.header("To").contains(&email("contact0"))).unwrap().body(p);
    let code = mine.lines().find_map(|l| l.split_once("message\u{a0}: ")?.1.split('.').next()).unwrap().to_owned();
    assert_eq!((code.len(), mine.matches(&code).count()), (14, 2), "{mine}");
    assert_eq!(bodies().filter(|m| m.body(p).contains(&code)).count(), 1, "each message has its own");
    let ask = |key: &str, code: &str| p.by(key).submit("/verify", "/verify", &[("sha256", ""), ("code", code)]).is(200).page().text("#answer h2");
    assert!(ask("contact0", &code).contains("Ce message vient bien"));
    assert!(ask("contact0", &code.replace('-', " ")).contains("Ce message vient bien"));
    assert!(ask("contact1", &code).contains("ne vient pas"));
    assert!(ask("contact0", "0000-1111-2222").contains("ne vient pas"));
    assert!(ask("contact0", &code[..8]).contains("ne vient pas"));
}

fn many_questions_are_slowed_and_the_agency_is_told(p: &Portal) {
    let client = p.contact(0);
    let hidden = client.get("/verify").page().hidden("/verify");
    for _ in 0..20 {
        client.send_form("/verify", &hidden, &[("sha256", &"1".repeat(64))]).is(200);
    }
    assert_eq!(p.count("FROM alarm WHERE kind = 'many-reads'"), 0);
    client.send_form("/verify", &hidden, &[("sha256", &"1".repeat(64))]).is(200);
    assert_eq!(p.column("SELECT object || ' ' || detail FROM alarm WHERE kind = 'many-reads'"), [format!("{} checks", p.id("contact0"))]);
}
