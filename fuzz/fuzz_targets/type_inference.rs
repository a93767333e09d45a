//! Any cells as one column: whatever kind it gets, the column is whole, and asking for that kind gives the same values.
#![no_main]

use std::path::Path;

use bowline_core::{ColumnData, ColumnKind};
use bowline_io::{ReadOptions, read_table_bytes};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u8, Vec<String>)| {
    let (wanted, cells) = input;
    let mut text = String::from("x\n");
    for cell in &cells {
        text.push('"');
        text.push_str(&cell.replace('\0', "").replace('"', "\"\""));
        text.push_str("\"\n");
    }
    let given =
        || ReadOptions { delimiter: Some(b','), header: Some(true), quoting: Some(true), ..ReadOptions::default() };
    let read = |options: &ReadOptions| read_table_bytes(Path::new("fuzz"), text.as_bytes(), options);
    if let Ok(loaded) = read(&given()) {
        let column = &loaded.table.columns()[0];
        assert_eq!(column.len(), cells.len());
        if let ColumnData::Float(values) = &column.data {
            assert!(values.iter().flatten().all(f64::is_finite));
        }
        let same = ReadOptions { kinds: [(column.name.clone(), column.kind())].into(), ..given() };
        if let Ok(again) = read(&same) {
            assert_eq!(again.table.columns()[0].kind(), column.kind());
        }
    }
    let kind = ColumnKind::ALL[usize::from(wanted) % ColumnKind::ALL.len()];
    let asked = ReadOptions { kinds: [("x".to_owned(), kind)].into(), ..given() };
    if let Ok(loaded) = read(&asked) {
        assert_eq!(loaded.table.columns()[0].kind(), kind);
    }
});
