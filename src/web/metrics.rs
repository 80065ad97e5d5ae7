//! `/metrics` for the agency's own monitoring, in Prometheus' text form, on a listener of its own that this machine alone reaches.
use super::App;
use crate::{
    accounts::log_watch,
    audit::{notary, stream},
    error::Result,
};
use actix_web::{App as Service, HttpResponse, HttpServer, dev::Server, http::header, web};
use std::{fmt::Write, net::TcpListener, sync::Arc};

/// Serves it.
///
/// # Errors
/// A sentence for the operator.
pub fn start(app: &Arc<App>, bound: TcpListener) -> std::result::Result<Server, String> {
    let app = app.clone();
    let service = move || Service::new().app_data(web::Data::from(app.clone())).route("/metrics", web::get().to(answer));
    let server = HttpServer::new(service).workers(1).disable_signals().listen(bound);
    Ok(server.map_err(|e| format!("The listener of the metrics does not start: {e}."))?.run())
}

async fn answer(app: web::Data<App>) -> HttpResponse {
    match text(&app).await {
        Ok(text) => HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")).body(text),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "the metrics could not be read");
            HttpResponse::ServiceUnavailable().finish()
        }
    }
}

/// Numbers alone, of the log and its witnesses: nothing of a person, a party or a document.
async fn text(app: &App) -> Result<String> {
    let (now, settings) = (app.clock.now(), &app.settings.config.audit);
    let mut tx = app.db.read().await?;
    let state = notary::state(&mut tx).await?;
    let witnesses = notary::standing(&mut tx, settings, now).await?;
    let (sent, _) = stream::state(&mut tx).await?;
    drop(tx);
    let troubles = log_watch::troubles(&app.db, settings, now).await?.len();
    let mut out = String::new();
    let mut line = |name: &str, label: &str, value: i64| {
        let _ = writeln!(out, "vigie_{name}{label} {value}");
    };
    line("log_records", "", state.records);
    line("log_signed_records", "", state.signed);
    line("log_seconds_since_checkpoint", "", now.saturating_sub(state.signed_at).checked_div(1_000).unwrap_or(0));
    if settings.syslog.is_some() {
        line("log_streamed_records", "", sent);
    }
    line("log_troubles", "", i64::try_from(troubles).unwrap_or(i64::MAX));
    for w in &witnesses {
        let label = format!("{{witness=\"{}\"}}", w.witness.name.replace(['\\', '"', '\n'], "_"));
        line("witness_silent", &label, i64::from(w.silent));
        line("witness_signed_records", &label, w.witness.size);
    }
    Ok(out)
}
