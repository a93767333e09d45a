//! Tests of the audit from outside, on tables with a known fault or none.

mod golden;
mod leaks;
mod learning_curve;
mod requirements;
mod tables;
mod validator;
