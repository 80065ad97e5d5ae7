//! Vetting on the desk: proposing somebody, writing down how they were verified, checking, deciding.
use super::{
    Contact, Membership, State, contacts_web, invite,
    lookalike::{Found, Known, What},
    may_vet,
    vetting::{self, Case, Evidence, Method, Purpose, Stage},
};
use crate::{
    error::{Error, Result},
    form,
    ids::AccountId,
    web::{By, Errors, Frame, Posted, Section, by::Vetting, page::answer, routes::Path, see, time},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "accounts/vetting.html")]
struct EvidencePage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    case: &'a Case,
    form: &'a EvidenceForm,
    /// The party's switchboard and where its number was found.
    switchboard: Option<(String, String)>,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "accounts/vetting_check.html")]
struct CheckPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    case: &'a Case,
    version: String,
    alike: &'a [Found],
    /// Whether it is sent: then somebody decides.
    sent: bool,
    /// The key of the sentence that says why this person may not decide.
    barred: Option<&'static str>,
    form: &'a DecisionForm,
    errors: Errors,
}

form! {
    /// `/desk/contacts/{id}/vetting`
    pub struct EvidenceForm { method, source, number, met_at, spoken_to, document }
}

form! {
    /// `/desk/contacts/{id}/vetting/submission`
    pub struct VersionForm { version }
}

form! {
    /// `/desk/contacts/{id}/vetting/decision`
    pub struct DecisionForm { version, decision, reason, lookalikes_seen }
}

/// Everything a page about a vetting shows.
struct Look {
    contact: Contact,
    case: Case,
    alike: Vec<Found>,
    switchboard: Option<(String, String)>,
}

async fn look(by: &By<Vetting>, id: String) -> Result<Look> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let case = vetting::live(&mut tx, &contact.id).await?;
    let alike = alike(&super::known_people(&mut tx).await?, &contact);
    let switchboard = super::switchboard(&mut tx, &contact.id).await?;
    Ok(Look { contact, case, alike, switchboard })
}

/// What about a person's name and address looks like somebody else's, or is not what it looks like.
fn alike(known: &[super::KnownPerson], contact: &Contact) -> Vec<Found> {
    let others = || known.iter().filter(|k| k.id != contact.id);
    let names: Vec<_> = others().map(|k| Known { id: k.id.as_str(), text: &k.name, what: What::Name }).collect();
    let addresses: Vec<_> = others().map(|k| Known { id: k.id.as_str(), text: &k.email, what: What::Address }).collect();
    let found = [Found::about(&contact.name, &names), Found::about(&contact.email, &addresses)];
    found.into_iter().filter(Found::any).collect()
}

/// The pages of a vetting, in the record of an opening.
const VETTING: &str = "vetting page";

/// `/desk/contacts/{id}/vetting`: the form, the check page or the decision, by where it stands.
pub async fn show(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    query.only(&["change"], &[])?;
    let look = look(&by, id).await?;
    let filled = look.case.method.is_some();
    let writes = query.text("change") == "yes" || (look.case.state == Stage::Open && !filled);
    if writes {
        drop(may_vet::vet(&by.who, look.case.clone())?);
    }
    contacts_web::opened(&by, &look.contact, VETTING).await?;
    if writes {
        let form = typed(&by, &look.case);
        return by.page(&evidence_page(by.frame(Section::Parties), &look, &form, Errors::none()));
    }
    by.page(&check_page(&by, by.frame(Section::Parties), &look, &DecisionForm::default(), Errors::none()))
}

fn typed(by: &By<Vetting>, case: &Case) -> EvidenceForm {
    EvidenceForm {
        method: case.method.map_or("", Method::text).into(),
        source: case.source.clone(),
        number: case.number.clone(),
        met_at: by.frame(Section::Parties).input(&case.met_at),
        spoken_to: case.spoken_to.clone(),
        document: case.document.clone(),
        sent: Vec::new(),
    }
}

fn evidence_page<'a>(f: Frame<'a>, look: &'a Look, form: &'a EvidenceForm, errors: Errors) -> EvidencePage<'a> {
    EvidencePage { f, contact: &look.contact, case: &look.case, form, switchboard: look.switchboard.clone(), errors }
}

fn check_page<'a>(by: &'a By<Vetting>, f: Frame<'a>, look: &'a Look, form: &'a DecisionForm, errors: Errors) -> CheckPage<'a> {
    let barred = match may_vet::decide(&by.who, look.case.clone()) {
        Err(Error::Refused(why)) => Some(why),
        Ok(_) | Err(_) => None,
    };
    let version = vetting::hex(&vetting::hash(&look.contact, &look.case));
    CheckPage { f, contact: &look.contact, case: &look.case, version, alike: &look.alike, sent: look.case.state == Stage::Recorded, barred, form, errors }
}

/// Writes down how the person was verified.
pub async fn fill(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<EvidenceForm>) -> Result<HttpResponse> {
    let look = look(&by, id).await?;
    let go = may_vet::vet(&by.who, look.case.clone())?;
    match evidence(&by, &look.contact, &form) {
        Ok(evidence) => {
            let mut tx = by.visit.app.db.write().await?;
            vetting::fill(&mut tx, &by.act(), go, &evidence).await?;
            tx.commit().await?;
            Ok(see(format!("/desk/contacts/{}/vetting", look.contact.id)))
        }
        Err(errors) => {
            contacts_web::opened(&by, &look.contact, VETTING).await?;
            by.mistaken(&evidence_page(by.failed(Section::Parties), &look, &form, errors))
        }
    }
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// The evidence in the form, or what is wrong with it.
fn evidence(by: &By<Vetting>, contact: &Contact, form: &EvidenceForm) -> std::result::Result<Evidence, Errors> {
    let (method, met_at) = (Method::from_text(&form.method), time::parse(&form.met_at, &by.visit.names.zone));
    let mut errors = Errors::none();
    for (field, key) in evidence_faults(method, met_at, contact, form, by.visit.now) {
        errors.add(field, by.visit.t(key));
    }
    let text = |text: &str| text.trim().to_owned();
    match (method, met_at) {
        (Some(method), Some(met_at)) if !errors.any() => Ok(Evidence {
            method,
            source: text(&form.source),
            number: text(&form.number),
            met_at,
            spoken_to: text(&form.spoken_to),
            document: text(&form.document),
        }),
        _ => Err(errors),
    }
}

/// What is wrong with the evidence (CASES A01: a number from a source that the person did not supply), lately gathered.
fn evidence_faults(method: Option<Method>, met_at: Option<i64>, contact: &Contact, form: &EvidenceForm, now: i64) -> Vec<(&'static str, &'static str)> {
    let wrong = |text: &str| !(2..=200).contains(&text.trim().chars().count());
    // A national and an international form of one number end alike.
    let tail = |number: &str| number.get(number.len().saturating_sub(9)..).unwrap_or_default().to_owned();
    let (called, given) = (digits(&form.number), digits(&contact.phone));
    let theirs = !given.is_empty() && tail(&called) == tail(&given);
    let (by_call, in_person) = (method == Some(Method::CallBack), method == Some(Method::InPerson));
    let unreadable = called.len() < 6 || form.number.chars().count() > 40;
    let all = [
        (method.is_none(), "method", "vetting-method-missing"),
        (by_call && wrong(&form.source), "source", "vetting-source-missing"),
        (by_call && unreadable, "number", "vetting-number-missing"),
        (by_call && !unreadable && theirs, "number", "vetting-number-theirs"),
        (by_call && wrong(&form.spoken_to), "spoken_to", "vetting-spoken-missing"),
        (in_person && wrong(&form.document), "document", "vetting-document-missing"),
        (met_at.is_none(), "met_at", "marking-time-wrong"),
        (met_at.is_some_and(|at| at > now), "met_at", "vetting-time-future"),
        (met_at.is_some_and(|at| at < now.saturating_sub(30 * crate::clock::DAY)), "met_at", "vetting-time-old"),
    ];
    all.into_iter().filter(|(is, _, _)| *is).map(|(_, field, key)| (field, key)).collect()
}

/// `/desk/contacts/{id}/vetting/submission`: sends it to another officer, as it stood on the page.
pub async fn submit(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<VersionForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = super::contact(&mut tx, &AccountId(id)).await?;
    let case = vetting::live(&mut tx, &contact.id).await?;
    vetting::submit(&mut tx, &by.act(), may_vet::vet(&by.who, case)?, &contact, &form.version).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/contacts/{}", contact.id)))
}

/// `/desk/contacts/{id}/vetting/decision`: another officer says yes or no.
pub async fn decide(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<DecisionForm>) -> Result<HttpResponse> {
    let look = look(&by, id).await?;
    let go = may_vet::decide(&by.who, look.case.clone())?;
    let mut errors = Errors::none();
    if !matches!(form.decision.as_str(), "approve" | "refuse") {
        errors.add("decision", by.visit.t("vetting-decision-missing"));
    }
    if !(3..=500).contains(&form.reason.trim().chars().count()) {
        errors.add("reason", by.visit.t("vetting-reason-missing"));
    }
    if form.decision == "approve" && !look.alike.is_empty() && form.lookalikes_seen.is_empty() {
        errors.add("lookalikes_seen", by.visit.t("vetting-alike-missing"));
    }
    if errors.any() {
        contacts_web::opened(&by, &look.contact, VETTING).await?;
        let page = check_page(&by, by.failed(Section::Parties), &look, &form, errors);
        return answer(&by.visit, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    if form.version != vetting::hex(&vetting::hash(&look.contact, &look.case)) {
        return Err(Error::Stale("stale-vetting"));
    }
    let mut tx = by.visit.app.db.write().await?;
    // What was shown may have changed since: the verb compares the hash of what stands now.
    let contact = super::contact(&mut tx, &look.contact.id).await?;
    let purpose = look.case.purpose;
    let approved = form.decision == "approve";
    let settings = &by.visit.app.settings.config.authentication;
    if approved {
        vetting::approve(&mut tx, &by.act(), go, &contact, settings, form.reason.trim()).await?;
    } else {
        vetting::refuse(&mut tx, &by.act(), go, &contact, form.reason.trim()).await?;
    }
    tx.commit().await?;
    let next = if approved && purpose != Purpose::Renewal { "/letter" } else { "" };
    Ok(see(format!("/desk/contacts/{}{next}", contact.id)))
}

#[derive(Template)]
#[template(path = "accounts/proposal.html")]
struct ProposalPage<'a> {
    f: Frame<'a>,
    /// Whose proposal is corrected; none for a new one.
    contact: Option<&'a Contact>,
    /// Address and name of every active party.
    parties: &'a [(String, String, String)],
    form: &'a ProposalForm,
    errors: Errors,
}

form! {
    /// `/desk/contacts`, `/desk/contacts/{id}/proposal`
    pub struct ProposalForm { party, name, role, email, phone, why }
}

/// `/desk/contacts/new`
pub async fn new(by: By<Vetting>, _: Path<()>) -> Result<HttpResponse> {
    let query = by.visit.query()?;
    query.only(&["party"], &[])?;
    let parties = super::party_choices(&mut by.visit.app.db.read().await?).await?;
    let form = ProposalForm { party: query.text("party").to_owned(), role: "contact".into(), ..ProposalForm::default() };
    by.page(&ProposalPage { f: by.frame(Section::Parties), contact: None, parties: &parties, form: &form, errors: Errors::none() })
}

/// What is wrong with a proposal, and what the person will be.
fn proposal_faults(by: &By<Vetting>, form: &ProposalForm) -> (Errors, Option<Membership>) {
    let (mut errors, v) = (Errors::none(), &by.visit);
    if !(2..=120).contains(&form.name.trim().chars().count()) || form.name.contains(['\n', '\t']) {
        errors.add("name", v.t("proposal-name-missing"));
    }
    let role = match form.role.as_str() {
        "lead" => Some(Membership::Lead),
        "contact" => Some(Membership::Contact),
        "directory" => Some(Membership::Directory),
        _ => None,
    };
    if role.is_none() {
        errors.add("role", v.t("proposal-role-missing"));
    }
    if !invite::is_email(form.email.trim()) {
        errors.add("email", v.t("proposal-email-missing"));
    }
    if digits(&form.phone).len() < 6 || form.phone.chars().count() > 40 {
        errors.add("phone", v.t("proposal-phone-missing"));
    }
    (errors, role)
}

/// Proposes somebody: an officer's proposal is vetted like a lead's.
pub async fn propose(by: By<Vetting>, _: Path<()>, Posted(form): Posted<ProposalForm>) -> Result<HttpResponse> {
    let parties = super::party_choices(&mut by.visit.app.db.read().await?).await?;
    let (mut errors, role) = proposal_faults(&by, &form);
    let party = parties.iter().find(|(_, slug, _)| *slug == form.party);
    if party.is_none() {
        errors.add("party", by.visit.t("proposal-party-missing"));
    }
    if !(3..=500).contains(&form.why.trim().chars().count()) {
        errors.add("why", by.visit.t("proposal-why-missing"));
    }
    if let (Some(role), Some((id, _, _)), false) = (role, party, errors.any()) {
        let go = super::may::officer_proposes(&by.who, role, &crate::ids::PartyId(id.clone()))?;
        let mut tx = by.visit.app.db.write().await?;
        let new = super::proposal::New { name: &form.name, email: &form.email, phone: &form.phone, reason: &form.why };
        let id = super::proposal::propose(&mut tx, &by.act(), go, &new).await?;
        tx.commit().await?;
        return Ok(see(format!("/desk/contacts/{id}/vetting")));
    }
    by.mistaken(&ProposalPage { f: by.failed(Section::Parties), contact: None, parties: &parties, form: &form, errors })
}

/// `/desk/contacts/{id}/proposal`: what was proposed, to be put right.
pub async fn proposal(by: By<Vetting>, Path(id): Path<String>) -> Result<HttpResponse> {
    let contact = super::contact(&mut by.visit.app.db.read().await?, &AccountId(id)).await?;
    drop(may_vet::correct(&by.who, &contact)?);
    contacts_web::opened(&by, &contact, "proposal page").await?;
    let form = ProposalForm {
        party: contact.party_slug.clone().unwrap_or_default(),
        name: contact.name.clone(),
        role: contact.membership.text().into(),
        email: contact.email.clone(),
        phone: contact.phone.clone(),
        ..ProposalForm::default()
    };
    by.page(&ProposalPage { f: by.frame(Section::Parties), contact: Some(&contact), parties: &[], form: &form, errors: Errors::none() })
}

/// Puts it right: whatever was sent or decided on it is void.
pub async fn correct(by: By<Vetting>, Path(id): Path<String>, Posted(form): Posted<ProposalForm>) -> Result<HttpResponse> {
    let contact = super::contact(&mut by.visit.app.db.read().await?, &AccountId(id)).await?;
    let go = may_vet::correct(&by.who, &contact)?;
    let (errors, role) = proposal_faults(&by, &form);
    let Some(role) = role.filter(|_| !errors.any()) else {
        contacts_web::opened(&by, &contact, "proposal page").await?;
        return by.mistaken(&ProposalPage { f: by.failed(Section::Parties), contact: Some(&contact), parties: &[], form: &form, errors });
    };
    let email = invite::fold_email(&form.email);
    let new = vetting::Correction { name: form.name.trim(), email: &email, phone: form.phone.trim(), membership: role };
    let mut tx = by.visit.app.db.write().await?;
    vetting::correct(&mut tx, &by.act(), go, &new).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/contacts/{}/vetting", contact.id)))
}

impl CheckPage<'_> {
    /// Whether the person is new: their data can still be corrected.
    fn is_new(&self) -> bool {
        self.contact.state == State::Proposed
    }
}
