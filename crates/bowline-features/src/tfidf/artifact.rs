//! How a TF-IDF vectoriser is stored: its terms and their weights as tensors.

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use serde_json::{Map, Value};

use super::vocabulary::Vocabulary;
use super::{Analyzer, FittedTfidf, TermFrequency, Tokens};
use crate::artifact::{field, within};

impl Artifact for FittedTfidf {
    fn kind(&self) -> &'static str {
        "tfidf"
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        let analyzer = match self.tokens.analyzer {
            Analyzer::Word => "word",
            Analyzer::CharWb => "char_wb",
        };
        let term_frequency = match self.term_frequency {
            TermFrequency::Count => "count",
            TermFrequency::Sublinear => "sublinear",
        };
        let (least, most) = self.tokens.ngram_range;
        let (text, ends) = self.vocabulary.parts();
        let mut body = Map::new();
        body.insert("column".into(), self.column.clone().into());
        body.insert("analyzer".into(), analyzer.into());
        body.insert("ngram_range".into(), vec![least, most].into());
        body.insert("term_frequency".into(), term_frequency.into());
        body.insert("terms".into(), tensors.push("terms", Tensor::U8(text.to_vec())));
        body.insert("term_ends".into(), tensors.push("term_ends", Tensor::U32(ends.to_vec())));
        body.insert("idf".into(), tensors.push("idf", Tensor::F32(self.idf.clone())));
        body
    }
}

impl FittedTfidf {
    /// Reads what [`Artifact::encode_body`] wrote.
    ///
    /// # Errors
    /// [`ArtifactError::Invalid`] names the field that cannot be.
    pub fn decode(node: &Value, tensors: &TensorReader) -> Result<Self, ArtifactError> {
        let analyzer = match field::<String>(node, "analyzer")?.as_str() {
            "word" => Analyzer::Word,
            "char_wb" => Analyzer::CharWb,
            _ => return Err(ArtifactError::field("analyzer", "`word` or `char_wb`")),
        };
        let term_frequency = match field::<String>(node, "term_frequency")?.as_str() {
            "count" => TermFrequency::Count,
            "sublinear" => TermFrequency::Sublinear,
            _ => return Err(ArtifactError::field("term_frequency", "`count` or `sublinear`")),
        };
        let [least, most]: [usize; 2] = field(node, "ngram_range")?;
        if least == 0 || most < least || most > 64 {
            return Err(ArtifactError::field("ngram_range", "a range within 1 to 64"));
        }
        let vocabulary =
            Vocabulary::from_parts(tensors.u8s(node, "terms")?, tensors.u32s(node, "term_ends")?)
                .ok_or_else(|| ArtifactError::field("terms", "distinct terms in ascending order"))?;
        let positive = |x: f32| x.is_finite() && x > 0.0;
        let idf = within(tensors.f32s(node, "idf")?, "idf", "finite numbers above 0", positive)?;
        if idf.len() != vocabulary.terms().count() {
            return Err(ArtifactError::field("idf", "one number a term"));
        }
        let tokens = Tokens { analyzer, ngram_range: (least, most) };
        Ok(Self { column: field(node, "column")?, tokens, term_frequency, vocabulary, idf })
    }
}
