//! The plans that Harbor sells.

/// A price plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Plan {
    /// Costs nothing; the account has to confirm that it is still in use.
    Free,
    /// For one desk.
    Basic,
    /// With reports and integrations.
    Pro,
    /// With shared calendars for several sites.
    Team,
    /// With single sign-on; sold from June 2025.
    Enterprise,
}

impl Plan {
    /// The level in the column `plan`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Free => "free",
            Self::Basic => "basic",
            Self::Pro => "pro",
            Self::Team => "team",
            Self::Enterprise => "enterprise",
        }
    }

    /// Price list: euros for a seat and month.
    pub fn seat_price(self) -> f64 {
        match self {
            Self::Free => 0.0,
            Self::Basic => 8.0,
            Self::Pro => 17.0,
            Self::Team => 29.0,
            Self::Enterprise => 46.0,
        }
    }

    /// The smallest number of seats and the mean number above it.
    pub fn seats(self) -> (usize, f64) {
        match self {
            Self::Free => (1, 0.8),
            Self::Basic => (1, 3.0),
            Self::Pro => (2, 7.0),
            Self::Team => (5, 15.0),
            Self::Enterprise => (25, 40.0),
        }
    }

    /// What the plan adds to the log odds of leaving: the more is set up, the harder it is to go.
    pub fn log_odds(self) -> f64 {
        match self {
            Self::Free => 0.8,
            Self::Basic => 0.1,
            Self::Pro => -0.3,
            Self::Team => -0.9,
            Self::Enterprise => -1.3,
        }
    }
}
