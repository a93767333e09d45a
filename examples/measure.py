"""How well a reference model tells who leaves: area under the ROC curve on `churn.csv`.

Five-fold cross-validation, three times: without the leaking column and the notes; with the notes, read by TF-IDF and a
logistic regression whose out-of-fold score becomes a feature; and with the leaking column. The last line trains on the
first month and scores the second.

    python examples/measure.py [FOLDER]

Needs scikit-learn 1.9.1, lightgbm 4.7.0 and pandas 3.1.1 (`cargo xtask services` installs them).
"""

import sys
import warnings
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

warnings.filterwarnings("ignore")
TIMES = ["signup_at", "last_login_at"]
CATEGORIES = ["plan", "region"]


def read(path, snapshot):
    table = pd.read_csv(path)
    target = (table.pop("churned") == "yes").to_numpy().astype(int)
    notes = table.pop("last_note").fillna("")
    for column in TIMES:
        table[column] = (pd.Timestamp(snapshot) - pd.to_datetime(table[column])).dt.total_seconds() / 86_400
    for column in CATEGORIES:
        table[column] = table[column].astype("category")
    return table.drop(columns="customer_id").astype({"autopay": int}), notes, target


def boosting():
    return lightgbm.LGBMClassifier(
        n_estimators=150, learning_rate=0.04, num_leaves=15, min_child_samples=40, n_jobs=1, random_state=0, verbose=-1
    )


def reader():
    return make_pipeline(TfidfVectorizer(min_df=5, ngram_range=(1, 2)), LogisticRegression(max_iter=1_000))


def with_note_score(train, notes_train, target_train, test, notes_test):
    out_of_fold = cross_val_predict(reader(), notes_train, target_train, cv=5, method="decision_function")
    score = reader().fit(notes_train, target_train).decision_function(notes_test)
    return train.assign(note_score=out_of_fold), test.assign(note_score=score)


def score(train, target_train, test, target_test):
    model = boosting().fit(train, target_train)
    return roc_auc_score(target_test, model.predict_proba(test)[:, 1])


def cross_validate(name, table, target, notes=None):
    scores = []
    for train, test in StratifiedKFold(5, shuffle=True, random_state=0).split(table, target):
        parts = table.iloc[train], table.iloc[test]
        if notes is not None:
            parts = with_note_score(parts[0], notes.iloc[train], target[train], parts[1], notes.iloc[test])
        scores.append(score(parts[0], target[train], parts[1], target[test]))
    print(f"{name:<48} {np.mean(scores):.3f} +- {np.std(scores, ddof=1):.3f}")


def main():
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    table, notes, target = read(folder / "churn.csv", "2025-05-01")
    honest = table.drop(columns="exit_survey_score")
    cross_validate("without the leak and without notes", honest, target)
    cross_validate("without the leak, with notes", honest, target, notes)
    cross_validate("with the leak, without notes", table, target)
    following, notes_following, target_following = read(folder / "churn_next_month.csv", "2025-06-01")
    following = following.drop(columns="exit_survey_score")
    for column in CATEGORIES:
        following[column] = pd.Categorical(following[column], categories=honest[column].cat.categories)
    honest, following = with_note_score(honest, notes, target, following, notes_following)
    auc = score(honest, target, following, target_following)
    print(f"{'trained on the first month, scored on the second':<48} {auc:.3f}")


if __name__ == "__main__":
    main()
