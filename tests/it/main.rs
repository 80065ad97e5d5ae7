//! Vigie as people use it: over HTTPS and on the command line, on SQLite and on PostgreSQL.
mod access;
mod client;
mod desk;
mod page;
mod policy;
mod support;
mod world;
