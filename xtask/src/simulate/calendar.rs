//! Seconds relative to a snapshot as the time stamps of the tables.

use jiff::SignedDuration;
use jiff::civil::DateTime;

/// ISO 8601 without a zone (all times are UTC), for example `2025-04-30T17:05:09`.
pub fn timestamp(snapshot: DateTime, seconds: i64) -> String {
    snapshot.saturating_add(SignedDuration::from_secs(seconds)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::month::FIRST;

    #[test]
    fn seconds_count_from_the_snapshot() {
        assert_eq!(timestamp(FIRST.snapshot, 0), "2025-05-01T00:00:00");
        assert_eq!(timestamp(FIRST.snapshot, -1), "2025-04-30T23:59:59");
        assert_eq!(timestamp(FIRST.snapshot, -366 * 86_400), "2024-04-30T00:00:00");
    }
}
