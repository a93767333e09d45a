//! The exponential function in f32, by plain arithmetic.
//!
//! Written so that the compiler can compute several at once, and free of the system's mathematics library, whose last bit
//! differs between machines. `2^f` for `f` in [-0.5, 0.5] by a polynomial of degree 6; relative error below 3e-7.

/// `e^x`; 0 far below -87 and the largest finite numbers above 88.
#[inline]
pub(crate) fn exp(x: f32) -> f32 {
    let scaled = x.clamp(-87.0, 88.0) * std::f32::consts::LOG2_E;
    // Adding and taking away 1.5 * 2^23 rounds to the nearest whole number.
    let whole = (scaled + 12_582_912.0) - 12_582_912.0;
    let f = scaled - whole;
    let p = 1.540_353e-4;
    let p = p * f + 1.333_355_8e-3;
    let p = p * f + 9.618_129e-3;
    let p = p * f + 5.550_411e-2;
    let p = p * f + 0.240_226_5;
    let p = p * f + std::f32::consts::LN_2;
    let p = p * f + 1.0;
    p * f32::from_bits(((whole as i32 + 127) as u32) << 23)
}

/// `1 / (1 + e^-x)`.
#[inline]
pub(crate) fn logistic(x: f32) -> f32 {
    1.0 / (1.0 + exp(-x))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against the library's f64 exponential.
    #[test]
    fn close_to_the_exact_value() {
        for step in -8600..8700 {
            let x = step as f32 / 100.0;
            let exact = f64::from(x).exp();
            // The argument itself is rounded when it is scaled: 1 part in 2^24 of up to 127.
            let tolerance = 3e-7 + f64::from(x.abs()) * 1.2e-7;
            assert!((f64::from(exp(x)) / exact - 1.0).abs() < tolerance, "{x}: {} {exact}", exp(x));
        }
        assert!((logistic(0.0) - 0.5).abs() < 1e-7 && logistic(-200.0) < 1e-30 && logistic(200.0) == 1.0);
    }
}
