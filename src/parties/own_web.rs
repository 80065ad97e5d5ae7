//! A party's own pages: who has access, and what its lead contact proposes, takes back and cuts. Nothing of another party
//! can be reached from here (CASES A40, A41).
use super::Own;
use crate::{
    accounts::{self, Contact, Membership, State, invite, may, proposal},
    error::{Error, Result},
    form,
    ids::AccountId,
    web::{
        By, Errors, Frame, Posted, Section,
        by::{Lead, Reader},
        routes::Path,
        see,
    },
};
use actix_web::HttpResponse;
use askama::Template;

#[derive(Template)]
#[template(path = "parties/own.html")]
struct OwnPage<'a> {
    f: Frame<'a>,
    name: &'a str,
    /// Who looks.
    me: &'a AccountId,
    lead: bool,
    /// Those who have access.
    members: Vec<&'a Own>,
    /// Those who are getting it: the lead alone sees them.
    coming: Vec<&'a Own>,
}

#[derive(Template)]
#[template(path = "parties/propose.html")]
struct ProposePage<'a> {
    f: Frame<'a>,
    form: &'a ProposeForm,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "parties/cut.html")]
struct CutPage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    reason: &'a str,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "parties/cut_done.html")]
struct CutDonePage<'a> {
    f: Frame<'a>,
    contact: &'a Contact,
    at: Option<i64>,
}

impl OwnPage<'_> {
    fn may_cut(&self, person: &Own) -> bool {
        self.lead && &person.id != self.me && person.state != State::Proposed
    }
}

/// `/party`: who has access for us. A contact sees names and roles; the lead sees where each stands.
pub async fn own(by: By<Reader>, _: Path<()>) -> Result<HttpResponse> {
    let party = by.who.party.as_ref().ok_or(Error::NotFound)?;
    let all = super::own(&mut by.visit.app.db.read().await?, &party.id).await?;
    let lead = by.who.membership == Membership::Lead;
    let (members, coming): (Vec<&Own>, Vec<&Own>) = all.iter().partition(|p| p.state == State::Confirmed);
    let coming = if lead { coming } else { Vec::new() };
    by.page(&OwnPage { f: by.frame(Section::Party), name: &party.name, me: &by.who.id, lead, members, coming })
}

form! {
    /// `/party/contacts`
    pub struct ProposeForm { name, role, email, phone, why }
}

impl ProposeForm {
    fn role(&self) -> Option<Membership> {
        [Membership::Contact, Membership::Directory, Membership::Lead].into_iter().find(|m| m.text() == self.role)
    }

    fn faults(&self) -> Vec<(&'static str, &'static str)> {
        let mut faults = Vec::new();
        let long = |text: &str, least: usize, most: usize| (least..=most).contains(&text.trim().chars().count());
        if !long(&self.name, 2, 120) || self.name.contains('\n') {
            faults.push(("name", "propose-name-missing"));
        }
        if self.role().is_none() {
            faults.push(("role", "propose-role-missing"));
        }
        if !invite::is_email(self.email.trim()) {
            faults.push(("email", "propose-email-missing"));
        }
        if self.phone.chars().filter(char::is_ascii_digit).count() < 6 || !long(&self.phone, 6, 40) || self.phone.contains('\n') {
            faults.push(("phone", "propose-phone-missing"));
        }
        if !long(&self.why, 3, 500) {
            faults.push(("why", "propose-why-missing"));
        }
        faults
    }
}

/// `/party/contacts/new`
pub async fn new(by: By<Lead>, _: Path<()>) -> Result<HttpResponse> {
    by.page(&ProposePage { f: by.frame(Section::Party), form: &ProposeForm::default(), errors: Errors::none() })
}

/// `/party/contacts`: proposes somebody. The answer does not say whether the address is known to the portal.
pub async fn propose(by: By<Lead>, _: Path<()>, Posted(form): Posted<ProposeForm>) -> Result<HttpResponse> {
    let mut errors = Errors::none();
    form.faults().into_iter().for_each(|(field, key)| errors.add(field, by.visit.t(key)));
    let Some(role) = form.role().filter(|_| !errors.any()) else {
        return by.mistaken(&ProposePage { f: by.failed(Section::Party), form: &form, errors });
    };
    let go = may::lead_proposes(&by.who, role)?;
    let new = proposal::New { name: &form.name, email: &form.email, phone: &form.phone, reason: form.why.trim() };
    let mut tx = by.visit.app.db.write().await?;
    proposal::propose(&mut tx, &by.act(), go, &new).await?;
    tx.commit().await?;
    Ok(see("/party#coming"))
}

form! {
    /// `/party/contacts/{id}/withdrawal`
    pub struct TakeBackForm { }
}

/// `/party/contacts/{id}/withdrawal`: takes back what nobody has decided on.
pub async fn take_back(by: By<Lead>, Path(id): Path<String>, _: Posted<TakeBackForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let found = proposal::find(&mut tx, &AccountId(id)).await?;
    proposal::take_back(&mut tx, &by.act(), may::lead_takes_back(&by.who, &found)?).await?;
    tx.commit().await?;
    Ok(see("/party#coming"))
}

form! {
    /// `/party/contacts/{id}/revocation`
    pub struct CutForm { reason }
}

/// Why a lead cuts an access.
const REASONS: [(&str, &str); 4] = [("left", "own-cut-left"), ("lost", "own-cut-lost"), ("suspected", "own-cut-suspected"), ("other", "own-cut-other")];

/// `/party/contacts/{id}/revocation`: what cutting does, or what it has done.
pub async fn cut_page(by: By<Lead>, Path(id): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let contact = accounts::contact(&mut tx, &AccountId(id)).await?;
    match may::lead_cuts(&by.who, &contact) {
        Ok(_) => by.page(&CutPage { f: by.frame(Section::Party), contact: &contact, reason: "", errors: Errors::none() }),
        Err(Error::Stale(_)) if contact.state == State::Cut => {
            let at = accounts::ended_at(&mut tx, &contact.id).await?;
            by.page(&CutDonePage { f: by.frame(Section::Party), contact: &contact, at })
        }
        Err(other) => Err(other),
    }
}

/// Cuts the access of one of the party's people.
pub async fn cut(by: By<Lead>, Path(id): Path<String>, Posted(form): Posted<CutForm>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.write().await?;
    let contact = accounts::contact(&mut tx, &AccountId(id)).await?;
    let go = may::lead_cuts(&by.who, &contact)?;
    if !REASONS.iter().any(|(value, _)| *value == form.reason) {
        let mut errors = Errors::none();
        errors.add("reason", by.visit.t("own-cut-reason-missing"));
        return by.mistaken(&CutPage { f: by.failed(Section::Party), contact: &contact, reason: &form.reason, errors });
    }
    accounts::cut(&mut tx, &by.act(), go, &form.reason).await?;
    tx.commit().await?;
    Ok(see(format!("/party/contacts/{}/revocation", contact.id)))
}
