//! Drawing with plain numbers: scales, axes, bars, lines, maps and small pictures as SVG elements.
//!
//! A [`Drawing`] collects elements and becomes an inline picture of the page or a document of its own. Colours and
//! fonts stand in `picture.css`; elements carry class names only, so that both themes draw from the same text.

mod axes;
mod bars;
mod column_spark;
mod correlation_map;
mod drawing;
mod heatmap;
mod interval;
mod label;
mod legend;
mod lines;
mod presence_grid;
mod scale;
mod share_bars;

pub(crate) use axes::{Area, Frame};
pub(crate) use bars::{Bar, horizontal_bars, upright_bars};
pub(crate) use column_spark::column_spark;
pub(crate) use correlation_map::correlation_map;
pub(crate) use drawing::{Anchor, Drawing};
pub(crate) use heatmap::{Cell, heatmap};
pub(crate) use interval::{IntervalRow, cell_interval, interval_rows, span};
pub(crate) use legend::legend;
pub(crate) use lines::{area_under, band, curve, scatter};
pub(crate) use presence_grid::{Combination, presence_grid};
pub(crate) use scale::Scale;
pub(crate) use share_bars::{ShareBar, share_bars};
