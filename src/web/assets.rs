//! The stylesheet and the icons, embedded in the program. The stylesheet's address changes with its content.
use actix_web::{HttpResponse, http::header, web};
use std::sync::LazyLock;

const CSS: &str = include_str!("../../static/vigie.css");
const ICONS: &str = include_str!("../../static/icons.svg");

static ADDRESS: LazyLock<String> = LazyLock::new(|| {
    let hash = crate::crypto::sha256(CSS.as_bytes());
    format!("/static/vigie.css?v={}", data_encoding::HEXLOWER.encode(hash.get(..6).unwrap_or_default()))
});

/// The address that base.html links.
pub fn css_address() -> &'static str {
    &ADDRESS
}

fn asset(kind: &'static str, text: &'static str, kept: &'static str) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, kind)).insert_header((header::CACHE_CONTROL, kept)).body(text)
}

/// Registers /static.
pub fn register(config: &mut web::ServiceConfig) {
    config.route("/static/vigie.css", web::get().to(|| async { asset("text/css; charset=utf-8", CSS, "public, max-age=31536000, immutable") }));
    config.route("/static/icons.svg", web::get().to(|| async { asset("image/svg+xml", ICONS, "public, max-age=86400") }));
}
