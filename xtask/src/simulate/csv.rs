//! Comma-separated text as RFC 4180 has it, with `\n` line ends.

/// Collects rows.
pub struct Writer {
    text: String,
}

impl Writer {
    /// Begins with the header.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut writer = Self { text: String::new() };
        writer.row(names);
        writer
    }

    /// Adds a row; cells with a comma, a quote or a line end are quoted.
    pub fn row<S: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = S>) {
        for (index, cell) in cells.into_iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            let cell = cell.as_ref();
            if cell.contains([',', '"', '\n', '\r']) {
                self.text.push('"');
                self.text.push_str(&cell.replace('"', "\"\""));
                self.text.push('"');
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    /// The text.
    pub fn finish(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_needs_quotes_is_quoted() {
        let mut csv = Writer::new(["a", "b"]);
        csv.row(["plain", "with, comma"]);
        csv.row(["", "a \"word\""]);
        assert_eq!(csv.finish(), "a,b\nplain,\"with, comma\"\n,\"a \"\"word\"\"\"\n");
    }
}
