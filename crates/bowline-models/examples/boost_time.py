"""Times of LightGBM and scikit-learn on tables like those of boost_time.rs, on one thread.

Written for Python 3 with lightgbm 4.7.0, scikit-learn 1.9.1, numpy 2.4.6. LightGBM's own binning is timed apart.
"""

import time

import lightgbm as lgb
import numpy as np
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier


def classes(n, p, k):
    rng = np.random.default_rng(9)
    x = rng.standard_normal((n, p)).astype(np.float32)
    weights = rng.standard_normal((p, k))
    return x, (x @ weights + 0.5 * np.sqrt(p) * rng.standard_normal((n, k))).argmax(axis=1)


def best(name, work):
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"{name:26} best {min(times):.3f} s, median {sorted(times)[1]:.3f} s", flush=True)


def boosting(name, x, y, k):
    parameters = {"objective": "binary"} if k == 2 else {"objective": "multiclass", "num_class": k}
    parameters |= {"num_threads": 1, "verbose": -1, "seed": 1}
    data = lgb.Dataset(x, y, params=parameters).construct()
    best(name, lambda: lgb.train(parameters, data, 100))


for name, (n, p, k) in {
    "boosting_40000x14": (40_000, 14, 2),
    "boosting_26_classes": (16_000, 16, 26),
    "boosting_8000x80": (8_000, 80, 2),
}.items():
    boosting(name, *classes(n, p, k), k)
x, y = classes(40_000, 14, 2)
best("random_forest_40000x14", lambda: RandomForestClassifier(random_state=1, n_jobs=1).fit(x, y))
best("extra_trees_40000x14", lambda: ExtraTreesClassifier(random_state=1, n_jobs=1).fit(x, y))
