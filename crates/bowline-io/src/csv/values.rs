//! The cells of all columns in one pass over the text.
//!
//! Every cell takes 8 bytes in a place that is known beforehand: an i64, an f64, or text (see [`super::piece`]). A chunk
//! starts with the form that the first rows suggest and widens where it has to. At the end the chunks agree on one form for
//! each column. Chunks that read numbers in a column that turned out to be text are read once more for that column; that
//! is the only second look, and only unusual files need it.

use arrow_buffer::{BooleanBufferBuilder, NullBuffer};
use rayon::prelude::*;

use super::cell::Span;
use super::layout::{Chunk, Layout};
use super::piece::{MISSING, Piece};
use super::scan::Index;
use crate::dictionary::Dictionary;
use crate::infer::{Form, NumberFacts};
use crate::missing::{Matcher, Met};

/// How a column is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Plan {
    /// In the narrowest form that holds it.
    Infer,
    /// As numbers; other cells are noted as bad.
    Numbers,
    /// As text.
    Text,
    /// Not at all: the column has no words.
    Skip,
}

/// The text and where its rows are.
#[derive(Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) layout: &'a Layout,
    pub(crate) missing: &'a Matcher<'a>,
}

/// A column as words of one form.
pub(crate) struct RawColumn {
    pub(crate) form: Form,
    /// A word for each row.
    pub(crate) words: Vec<u64>,
    /// Missing cells of a number column.
    pub(crate) nulls: Option<NullBuffer>,
    pub(crate) facts: NumberFacts,
    pub(crate) met: Met,
    /// First row that is no number in a column that had to be numbers, and the number of such rows.
    pub(crate) bad: Option<(usize, usize)>,
}

/// The pieces of one chunk, `None` for columns that are not read.
type Pieces = Vec<Option<Piece>>;

/// Reads all columns; `plans` has one entry for each.
pub(crate) fn read_columns(source: Source<'_>, plans: &[Plan]) -> Vec<RawColumn> {
    let layout = source.layout;
    let mut words: Vec<Vec<u64>> =
        plans.iter().map(|plan| vec![0; if *plan == Plan::Skip { 0 } else { layout.n_rows }]).collect();
    let starts = suggested_forms(source, plans);
    let begin = |_: usize| -> Pieces {
        let piece = |(&plan, &form): (&Plan, &Form)| (plan != Plan::Skip).then(|| Piece::new(plan, form));
        plans.iter().zip(&starts).map(piece).collect()
    };
    let mut pieces = fill(source, &mut words, begin);

    let forms: Vec<Form> =
        (0..plans.len()).map(|column| agreed_form(plans[column], column, &pieces)).collect();
    let stale = |piece: &Piece, form| form == Form::Text && (piece.form != Form::Text || piece.mixed);
    let is_stale = |chunk: usize, column: usize| {
        pieces[chunk][column].as_ref().is_some_and(|piece| stale(piece, forms[column]))
    };
    let any_stale = (0..pieces.len()).any(|chunk| (0..plans.len()).any(|column| is_stale(chunk, column)));
    if any_stale {
        let again = fill(source, &mut words, |chunk| {
            let column = |at| is_stale(chunk, at).then(|| Piece::new(Plan::Text, Form::Text));
            (0..plans.len()).map(column).collect()
        });
        for (chunk, second) in again.into_iter().enumerate() {
            for (column, piece) in second.into_iter().enumerate() {
                if let Some(piece) = piece {
                    // The first look is forgotten as a whole: a dash is missing among numbers alone.
                    pieces[chunk][column] = Some(piece);
                }
            }
        }
    }
    join(layout, words, pieces, &forms)
}

/// The form with which to start each column, from the first rows. A wrong suggestion costs time and changes nothing.
fn suggested_forms(source: Source<'_>, plans: &[Plan]) -> Vec<Form> {
    let mut pieces: Pieces = plans
        .iter()
        .map(|&plan| Some(Piece::new(plan, if plan == Plan::Text { Form::Text } else { Form::Integer })))
        .collect();
    if let Some(chunk) = source.layout.chunks.iter().find(|chunk| chunk.n_rows > 0) {
        let end = (chunk.start + super::layout::BLOCK).min(chunk.end);
        let mut index = Index::default();
        let bytes = source.text.as_bytes();
        if super::scan::scan(&bytes[..chunk.end], chunk.start, end, source.layout.separators, &mut index)
            .is_ok()
        {
            let mut words: Vec<Vec<u64>> = plans.iter().map(|_| vec![0; index.n_records()]).collect();
            let mut slices: Vec<&mut [u64]> = words.iter_mut().map(Vec::as_mut_slice).collect();
            read_block(source, chunk, &index, &mut pieces, &mut slices);
        }
    }
    pieces.into_iter().map(|piece| piece.map_or(Form::Integer, |piece| piece.form)).collect()
}

/// Reads every chunk into its part of `words`, in parallel.
fn fill(source: Source<'_>, words: &mut [Vec<u64>], begin: impl Fn(usize) -> Pieces + Sync) -> Vec<Pieces> {
    let chunks = &source.layout.chunks;
    let mut parts: Vec<Vec<&mut [u64]>> = chunks.iter().map(|_| Vec::with_capacity(words.len())).collect();
    for column in words {
        let mut rest = column.as_mut_slice();
        for (part, chunk) in parts.iter_mut().zip(chunks) {
            let (head, tail) = rest.split_at_mut(chunk.n_rows.min(rest.len()));
            part.push(head);
            rest = tail;
        }
    }
    parts
        .into_par_iter()
        .enumerate()
        .map(|(at, mut part)| {
            let mut pieces = begin(at);
            if pieces.iter().any(Option::is_some) {
                // The layout stands, so no block of it is broken.
                let _ =
                    chunks[at].for_each_block(source.text.as_bytes(), source.layout.separators, |index| {
                        read_block(source, &chunks[at], index, &mut pieces, &mut part);
                        Ok(())
                    });
            }
            pieces
        })
        .collect()
}

fn read_block(
    source: Source<'_>,
    chunk: &Chunk,
    index: &Index,
    pieces: &mut Pieces,
    words: &mut [&mut [u64]],
) {
    let n_fields = source.layout.n_fields;
    for (column, (piece, words)) in pieces.iter_mut().zip(words).enumerate() {
        if let Some(piece) = piece {
            piece.read(source, chunk.start, index.column(column, n_fields), words);
        }
    }
}

fn agreed_form(plan: Plan, column: usize, pieces: &[Pieces]) -> Form {
    let mut facts = NumberFacts::default();
    let column = pieces.iter().filter_map(|chunk| chunk[column].as_ref());
    let floats = column.map(|piece| {
        facts.add(piece.facts);
        piece.form == Form::Float
    });
    let floats = floats.fold(false, |any, float| any | float);
    match plan {
        Plan::Text | Plan::Skip => Form::Text,
        Plan::Numbers if floats => Form::Float,
        Plan::Numbers => Form::Integer,
        Plan::Infer => facts.form(),
    }
}

/// Joins the pieces of each column and brings their words to the agreed form.
fn join(layout: &Layout, words: Vec<Vec<u64>>, pieces: Vec<Pieces>, forms: &[Form]) -> Vec<RawColumn> {
    let mut by_column: Vec<Vec<Option<Piece>>> = forms.iter().map(|_| Vec::new()).collect();
    for chunk in pieces {
        chunk.into_iter().zip(&mut by_column).for_each(|(piece, column)| column.push(piece));
    }
    let columns: Vec<_> = words.into_iter().zip(by_column).zip(forms).collect();
    columns
        .into_par_iter()
        .map(|((mut words, pieces), &form)| {
            let mut column = RawColumn {
                form,
                words: Vec::new(),
                nulls: None,
                facts: NumberFacts::default(),
                met: Met::default(),
                bad: None,
            };
            let mut present = BooleanBufferBuilder::new(if form == Form::Text { 0 } else { words.len() });
            let mut first_row = 0;
            for (piece, chunk) in pieces.into_iter().zip(&layout.chunks) {
                let Some(mut piece) = piece else { continue };
                column.facts.add(piece.facts);
                column.met.add(piece.met);
                if let Some((row, count)) = piece.bad {
                    column.bad.get_or_insert((first_row + row, 0)).1 += count;
                }
                if form != Form::Text {
                    match piece.nulls.finish() {
                        Some(nulls) => present.append_buffer(nulls.inner()),
                        None => present.append_n(chunk.n_rows, true),
                    }
                }
                if form == Form::Float && piece.form == Form::Integer {
                    let part = &mut words[first_row..first_row + chunk.n_rows];
                    part.iter_mut().for_each(|word| *word = (*word as i64 as f64).to_bits());
                }
                first_row += chunk.n_rows;
            }
            column.words = words;
            if form != Form::Text {
                column.nulls = Some(NullBuffer::new(present.finish())).filter(|nulls| nulls.null_count() > 0);
            }
            column
        })
        .collect()
}

impl RawColumn {
    /// The cells of a text column.
    pub(crate) fn cells<'a>(&self, source: Source<'a>) -> Dictionary<'a> {
        let layout = source.layout;
        let mut cells = Dictionary::with_capacity(self.words.len());
        let mut rest = self.words.as_slice();
        for chunk in &layout.chunks {
            let (words, tail) = rest.split_at(chunk.n_rows);
            rest = tail;
            for &word in words {
                if word == MISSING {
                    cells.push_missing();
                } else if word >> 63 == 1 {
                    cells.push_short(word);
                } else {
                    let start = chunk.start + (word >> 32) as usize;
                    let length = (word as u32 >> 1) as usize;
                    let span = Span { start, end: start + length, escaped: word & 1 == 1 };
                    cells.push(span.text(source.text, layout.separators.quotes));
                }
            }
        }
        cells
    }
}
