//! The feature views of the training rows: fitted once, when the first candidate asks, and shared by all folds.
//!
//! What a view learns (medians, levels, words) does not look at the target, so learning it from all training rows
//! tells the folds nothing that they should not know.

use std::sync::Arc;

use bowline_core::{ColumnKind, FitContext, FittedTransformer, Table, Transformer};
use bowline_features::{EntityAggregates, FeatureUnion, Preset, preset};
use bowline_stats::Fold;

use crate::cross_validation::FoldedView;
use crate::error::SearchError;
use crate::options::FeatureSet;
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
    features: FeatureSet,
    entity: Option<EntityAggregates>,
    linear: Option<FittedView>,
    native: Option<FittedView>,
    empty: Option<FittedView>,
}

impl Views {
    /// Views that are not fitted yet, with the history of an entity where there is one.
    #[must_use]
    pub fn new(features: FeatureSet, entity: Option<EntityAggregates>) -> Self {
        Self { features, entity, ..Self::default() }
    }

    /// The view that a candidate reads: with the guide's features there is one for all.
    #[must_use]
    pub fn read_by(&self, view: View) -> View {
        match self.features {
            FeatureSet::Auto => view,
            FeatureSet::Guide if view == View::Empty => view,
            FeatureSet::Guide => View::Linear,
        }
    }

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
        let view = self.read_by(view);
        let (place, kind) = match (view, self.features) {
            (View::Empty, _) => (&mut self.empty, None),
            (View::Linear, FeatureSet::Auto) => (&mut self.linear, Some(Preset::Linear)),
            (View::Native, _) => (&mut self.native, Some(Preset::Native)),
            (View::Linear, FeatureSet::Guide) => (&mut self.linear, Some(Preset::Guide)),
        };
        if place.is_none() {
            let columns: Vec<(&str, ColumnKind)> = table.kinds();
            let union =
                kind.map_or_else(FeatureUnion::default, |kind| preset(kind, &columns, self.entity.as_ref()));
            let fitted = union.fit(table, context)?;
            let matrix = fitted.transform(table)?;
            if view == View::Native || self.features == FeatureSet::Guide {
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
        let held = match self.read_by(view) {
            View::Linear => &self.linear,
            View::Native => &self.native,
            View::Empty => &self.empty,
        };
        held.as_ref().map(|held| &held.transformer)
    }
}
