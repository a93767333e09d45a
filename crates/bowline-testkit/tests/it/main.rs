//! The checks themselves are checked: an honest estimator passes, and each broken promise is found.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};

use bowline_core::artifact::{Artifact, ArtifactError, Tensor, TensorReader, TensorWriter};
use bowline_core::{
    Dataset, Estimator, FeatureMatrix, FitContext, FitError, Model, ModelShape, Predictions, Predictor,
    Target, Task,
};
use bowline_testkit::{EstimatorChecks, check_estimator};
use serde_json::{Map, Value};

/// The promise that a cheat breaks.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    None,
    ReadsOtherRows,
    DiffersEachTime,
    DependsOnTheBatch,
    ProbabilitiesAbove1,
    PanicsWithoutValues,
    DiffersOnceStored,
    DecodesAnything,
    DoesNumbersUnasked,
    CountsRowsForWeights,
}

/// Answers the shares of the classes.
#[derive(Debug, Clone, Copy)]
struct Shares(Fault);

#[derive(Debug)]
struct SharesModel {
    fault: Fault,
    shares: Vec<f64>,
}

static FITS: AtomicU64 = AtomicU64::new(0);

impl Estimator for Shares {
    type Model = SharesModel;

    fn fit(&self, data: &Dataset<'_>, _context: &FitContext<'_>) -> Result<SharesModel, FitError> {
        let Target::Classes { codes, n_classes } = data.y else {
            if self.0 == Fault::DoesNumbersUnasked {
                return Ok(SharesModel { fault: self.0, shares: vec![1.0] });
            }
            return Err(FitError::Unsuitable("classes alone".into()));
        };
        let all: Vec<u32> = (0..codes.len() as u32).collect();
        let rows = if self.0 == Fault::ReadsOtherRows { &all[..] } else { data.rows };
        let mut shares = vec![1.0; *n_classes];
        for &row in rows {
            let weight = if self.0 == Fault::CountsRowsForWeights { 1.0 } else { data.weight(row) };
            shares[codes[row as usize] as usize] += weight;
        }
        if self.0 == Fault::DiffersEachTime {
            shares[0] += FITS.fetch_add(1, Ordering::Relaxed) as f64;
        }
        if self.0 == Fault::PanicsWithoutValues {
            assert!(data.x.n_dense() == 0 || data.x.column(0).iter().any(|v| !v.is_nan()));
        }
        let total: f64 = shares.iter().sum();
        shares.iter_mut().for_each(|share| *share /= total);
        Ok(SharesModel { fault: self.0, shares })
    }
}

impl Predictor for SharesModel {
    fn shape(&self) -> ModelShape {
        ModelShape { n_dense: 0, n_sparse: 0, n_outputs: self.shares.len() }
    }

    fn predict(&self, x: &FeatureMatrix) -> Predictions {
        let mut shares = self.shares.clone();
        match self.fault {
            Fault::ProbabilitiesAbove1 => shares[0] += 1.0,
            Fault::DependsOnTheBatch => {
                let shift = shares[0] / (2.0 + x.n_samples() as f64);
                shares[0] -= shift;
                shares[1] += shift;
            }
            Fault::DecodesAnything => assert!(shares.len() > 1 && shares.iter().all(|s| s.is_finite())),
            _ => {}
        }
        Predictions::Probabilities { n_classes: shares.len(), values: shares.repeat(x.n_samples()) }
    }
}

impl Artifact for SharesModel {
    fn kind(&self) -> &'static str {
        match self.fault {
            Fault::DiffersOnceStored => "rounded",
            Fault::DecodesAnything => "anything",
            Fault::DependsOnTheBatch => "batch",
            Fault::ProbabilitiesAbove1 => "above",
            _ => "shares",
        }
    }

    fn encode_body(&self, tensors: &mut TensorWriter) -> Map<String, Value> {
        [("shares".to_owned(), tensors.push("shares", Tensor::F64(self.shares.clone())))]
            .into_iter()
            .collect()
    }
}

fn decode(node: &Value, tensors: &TensorReader) -> Result<Box<dyn Model>, ArtifactError> {
    let mut shares = tensors.f64s(node, "shares")?;
    let fault = match node["kind"].as_str() {
        Some("rounded") => Fault::DiffersOnceStored,
        Some("anything") => Fault::DecodesAnything,
        Some("batch") => Fault::DependsOnTheBatch,
        Some("above") => Fault::ProbabilitiesAbove1,
        Some("shares") => Fault::None,
        _ => return Err(ArtifactError::field("kind", "a known kind")),
    };
    if fault == Fault::DiffersOnceStored {
        shares.iter_mut().for_each(|share| *share = f64::from(*share as f32));
    }
    let sound = shares.len() > 1 && shares.iter().all(|share| (0.0..=1.0).contains(share));
    if !sound && fault != Fault::DecodesAnything {
        return Err(ArtifactError::field("shares", "shares"));
    }
    Ok(Box::new(SharesModel { fault, shares }))
}

fn passes(fault: Fault) -> bool {
    let checks = EstimatorChecks::new(&[Task::Binary, Task::MultiClass]).with_duplicates(1e-9);
    let check = || check_estimator(&|| Box::new(Shares(fault)), &checks, decode);
    catch_unwind(AssertUnwindSafe(check)).is_ok()
}

#[test]
fn an_honest_estimator_passes() {
    assert!(passes(Fault::None));
}

#[test]
fn every_broken_promise_is_found() {
    for fault in [
        Fault::ReadsOtherRows,
        Fault::DiffersEachTime,
        Fault::DependsOnTheBatch,
        Fault::ProbabilitiesAbove1,
        Fault::PanicsWithoutValues,
        Fault::DiffersOnceStored,
        Fault::DecodesAnything,
        Fault::DoesNumbersUnasked,
        Fault::CountsRowsForWeights,
    ] {
        assert!(!passes(fault), "{fault:?} was not found");
    }
}
