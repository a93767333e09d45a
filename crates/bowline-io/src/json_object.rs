//! One line of JSON as named cells, in the order in which they are written.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::json_lines::reason;

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell<'a> {
    Null,
    Boolean(bool),
    Integer(i64),
    /// Finite.
    Float(f64),
    String(Cow<'a, str>),
    /// A list, or an object in an object, which is no cell: what it is, with its article.
    Nested(&'static str),
    /// An object, whose values are cells of their own.
    Object(Vec<(String, Cell<'a>)>),
}

impl Cell<'_> {
    pub(crate) fn text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Boolean(value) => Some(Cow::Borrowed(if *value { "true" } else { "false" })),
            Self::Integer(value) => Some(Cow::Owned(value.to_string())),
            Self::Float(value) => Some(Cow::Owned(value.to_string())),
            Self::String(text) => Some(Cow::Borrowed(text)),
            Self::Null | Self::Nested(_) | Self::Object(_) => None,
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        if let Self::Boolean(value) = self { Some(*value) } else { None }
    }

    pub(crate) fn integer(&self) -> Option<i64> {
        if let Self::Integer(value) = self { Some(*value) } else { None }
    }

    pub(crate) fn number(&self) -> Option<f64> {
        match self {
            Self::Integer(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }
}

/// The cells of a line that is one object; inner objects are flattened once. The error says what is wrong.
pub(crate) fn cells(line: &str) -> Result<Vec<(String, Cell<'_>)>, String> {
    let mut json = serde_json::Deserializer::from_str(line);
    let read = Value { depth: 0 }.deserialize(&mut json).and_then(|cell| json.end().map(|()| cell));
    let Cell::Object(fields) = read.map_err(|error| reason(&error))? else {
        return Err("it is no object".to_owned());
    };
    let mut cells = Vec::with_capacity(fields.len());
    for (name, cell) in fields {
        match cell {
            Cell::Object(inner) => {
                cells.extend(inner.into_iter().map(|(inner, cell)| (format!("{name}.{inner}"), cell)));
            }
            cell => cells.push((name, cell)),
        }
    }
    let mut names = BTreeSet::new();
    match cells.iter().find(|(name, _)| !names.insert(name.as_str())) {
        Some((name, _)) => Err(format!("the key `{}` stands twice", crate::error::shortened(name))),
        None => Ok(cells),
    }
}

/// A value at some depth: objects of depth 0 and 1 are read, deeper ones are named and passed over.
struct Value {
    depth: usize,
}

impl<'de> DeserializeSeed<'de> for Value {
    type Value = Cell<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cell<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value {
    type Value = Cell<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Cell<'de>, E> {
        Ok(Cell::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Cell<'de>, E> {
        Ok(Cell::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Cell<'de>, E> {
        Ok(Cell::Integer(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Cell<'de>, E> {
        Ok(i64::try_from(value).map_or(Cell::Float(value as f64), Cell::Integer))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Cell<'de>, E> {
        Ok(if value.is_finite() { Cell::Float(value) } else { Cell::Null })
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cell<'de>, E> {
        Ok(Cell::String(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cell<'de>, E> {
        Ok(Cell::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Cell<'de>, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Cell::Nested("a list"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Cell<'de>, A::Error> {
        if self.depth > 1 {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
            return Ok(Cell::Nested("an object in an object"));
        }
        let mut fields = Vec::new();
        while let Some(name) = object.next_key::<String>()? {
            fields.push((name, object.next_value_seed(Self { depth: self.depth + 1 })?));
        }
        Ok(Cell::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_and_their_names() {
        let line = r#"{"z": 1, "a": {"x": "é\n", "l": [1, {"q": 2}], "o": {"deep": 1}}, "f": 1.5, "n": null, "b": true, "w": 18446744073709551615}"#;
        let expected = [
            ("z", Cell::Integer(1)),
            ("a.x", Cell::String("é\n".into())),
            ("a.l", Cell::Nested("a list")),
            ("a.o", Cell::Nested("an object in an object")),
            ("f", Cell::Float(1.5)),
            ("n", Cell::Null),
            ("b", Cell::Boolean(true)),
            ("w", Cell::Float(18_446_744_073_709_551_615.0)),
        ];
        assert_eq!(cells(line).unwrap(), expected.map(|(name, cell)| (name.to_owned(), cell)));
    }

    #[test]
    fn what_is_wrong() {
        for (line, expected) in [
            ("[1]", "it is no object"),
            ("5", "it is no object"),
            ("{\"a\": 1", "EOF while parsing an object"),
            ("{\"a\": 1} x", "trailing characters"),
            ("{\"a\": 1, \"a\": 2}", "the key `a` stands twice"),
            ("{\"a.b\": 1, \"a\": {\"b\": 2}}", "the key `a.b` stands twice"),
            ("{\"a\": 1e999}", "number out of range"),
        ] {
            assert_eq!(cells(line).unwrap_err(), expected, "{line}");
        }
    }
}
