//! Writes sample pages of each kind, and their pictures as SVG and PNG, into the folder given as argument.
//!
//! `cargo run -p bowline-report --example sample -- /tmp/report`

#[path = "../tests/it/sample_check.rs"]
mod sample_check;
#[path = "../tests/it/sample_data.rs"]
mod sample_data;
#[path = "../tests/it/sample_table.rs"]
mod sample_table;

use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let fits = [
        ("binary", sample_data::binary()),
        ("multi_class", sample_data::multi_class(6)),
        ("many_classes", sample_data::multi_class(30)),
        ("regression", sample_data::regression()),
        ("bare", sample_data::bare()),
    ];
    for (name, data) in &fits {
        std::fs::write(folder.join(format!("{name}.html")), bowline_report::render_html(data))?;
        write_pictures(&folder, name, &bowline_report::pictures(data))?;
    }
    let checks = [
        ("check", sample_check::churn()),
        ("check_wide", sample_check::wide(10_000)),
        ("check_bare", sample_check::bare_check()),
        ("check_related", related(18)),
    ];
    for (name, data) in &checks {
        std::fs::write(folder.join(format!("{name}.html")), bowline_report::render_check_html(data))?;
        write_pictures(&folder, name, &bowline_report::check_pictures(data))?;
    }
    let card = sample_check::card();
    std::fs::write(folder.join("card.md"), bowline_report::render_model_card(&card))?;
    std::fs::write(folder.join("card.html"), bowline_report::render_model_card_html(&card))?;
    Ok(())
}

fn write_pictures(
    folder: &Path,
    name: &str,
    pictures: &[(String, String)],
) -> Result<(), Box<dyn std::error::Error>> {
    for (file, svg) in pictures {
        let path = folder.join(format!("{name}_{file}"));
        std::fs::write(&path, svg)?;
        std::fs::write(path.with_extension("png"), bowline_report::png(svg, 2.0)?)?;
    }
    Ok(())
}

/// A check whose table has `n_columns` related numbers.
fn related(n_columns: usize) -> bowline_report::CheckData {
    let mut data = sample_check::churn();
    data.table.correlations = Some(sample_table::correlations(n_columns));
    data
}
