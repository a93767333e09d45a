"""Golden values of the rule of thumb for rows, by the formula of requirement R2 in the same order of operations.

Written with Python 3:  python requirements.py > requirements.json
"""

import json
import math
import sys

BASE = {
    "logistic_regression": 10,
    "random_forest": 20,
    "gradient_boosting": 50,
    "neural_network": 50,
    "deep_learning": 100,
    "transformer": 1000,
    "other": 50,
}


def rows(model, n_features, n_classes, accuracy):
    return math.floor(
        BASE[model] * max(math.log(n_features), 1) * max(math.log(n_classes), 1) / (1 - accuracy)
    )


cases = [
    [model, n_features, n_classes, accuracy, rows(model, n_features, n_classes, accuracy)]
    for model in BASE
    for n_features in (1, 2, 3, 19, 784)
    for n_classes in (2, 3, 10, 1000)
    for accuracy in (0.0, 0.5, 0.9, 0.95, 0.99)
]
json.dump(cases, sys.stdout)
