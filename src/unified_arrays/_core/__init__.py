"""Where pickles that were written before modules moved look for what is in them. Nothing else imports this package."""

import sys

from .. import *  # every public function, and Device
from .._common.dtypes import DType  # noqa: F401
from .._common.errors import _number_error  # noqa: F401
from .._dispatch.at import At, Places  # noqa: F401
from .._dispatch.compile import Programs  # noqa: F401
from ..memory import *

for _module in "compiling devices dtypes errors inspection memory recording selection writing".split():
    sys.modules[f"{__name__}.{_module}"] = sys.modules[__name__]
