//! Tests of the audit from outside, on tables with a known fault or none.
