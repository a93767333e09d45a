//! One account: what nobody sees, what the table shows, and how the one brings about the other.
//!
//! Each account has a satisfaction and a financial strain that no column holds, and may have a rival product on
//! trial or have lost the person who introduced Harbor. These hidden causes shape habits (sign-ins, tickets,
//! failed payments) and the tone of the notes, and together with tenure, plan and support they decide by a logistic
//! law whether the account leaves within 30 days. A model can only see the traces, so no model reaches certainty.

use super::history::{DAY, DAYS_AHEAD, Habits, History, second_of_day};
use super::month::{Month, Region};
use super::note;
use super::plan::Plan;
use super::rng::Rng;

/// Causes that no column holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Hidden {
    /// Standard normal; high is content.
    pub satisfaction: f64,
    /// Standard normal; high is short of money.
    pub strain: f64,
    /// Whether the account tries another product.
    pub rival: bool,
    /// Whether the person who introduced Harbor has left.
    pub champion_left: bool,
    /// Whether nobody uses the account any more.
    pub dormant: bool,
    /// The reduction of the price, whether or not a record of it exists.
    pub discount: f64,
}

/// One account at the snapshot.
#[derive(Debug, Clone, PartialEq)]
pub struct Customer {
    /// The identifier, for example `C-004217`; its number says nothing about the account.
    pub id: String,
    /// When it was opened, in seconds relative to the snapshot.
    pub signup: i64,
    /// What it pays for.
    pub plan: Plan,
    /// Where it is.
    pub region: Region,
    /// How many people may use it.
    pub seats: usize,
    /// Euros a month after the discount, a multiple of 0.01.
    pub monthly_fee: f64,
    /// The discount on record; `None` on the free plan and where the record was lost.
    pub discount: Option<f64>,
    /// Whether the fee is collected automatically.
    pub autopay: bool,
    /// What it did.
    pub history: History,
    /// The last note of sales or support; may be empty.
    pub note: String,
    /// The score in the survey that follows a cancellation: 1 to 10.
    pub exit_survey_score: Option<u8>,
    /// When it left, in seconds after the snapshot.
    pub left: Option<i64>,
    /// The probability to leave that the hidden causes gave.
    pub risk: f64,
}

impl Customer {
    /// The account with this index in a month.
    pub fn draw(seed: u64, month: &Month, index: u64) -> Self {
        let rng = &mut Rng::new(seed, &[month.number, index]);
        let plan = *rng.weighted(month.plans);
        let region = *rng.weighted(month.regions);
        let hidden = Hidden {
            satisfaction: rng.normal(),
            strain: rng.normal(),
            rival: rng.chance(0.13),
            champion_left: rng.chance(0.08),
            dormant: rng.chance(0.04),
            discount: draw_discount(rng),
        };
        let (fewest, mean_above) = plan.seats();
        let seats = fewest + rng.exponential(mean_above) as usize;
        let tenure_days = 35 + rng.exponential(480.0).min(2_100.0) as i64;
        let paid = plan != Plan::Free;
        let autopay = rng.chance(logistic(0.7 - 0.4 * hidden.strain)) && paid;
        let fee = seats as f64 * plan.seat_price() * month.price_factor * (1.0 - hidden.discount);
        let record_lost = rng.chance(if tenure_days > 900 { 0.35 } else { 0.06 });

        let habits = habits(rng, &hidden, plan, region, seats, autopay, tenure_days);
        let history = History::draw(rng, month.snapshot, &habits);
        let mut customer = Self {
            id: format!("C-{:06}", 1_000 + 2 * index + month.number),
            signup: -tenure_days * DAY + second_of_day(rng),
            plan,
            region,
            seats,
            monthly_fee: (fee * 100.0).round() / 100.0,
            discount: Some(hidden.discount).filter(|_| paid && !record_lost),
            autopay,
            history,
            note: note::compose(rng, &hidden, plan),
            exit_survey_score: None,
            left: None,
            risk: 0.0,
        };
        customer.risk = logistic(customer.log_odds(month, &hidden));
        if rng.chance(customer.risk) {
            customer.left = Some(rng.below((DAYS_AHEAD * DAY) as usize) as i64);
        }
        customer.exit_survey_score = exit_survey(rng, &hidden, customer.left.is_some());
        customer
    }

    /// Sign-ins in the 30 days before the snapshot.
    pub fn logins_30d(&self) -> usize {
        self.history.logins.iter().filter(|at| (-30 * DAY..0).contains(*at)).count()
    }

    /// The last sign-in before the snapshot; `None` when there is none on record.
    pub fn last_login(&self) -> Option<i64> {
        self.history.logins.iter().copied().rfind(|at| *at < 0)
    }

    /// Attempts to collect the fee that failed in the 90 days before the snapshot.
    pub fn failed_payments(&self) -> usize {
        self.history.payments.iter().filter(|payment| payment.at < 0 && !payment.succeeded).count()
    }

    /// Tickets opened in the 90 days before the snapshot.
    pub fn support_tickets(&self) -> usize {
        self.history.tickets.iter().filter(|ticket| ticket.opened < 0).count()
    }

    /// The mean hours until the answer of the tickets answered before the snapshot; `None` when there is none.
    pub fn avg_response_hours(&self) -> Option<f64> {
        let answered = self.history.tickets.iter().filter(|ticket| ticket.answered() < 0);
        let hours: Vec<f64> = answered.map(|ticket| ticket.response_hours).collect();
        (!hours.is_empty()).then(|| hours.iter().sum::<f64>() / hours.len() as f64)
    }

    /// The law of leaving: what each circumstance adds to the log odds.
    fn log_odds(&self, month: &Month, hidden: &Hidden) -> f64 {
        let tenure_years = -self.signup as f64 / (365.0 * DAY as f64);
        let paid = self.plan != Plan::Free;
        let slow_support = self.avg_response_hours().is_some_and(|hours| hours > 24.0);
        [
            month.base_log_odds,
            self.plan.log_odds(),
            -2.7 * hidden.satisfaction,
            -0.6 * (tenure_years + 0.1).ln(),
            0.9 * self.failed_payments().min(4) as f64,
            -1.5 * hidden.discount,
            when(paid, 3.0 * month.price_factor.ln()),
            when(self.autopay, -0.8),
            when(slow_support, 1.3),
            when(hidden.rival, 2.6),
            when(hidden.champion_left, 1.8),
            when(hidden.dormant, 1.2),
        ]
        .iter()
        .sum()
    }
}

fn when(holds: bool, amount: f64) -> f64 {
    if holds { amount } else { 0.0 }
}

/// 1 / (1 + e⁻ˣ).
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn draw_discount(rng: &mut Rng) -> f64 {
    *rng.weighted(&[(0.0, 0.62), (0.05, 0.1), (0.1, 0.13), (0.15, 0.06), (0.2, 0.06), (0.3, 0.03)])
}

fn habits(
    rng: &mut Rng,
    hidden: &Hidden,
    plan: Plan,
    region: Region,
    seats: usize,
    autopay: bool,
    tenure_days: i64,
) -> Habits {
    let size = (seats as f64).ln();
    let content = hidden.satisfaction;
    let daily_logins = (-1.35 + 0.25 * size + 0.45 * content + 0.22 * rng.normal()).exp();
    let login_trend = (0.45 * content + 0.08 * rng.normal() - 0.1).clamp(-1.0, 0.8);
    let usual_response_hours = if region.far { 19.0 } else { 8.0 };
    let payment_failure = logistic(-2.2 + 1.0 * hidden.strain + when(autopay, -0.6));
    Habits {
        daily_logins: when(!hidden.dormant, daily_logins),
        login_trend,
        tickets: (-0.55 + 0.2 * size - 0.7 * content).exp(),
        response_hours: usual_response_hours * (0.25 * rng.normal()).exp(),
        payment_failure: (plan != Plan::Free).then_some(payment_failure),
        tenure_days,
    }
}

/// Those who leave are asked why, and most answer; a few who stay had begun to cancel and were asked as well.
fn exit_survey(rng: &mut Rng, hidden: &Hidden, left: bool) -> Option<u8> {
    let answered = rng.chance(if left { 0.86 } else { 0.01 });
    let score = (5.0 + 1.6 * hidden.satisfaction + 1.2 * rng.normal()).round().clamp(1.0, 10.0);
    answered.then_some(score as u8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::history::DAYS_KEPT;
    use crate::simulate::month::{FIRST, NEXT};

    #[test]
    fn an_account_depends_on_seed_month_and_index_alone() {
        assert_eq!(Customer::draw(1, &FIRST, 7), Customer::draw(1, &FIRST, 7));
        assert_ne!(Customer::draw(1, &FIRST, 7), Customer::draw(2, &FIRST, 7));
        assert_ne!(Customer::draw(1, &FIRST, 7).id, Customer::draw(1, &NEXT, 7).id);
    }

    #[test]
    fn values_are_in_their_ranges() {
        for index in 0..500 {
            let customer = Customer::draw(5, &FIRST, index);
            assert!(customer.signup <= -34 * DAY && customer.seats >= 1 && customer.monthly_fee >= 0.0);
            assert!(customer.exit_survey_score.is_none_or(|score| (1..=10).contains(&score)));
            assert!(customer.left.is_none_or(|left| (0..DAYS_AHEAD * DAY).contains(&left)));
            assert!(customer.last_login().is_none_or(|at| (-DAYS_KEPT * DAY..0).contains(&at)));
            let free = customer.plan == Plan::Free;
            assert_eq!(free, customer.monthly_fee == 0.0);
            assert!(
                !free
                    || (!customer.autopay && customer.failed_payments() == 0 && customer.discount.is_none())
            );
        }
    }

    #[test]
    fn the_survey_score_gives_the_target_away() {
        let customers: Vec<Customer> = (0..2_000).map(|index| Customer::draw(5, &FIRST, index)).collect();
        let share = |left: bool| {
            let group: Vec<_> = customers.iter().filter(|customer| customer.left.is_some() == left).collect();
            let scored = group.iter().filter(|customer| customer.exit_survey_score.is_some()).count();
            scored as f64 / group.len() as f64
        };
        assert!(share(true) > 0.8 && share(false) < 0.03);
    }
}
