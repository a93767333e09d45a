//! The documentation beside the example tables.
//!
//! Columns come from the lists that the tables are written from, and figures are counted in the tables themselves,
//! so the page cannot say anything else than the files. What a reference model reaches is measured outside, by
//! `examples/measure.py`, and holds for the committed files alone.

use std::fmt::Write as _;

use super::World;
use super::bank;
use super::columns::COLUMNS;
use super::customer::Customer;
use super::events;
use super::plan::Plan;
use super::separability::auc;

const WORLD: &str = "\
# Example tables

Harbor is an invented scheduling tool for small teams, sold by seat and month. Each month the accounts whose contract
is up for renewal are listed, and within 30 days some of them leave. Which ones? Every number here is simulated: no row
describes a real person or company, and the files may be used like the rest of the repository.

| file | what it holds |
|---|---|
| [churn.csv](churn.csv) | accounts up for renewal in May 2025, as they were on 1 May, 00:00 UTC |
| [churn_next_month.csv](churn_next_month.csv) | other accounts, up for renewal in June 2025, as they were on 1 June: drift |
| [churn_events.csv](churn_events.csv) | the event log of the first accounts of `churn.csv`, from 31 January to 30 May 2025 |
| `bank_*.csv` | a bank's campaign, once clean and four times with one fault: [below](#the-banks-tables) |

`cargo xtask simulate` writes all files of this folder but [measure.py](measure.py), byte for byte the same on every run.
`--rows`, `--seed` and `--out` make other ones; the first rows of a longer table are those of a shorter one.
";

const PROCESS: &str = "\
## How an account comes about

1. Drawn first, and in no column: its **satisfaction** and its **financial strain** (standard normal), whether a **rival**
   product is on trial (13 %), whether the person who introduced Harbor, its **champion**, has left (8 %), and whether
   the account is **dormant** (4 %).
2. Plan, region, seats and tenure follow shares and means of the month. Discounts are drawn; records of them are lost for
   35 % of the accounts older than 900 days and 6 % of the others.
3. Satisfaction raises sign-ins and their trend and lowers tickets. Strain lowers autopay and makes payments fail (three
   attempts, three days apart). Support takes longer in far regions. All of this is played through second by second for
   90 days; the columns are sums over it, and the event log is its transcript.
4. The note is expanded from a grammar whose sentences follow the satisfaction, with noise. A rival is mentioned for
   75 % of those who have one, a champion's leaving for 70 %. No other column knows of these two. Then haste is
   added: small letters and typing errors.
5. The account leaves with a probability whose log odds are a sum: -2.7 x satisfaction, -0.6 x ln(years + 0.1),
   +0.9 for each failed payment (4 at most), -1.5 x discount, -0.8 with autopay, +1.3 when support took more than 24 hours on
   average, +2.6 with a rival, +1.8 without its champion, +1.2 when dormant, an amount for the plan (`free` +0.8 to
   `enterprise` -1.3), 3 x ln(price now / price list) on paid plans, and the base of the month.

## What leaks

`exit_survey_score` is asked when somebody cancels. It is there for 86 % of those who left and for 1 % of those who stayed
(they had begun to cancel). Its mere presence tells the outcome, and on the day of the prediction it does not exist yet. In
the event log, everything after 1 May 2025 00:00 is the future of `churn.csv`; the event `cancelled` is its target.
`customer_id` says nothing.
";

/// What LightGBM 4.7.0 reaches on the committed files, printed by `examples/measure.py`.
const MEASURED: &str = "\
What a model reaches is measured by [measure.py](measure.py): LightGBM 4.7.0 (150 trees of 15 leaves, rate 0.04), area under
the ROC curve, mean and standard deviation over five folds. With 60 000 rows (`--rows 60000`) the model is close to
the best that the columns allow.

| columns | 5 000 rows (these files) | 60 000 rows |
|---|---|---|
| without `exit_survey_score` and `last_note` | 0.844 ± 0.016 | 0.857 ± 0.005 |
| without `exit_survey_score`, `last_note` read by TF-IDF | **0.862 ± 0.013** | 0.872 ± 0.004 |
| with `exit_survey_score`, without `last_note` | 0.971 ± 0.006 | 0.977 ± 0.001 |
| as in the second line, trained on May, scored on June | 0.854 | 0.871 |

So an honest model scores about 0.86 here. One that scores 0.97 has learnt from the leak.
";

const BANK: &str = "\
## The bank's tables

A bank calls its customers and offers a deposit. The same campaign is written five times: once as it was, and four times
with one fault that real tables have. `bowline fit` (and any audit) should name the fault of each and raise nothing on
the clean one. Who takes a deposit is drawn with log odds of -1.9, plus an amount for the job (`worker` -0.6 to `student`
+0.9), 0.35 x (ln(balance) - 6.5), -0.5 with a mortgage, 0.0006 x (age - 45)², and +1.2 or -0.3 after a `success` or a
`failure` in the last campaign.
";

/// The page for a world whose tables are given.
pub fn text(world: World, first: &[Customer], next: &[Customer]) -> String {
    let mut page = String::from(WORLD);
    page.push_str("\n## Columns of the two tables\n\n");
    page.push_str(&column_table(COLUMNS));
    let _ =
        write!(page, "\nTimes are UTC. An empty cell is a missing value. Rows in each: {}.\n", world.rows);
    let accounts = first.len().min(events::ACCOUNTS);
    let _ = write!(page, "\n## Columns of the event log\n\n{}", column_table(events::COLUMNS));
    let _ = write!(
        page,
        "\n{accounts} accounts, from {} to {}. Before the snapshot, the log adds up to the columns of `churn.csv`.\n\n",
        first.first().map_or("", |customer| customer.id.as_str()),
        first.get(accounts.saturating_sub(1)).map_or("", |customer| customer.id.as_str()),
    );
    page.push_str(PROCESS);
    page.push_str("\n## What drifts\n\nThe law is the same in both months; these circumstances are not.\n\n");
    page.push_str(&drift_table(first, next));
    page.push_str("\n## How well it can be told\n\n");
    let _ = write!(
        page,
        "Ranking by the very probability that each outcome was drawn from gives an area under the ROC curve of {} in the\n\
         first month and {} in the second. That needs the hidden causes, so it is a ceiling that no model reaches.\n",
        ceiling(first),
        ceiling(next)
    );
    if world == World::default() {
        let _ = write!(page, "\n{MEASURED}");
    }
    let _ = write!(page, "\n{BANK}\n{}", bank_table(world.bank_rows()));
    page
}

fn column_table(columns: &[(&str, &str, &str)]) -> String {
    let rows = columns.iter().map(|(name, kind, meaning)| format!("| `{name}` | {kind} | {meaning} |\n"));
    std::iter::once("| column | kind | meaning |\n|---|---|---|\n".to_owned()).chain(rows).collect()
}

fn bank_table(rows: usize) -> String {
    let files =
        bank::VARIANTS.iter().map(|variant| format!("| [{0}]({0}) | {1} |\n", variant.file, variant.meaning));
    let files: String =
        std::iter::once("| file | what is wrong |\n|---|---|\n".to_owned()).chain(files).collect();
    format!("{files}\n{}\nCalls in each: {rows}.\n", column_table(bank::COLUMNS))
}

fn drift_table(first: &[Customer], next: &[Customer]) -> String {
    let share = |customers: &[Customer], holds: &dyn Fn(&Customer) -> bool| {
        let count = customers.iter().filter(|customer| holds(customer)).count();
        format!("{:.1} %", 100.0 * count as f64 / customers.len() as f64)
    };
    let seat_fee = |customers: &[Customer]| {
        let fees: Vec<f64> = customers
            .iter()
            .filter(|customer| customer.plan == Plan::Pro)
            .map(|customer| customer.monthly_fee / customer.seats as f64)
            .collect();
        if fees.is_empty() {
            "-".to_owned()
        } else {
            format!("{:.2}", fees.iter().sum::<f64>() / fees.len() as f64)
        }
    };
    let far = |customer: &Customer| customer.region.far;
    let enterprise = |customer: &Customer| customer.plan == Plan::Enterprise;
    let left = |customer: &Customer| customer.left.is_some();
    let rows = [
        ("prices rise by 12 %: mean fee of a `pro` seat in euros", seat_fee(first), seat_fee(next)),
        ("more accounts from `brazil`, `india`, `australia`", share(first, &far), share(next, &far)),
        ("a new level of `plan`: `enterprise`", share(first, &enterprise), share(next, &enterprise)),
        (
            "`churned` is `yes` (the base of the log odds rises by 0.5)",
            share(first, &left),
            share(next, &left),
        ),
    ];
    let rows = rows.iter().map(|(what, first, next)| format!("| {what} | {first} | {next} |\n"));
    std::iter::once("| what | May | June |\n|---|---|---|\n".to_owned()).chain(rows).collect()
}

fn ceiling(customers: &[Customer]) -> String {
    let risks: Vec<f64> = customers.iter().map(|customer| customer.risk).collect();
    let left: Vec<bool> = customers.iter().map(|customer| customer.left.is_some()).collect();
    auc(&risks, &left).map_or_else(|| "no value (one outcome only)".to_owned(), |auc| format!("{auc:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::simulate::month::{FIRST, NEXT};

    fn page(rows: u64) -> String {
        let draw = |month| (0..rows).map(|index| Customer::draw(1, month, index)).collect::<Vec<_>>();
        text(World { rows: rows as usize, seed: 1 }, &draw(&FIRST), &draw(&NEXT))
    }

    #[test]
    fn every_column_is_documented() {
        let page = page(50);
        for (name, _, _) in COLUMNS.iter().chain(events::COLUMNS).chain(bank::COLUMNS) {
            assert!(page.contains(&format!("| `{name}` |")), "{name}");
        }
    }

    #[test]
    fn measured_figures_stand_beside_the_files_that_they_hold_for() {
        assert!(!page(50).contains("LightGBM"));
    }

    #[test]
    fn one_row_is_enough() {
        assert!(page(1).contains("Rows in each: 1.") && page(1).contains("no value"));
    }
}
