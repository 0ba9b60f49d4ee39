"""unified_arrays: numerical code written once, on NumPy, PyTorch, TensorFlow and JAX, with its memory under control.

    import unified_arrays as ua                # UNIFIED_ARRAYS_BACKEND=numpy | torch | tensorflow | jax

    a, b = ua.asarray([1.0, 2.0, 3.0]), ua.asarray([4.0, 5.0, 6.0])
    c = ua.empty_like(a)                       # what you allocate you can write to, on every backend
    ua.add(a, b, out=c)

The functions are those of the array API standard, with `out=`, and some 170 of NumPy's besides. dir(ua) lists them;
help(ua.add) describes one, with its parameters, its errors and an example. The rest of help(ua) is all of them.

    ua.zeros, ua.add, ua.sum, ua.concat ...    functions of arrays; ua.float32 ... are dtypes
    ua.linalg, ua.fft, ua.random               more of them; ua.random.default_rng draws numbers
    ua.copyto, ua.at                           write into arrays at hand
    ua.use_backend, ua.set_backend             which backend answers for calls without arrays; ua.use_device: where
    ua.to_backend, ua.to_device                data of one backend or device, on another
    ua.array_namespace, ua.is_array            what an array belongs to
    ua.compile, ua.in_place_writes             a chain of calls as one program; writes without a temporary
    ua.blockwise                               arrays larger than memory
    ua.write_mode, ua.memory                   how a result reaches out, and what a call allocates
    ua.np                                      NumPy's own names and signatures
    ua.numpy, ua.torch, ua.tensorflow, ua.jax  the same functions, bound to one backend
    ua.testing, ua.typing                      for tests, and for the signatures of others
    python -m unified_arrays                   what is installed, and what of the machine is slow or wrong

Importing this package imports NumPy at most; the other frameworks are imported when first named or met.
"""

from . import fft as fft
from . import linalg as linalg
from ._api.beyond_standard.angles import *
from ._api.beyond_standard.applying import *
from ._api.beyond_standard.arranging import *
from ._api.beyond_standard.calculus import *
from ._api.beyond_standard.choosing import *
from ._api.beyond_standard.comparing import *
from ._api.beyond_standard.diagonals import *
from ._api.beyond_standard.distinct import *
from ._api.beyond_standard.elementary import *
from ._api.beyond_standard.histograms import *
from ._api.beyond_standard.joining import *
from ._api.beyond_standard.nan_reductions import *
from ._api.beyond_standard.ordering import *
from ._api.beyond_standard.padding import *
from ._api.beyond_standard.polynomials import *
from ._api.beyond_standard.products import *
from ._api.beyond_standard.quantiles import *
from ._api.beyond_standard.ranges import *
from ._api.beyond_standard.selecting import *
from ._api.beyond_standard.special import *
from ._api.beyond_standard.statistics import *
from ._api.beyond_standard.windows import *
from ._api.creation import *
from ._api.data_types import *
from ._api.elementwise import *
from ._api.extras import *
from ._api.indexing import *
from ._api.linear_algebra import *
from ._api.manipulation import *
from ._api.searching import *
from ._api.sets import *
from ._api.sorting import *
from ._api.statistical import *
from ._api.utility import *
from ._blocks.blockwise import *
from ._common.constants import *
from ._common.constants import STANDARD as __array_api_version__  # noqa: F401
from ._common.devices import *
from ._common.dtypes import *
from ._common.errors import *
from ._common.public_names import belong_to as _belong_to
from ._diagnostics.write_mode import *
from ._dispatch.at import *
from ._dispatch.compile import *
from ._dispatch.docstrings import document as _document
from ._dispatch.inspection import *
from ._dispatch.inspection import namespace_info as __array_namespace_info__  # noqa: F401
from ._dispatch.namespaces import unloaded as _unloaded
from ._dispatch.placing import *
from ._dispatch.selection import *
from ._dispatch.transfer import *

_document()
__version__ = "0.1.0"

__all__ = sorted(name for name in vars() if not name.startswith("_"))
_belong_to(__name__, map(vars().get, __all__))
globals().update(_unloaded(__name__))


def __dir__() -> list[str]:
    return sorted(name for name in globals() if not name.startswith("_") or name.startswith("__"))
