//! What a party will see: the page of its readers, drawn by the same template, before anything is published.
use super::{
    Article, Audience, Severity, Tlp,
    drafting::{self, Draft},
    sheet::Sheet,
    show_web::ShowPage,
};
use crate::{
    apart,
    error::{Error, Result},
    parties::{self, PartyRow},
    web::{By, Errors, Frame, Section, by::Publishing, routes::Path},
};
use actix_web::HttpResponse;
use askama::Template;

/// What stands above the page: whose it is, and whose can be chosen.
pub struct Banner<'a> {
    /// The version.
    pub d: &'a Draft,
    /// Parties to choose from.
    pub parties: &'a [PartyRow],
    /// The one chosen.
    pub party: &'a PartyRow,
    /// The language chosen.
    pub language: &'a str,
}

#[derive(Template)]
#[template(path = "desk/preview.html")]
struct NothingPage<'a> {
    f: Frame<'a>,
    b: Banner<'a>,
}

/// `/desk/advisories/{ref}/preview?party=&language=`
pub async fn preview(by: By<Publishing>, Path(reference): Path<String>) -> Result<HttpResponse> {
    let q = by.visit.query()?;
    q.only(&["party", "language"], &[])?;
    let language = q.given("language").unwrap_or(by.visit.lang.code()).to_owned();
    let mut tx = by.visit.app.db.snapshot().await?;
    let d = drafting::find(&mut tx, &reference).await?;
    let parties = parties::active(&mut tx).await?;
    let party = match q.given("party") {
        Some(slug) => parties.iter().find(|p| p.slug == slug),
        None => parties.first(),
    };
    let party = party.ok_or(Error::NotFound)?;
    let reaches = drafting::reaches(&mut tx, &d, &party.slug).await?;
    drop(tx);
    by.visit.app.journal.record(super::desk_read_event(&by.act(), &d, "preview")).await?;
    let banner = Banner { d: &d, parties: &parties, party, language: &language };
    if !reaches {
        return by.page(&NothingPage { f: by.frame(Section::Desk), b: banner });
    }
    let (draft, slug, wanted) = (d.clone(), party.slug.clone(), language.clone());
    let mut sheet = apart::run(move || Sheet::of_draft(&draft, &wanted).with_annex_of(&draft, &slug, &wanted)).await?;
    sheet.published_at = sheet.published_at.or(d.release_at).or(Some(by.visit.now));
    let article = article(&d, &sheet, by.visit.now);
    let word = by.visit.t("preview-word");
    by.page(&ShowPage {
        f: by.frame(Section::Desk),
        history: vec![super::Past { number: d.number, tlp: article.tlp, published_at: article.published_at, change_note: article.change_note.clone() }],
        s: sheet,
        a: &article,
        mine: Vec::new(),
        reader: word,
        party: &party.name,
        copy: word,
        preview: Some(banner),
        errors: Errors::none(),
    })
}

/// What the readers' page would be made of.
fn article(d: &Draft, s: &Sheet, now: i64) -> Article {
    let content = d.translation.as_ref().filter(|_| s.language != d.language).unwrap_or(&d.content);
    Article {
        id: d.id.clone(),
        reference: d.reference.0.clone(),
        language: s.language.clone(),
        current: d.number,
        withdrawn_at: None,
        withdrawn_reason: None,
        replacement: None,
        superseded_by: None,
        original: d.language.clone(),
        translated: d.translation.is_some(),
        number: d.number,
        title: content.title.clone(),
        tlp: d.tlp.unwrap_or(Tlp::Red),
        severity: d.severity.unwrap_or(Severity::Information),
        audience: d.audience.unwrap_or(Audience::NamedPeople),
        act_by: d.act_by,
        confirm_by: d.confirm_by,
        confirm_from: d.confirm_from,
        expires_at: d.expires_at,
        to_providers: d.to_providers,
        techniques: d.techniques.clone(),
        published_at: d.published_at.or(d.release_at).unwrap_or(now),
        content_hash: None,
        change_note: content.change_note.clone(),
        summary: content.summary.clone(),
        actions: content.actions.clone(),
        refs: d.content.refs.clone(),
        indicators: d.content.indicators.clone(),
        rendered: s.rendered.clone(),
        annex: s.annex.clone(),
        annex_language: s.annex_language.clone(),
        files: i64::try_from(d.attachments.len()).unwrap_or(0),
        stand: None,
        stand_at: None,
        read_number: None,
        opened: false,
    }
}
