"""SciPy's functions, which follow the array API standard, on arrays of TensorFlow: NumPy's values, in arrays."""

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


def test_scipy_takes_arrays_of_tensorflow() -> None:
    pytest.importorskip("tensorflow")
    pytest.importorskip("scipy", minversion="1.17")
    lines = fresh_python(PROGRAM, UNIFIED_ARRAYS_BACKEND="tensorflow", SCIPY_ARRAY_API="1")
    assert len(lines) == 29
    assert [line for line in lines if not line.endswith(" as NumPy")] == []
