//! The file of everything held about a party, for its lead, after a factor (CASES A57).
use super::{Viewer, party_file};
use crate::{
    accounts::web::NoFields,
    audit::Action,
    error::{Error, Result},
    web::{By, Posted, by::Lead, headers::download, pace::What, routes::Path},
};
use actix_web::HttpResponse;

/// `/party/export`
pub async fn export(by: By<Lead>, _: Path<()>, _: Posted<NoFields>) -> Result<HttpResponse> {
    let v = &by.visit;
    let (party, viewer) = (by.who.party.as_ref().ok_or(Error::NotFound)?, Viewer::of(&by.who, v.opens_red(), v.lang.code())?);
    v.app.pace.wait(v, by.who.id.as_str(), What::Exports, &v.request).await?;
    let mut tx = v.app.db.snapshot().await?;
    let (file, counts) = party_file::make(&mut tx, &by.who, &viewer, v.now).await?;
    drop(tx);
    let mut event = by.act().did(Action::Exported, party.slug.as_str());
    event.detail = format!("party file, {} people, {} records", counts.people, counts.records);
    event.hash = Some(crate::crypto::sha256(&file));
    v.app.journal.record(event).await?;
    Ok(download(&format!("vigie-{}.json", party.slug), "application/json", file))
}
