"""Values, shapes and dtypes of what `unified_arrays.np` returns, compared with NumPy's, on every backend."""

from __future__ import annotations

import inspect
import warnings
from typing import Any

import numpy
import pytest

import unified_arrays as ua
import unified_arrays.np as np
from unified_arrays.np._rows.elementwise import BINARY, UNARY

from support import selected

# What expressions are written with; every backend computes with its own arrays of the same values.
DATA = {
    "a": numpy.array([[0.5, -1.5, 2.0], [3.0, 0.25, -4.0]]),
    "b": numpy.array([2.0, 0.5, -3.0]),
    "c": numpy.array([1 + 2j, -0.5j, 3.0]),
    "i": numpy.array([[3, 1, 2], [6, 5, 4]]),
    "j": numpy.array([1, 2, 1]),
    "m": numpy.array([[True, False, True], [False, False, True]]),
    "n": numpy.array([1.0, float("nan"), 3.0]),
    "p": numpy.array([[4.0, 1.0, 0.5], [1.0, 3.0, 0.25], [0.5, 0.25, 2.0]]),
    "u": numpy.array([0.25, 0.5, 0.75]),
}
OF_INTEGERS = {"gcd", "lcm", "bitwise_and", "bitwise_or", "bitwise_xor", "left_shift", "right_shift",
               "bitwise_left_shift", "bitwise_right_shift", "invert", "bitwise_not", "bitwise_invert"}  # fmt: skip
ABOVE_ONE = {"acosh", "arccosh"}


def of_ufuncs() -> list[str]:
    texts = []
    for name in UNARY:
        x = "i" if name in OF_INTEGERS else "u + 1" if name in ABOVE_ONE else "u"
        texts += [
            f"np.{name}({x})",
            f"np.{name}([1, 2])" if name not in {*ABOVE_ONE, "reciprocal"} else f"np.{name}(2.0)",
        ]
    for name in BINARY:
        if name == "ldexp":
            texts += ["np.ldexp(a, j)", "np.ldexp([1.0, 2.0], 3)"]
            continue
        x, y = ("i", "j") if name in OF_INTEGERS else ("abs(a)", "u")
        texts += [f"np.{name}({x}, {y})", f"np.{name}([5, 7], 2)"]
        if name not in OF_INTEGERS and name not in ("logical_and", "logical_or", "logical_xor"):
            texts.append(f"np.{name}(i, 2.5)")
    return texts


EXPRESSIONS = [
    *of_ufuncs(),
    # elementwise, with options
    "np.add(a, b, dtype='f4')", "np.add(i, 1, np.zeros((2, 3), int))", "np.add(a, b, out=(np.zeros((2, 3)),))",
    "np.divide(a, [0, 1, 2], out=np.zeros((2, 3)), where=[False, True, True])",
    "np.log(n, out=np.ones(3), where=~np.isnan(n))", "np.sqrt(a, np.full((2, 3), -1.0), where=a > 0)",
    "np.add(i, 0.7, out=np.zeros((2, 3), int), casting='unsafe')", "np.less(i, 3, dtype=bool)",
    "np.multiply(i, m)", "np.subtract(3, j)", "np.frexp(a)", "np.modf(a)", "np.divmod(i, 2)", "np.angle(c)",
    "np.angle(c, True)", "np.clip(a, -1, 1)", "np.clip(a, None, 1)", "np.clip(i, 2, 4.5)", "np.clip(a, min=0)",
    "np.clip(a, [0, 0, 0], b)", "np.clip(a, -1, 1, np.zeros((2, 3)))", "np.i0(u)", "np.imag(c)", "np.real(c)",
    "np.iscomplex(c)", "np.isreal(c)", "np.isneginf(n)", "np.isposinf([1, float('inf')])",
    "np.isclose(a, 0.5)", "np.isclose(n, n, equal_nan=True)", "np.nan_to_num(n)", "np.nan_to_num(n, nan=-1.0)",
    "np.sinc(u)", "np.unwrap([0.0, 3.0, 7.0])", "np.round(a)", "np.round(a, 1)", "np.round(i, -1)",
    "np.around(2.567, 2)",
    "np.fix(a)", "np.bitwise_count(i)", "np.real_if_close(c)", "np.real_if_close([1 + 0j, 2 + 0j])",
    # methods of ufuncs
    "np.add.reduce(a)", "np.add.reduce(a, 1)", "np.multiply.reduce(i, axis=None)", "np.maximum.reduce(a, axis=1)",
    "np.logical_and.reduce(m, axis=1)", "np.logical_or.reduce(m)", "np.bitwise_xor.reduce(i, axis=1)",
    "np.add.accumulate(a)", "np.multiply.accumulate(i, 1)", "np.maximum.accumulate(a, axis=1)",
    "np.subtract.accumulate(b)", "np.add.outer(b, u)", "np.multiply.outer([1, 2], [[3, 4]])",
    "np.add.reduceat(b, [0, 2, 1])", "np.hypot.outer(u, u)",
    # reductions
    "np.sum(a)", "np.sum(a, 0)", "np.sum(a, axis=1, keepdims=True)", "np.sum(i, dtype=float)", "np.sum(m)",
    "np.sum([1, 2, 3], initial=10)", "np.sum(a, where=m)", "np.sum(a, 1, where=[True, False, True])",
    "np.sum(a, 0, None, np.zeros(3))", "np.sum([[1, 2], [3, 4]], (0, 1))", "np.prod(a, 1)", "np.prod(i, initial=2)",
    "np.max(a)", "np.max(i, 0)", "np.max(a, initial=9)", "np.max(a, initial=-9, where=m)", "np.max([], initial=1.0)",
    "np.amax(a, axis=1)", "np.amin(a, axis=1)", "np.min(a, 1, None, True)", "np.all(m, 0)", "np.any(m, axis=1)",
    "np.all(m, where=m)", "np.any(a)", "np.mean(a)", "np.mean(i)", "np.mean(m, axis=0)", "np.mean(a, where=m)",
    "np.mean(i, dtype=np.float32)", "np.mean(a, 0, None, np.zeros(3))", "np.std(a)", "np.std(a, ddof=1)", "np.std(i)",
    "np.std(a, 1, where=[True, True, False])", "np.var(a, 0)", "np.var(a, correction=1)", "np.var(a, where=m, ddof=1)",
    "np.argmax(a)", "np.argmax(a, 1)", "np.argmin(i, axis=0)", "np.argmin(m)", "np.count_nonzero(a)",
    "np.count_nonzero(m, axis=1)", "np.nansum(n)", "np.nanprod(n)", "np.nanmean(n)", "np.nanmax(n)", "np.nanmin(n)",
    "np.nanstd(n)", "np.nanvar(n, ddof=1)", "np.nanargmax(n)", "np.nanargmin(n)", "np.nanmedian(n)",
    "np.nanpercentile(n, 50)", "np.nanquantile(n, 0.5)", "np.nancumsum(n)", "np.nancumprod(n)", "np.cumsum(a)",
    "np.cumsum(i, 1)", "np.cumsum(m)", "np.cumprod(a, axis=0)", "np.cumulative_sum(b, include_initial=True)",
    "np.cumulative_prod(b)", "np.ptp(a)", "np.ptp(a, 0)", "np.median(a)", "np.median(i, axis=1)",
    "np.percentile(a, [25, 75])", "np.percentile(b, 50, method='lower')", "np.quantile(a, 0.3, axis=1)",
    "np.average(a)", "np.average(b, weights=[1, 2, 3])", "np.average(a, 1, [1, 2, 3], True)", "np.cov(a)",
    "np.cov(b, u)", "np.cov(a, rowvar=False)", "np.corrcoef(a)", "np.histogram(a)", "np.histogram(i, 3)",
    "np.histogram(b, [-4, 0, 1, 4])", "np.histogram(a, bins=4, range=(-2, 2), density=True)",
    "np.histogram_bin_edges(a, 5)", "np.histogram2d(b, u, 2)", "np.histogramdd([b, u], [2, 3])[0]",
    "np.bincount(j)", "np.bincount([0, 1, 1], minlength=4)", "np.bincount(j, [0.5, 1, 2])",
    "np.digitize(b, [-1, 0, 1])",
    "np.trapezoid(b)", "np.trapezoid(b, [0, 1, 3])", "np.trapezoid(a, dx=2, axis=0)", "np.interp(0.3, u, b)",
    "np.interp([0.3, 9], [0, 1], [5, 6])", "np.gradient(b)", "np.gradient(a)", "np.gradient(b, 2)",
    "np.gradient(b, [0, 1, 4])", "np.gradient(a, axis=1)", "np.diff(b)", "np.diff(a, 1, 0)", "np.diff(j, n=2)",
    "np.diff(b, prepend=0)", "np.diff(b, append=[1.0, 2.0])", "np.ediff1d(b)", "np.ediff1d(b, to_begin=[0.0])",
    # new arrays
    "np.zeros(3)", "np.zeros((2, 3), int)", "np.zeros([2, 2], dtype='f4')", "np.ones((2,), bool)", "np.empty((0, 3))",
    "np.eye(3)", "np.eye(2, 3, 1)", "np.identity(2)", "np.tri(3)", "np.full((2, 2), 7)", "np.full(2, 1.5)",
    "np.full(3, b)", "np.full((2, 3), True)", "np.full(2, 1, dtype=float)", "np.zeros_like(i)", "np.ones_like(a, int)",
    "tuple(np.empty_like(a).shape)", "np.zeros_like(a, shape=(4,))", "np.full_like(i, 2.7)", "np.full_like(a, 2)",
    "np.zeros_like([1, 2])", "np.arange(5)", "np.arange(2, 5)", "np.arange(1, 2, 0.25)", "np.arange(5, 0, -2)",
    "np.arange(3.0)", "np.arange(3, dtype=float)", "np.linspace(0, 1, 5)", "np.linspace(0, 10, 5, endpoint=False)",
    "np.linspace(0, 1, 3, retstep=True)", "np.linspace(0, 5, 3, dtype=int)", "np.linspace(u, b, 4)",
    "np.linspace([0, 1], 2, 3, axis=1)", "np.linspace(1, 2)", "np.logspace(0, 2, 3)", "np.logspace(0, 3, 4, base=2)",
    "np.geomspace(1, 8, 4)", "np.array([1, 2])", "np.array([[1.5, 2], [3, 4]])", "np.array(3)",
    "np.array([True, False])",
    "np.array([1, 2], float)", "np.array([1 + 1j])", "np.array([1, 2], ndmin=2)", "np.array([b, u])",
    "np.array([np.sum(b), np.mean(b)])", "np.array([[b[0], 1], [2, 3]])", "np.array(i, dtype=np.float32)",
    "np.asarray([1, 2])", "np.asarray(a)", "np.asanyarray([1.0])", "np.ascontiguousarray(a.T)", "np.copy(a)",
    "np.asarray_chkfinite([1, 2])", "np.astype(a, int)", "np.fromfunction(lambda x, y: x + y, (2, 3))",
    "np.fromfunction(lambda x, y: x * y, (2, 3), dtype=int)", "np.fromiter([1, 2, 3], float)",
    "np.frombuffer(b'\\x01\\x02', np.dtype('u1').name)", "np.indices((2, 3))", "np.indices((2, 3), sparse=True)",
    "np.meshgrid(b, u)", "np.meshgrid([1, 2], [3, 4, 5], indexing='ij')", "np.meshgrid([1, 2], [3, 4], sparse=True)",
    "np.atleast_1d(3)", "np.atleast_2d([1, 2])", "np.atleast_3d(b)", "np.atleast_1d(1, [2])", "np.diag_indices(2)",
    "np.tril_indices(3)", "np.triu_indices(3, 1)", "np.diag_indices_from(p)", "np.tril_indices_from(p)",
    "np.triu_indices_from(p, 1)", "np.bartlett(5)", "np.blackman(5)", "np.hamming(5)", "np.hanning(5)",
    "np.kaiser(5, 3)",
    "np.vander([1, 2, 3])", "np.float64(3)", "np.int32(7)", "np.float32([1, 2])", "np.r_[1:4, 0, 5]", "np.r_[b, 0.5]",
    "np.r_[0:1:3j]", "np.r_['-1', a, a]", "np.c_[b, u]", "np.c_[a, a]", "np.mgrid[0:2, 0:3]", "np.mgrid[0:1:3j]",
    "np.mgrid[0:1:3j, 0:2]", "np.ogrid[0:2, 0:3]", "tuple(np.random.default_rng(1).random((2, 3)).shape)",
    # shapes
    "np.concatenate([b, u])", "np.concatenate([a, i])", "np.concatenate((a, a), 1)", "np.concatenate([[1], [2.5]])",
    "np.concatenate([a, a], axis=None)", "np.concat([b, [1, 2]])", "np.concatenate([b, u], dtype=np.float32)",
    "np.concatenate(a)", "np.stack([b, u])", "np.stack([b, u], 1)", "np.hstack([b, u])", "np.vstack((b, u))",
    "np.vstack(a)", "np.row_stack([b, u])" if hasattr(numpy, "row_stack") else "np.vstack([b, u])", "np.dstack([b, u])",
    "np.column_stack((b, u))", "np.append(b, 4)", "np.append(a, [[1, 2, 3]], axis=0)", "np.array_split(b, 2)",
    "np.split(b, 3)", "np.split(a, [1], 1)", "np.hsplit(a, 3)", "np.vsplit(a, 2)", "np.dsplit(np.ones((1, 1, 2)), 2)",
    "np.unstack(a)", "np.delete(b, 1)", "np.delete(a, [0, 2], 1)", "np.insert(b, 1, 9)", "np.insert(a, 1, 5, axis=1)",
    "np.resize(b, (2, 2))", "np.trim_zeros(np.array([0, 1, 2, 0]))", "np.broadcast_to(b, (2, 3))",
    "np.broadcast_arrays(a, b)",
    "np.expand_dims(b, 0)", "np.flip(a)", "np.flip(a, 0)", "np.fliplr(a)", "np.flipud(a)", "np.rot90(a)",
    "np.rot90(a, 2)", "np.moveaxis(np.ones((1, 2, 3)), 0, -1)", "np.swapaxes(a, 0, 1)", "np.matrix_transpose(a)",
    "np.ravel(a)", "np.reshape(a, (3, 2))", "np.reshape(a, -1)", "np.reshape([1, 2, 3, 4], (2, 2))", "np.repeat(b, 2)",
    "np.repeat(a, [1, 2], axis=0)", "np.tile(b, 2)", "np.tile(a, (2, 1))", "np.roll(b, 1)", "np.roll(a, 1, 0)",
    "np.transpose(a)", "np.transpose(np.ones((1, 2, 3)), (2, 0, 1))", "np.permute_dims(a, (1, 0))",
    "np.squeeze(np.ones((1, 2, 1)))", "np.squeeze(np.ones((1, 2)), 0)", "np.rollaxis(np.ones((1, 2, 3)), 2)",
    "np.diagonal(p)", "np.diagonal(a, 1)", "np.block([[p, p], [p, p]])", "np.block([1, b])", "np.pad(b, 1)",
    "np.pad(a, ((1, 0), (0, 1)), 'edge')", "np.pad(b, 2, 'constant', constant_values=5)", "np.shape([[1, 2]])",
    "np.ndim(a)", "np.size(a)", "np.size(a, 0)", "np.diag(b)", "np.diag(p, 1)", "np.diagflat(b)", "np.tril(p)",
    "np.triu(p, 1)", "np.lib.stride_tricks.sliding_window_view(b, 2)",
    # sorting, searching, sets
    "np.sort(a)", "np.sort(i, 0)", "np.sort([3, 1, 2])", "np.sort(a, axis=None)", "np.sort(b, kind='stable')",
    "np.argsort(b)", "np.argsort(a, axis=0)", "np.partition(b, 1)[1]", "np.argpartition(b, 0)[0]", "np.lexsort((u, j))",
    "np.searchsorted(u, 0.5)", "np.searchsorted([1, 2, 3], [2, 5], side='right')", "np.nonzero(a > 0)",
    "np.flatnonzero(m)", "np.argwhere(m)", "np.where(m)", "np.where(a > 0, a, 0)", "np.where(m, 1, 2)",
    "np.where(m, a, i)", "np.where([True, False], [1, 2], 0.5)", "np.where(j, 1.0, 2.0)", "np.extract(m, a)",
    "np.compress([True, False], a, axis=0)", "np.take(b, [0, 2])", "np.take(a, [0, 1], axis=1)", "np.take(b, 1)",
    "np.take_along_axis(a, np.argsort(a, 1), 1)", "np.select([a > 1, a < 0], [a, -a])",
    "np.select([m], [i], default=-1)", "np.choose([0, 1, 0], [b, u])", "np.ix_([0, 1], [2])",
    "np.unravel_index(4, (2, 3))", "np.unravel_index([1, 4], (2, 3))", "np.ravel_multi_index(([0, 1], [2, 0]), (2, 3))",
    "np.unique(j)", "np.unique(i % 3)", "np.unique([3, 1, 3], return_counts=True)", "np.unique(j, True, True)",
    "np.sort(np.unique_values(j))", "np.unique_counts([5, 5])", "np.unique_inverse([5, 5])", "np.unique_all([5, 5])",
    "np.union1d([1, 2], [2, 3])",
    "np.intersect1d(j, [2, 3])", "np.setdiff1d(i, [1, 2])", "np.setxor1d([1, 2], [2, 3])", "np.isin(i, [1, 2])",
    "np.isin(3, i)", "np.piecewise(b, [b < 0, b >= 0], [-1, 1])", "np.piecewise(b, [b < 0], [lambda x: -x, 0])",
    "np.apply_along_axis(np.sum, 0, a)", "np.apply_along_axis(lambda v: v[:2] * 2, 1, a)",
    "np.apply_over_axes(np.sum, a, [0, 1])", "np.mask_indices(3, np.triu)",
    # products and linear algebra
    "np.matmul(a, p)", "np.matmul(p, b, np.zeros(3))", "np.dot(a, p)", "np.dot(b, u)", "np.dot(2, b)",
    "np.dot([1, 2], [3, 4])", "np.vdot(c, c)", "np.inner(b, u)", "np.outer(b, u)", "np.outer(a, [1, 2])",
    "np.kron(b, u)",
    "np.vecdot(b, u)", "np.tensordot(a, p, 1)", "np.tensordot(a, a, axes=([0, 1], [0, 1]))", "np.cross(b, u)",
    "np.cross([1, 2, 3], [4, 5])",
    "np.correlate(b, [1, 2])", "np.convolve(b, u)", "np.convolve(b, [1, 1], 'same')", "np.trace(p)", "np.trace(a, 1)",
    "np.einsum('ij,jk->ik', a, p)", "np.einsum('i,i', b, u)", "np.einsum(a, [0, 1], [1, 0])",
    "np.polyval([1, 2, 3], 2)",
    "np.polyval(b, u)", "np.polyadd([1, 2], [3])", "np.polysub([1, 2], [3])", "np.polymul([1, 2], [3, 4])",
    "np.polydiv([1.0, 5.0, 6.0], [1.0, 2.0])", "np.polyder([1, 2, 3])", "np.polyint([1.0, 2.0])",
    "np.polyfit([0, 1, 2, 3], [1, 3, 5, 7.5], 1)", "np.sort(np.roots([1, -3, 2]))", "np.poly([1, 2])",
    "np.allclose(a, a)",
    "np.array_equal(a, [1, 2])", "np.array_equal([1, 2], [1, 2])", "np.array_equiv([1, 1], 1)", "np.linalg.norm(a)",
    "np.linalg.norm([3, 4])", "np.linalg.norm(a, axis=1)", "np.linalg.norm(b, 1)", "np.linalg.inv(p)",
    "np.linalg.inv([[2, 0], [0, 4]])", "np.linalg.det(p)", "np.linalg.det([[1, 2], [3, 4]])", "np.linalg.slogdet(p)",
    "np.linalg.solve(p, b)", "np.linalg.solve(p, np.ones((3, 2)))", "np.linalg.cholesky(p)", "np.linalg.eigvalsh(p)",
    "np.linalg.eigh(p)[0]", "np.abs(np.linalg.eigh(p).eigenvectors)", "np.linalg.eigvals(p).real",
    "np.sort(np.real(np.linalg.eig(p)[0]))", "np.linalg.svd(a, compute_uv=False)", "np.linalg.svd(a)[1]",
    "np.linalg.svdvals(a)", "np.abs(np.linalg.svd(a, full_matrices=False)[0])", "np.linalg.pinv(a)",
    "np.linalg.matrix_rank(p)", "np.linalg.matrix_rank([1, 2])", "np.linalg.matrix_rank(p, 1.5)",
    "np.linalg.matrix_power(p, 3)", "np.linalg.matrix_norm(a)", "np.linalg.vector_norm(b)", "np.linalg.cond(p)",
    "np.linalg.lstsq(p, b)[0]", "np.abs(np.linalg.qr(p)[1])", "np.linalg.multi_dot([a, p, b])", "np.linalg.outer(b, u)",
    "np.linalg.cross(b, u)", "np.linalg.diagonal(p)", "np.linalg.trace(p)", "np.linalg.matmul(a, p)",
    "np.linalg.matrix_transpose(a)", "np.linalg.tensordot(a, p, axes=1)", "np.linalg.vecdot(b, u)",
    "np.linalg.tensorsolve(np.eye(4).reshape((2, 2, 2, 2)), np.ones((2, 2)))",
    "np.linalg.tensorinv(np.eye(4).reshape((2, 2, 2, 2)))", "np.fft.fft(b)", "np.fft.fft([1, 2, 3, 4])",
    "np.fft.ifft(c)", "np.fft.rfft(b)", "np.fft.irfft(c)", "np.fft.hfft(c)", "np.fft.ihfft(b)", "np.fft.fft2(a)",
    "np.fft.ifft2(a)", "np.fft.rfft2(a)", "np.fft.irfft2(np.fft.rfft2(a))", "np.fft.fftn(a)", "np.fft.ifftn(a)",
    "np.fft.rfftn(a)", "np.fft.irfftn(np.fft.rfftn(a))", "np.fft.fftfreq(4)", "np.fft.rfftfreq(4, 0.5)",
    "np.fft.fftshift(b)", "np.fft.ifftshift(a, axes=1)", "np.fft.fft(b, norm='ortho')",
    # options and names that need more than one call
    "np.std(a, mean=np.mean(a))", "np.var(a, axis=1, mean=np.mean(a, axis=1, keepdims=True), ddof=1)",
    "np.reshape(a, (3, 2), order='F')", "np.ravel(a, order='F')", "np.zeros((2, 3), order='F')",
    "np.array(a, order='F')", "np.asfortranarray(a)", "np.full((2, 2), 1.5, order='F')",
    "np.unravel_index([1, 4], (2, 3), order='F')", "np.ravel_multi_index(([0, 1], [2, 0]), (2, 3), order='F')",
    "np.histogram(a, bins='auto')", "np.percentile(np.array([1, 2], np.float32), 30)", "float(np.finfo(a.dtype).eps)",
    "np.iinfo(np.int32).max", "np.sort_complex(b)", "np.broadcast(a, b).shape", "np.bincount([])", "np.ix_([], [0])[0]",
    "np.hypot.reduce(np.zeros(0))", "np.linalg.eigh(p, 'U')[0]", "np.linalg.eigvalsh(p, UPLO='u')", "np.hanning(5.0)",
    "np.sort(np.real(np.linalg.eigvals(p + 0j)))", "np.linalg.eig([[0, 1], [-1, 0]]).eigenvalues",
    "np.roots([1, 0, 1])",
    "np.polyfit([0, 1, 2, 3], [1, 3, 5, 7.5], 1, full=True)", "np.polyfit([0, 1, 2, 3], [1, 3, 5, 7.5], 1, cov=True)",
    "np.ndarray((0, 3), dtype=float)", "np.complex64(1, 2)", "np.einsum('i,i', j, j, dtype=float, casting='unsafe')",
    "np.dtype(np.random.Generator(np.random.PCG64(3)).random(2).dtype).name",
    "np.dtype(np.random.default_rng(3).standard_normal(2, 'f4').dtype).name",
    # Python's floats beside integers are float64, whatever the framework's default dtype is.
    "np.r_[10.1, 1:4]", "np.r_[-10.1, j, 2]", "np.c_[j, [0.5, 0.1, 0.2]]", "np.append(j, 0.1)", "np.divmod(j, 0.7)",
    "np.linalg.matrix_power([[1, 2], [3, 5]], -2)", "np.linalg.matrix_power([[0, 1], [1, 0]], 2**64 + 3)",
    "np.linalg.matrix_power(p, 3)", "np.cov(a, fweights=[1, 2, 3])", "np.cov(a, aweights=[1, 2, 3], fweights=j)",
    "np.moveaxis(p, range(2), [1, 0])",
    "np.roll(a, 1, axis=(0, 1))", "np.roll(a, (1, 2), axis=1)", "np.roll(a, (1, -1), axis=(0, 1))", "np.roll(a, 2**70)",
    "np.roll(a, numpy.uint64(2), axis=-1)", "np.roll(a, (1, 1))", "np.roll(a, 5, axis=(1, 1))",
    "np.select([j > 1], [j], 0.1)", "np.array(numpy.array([1, 2], 'Q'))", "np.array(numpy.array([1, 2], 'q'))",
    "np.broadcast_to(2.5, 3)", "np.ix_(range(0))", "np.insert(j, [], [])", "np.delete(j, [])",
    "np.diff(a, axis=0, prepend=2.5)", "np.unique(np.append(n, n), axis=0)",
    "np.unique(np.append(n, n), axis=0, return_counts=True)", "np.logspace(0, 3, 4, base=np.array([2.0, 10.0]))",
    "np.logspace(0, 3, 4, base=np.array([[2.0], [10.0]]), axis=-1)",
    "np.concatenate((u, u), out=np.zeros(6, dtype=int), casting='unsafe')", "np.concatenate((u, u), dtype='f4')",
    "np.concatenate((u, u), dtype=int, casting='unsafe')", "np.einsum('i,i', c, c, dtype='f8', casting='unsafe')",
    "np.einsum('i->i', b, out=np.zeros(3, dtype=int), dtype='f8', casting='unsafe')",
    "np.add(b, b, out=np.zeros(3, dtype=int), casting='unsafe')",
    # dtypes
    "np.result_type(i, 1.0).name", "np.promote_types('i4', 'f4').name", "np.can_cast('i4', 'f8')",
    "np.dtype('f4').kind",
    "np.issubdtype(i.dtype, np.integer)", "np.iscomplexobj(c)", "np.isrealobj([1])", "np.common_type(i, a)",
    "np.isdtype(np.dtype('f4'), 'real floating')", "np.broadcast_shapes((2, 1), (3,))", "np.isscalar(3)",
    "np.shares_memory(b, u)", "np.may_share_memory(b, u)", "a.dtype == np.float64",
]  # fmt: skip


# Where NumPy answered otherwise before some version: the beginning of a text, the version, what it did.
SINCE = {"np.unique(np.append(n, n), axis=0": ("2.4.0", "NaN was not equal to NaN along an axis")}


def as_numpy(value: Any) -> Any:
    """Results of any backend, in lists and tuples too, as NumPy's."""
    if isinstance(value, (list, tuple)) and not hasattr(value, "dtype"):
        return [as_numpy(part) for part in value]
    return ua.to_backend(value, "numpy") if ua.is_array(value) else value


def assert_alike(found: Any, expected: Any, text: str) -> None:
    if isinstance(expected, list):
        assert isinstance(found, list), text
        assert len(found) == len(expected), text
        for part, wanted in zip(found, expected, strict=True):
            assert_alike(part, wanted, text)
    elif isinstance(expected, (numpy.ndarray, numpy.generic)):
        found = numpy.asarray(found)
        assert found.shape == expected.shape, text
        assert found.dtype == expected.dtype, text
        numpy.testing.assert_allclose(found, expected, rtol=1e-12 if expected.dtype.itemsize > 4 else 1e-6, atol=1e-13)
    else:
        assert found == expected, text


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_an_expression_is_numpys(text: str, backend: str) -> None:
    for beginning, (version, reason) in SINCE.items():
        if text.startswith(beginning) and numpy.lib.NumpyVersion(numpy.__version__) < version:
            pytest.skip(f"before NumPy {version} {reason}")
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        warnings.simplefilter("ignore", (RuntimeWarning, DeprecationWarning))
        expected = as_numpy(
            eval(text, {"np": numpy, "numpy": numpy, **{name: value.copy() for name, value in DATA.items()}})
        )
        with selected(backend):
            data = {name: np.array(value) for name, value in DATA.items()}
            value = eval(text, {"np": np, "numpy": numpy, **data})
    for part in value if isinstance(value, (list, tuple)) else [value]:
        if ua.is_array(part):
            assert ua.array_namespace(part).__name__ == f"unified_arrays.{backend}"
    assert_alike(as_numpy(value), expected, text)


def test_every_function_is_in_an_expression() -> None:
    texts = " ".join(EXPRESSIONS)
    named = {
        f"{prefix}{name}"
        for namespace, prefix in ((np, ""), (np.linalg, "linalg."), (np.fft, "fft."))
        for name in namespace.__all__
        if inspect.isfunction(getattr(namespace, name))
    }
    missing = {name for name in named if f"np.{name}(" not in texts and f"np.{name}." not in texts}
    assert missing <= WRITE | HOST, sorted(missing - WRITE - HOST)


# Tested in test_writing.py, and in test_files_and_printing.py.
WRITE = {"copyto", "fill_diagonal", "place", "put", "put_along_axis", "putmask"}
HOST = {
    "array2string", "array_repr", "array_str", "base_repr", "binary_repr", "einsum_path", "format_float_positional",
    "format_float_scientific", "fromfile", "fromregex", "fromstring", "genfromtxt", "get_printoptions", "geterr",
    "load", "mintypecode", "min_scalar_type", "iterable",
    "loadtxt", "ndenumerate", "save", "savetxt", "savez", "savez_compressed", "set_printoptions", "seterr", "typename",
    "asfortranarray", "from_dlpack", "printoptions", "use_default_dtype", "attribute_error",
}  # fmt: skip
