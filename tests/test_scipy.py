"""SciPy and scikit-learn, which follow the array API standard, on arrays of TensorFlow: NumPy's values, in arrays."""

from __future__ import annotations

import pytest

from fresh import fresh_python

PROGRAM = """
import warnings
warnings.simplefilter("ignore")
import numpy as np, unified_arrays as ua
import scipy.cluster.hierarchy, scipy.cluster.vq, scipy.differentiate, scipy.fft, scipy.integrate, scipy.ndimage
import scipy.optimize.elementwise, scipy.signal, scipy.spatial.transform, scipy.special, scipy.stats
from scipy import cluster, differentiate, fft, integrate, ndimage, optimize, signal, spatial, special, stats

CALLS = {
    "stats.zscore": lambda x: stats.zscore(x), "stats.skew": lambda x: stats.skew(x),
    "stats.sem": lambda x: stats.sem(x),
    "stats.kurtosis": lambda x: stats.kurtosis(x), "stats.ttest_1samp": lambda x: stats.ttest_1samp(x, 0.0).pvalue,
    "stats.ttest_ind": lambda x: stats.ttest_ind(x, x * 2).pvalue, "stats.gmean": lambda x: stats.gmean(abs(x)),
    "stats.entropy": lambda x: stats.entropy(abs(x)), "stats.iqr": lambda x: stats.iqr(x),
    "stats.rankdata": lambda x: stats.rankdata(x), "stats.variation": lambda x: stats.variation(x),
    "stats.moment": lambda x: stats.moment(x, order=3), "stats.chisquare": lambda x: stats.chisquare(abs(x)).statistic,
    "stats.circmean": lambda x: stats.circmean(x), "special.logsumexp": lambda x: special.logsumexp(x, axis=0),
    "special.softmax": lambda x: special.softmax(x, axis=1), "special.expit": lambda x: special.expit(x),
    "fft.fft": lambda x: fft.fft(x), "signal.hilbert": lambda x: signal.hilbert(x, axis=0),
    "signal.detrend": lambda x: signal.detrend(x, axis=0), "signal.convolve": lambda x: signal.convolve(x, x),
    "vq.whiten": lambda x: cluster.vq.whiten(x), "hierarchy.linkage": lambda x: cluster.hierarchy.linkage(x),
    "integrate.trapezoid": lambda x: integrate.trapezoid(x, axis=0),
    "ndimage.gaussian_filter": lambda x: ndimage.gaussian_filter(x, 1.0),
    "differentiate.derivative": lambda x: differentiate.derivative(lambda t: t**2, x).df,
    "elementwise.find_root": lambda x: optimize.elementwise.find_root(lambda t: t**3 - 1, (x * 0, x * 0 + 3)).x,
    "Rotation.from_rotvec": lambda x: spatial.transform.Rotation.from_rotvec(x[:, :3]).as_matrix(),
    "stats.pearsonr of slices": lambda x: stats.pearsonr(x[:, 0], x[:, 1]).statistic,
}
values = np.random.default_rng(0).normal(size=(8, 5))
for name, call in CALLS.items():
    expected = call(values)
    try:
        found = call(ua.tensorflow.asarray(values))
    except Exception as error:
        print(name, type(error).__name__)
    else:
        same = ua.is_array(found) and ua.array_namespace(found) is ua.array_namespace(ua.zeros(1))
        same = same and np.allclose(np.asarray(found), expected, rtol=1e-6)
        print(name, "as NumPy" if same else f"{type(found)} {np.asarray(found).tolist()}, expected {expected.tolist()}")
"""

TENSORS = """
import warnings
warnings.simplefilter("ignore")
import numpy as np, tensorflow as tf, unified_arrays as ua
import scipy.cluster.vq, scipy.linalg, scipy.signal, scipy.spatial.transform, scipy.special, scipy.stats
from scipy import cluster, linalg, signal, spatial, special, stats

CALLS = {
    "vq.whiten": lambda x: cluster.vq.whiten(x), "special.log_softmax": lambda x: special.log_softmax(x, axis=1),
    "linalg.block_diag": lambda x: linalg.block_diag(x, x[:2]), "signal.hilbert": lambda x: signal.hilbert(x, axis=0),
    "signal.detrend": lambda x: signal.detrend(x, axis=0), "stats.zscore": lambda x: stats.zscore(x),
    "Rotation.mean": lambda x: spatial.transform.Rotation.from_quat(x[:, :4]).mean().as_matrix(),
    "stats.gstd": lambda x: stats.gstd(abs(x)), "signal.envelope": lambda x: signal.envelope(x[:, 0] + 0.0),
}
values = np.random.default_rng(0).normal(size=(8, 5))
ua.tensorflow.enable_array_api_behavior()
for name, call in CALLS.items():
    found = call(tf.constant(values))
    assert ua.array_namespace(found) is ua.tensorflow
    print(name, np.allclose(np.asarray(found), call(values), rtol=1e-6, atol=1e-9))
"""


def test_scipy_takes_arrays_of_tensorflow() -> None:
    pytest.importorskip("tensorflow")
    pytest.importorskip("scipy", minversion="1.17")
    lines = fresh_python(PROGRAM, UNIFIED_ARRAYS_BACKEND="tensorflow", SCIPY_ARRAY_API="1")
    assert len(lines) == 29
    assert [line for line in lines if not line.endswith(" as NumPy")] == []


def test_scipy_takes_tensors_while_the_switch_is_on() -> None:
    pytest.importorskip("tensorflow")
    pytest.importorskip("scipy", minversion="1.17")
    lines = fresh_python(TENSORS, SCIPY_ARRAY_API="1")
    assert len(lines) == 9
    assert all(line.endswith(" True") for line in lines), lines


SCIKIT_LEARN = """
import warnings
warnings.simplefilter("ignore")
import numpy as np, sklearn, tensorflow as tf, unified_arrays as ua
from sklearn import decomposition, discriminant_analysis, linear_model, metrics, preprocessing

CALLS = {
    "StandardScaler": lambda x, y: preprocessing.StandardScaler().fit_transform(x),
    "PCA": lambda x, y: abs(decomposition.PCA(2, svd_solver="full").fit_transform(x)),
    "Ridge": lambda x, y: linear_model.Ridge(solver="svd").fit(x, x[:, 0]).predict(x),
    "LDA": lambda x, y: discriminant_analysis.LinearDiscriminantAnalysis().fit(x, y).predict(x),
    "f1_score": lambda x, y: metrics.f1_score(y, y[::-1]), "r2_score": lambda x, y: metrics.r2_score(x[:, 0], x[:, 1]),
    "rbf_kernel": lambda x, y: metrics.pairwise.rbf_kernel(x),
}
x = np.random.default_rng(0).normal(size=(20, 4))
y = (x[:, 0] > 0).astype(np.int64)
ua.tensorflow.enable_array_api_behavior()
for make in (tf.constant, ua.tensorflow.asarray):
    for name, call in CALLS.items():
        with sklearn.config_context(array_api_dispatch=True):
            found = call(make(x), make(y))
        assert type(found) is float or ua.array_namespace(found) is ua.tensorflow
        print(name, np.allclose(np.asarray(found), call(x, y), rtol=1e-4, atol=1e-6))
"""


def test_scikit_learn_takes_arrays_of_tensorflow() -> None:
    pytest.importorskip("tensorflow")
    pytest.importorskip("sklearn", minversion="1.8")
    lines = fresh_python(SCIKIT_LEARN, SCIPY_ARRAY_API="1")
    assert len(lines) == 14
    assert all(line.endswith(" True") for line in lines), lines
