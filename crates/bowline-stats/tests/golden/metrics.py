"""Golden values of metrics, intervals and dependence measures.

Written with Python 3, numpy 2.4.6, scipy 1.17.1 and scikit-learn 1.9.1:  python metrics.py > metrics.json
DeLong's variance is computed here from its definition, by a loop over pairs.
"""

import json
import math
import sys

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

assert (np.__version__, scipy.__version__, sklearn.__version__) == ("2.4.6", "1.17.1", "1.9.1")
rng = np.random.default_rng(20240229)


def probabilities(truth, n_classes, strength, digits):
    """Rows that sum to 1, rounded so that scores tie; dyadic where digits is given, so that the sums are exact."""
    raw = rng.gamma(1.0, size=(len(truth), n_classes))
    raw[np.arange(len(truth)), truth] += strength
    raw /= raw.sum(axis=1, keepdims=True)
    if digits is None:
        return raw
    steps = np.floor(raw * 2**digits)
    steps[np.arange(len(truth)), raw.argmax(axis=1)] += 2**digits - steps.sum(axis=1)
    return steps / 2**digits


def delong(positive, scores):
    hits, misses = scores[positive], scores[~positive]
    wins = np.array([[1.0 if h > m else 0.5 if h == m else 0.0 for m in misses] for h in hits])
    area = wins.mean()
    variance = wins.mean(axis=1).var(ddof=1) / len(hits) + wins.mean(axis=0).var(ddof=1) / len(misses)
    half = stats.norm.ppf(0.975) * math.sqrt(variance) / (area * (1 - area))
    logit = math.log(area / (1 - area))
    return [area, *(1 / (1 + math.exp(-(logit + sign * half))) for sign in (-1, 1))]


def classes(n, shares, strength, digits, positive):
    k = len(shares)
    truth = rng.choice(k, size=n, p=shares)
    truth[:k] = np.arange(k)
    p = probabilities(truth, k, strength, digits)
    labels = p.argmax(axis=1)
    one_hot = np.eye(k)[truth]
    expected = {
        "accuracy": sk.accuracy_score(truth, labels),
        "balanced_accuracy": sk.balanced_accuracy_score(truth, labels),
        "log_loss": sk.log_loss(truth, p, labels=np.arange(k)),
        "f1_macro": sk.f1_score(truth, labels, average="macro", zero_division=0),
        "f1_weighted": sk.f1_score(truth, labels, average="weighted", zero_division=0),
        "mcc": sk.matthews_corrcoef(truth, labels),
        "cohen_kappa": sk.cohen_kappa_score(truth, labels),
    }
    if positive is None:
        expected |= {
            "f1": expected["f1_macro"],
            "precision": sk.precision_score(truth, labels, average="macro", zero_division=0),
            "recall": sk.recall_score(truth, labels, average="macro", zero_division=0),
            "roc_auc": sk.roc_auc_score(truth, p, multi_class="ovr", average="macro"),
            "average_precision": sk.average_precision_score(one_hot, p, average="macro"),
            "brier_score": sk.brier_score_loss(truth, p, labels=np.arange(k)),
        }
    else:
        is_positive, score = truth == positive, p[:, positive]
        expected |= {
            "f1": sk.f1_score(truth, labels, pos_label=positive, zero_division=0),
            "precision": sk.precision_score(truth, labels, pos_label=positive, zero_division=0),
            "recall": sk.recall_score(truth, labels, pos_label=positive, zero_division=0),
            "roc_auc": sk.roc_auc_score(is_positive, score),
            "average_precision": sk.average_precision_score(is_positive, score),
            "brier_score": sk.brier_score_loss(is_positive, score),
        }
    case = {
        "truth": truth.tolist(),
        "probabilities": p.ravel().tolist(),
        "n_classes": k,
        "positive": positive,
        "expected": {name: float(value) for name, value in expected.items()},
        "confusion": sk.confusion_matrix(truth, labels, labels=np.arange(k)).ravel().tolist(),
    }
    if positive is not None:
        losses = -np.log(np.clip(p[np.arange(n), truth], np.finfo(float).eps, 1 - np.finfo(float).eps))
        observed, predicted = calibration_curve(is_positive, score, n_bins=10)
        case["delong"] = delong(is_positive, score)
        case["log_loss_interval"] = t_interval(losses)
        case["calibration"] = [predicted.tolist(), observed.tolist()]
    return case


def t_interval(losses):
    mean, error = np.mean(losses), stats.sem(losses)
    return [float(v) for v in (mean, *stats.t.interval(0.95, len(losses) - 1, mean, error))]


def values(n, noise):
    truth = np.round(rng.gamma(2.0, 3.0, size=n), 3)
    truth[0] = 0.0
    predicted = np.round(np.abs(truth + rng.normal(scale=noise, size=n)), 2)
    expected = {
        "rmse": sk.root_mean_squared_error(truth, predicted),
        "mse": sk.mean_squared_error(truth, predicted),
        "mae": sk.mean_absolute_error(truth, predicted),
        "median_ae": sk.median_absolute_error(truth, predicted),
        "r2": sk.r2_score(truth, predicted),
        "mape": sk.mean_absolute_percentage_error(truth, predicted),
        "rmsle": sk.root_mean_squared_log_error(truth, predicted),
    }
    squares = (truth - predicted) ** 2
    rmse = math.sqrt(squares.mean())
    half = stats.t.ppf(0.975, n - 1) * stats.sem(squares) / (2 * rmse)
    return {
        "truth": truth.tolist(),
        "predicted": predicted.tolist(),
        "expected": {name: float(value) for name, value in expected.items()},
        "mae_interval": t_interval(np.abs(truth - predicted)),
        "rmse_interval": [rmse, max(rmse - half, 0.0), rmse + half],
    }


def wilson(successes, n):
    found = stats.binomtest(successes, n).proportion_ci(method="wilson")
    return {"successes": successes, "n": n, "interval": [successes / n, found.low, found.high]}


def dependence(n, rounding):
    x = np.round(rng.normal(size=n), rounding)
    y = np.round(0.5 * x + rng.normal(size=n), rounding)
    a, b = rng.integers(0, 6, n), rng.integers(0, 4, n)
    b = np.where(rng.random(n) < 0.4, a % 4, b)
    return {
        "x": x.tolist(),
        "y": y.tolist(),
        "a": a.tolist(),
        "b": b.tolist(),
        "pearson": float(stats.pearsonr(x, y).statistic),
        "spearman": float(stats.spearmanr(x, y).statistic),
        "kolmogorov_smirnov": float(stats.ks_2samp(x[: n // 3], y).statistic),
        "mutual_information": float(sk.mutual_info_score(a, b)),
        "midranks": stats.rankdata(x).tolist(),
    }


def corrected_t(differences, test_share):
    k = len(differences)
    error = math.sqrt((1 / k + test_share / (1 - test_share)) * np.var(differences, ddof=1))
    mean = float(np.mean(differences))
    half = float(stats.t.ppf(0.975, k - 1)) * error
    return {"differences": differences, "test_share": test_share, "interval": [mean, mean - half, mean + half]}


json.dump(
    {
        "classes": [
            classes(60, [0.5, 0.5], 1.0, None, 1),
            classes(80, [0.8, 0.2], 0.6, 3, 1),
            classes(50, [0.4, 0.6], 0.8, 4, 0),
            classes(90, [0.6, 0.25, 0.1, 0.05], 1.0, None, None),
            classes(70, [0.2, 0.5, 0.3], 0.3, 3, None),
            # A class that is never predicted, and scores that tie nearly everywhere.
            classes(40, [0.9, 0.05, 0.05], 0.1, 1, None),
        ],
        "values": [values(50, 1.0), values(7, 0.2), values(120, 6.0)],
        "wilson": [wilson(*pair) for pair in [(0, 1), (1, 1), (8, 10), (0, 50), (50, 50), (3, 1000), (99_999, 100_000)]],
        "dependence": [dependence(60, 1), dependence(90, 6), dependence(30, 0)],
        "corrected_t": [
            corrected_t([0.01, 0.03, 0.02, 0.00, 0.04], 0.2),
            corrected_t([-0.2, 0.1, 0.15], 1 / 3),
            corrected_t([0.5, 0.25], 0.5),
        ],
        "t_975": [[df, float(stats.t.ppf(0.975, df))] for df in (1, 2, 3, 4, 9, 30, 200, 500, 999, 1_000, 1_001, 10_000, 1_000_000)],
    },
    sys.stdout,
)
