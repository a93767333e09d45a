//! From a text to its terms: words and runs of words, or letter groups inside words.

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Analyzer {
    /// Words of two or more letters, digits or underscores, lower-case, and runs of consecutive words joined by a space
    /// (scikit-learn's `word` with the default token pattern).
    #[default]
    Word,
    /// Groups of letters inside each run without white space, lower-case, with a space at its start and end (scikit-learn's
    /// `char_wb`): robust to misspelt words.
    CharWb,
}

/// Buffers that are kept from text to text.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    lowered: String,
    term: String,
    /// Byte ranges of words, or the start of each letter and the end.
    marks: Vec<(usize, usize)>,
}

impl Analyzer {
    /// Calls `emit` with every term of `text`, as often as it occurs.
    pub(super) fn for_each_term(
        self,
        ngram_range: (usize, usize),
        text: &str,
        scratch: &mut Scratch,
        emit: impl FnMut(&str),
    ) {
        scratch.lowered.clear();
        if text.is_ascii() {
            scratch.lowered.push_str(text);
            scratch.lowered.make_ascii_lowercase();
        } else {
            scratch.lowered = text.to_lowercase();
        }
        match self {
            Self::Word => word_ngrams(ngram_range, scratch, emit),
            Self::CharWb => char_ngrams(ngram_range, scratch, emit),
        }
    }
}

fn word_ngrams((least, most): (usize, usize), scratch: &mut Scratch, mut emit: impl FnMut(&str)) {
    let Scratch { lowered, term, marks } = scratch;
    find_words(lowered, marks);
    for n in least..=most.min(marks.len()) {
        for run in marks.windows(n) {
            if let [(start, end)] = *run {
                emit(&lowered[start..end]);
                continue;
            }
            term.clear();
            for &(start, end) in run {
                if !term.is_empty() {
                    term.push(' ');
                }
                term.push_str(&lowered[start..end]);
            }
            emit(term);
        }
    }
}

/// Byte ranges of the longest runs of at least two word characters.
fn find_words(text: &str, words: &mut Vec<(usize, usize)>) {
    words.clear();
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || c == '_' {
            open = Some(open.map_or((at, 1), |(start, length)| (start, length + 1)));
        } else if let Some((start, length)) = open.take()
            && length >= 2
        {
            words.push((start, at));
        }
    }
    if let Some((start, length)) = open
        && length >= 2
    {
        words.push((start, text.len()));
    }
}

fn char_ngrams((least, most): (usize, usize), scratch: &mut Scratch, mut emit: impl FnMut(&str)) {
    let Scratch { lowered, term, marks } = scratch;
    // Python also takes the separators 0x1c to 0x1f for white space.
    let separates = |c: char| c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
    for word in lowered.split(separates).filter(|word| !word.is_empty()) {
        term.clear();
        term.push(' ');
        term.push_str(word);
        term.push(' ');
        marks.clear();
        marks.extend(term.char_indices().map(|(at, c)| (at, at + c.len_utf8())));
        for n in least..=most {
            if n >= marks.len() {
                // A word that is shorter than the group counts once, whole.
                emit(term);
                break;
            }
            for group in marks.windows(n) {
                emit(&term[group[0].0..group[n - 1].1]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(analyzer: Analyzer, range: (usize, usize), text: &str) -> Vec<String> {
        let mut found = Vec::new();
        analyzer.for_each_term(range, text, &mut Scratch::default(), |term| found.push(term.to_owned()));
        found
    }

    #[test]
    fn words_and_runs() {
        let text = "Don't call_me É2 at 5";
        assert_eq!(terms(Analyzer::Word, (1, 1), text), ["don", "call_me", "é2", "at"]);
        assert_eq!(terms(Analyzer::Word, (2, 3), "a bb cc dd"), ["bb cc", "cc dd", "bb cc dd"]);
        assert!(terms(Analyzer::Word, (1, 2), "a ! b").is_empty());
    }

    #[test]
    fn letter_groups_stay_in_words() {
        assert_eq!(terms(Analyzer::CharWb, (3, 4), "Jé x"), [" jé", "jé ", " jé ", " x "]);
        assert!(terms(Analyzer::CharWb, (1, 2), " \t ").is_empty());
    }
}
