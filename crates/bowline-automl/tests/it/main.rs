//! Tests of the search from outside: what it promises about time, splits and honesty.

mod features;
mod honesty;
mod splits;
mod tables;
mod time;
