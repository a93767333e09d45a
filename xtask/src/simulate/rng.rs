//! A small generator of pseudo-random numbers whose stream never changes.
//!
//! The committed examples must come out byte for byte for ever, so the generator is fixed here instead of being
//! borrowed from a library that may improve. It is xoshiro256++ (Blackman & Vigna 2021, "Scrambled linear
//! pseudorandom number generators", ACM TOMS 47(4)), seeded by SplitMix64 as its authors advise.

/// A stream of random numbers.
pub struct Rng {
    state: [u64; 4],
}

impl Rng {
    /// The stream of one thing: the same numbers for the same `seed` and `path`, whatever else is drawn.
    ///
    /// `path` tells things apart, for example the number of a month and of a customer. That way the first rows of
    /// a long table are those of a short one.
    pub fn new(seed: u64, path: &[u64]) -> Self {
        let mut mixed = seed;
        for part in path {
            mixed = split_mix(&mut mixed) ^ part.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        }
        Self { state: std::array::from_fn(|_| split_mix(&mut mixed)) }
    }

    fn next(&mut self) -> u64 {
        let [a, b, c, d] = &mut self.state;
        let result = a.wrapping_add(*d).rotate_left(23).wrapping_add(*a);
        let shifted = *b << 17;
        *c ^= *a;
        *d ^= *b;
        *b ^= *c;
        *a ^= *d;
        *c ^= shifted;
        *d = d.rotate_left(45);
        result
    }

    /// Uniform in `[0, 1)`, a multiple of 2⁻⁵³.
    pub fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// True with this probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.uniform() < probability
    }

    /// Uniform in `0..bound`; `bound` is at least 1.
    pub fn below(&mut self, bound: usize) -> usize {
        ((self.uniform() * bound as f64) as usize).min(bound - 1)
    }

    /// One of `choices`, each as likely; there is at least one.
    pub fn choose<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// One of `choices`, each as likely as its weight says; there is at least one.
    pub fn weighted<'a, T>(&mut self, choices: &'a [(T, f64)]) -> &'a T {
        let total: f64 = choices.iter().map(|(_, weight)| weight).sum();
        let mut left = self.uniform() * total;
        for (choice, weight) in choices {
            left -= weight;
            if left < 0.0 {
                return choice;
            }
        }
        &choices[choices.len() - 1].0
    }

    /// Normal with mean 0 and standard deviation 1 (Marsaglia's polar method).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (x, y) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = x * x + y * y;
            if square > 0.0 && square < 1.0 {
                return x * (-2.0 * square.ln() / square).sqrt();
            }
        }
    }

    /// Exponential with this mean.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.uniform()).ln()
    }

    /// Poisson with this mean, which is small here (Knuth's product method, time linear in the mean).
    pub fn poisson(&mut self, mean: f64) -> usize {
        let limit = (-mean).exp();
        let (mut product, mut count) = (self.uniform(), 0);
        while product > limit {
            product *= self.uniform();
            count += 1;
        }
        count
    }
}

fn split_mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    const N: usize = 20_000;

    fn mean(mut draw: impl FnMut(&mut Rng) -> f64) -> f64 {
        let mut rng = Rng::new(7, &[]);
        (0..N).map(|_| draw(&mut rng)).sum::<f64>() / N as f64
    }

    /// The first outputs of SplitMix64 for seed 1234567, as its reference code prints them
    /// (prng.di.unimi.it/splitmix64.c; also Rosetta Code, "Pseudo-random numbers/Splitmix64").
    #[test]
    fn the_seeding_is_that_of_the_reference() {
        let mut state = 1_234_567;
        let first = [split_mix(&mut state), split_mix(&mut state)];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    /// The first outputs for the state 1, 2, 3, 4 (test vector of `rand_xoshiro` 0.6, from the reference C code).
    #[test]
    fn the_stream_is_that_of_the_reference() {
        let mut rng = Rng { state: [1, 2, 3, 4] };
        let first: Vec<u64> = (0..4).map(|_| rng.next()).collect();
        assert_eq!(first, [41_943_041, 58_720_359, 3_588_806_011_781_223, 3_591_011_842_654_386]);
    }

    #[test]
    fn streams_depend_on_seed_and_path_alone() {
        let first = |seed, path: &[u64]| Rng::new(seed, path).next();
        assert_eq!(first(1, &[0, 5]), first(1, &[0, 5]));
        assert_ne!(first(1, &[0, 5]), first(2, &[0, 5]));
        assert_ne!(first(1, &[0, 5]), first(1, &[5, 0]));
        assert_ne!(first(1, &[0]), first(1, &[0, 0]));
    }

    #[test]
    fn distributions_have_their_means() {
        let close = |found: f64, expected: f64, tolerance: f64| (found - expected).abs() < tolerance;
        assert!(close(mean(Rng::uniform), 0.5, 0.01));
        assert!(close(mean(Rng::normal), 0.0, 0.03));
        assert!(close(mean(|rng| rng.normal().powi(2)), 1.0, 0.05));
        assert!(close(mean(|rng| rng.exponential(3.0)), 3.0, 0.1));
        assert!(close(mean(|rng| rng.poisson(2.5) as f64), 2.5, 0.05));
        assert!(close(mean(|rng| *rng.weighted(&[(0.0, 3.0), (1.0, 1.0)])), 0.25, 0.02));
    }

    #[test]
    fn a_choice_of_one_is_that_one() {
        let mut rng = Rng::new(1, &[]);
        assert_eq!(*rng.choose(&["only"]), "only");
        assert_eq!(*rng.weighted(&[("only", 0.0)]), "only");
    }
}
