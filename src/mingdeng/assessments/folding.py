"""What pages say of many organizations, folded from their verdicts once and kept.

A judgement of two hundred branches is half a million verdicts; a page shows a few
hundred words of it. What to make of the verdicts the caller says; here it is made once
per organization, version, packs and day, kept in the process, and for today also in the
database, so that another process and the next start find it made.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Generic, NamedTuple, TypeVar

import mingdeng
from mingdeng.access.policy import Viewer, scope
from mingdeng.assessments.kept import Kept
from mingdeng.assessments.outcomes import Key, Keys, judge_anew, judge_kept, keys_of, rulebook_of
from mingdeng.assessments.queries import stored_folds
from mingdeng.assessments.services import store_folds
from mingdeng.engine.inputs import Clocks
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome
from mingdeng.rulebook.registers import load_registers

T = TypeVar("T")
# So many are judged together: enough to share the queries, few enough to keep memory small.
TOGETHER, A_FEW = 20, 4
KEPT = 4_000


@dataclass(frozen=True)
class Fold(Generic[T]):
    """What a caller makes of an organization's verdicts, and how that is stored as plain data."""

    name: str
    make: Callable[[Outcome, Organization], T]
    dump: Callable[[T], Any]
    load: Callable[[Any], T]


class _Place(NamedTuple):
    fold: str
    key: Key


_kept: Kept[_Place, Any] = Kept(KEPT)
_judging = Lock()


def keys_seen(viewer: Viewer, ids: Iterable[uuid.UUID], clocks: Clocks) -> dict[uuid.UUID, Key]:
    """Those of the organizations whose duties the viewer may see, in the order given."""
    found = scope(viewer, "read", "board")
    seen = [one for one in ids if found.everything or one in found.organizations]
    return keys_of(seen, clocks)


def folded(keys: Keys, clocks: Clocks, fold: Fold[T], *, store: bool) -> list[T]:
    """What was made of each of some organizations, in the order given."""
    there = _there(keys, fold)
    if len(there) < len(keys):
        # Two requests that miss the same would judge it twice.
        with _judging:
            there = _there(keys, fold)
            there |= _stored({one: keys[one] for one in keys if one not in there}, fold)
            missing = {one: key for one, key in keys.items() if one not in there}
            there |= _make(missing, clocks, fold, store=store)
    return [there[one] for one in keys if one in there]


def _there(keys: Keys, fold: Fold[T]) -> dict[uuid.UUID, T]:
    found = {one: _kept.get(_Place(fold.name, key)) for one, key in keys.items()}
    return {one: made for one, made in found.items() if made is not None}


def _stored(keys: Keys, fold: Fold[T]) -> dict[uuid.UUID, T]:
    """What another process, or an earlier start, has made of the very same."""
    found = {
        one: fold.load(body)
        for one, (key, body) in stored_folds(keys, fold.name).items()
        if key == _fingerprint(keys[one])
    }
    for one, made in found.items():
        _kept.put(_Place(fold.name, keys[one]), made)
    return found


def _make(keys: Keys, clocks: Clocks, fold: Fold[T], *, store: bool) -> dict[uuid.UUID, T]:
    found: dict[uuid.UUID, T] = {}
    # A few are what a single page asks for next; all of them at once would fill the memory.
    judge = judge_kept if len(keys) <= A_FEW else judge_anew
    for some in _several(keys):
        made = {
            uuid.UUID(organization.id): fold.make(outcome, organization)
            for outcome in judge(some, clocks)
            for organization in outcome.organ.organizations
        }
        for one, what in made.items():
            _kept.put(_Place(fold.name, some[one]), what)
        if store:
            plain = {one: (_fingerprint(some[one]), fold.dump(what)) for one, what in made.items()}
            store_folds(fold.name, plain)
        found |= made
    return found


def _fingerprint(key: Key) -> str:
    """What was judged, by which rules and registers, on which day, by which product."""
    rules, registers = rulebook_of(key.packs).fingerprint, load_registers(key.packs).fingerprint
    said = (_code(), rules, registers, key.version, key.packs, *map(str, key.clocks))
    return hashlib.sha256(repr(said).encode()).hexdigest()


@cache
def _code() -> str:
    """The product's own text: what another version of it has made is made anew."""
    files = sorted(Path(mingdeng.__file__).parent.rglob("*.py"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _several(keys: Keys) -> Iterator[Keys]:
    every = list(keys.items())
    for start in range(0, len(every), TOGETHER):
        yield dict(every[start : start + TOGETHER])
