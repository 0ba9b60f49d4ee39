"""PyTorch's fast paths of dtypes."""

from __future__ import annotations

import itertools
from typing import Any

import torch
from torch.compiler import is_dynamo_compiling  # which cannot trace torch.result_type

from ...common.fast_paths import Call, named
from ..unsigned import promoted
from .conditions import FLOATING, INTEGERS, REAL, REFUSALS

_dtype, _result_type = torch.dtype, torch.result_type
_KIND = {**dict.fromkeys(INTEGERS, "integer"), **dict.fromkeys(REAL, "real")}
_PAIRS = list(itertools.product((torch.bool, torch.uint8, *INTEGERS, *FLOATING), repeat=2))
_CASTS = {(one, other): promoted(one, other) is other for one, other in _PAIRS}


def astype(fallback: Call) -> Call:
    def astype(x: Any, dtype: Any, /, *, copy: bool = True, device: Any = None) -> Any:
        try:
            if device is None and dtype.__class__ is _dtype and copy.__class__ is bool and not x.is_complex():
                return x.type(dtype) if x.dtype is not dtype else x.clone() if copy else x
        except REFUSALS:
            pass
        return fallback(x, dtype, copy=copy, device=device)

    return astype


def can_cast(fallback: Call) -> Call:
    def can_cast(from_: Any, to: Any, /) -> Any:
        try:
            return _CASTS[from_, to]
        except REFUSALS:
            pass
        return fallback(from_, to)

    return can_cast


def result_type(fallback: Call) -> Call:
    def result_type(*arrays_and_dtypes: Any) -> Any:
        try:
            # Two dtypes of one kind have a common one whatever the axes, which PyTorch looks at.
            if (
                len(arrays_and_dtypes) == 2
                and not is_dynamo_compiling()
                and (
                    arrays_and_dtypes[0].dtype is arrays_and_dtypes[1].dtype
                    or _KIND[arrays_and_dtypes[0].dtype] is not _KIND[arrays_and_dtypes[1].dtype]
                )
            ):
                return _result_type(*arrays_and_dtypes)
        except REFUSALS:
            pass
        return fallback(*arrays_and_dtypes)

    return result_type


FAST_PATHS = named(astype, can_cast, result_type)
