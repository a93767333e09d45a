"""Golden values of linear models: small fixed data with the coefficients that scikit-learn finds.

Versions: Python 3, scikit-learn 1.9.1, numpy 2.4.6. Run in this folder: `python linear.py`; writes linear.json.
"""

import json

import numpy as np
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge

rng = np.random.default_rng(20)
n, p = 60, 5
# Values that f32 holds exactly, with two features that are nearly alike.
x = rng.integers(-64, 65, (n, p)) / 32
x[:, 4] = x[:, 3] + rng.integers(-4, 5, n) / 32
latent = x @ np.array([1.5, -1.0, 0.5, 0.8, 0.0])
value = 100 + 7 * latent + 3 * rng.standard_normal(n)
binary = (latent + 0.8 * rng.standard_normal(n) > 0.3).astype(int)
noisy = latent + 0.6 * rng.standard_normal(n)
multi = np.digitize(noisy + np.where(x[:, 1] > 0.5, 1.5, 0), [-1, 1.2])
weight = rng.integers(1, 9, n) / 4


def logistic(y, c, l1_ratio, fit_intercept=True, class_weight=None, sample_weight=None):
    model = LogisticRegression(
        C=c,
        l1_ratio=l1_ratio,
        solver="lbfgs" if l1_ratio == 0 else "saga",
        tol=1e-12,
        max_iter=500_000,
        fit_intercept=fit_intercept,
        class_weight=class_weight,
        random_state=0,
    ).fit(x, y, sample_weight=sample_weight)
    return {
        "n_classes": int(y.max()) + 1,
        "c": c,
        "l1_ratio": l1_ratio,
        "intercept": fit_intercept,
        "balanced": class_weight == "balanced",
        "weighted": sample_weight is not None,
        "probabilities": model.predict_proba(x).ravel().tolist(),
        "coefficients": model.coef_.T.ravel().tolist(),
    }


logistics = []
for y in (binary, multi):
    for l1_ratio in (0.0, 0.5, 1.0):
        # Where an l1 penalty silences all features SAGA stops before its intercept is found: hence 0.1.
        for c in (0.1 if l1_ratio else 0.01, 1.0, 100.0):
            logistics.append(logistic(y, c, l1_ratio))
    logistics.append(logistic(y, 1.0, 0.0, fit_intercept=False))
    logistics.append(logistic(y, 1.0, 0.0, class_weight="balanced"))
    logistics.append(logistic(y, 0.3, 0.0, sample_weight=weight))
    logistics.append(logistic(y, 0.3, 0.5, sample_weight=weight))


def values(model, weighted, **parameters):
    model.fit(x, value, sample_weight=weight if weighted else None)
    return {
        **parameters,
        "intercept": bool(model.fit_intercept),
        "weighted": weighted,
        "coefficients": model.coef_.tolist(),
        "constant": float(model.intercept_),
    }


ridges, nets = [], []
for weighted in (False, True):
    for intercept in (True, False):
        for alpha in (1e-6, 0.1, 1.0, 100.0):
            model = Ridge(alpha=alpha, fit_intercept=intercept, solver="cholesky")
            ridges.append(values(model, weighted, alpha=alpha))
        for alpha in (0.01, 0.5, 3.0):
            for l1_ratio in (0.1, 0.5, 1.0):
                model = ElasticNet(alpha=alpha, l1_ratio=l1_ratio, fit_intercept=intercept, tol=1e-13, max_iter=10**6)
                nets.append(values(model, weighted, alpha=alpha, l1_ratio=l1_ratio))

with open("linear.json", "w") as out:
    json.dump(
        {
            "x": x.ravel().tolist(),
            "n_features": p,
            "value": value.tolist(),
            "binary": binary.tolist(),
            "multi": multi.tolist(),
            "weight": weight.tolist(),
            "logistic": [
                {k: ([float(f"{v:.10g}") for v in e] if isinstance(e, list) else e) for k, e in case.items()}
                for case in logistics
            ],
            "ridge": ridges,
            "elastic_net": nets,
        },
        out,
    )
