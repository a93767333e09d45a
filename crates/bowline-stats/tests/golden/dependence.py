"""Golden values of equal-frequency bins, the max-statistic permutation test and power-law fits.

Written with Python 3, numpy 2.4.6 and scipy 1.17.1:  python dependence.py > dependence.json
"""

import json
import sys
import warnings

import numpy as np
import scipy
from scipy import optimize

assert (np.__version__, scipy.__version__) == ("2.4.6", "1.17.1")
rng = np.random.default_rng(31)


def bins(values, n_bins):
    edges = np.unique(np.quantile(values, np.arange(1, n_bins) / n_bins))
    codes = np.searchsorted(edges, values, side="left")
    return {"values": values.tolist(), "n_bins": n_bins, "codes": codes.tolist(), "n_codes": len(edges) + 1}


def permutation(n_permutations, n_measures, shift):
    scale = rng.uniform(0.1, 50, n_measures)
    everything = rng.gamma(2.0, size=(n_permutations + 1, n_measures)) * scale
    everything[0] += shift * scale
    z = (everything - everything.mean(axis=0)) / everything.std(axis=0)
    best = z.max(axis=1)
    return {
        "observed": everything[0].tolist(),
        "permuted": everything[1:].tolist(),
        "p_value": float((best >= best[0]).mean()),
        "means": everything[1:].mean(axis=0).tolist(),
    }


def law(a, b, c, noise, floor):
    sizes = np.array([60.0, 120, 240, 480, 960, 1920])
    values = a + b * sizes**-c + noise * rng.standard_normal(len(sizes))
    weights = np.sqrt(sizes)
    model = lambda n, a, b, c: a + b * n**-c
    best = None
    for start in (0.15, 0.3, 0.6, 1.0, 1.8):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found, _ = optimize.curve_fit(
                model,
                sizes,
                values,
                p0=[max(values.min(), floor + 1e-3), 1.0, start],
                sigma=1 / np.sqrt(weights),
                bounds=([floor, 0, 0.1], [np.inf, np.inf, 2.0]),
                xtol=1e-15,
                ftol=1e-15,
                gtol=1e-15,
                max_nfev=100_000,
            )
        loss = float((weights * (model(sizes, *found) - values) ** 2).sum())
        if best is None or loss < best[0]:
            best = (loss, found)
    loss, found = best
    return {
        "sizes": sizes.tolist(),
        "values": values.tolist(),
        "weights": weights.tolist(),
        "floor": floor,
        "loss": loss,
        "at_10x": float(model(19200.0, *found)),
    }


json.dump(
    {
        "bins": [
            bins(rng.standard_normal(101), 10),
            bins(np.round(rng.exponential(1.0, 80), 1), 7),
            bins(np.where(rng.uniform(size=60) < 0.7, 0.0, rng.uniform(size=60)), 5),
        ],
        "permutation": [permutation(99, 3, 0.0), permutation(99, 8, 1.5), permutation(199, 2, 4.0)],
        "power_law": [
            law(0.2, 3.0, 0.5, 0.002, 0.0),
            law(-0.9, 1.5, 0.4, 0.004, -1.0),
            law(4.0, 90.0, 0.7, 0.1, 0.0),
            law(0.02, 5.0, 0.4, 0.01, 0.0),
            law(0.5, 0.0, 1.0, 0.01, 0.0),
        ],
    },
    sys.stdout,
)
