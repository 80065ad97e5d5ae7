//! Vigie as people use it: over HTTPS and on the command line, on SQLite and on PostgreSQL.
mod access;
mod advisories;
mod architecture;
mod audit;
mod binary;
mod client;
mod desk;
mod enrolment;
mod headers;
mod page;
mod policy;
mod publishing;
mod schema;
mod sign_in;
mod support;
mod world;
