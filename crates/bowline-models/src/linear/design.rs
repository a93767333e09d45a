//! The training rows as the solvers see them: columns, each dense or sparse, whichever is cheaper.
//!
//! Every solver needs two products: scores `X w`, and for each feature its dot product with a vector over the rows
//! (`Xᵀ r`). Scores are computed block of rows by block of rows, dot products column by column. Each number is thus
//! summed by one thread in one fixed order, and the result is the same at any number of threads.
//!
//! A one-hot column is mostly zeros; such columns are kept as lists of their nonzero rows beside the features that
//! came sparse. Rows are padded with zeros to whole blocks, so that loops have a fixed length.

use bowline_core::FeatureMatrix;
use rayon::prelude::*;

/// Most rows of a block: scores of a block and a slice of a column stay in the first cache.
const MAX_BLOCK: usize = 2048;
/// A dense column goes to the sparse side when fewer than one row in this many is nonzero.
const SPARSE_BELOW: usize = 5;
/// Products smaller than this many multiplications run on the calling thread.
const SERIAL_WORK: usize = 1 << 16;

/// `(n_samples, n_features)`: dense features first, then sparse ones, as in the matrix.
#[derive(Debug)]
pub(crate) struct Design {
    n_samples: usize,
    n_padded: usize,
    block: usize,
    columns: Vec<Column>,
    /// `(n_dense_columns, n_padded)`.
    dense: Vec<f32>,
    /// Rows and values of sparse columns, column after column, rows ascending.
    sparse_rows: Vec<u32>,
    sparse_values: Vec<f32>,
    /// The same entries row after row: where each row starts, features and values.
    row_starts: Vec<usize>,
    row_features: Vec<u32>,
    row_values: Vec<f32>,
}

#[derive(Debug, Clone)]
enum Column {
    /// Number of the column in `dense`.
    Dense(usize),
    /// Range in `sparse_rows` and `sparse_values`.
    Sparse(std::ops::Range<usize>),
}

/// One feature of all rows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Values<'a> {
    /// A value for each padded row.
    Dense(&'a [f32]),
    /// Rows, ascending, and their values; all others are 0.
    Sparse(&'a [u32], &'a [f32]),
}

impl Design {
    /// Gathers `rows` of `x`; values that are not finite become 0.
    pub(crate) fn new(x: &FeatureMatrix, rows: &[u32]) -> Self {
        let n_samples = rows.len();
        let block = n_samples.next_power_of_two().min(MAX_BLOCK);
        let n_padded = n_samples.div_ceil(block) * block;
        let gathered: Vec<Gathered> =
            (0..x.n_dense()).into_par_iter().map(|at| gather(x.column(at), rows, n_padded)).collect();
        let mut design = Self {
            n_samples,
            n_padded,
            block,
            columns: Vec::with_capacity(x.n_dense() + x.sparse().n_features),
            dense: Vec::new(),
            sparse_rows: Vec::new(),
            sparse_values: Vec::new(),
            row_starts: Vec::new(),
            row_features: Vec::new(),
            row_values: Vec::new(),
        };
        for column in gathered {
            match column {
                Gathered::Dense(values) => {
                    design.columns.push(Column::Dense(design.dense.len() / n_padded.max(1)));
                    design.dense.extend(values);
                }
                Gathered::Sparse(rows, values) => {
                    let start = design.sparse_rows.len();
                    design.sparse_rows.extend(rows);
                    design.sparse_values.extend(values);
                    design.columns.push(Column::Sparse(start..design.sparse_rows.len()));
                }
            }
        }
        design.add_sparse_block(x, rows);
        design.index_by_row();
        design
    }

    /// Number of rows, without padding.
    pub(crate) fn n_samples(&self) -> usize {
        self.n_samples
    }

    /// Number of rows with padding: a multiple of [`Self::block`].
    pub(crate) fn n_padded(&self) -> usize {
        self.n_padded
    }

    /// Number of rows in a block.
    pub(crate) fn block(&self) -> usize {
        self.block
    }

    /// Number of features.
    pub(crate) fn n_features(&self) -> usize {
        self.columns.len()
    }

    /// One feature.
    pub(crate) fn column(&self, feature: usize) -> Values<'_> {
        match &self.columns[feature] {
            Column::Dense(at) => Values::Dense(&self.dense[at * self.n_padded..(at + 1) * self.n_padded]),
            Column::Sparse(range) => {
                Values::Sparse(&self.sparse_rows[range.clone()], &self.sparse_values[range.clone()])
            }
        }
    }

    /// Smallest share of the features that is worth a thread of its own.
    pub(crate) fn features_per_task(&self) -> usize {
        let stored = self.dense.len() + self.sparse_rows.len();
        let per_feature = stored / self.n_features().max(1) + 1;
        (SERIAL_WORK / per_feature).max(1)
    }

    /// Whether the products are worth more than one thread.
    pub(crate) fn is_large(&self) -> bool {
        self.dense.len() + self.sparse_rows.len() >= SERIAL_WORK
    }

    /// Scores of one block of rows: `out` is `(n_outputs, block)`, coefficients `(n_features, n_outputs)` followed by
    /// an intercept for each output.
    pub(crate) fn block_scores(&self, block: usize, coefficients: &[f64], n_outputs: usize, out: &mut [f64]) {
        let rows = block * self.block..(block + 1) * self.block;
        let (weights, intercepts) = coefficients.split_at(self.n_features() * n_outputs);
        for (scores, &intercept) in out.chunks_exact_mut(self.block).zip(intercepts) {
            scores.fill(intercept);
        }
        for (feature, column) in self.columns.iter().enumerate() {
            let Column::Dense(at) = column else { continue };
            let values = &self.dense[at * self.n_padded..][rows.clone()];
            for (output, scores) in out.chunks_exact_mut(self.block).enumerate() {
                let weight = weights[feature * n_outputs + output];
                if weight != 0.0 {
                    for (score, &value) in scores.iter_mut().zip(values) {
                        *score += weight * f64::from(value);
                    }
                }
            }
        }
        if self.row_features.is_empty() {
            return;
        }
        for (at, row) in (rows.start..rows.end.min(self.n_samples)).enumerate() {
            let range = self.row_starts[row]..self.row_starts[row + 1];
            for (&feature, &value) in self.row_features[range.clone()].iter().zip(&self.row_values[range]) {
                let value = f64::from(value);
                for output in 0..n_outputs {
                    out[output * self.block + at] += weights[feature as usize * n_outputs + output] * value;
                }
            }
        }
    }

    /// Scores of all rows: `out` is `(n_blocks, n_outputs, block)`.
    pub(crate) fn scores(&self, coefficients: &[f64], n_outputs: usize, out: &mut [f64]) {
        self.for_each_block(out, n_outputs, |block, scores| {
            self.block_scores(block, coefficients, n_outputs, scores);
            0.0
        });
    }

    /// Runs `work` on every block of `state`, `(n_blocks, n_outputs, block)`, and adds its results in order.
    pub(crate) fn for_each_block(
        &self,
        state: &mut [f64],
        n_outputs: usize,
        work: impl Fn(usize, &mut [f64]) -> f64 + Sync,
    ) -> f64 {
        let length = (self.block * n_outputs).max(1);
        if self.n_padded > self.block && self.is_large() {
            let sums: Vec<f64> =
                state.par_chunks_mut(length).enumerate().map(|(block, out)| work(block, out)).collect();
            sums.iter().sum()
        } else {
            state.chunks_mut(length).enumerate().map(|(block, out)| work(block, out)).sum()
        }
    }

    /// Dot product of a feature with output `output` of `vectors`, `(n_blocks, n_outputs, block)`.
    pub(crate) fn dot(&self, feature: usize, vectors: &[f64], n_outputs: usize, output: usize) -> f64 {
        match self.column(feature) {
            Values::Dense(values) => {
                let blocks = values.chunks_exact(self.block).enumerate();
                blocks.map(|(at, values)| dot(values, self.slice(vectors, at, n_outputs, output))).sum()
            }
            Values::Sparse(rows, values) if n_outputs == 1 => {
                rows.iter().zip(values).map(|(&row, &value)| f64::from(value) * vectors[row as usize]).sum()
            }
            Values::Sparse(rows, values) => {
                let place =
                    |row: usize| (row / self.block * n_outputs + output) * self.block + row % self.block;
                rows.iter().zip(values).map(|(&row, &v)| f64::from(v) * vectors[place(row as usize)]).sum()
            }
        }
    }

    /// Sum of output `output` of `vectors`, `(n_blocks, n_outputs, block)`, over the rows.
    pub(crate) fn sum(&self, vectors: &[f64], n_outputs: usize, output: usize) -> f64 {
        let blocks = 0..self.n_padded / self.block.max(1);
        blocks.map(|at| self.slice(vectors, at, n_outputs, output).iter().sum::<f64>()).sum()
    }

    fn slice<'a>(&self, vectors: &'a [f64], block: usize, n_outputs: usize, output: usize) -> &'a [f64] {
        &vectors[(block * n_outputs + output) * self.block..][..self.block]
    }

    fn add_sparse_block(&mut self, x: &FeatureMatrix, rows: &[u32]) {
        let sparse = x.sparse();
        if sparse.n_features == 0 {
            return;
        }
        let offset = self.sparse_rows.len();
        let mut places = vec![0usize; sparse.n_features + 1];
        for &row in rows {
            for &feature in sparse.row(row as usize).0 {
                places[feature as usize + 1] += 1;
            }
        }
        for feature in 0..sparse.n_features {
            places[feature + 1] += places[feature];
            self.columns.push(Column::Sparse(offset + places[feature]..offset + places[feature + 1]));
        }
        let n_entries = places[sparse.n_features];
        self.sparse_rows.resize(offset + n_entries, 0);
        self.sparse_values.resize(offset + n_entries, 0.0);
        for (at, &row) in rows.iter().enumerate() {
            let (features, values) = sparse.row(row as usize);
            for (&feature, &value) in features.iter().zip(values) {
                let place = offset + places[feature as usize];
                self.sparse_rows[place] = at as u32;
                self.sparse_values[place] = finite_or_zero(value);
                places[feature as usize] += 1;
            }
        }
    }

    fn index_by_row(&mut self) {
        let mut starts = vec![0usize; self.n_samples + 1];
        for &row in &self.sparse_rows {
            starts[row as usize + 1] += 1;
        }
        for row in 0..self.n_samples {
            starts[row + 1] += starts[row];
        }
        let mut places = starts.clone();
        self.row_features = vec![0; self.sparse_rows.len()];
        self.row_values = vec![0.0; self.sparse_rows.len()];
        for (feature, column) in self.columns.iter().enumerate() {
            let Column::Sparse(range) = column else { continue };
            for entry in range.clone() {
                let place = &mut places[self.sparse_rows[entry] as usize];
                self.row_features[*place] = feature as u32;
                self.row_values[*place] = self.sparse_values[entry];
                *place += 1;
            }
        }
        self.row_starts = starts;
    }
}

impl Values<'_> {
    /// Calls `work` with every row that may be nonzero and its value, rows ascending; padding is left out of sparse
    /// columns and has value 0 in dense ones.
    pub(crate) fn for_each(self, mut work: impl FnMut(usize, f64)) {
        match self {
            Values::Dense(values) => {
                values.iter().enumerate().for_each(|(row, &value)| work(row, f64::from(value)));
            }
            Values::Sparse(rows, values) => {
                rows.iter().zip(values).for_each(|(&row, &value)| work(row as usize, f64::from(value)));
            }
        }
    }
}

/// A value that arithmetic can use: missing and infinite count as 0.
pub(crate) fn finite_or_zero(value: f32) -> f32 {
    if value.is_finite() { value } else { 0.0 }
}

enum Gathered {
    Dense(Vec<f32>),
    Sparse(Vec<u32>, Vec<f32>),
}

fn gather(column: &[f32], rows: &[u32], n_padded: usize) -> Gathered {
    let value = |row: &u32| finite_or_zero(column[*row as usize]);
    let nonzero = rows.iter().filter(|row| value(row) != 0.0).count();
    if nonzero * SPARSE_BELOW < rows.len() {
        let entries = rows.iter().enumerate().map(|(at, row)| (at as u32, value(row)));
        let (rows, values) = entries.filter(|(_, value)| *value != 0.0).unzip();
        return Gathered::Sparse(rows, values);
    }
    let mut values = Vec::with_capacity(n_padded);
    values.extend(rows.iter().map(value));
    values.resize(n_padded, 0.0);
    Gathered::Dense(values)
}

/// Eight running sums, so that the additions do not wait for each other.
fn dot(values: &[f32], vector: &[f64]) -> f64 {
    const LANES: usize = 8;
    let mut sums = [0.0; LANES];
    let (value_chunks, value_rest) = values.as_chunks::<LANES>();
    let (vector_chunks, vector_rest) = vector.as_chunks::<LANES>();
    for (value, number) in value_chunks.iter().zip(vector_chunks) {
        for lane in 0..LANES {
            sums[lane] += f64::from(value[lane]) * number[lane];
        }
    }
    let rest: f64 =
        value_rest.iter().zip(vector_rest).map(|(&value, number)| f64::from(value) * number).sum();
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use bowline_core::{Feature, SparseRows};

    #[test]
    fn products_agree_with_the_definition() {
        let n = 5000;
        let dense: Vec<f32> = (0..n)
            .map(|i| (i % 7) as f32 - 3.0)
            .chain((0..n).map(|i| if i % 11 == 0 { f32::NAN } else { f32::from(u8::from(i % 13 == 0)) }))
            .collect();
        let sparse = SparseRows {
            n_features: 3,
            starts: (0..=n).map(|i| i / 2).collect(),
            indices: (0..n / 2).map(|i| (i % 3) as u32).collect(),
            values: (0..n / 2).map(|i| i as f32 * 0.01).collect(),
        };
        let features = vec![Feature::numeric("a", "a"), Feature::numeric("b", "b")];
        let x = FeatureMatrix::new(n, features, dense, sparse);
        let rows: Vec<u32> = (0..n as u32).filter(|row| row % 5 != 0).collect();
        let design = Design::new(&x, &rows);
        assert!(matches!(design.column(1), Values::Sparse(..)));
        let taken = x.take(&rows);
        let cell = |row: usize, feature: usize| {
            if feature < 2 {
                return f64::from(finite_or_zero(taken.column(feature)[row]));
            }
            let (indices, values) = taken.sparse().row(row);
            indices.iter().position(|&i| i as usize == feature - 2).map_or(0.0, |at| f64::from(values[at]))
        };
        let n_outputs = 2;
        let coefficients: Vec<f64> = (0..12).map(|i| f64::from(i) * 0.1 - 0.4).collect();
        let mut scores = vec![0.0; design.n_padded() * n_outputs];
        design.scores(&coefficients, n_outputs, &mut scores);
        let place = |row: usize, output: usize| {
            (row / design.block() * n_outputs + output) * design.block() + row % design.block()
        };
        for row in (0..rows.len()).step_by(97) {
            for output in 0..n_outputs {
                let expected: f64 = (0..5).map(|f| cell(row, f) * coefficients[f * 2 + output]).sum::<f64>()
                    + coefficients[10 + output];
                assert!((scores[place(row, output)] - expected).abs() < 1e-9);
            }
        }
        for feature in 0..5 {
            let expected: f64 = (0..rows.len()).map(|row| cell(row, feature) * scores[place(row, 1)]).sum();
            let found = design.dot(feature, &scores, n_outputs, 1);
            assert!(
                (found - expected).abs() < 1e-6 * expected.abs().max(1.0),
                "{feature}: {found} {expected}"
            );
        }
    }
}
