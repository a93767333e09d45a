//! The surroundings in which customers live, and how they change from one month to the next.
//!
//! Drift is a difference between two values of [`Month`], and nothing else: the code that draws a customer is the
//! same for both. So every difference between the two tables can be read here.

use jiff::civil::{DateTime, date};

use super::plan::Plan;

/// What holds for all accounts that are up for renewal in one month.
pub struct Month {
    /// Tells the months apart: in the random streams, and in customer numbers.
    pub number: u64,
    /// The moment that the table describes: the first second of the month (UTC).
    pub snapshot: DateTime,
    /// How common each plan is.
    pub plans: &'static [(Plan, f64)],
    /// How common each region is.
    pub regions: &'static [(Region, f64)],
    /// What a seat costs, relative to the price list.
    pub price_factor: f64,
    /// The log odds of leaving of an average customer with no circumstances of its own.
    pub base_log_odds: f64,
}

/// A place where customers are, which support reaches more or less quickly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Region {
    /// The level in the column `region`.
    pub name: &'static str,
    /// Whether the place is awake when nobody answers tickets.
    pub far: bool,
}

const fn near(name: &'static str) -> Region {
    Region { name, far: false }
}

const fn far(name: &'static str) -> Region {
    Region { name, far: true }
}

/// The month of `churn.csv`: accounts up for renewal in May 2025.
pub const FIRST: Month = Month {
    number: 0,
    snapshot: date(2025, 5, 1).at(0, 0, 0, 0),
    plans: &[(Plan::Free, 0.24), (Plan::Basic, 0.35), (Plan::Pro, 0.28), (Plan::Team, 0.13)],
    regions: &[
        (near("us-east"), 0.19),
        (near("us-west"), 0.14),
        (near("canada"), 0.07),
        (near("uk"), 0.13),
        (near("ireland"), 0.04),
        (near("germany"), 0.11),
        (near("france"), 0.09),
        (near("nordics"), 0.06),
        (near("iberia"), 0.05),
        (far("brazil"), 0.04),
        (far("india"), 0.05),
        (far("australia"), 0.03),
    ],
    price_factor: 1.0,
    base_log_odds: -2.85,
};

/// The month of `churn_next_month.csv`: accounts up for renewal in June 2025, after the changes that
/// `examples/README.md` lists.
pub const NEXT: Month = Month {
    number: 1,
    snapshot: date(2025, 6, 1).at(0, 0, 0, 0),
    plans: &[
        (Plan::Free, 0.22),
        (Plan::Basic, 0.32),
        (Plan::Pro, 0.27),
        (Plan::Team, 0.12),
        (Plan::Enterprise, 0.07),
    ],
    regions: &[
        (near("us-east"), 0.13),
        (near("us-west"), 0.09),
        (near("canada"), 0.05),
        (near("uk"), 0.10),
        (near("ireland"), 0.03),
        (near("germany"), 0.08),
        (near("france"), 0.07),
        (near("nordics"), 0.05),
        (near("iberia"), 0.05),
        (far("brazil"), 0.12),
        (far("india"), 0.17),
        (far("australia"), 0.06),
    ],
    price_factor: 1.12,
    base_log_odds: -2.35,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_are_shares() {
        for month in [FIRST, NEXT] {
            let plans: f64 = month.plans.iter().map(|(_, weight)| weight).sum();
            let regions: f64 = month.regions.iter().map(|(_, weight)| weight).sum();
            assert!((plans - 1.0).abs() < 1e-9 && (regions - 1.0).abs() < 1e-9);
        }
    }

    #[test]
    fn months_have_the_same_regions_and_one_new_plan() {
        let names = |month: &Month| month.regions.iter().map(|(region, _)| region.name).collect::<Vec<_>>();
        assert_eq!(names(&FIRST), names(&NEXT));
        assert_eq!(FIRST.plans.len() + 1, NEXT.plans.len());
    }
}
