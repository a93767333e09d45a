//! Any bytes as a file, with any options: a table whose columns are equally long, or a refusal that names the file.
#![no_main]

use std::path::Path;

use bowline_io::{BadRows, Comments, DecimalMark, ReadOptions, read_table_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, u8, &[u8])| {
    let (lines, marks, bytes) = input;
    let flag = |bits: u8, at: u8| bits >> at & 1 == 1;
    let options = ReadOptions {
        delimiter: flag(lines, 0).then_some(b',').or(flag(lines, 1).then_some(b';')),
        header: flag(lines, 2).then(|| flag(lines, 3)),
        skip_rows: flag(lines, 4).then_some(usize::from(lines >> 6)),
        bad_rows: if flag(lines, 5) { BadRows::SetAside } else { BadRows::Refuse },
        quoting: flag(marks, 0).then(|| flag(marks, 1)),
        comments: match marks >> 2 & 3 {
            0 => Comments::Off,
            1 => Comments::Marked(b'#'),
            _ => Comments::Detect,
        },
        decimal: flag(marks, 4).then(|| if flag(marks, 5) { DecimalMark::Comma } else { DecimalMark::Point }),
        max_bytes: Some(1 << 22),
        ..ReadOptions::default()
    };
    match read_table_bytes(Path::new("fuzz"), bytes, &options) {
        Ok(loaded) => {
            assert!(loaded.table.n_rows() > 0);
            for column in loaded.table.columns() {
                assert_eq!(column.len(), loaded.table.n_rows());
                assert!((0..column.len()).all(|row| column.text(row).is_some() != column.is_null(row)));
            }
        }
        Err(refused) => assert!(refused.to_string().contains('`')),
    }
});
