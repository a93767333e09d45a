"""Scores that LightGBM and scikit-learn reach on generated tables which the tests generate in the same way.

Versions: Python 3, lightgbm 4.7.0, scikit-learn 1.9.1, numpy 2.4.6. Run in this folder: `python quality.py`; writes
quality.json. The tables come from SplitMix64, see `tests/it/quality.rs`: every number is drawn in the same order there.
"""

import json

import lightgbm as lgb
import numpy as np
from sklearn.ensemble import (
    ExtraTreesClassifier,
    ExtraTreesRegressor,
    RandomForestClassifier,
    RandomForestRegressor,
)
from sklearn.metrics import accuracy_score, log_loss, r2_score

N_TRAIN, N_TEST = 3000, 3000
N = N_TRAIN + N_TEST


class SplitMix64:
    def __init__(self, seed):
        self.state = np.uint64(seed)

    def uniform(self, n):
        with np.errstate(over="ignore"):
            z = self.state + np.arange(1, n + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
            self.state = z[-1]
            z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            z = z ^ (z >> np.uint64(31))
        return (z >> np.uint64(11)).astype(np.float64) / 2.0**53

    def normal(self, n):
        pairs = self.uniform(2 * n).reshape(n, 2)
        return np.sqrt(-2 * np.log(1 - pairs[:, 0])) * np.cos(2 * np.pi * pairs[:, 1])


def friedman():
    rng = SplitMix64(101)
    x = rng.uniform(N * 10).reshape(10, N).T.astype(np.float32)
    v = x.astype(np.float64)
    y = 10 * np.sin(np.pi * v[:, 0] * v[:, 1]) + 20 * (v[:, 2] - 0.5) ** 2 + 10 * v[:, 3] + 5 * v[:, 4]
    return x, y + rng.normal(N)


def clusters(n_classes, seed):
    """Two normal clouds a class at corners of a cube, mixed features and noise features, 5 % of the labels drawn anew."""
    rng = SplitMix64(seed)
    corners = np.where(rng.uniform(2 * n_classes * 6).reshape(2 * n_classes, 6) < 0.5, -1.0, 1.0)
    cloud = (rng.uniform(N) * (2 * n_classes)).astype(int)
    informative = rng.normal(N * 6).reshape(6, N).T + corners[cloud]
    mixing = rng.normal(6 * 3).reshape(6, 3)
    noise = rng.normal(N * 3).reshape(3, N).T
    flip, label = rng.uniform(N), (rng.uniform(N) * n_classes).astype(int)
    x = np.hstack([informative, informative @ mixing, noise]).astype(np.float32)
    return x, np.where(flip < 0.05, label, cloud % n_classes)


def gaps():
    """Missing values that tell something, and a category of 40 levels, 6 of which matter."""
    rng = SplitMix64(303)
    x = rng.normal(N * 5).reshape(5, N).T
    category = (rng.uniform(N) * 40).astype(int)
    noise, gap, second = rng.normal(N), rng.uniform(N), rng.uniform(N)
    score = 1.5 * x[:, 0] + x[:, 1] * x[:, 2] + 2 * np.isin(category, [3, 8, 15, 22, 30, 39]) + 0.5 * noise
    y = (score > 0.5).astype(int)
    x[gap < np.where(y == 1, 0.3, 0.1), 0] = np.nan
    x[second < 0.2, 1] = np.nan
    return np.column_stack([x, category]).astype(np.float32), y


def light(objective, x, y, test, categorical="auto", **more):
    parameters = {"objective": objective, "num_threads": 1, "deterministic": True, "verbose": -1, **more}
    data = lgb.Dataset(x, y, params=parameters, categorical_feature=categorical)
    return lgb.train(parameters, data, 100).predict(test)


def forest(make, x, y, test):
    """Mean score and spread over ten seeds."""
    scores = []
    for seed in range(10):
        model = make(seed).fit(x[:N_TRAIN], y[:N_TRAIN])
        scores.append(test(model, x[N_TRAIN:], y[N_TRAIN:]))
    return {"mean": float(np.mean(scores)), "sd": float(np.std(scores, ddof=1))}


golden = {"versions": {"lightgbm": lgb.__version__, "numpy": np.__version__}}
x, y = friedman()
train, test = (x[:N_TRAIN], y[:N_TRAIN]), (x[N_TRAIN:], y[N_TRAIN:])
golden["friedman"] = {
    "first": [float(x[0, 0]), float(x[-1, -1]), float(y[-1])],
    "lightgbm_r2": r2_score(test[1], light("regression", *train, test[0])),
    "forest_r2": forest(lambda s: RandomForestRegressor(random_state=s), x, y, lambda m, x, y: r2_score(y, m.predict(x))),
    "extra_r2": forest(lambda s: ExtraTreesRegressor(random_state=s), x, y, lambda m, x, y: r2_score(y, m.predict(x))),
}
for name, k, seed in (("two_classes", 2, 202), ("five_classes", 5, 205)):
    x, y = clusters(k, seed)
    more = {} if k == 2 else {"num_class": k}
    p = light("binary" if k == 2 else "multiclass", x[:N_TRAIN], y[:N_TRAIN], x[N_TRAIN:], **more)
    accuracy = lambda m, x, y: accuracy_score(y, m.predict(x))
    golden[name] = {
        "first": [float(x[0, 0]), float(x[-1, -1]), float(y.sum())],
        "lightgbm_log_loss": log_loss(y[N_TRAIN:], p),
        "forest_accuracy": forest(lambda s: RandomForestClassifier(random_state=s), x, y, accuracy),
        "extra_accuracy": forest(lambda s: ExtraTreesClassifier(random_state=s), x, y, accuracy),
    }
x, y = gaps()
p = light("binary", x[:N_TRAIN], y[:N_TRAIN], x[N_TRAIN:], categorical=[5])
golden["gaps"] = {
    "first": [float(np.nansum(x[:, 0])), float(x[:, 5].sum()), float(y.sum())],
    "lightgbm_log_loss": log_loss(y[N_TRAIN:], p),
}
with open("quality.json", "w") as out:
    json.dump(golden, out, indent=1)
