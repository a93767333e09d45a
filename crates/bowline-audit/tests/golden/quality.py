"""Golden values of the quality scores and of the figures of columns, from their definitions.

Written with Python 3, numpy 2.4.6, scipy 1.17.1 and pandas 3:  python quality.py > quality.json
The table is written out beside the values, so that the test reads the very same cells.
"""

import json
import re
import sys

import numpy as np
import pandas as pd
import scipy
from scipy import stats

assert (np.__version__, scipy.__version__) == ("2.4.6", "1.17.1")
rng = np.random.default_rng(20241105)
N = 60

amount = np.round(rng.lognormal(3, 1.2, N), 2)
phone = [f"0{rng.integers(10, 99)}-{rng.integers(1000, 9999)}" for _ in range(N)]
phone[5], phone[9] = "(030) 4711", "+49 30 4711"
kind = list(rng.choice(["ab", "cd", "xyz"], N))
days = rng.integers(0, 30, N) + np.array([{"ab": 0.0, "cd": 12.0, "xyz": 20.0}[k] for k in kind])
chance = 1 / (1 + np.exp(1.5 - 0.9 * (np.log(amount) - 3) - np.array([1.2 * (k == "cd") for k in kind])))
answer = ["yes" if rng.uniform() < p else "no" for p in chance]
marked = days.copy()
marked[[3, 17, 29]] = -999  # stands for "missing"
table = pd.DataFrame({"amount": amount, "days": days, "marked": marked, "phone": phone, "kind": kind, "answer": answer})
table.loc[[2, 11, 40], "amount"] = np.nan
table.loc[[7, 11], "phone"] = None
table.loc[20] = table.loc[2]
table.loc[50] = table.loc[2]
table.loc[51] = table.loc[33]


def pattern(cell):
    return re.sub("[0-9]", "9", re.sub("[A-Za-z]", "A", cell))


def eta(groups, values):
    """Correlation ratio by epsilon squared."""
    frame = pd.DataFrame({"g": groups, "v": values}).dropna()
    within = ((frame.v - frame.groupby("g").v.transform("mean")) ** 2).sum() / (len(frame) - frame.g.nunique())
    return float(np.sqrt(max(0, 1 - within / frame.v.var())))


def cramers_v(x, y):
    """Bergsma's bias correction."""
    counts = pd.crosstab(x, y).to_numpy()
    n, (r, k) = counts.sum(), counts.shape
    phi = stats.chi2_contingency(counts, correction=False).statistic / n
    phi = max(0, phi - (r - 1) * (k - 1) / (n - 1))
    r, k = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
    return float(np.sqrt(phi / min(r - 1, k - 1)))


def icc(groups, values):
    """ICC(1) from the mean squares of a one-way analysis of variance."""
    frame = pd.DataFrame({"g": groups, "v": values})
    sizes = frame.groupby("g").size()
    n, k = len(frame), len(sizes)
    means = frame.groupby("g").v.transform("mean")
    within = ((frame.v - means) ** 2).sum() / (n - k)
    between = ((means - frame.v.mean()) ** 2).sum() / (k - 1)
    size = (n - (sizes**2).sum() / n) / (k - 1)
    return float((between - within) / (between + (size - 1) * within))


text = ["phone", "kind", "answer"]
present = int(table.notna().sum().sum())
balance = table.answer.value_counts()
scores = {
    "completeness": present / table.size,
    "duplicate_rate": float(table.duplicated().mean()),
    "duplicates": 1 - float(table.duplicated().mean()),
    "consistency": float(np.mean([1 / table[name].dropna().map(pattern).nunique() for name in text])),
    "validity": 1 - int((table.marked == -999).sum()) / present,
    "class_balance": float(balance.min() / balance.max()),
}
parts = ["completeness", "duplicates", "consistency", "validity", "class_balance"]
scores["overall_score"] = sum(scores[part] for part in parts) / 5

x = table.amount.dropna()
q1, q3 = x.quantile([0.25, 0.75])
figures = {
    "min": x.min(),
    "max": x.max(),
    "mean": x.mean(),
    "std": x.std(),
    "skew": float(stats.skew(x)),
    "quantiles": list(x.quantile([0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99])),
    "n_outliers": int(((x < q1 - 1.5 * (q3 - q1)) | (x > q3 + 1.5 * (q3 - q1))).sum()),
    "n_distinct": int(x.nunique()),
    "amount_by_answer": eta(table.answer, table.amount),
    "kind_by_answer": cramers_v(table.kind, table.answer),
    "kind_by_days": eta(table.kind, table.days),
    "amount_with_days": float(table[["amount", "days"]].corr().iloc[0, 1]),
    "icc_of_days_by_kind": icc(table.kind, table.days),
}
columns = {name: [None if pd.isna(cell) else cell for cell in table[name]] for name in table.columns}
json.dump({"columns": columns, "scores": scores, "figures": figures}, sys.stdout, indent=1)
