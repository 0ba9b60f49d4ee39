from ._common.types import AnyArray as AnyArray
from ._common.types import Array as Array
from ._stub_types import Axes as Axes
from ._stub_types import DeviceLike as DeviceLike
from ._stub_types import DTypeLike as DTypeLike
from ._stub_types import Shape as Shape
