//! Randomness that is passed in and never found.
//!
//! Every draw in Bowline comes from one [`Seed`] that the user chose. A part of the work that needs
//! its own stream derives one by a label (`seed.derive("fold", 3)`), so that adding a consumer, or
//! running two of them on other threads, changes no other stream. The generator is written here, and not
//! taken from a library, because model bytes depend on it: it must never change.

/// The root of all random choices of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seed(pub u64);

impl Seed {
    /// A seed for one part of the work, named by `label` and numbered by `index`.
    ///
    /// Different labels or indices give unrelated streams.
    #[must_use]
    pub fn derive(self, label: &str, index: u64) -> Self {
        let mut state = self.0 ^ 0x9e37_79b9_7f4a_7c15;
        for byte in label.bytes() {
            state = mix(state ^ u64::from(byte));
        }
        Self(mix(state ^ index.wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }

    /// The generator that starts at this seed.
    #[must_use]
    pub fn rng(self) -> Rng {
        Rng { state: self.0 }
    }
}

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014, <https://doi.org/10.1145/2660193.2660195>).
#[derive(Debug, Clone)]
pub struct Rng {
    state: u64,
}

impl Rng {
    /// The next 64 random bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.state)
    }

    /// A uniform number in `[0, 1)` with 53 random bits.
    pub fn uniform(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A uniform integer in `[0, n)`; 0 when `n` is 0 (Lemire's multiply-shift with rejection).
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        let threshold = n.wrapping_neg() % n;
        loop {
            let product = u128::from(self.next_u64()) * u128::from(n);
            if product as u64 >= threshold {
                return (product >> 64) as u64;
            }
        }
    }

    /// A draw from the standard normal distribution (Box and Muller 1958).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.uniform()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Puts `items` in a uniformly random order (Fisher and Yates).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// First outputs of SplitMix64 from state 1234567, as published with the Java and Rosetta Code references.
    #[test]
    fn splitmix_golden_values() {
        let mut rng = Seed(1_234_567).rng();
        let drawn: Vec<u64> = (0..3).map(|_| rng.next_u64()).collect();
        assert_eq!(drawn, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn streams_differ_by_label_and_index() {
        let seed = Seed(7);
        assert_ne!(seed.derive("fold", 0), seed.derive("fold", 1));
        assert_ne!(seed.derive("fold", 0), seed.derive("tree", 0));
        assert_eq!(seed.derive("fold", 1), Seed(7).derive("fold", 1));
    }

    #[test]
    fn draws_stay_in_range() {
        let mut rng = Seed(3).rng();
        assert!((0..1000).all(|_| rng.below(7) < 7));
        assert!((0..1000).map(|_| rng.uniform()).all(|u| (0.0..1.0).contains(&u)));
        let mean = (0..20_000).map(|_| rng.normal()).sum::<f64>() / 20_000.0;
        assert!(mean.abs() < 0.03, "{mean}");
    }
}
