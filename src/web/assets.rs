//! The stylesheets, the icons and the one script, embedded in the program. The addresses of the stylesheets and of the script
//! change with their content.
use actix_web::{HttpResponse, http::header, web};
use std::sync::LazyLock;

const CSS: &str = include_str!("../../static/vigie.css");
const SELF_CHECK: &str = include_str!("../../static/self-check.css");
const ICONS: &str = include_str!("../../static/icons.svg");

const PASSKEY: &str = include_str!("../../static/passkey.js");

static ADDRESS: LazyLock<String> = LazyLock::new(|| address("vigie.css", CSS));
static SELF_CHECK_ADDRESS: LazyLock<String> = LazyLock::new(|| address("self-check.css", SELF_CHECK));
static PASSKEY_ADDRESS: LazyLock<String> = LazyLock::new(|| address("passkey.js", PASSKEY));

fn address(name: &str, text: &str) -> String {
    let hash = crate::crypto::sha256(text.as_bytes());
    format!("/static/{name}?v={}", data_encoding::HEXLOWER.encode(hash.get(..6).unwrap_or_default()))
}

/// The address that base.html links.
pub fn css_address() -> &'static str {
    &ADDRESS
}

/// The address of what the self-check has beside it.
pub fn self_check_address() -> &'static str {
    &SELF_CHECK_ADDRESS
}

/// Both stylesheets of the self-check as one text, for its file.
pub fn self_check_styles() -> String {
    [CSS, SELF_CHECK].concat()
}

/// The address of the script, for the pages that ask for a passkey.
pub fn passkey_address() -> &'static str {
    &PASSKEY_ADDRESS
}

/// How long a browser keeps what changes its address with its content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

fn asset(kind: &'static str, text: &'static str, kept: &'static str) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CONTENT_TYPE, kind)).insert_header((header::CACHE_CONTROL, kept)).body(text)
}

/// Registers /static.
pub fn register(config: &mut web::ServiceConfig) {
    config.route("/static/vigie.css", web::get().to(|| async { asset("text/css; charset=utf-8", CSS, FOR_EVER) }));
    config.route("/static/self-check.css", web::get().to(|| async { asset("text/css; charset=utf-8", SELF_CHECK, FOR_EVER) }));
    config.route("/static/passkey.js", web::get().to(|| async { asset("text/javascript; charset=utf-8", PASSKEY, FOR_EVER) }));
    config.route("/static/icons.svg", web::get().to(|| async { asset("image/svg+xml", ICONS, "public, max-age=86400") }));
}
