//! Who a route is for, as a type in its handler's signature. Without it the handler is never called.
use super::{
    fields::Form,
    page::{Frame, Section},
    visit::Visit,
};
use crate::{
    accounts::{Level, Membership, Open, Person},
    audit::Act,
    error::{Error, Result},
};
use actix_web::HttpResponse;
use askama::Template;
use std::{marker::PhantomData, rc::Rc};

/// A level of access that a route demands.
pub trait Access: 'static {
    /// Its name in the table of routes.
    const NAME: &'static str;
    /// Nobody is signed in yet, so bodies stay small.
    const BEFORE_SIGN_IN: bool = false;
    /// Who a handler gets.
    type Who;
    /// Lets the visitor in or says why not.
    ///
    /// # Errors
    /// The refusal.
    fn admit(visit: &Visit) -> Result<Self::Who>;
}

/// One request by somebody whom `A` admits.
pub struct By<A: Access> {
    /// Who.
    pub who: A::Who,
    /// The request.
    pub visit: Rc<Visit>,
    access: PhantomData<A>,
}

/// A posted form whose token matched the browser's cookie. There is no other way to read a form.
pub struct Posted<F: Form>(pub F);

impl<A: Access> By<A> {
    /// Lets the visitor in or not.
    ///
    /// # Errors
    /// The refusal.
    pub fn admit(visit: &Rc<Visit>) -> Result<Self> {
        Ok(Self { who: A::admit(visit)?, visit: visit.clone(), access: PhantomData })
    }

    /// The frame of a page in a section.
    pub fn frame(&self, section: Section) -> Frame<'_> {
        Frame::new(&self.visit, section)
    }

    /// The frame of a page that comes back with mistakes.
    pub fn failed(&self, section: Section) -> Frame<'_> {
        Frame::new(&self.visit, section).failed()
    }

    /// Who acts, for the log.
    pub fn act(&self) -> Act {
        self.visit.act()
    }

    /// A page.
    ///
    /// # Errors
    /// When the template fails.
    pub fn page(&self, page: &impl Template) -> Result<HttpResponse> {
        super::page::answer(&self.visit, actix_web::http::StatusCode::OK, page)
    }

    /// The page of a form with mistakes in it.
    ///
    /// # Errors
    /// When the template fails.
    pub fn mistaken(&self, page: &impl Template) -> Result<HttpResponse> {
        super::page::answer(&self.visit, actix_web::http::StatusCode::UNPROCESSABLE_ENTITY, page)
    }
}

macro_rules! access {
    ($($(#[$doc:meta])* $name:ident $text:literal $whom:literal |$p:ident| $rule:expr;)*) => { $(
        $(#[$doc])*
        pub struct $name;
        impl Access for $name {
            const NAME: &'static str = $text;
            type Who = Person;
            fn admit(visit: &Visit) -> Result<Person> {
                let $p = signed_in(visit)?;
                if $rule { Ok($p.clone()) } else { Err(Error::Reserved($whom)) }
            }
        }
    )* };
}

/// Anybody, signed in or not.
pub struct Anyone;
impl Access for Anyone {
    const NAME: &'static str = "anyone";
    const BEFORE_SIGN_IN: bool = true;
    type Who = Option<Person>;
    fn admit(visit: &Visit) -> Result<Option<Person>> {
        Ok(signed_in(visit).ok().cloned())
    }
}

/// Somebody who has given the passphrase and not yet the code.
pub struct AfterPassphrase;
impl Access for AfterPassphrase {
    const NAME: &'static str = "after the passphrase";
    const BEFORE_SIGN_IN: bool = true;
    type Who = Open;
    fn admit(visit: &Visit) -> Result<Open> {
        at_level(visit, Level::Passphrase, Error::Begin("/login"))
    }
}

/// Somebody who has entered the enrolment codes.
pub struct Enrolling;
impl Access for Enrolling {
    const NAME: &'static str = "enrolling";
    const BEFORE_SIGN_IN: bool = true;
    type Who = Open;
    fn admit(visit: &Visit) -> Result<Open> {
        at_level(visit, Level::Enrolment, Error::Begin("/enrol"))
    }
}

/// Somebody whose session was idle for too long: a factor opens it again.
pub struct Locked;
impl Access for Locked {
    const NAME: &'static str = "locked session";
    const BEFORE_SIGN_IN: bool = true;
    type Who = Open;
    fn admit(visit: &Visit) -> Result<Open> {
        visit.locked.clone().ok_or(Error::Begin("/login"))
    }
}

/// Somebody who sets a new factor: after a recovery code, or signed in.
pub struct Renewing;
impl Access for Renewing {
    const NAME: &'static str = "signed in, or after a recovery code";
    type Who = Open;
    fn admit(visit: &Visit) -> Result<Open> {
        match &visit.open {
            Some(open) if matches!(open.level, Level::Full | Level::Recovery) => Ok(open.clone()),
            _ => Err(signed_in(visit).err().unwrap_or(Error::SignedOut)),
        }
    }
}

fn at_level(visit: &Visit, level: Level, elsewhere: Error) -> Result<Open> {
    visit.open.as_ref().filter(|o| o.level == level).cloned().ok_or(elsewhere)
}

/// The person behind a session in which both factors were given.
fn signed_in(visit: &Visit) -> Result<&Person> {
    let open = visit.open.as_ref().ok_or(Error::SignedOut)?;
    match open.level {
        Level::Full => Ok(&open.person),
        Level::Passphrase => Err(Error::Half),
        Level::Enrolment => Err(Error::Enrolling),
        Level::Recovery => Err(Error::Begin("/account/authenticator")),
    }
}

access! {
    /// Anybody who has finished signing in, confirmed or not: their own home and account, nothing else.
    SignedIn "signed in" "reserved-signed-in" |_p| true;
    /// Every confirmed person.
    Confirmed "confirmed" "reserved-confirmed" |p| p.is_confirmed();
    /// A confirmed contact or lead: those to whom advisories are addressed.
    Reader "reader" "reserved-readers" |p| p.is_confirmed() && matches!(p.membership, Membership::Contact | Membership::Lead);
    /// Staff who write.
    Author "author" "reserved-authors" |p| p.is_confirmed() && p.roles.author;
    /// Staff who publish.
    Approver "approver" "reserved-approvers" |p| p.is_confirmed() && p.roles.approver;
    /// Staff who write or publish.
    Publishing "author or approver" "reserved-publishing" |p| p.is_confirmed() && (p.roles.author || p.roles.approver);
    /// Any staff.
    Staff "staff" "reserved-staff" |p| p.is_confirmed() && p.membership == Membership::Staff;
    /// Staff who vet contacts.
    Vetting "vetting officer" "reserved-vetting" |p| p.is_confirmed() && p.roles.vetting;
    /// Staff who may see the record of a contact: vetting officers, administrators and auditors.
    Contacts "vetting officer, administrator or auditor" "reserved-contacts" |p| p.is_confirmed() && (p.roles.vetting || p.roles.administrator || p.roles.auditor);
    /// Staff who may cut a contact's access.
    Cutting "vetting officer or administrator" "reserved-cutting" |p| p.is_confirmed() && (p.roles.vetting || p.roles.administrator);
    /// Staff who confirm a colleague whom somebody else invited: administrators and vetting officers.
    Confirming "administrator or vetting officer" "reserved-confirming" |p| p.is_confirmed() && (p.roles.administrator || p.roles.vetting);
    /// Staff who may see who works here: administrators, vetting officers and auditors.
    StaffRecords "administrator, vetting officer or auditor" "reserved-staff-records" |p| p.is_confirmed() && (p.roles.administrator || p.roles.vetting || p.roles.auditor);
    /// Staff who may see the report on equal treatment: those who publish, and auditors.
    Reports "author, approver or auditor" "reserved-reports" |p| p.is_confirmed() && (p.roles.author || p.roles.approver || p.roles.auditor);
    /// The lead contact of a party.
    Lead "lead contact" "reserved-leads" |p| p.is_confirmed() && p.membership == Membership::Lead;
    /// Staff who run the service.
    Administrator "administrator" "reserved-administrators" |p| p.is_confirmed() && p.roles.administrator;
    /// Staff who read the log.
    Auditor "auditor" "reserved-auditors" |p| p.is_confirmed() && p.roles.auditor;
}
