//! Vigie: the secure channel by which a national cyber-security agency briefs vetted contacts of political parties.
//!
//! DESIGN.md says what is decided and why; `web/table.rs` lists every address.
pub mod accounts;
pub mod advisories;
pub mod apart;
pub mod audit;
pub mod cli;
pub mod clock;
pub mod config;
pub mod crypto;
pub mod db;
pub mod error;
pub mod files;
pub mod ids;
pub mod notices;
pub mod parties;
pub mod privacy;
pub mod providers;
pub mod secret;
pub mod text;
pub mod web;
