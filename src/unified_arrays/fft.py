"""The fft extension of the array API standard."""

from ._api.fft import *
from ._api.fft import __all__ as __all__
