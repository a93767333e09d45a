//! Tests of the crate from outside: the promises of every type, golden values, and what trees must learn.

mod conformance;
mod golden;
mod quality;
mod trees;
