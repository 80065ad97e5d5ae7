//! What else belongs to a version before it is reviewed: sections for one party alone, and who writes it together.
use super::{
    Audience,
    desk_web::version,
    draft::Annex,
    drafting::{self, Draft},
    may, render,
};
use crate::{
    error::{Error, Result},
    form,
    ids::AccountId,
    parties::{self, PartyRow},
    web::{By, Errors, Frame, Posted, Section, by::Author, routes::Path, see},
};
use actix_web::{HttpResponse, http::StatusCode};
use askama::Template;

#[derive(Template)]
#[template(path = "desk/annexes.html")]
struct AnnexesPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    parties: &'a [PartyRow],
}

impl AnnexesPage<'_> {
    fn has(&self, slug: &str) -> bool {
        self.d.annexes.iter().any(|a| a.slug == slug)
    }
}

/// Parties that can have an annex: those addressed, once it is known who that is.
fn eligible(d: &Draft, mut parties: Vec<PartyRow>) -> Vec<PartyRow> {
    if d.audience == Some(Audience::SomeParties) && d.groups.is_empty() {
        parties.retain(|p| d.parties.contains(&p.id) || d.annexes.iter().any(|a| a.party_id == p.id));
    }
    parties
}

/// `/desk/advisories/{ref}/annexes`
pub async fn list(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let parties = eligible(&d, parties::active(&mut tx).await?);
    by.page(&AnnexesPage { f: by.frame(Section::Desk), d: &d, parties: &parties })
}

#[derive(Template)]
#[template(path = "desk/annex.html")]
struct AnnexPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    party: &'a PartyRow,
    form: &'a AnnexForm,
    /// What somebody else has saved meanwhile.
    theirs: Option<&'a Annex>,
    errors: Errors,
}

/// `/desk/advisories/{ref}/annexes/{slug}`
pub async fn show(by: By<Author>, Path((reference, slug)): Path<(String, String)>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let party = party(&mut tx, &slug).await?;
    drop(tx);
    noted(&by, &d).await?;
    let annex = d.annexes.iter().find(|a| a.slug == slug);
    let form = AnnexForm {
        version: d.lock.to_string(),
        body: annex.map(|a| a.body.clone()).unwrap_or_default(),
        translated: annex.map(|a| a.translated.clone()).unwrap_or_default(),
        ..AnnexForm::default()
    };
    by.page(&AnnexPage { f: by.frame(Section::Desk), d: &d, party: &party, form: &form, theirs: None, errors: Errors::none() })
}

async fn noted(by: &By<Author>, d: &Draft) -> Result<()> {
    by.visit.app.journal.record(super::desk_read_event(&by.act(), d, "annex")).await?;
    Ok(())
}

async fn party(tx: &mut crate::db::Tx, slug: &str) -> Result<PartyRow> {
    parties::active(tx).await?.into_iter().find(|p| p.slug == slug).ok_or(Error::NotFound)
}

form! {
    /// `/desk/advisories/{ref}/annexes/{slug}`
    pub struct AnnexForm { version, body, translated }
}

/// Saves the section of one party; an empty one is taken away.
pub async fn save(by: By<Author>, Path((reference, slug)): Path<(String, String)>, Posted(form): Posted<AnnexForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let party = party(&mut tx, &slug).await?;
    let (body, translated) = (form.body.trim(), form.translated.trim());
    let mut errors = Errors::none();
    for (wrong, field, key) in [
        (body.len() > render::SECTION, "body", "content-section-long"),
        (translated.len() > render::SECTION, "translated", "content-section-long"),
        (body.is_empty() && !translated.is_empty(), "body", "annex-body-first"),
    ] {
        if wrong {
            errors.add(field, by.visit.t(key));
        }
    }
    if errors.any() {
        return by.mistaken(&AnnexPage { f: by.failed(Section::Desk), d: &d, party: &party, form: &form, theirs: None, errors });
    }
    match drafting::save_annex(&mut tx, &by.act(), go, lock, (&party.id, &party.slug), (body, translated)).await {
        Err(Error::Stale(what)) => {
            drop(tx);
            // The page carries what somebody else has saved.
            noted(&by, &d).await?;
            errors.add("body", by.visit.t(what));
            let (theirs, form) = (d.annexes.iter().find(|a| a.slug == slug), AnnexForm { version: d.lock.to_string(), ..form });
            let page = AnnexPage { f: by.failed(Section::Desk), d: &d, party: &party, form: &form, theirs, errors };
            crate::web::page::answer(&by.visit, StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other),
        Ok(()) => {
            tx.commit().await?;
            Ok(see(format!("/desk/advisories/{reference}/annexes")))
        }
    }
}

#[derive(Template)]
#[template(path = "desk/authors.html")]
struct AuthorsPage<'a> {
    f: Frame<'a>,
    d: &'a Draft,
    /// Authors who are not among its hands yet.
    others: Vec<(AccountId, String)>,
    errors: Errors,
}

async fn authors_page<'a>(by: &'a By<Author>, tx: &mut crate::db::Tx, d: &'a Draft) -> Result<AuthorsPage<'a>> {
    let mut others = drafting::possible_coauthors(tx).await?;
    others.retain(|(id, _)| !d.editors.iter().any(|e| e.id == *id));
    Ok(AuthorsPage { f: by.frame(Section::Desk), d, others, errors: Errors::none() })
}

/// `/desk/advisories/{ref}/authors`
pub async fn authors(by: By<Author>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    drop(may::edit(&by.who, d.clone())?);
    let page = authors_page(&by, &mut tx, &d).await?;
    by.page(&page)
}

form! {
    /// `/desk/advisories/{ref}/authors`
    pub struct AuthorsForm { version; many author }
}

/// Names co-authors.
pub async fn name_authors(by: By<Author>, Path(reference): Path<String>, Posted(form): Posted<AuthorsForm>) -> Result<HttpResponse> {
    let lock = version(&form.version)?;
    let mut tx = by.visit.app.db.write().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let go = may::edit(&by.who, d.clone())?;
    let page = authors_page(&by, &mut tx, &d).await?;
    let chosen: Vec<AccountId> = page.others.iter().filter(|(id, _)| form.author.contains(&id.0)).map(|(id, _)| id.clone()).collect();
    if chosen.is_empty() || chosen.len() != form.author.len() {
        let mut errors = Errors::none();
        errors.add("author", by.visit.t("authors-missing"));
        return by.mistaken(&AuthorsPage { f: by.failed(Section::Desk), errors, ..page });
    }
    drafting::name_coauthors(&mut tx, &by.act(), go, lock, &chosen).await?;
    tx.commit().await?;
    Ok(see(format!("/desk/advisories/{reference}")))
}
