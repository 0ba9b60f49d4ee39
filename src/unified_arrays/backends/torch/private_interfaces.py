"""The private interfaces of PyTorch that are used, and fallbacks where one is missing."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from torch.autograd import forward_ad as _forward_ad

from ..._common.private_interfaces import PrivateInterfaces, VersionRange


def standard_gamma_of_numpy(alpha: Any, *, generator: torch.Generator) -> Any:
    """Gamma variates that NumPy draws, seeded with bits of the generator."""
    bits = torch.empty(4, dtype=torch.int64, device=generator.device).random_(generator=generator)
    drawn = np.random.default_rng(bits.tolist()).standard_gamma(alpha.cpu().double().numpy())
    return torch.as_tensor(drawn, dtype=alpha.dtype, device=alpha.device)


PRIVATE = PrivateInterfaces(torch.__version__, VersionRange("PyTorch", "2.13", "2.14"))

_level = PRIVATE.find(
    "torch.autograd.forward_ad:_current_level",
    why="no public function tells whether tensors may have tangents; asking each tensor costs more than the call",
    without="out= is never filled by PyTorch's own kernels, which is slower and needs a temporary",
    instead=lambda: None,
)
# `_current_level` is below 0 where no tensor can have a tangent.
forward_ad: Any = _forward_ad if _level is not None else SimpleNamespace(_current_level=0)

# Whether torch.autocast is enabled, for any kind of device.
is_autocast_enabled: Any = PRIVATE.find(
    "torch:_C._is_any_autocast_enabled",
    why="the public function is asked about one kind of device at a time",
    without="calls with out= of sums, products and such take a little longer",
    instead=lambda: lambda: any(map(torch.is_autocast_enabled, ("cpu", "cuda", "mps", "xpu"))),
)

# The values of the protocol attributes of a class that disables the protocols.
disabled_protocols: dict[str, Any] = {
    f"__torch_{protocol}__": PRIVATE.find(
        f"torch:_C._disabled_torch_{protocol}_impl",
        why="no public function tells whether a subclass of tensors has a protocol of its own",
        without="parameters and other plain subclasses are not filled by PyTorch's own kernels, which is slower",
        instead=object,
    )
    for protocol in ("function", "dispatch")
}

# What a transform of torch.func wraps tensors in; None if it is not there.
functorch: Any = PRIVATE.find(
    "torch:_C._functorch",
    why="no public function tells whether a tensor stands for a batch of torch.vmap, which has no single value",
    without="what values say is not looked at inside a transform of torch.func",
    instead=lambda: None,
)

# Gamma variates of a generator.
standard_gamma: Any = PRIVATE.find(
    "torch:_standard_gamma",
    why="the public torch.distributions.Gamma takes no generator",
    without="gamma, beta and standard_gamma are drawn by NumPy on the host, which is slower",
    instead=lambda: standard_gamma_of_numpy,
)

_PROFILER: dict[str, Any] = {
    "why": "each session of the public torch.profiler (2.13) writes two lines to stderr",
    "without": "what a call allocates is not known",
    "instead": lambda: None,
}
enable_profiler: Any = PRIVATE.find("torch.autograd:_enable_profiler_legacy", **_PROFILER)
disable_profiler: Any = PRIVATE.find("torch.autograd:_disable_profiler_legacy", **_PROFILER)
profiler_config: Any = PRIVATE.find("torch.autograd:ProfilerConfig", **_PROFILER)
profiler_options: Any = PRIVATE.find("torch:_C._profiler._ExperimentalConfig()", **_PROFILER)
has_profiler = None not in (enable_profiler, disable_profiler, profiler_config, profiler_options)


@cache
def compiler_of_graphs() -> Any:
    """Inductor's compile_fx, or None. Its module takes a second to import, and is imported when first needed."""
    return PRIVATE.find(
        "torch._inductor.compile_fx:compile_fx",
        why="no public function gives a backend of torch.compile to Inductor's programs, to look at their graphs",
        without="a program that raises an error leaves what it has written, and the error is that of the compiler",
        instead=lambda: None,
    )


# Errors of classes in these modules mean that torch.compile cannot compile a function, not that the function is wrong.
COMPILERS = ("torch._dynamo", "torch._inductor")
PRIVATE.note(
    "torch._dynamo and torch._inductor, modules of error classes",
    why="torch.compile has no public class of its errors",
    without="a function that cannot be compiled raises the error of torch.compile, and is not called as it is",
)
PRIVATE.note(
    "_dynamo_marked_constant, an attribute of functions",
    why="torch.compiler.assume_constant_result imports the compiler, which takes a second",
    without="torch.compile(fullgraph=True) cannot trace the first call of a function",
)
