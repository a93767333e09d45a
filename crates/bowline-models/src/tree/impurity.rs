//! How mixed the rows of a node are, kept up to date while rows move from the right child to the left.

/// Sums over the two sides of a split that is being tried.
pub(crate) trait Sides {
    /// Everything on the right.
    fn reset(&mut self);
    /// Moves the row at a place of the node, with its weight, to the left.
    fn move_left(&mut self, place: usize, weight: f64);
    /// Sides anew: of the node's places, with `weights`, those that `goes_left` names are on the left.
    fn part(&mut self, weights: &[f64], goes_left: impl Fn(usize) -> bool);
    /// The larger, the purer both sides are; comparable between splits of one node.
    fn purity(&self) -> f64;
}

/// Neighbouring rows are added to sums of their own, so that no addition waits for the one before.
const LANES: usize = 4;

/// Gini impurity of classes: purity is the sum over sides of squared class weights by side weight.
#[derive(Debug)]
pub(crate) struct ClassSides<'a> {
    /// By place.
    codes: &'a [u32],
    /// Sums of [`LANES`] rows side by side, class by class.
    lanes: Vec<f64>,
    node: Vec<f64>,
    left: Vec<f64>,
    right: Vec<f64>,
    left_weight: f64,
    right_weight: f64,
    left_squares: f64,
    right_squares: f64,
}

impl<'a> ClassSides<'a> {
    pub(crate) fn new(codes: &'a [u32], node: Vec<f64>) -> Self {
        let zeros = vec![0.0; node.len()];
        let mut sides = Self {
            codes,
            lanes: vec![0.0; node.len() * LANES],
            left: zeros.clone(),
            right: zeros,
            node,
            left_weight: 0.0,
            right_weight: 0.0,
            left_squares: 0.0,
            right_squares: 0.0,
        };
        sides.reset();
        sides
    }
}

impl Sides for ClassSides<'_> {
    fn reset(&mut self) {
        self.left.fill(0.0);
        self.right.copy_from_slice(&self.node);
        self.left_weight = 0.0;
        self.right_weight = self.node.iter().sum();
        self.left_squares = 0.0;
        self.right_squares = self.node.iter().map(|weight| weight * weight).sum();
    }

    fn move_left(&mut self, place: usize, weight: f64) {
        let class = self.codes[place] as usize;
        self.left_squares += weight * (2.0 * self.left[class] + weight);
        self.right_squares -= weight * (2.0 * self.right[class] - weight);
        self.left[class] += weight;
        self.right[class] -= weight;
        self.left_weight += weight;
        self.right_weight -= weight;
    }

    fn part(&mut self, weights: &[f64], goes_left: impl Fn(usize) -> bool) {
        self.lanes.fill(0.0);
        for (place, (&code, &weight)) in self.codes.iter().zip(weights).enumerate() {
            // A product instead of a branch: which side a row takes is beyond the processor's guess.
            let counted = f64::from(u8::from(goes_left(place))) * weight;
            self.lanes[code as usize * LANES + place % LANES] += counted;
        }
        for (left, lanes) in self.left.iter_mut().zip(self.lanes.chunks_exact(LANES)) {
            *left = lanes.iter().sum();
        }
        (self.left_weight, self.right_weight, self.left_squares, self.right_squares) = (0.0, 0.0, 0.0, 0.0);
        for ((right, &left), &node) in self.right.iter_mut().zip(&self.left).zip(&self.node) {
            *right = node - left;
            self.left_weight += left;
            self.right_weight += *right;
            self.left_squares += left * left;
            self.right_squares += *right * *right;
        }
    }

    fn purity(&self) -> f64 {
        self.left_squares / self.left_weight + self.right_squares / self.right_weight
    }
}

/// Squared error of numbers: purity is the sum over sides of the squared sum by side weight.
#[derive(Debug)]
pub(crate) struct ValueSides<'a> {
    /// By place.
    values: &'a [f64],
    /// Taken from every value, so that squares stay small.
    centre: f64,
    node: (f64, f64),
    left: (f64, f64),
}

impl<'a> ValueSides<'a> {
    /// Of rows with these values and weights, by place.
    pub(crate) fn new(values: &'a [f64], weights: &[f64]) -> Self {
        let weight: f64 = weights.iter().sum();
        let sum_around = |centre: f64| -> f64 {
            values.iter().zip(weights).map(|(value, weight)| weight * (value - centre)).sum()
        };
        let centre = sum_around(0.0) / weight;
        Self { values, centre, node: (sum_around(centre), weight), left: (0.0, 0.0) }
    }
}

impl Sides for ValueSides<'_> {
    fn reset(&mut self) {
        self.left = (0.0, 0.0);
    }

    fn move_left(&mut self, place: usize, weight: f64) {
        self.left.0 += weight * (self.values[place] - self.centre);
        self.left.1 += weight;
    }

    fn part(&mut self, weights: &[f64], goes_left: impl Fn(usize) -> bool) {
        self.left = (0.0, 0.0);
        for (place, (&value, &weight)) in self.values.iter().zip(weights).enumerate() {
            let counted = f64::from(u8::from(goes_left(place))) * weight;
            self.left.0 += counted * (value - self.centre);
            self.left.1 += counted;
        }
    }

    fn purity(&self) -> f64 {
        let right = (self.node.0 - self.left.0, self.node.1 - self.left.1);
        self.left.0 * self.left.0 / self.left.1 + right.0 * right.0 / right.1
    }
}
