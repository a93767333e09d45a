//! The feature views of the training rows: fitted once, when the first candidate asks, and shared by all folds.
//!
//! What a view learns (medians, levels, words) does not look at the target, so learning it from all training rows
//! tells the folds nothing that they should not know.

use std::sync::Arc;

use bowline_core::{ColumnKind, FitContext, FittedTransformer, Table, Transformer};
use bowline_features::{Preset, preset};
use bowline_stats::Fold;

use crate::cross_validation::FoldedView;
use crate::error::SearchError;
use crate::portfolio::View;

/// A fitted view and the training rows in it.
#[derive(Debug)]
pub struct FittedView {
    /// What turns tables into its features.
    pub transformer: Arc<dyn FittedTransformer>,
    /// The training rows.
    pub folded: FoldedView,
}

/// The views that were asked for.
#[derive(Debug, Default)]
pub struct Views {
    linear: Option<FittedView>,
    native: Option<FittedView>,
}

impl Views {
    /// The view, fitted now if it was not yet. Runs in the caller's thread pool.
    ///
    /// # Errors
    /// [`SearchError`] when a column does not serve.
    pub fn fitted(
        &mut self,
        view: View,
        table: &Table,
        folds: &[Fold],
        context: &FitContext<'_>,
    ) -> Result<&FittedView, SearchError> {
        let (place, kind) = match view {
            View::Linear => (&mut self.linear, Preset::Linear),
            View::Native => (&mut self.native, Preset::Native),
        };
        if place.is_none() {
            let columns: Vec<(&str, ColumnKind)> = table.kinds();
            let fitted = preset(kind, &columns).fit(table, context)?;
            let matrix = fitted.transform(table)?;
            if view == View::Native {
                // Bins are what every tree reads; building them here uses all threads.
                let _ = matrix.binned();
            }
            *place =
                Some(FittedView { transformer: Arc::new(fitted), folded: FoldedView::new(matrix, folds) });
        }
        place.as_ref().ok_or_else(|| SearchError::NoCandidate("the view was not kept".into()))
    }

    /// The transformer of a view that was asked for before.
    #[must_use]
    pub fn transformer(&self, view: View) -> Option<&Arc<dyn FittedTransformer>> {
        let held = match view {
            View::Linear => &self.linear,
            View::Native => &self.native,
        };
        held.as_ref().map(|held| &held.transformer)
    }
}
