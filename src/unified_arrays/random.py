"""Random numbers on every backend: `default_rng` makes a generator, whose methods are those of NumPy's."""

from ._common.public_names import belong_to as _belong_to
from ._dispatch.namespaces import hold as _hold
from ._random.generator import Generator
from ._random.making import default_rng
from ._random.making import of_backend as of_backend

__all__ = ["Generator", "default_rng"]

_belong_to(__name__, map(vars().get, __all__))
_hold(__name__)
