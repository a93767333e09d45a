//! Writes a sample report of each task, and its pictures, into the folder given as argument.
//!
//! `cargo run -p bowline-report --example sample -- /tmp/report`

#[path = "../tests/it/sample_data.rs"]
mod sample_data;

use std::path::PathBuf;

fn main() -> std::io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| ".".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let samples = [
        ("binary", sample_data::binary()),
        ("multi_class", sample_data::multi_class(6)),
        ("many_classes", sample_data::multi_class(30)),
        ("regression", sample_data::regression()),
        ("bare", sample_data::bare()),
    ];
    for (name, data) in &samples {
        std::fs::write(folder.join(format!("{name}.html")), bowline_report::render_html(data))?;
        for (file, svg) in bowline_report::pictures(data) {
            std::fs::write(folder.join(format!("{name}_{file}")), svg)?;
        }
    }
    Ok(())
}
