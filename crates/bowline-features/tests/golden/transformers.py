"""Golden values for the transformers, from scikit-learn 1.9.1 (numpy 2.4.6, scipy 1.17.1).

Run: python transformers.py > transformers.json
"""
import json
import numpy as np
import sklearn
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, PolynomialFeatures, StandardScaler

assert sklearn.__version__ == "1.9.1", sklearn.__version__


def gaps(matrix):
    return [[None if np.isnan(x) else float(x) for x in row] for row in np.asarray(matrix, float)]


def rows(matrix):
    return [[float(x) for x in row] for row in matrix]


def sparse(matrix):
    matrix = matrix.tocsr()
    matrix.sort_indices()
    return [
        [[int(j), float(v)] for j, v in zip(matrix.indices[a:b], matrix.data[a:b])]
        for a, b in zip(matrix.indptr[:-1], matrix.indptr[1:])
    ]


rng = np.random.default_rng(7)
x = np.round(rng.normal([0, 50, 1.7e9, 0.1], [1, 20, 1e6, 0], size=(12, 4)), 6)
x[2, 0] = x[5, 1] = x[6, 1] = x[9, 2] = np.nan
new = np.array([[np.nan, 10.0, 1.7e9, 0.1], [2.5, np.nan, 1.71e9, 0.2], [-3.0, 99.0, np.nan, np.nan]])
numeric = {"train": gaps(x), "new": gaps(new)}
numeric["median"] = rows(SimpleImputer(strategy="median").fit(x).transform(new))
numeric["median_indicator"] = rows(SimpleImputer(strategy="median", add_indicator=True).fit(x).transform(new))
numeric["scaled"] = gaps(StandardScaler().fit(x).transform(new))
guide = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), PolynomialFeatures(2, include_bias=False))
numeric["guide"] = rows(guide.fit(x).transform(new))
numeric["guide_names"] = [
    n.replace(" ", "_x_") for n in guide[-1].get_feature_names_out(["a", "b", "c", "d"])
]

colour = ["red", "blue", None, "green", "blue", "red", "blue", "missing", "teal", "green"]
shape = ["é", "Z", "a", "a", None, "Z", "b", "b", "a", None]
train = np.array(list(zip(colour, shape)), dtype=object)
probe = np.array([["blue", "Z"], [None, "é"], ["purple", "a"], ["missing", None], ["teal", "zz"]], dtype=object)
constant = SimpleImputer(strategy="constant", fill_value="missing", missing_values=None)
plain = make_pipeline(constant, OneHotEncoder(handle_unknown="ignore", sparse_output=False)).fit(train)
capped = make_pipeline(
    constant, OneHotEncoder(handle_unknown="infrequent_if_exist", max_categories=3, sparse_output=False)
).fit(train)
one_hot = {"train": train.tolist(), "new": probe.tolist()}
for name, model in [("plain", plain), ("capped", capped)]:
    one_hot[name] = rows(model.transform(probe))
    one_hot[name + "_names"] = [
        n.replace("_sklearn", "").replace("x0_", "c=", 1).replace("x1_", "s=", 1)
        for n in model[-1].get_feature_names_out()
    ]

docs = [
    "Free entry in 2 a weekly comp to win FA Cup final tickets! Text FA to 87121",
    "I'm gonna be home soon and i don't want to talk about this stuff anymore tonight, k?",
    "WINNER!! As a valued customer you have been selected to receive a £900 prize; call 09061701461.",
    "Fine if that\u2019s the way u feel. That\u2019s the way its gota b",
    "",
    "naïve café ÜBER straße Straße CAFÉ Σίσυφος ΣΊΣΥΦΟΣ",
    "win win win prize prize call_me now now\tnow\nnow",
    "Даже если он придёт, я не приду — даже сегодня",
    "请致电 09061701461 获取奖品 free FREE free",
    "a b c d e f g 1 22 333 x1 _y",
    "Call the way home: free tickets to the final, text now to win a prize call",
    "home home sweet home; the weekly talk about the cup",
    "ok",
    "customer call call call 22 333 4444 the way you feel tonight",
]
unseen = ["free prize call home unknownword", "zzz", "Win the WEEKLY prize call_me", "café's über tonight's ok", ""]
variants = {
    "defaults": {},
    "pairs": {"ngram_range": (1, 2), "sublinear_tf": True},
    "char_wb": {"analyzer": "char_wb", "ngram_range": (3, 5)},
    "char_wb_short": {"analyzer": "char_wb", "ngram_range": (1, 2), "min_df": 3},
    "bounded": {"min_df": 2, "max_df": 0.4},
}
text = {"train": docs, "new": unseen}
for name, options in variants.items():
    model = TfidfVectorizer(**options).fit(docs)
    text[name] = {"terms": model.get_feature_names_out().tolist(), "rows": sparse(model.transform(unseen))}
# Few terms: numpy sorts up to 16 by insertion, which keeps equal counts in order; beyond that its order is undefined.
ties = ["d c b a", "dd cc bb aa ee", "ee dd aa cc bb", "ff ff gg gg hh"]
model = TfidfVectorizer(max_features=4).fit(ties)
text["ties"] = {"train": ties, "terms": model.get_feature_names_out().tolist()}

weights = TfidfVectorizer().fit(docs)
svd = TruncatedSVD(5, algorithm="arpack", random_state=0).fit(weights.transform(docs))
text["svd"] = {
    "singular_values": svd.singular_values_.tolist(),
    "new": rows(svd.transform(weights.transform(unseen))),
}
print(json.dumps({"numeric": numeric, "one_hot": one_hot, "text": text}, ensure_ascii=False))
