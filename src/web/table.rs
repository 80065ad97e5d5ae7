//! The table of routes, whole: every address, the access it demands (in its handler's signature), and the records it
//! leaves. The access test walks it, and `vigie routes` prints it.
use super::{
    help,
    routes::{Route, Routes},
    self_check,
};
use crate::{accounts, advisories, audit, audit::Action, notices, parties, providers};
use actix_web::web::ServiceConfig;
use std::{collections::HashSet, sync::LazyLock};

/// Every route.
pub fn routes() -> Routes {
    let mut r = Routes::default();
    open(&mut r);
    enrolment(&mut r);
    passkeys(&mut r);
    readers(&mut r);
    desk(&mut r);
    review(&mut r);
    people(&mut r);
    vetting(&mut r);
    register_desk(&mut r);
    public_directory(&mut r);
    r.get("/admin/mail", &[], notices::web::show);
    r.post("/admin/mail/test", &[Action::NoticeAsked], notices::web::test);
    setup(&mut r);
    admin(&mut r);
    r.get("/audit", &[Action::LogRead], audit::web::list);
    r.get("/audit/entries/{n}", &[Action::LogRead], audit::web::entry);
    r.get("/admin/restored", &[], accounts::restored_web::page);
    r.post_confirmed("/admin/restored", &[Action::Unlocked], accounts::restored_web::unlock);
    r.get("/audit/entries/{n}/proof", &[Action::ProofGiven], audit::checkpoints_web::proof);
    r.get("/audit/checkpoints", &[Action::LogRead], audit::checkpoints_web::list);
    r.get("/audit/checkpoints/{size}", &[Action::ProofGiven], audit::checkpoints_web::note);
    r.get("/audit/verification", &[], audit::verification_web::page);
    r.post("/audit/verification", &[Action::LogVerified], audit::verification_web::start);
    r.get("/audit/exports/new", &[], audit::exports_web::page);
    r.post_confirmed("/audit/exports/new", &[Action::Exported], audit::exports_web::export);
    r
}

fn open(r: &mut Routes) {
    r.get("/", &[], advisories::home::home);
    r.get("/login", &[], accounts::web::login);
    r.post("/login", &[Action::PassphraseGiven, Action::SignInRefused, Action::BudgetSpent, Action::Alarmed], accounts::web::sign_in);
    r.get("/login/code", &[], accounts::web::code);
    r.post("/login/code", &[Action::SignedIn, Action::SignInRefused, Action::FactorBlocked, Action::Alarmed], accounts::web::check_code);
    r.get("/login/recovery", &[], accounts::means_web::sign_in);
    r.post("/login/recovery", &[Action::RecoveryUsed, Action::SignInRefused, Action::FactorBlocked, Action::Alarmed], accounts::means_web::check_recovery);
    r.get("/login/unlock", &[], accounts::confirm_web::unlock);
    r.post("/login/unlock", &[Action::FactorGiven, Action::SignInRefused, Action::FactorBlocked, Action::Alarmed], accounts::confirm_web::check_unlock);
    r.get("/account/confirm", &[], accounts::confirm_web::confirm);
    r.post("/account/confirm", &[Action::FactorGiven, Action::SignInRefused, Action::FactorBlocked, Action::Alarmed], accounts::confirm_web::check_confirm);
    r.get("/account/kept", &[], accounts::confirm_web::kept);
    r.get("/login/help", &[], help::lost);
    r.post("/logout", &[Action::SignedOut], accounts::web::sign_out);
    r.get("/account", &[], accounts::web::account);
    r.get("/account/activity", &[Action::OwnActivityRead], accounts::activity_web::show);
    r.get("/account/activity.csv", &[Action::Exported], accounts::activity_web::file);
    own_means(r);
    r.post("/language", &[Action::LanguageChosen], accounts::web::language);
    r.get("/help/{topic}", &[], help::show);
    r.get("/self-check", &[], self_check::page);
    r.get("/self-check/file", &[], self_check::file);
    r.get("/healthz", &[], help::health);
    r.get("/readyz", &[], help::ready);
    r.get("/.well-known/security.txt", &[], help::security);
    r.get("/.well-known/change-password", &[], help::change_password);
}

fn own_means(r: &mut Routes) {
    use accounts::{means_web as m, sessions_web as s};
    r.get("/account/authenticator", &[], m::authenticator);
    r.post("/account/authenticator/key", &[], m::propose);
    r.post("/account/authenticator", &[Action::AuthenticatorReplaced], m::replace);
    r.get("/account/passphrase", &[], m::passphrase);
    r.post_confirmed("/account/passphrase", &[Action::PassphraseChanged], m::change_passphrase);
    r.get("/account/recovery-codes", &[], m::codes);
    r.post_confirmed("/account/recovery-codes", &[Action::RecoveryDrawn], m::draw);
    r.post("/account/recovery-codes/kept", &[], m::kept);
    r.get("/account/sessions", &[], s::list);
    r.post("/account/sessions/others/end", &[Action::SessionEnded], s::end_others);
    r.post("/account/sessions/{id}/end", &[Action::SessionEnded], s::end);
}

fn enrolment(r: &mut Routes) {
    use accounts::enrolment_web as e;
    r.get("/enrol", &[], e::codes);
    r.post("/enrol", &[Action::EnrolmentOpened, Action::EnrolmentRefused, Action::BudgetSpent, Action::Alarmed], e::open);
    r.get("/enrol/identity", &[], e::identity);
    r.post("/enrol/identity", &[Action::EnrolmentAccepted], e::accept);
    r.post("/enrol/denial", &[Action::IdentityDenied, Action::Alarmed], e::deny);
    r.get("/enrol/passphrase", &[], e::passphrase);
    r.post("/enrol/passphrase", &[Action::PassphraseSet], e::set_passphrase);
    r.get("/enrol/authenticator", &[], e::authenticator);
    r.post("/enrol/authenticator", &[Action::AuthenticatorProven, Action::SignInRefused], e::prove);
    r.get("/enrol/recovery-codes", &[], e::recovery);
    r.post("/enrol/recovery-codes", &[Action::RecoveryDrawn], e::keep_codes);
    r.get("/enrol/passkey", &[], e::passkey);
    r.post("/enrol/passkey", &[Action::PasskeyAdded, Action::Enrolled, Action::Confirmed, Action::SignInRefused], e::finish);
    r.get("/enrol/done", &[], e::done);
}

fn passkeys(r: &mut Routes) {
    use accounts::passkey_web as p;
    r.post("/login/passkey", &[Action::PasskeyUsed, Action::SignInRefused, Action::PasskeyCounterBack], p::sign_in);
    r.post("/login/unlock/passkey", &[Action::FactorGiven, Action::SignInRefused, Action::PasskeyCounterBack], p::check_unlock);
    r.post("/account/confirm/passkey", &[Action::FactorGiven, Action::SignInRefused, Action::PasskeyCounterBack], p::check_confirm);
    r.get("/account/passkeys", &[], p::list);
    r.post_confirmed("/account/passkeys", &[Action::PasskeyAdded, Action::SignInRefused], p::add);
    r.get("/account/passkeys/new", &[], p::new);
    r.post_confirmed("/account/passkeys/{id}/removal", &[Action::PasskeyRemoved], p::remove);
}

fn readers(r: &mut Routes) {
    use advisories::{changes_web, files_web as f, show_web as s, web as a};
    r.get("/advisories", &[Action::Searched], a::list);
    r.get("/search", &[Action::Searched], a::words);
    r.get("/advisories/{ref}", &[Action::Read], s::show);
    r.get("/advisories/{ref}/versions/{n}", &[Action::Read], s::version);
    r.get("/advisories/{ref}/changes/{n}", &[Action::Read], changes_web::show);
    r.get("/advisories/{ref}/indicators.csv", &[Action::Read], f::indicators);
    r.get("/advisories/{ref}/advisory.txt", &[Action::Read], f::text);
    r.get("/advisories/{ref}/signature.p7s", &[Action::Read], f::signature);
    r.get("/advisories/{ref}/annex.txt", &[Action::Read], f::annex_text);
    r.get("/advisories/{ref}/annex.p7s", &[Action::Read], f::annex_signature);
    r.post("/advisories/{ref}/acknowledgement", &[Action::Acknowledged], s::acknowledge);
    directory(r);
    own_party(r);
}

fn directory(r: &mut Routes) {
    use providers::{card_web as c, files_web as f, web as w};
    r.get("/providers", &[], w::list);
    r.get("/providers/regions", &[], w::regions);
    r.get("/providers/comparison", &[], c::comparison);
    r.post_confirmed("/providers/export", &[Action::Exported], f::export);
    r.post_confirmed("/providers/register", &[Action::Exported], f::whole);
    r.get("/providers/{slug}", &[], c::show);
    // The party's own list: it leaves no record that the agency could read.
    r.post("/providers/{slug}/follow", &[], c::follow);
    r.post("/providers/{slug}/follow/removal", &[], c::unfollow);
}

/// For everybody, where the agency chose to: no session, no cookie.
fn public_directory(r: &mut Routes) {
    r.get("/directory", &[], providers::public_web::list);
    r.get("/directory/{slug}", &[], providers::public_web::show);
}

fn register_desk(r: &mut Routes) {
    use providers::{desk_web as d, scheme_web as s, word_web as w};
    r.get("/desk/providers", &[], d::list);
    r.get("/desk/providers/imports/new", &[], d::new);
    r.upload("/desk/providers/imports", &[Action::RegisterChangeProposed], d::import);
    r.get("/desk/providers/words/new", &[], w::new);
    r.post("/desk/providers/words", &[Action::RegisterChangeProposed], w::propose);
    r.get("/desk/providers/changes/{id}", &[], d::show);
    let taken = &[Action::RegisterChangeDecided, Action::ProvidersImported, Action::SchemeSaved];
    r.post_confirmed("/desk/providers/changes/{id}/decision", taken, d::decide);
    r.post("/desk/providers/changes/{id}/withdrawal", &[Action::RegisterChangeWithdrawn], d::withdraw);
    r.get("/desk/providers/schemes", &[], s::list);
    r.get("/desk/providers/schemes/new", &[], s::new);
    r.post("/desk/providers/schemes", &[Action::RegisterChangeProposed], s::add);
    r.get("/desk/providers/schemes/{code}", &[], s::show);
    r.post("/desk/providers/schemes/{code}", &[Action::RegisterChangeProposed], s::save);
}

fn own_party(r: &mut Routes) {
    use parties::own_web as o;
    r.get("/party", &[], o::own);
    r.get("/party/activity", &[Action::PartyActivityRead], advisories::activity_web::activity);
    r.post_confirmed("/party/export", &[Action::Exported], advisories::party_file_web::export);
    r.get("/party/contacts/new", &[], o::new);
    r.post("/party/contacts", &[Action::Proposed], o::propose);
    r.post("/party/contacts/{id}/withdrawal", &[Action::ProposalWithdrawn], o::take_back);
    r.get("/party/contacts/{id}/revocation", &[], o::cut_page);
    r.post_confirmed("/party/contacts/{id}/revocation", &[Action::AccessCut], o::cut);
}

fn desk(r: &mut Routes) {
    use advisories::{annex_web as x, content_web as c, desk_web as d, marking_web as m, recipients_web};
    r.get("/desk", &[], advisories::home::desk);
    r.get("/desk/advisories", &[], d::list);
    r.get("/desk/advisories/new", &[], d::new);
    r.post("/desk/advisories", &[Action::DraftMade], d::begin);
    r.get("/desk/advisories/{ref}", &[], d::tasks);
    r.get("/desk/advisories/{ref}/content", &[Action::Read], c::content);
    r.post("/desk/advisories/{ref}/content", &[Action::ContentSaved], c::save_content);
    r.get("/desk/advisories/{ref}/translation", &[Action::Read], c::translation);
    r.post("/desk/advisories/{ref}/translation", &[Action::TranslationSaved], c::save_translation);
    r.get("/desk/advisories/{ref}/marking", &[], m::marking);
    r.post("/desk/advisories/{ref}/marking", &[Action::MarkingSaved], m::save_marking);
    r.get("/desk/advisories/{ref}/alert", &[Action::Read], advisories::alert_web::show);
    r.post("/desk/advisories/{ref}/alert", &[Action::ContentSaved, Action::MarkingSaved, Action::RecipientsSaved], advisories::alert_web::save);
    r.get("/desk/advisories/{ref}/annexes", &[], x::list);
    r.get("/desk/advisories/{ref}/annexes/{slug}", &[Action::Read], x::show);
    r.post("/desk/advisories/{ref}/annexes/{slug}", &[Action::AnnexSaved], x::save);
    attachments(r);
    r.get("/desk/advisories/{ref}/authors", &[], x::authors);
    r.post("/desk/advisories/{ref}/authors", &[Action::CoauthorsNamed], x::name_authors);
    r.get("/desk/advisories/{ref}/recipients", &[], recipients_web::recipients);
    r.post("/desk/advisories/{ref}/recipients", &[Action::RecipientsSaved], recipients_web::save_recipients);
    r.post("/desk/advisories/{ref}/submission", &[Action::Submitted], d::submit);
    r.post("/desk/advisories/{ref}/recall", &[Action::Recalled, Action::ApprovalVoid], d::recall);
    r.post("/desk/advisories/{ref}/versions", &[Action::VersionOpened], d::open_version);
}

fn review(r: &mut Routes) {
    use advisories::review_web as v;
    r.get("/desk/advisories/{ref}/preview", &[Action::Read], advisories::preview_web::preview);
    r.get("/desk/advisories/{ref}/review", &[Action::Read], v::review);
    r.post_confirmed("/desk/advisories/{ref}/publication", &[Action::Published, Action::Approved, Action::Superseded], v::publish);
    r.post("/desk/advisories/{ref}/return", &[Action::Returned], v::send_back);
    readership(r);
    r.get("/desk/advisories/{ref}/withdrawal", &[], v::withdrawal);
    r.post_confirmed("/desk/advisories/{ref}/withdrawal", &[Action::Withdrawn], v::withdraw);
}

fn readership(r: &mut Routes) {
    use advisories::readership_web as p;
    r.get("/desk/advisories/{ref}/readership", &[Action::ReadershipRead], p::show);
    r.post("/desk/advisories/{ref}/reminder", &[Action::Reminded], p::remind);
    r.get("/desk/treatment", &[Action::TreatmentRead], p::treatment);
    r.post_confirmed("/desk/treatment/export", &[Action::Exported], p::export);
    r.get("/equal-treatment", &[], p::public);
}

fn people(r: &mut Routes) {
    r.get("/desk/parties", &[], parties::web::list);
    r.get("/desk/parties/new", &[], parties::web::new);
    r.post_confirmed("/desk/parties", &[Action::PartyAdded, Action::PartyChangeProposed, Action::Alarmed], parties::web::add);
    r.get("/desk/parties/{slug}", &[Action::PartyRead], parties::change_web::show);
    r.post_confirmed("/desk/parties/{slug}/suspension", &[Action::PartyChangeProposed, Action::PartyRead], parties::change_web::suspend);
    r.post_confirmed("/desk/parties/{slug}/resumption", &[Action::PartyChangeProposed, Action::PartyRead], parties::change_web::resume);
    r.post_confirmed("/desk/parties/{slug}/decision", &[Action::PartyChangeDecided, Action::PartyRead], parties::change_web::decide);
    r.get("/desk/contacts/{id}", &[Action::ContactRead], accounts::contacts_web::show);
    r.get("/desk/alarms", &[], accounts::alarms_web::list);
    r.post("/desk/alarms/{id}/attention", &[Action::AlarmSeen], accounts::alarms_web::attend);
    r.post_confirmed("/desk/contacts/{id}/confirmation", &[Action::Confirmed], accounts::contacts_web::confirm);
}

fn vetting(r: &mut Routes) {
    use accounts::{cutting_web as c, letter_web as l, opening_web as o, vetting_web as v};
    r.get("/desk/contacts/new", &[], v::new);
    r.post_confirmed("/desk/contacts", &[Action::Proposed], v::propose);
    r.get("/desk/contacts/{id}/proposal", &[Action::ContactRead], v::proposal);
    r.post_confirmed("/desk/contacts/{id}/proposal", &[Action::ProposalChanged, Action::ContactRead], v::correct);
    r.get("/desk/contacts/{id}/vetting", &[Action::ContactRead], v::show);
    r.post_confirmed("/desk/contacts/{id}/vetting", &[Action::VettingFilled, Action::ContactRead], v::fill);
    r.post_confirmed("/desk/contacts/{id}/vetting/submission", &[Action::VettingRecorded], v::submit);
    r.post_confirmed(
        "/desk/contacts/{id}/vetting/decision",
        &[Action::VettingApproved, Action::VettingRefused, Action::AccessReset, Action::ContactRead],
        v::decide,
    );
    r.get("/desk/contacts/{id}/letter", &[Action::ContactRead], l::show);
    r.post_confirmed("/desk/contacts/{id}/letter", &[Action::LetterPrinted], l::print);
    r.get("/desk/contacts/{id}/revocation", &[Action::ContactRead], c::show);
    r.post_confirmed("/desk/contacts/{id}/revocation", &[Action::AccessCut, Action::ContactRead], c::cut);
    r.get("/desk/contacts/{id}/restoration", &[Action::ContactRead], o::restoration);
    r.post_confirmed("/desk/contacts/{id}/restoration", &[Action::VettingOpened, Action::ContactRead], o::open_restoration);
    r.get("/desk/contacts/{id}/reset", &[Action::ContactRead], o::reset);
    r.post_confirmed("/desk/contacts/{id}/reset", &[Action::VettingOpened, Action::ContactRead], o::open_reset);
    r.get("/desk/contacts/{id}/renewal", &[Action::ContactRead], o::renewal);
    r.post_confirmed("/desk/contacts/{id}/renewal", &[Action::VettingOpened, Action::ContactRead], o::open_renewal);
}

fn attachments(r: &mut Routes) {
    use advisories::{attachments_web as t, verify_web as v};
    r.get("/desk/advisories/{ref}/attachments", &[], t::list);
    r.upload("/desk/advisories/{ref}/attachments", &[Action::AttachmentAdded], t::attach);
    r.get("/desk/advisories/{ref}/attachments/{name}", &[Action::Read], t::desk);
    r.post("/desk/advisories/{ref}/attachments/{name}/removal", &[Action::AttachmentRemoved], t::remove);
    r.get("/advisories/{ref}/attachments/{name}", &[Action::Read], t::reader);
    r.get("/verify", &[], v::page);
    r.post("/verify", &[Action::AuthenticityAsked], v::check);
    r.upload("/verify/file", &[Action::AuthenticityAsked], v::file);
}

/// Until the first account exists; see `routes::gate`.
fn setup(r: &mut Routes) {
    use accounts::setup_web as s;
    r.get("/setup", &[], s::code);
    r.post("/setup", &[Action::SetupRefused], s::check_code);
    r.get("/setup/portal", &[], s::elsewhere);
    r.post("/setup/portal", &[], s::names);
    r.get("/setup/administrator", &[], s::elsewhere);
    r.post("/setup/administrator", &[Action::PortalSetUp, Action::Invited, Action::EnrolmentAccepted], s::administrator);
}

fn admin(r: &mut Routes) {
    use accounts::staff_web as s;
    r.get("/admin", &[], advisories::admin::overview);
    r.get("/admin/staff", &[], s::list);
    r.get("/admin/staff/new", &[], s::new);
    r.post_confirmed("/admin/staff", &[Action::Invited], s::invite);
    r.get("/admin/staff/{id}", &[], s::show);
    r.post_confirmed("/admin/staff/{id}/confirmation", &[Action::Confirmed], s::confirm);
    r.post_confirmed("/admin/staff/{id}/roles", &[Action::RolesChanged, Action::Alarmed], s::set_roles);
    r.get("/admin/staff/{id}/revocation", &[], s::revocation);
    r.post_confirmed("/admin/staff/{id}/revocation", &[Action::AccessCut, Action::Alarmed], s::cut);
}

/// Which listener an application answers for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listener {
    /// The only one: everything.
    Whole,
    /// The public one, when the desk has its own: what the agency does is absent.
    Public,
    /// The desk's own.
    Desk,
}

/// Whether a path is the agency's.
fn is_desk(path: &str) -> bool {
    ["/desk", "/audit", "/admin"].iter().any(|p| path == *p || path.strip_prefix(p).is_some_and(|rest| rest.starts_with('/')))
}

/// Registers what a listener answers.
pub fn register(config: &mut ServiceConfig, listener: Listener) {
    routes().register(config, |path| listener != Listener::Public || !is_desk(path));
    super::assets::register(config);
}

static TABLE: LazyLock<Vec<Route>> = LazyLock::new(|| routes().table());

/// The lines of the table.
pub fn lines() -> &'static [Route] {
    &TABLE
}

/// Whether a page answers at a path: for addresses to which a visitor is sent back.
pub fn has_page(path: &str) -> bool {
    lines().iter().any(|r| r.method == "GET" && fits(r.path, path))
}

/// The key of the words for what a form sent to this path does.
pub fn deed(path: &str) -> Option<&'static str> {
    let route = lines().iter().find(|r| r.method == "POST" && fits(r.path, path))?;
    route.audit.first().and_then(|kind| Action::key(kind))
}

fn fits(pattern: &str, path: &str) -> bool {
    let (mut p, mut s) = (pattern.split('/'), path.split('/'));
    loop {
        match (p.next(), s.next()) {
            (None, None) => return true,
            (Some(want), Some(got)) if want == got || (want.starts_with('{') && !got.is_empty()) => {}
            _ => return false,
        }
    }
}

/// A path as a record may keep it for ever: the words of our own addresses, ids and numbers; what else somebody typed may name a person.
pub fn known(path: &str) -> String {
    static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| lines().iter().flat_map(|r| r.path.split('/')).collect());
    let id = |part: &str| part.len() == 26 && part.bytes().all(|b| b.is_ascii_lowercase() || (b'2'..=b'7').contains(&b));
    let number = |part: &str| part.len() <= 9 && part.bytes().all(|b| b.is_ascii_digit());
    let part = |part| if WORDS.contains(part) || id(part) || number(part) { part } else { "…" };
    path.split('/').take(12).map(part).collect::<Vec<_>>().join("/")
}
