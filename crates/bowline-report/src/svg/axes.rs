//! The frame of a plot: grid, ticks and the names of both axes.

use crate::svg::{Anchor, Drawing, Scale};

/// The rectangle that a plot fills, in pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// Two scales on an area; y grows upwards.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    pub(crate) x: Scale,
    pub(crate) y: Scale,
    area: Area,
}

impl Frame {
    pub(crate) fn new(x: (f64, f64), y: (f64, f64), area: Area) -> Self {
        Self { x: Scale::new(x, (area.left, area.right)), y: Scale::new(y, (area.bottom, area.top)), area }
    }

    /// Widens the vertical domain to round numbers.
    pub(crate) fn nice_y(self) -> Self {
        Self { y: self.y.nice(N_TICKS), ..self }
    }

    /// The pixel of a point, kept inside the area.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        (self.x.clamped(x), self.y.clamped(y))
    }

    /// Draws grid, ticks and names. The name of the vertical axis stands level above it, where it is easiest to read.
    pub(crate) fn draw(&self, drawing: &mut Drawing, x_name: &str, y_name: &str) {
        self.draw_vertical(drawing, y_name);
        self.draw_horizontal(drawing, x_name);
    }

    /// Draws the grid and ticks of the vertical axis, and its name.
    pub(crate) fn draw_vertical(&self, drawing: &mut Drawing, name: &str) {
        let area = self.area;
        for (value, label) in self.y.tick_labels(N_TICKS) {
            let y = self.y.at(value);
            drawing.line((area.left, y), (area.right, y), "grid");
            drawing.text((area.left - 8.0, y + 4.0), Anchor::End, "tick", &label);
        }
        drawing.fitted_text((0.0, area.top - 16.0), Anchor::Start, "axis-title", name, area.right);
    }

    /// Draws the horizontal axis with its ticks and name.
    pub(crate) fn draw_horizontal(&self, drawing: &mut Drawing, name: &str) {
        let area = self.area;
        drawing.line((area.left, area.bottom), (area.right, area.bottom), "axis");
        for (value, label) in self.x.tick_labels(N_TICKS) {
            let x = self.x.at(value);
            drawing.line((x, area.bottom), (x, area.bottom + 4.0), "axis");
            drawing.text((x, area.bottom + 18.0), Anchor::Middle, "tick", &label);
        }
        let width = area.right - area.left;
        let middle = ((area.left + area.right) / 2.0, area.bottom + 38.0);
        drawing.fitted_text(middle, Anchor::Middle, "axis-title", name, width);
    }
}

const N_TICKS: usize = 5;
