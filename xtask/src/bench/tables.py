"""The Python half of `cargo xtask bench tables`: splits a table, fits the peer, scores predictions.

One word and one JSON object on the command line, one JSON object on standard output:

    tables.py split REQUEST   writes train.csv and test.csv                          -> n_train, n_test
    tables.py peer REQUEST    the same, then fits the peer on the one and scores it
                              on the other                                           -> and score, fit_seconds
    tables.py score REQUEST   scores the predictions of a file against test.csv      -> score

The peer is LightGBM with its defaults (100 trees, 31 leaves, learning rate 0.1), or TF-IDF and logistic regression
with theirs where the table is text. Both implementations read the same two files, cell for cell as the source has
them; the peer is given what a careful user of pandas gives it: blanks and `?` read as missing, text columns as
categories with the categories of the training rows, dates as day numbers.

Versions: scikit-learn 1.9.1, LightGBM 4.7.0, pandas 3.1.1, numpy 2.4.6.
"""

import csv
import datetime
import gzip
import json
import os
import re
import sys
import time

import numpy as np

SHARE = 0.2  # of the rows, for the test
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def source_rows(request, name):
    """The names and rows of one source file, as text."""
    table = request["table"]
    path = os.path.join(request["data"], name)
    opened = gzip.open if name.endswith(".gz") else open
    quoting = csv.QUOTE_MINIMAL if table["quoted"] else csv.QUOTE_NONE
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=table["delimiter"], quoting=quoting, skipinitialspace=True)
        rows = [row for row in reader if row]
    names = table["names"] or rows.pop(0)
    widths = {len(row) for row in rows}
    if widths != {len(names)}:
        raise SystemExit(f"{path}: {len(names)} columns expected, rows have {sorted(widths)}")
    return names, rows


def whole_table(request, files):
    """All rows of the files, with the column that tells files apart, without the dropped columns."""
    table = request["table"]
    rows = []
    for name, mark in files:
        names, part = source_rows(request, name)
        if table["mark_column"]:
            names = names + [table["mark_column"]]
            part = [row + [mark] for row in part]
        rows += part
    absent = [name for name in table["drop"] + [table["target"]] if name not in names]
    if absent:
        raise SystemExit(f"`{table['name']}` has no column {', '.join(absent)}; it has {', '.join(names)}")
    kept = [index for index, name in enumerate(names) if name not in table["drop"]]
    return [names[index] for index in kept], [[row[index] for index in kept] for row in rows]


def write(path, names, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(rows)


def split(request):
    """Writes `train` and `test`: by the official files where there are some, else by the seed."""
    from sklearn.model_selection import train_test_split

    table = request["table"]
    names, rows = whole_table(request, table["files"])
    if table["official_test"]:
        train = rows
        _, test = whole_table(request, [table["official_test"]])
        at = names.index(table["target"])
        for row in test:
            row[at] = row[at].removesuffix(".")
    else:
        at = names.index(table["target"])
        strata = None if table["task"] == "regression" else [row[at] for row in rows]
        train, test = train_test_split(rows, test_size=SHARE, random_state=request["seed"], stratify=strata)
    write(request["train"], names, train)
    write(request["test"], names, test)
    return {"n_train": len(train), "n_test": len(test)}


def read(path):
    import pandas

    return pandas.read_csv(path, na_values=[" ", "?"])


def days(column):
    """Text dates as day numbers; `None` when any cell is something else."""
    cells = column.dropna().astype(str)
    if cells.empty or not cells.map(lambda cell: bool(ISO_DATE.fullmatch(cell))).all():
        return None
    return column.map(lambda cell: datetime.date.fromisoformat(cell).toordinal(), na_action="ignore").astype(float)


def matrices(train, test):
    """What LightGBM is given: numbers as they are, dates as day numbers, text as categories of the training rows."""
    import pandas

    columns, unseen = {}, {}
    for index, name in enumerate(train.columns):
        key = f"column_{index}"  # LightGBM refuses some characters in names.
        here, there = train[name], test[name]
        if pandas.api.types.is_numeric_dtype(here):
            columns[key] = here
            unseen[key] = pandas.to_numeric(there, errors="coerce")
        elif days(here) is not None:
            columns[key] = days(here)
            unseen[key] = days(there)
        else:
            categories = sorted(here.dropna().astype(str).unique())
            kind = pandas.CategoricalDtype(categories)
            columns[key] = here.astype(str).where(here.notna()).astype(kind)
            unseen[key] = there.astype(str).where(there.notna()).astype(kind)
    return pandas.DataFrame(columns), pandas.DataFrame(unseen)


def labels(column):
    return column.astype(str).to_numpy()


def measure(table, truth, classes, scores):
    """The metric of the table from probabilities of the classes, or from predicted values."""
    from sklearn.metrics import roc_auc_score

    metric = table["metric"]
    if metric == "rmse":
        return float(np.sqrt(np.mean((np.asarray(truth, dtype=float) - scores) ** 2)))
    classes = list(classes)
    if metric == "roc_auc":
        return float(roc_auc_score(truth == table["positive"], scores[:, classes.index(table["positive"])]))
    at = np.array([classes.index(label) for label in truth])
    if metric == "accuracy":
        return float(np.mean(scores.argmax(axis=1) == at))
    given = scores[np.arange(len(at)), at] / scores.sum(axis=1)
    return float(-np.mean(np.log(np.clip(given, 1e-15, 1.0))))


def peer(request):
    table, counts = request["table"], split(request)
    target = table["target"]
    train, test = read(request["train"]), read(request["test"])
    if table["task"] == "text":
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        (column,) = [name for name in train.columns if name != target]
        model = make_pipeline(TfidfVectorizer(), LogisticRegression())
        here, there = train[column].fillna("").astype(str), test[column].fillna("").astype(str)
    else:
        from lightgbm import LGBMClassifier, LGBMRegressor

        kind = LGBMRegressor if table["task"] == "regression" else LGBMClassifier
        model = kind(n_jobs=2, random_state=request["seed"], verbose=-1)
        here, there = matrices(train.drop(columns=target), test.drop(columns=target))
    regression = table["task"] == "regression"
    truth = train[target].to_numpy(dtype=float) if regression else labels(train[target])
    start = time.perf_counter()
    model.fit(here, truth)
    seconds = time.perf_counter() - start
    if regression:
        score = measure(table, test[target], None, model.predict(there))
    else:
        score = measure(table, labels(test[target]), model.classes_, model.predict_proba(there))
    return {**counts, "score": score, "fit_seconds": seconds}


def score(request):
    """The metric from a file with a column `prediction` and a column `probability_<class>` for each class."""
    import pandas

    table = request["table"]
    truth = read(request["test"])[table["target"]]
    given = pandas.read_csv(request["predictions"])
    if len(given) != len(truth):
        raise SystemExit(f"{len(given)} predictions for {len(truth)} rows")
    if table["task"] == "regression":
        scores, classes = given["prediction"].to_numpy(dtype=float), None
    else:
        columns = [name for name in given.columns if name.startswith("probability_")]
        classes = [name.removeprefix("probability_") for name in columns]
        scores, truth = given[columns].to_numpy(dtype=float), labels(truth)
        absent = sorted(set(truth) - set(classes))
        if absent:
            raise SystemExit(f"the predictions have no column probability_{absent[0]}")
    if not np.isfinite(scores).all():
        raise SystemExit("a prediction is missing or not finite")
    return {"score": measure(table, truth, classes, scores)}


if __name__ == "__main__":
    word, text = sys.argv[1:]
    print(json.dumps({"split": split, "peer": peer, "score": score}[word](json.loads(text))))
