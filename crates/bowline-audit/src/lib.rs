//! Before you train: is this a problem for machine learning, is the data good enough, and does a column give the answer away?
//!
//! Everything here looks at a table and a stated problem ([`bowline_automl::Problem`]) and returns values: criteria with their
//! evidence, quality scores, [`bowline_core::Finding`]s. Bad data is a normal outcome, so it is a finding and not an error.
//!
//! Absent by design: this crate opens no file, reads no clock and no environment, and prints nothing.
