//! Kinds of models, as far as their hunger for rows goes.

use std::fmt;
use std::str::FromStr;

/// A kind of model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ModelFamily {
    /// Logistic regression: one weight a column.
    LogisticRegression,
    /// A random forest.
    RandomForest,
    /// Gradient-boosted trees: what `bowline fit` mostly ends with.
    #[default]
    GradientBoosting,
    /// A network with a layer or two.
    NeuralNetwork,
    /// A deep network.
    DeepLearning,
    /// A transformer.
    Transformer,
    /// Anything else.
    Other,
}

impl ModelFamily {
    /// Every family, the most modest first.
    pub const ALL: [Self; 7] = [
        Self::LogisticRegression,
        Self::RandomForest,
        Self::GradientBoosting,
        Self::NeuralNetwork,
        Self::DeepLearning,
        Self::Transformer,
        Self::Other,
    ];

    /// The name that `--model` takes.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LogisticRegression => "logistic_regression",
            Self::RandomForest => "random_forest",
            Self::GradientBoosting => "gradient_boosting",
            Self::NeuralNetwork => "neural_network",
            Self::DeepLearning => "deep_learning",
            Self::Transformer => "transformer",
            Self::Other => "other",
        }
    }

    /// Rows that the rule of thumb starts from.
    #[must_use]
    pub fn base_rows(self) -> u32 {
        match self {
            Self::LogisticRegression => 10,
            Self::RandomForest => 20,
            Self::NeuralNetwork | Self::GradientBoosting | Self::Other => 50,
            Self::DeepLearning => 100,
            Self::Transformer => 1_000,
        }
    }

    /// Whether rows per column are judged as for deep learning.
    #[must_use]
    pub fn is_deep(self) -> bool {
        matches!(self, Self::DeepLearning | Self::Transformer)
    }
}

impl fmt::Display for ModelFamily {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for ModelFamily {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let wanted = name.trim().to_lowercase().replace(['-', ' '], "_");
        Self::ALL.into_iter().find(|family| family.as_str() == wanted).ok_or_else(|| {
            let known: Vec<&str> = Self::ALL.iter().map(|family| family.as_str()).collect();
            format!("`{name}` is no kind of model: expected one of {}", known.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back() {
        for family in ModelFamily::ALL {
            assert_eq!(family.as_str().parse(), Ok(family));
        }
        assert_eq!("Random-Forest".parse(), Ok(ModelFamily::RandomForest));
        assert!("randomforest".parse::<ModelFamily>().unwrap_err().contains("random_forest"));
    }
}
