"""The child of a fork runs, though other threads of its parent held locks of the tables of programs and functions."""

from __future__ import annotations

import os

import pytest

from fresh import fresh_python

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="no forks here"),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]

# What a child does, and how its parent learns that it did it: a child that hangs is ended by its alarm.
_FORK = """
import os, signal, threading, time, warnings
warnings.simplefilter("ignore")
import unified_arrays as ua

def forked(work):
    child = os.fork()
    if not child:
        signal.alarm(20)
        work()
        os._exit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_while_another_thread_makes_a_program() -> None:
    program = """
from unified_arrays._common.caches import Locked, RecentTable
tables = [RecentTable(4), Locked()]
held = threading.Event()

def hold():
    with tables[0].lock, tables[1].lock:
        held.set()
        time.sleep(60)

threading.Thread(target=hold, daemon=True).start()
held.wait()
def work():
    tables[0].keep(1, 2)
    assert tables[0].get(1) == 2
    with tables[1].lock:
        pass
forked(work)
"""
    assert fresh_python(_FORK + program) == ["7"]


def test_compiled_functions_and_fixed_namespaces_renew_their_locks() -> None:
    program = """
import numpy
from unified_arrays._common import caches
@ua.compile
def double(x):
    return ua.add(x, x)
double(numpy.ones(2))
holders = [one for one in caches._locked]
held = threading.Event()

def hold():
    for one in holders:
        one.lock.acquire()
    held.set()
    time.sleep(60)

threading.Thread(target=hold, daemon=True).start()
held.wait()
def work():
    assert double(numpy.ones(3)).tolist() == [2.0, 2.0, 2.0]
    assert ua.multiply(numpy.ones(3), 2.0).tolist() == [2.0, 2.0, 2.0]
forked(work)
"""
    assert fresh_python(_FORK + program) == ["7"]


def test_while_another_thread_loads_a_backend_and_traces() -> None:
    program = """
import importlib, sys
from unified_arrays import backends
loading, imported = threading.Event(), importlib.import_module

def slow(name, *rest):
    if name == "unified_arrays.backends.torch.adapter":
        loading.set()
        time.sleep(60)
    return imported(name, *rest)

importlib.import_module = slow
backends.registry.importlib.util.find_spec = lambda name: name

def load():
    with ua.memory.trace():
        backends.by_name("torch")

from unified_arrays._diagnostics import trace
from unified_arrays._dispatch import call_sites
holding = threading.Event()

def hold():
    with call_sites._changing.lock, trace._one_at_a_time.lock:
        holding.set()
        time.sleep(60)

for one in (load, hold):
    threading.Thread(target=one, daemon=True).start()
    (loading if one is load else holding).wait()
def work():
    import numpy
    with ua.memory.trace() as trace:
        assert ua.add(numpy.ones(3), 1.0).tolist() == [2.0, 2.0, 2.0]
    assert len(trace.rows) == 1
forked(work)
"""
    assert fresh_python(_FORK + program) == ["7"]
