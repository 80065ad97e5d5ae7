//! Vigie as people use it: over HTTPS and on the command line, on SQLite and on PostgreSQL.
mod access;
mod advisories;
mod audit;
mod binary;
mod client;
mod desk;
mod enrolment;
mod page;
mod policy;
mod publishing;
mod sign_in;
mod support;
mod world;
