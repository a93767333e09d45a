//! The thing that is stored, exported and served: transformers plus models, as one.
//!
//! A new row goes through the very code that the training rows went through. A pipeline holds one or more *views* (a view
//! is a fitted transformer: linear models read other features than trees do), the *members* of the ensemble with their
//! weights, each reading one view, and at most one calibrator over the weighted mean.

use std::sync::Arc;

use rayon::prelude::*;

use crate::estimator::{Calibrator, FittedTransformer, Model, TransformError};
use crate::prediction::Predictions;
use crate::schema::{InputSchema, SchemaError};
use crate::table::Table;
use crate::target::TargetSpec;

/// One model of the ensemble.
#[derive(Debug)]
pub struct Member {
    /// Its name on the leaderboard.
    pub name: String,
    /// Index of the view that it reads.
    pub view: usize,
    /// Its share, above 0; the shares of all members sum to 1.
    pub weight: f64,
    /// The model.
    pub model: Box<dyn Model>,
}

/// Fitted transformers, an ensemble, and a calibrator.
#[derive(Debug)]
pub struct Pipeline {
    /// The columns that a table must have.
    pub input: InputSchema,
    /// What is predicted.
    pub target: TargetSpec,
    /// The views, each used by at least one member.
    pub views: Vec<Arc<dyn FittedTransformer>>,
    /// The ensemble, at least one member.
    pub members: Vec<Member>,
    /// Correction of the mean of the members.
    pub calibrator: Option<Box<dyn Calibrator>>,
}

/// Why a table could not be scored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PredictError {
    /// The table does not fit the model.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A view could not read the table.
    #[error(transparent)]
    Transform(#[from] TransformError),
}

/// Rows that are scored at a time, so that a large table needs little memory beside itself.
const BATCH_ROWS: usize = 16_384;

impl Pipeline {
    /// Predictions for each row of `table`, whatever the order of its columns; extra columns are left out.
    ///
    /// # Errors
    /// [`PredictError`] names the column that is missing or of a kind that does not fit.
    pub fn predict(&self, table: &Table) -> Result<Predictions, PredictError> {
        let table = self.input.conform(table)?;
        let n_outputs = if self.target.task.is_classification() { self.target.classes.len() } else { 1 };
        let rows: Vec<u32> = (0..table.n_rows() as u32).collect();
        let mut scores = Vec::with_capacity(table.n_rows() * n_outputs);
        if table.n_rows() <= BATCH_ROWS {
            scores = self.mean_of_members(&table, n_outputs)?;
        } else {
            for batch in rows.chunks(BATCH_ROWS) {
                scores.extend(self.mean_of_members(&table.take(batch), n_outputs)?);
            }
        }
        let predictions = if self.target.task.is_classification() {
            Predictions::Probabilities { n_classes: n_outputs, values: scores }
        } else {
            Predictions::Values(scores)
        };
        Ok(match &self.calibrator {
            Some(calibrator) => calibrator.calibrate(predictions),
            None => predictions,
        })
    }

    fn mean_of_members(&self, table: &Table, n_outputs: usize) -> Result<Vec<f64>, TransformError> {
        let matrices =
            self.views.par_iter().map(|view| view.transform(table)).collect::<Result<Vec<_>, _>>()?;
        let answers: Vec<Predictions> =
            self.members.par_iter().map(|member| member.model.predict(&matrices[member.view])).collect();
        let mut mean = vec![0.0; table.n_rows() * n_outputs];
        for (member, answer) in self.members.iter().zip(&answers) {
            if let Some((scores, _)) = answer.scores() {
                mean.iter_mut().zip(scores).for_each(|(sum, score)| *sum += member.weight * score);
            }
        }
        Ok(mean)
    }
}
