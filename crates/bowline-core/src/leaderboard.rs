//! The table of what was tried: every candidate has a row, those that were skipped have the reason.

/// A number that was estimated, with its 95 % interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The point estimate.
    pub value: f64,
    /// Lower end of the 95 % interval.
    pub low: f64,
    /// Upper end of the 95 % interval.
    pub high: f64,
}

/// A baseline on the test rows, beside what is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// Its name on the leaderboard.
    pub name: String,
    /// Whether it is a learned model, such as plain logistic regression, and not a constant or a rule of thumb.
    pub is_model: bool,
    /// Its score.
    pub score: Estimate,
    /// How much better the served pipeline is on the same rows, from paired differences; positive is better.
    pub gain: Estimate,
}

/// How a candidate ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Fitted on every fold.
    Fitted {
        /// Cross-validated score, in the metric's own unit, pooled over folds, with its interval.
        score: Estimate,
        /// Wall seconds that all its folds took.
        fit_seconds: f64,
        /// Microseconds to predict one row in a batch; `NaN` when not measured.
        predict_micros: f64,
        /// Its share in the served ensemble, from 0 (not used) to 1.
        weight: f64,
    },
    /// Not fitted, or not to the end.
    Skipped {
        /// Why, in plain words.
        reason: String,
    },
}

/// One candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaderboardRow {
    /// Unique name, such as `boosting-2`.
    pub name: String,
    /// True for the baselines of R6, which are never part of the ensemble.
    pub baseline: bool,
    /// How it ended.
    pub outcome: Outcome,
}

/// All candidates, best first; skipped ones last, in the order of the plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Leaderboard {
    /// Canonical name of the metric, such as `roc_auc`.
    pub metric: String,
    /// Whether a larger score is better.
    pub greater_is_better: bool,
    /// The rows.
    pub rows: Vec<LeaderboardRow>,
}

impl Leaderboard {
    /// Puts the best first, ties by name, and skipped candidates last in their present order.
    pub fn sort(&mut self) {
        let sign = if self.greater_is_better { -1.0 } else { 1.0 };
        self.rows.sort_by(|a, b| match (&a.outcome, &b.outcome) {
            (Outcome::Fitted { score: x, .. }, Outcome::Fitted { score: y, .. }) => {
                (sign * x.value).total_cmp(&(sign * y.value)).then_with(|| a.name.cmp(&b.name))
            }
            (Outcome::Fitted { .. }, Outcome::Skipped { .. }) => std::cmp::Ordering::Less,
            (Outcome::Skipped { .. }, Outcome::Fitted { .. }) => std::cmp::Ordering::Greater,
            (Outcome::Skipped { .. }, Outcome::Skipped { .. }) => std::cmp::Ordering::Equal,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, value: Option<f64>) -> LeaderboardRow {
        let outcome = match value {
            Some(value) => Outcome::Fitted {
                score: Estimate { value, low: value, high: value },
                fit_seconds: 0.0,
                predict_micros: 0.0,
                weight: 0.0,
            },
            None => Outcome::Skipped { reason: "no time".into() },
        };
        LeaderboardRow { name: name.into(), baseline: false, outcome }
    }

    #[test]
    fn best_first_skipped_last() {
        let rows = vec![row("late", None), row("a", Some(1.0)), row("b", Some(2.0))];
        let names = |board: &Leaderboard| board.rows.iter().map(|r| r.name.clone()).collect::<Vec<_>>();
        let mut board = Leaderboard { metric: "rmse".into(), greater_is_better: false, rows };
        board.sort();
        assert_eq!(names(&board), ["a", "b", "late"]);
        board.greater_is_better = true;
        board.sort();
        assert_eq!(names(&board), ["b", "a", "late"]);
    }
}
