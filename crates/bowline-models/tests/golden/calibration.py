"""Golden values of calibrators: isotonic regression from scikit-learn, Platt and temperature from scipy's minimiser.

Versions: Python 3, scikit-learn 1.9.1, scipy 1.17.1, numpy 2.4.6. Run in this folder: `python calibration.py`; writes
calibration.json. Platt's targets are those of Lin, Lin and Weng 2007, which scikit-learn's `_sigmoid_calibration` uses too.
"""

import json

import numpy as np
from scipy.optimize import minimize, minimize_scalar
from scipy.special import expit, log_softmax, logit
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(21)
n = 120
# Two digits only, so that there are ties.
said = np.clip(np.round(rng.uniform(0, 1, n), 2), 0.01, 0.99)
happened = (rng.uniform(0, 1, n) < expit(0.5 * logit(said) + 0.4)).astype(int)
weight = rng.integers(1, 5, n).astype(float)
grid = np.round(np.linspace(0, 1, 101), 3)

plain = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(said, happened)
weighted = IsotonicRegression(out_of_bounds="clip").fit(said, 10 * happened - 3 * said, sample_weight=weight)

positives, negatives = happened.sum(), n - happened.sum()
target = np.where(happened == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))
score = logit(said)


def platt_loss(line):
    s = line[0] * score + line[1]
    return (np.logaddexp(0, s) - target * s).sum()


line = minimize(platt_loss, [1.0, 0.0], method="BFGS", options={"gtol": 1e-9}).x

k = 3
logits = 2.5 * rng.standard_normal((n, k))
multi = (logits / 2 + rng.gumbel(size=(n, k))).argmax(axis=1)
probabilities = np.exp(log_softmax(logits, axis=1))


def temperature_loss(log_temperature):
    return -log_softmax(logits / np.exp(log_temperature), axis=1)[np.arange(n), multi].mean()


temperature = float(np.exp(minimize_scalar(temperature_loss, bracket=(-1, 1), tol=1e-12).x))

with open("calibration.json", "w") as out:
    json.dump(
        {
            "said": said.tolist(),
            "happened": happened.tolist(),
            "weight": weight.tolist(),
            "grid": grid.tolist(),
            "isotonic": plain.predict(grid).tolist(),
            "weighted_isotonic": weighted.predict(grid).tolist(),
            "platt": line.tolist(),
            "probabilities": probabilities.ravel().tolist(),
            "multi": multi.tolist(),
            "temperature": temperature,
        },
        out,
    )
