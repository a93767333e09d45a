//! The cells of one column in one chunk of the text, each as a word of 8 bytes.
//!
//! A piece starts in the form that it is given and widens on its own when a cell does not fit: from integer to float in
//! place, and from numbers to text. A word of text holds a short cell whole, and a place in the file otherwise; the top bit
//! tells the two apart.

use arrow_buffer::NullBufferBuilder;

use super::cell::Span;
use super::scan::Quotes;
use super::values::{Plan, Source};
use crate::dictionary::short_word;
use crate::infer::{Form, NumberFacts};
use crate::missing::{Matcher, Met};
use crate::number::{self, Real};

/// The word of a missing cell of text. No place has it, because chunks are shorter than 2 GiB, and no short text.
pub(super) const MISSING: u64 = u64::MAX;

/// One column of one chunk.
pub(super) struct Piece {
    pub(super) plan: Plan,
    pub(super) form: Form,
    /// True when the piece began as numbers and then turned to text, so that its first words are of no use.
    pub(super) mixed: bool,
    pub(super) nulls: NullBufferBuilder,
    pub(super) facts: NumberFacts,
    pub(super) met: Met,
    pub(super) bad: Option<(usize, usize)>,
    pub(super) n_read: usize,
}

impl Piece {
    /// An empty column of a form.
    pub(super) fn new(plan: Plan, form: Form) -> Self {
        let facts = NumberFacts { other: form == Form::Text, ..NumberFacts::default() };
        let nulls = NullBufferBuilder::new(0);
        Self { plan, form, mixed: false, nulls, facts, met: Met::default(), bad: None, n_read: 0 }
    }

    /// Appends fields, given as places in the text, to the words of the chunk.
    pub(super) fn read(
        &mut self,
        source: Source<'_>,
        chunk_start: usize,
        mut fields: impl Iterator<Item = (usize, usize)>,
        words: &mut [u64],
    ) {
        let text = Text { bytes: source.text.as_bytes(), quotes: source.layout.separators.quotes };
        loop {
            // Each loop below runs as long as fields fit its form, and ends with the one that does not.
            let stopped = match self.form {
                Form::Integer => self.integers(text, source.missing, &mut fields, words),
                Form::Float => self.floats(text, source.missing, &mut fields, words),
                Form::Text => {
                    for field in fields.by_ref() {
                        words[self.n_read] = self.text_word(text, source.missing, chunk_start, field);
                        self.n_read += 1;
                    }
                    None
                }
            };
            let Some(field) = stopped else { return };
            let row = self.n_read;
            self.unusual(text, source.missing, field, words);
            if self.form == Form::Text {
                words[row] = self.text_word(text, source.missing, chunk_start, field);
            }
            self.n_read += 1;
        }
    }

    fn integers(
        &mut self,
        text: Text<'_>,
        missing: &Matcher<'_>,
        fields: &mut impl Iterator<Item = (usize, usize)>,
        words: &mut [u64],
    ) -> Option<(usize, usize)> {
        let (mut row, mut zero_led, mut stopped) = (self.n_read, false, None);
        for field in fields.by_ref() {
            let span = text.span(field);
            let read = number::integer_within(text.bytes, span.start, span.end);
            let Some(value) = read.filter(|_| !missing.hides_number(span.bytes(text.bytes))) else {
                stopped = Some(field);
                break;
            };
            zero_led |= number::zero_led(span.bytes(text.bytes));
            words[row] = value as u64;
            row += 1;
        }
        self.facts.zero_led |= zero_led;
        self.took_numbers(row);
        stopped
    }

    fn floats(
        &mut self,
        text: Text<'_>,
        missing: &Matcher<'_>,
        fields: &mut impl Iterator<Item = (usize, usize)>,
        words: &mut [u64],
    ) -> Option<(usize, usize)> {
        let (mut row, mut facts, mut stopped) = (self.n_read, NumberFacts::default(), None);
        for field in fields.by_ref() {
            let span = text.span(field);
            let read = number::real_within(text.bytes, span.start, span.end);
            let fits = |real: &Real| real.value.is_finite() && !missing.hides_number(span.bytes(text.bytes));
            let Some(real) = read.filter(fits) else {
                stopped = Some(field);
                break;
            };
            facts.add_real(real, span.bytes(text.bytes));
            words[row] = real.value.to_bits();
            row += 1;
        }
        self.facts.add(facts);
        self.took_numbers(row);
        stopped
    }

    /// Notes that the rows up to `row` hold numbers.
    fn took_numbers(&mut self, row: usize) {
        self.facts.any |= row > self.n_read;
        self.nulls.append_n_non_nulls(row - self.n_read);
        self.n_read = row;
    }

    fn text_word(
        &mut self,
        text: Text<'_>,
        missing: &Matcher<'_>,
        chunk_start: usize,
        field: (usize, usize),
    ) -> u64 {
        let span = text.span(field);
        let cell = span.bytes(text.bytes);
        if let Some(met) = missing.text(cell) {
            self.met.add(text.met(field, cell, met));
            return MISSING;
        }
        if !span.escaped
            && let Some(word) = short_word(cell)
        {
            return word;
        }
        let start = (span.start - chunk_start) as u64;
        let length = (span.end - span.start) as u64;
        start << 32 | length << 1 | u64::from(span.escaped)
    }

    /// A cell that does not fit the form: missing, a number of a wider form, or no number at all.
    fn unusual(&mut self, text: Text<'_>, missing: &Matcher<'_>, field: (usize, usize), words: &mut [u64]) {
        let row = self.n_read;
        let cell = text.span(field).bytes(text.bytes);
        if let Some(met) = missing.number(cell) {
            self.facts.dash |= met.dash();
            self.met.add(text.met(field, cell, met));
            self.nulls.append_null();
            return;
        }
        match number::real(cell) {
            Some(real) if real.value.is_finite() => {
                // Only the integer form leads here, for the float form has taken every finite number.
                words[..row].iter_mut().for_each(|word| *word = (*word as i64 as f64).to_bits());
                words[row] = real.value.to_bits();
                self.form = Form::Float;
                self.facts.add_real(real, cell);
                self.facts.any = true;
                self.nulls.append_non_null();
            }
            Some(_) => {
                self.facts.n_infinite += 1;
                self.nulls.append_null();
            }
            None if self.plan == Plan::Numbers => {
                self.bad.get_or_insert((row, 0)).1 += 1;
                self.nulls.append_null();
            }
            None => {
                self.facts.other = true;
                self.mixed = row > 0;
                self.form = Form::Text;
            }
        }
    }
}

/// The bytes of the text, and what quotes are.
#[derive(Clone, Copy)]
struct Text<'a> {
    bytes: &'a [u8],
    quotes: Quotes,
}

impl Text<'_> {
    #[inline]
    fn span(&self, field: (usize, usize)) -> Span {
        Span::of(self.bytes, field, self.quotes)
    }

    /// What a missing cell met. A blank is worth telling; nothing at all is not, nor the first byte of a line end of two.
    fn met(&self, (start, end): (usize, usize), cell: &[u8], met: Met) -> Met {
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t');
        if cell.is_empty() && self.bytes[start..end].iter().any(blank) { Met::blank() } else { met }
    }
}
