//! The frame: the table of routes, typed access, forms, pages, headers, languages.
pub mod app;
pub mod assets;
pub mod by;
pub mod fields;
mod gate;
pub mod headers;
pub mod help;
pub mod i18n;
pub mod metrics;
pub mod pace;
pub mod page;
pub mod refusal;
pub mod routes;
pub mod self_check;
pub mod table;
pub mod time;
pub mod upload;
pub mod visit;

pub use app::App;
pub use by::{By, Posted};
pub use fields::{Errors, Fields};
pub use page::{Frame, Section, see};
pub use upload::{Digest, Sent, Uploaded};
