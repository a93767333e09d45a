//! The hash of each row of a table, column by column and on all cores.
//!
//! A row's hash decides its side of the test split, so its value is frozen ([`bowline_stats::hash_row`] defines it). A table is
//! stored by column, though, and asking for one cell after the other costs more than hashing it. So a block of rows is
//! gone through column by column, each cell added to the bytes of its row, and then every row is hashed at one go.
//!
//! A cell counts by its value and not by how the file wrote it: numbers as f64, so that 3 and 3.0 are one, and anything else
//! as its text.

use std::ops::Range;

use bowline_core::{Column, ColumnData, Table, category_levels};
use bowline_stats::RowBytes;
use rayon::prelude::*;

/// Rows of a block: few enough that their bytes stay in the cache of a core.
const BLOCK: usize = 256;

/// The hash of each row over the columns of a table in the order of their names.
#[must_use]
pub fn hash_features(table: &Table) -> Vec<u64> {
    let mut columns: Vec<&Column> = table.columns().iter().collect();
    columns.sort_by(|a, b| a.name.cmp(&b.name));
    hash_columns(&columns)
}

/// The hash of each row over these columns, which have equal length, in this order.
#[must_use]
pub fn hash_columns(columns: &[&Column]) -> Vec<u64> {
    let mut hashes = vec![0; columns.first().map_or(0, |column| column.len())];
    hashes.par_chunks_mut(BLOCK).enumerate().for_each_init(
        || vec![RowBytes::default(); BLOCK],
        |rows, (block, hashes)| {
            let rows = &mut rows[..hashes.len()];
            rows.iter_mut().for_each(RowBytes::clear);
            let range = block * BLOCK..block * BLOCK + hashes.len();
            columns.iter().for_each(|column| add_cells(column, range.clone(), rows));
            hashes.iter_mut().zip(rows).for_each(|(hash, row)| *hash = row.hash());
        },
    );
    hashes
}

/// Adds the cells of a column to the rows of a block.
fn add_cells(column: &Column, range: Range<usize>, rows: &mut [RowBytes]) {
    match &column.data {
        ColumnData::Integer(a) => {
            let values = a.values();
            add(column, range, rows, |at, row| row.push_number(values[at] as f64));
        }
        ColumnData::Float(a) => {
            let values = a.values();
            add(column, range, rows, |at, row| row.push_number(values[at]));
        }
        ColumnData::Boolean(a) => {
            add(column, range, rows, |at, row| row.push_number(f64::from(u8::from(a.value(at)))));
        }
        ColumnData::Timestamp(a) => {
            let values = a.values();
            add(column, range, rows, |at, row| row.push_number(values[at] as f64 / 1e6));
        }
        ColumnData::Category(a) => {
            let (keys, levels) = (a.keys().values(), category_levels(a));
            add(column, range, rows, |at, row| row.push(levels.value(keys[at] as usize).as_bytes()));
        }
        ColumnData::Text(a) | ColumnData::Identifier(a) => {
            add(column, range, rows, |at, row| row.push(a.value(at).as_bytes()));
        }
    }
}

#[inline]
fn add(column: &Column, range: Range<usize>, rows: &mut [RowBytes], present: impl Fn(usize, &mut RowBytes)) {
    if column.null_count() == 0 {
        range.zip(rows).for_each(|(at, row)| present(at, row));
        return;
    }
    for (at, row) in range.zip(rows) {
        if column.is_null(at) { row.push_missing() } else { present(at, row) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    use arrow_array::{BooleanArray, StringArray, TimestampMicrosecondArray};
    use bowline_core::Seed;
    use bowline_stats::hash_row;
    use bowline_testkit::datasets::mixed_table;

    /// The frozen definition, one cell after the other.
    fn row_by_row(columns: &[&Column]) -> Vec<u64> {
        fn cell(column: &Column, row: usize) -> Option<Cow<'_, [u8]>> {
            match column.number(row) {
                Some(number) => Some(Cow::Owned((number + 0.0).to_le_bytes().to_vec())),
                None => column.text(row).map(|text| Cow::Owned(text.into_owned().into_bytes())),
            }
        }
        (0..columns[0].len())
            .map(|row| {
                let cells: Vec<Option<Cow<'_, [u8]>>> =
                    columns.iter().map(|column| cell(column, row)).collect();
                hash_row(cells.iter().map(Option::as_deref))
            })
            .collect()
    }

    fn every_kind(n_rows: usize) -> Table {
        let mut columns = mixed_table(n_rows, Seed(4)).columns().to_vec();
        let cells = |step: usize| (0..n_rows).map(move |row| (row % step != 0).then_some(row));
        let times = cells(7).map(|cell| cell.map(|row| row as i64 * 123_456_789 - 5_000_000));
        let ids: StringArray =
            cells(11).map(|cell| cell.map(|row| "é".repeat(row % 90) + &row.to_string())).collect();
        columns.extend([
            Column::new(
                "b",
                ColumnData::Boolean(cells(5).map(|cell| cell.map(|row| row % 3 == 0)).collect()),
            ),
            Column::new("at", ColumnData::Timestamp(times.collect::<TimestampMicrosecondArray>())),
            Column::new("whole", ColumnData::Boolean(BooleanArray::from(vec![true; n_rows]))),
            Column::new("id", ColumnData::Identifier(ids)),
            Column::floats(
                "z",
                &(0..n_rows).map(|row| if row % 2 == 0 { -0.0 } else { 0.0 }).collect::<Vec<_>>(),
            ),
        ]);
        Table::new(columns).unwrap()
    }

    #[test]
    fn the_values_are_those_of_the_definition() {
        for n_rows in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17] {
            let table = every_kind(n_rows);
            let mut columns: Vec<&Column> = table.columns().iter().collect();
            columns.sort_by(|a, b| a.name.cmp(&b.name));
            assert_eq!(hash_features(&table), row_by_row(&columns), "{n_rows} rows");
        }
    }

    #[test]
    fn threads_and_slices_do_not_show() {
        let table = every_kind(2_000);
        let hashes = bowline_testkit::with_threads(1, || hash_features(&table));
        assert_eq!(bowline_testkit::with_threads(3, || hash_features(&table)), hashes);
        let rows: Vec<u32> = (500..900).collect();
        assert_eq!(hash_features(&table.take(&rows)), hashes[500..900]);
    }
}
