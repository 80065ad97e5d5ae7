//! Vigie as people use it: over HTTPS and on the command line, on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "what does not hold in a test is a failure, and says where")]

mod access;
mod advisories;
mod architecture;
mod audit;
mod binary;
mod client;
mod command_line;
mod desk;
mod enrolment;
mod faults;
mod headers;
mod import;
mod page;
mod pages;
mod policy;
mod providers;
mod publishing;
mod schema;
mod server;
mod setup;
mod sign_in;
mod staff;
mod support;
mod world;
