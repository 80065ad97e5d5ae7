//! What readers are shown, and results that are cut off: nothing that was changed behind the portal's back passes for whole.
use crate::{
    binary::{err, out, refused, vigie},
    desk::{self, To},
    life::annex,
    notary::{audit, file, size},
    support::{Kind, Portal, on_both},
};
use std::{
    fs::{self, OpenOptions},
    process::Command,
};

on_both! {
    readers_are_shown_what_was_approved
    a_partys_address_is_its_own
    a_result_that_is_cut_off_is_no_result
    what_the_auditor_searched_for_stays_in_the_log
    a_damaged_checkpoint_beside_the_database_is_said_with_its_mend
    of_a_file_only_what_is_signed_is_vouched_for
}

/// What somebody changes in what is shown, how it is put back, and what verification must say.
fn forgeries(p: &Portal, reference: &str) -> Vec<(String, String, &'static str)> {
    let id = format!("(SELECT id FROM advisory WHERE reference = '{reference}')");
    let forged = |table: &str, column: &str, says| {
        let set = |value: &str| format!("UPDATE {table} SET {column} = {value} WHERE advisory_id = {id} AND number = 2");
        (set(&format!("{column} || 'FORGED'")), set(&format!("REPLACE({column}, 'FORGED', '')")), says)
    };
    let at = &p.column(&format!("SELECT CAST(published_at AS TEXT) FROM advisory WHERE reference = '{reference}'"))[0];
    let advisory = |set: &str| format!("UPDATE advisory SET {set} WHERE reference = '{reference}'");
    let back = advisory(&format!("current = 2, published_at = {at}, working = 2"));
    vec![
        forged("revision", "rendered", "shown another text"),
        forged("translation", "rendered", "shown another text"),
        forged("annex", "rendered", "shown another text"),
        forged("annex", "rendered_translated", "shown another text"),
        forged("signed_text", "text", "gives as signed"),
        (advisory("current = 1"), back.clone(), "not shown the newest version"),
        (advisory("current = 0, published_at = NULL, working = 1"), back, "not shown the newest version"),
        (advisory("superseded_by = reference"), advisory("superseded_by = NULL"), "said to be replaced"),
    ]
}

/// The signed texts of the second version, each forged together with its hash.
fn signed(p: &Portal, reference: &str) -> Vec<(String, String, &'static str)> {
    let version = format!("advisory_id = (SELECT id FROM advisory WHERE reference = '{reference}') AND number = 2");
    let parties = p.column(&format!("SELECT for_party FROM signed_text WHERE {version} ORDER BY for_party"));
    assert_eq!(parties.len(), 2, "one for every reader, and the annex");
    let one = |party: &String| {
        let row = format!("{version} AND for_party = '{party}'");
        let text = p.column(&format!("SELECT text FROM signed_text WHERE {row}")).remove(0);
        let set = |text: &str| {
            let hash = data_encoding::HEXLOWER.encode(&vigie::crypto::sha256(text.as_bytes()));
            let hash = if p.kind == Kind::Sqlite { format!("X'{hash}'") } else { format!("'\\x{hash}'") };
            format!("UPDATE signed_text SET text = '{}', hash = {hash} WHERE {row}", text.replace('\'', "''"))
        };
        let forged = [format!("{text} FORGED\n"), text.replace("https://", "https://forged.")];
        assert!(forged.iter().all(|forged| *forged != text));
        forged.map(|forged| (set(&forged), set(&text), "gives as signed"))
    };
    parties.iter().flat_map(one).collect()
}

fn readers_are_shown_what_was_approved(p: &Portal) {
    let reference = desk::published(p, "Saule", To::All);
    let (author, page) = (p.author(), format!("/desk/advisories/{reference}"));
    author.submit(&page, &format!("{page}/versions"), &[]).is(303);
    desk::write(&author, &reference, "Saule", "Encore").is(303);
    let note = format!("{page}/translation");
    author.submit(&note, &note, &[("title", "Willow"), ("summary", "More."), ("body", "More."), ("change_note", "Again")]).is(303);
    annex(&author, &reference, 0, "Votre serveur est visé.");
    desk::submit(&author, &reference).is(303);
    desk::publish(&p.approver(), &reference).is(303);
    let dir = p.dir.display().to_string();
    let verify = || vigie(&["audit", "verify", "--data-dir", &dir]);
    assert_eq!(verify().status.code(), Some(0), "{}", err(&verify()));
    p.sql(match p.kind {
        Kind::Sqlite => {
            "DROP TRIGGER revision_published_is_final; DROP TRIGGER translation_final_update; DROP TRIGGER annex_final_update; DROP TRIGGER signed_text_no_update"
        }
        Kind::Postgres => {
            "ALTER TABLE revision DISABLE TRIGGER ALL; ALTER TABLE translation DISABLE TRIGGER ALL; ALTER TABLE annex DISABLE TRIGGER ALL;
             ALTER TABLE signed_text DISABLE TRIGGER ALL"
        }
    });
    for (change, back, says) in forgeries(p, &reference).into_iter().chain(signed(p, &reference)) {
        p.sql(&change);
        refused(&["audit", "verify", "--data-dir", &dir], &[says, "The log is whole", &reference]);
        p.sql(&back);
        assert_eq!(verify().status.code(), Some(0), "{back}: {}", err(&verify()));
    }
}

fn a_partys_address_is_its_own(p: &Portal) {
    let dir = p.dir.display().to_string();
    let slugs = p.column("SELECT slug FROM party WHERE state = 'active' ORDER BY slug");
    let swap = |from: &str, to: &str| p.sql(&format!("UPDATE party SET slug = '{to}' WHERE slug = '{from}'"));
    swap(&slugs[0], "between");
    swap(&slugs[1], &slugs[0]);
    swap("between", &slugs[1]);
    refused(&["audit", "verify", "--data-dir", &dir], &["another party's address"]);
}

fn a_result_that_is_cut_off_is_no_result(p: &Portal) {
    let dir = p.dir.display().to_string();
    for args in [&["export"][..], &["checkpoint"], &["proof", "make", "1"], &["policy"], &["verify"]] {
        let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_vigie"));
        let output = command.arg("audit").args(args).args(["--data-dir", &dir]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(err(&output).contains("could not be written whole"), "{args:?}: {}", err(&output));
    }
    refused(&["audit", "export", "--from", "5", "--to", "2", "--data-dir", &dir], &["--to"]);
}

fn what_the_auditor_searched_for_stays_in_the_log(p: &Portal) {
    let auditor = p.auditor();
    auditor.get(&format!("/audit?x={}&actor=romane", "A".repeat(300))).is(400);
    auditor.get(&format!("/audit?object={}&actor=romane", "A".repeat(400))).is(200);
    let details = p.column("SELECT detail FROM audit_record WHERE action = 'audit.read' ORDER BY n");
    assert!(details.last().unwrap().contains("actor=romane"), "{details:?}");
}

fn a_damaged_checkpoint_beside_the_database_is_said_with_its_mend(p: &Portal) {
    let dir = p.dir.display().to_string();
    audit(p, &["checkpoint"]);
    let beside = p.dir.join("log.checkpoint");
    let kept = fs::read(&beside).unwrap();
    fs::write(&beside, "").unwrap();
    refused(&["audit", "verify", "--data-dir", &dir], &["log.checkpoint", "backup"]);
    let told: serde_json::Value = serde_json::from_str(&out(&vigie(&["audit", "verify", "--json", "--data-dir", &dir]))).unwrap();
    assert_eq!(told["ok"], false);
    fs::write(&beside, kept).unwrap();
    // An earlier run's word is no answer to a checkpoint that could not be read.
    let auditor = p.auditor();
    auditor.submit("/audit/verification", "/audit/verification", &[("checkpoint", "")]).is(303);
    crate::sink::until("the run has ended", || auditor.get("/audit/verification").is(200).page().has(".ok-box"));
    let page = auditor.submit("/audit/verification", "/audit/verification", &[("checkpoint", "no note")]).is(422).page();
    assert!(page.has("#checkpoint-e") && !page.has(".ok-box"), "{}", page.text("main"));
    let stranger = vigie::audit::key::Key::generate("other.example/audit", vigie::audit::key::Kind::Log).unwrap();
    refused(&["audit", "key", "--take", &stranger.verifier().to_string(), "--data-dir", &dir], &["other.example/audit", "this log is"]);
}

fn of_a_file_only_what_is_signed_is_vouched_for(p: &Portal) {
    audit(p, &["checkpoint"]);
    let signed = size(p);
    p.sign_in("contact0");
    audit(p, &["checkpoint"]);
    let (export, policy) = (audit(p, &["export"]), file(p, "policy.txt", &audit(p, &["policy"])));
    // The checkpoints behind the first are left out.
    let one = |line: &str| line.contains("\"checkpoint\"") && !line.contains(&format!("\\n{signed}\\n"));
    let cut: String = export.lines().filter(|line| !one(line)).flat_map(|line| [line, "\n"]).collect();
    let path = file(p, "cut.jsonl", &cut);
    let told = out(&vigie(&["audit", "verify", "--export", &path, "--policy", &policy]));
    assert!(told.starts_with(&format!("The first {signed} of ")) && told.contains("nobody has signed"), "{told}");
}
