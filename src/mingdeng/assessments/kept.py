"""The latest answers of this process, shared by its threads."""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class Kept(Generic[K, T]):
    """So many answers by key; the one not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._items: OrderedDict[K, T] = OrderedDict()
        self._lock = Lock()
        self._most = most

    def get(self, key: K) -> T | None:
        """The answer, if it is still kept."""
        with self._lock:
            found = self._items.get(key)
            if found is not None:
                self._items.move_to_end(key)
            return found

    def put(self, key: K, answer: T) -> None:
        """Keep an answer."""
        with self._lock:
            self._items[key] = answer
            while len(self._items) > self._most:
                self._items.popitem(last=False)
