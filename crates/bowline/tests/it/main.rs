//! Tests of the binary from outside: what a user types, what comes back, and what lies in the folder afterwards.

mod audited_tables;
mod bad_input;
mod bad_models;
mod check;
mod golden_model;
mod help;
mod interrupt;
mod main_job;
mod new_rows;
mod same_bytes;

mod sandbox;
mod tables;
