"""Functions that are looked for together: what docstrings name under See Also."""

from __future__ import annotations

# A group a line. A function names the others of the group that it leads, else of the first one that it is in.
_GROUPS = """
matmul tensordot vecdot dot einsum
matrix_transpose permute_dims swapaxes moveaxis
vdot vecdot inner
inner dot vdot
outer linalg.outer kron
kron outer tensordot
angle abs real imag
deg2rad rad2deg
degrees radians
apply_along_axis apply_over_axes
ravel reshape
swapaxes moveaxis permute_dims
fliplr flipud flip rot90
resize reshape tile
ascontiguousarray asarray
trim_zeros pad
sliding_window_view take
delete insert append
convolve correlate
ediff1d diff gradient
gradient diff interp
interp searchsorted
trapezoid cumulative_sum sum
unwrap angle
select choose piecewise where
allclose isclose array_equal array_equiv
asarray_chkfinite asarray isfinite
iscomplex isreal iscomplexobj isrealobj
isneginf isposinf isinf
diag diagflat linalg.diagonal
tri tril triu
diag_indices tril_indices triu_indices
unique unique_values unique_counts
union1d intersect1d setdiff1d setxor1d
cbrt sqrt pow
divmod floor_divide remainder
exp2 exp log2
float_power pow
fmax maximum
fmin minimum
fmod remainder divmod
frexp ldexp
gcd lcm
heaviside sign where
logaddexp2 logaddexp
modf trunc
nan_to_num isnan clip
spacing nextafter finfo
bincount histogram unique_counts
digitize searchsorted histogram
histogram histogram_bin_edges histogram2d histogramdd
atleast_1d atleast_2d atleast_3d expand_dims
hstack vstack dstack concat
column_stack hstack stack
append concat insert
block concat hstack vstack
split array_split hsplit vsplit dsplit
nanargmax nanargmin argmax
nancumprod nancumsum cumulative_prod
nanmax nanmin max
nanmean mean nansum
nanprod prod nansum
nanstd nanvar std
lexsort argsort sort
partition argpartition sort top_k
top_k partition sort
pad resize trim_zeros
polyadd polymul polyval
polyder polyint
polyfit polyval roots
polyval polyfit polyder
roots polyfit polyval
vander polyfit
median quantile nanmedian mean
nanmedian median nanquantile
nanpercentile percentile nanquantile
nanquantile quantile nanpercentile
percentile quantile median
quantile percentile median
geomspace logspace linspace
extract compress where
argwhere nonzero flatnonzero
ix_ indices meshgrid
unravel_index ravel_multi_index
digamma gammaln
erf erfc erfinv
gammaln digamma
i0 kaiser
logsumexp logaddexp exp
sinc sin
corrcoef cov
cumulative_max cumulative_min max
ptp max min
bartlett blackman hamming hanning kaiser
arange linspace
asarray empty from_dlpack
empty empty_like zeros
empty_like empty zeros_like
eye diag ones
from_dlpack asarray
full full_like
full_like full zeros_like
linspace arange geomspace logspace
meshgrid indices
ones ones_like zeros
ones_like ones zeros_like
tril triu
zeros zeros_like empty
zeros_like zeros empty_like
astype asarray can_cast
can_cast result_type isdtype
finfo iinfo
isdtype result_type
result_type can_cast isdtype
abs sign
sin asin sinh
cos acos cosh
tan atan tanh
asin acos atan
asinh acosh atanh
sinh cosh tanh
atan2 angle hypot
add subtract multiply divide
bitwise_and bitwise_or bitwise_xor bitwise_invert
bitwise_left_shift bitwise_right_shift
floor ceil round trunc
clip minimum maximum
conj real imag
copysign signbit sign
equal not_equal isclose
less less_equal greater greater_equal
exp expm1 log
log log1p log2 log10
floor_divide divide remainder
hypot sqrt
isfinite isinf isnan
logaddexp logsumexp logaddexp2
logical_and logical_or logical_xor logical_not
maximum minimum fmax max
negative positive abs
nextafter spacing
pow square sqrt
real imag conj
reciprocal divide
remainder floor_divide divmod
sign signbit abs
square pow sqrt
average mean
nansum sum nanmean
take take_along_axis
broadcast_to broadcast_arrays broadcast_shapes
concat stack
expand_dims squeeze
flip roll
moveaxis permute_dims swapaxes
repeat tile
reshape ravel
roll flip
squeeze expand_dims
stack unstack concat
argmax argmin max
count_nonzero nonzero
nonzero argwhere where
searchsorted digitize sort
where select
isin unique_values intersect1d
unique_all unique_counts unique_inverse unique_values
sort argsort partition
cumulative_sum cumulative_prod sum
max min argmax
mean average median std
sum prod mean
var std
all any
diff gradient
fft.fft fft.ifft fft.rfft
fft.fftn fft.ifftn fft.rfftn
fft.rfft fft.irfft fft.fft
fft.rfftn fft.irfftn fft.fftn
fft.hfft fft.ihfft fft.rfft
fft.fftfreq fft.rfftfreq
fft.fftshift fft.ifftshift
linalg.cond linalg.norm linalg.matrix_rank
linalg.lstsq linalg.solve linalg.pinv
linalg.multi_dot matmul
linalg.norm linalg.vector_norm linalg.matrix_norm
linalg.solve_triangular linalg.solve linalg.cholesky
linalg.cholesky linalg.qr linalg.solve_triangular
linalg.cross linalg.outer
linalg.det linalg.slogdet
linalg.diagonal diag linalg.trace
linalg.eig linalg.eigvals linalg.eigh
linalg.eigh linalg.eigvalsh linalg.eig
linalg.inv linalg.solve linalg.pinv
linalg.matrix_power matmul
linalg.matrix_rank linalg.svdvals
linalg.outer outer
linalg.pinv linalg.lstsq linalg.inv
linalg.qr linalg.svd linalg.cholesky
linalg.solve linalg.inv linalg.lstsq
linalg.svd linalg.svdvals linalg.qr
linalg.trace linalg.diagonal
"""


def _by_name() -> dict[str, tuple[str, ...]]:
    groups = [line.split() for line in _GROUPS.strip().split("\n")]
    found = {group[0]: tuple(group[1:]) for group in groups}
    for group in groups:
        for name in group:
            if name not in found:
                found[name] = tuple(other for other in group if other != name)
    return found


RELATED = _by_name()
