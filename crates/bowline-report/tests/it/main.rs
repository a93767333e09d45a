//! The report as a whole: well-formed, safe, the same each time, and right when little is known.

mod edge_cases;
mod hostile_text;
mod pages;
mod sample_data;
mod well_formed;
