"""Tables that are filled as they are used, and never grow beyond a bound.

A key holds types (or dtypes), and types can be made without end: a subclass of ndarray in every call of a function, a
record dtype for every file. A full table forgets everything and starts again; what is still needed is resolved once
more.
"""

from __future__ import annotations

import os
from _thread import RLock  # as threading has it, whose import takes a millisecond
from collections import OrderedDict
from typing import Any
from weakref import WeakSet

LIMIT = 256  # entries of one table: more than the arrays, scalars and dtypes of a program ever combine to


class Locked:
    """What has a lock that other threads may hold when the process forks: a child, which has no other threads, gets one
    of its own. What was being made behind the lock is not there yet, and is made again.
    """

    def __init__(self) -> None:
        self.lock = RLock()
        _locked.add(self)


_locked: WeakSet[Locked] = WeakSet()


def _renew_locks() -> None:
    for holder in list(_locked):
        holder.lock = RLock()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_renew_locks)


class BoundedTable:
    """Values by key, all of which are forgotten when one is kept beyond LIMIT.

    Hot paths look into `ready` themselves: CPython is quicker with a dict than with anything made of one.
    """

    def __init__(self) -> None:
        self.ready: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self.ready)

    def keep(self, key: Any, value: Any) -> Any:
        """Store `value` under `key`, and return it."""
        if len(self.ready) >= LIMIT:
            self.ready.clear()
        self.ready[key] = value
        return value


class RecentTable(Locked):
    """At most `limit` values by key; when one more is kept, the one that was used longest ago is forgotten.

    For what costs much to make and to hold, such as compiled programs; a look takes a lock.
    """

    def __init__(self, limit: int = LIMIT) -> None:
        super().__init__()
        self.limit = limit
        self._values: OrderedDict[Any, Any] = OrderedDict()  # the last used is last

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: Any) -> Any:
        """The value kept under `key`, or None. TypeError for a key that cannot be hashed."""
        with self.lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def keep(self, key: Any, value: Any) -> Any:
        """Store `value` under `key`, and return it."""
        with self.lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self.limit:
                self._values.popitem(last=False)
        return value

    def values(self) -> list[Any]:
        with self.lock:
            return list(self._values.values())

    def clear(self) -> None:
        with self.lock:
            self._values.clear()
