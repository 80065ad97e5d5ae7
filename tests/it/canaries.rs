//! `vigie doctor --canaries`: the operator's own look through the eyes of each party.
use crate::{
    desk::{self, To},
    life::annex,
    support::{Portal, on_both},
};
use std::process::Command;

on_both! {
    canaries_see_nothing_of_others_and_leave_nothing_behind
    canaries_report_what_does_not_belong_to_their_party
}

/// The doctor's answer, with the port that this portal has in the test.
fn doctor(p: &Portal) -> (bool, String) {
    let mut doctor = Command::new(env!("CARGO_BIN_EXE_vigie"));
    doctor.args(["doctor", "--canaries", "--data-dir"]).arg(&p.dir);
    doctor.env("VIGIE_ORIGIN", p.at.origin()).env("VIGIE_SERVER__LISTEN", format!("127.0.0.1:{}", p.at.port));
    let done = doctor.output().unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    (text.lines().any(|l| l.starts_with("ok") && l.contains("partition")), text)
}

fn canaries_see_nothing_of_others_and_leave_nothing_behind(p: &Portal) {
    let both = desk::complete(p, "Pour les deux premiers", To::Parties(&[0, 1]));
    annex(&p.author(), &both, 0, "Le domaine de l’Érable est imité depuis lundi.");
    desk::submit(&p.author(), &both).is(303);
    desk::publish(&p.approver(), &both).is(303);
    desk::published(p, "Pour le troisième parti seul", To::Parties(&[2]));
    desk::published(p, "Pour une personne nommée", To::People(&["contact1"]));
    desk::in_review(p, "Encore en relecture chez nous", To::All);
    let accounts = p.count("FROM account");
    let (good, says) = doctor(p);
    assert!(good && says.contains("of 3 parties hold nothing of another"), "{says}");
    assert_eq!(p.count("FROM account"), accounts);
    assert_eq!((p.count("FROM reading"), p.count("FROM session WHERE device = 'vigie doctor'")), (0, 0));
    let made: Vec<String> = p.records().into_iter().filter(|r| r.starts_with("canary.")).collect();
    assert_eq!(made.len(), 6, "{made:?}");
    assert!(p.records().iter().any(|r| r.starts_with(&format!("advisory.read {both}"))), "what a canary reads is in the log like any read");
    assert!(matches!(p.verify(), vigie::audit::verify::Verdict::Whole { .. }));
}

fn canaries_report_what_does_not_belong_to_their_party(p: &Portal) {
    desk::published(p, "Pour tous les partis", To::All);
    let reference = desk::published(p, "Seulement pour le Tilleul", To::Parties(&[1]));
    // A leak, planted behind the portal's back where every party looks: the directory.
    p.sql("UPDATE provider SET name = 'Seulement pour le Tilleul' WHERE slug = 'vigilance-ouest'; UPDATE installation SET register_version = register_version + 1");
    let (good, says) = doctor(p);
    assert!(!good && says.contains("a title on /providers/vigilance-ouest of erable-nouveau"), "{says}");
    assert!(!says.contains("of alliance-du-tilleul"), "to whom it was addressed it is not foreign: {says}");
    assert!(!says.contains(&reference), "{says}");
    assert_eq!(p.count("FROM account WHERE id LIKE 'canary-%'"), 0, "they are gone after a finding too");
    // A portal that does not answer is said, and leaves nothing either.
    let mut away = Command::new(env!("CARGO_BIN_EXE_vigie"));
    let done = away.args(["doctor", "--canaries", "--data-dir"]).arg(&p.dir).env("VIGIE_SERVER__LISTEN", "127.0.0.1:1").output().unwrap();
    let says = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(!done.status.success() && says.contains("does not answer at 127.0.0.1:1"), "{says}");
    assert_eq!(p.count("FROM account WHERE id LIKE 'canary-%'"), 0);
}
