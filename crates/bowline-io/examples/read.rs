//! Says what tables turned out to be: `cargo run -p bowline-io --example read -- FILE...`.
#![allow(clippy::print_stdout)]

use std::time::Instant;

use bowline_io::{ReadOptions, read_table};

fn main() {
    for path in std::env::args().skip(1) {
        let start = Instant::now();
        let loaded = match read_table(path.as_ref(), &ReadOptions::default()) {
            Ok(loaded) => loaded,
            Err(refused) => {
                println!("{refused}");
                continue;
            }
        };
        let milliseconds = start.elapsed().as_secs_f64() * 1e3;
        let (n_rows, columns) = (loaded.table.n_rows(), loaded.table.columns());
        println!("{path}: {n_rows} rows, {} columns, {milliseconds:.1} ms", columns.len());
        if let Some(dialect) = loaded.dialect {
            println!("  {dialect:?}");
        }
        for column in columns {
            println!("  {}: {}, {} missing", column.name, column.kind(), column.null_count());
        }
        for finding in &loaded.findings {
            println!("  {}: {}; {}", finding.code, finding.message, finding.action);
        }
    }
}
