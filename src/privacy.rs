//! Every field that the portal stores, what for and for how long: what `/help/privacy` shows. The one list; `tests/it/ledger.rs` compares
//! it with both databases, so that nothing is stored that does not stand here.

/// Fields of one table that are kept for one purpose.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The table.
    pub table: &'static str,
    /// Its columns, separated by spaces.
    pub fields: &'static str,
    /// The key of the sentence that says what for.
    pub purpose: &'static str,
    /// The key of the sentence that says for how long.
    pub kept: &'static str,
}

const fn line(table: &'static str, fields: &'static str, purpose: &'static str, kept: &'static str) -> Line {
    Line { table, fields, purpose, kept }
}

/// The list. Lines of one purpose stand together.
#[rustfmt::skip]
pub static LINES: &[Line] = &[
    line("account", "id email name phone membership party_id state language reason created_at", "privacy-contact", "privacy-kept-account"),
    line("account", "author approver vetting auditor administrator same_as", "privacy-staff", "privacy-kept-account"),
    line("staff_invitation", "account_id invited_by confirmed_by", "privacy-staff", "privacy-kept-account"),
    line("account", "confirmed_at signed_in_at ended_at ended_why revet_at", "privacy-standing", "privacy-kept-account"),
    line("vetting", "id account_id purpose state opened_by opened_at reason method source number met_at spoken_to document filled_by recorded_by recorded_at hash decided_by decided_at decision_reason ready_at", "privacy-vetting", "privacy-kept-account"),
    line("account", "password", "privacy-means", "privacy-kept-means"),
    line("totp", "account_id seed proven last_step failures blocked_until", "privacy-means", "privacy-kept-means"),
    line("recovery_code", "digest account_id created_at used_at", "privacy-means", "privacy-kept-means"),
    line("passkey", "id account_id credential_id name credential counter created_at used_at", "privacy-means", "privacy-kept-means"),
    line("pending_totp", "account_id seed created_at", "privacy-change", "privacy-kept-day"),
    line("recovery_sheet", "account_id codes created_at", "privacy-change", "privacy-kept-day"),
    line("kept_form", "session_digest purpose path fields expires_at", "privacy-change", "privacy-kept-day"),
    line("spent_challenge", "digest expires_at", "privacy-change", "privacy-kept-day"),
    line("invitation", "account_id letter_digest email_digest tries step codes created_at expires_at", "privacy-enrolment", "privacy-kept-invitation"),
    line("session", "digest account_id level created_at seen_at idle_ms expires_at factor factor_at factor_network previous network device", "privacy-session", "privacy-kept-session"),
    line("known_place", "account_id network seen_at", "privacy-place", "privacy-kept-place"),
    line("budget", "key began_at failures blocked_until", "privacy-budget", "privacy-kept-budget"),
    line("party", "id slug name folded switchboard switchboard_source state created_at", "privacy-party", "privacy-kept-party"),
    line("party_change", "id party_id kind reason proposed_by proposed_at decided_by decided_at approved", "privacy-party", "privacy-kept-party"),
    line("party_group", "id name folded", "privacy-party", "privacy-kept-party"),
    line("party_group_member", "group_id party_id", "privacy-party", "privacy-kept-party"),
    line("reading", "account_id advisory_id number party_id at", "privacy-readings", "privacy-kept-document"),
    line("acknowledgement", "account_id advisory_id number party_id state at", "privacy-readings", "privacy-kept-document"),
    line("reader_mark", "account_id party_id up_to", "privacy-readings", "privacy-kept-document"),
    line("reader_left", "account_id advisory_id published_at", "privacy-readings", "privacy-kept-document"),
    line("file_copy", "hash file_id account_id at", "privacy-copy", "privacy-kept-document"),
    line("audience_party", "advisory_id number party_id", "privacy-audience", "privacy-kept-document"),
    line("audience_group", "advisory_id number group_id", "privacy-audience", "privacy-kept-document"),
    line("audience_person", "advisory_id number account_id", "privacy-audience", "privacy-kept-document"),
    line("advisory", "created_by", "privacy-hands", "privacy-kept-document"),
    line("revision", "author_id approver_id changed_by submitted_at approved_at changed_at comment", "privacy-hands", "privacy-kept-document"),
    line("revision_editor", "advisory_id number account_id named", "privacy-hands", "privacy-kept-document"),
    line("advisory", "id reference source language current working published_at withdrawn_at withdrawn_reason replacement created_at changed_at model superseded_by superseded_at", "privacy-document", "privacy-kept-document"),
    line("revision", "advisory_id number state title tlp severity audience reason act_by confirm_by published_at lock_version content_hash folded change_note summary actions refs indicators body rendered risks systems workaround solution detection expires_at to_providers supersedes confirm_from approved_hash release_at void techniques", "privacy-document", "privacy-kept-document"),
    line("translation", "advisory_id number language title change_note summary actions body risks systems workaround solution detection rendered", "privacy-document", "privacy-kept-document"),
    line("annex", "advisory_id number party_id body translated rendered rendered_translated", "privacy-document", "privacy-kept-document"),
    line("attachment", "advisory_id number name file_id", "privacy-document", "privacy-kept-document"),
    line("file", "id kind size hash added_at", "privacy-document", "privacy-kept-document"),
    line("file_piece", "file_id n sealed", "privacy-document", "privacy-kept-document"),
    line("signed_text", "advisory_id number for_party text hash signature", "privacy-document", "privacy-kept-document"),
    line("searchable", "id advisory_id for_party words", "privacy-document", "privacy-kept-document"),
    line("outbox", "id account_id kind turn code state queued_at attempts next_at claim claimed_until handed_at message_id ended_at why error bounced_at", "privacy-mail", "privacy-kept-mail"),
    line("audit_record", "n format at actor action object party outcome detail hash request network salt commitment", "privacy-log", "privacy-kept-log"),
    line("audit_tree", "n hashes", "privacy-tree", "privacy-kept-tree"),
    line("audit_head", "only_row size at root edge mac", "privacy-tree", "privacy-kept-tree"),
    line("audit_checkpoint", "size root at note", "privacy-tree", "privacy-kept-tree"),
    line("audit_key", "vkey since at", "privacy-tree", "privacy-kept-tree"),
    line("witness", "name vkey url added_at size heard_at tried_at trouble", "privacy-tree", "privacy-kept-tree"),
    line("audit_stream", "only_row sent at trouble", "privacy-tree", "privacy-kept-tree"),
    line("audit_cosignature", "size witness line", "privacy-tree", "privacy-kept-tree"),
    line("alarm", "id at kind object detail seen_at seen_by", "privacy-alarm", "privacy-kept-alarm"),
    line("provider", "id slug name folded", "privacy-register", "privacy-kept-register"),
    line("provider_facts", "provider_id n recorded_at siren country regions languages website phone email on_call arrival", "privacy-register", "privacy-kept-register"),
    line("provider_seen", "provider_id held", "privacy-register", "privacy-kept-register"),
    line("provider_lost", "provider_id what seen_at", "privacy-register", "privacy-kept-register"),
    line("register_change", "id kind name csv hash terms reason proposed_by proposed_at decided_by decided_at approved withdrawn_at", "privacy-register", "privacy-kept-register"),
    line("scheme", "code n recorded_at position name_fr name_en needs techniques scopes", "privacy-register", "privacy-kept-register"),
    line("follow", "party_id provider_id since", "privacy-follow", "privacy-kept-follow"),
    line("decision", "digest provider_id scheme scheme_version offer scopes level national_security decision_no decision_date valid_from valid_to status conditions source recorded_at effective replaces seq evidence", "privacy-register", "privacy-kept-register"),
    line("restoration", "id found_at source signed_size found_size first_by second_by ended_at", "privacy-restoration", "privacy-kept-register"),
    line("installation", "only_row created_at demo register_version setup_digest setup_tries names", "privacy-portal", "privacy-kept-register"),
    line("job", "name ran_at", "privacy-portal", "privacy-kept-register"),
];

/// Lines of one purpose that are kept equally long.
#[derive(Debug)]
pub struct Group {
    /// The key of the sentence that says what for.
    pub purpose: &'static str,
    /// The key of the sentence that says for how long.
    pub kept: &'static str,
    /// The fields.
    pub lines: Vec<Line>,
}

/// The list by purpose, in its order.
pub fn groups() -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for line in LINES {
        match groups.iter_mut().find(|g| g.purpose == line.purpose && g.kept == line.kept) {
            Some(group) => group.lines.push(*line),
            None => groups.push(Group { purpose: line.purpose, kept: line.kept, lines: vec![*line] }),
        }
    }
    groups
}
