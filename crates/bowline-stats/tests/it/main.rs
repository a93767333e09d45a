//! Golden values and properties of the public API.

mod dependence;
mod golden;
mod published;
mod splits;

/// A fixed sequence of draws for tests: a 64-bit linear congruential generator, scaled by its high bits.
fn draws(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(state) * u128::from(below)) >> 64) as u64
    }
}
