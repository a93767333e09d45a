//! Small tables with something to learn in them, the same on every run.

use std::fmt::Write;

/// A generator of whole numbers below a bound (a linear congruence; quality does not matter here).
pub struct Draws(u64);

impl Draws {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// Loans: a number with gaps, a category, a time, a text, and a default that depends on all but the time.
pub fn loans(n_rows: usize) -> String {
    let mut draws = Draws::new(7);
    let mut text = String::from("amount,job,asked_at,purpose,rate,defaulted\n");
    for row in 0..n_rows {
        let amount = draws.below(9000) as i64 + 1000;
        let job = ["clerk", "cook", "nurse", "pilot"][draws.below(4) as usize];
        let (month, day) = (draws.below(12) + 1, draws.below(28) + 1);
        let purpose = [
            "to buy a used car for work",
            "new kitchen and some repairs at home",
            "debts of an old credit card",
            "holiday by the sea with the children",
        ][draws.below(4) as usize];
        let rate = if draws.below(8) == 0 { String::new() } else { format!("{}.5", draws.below(12)) };
        let risk = amount / 1000
            + if job == "cook" { 3 } else { 0 }
            + if purpose.starts_with("debts") { 5 } else { 0 }
            + draws.below(6) as i64;
        let defaulted = if risk > 11 { "yes" } else { "no" };
        let year = 2019 + row / 200;
        let _ = writeln!(text, "{amount},{job},{year}-{month:02}-{day:02},{purpose},{rate},{defaulted}");
    }
    text
}

/// Houses: what an area is worth depends on the quarter and, in the south, on whether there are many rooms.
pub fn houses(n_rows: usize) -> String {
    let mut draws = Draws::new(11);
    let mut text = String::from("area;rooms;quarter;price\n");
    for _ in 0..n_rows {
        let (area, rooms) = (draws.below(150) + 30, draws.below(6) + 1);
        let quarter = ["north", "south", "west"][draws.below(3) as usize];
        let worth = match (quarter, rooms > 3) {
            ("south", true) => 7,
            ("south", false) => 2,
            ("west", _) => 4,
            _ => 3,
        };
        let price = area * worth + draws.below(60);
        let _ = writeln!(text, "{area};{rooms};{quarter};{price}.5");
    }
    text
}

/// Flowers of three kinds: one is small or large in both lengths, the other two are small in one of them.
pub fn flowers(n_rows: usize) -> String {
    let mut draws = Draws::new(3);
    let mut text = String::from("petal,sepal,kind\n");
    for row in 0..n_rows {
        let (petal, sepal) = (draws.below(100), draws.below(100));
        let mut kind = match (petal > 50, sepal > 50) {
            (true, false) => "briar",
            (false, true) => "clover",
            _ => "aster",
        };
        if row % 11 == 0 {
            kind = ["aster", "briar", "clover"][draws.below(3) as usize];
        }
        let _ = writeln!(text, "{petal},{sepal},{kind}");
    }
    text
}
