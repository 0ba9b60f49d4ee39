"""What scikit-learn's documentation says to take arrays of other libraries: estimators, metrics and tools, as calls.

Each call takes `data`, whose arrays are of one kind, and returns the results to compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
from sklearn import (
    calibration,
    decomposition,
    discriminant_analysis,
    kernel_approximation,
    linear_model,
    metrics,
    mixture,
    model_selection,
    naive_bayes,
    pipeline,
    preprocessing,
    utils,
)
from sklearn.metrics import pairwise

Call = Callable[[SimpleNamespace], Any]


def data() -> dict[str, np.ndarray[Any, Any]]:
    """Arrays that all calls share, from a fixed seed."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(60, 5))
    y = x @ np.array([1.0, -2.0, 0.5, 0.0, 3.0]) + 0.1 * rng.normal(size=60)
    labels = np.argsort(x[:, 0] + x[:, 1] + 0.3 * rng.normal(size=60)).argsort() // 20
    return {
        "x": x,
        "other": rng.normal(size=(30, 5)),
        "positive": np.abs(x) + 0.1,
        "other_positive": np.abs(rng.normal(size=(30, 5))) + 0.1,
        "y": y,
        "prediction": y + rng.normal(size=60),
        "positive_y": np.abs(y) + 0.5,
        "positive_prediction": np.abs(y) + 0.5 + rng.random(60),
        "counts": rng.poisson(2.0, size=60).astype(np.float64),
        "labels": labels,
        "found": np.where(rng.random(60) < 0.7, labels, rng.integers(0, 3, 60)),
        "truth": (x[:, 0] > 0).astype(np.int64),
        "guess": (x[:, 0] + rng.normal(size=60) > 0).astype(np.int64),
        "scores": 1 / (1 + np.exp(-x[:, 0] - rng.normal(size=60))),
        "probabilities": rng.dirichlet(np.ones(3), size=60),
        "weights": rng.random(60) + 0.1,
        "several": (rng.random((60, 3)) < 0.5).astype(np.int64),
        "several_found": (rng.random((60, 3)) < 0.5).astype(np.int64),
    }


def fitted(make: Callable[[], Any], target: str | None, *methods: str, x: str = "x") -> Call:
    """An estimator that is fitted, and what its methods and learned attributes then are."""

    def call(data: SimpleNamespace) -> Any:
        estimator = make().fit(getattr(data, x), *([] if target is None else [getattr(data, target)]))
        results = {}
        for name in methods:
            if name == "score":
                results[name] = estimator.score(getattr(data, x), getattr(data, target or "labels"))
            elif name == "inverse_transform":
                results[name] = estimator.inverse_transform(estimator.transform(getattr(data, x)))
            else:
                results[name] = getattr(estimator, name)(getattr(data, x))
        return results

    return call


PREPROCESSING: dict[str, Call] = {
    f"preprocessing.{name}": fitted(make, None, *methods)
    for name, make, methods in [
        ("Binarizer", preprocessing.Binarizer, ("transform",)),
        ("MaxAbsScaler", preprocessing.MaxAbsScaler, ("transform", "inverse_transform")),
        ("MinMaxScaler", preprocessing.MinMaxScaler, ("transform", "inverse_transform")),
        ("MinMaxScaler(clip)", lambda: preprocessing.MinMaxScaler(clip=True), ("transform",)),
        ("Normalizer", preprocessing.Normalizer, ("transform",)),
        ("Normalizer(l1)", lambda: preprocessing.Normalizer(norm="l1"), ("transform",)),
        ("Normalizer(max)", lambda: preprocessing.Normalizer(norm="max"), ("transform",)),
        ("PolynomialFeatures", preprocessing.PolynomialFeatures, ("transform",)),
        ("PolynomialFeatures(3)", lambda: preprocessing.PolynomialFeatures(3, interaction_only=True), ("transform",)),
        ("StandardScaler", preprocessing.StandardScaler, ("transform", "inverse_transform")),
        ("StandardScaler(mean)", lambda: preprocessing.StandardScaler(with_std=False), ("transform",)),
        (
            "pipeline",
            lambda: pipeline.make_pipeline(preprocessing.StandardScaler(), decomposition.PCA(2)),
            ("transform",),
        ),
    ]
}
ESTIMATORS: dict[str, Call] = {
    "preprocessing.KernelCenterer": lambda d: preprocessing.KernelCenterer().fit_transform(pairwise.linear_kernel(d.x)),
    "preprocessing.LabelEncoder": lambda d: preprocessing.LabelEncoder().fit_transform(d.labels),
    "preprocessing.LabelBinarizer": lambda d: preprocessing.LabelBinarizer().fit_transform(d.labels),
    "preprocessing.label_binarize": lambda d: preprocessing.label_binarize(d.labels, classes=[0, 1, 2]),
    "preprocessing.scale": lambda d: preprocessing.scale(d.x),
    "preprocessing.normalize": lambda d: preprocessing.normalize(d.x),
    "preprocessing.binarize": lambda d: preprocessing.binarize(d.x),
    "preprocessing.maxabs_scale": lambda d: preprocessing.maxabs_scale(d.x),
    "preprocessing.minmax_scale": lambda d: preprocessing.minmax_scale(d.x),
    **{
        f"decomposition.PCA({solver})": fitted(
            lambda solver=solver: decomposition.PCA(2, svd_solver=solver, random_state=0),  # type: ignore[misc]
            None,
            "transform",
            "inverse_transform",
        )
        for solver in ("full", "covariance_eigh", "randomized")
    },
    "decomposition.PCA(whiten)": fitted(
        lambda: decomposition.PCA(2, whiten=True, svd_solver="full"), None, "transform"
    ),
    "discriminant_analysis.LDA": fitted(
        discriminant_analysis.LinearDiscriminantAnalysis, "labels", "predict", "predict_proba", "score"
    ),
    "naive_bayes.GaussianNB": fitted(naive_bayes.GaussianNB, "labels", "predict", "predict_proba", "score"),
    "linear_model.Ridge": fitted(lambda: linear_model.Ridge(solver="svd"), "y", "predict", "score"),
    "linear_model.RidgeCV": fitted(linear_model.RidgeCV, "y", "predict", "score"),
    "linear_model.RidgeClassifier": fitted(
        lambda: linear_model.RidgeClassifier(solver="svd"), "labels", "predict", "decision_function"
    ),
    "linear_model.RidgeClassifierCV": fitted(
        linear_model.RidgeClassifierCV, "labels", "predict", "decision_function"
    ),
    "linear_model.LogisticRegression": fitted(
        lambda: linear_model.LogisticRegression(solver="lbfgs"), "labels", "predict", "predict_proba"
    ),
    "linear_model.LogisticRegression(two)": fitted(
        lambda: linear_model.LogisticRegression(solver="lbfgs"), "truth", "predict", "decision_function"
    ),
    "linear_model.PoissonRegressor": fitted(
        lambda: linear_model.PoissonRegressor(solver="lbfgs"), "counts", "predict", "score"
    ),
    "kernel_approximation.Nystroem": fitted(
        lambda: kernel_approximation.Nystroem(n_components=20, random_state=0), None, "transform"
    ),
    "mixture.GaussianMixture": fitted(
        lambda: mixture.GaussianMixture(2, init_params="random_from_data", random_state=0), None, "predict_proba"
    ),
    "calibration.CalibratedClassifierCV": lambda d: calibration.CalibratedClassifierCV(
        discriminant_analysis.LinearDiscriminantAnalysis(), method="temperature", cv=3
    ).fit(d.x, d.labels).predict_proba(d.x),
    "model_selection.train_test_split": lambda d: model_selection.train_test_split(d.x, d.labels, random_state=0),
    "model_selection.cross_val_predict": lambda d: model_selection.cross_val_predict(
        discriminant_analysis.LinearDiscriminantAnalysis(), d.x, d.labels, cv=3
    ),
    "model_selection.GridSearchCV": lambda d: model_selection.GridSearchCV(
        linear_model.Ridge(solver="svd"), {"alpha": [0.1, 10.0]}, cv=3
    ).fit(d.x, d.y).predict(d.x),
    "utils.check_consistent_length": lambda d: utils.check_consistent_length(d.x, d.y),
}  # fmt: skip


def metric(function: Callable[..., Any], *names: str, weighted: bool = False, **options: Any) -> Call:
    """A metric of arrays, and where it takes weights of each sample the same with them."""

    def call(data: SimpleNamespace) -> Any:
        arrays = [getattr(data, name) for name in names]
        results = [function(*arrays, **options)]
        if weighted:
            results.append(function(*arrays, **options, sample_weight=data.weights))
        return results

    return call


OF_LABELS = (
    "accuracy_score balanced_accuracy_score cohen_kappa_score confusion_matrix hamming_loss zero_one_loss".split()
)
AVERAGED = "f1_score jaccard_score precision_score recall_score precision_recall_fscore_support".split()
OF_SCORES = "average_precision_score brier_score_loss d2_brier_score log_loss roc_auc_score roc_curve det_curve".split()
OF_NUMBERS = """explained_variance_score mean_absolute_error mean_squared_error mean_pinball_loss median_absolute_error
    r2_score root_mean_squared_error mean_absolute_percentage_error d2_absolute_error_score d2_pinball_score""".split()
OF_POSITIVE = """mean_gamma_deviance mean_poisson_deviance mean_tweedie_deviance mean_squared_log_error d2_tweedie_score
    root_mean_squared_log_error""".split()
OF_CLUSTERS = """adjusted_rand_score completeness_score fowlkes_mallows_score homogeneity_score mutual_info_score
    normalized_mutual_info_score rand_score v_measure_score""".split()
OF_PAIRS = """cosine_similarity cosine_distances euclidean_distances linear_kernel manhattan_distances polynomial_kernel
    rbf_kernel laplacian_kernel sigmoid_kernel""".split()
PAIRED = "paired_cosine_distances paired_euclidean_distances paired_manhattan_distances".split()


def _metrics() -> Iterator[tuple[str, Call]]:
    for names, arrays in (
        (OF_LABELS, ("labels", "found")),
        (OF_SCORES, ("truth", "scores")),
        (["precision_recall_curve"], ("truth", "scores")),
        (OF_NUMBERS, ("y", "prediction")),
        (OF_POSITIVE, ("positive_y", "positive_prediction")),
    ):
        for name in names:
            yield f"metrics.{name}", metric(getattr(metrics, name), *arrays, weighted=True)
    for name in AVERAGED:
        function = getattr(metrics, name)
        yield f"metrics.{name}", metric(function, "labels", "found", weighted=True, average="macro")
        yield f"metrics.{name}(two)", metric(function, "truth", "guess", weighted=True, average="binary")
        yield f"metrics.{name}(several)", metric(function, "several", "several_found", average="macro")
    yield "metrics.fbeta_score", metric(metrics.fbeta_score, "labels", "found", beta=2.0, average="micro")
    yield "metrics.max_error", metric(metrics.max_error, "y", "prediction")
    yield "metrics.multilabel_confusion_matrix", metric(metrics.multilabel_confusion_matrix, "labels", "found")
    yield "metrics.log_loss(several)", metric(metrics.log_loss, "labels", "probabilities", weighted=True)
    yield "metrics.d2_log_loss_score", metric(metrics.d2_log_loss_score, "labels", "probabilities", weighted=True)
    for name in OF_CLUSTERS:
        yield f"metrics.{name}", metric(getattr(metrics, name), "labels", "found")
    yield "metrics.calinski_harabasz_score", metric(metrics.calinski_harabasz_score, "x", "labels")
    yield "metrics.davies_bouldin_score", metric(metrics.davies_bouldin_score, "x", "labels")
    for name in OF_PAIRS:
        yield f"metrics.pairwise.{name}", metric(getattr(pairwise, name), "x", "other")
    for name in ("additive_chi2_kernel", "chi2_kernel"):
        yield f"metrics.pairwise.{name}", metric(getattr(pairwise, name), "positive", "other_positive")
    for name in PAIRED:
        yield f"metrics.pairwise.{name}", metric(getattr(pairwise, name), "x", "positive")
    for name in ("cosine", "euclidean", "manhattan"):
        yield f"metrics.pairwise_distances({name})", metric(metrics.pairwise_distances, "x", "other", metric=name)


CALLS: dict[str, Call] = {**PREPROCESSING, **ESTIMATORS, **dict(_metrics())}
