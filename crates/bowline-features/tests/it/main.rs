//! Tests of the crate as its users see it.

mod errors;
mod golden;
mod hostile;
mod properties;
mod tables;
mod threads;
