//! The pages and pictures as a whole: well-formed, safe, the same each time, and right when little is known.

mod checks;
mod edge_cases;
mod hostile_text;
mod model_cards;
mod pages;
mod pixels;
mod sample_check;
mod sample_data;
mod sample_table;
mod well_formed;
