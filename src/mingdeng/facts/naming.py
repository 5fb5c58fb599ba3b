"""Names of organizations as people write them: full, short, with and without 中共 or 党."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import takewhile

from mingdeng.rulebook.vocabulary import vocabulary

DIGITS = str.maketrans("1234567890", "一二三四五六七八九〇")
# Spellings of the same kind of organization, longest first.
SAME = (
    ("支部委员会", "支部"),
    ("总支委员会", "总支"),
    ("总支部", "总支"),
    ("党总支", "总支"),
    ("党支部", "支部"),
    ("机关委员会", "机关党委"),
    ("工作委员会", "工委"),
)
SHORTEST_PREFIX = 3


def key(text: str) -> str:
    """What two spellings of one name have in common."""
    text = unicodedata.normalize("NFKC", text)
    text = re.sub(r"[\s·•・.,、()\[\]《》“”\"'_-]", "", text)
    text = re.sub(r"^(中国共产党|中共)", "", text)
    text = re.sub(r"(?<!\d)[1-9]\d(?!\d)", _tens, text).translate(DIGITS)
    # 总支部委员会 must not be read as a 支部委员会.
    text = text.replace("总支部委员会", "总支").replace("总支部", "总支")
    for long, short in SAME:
        text = text.replace(long, short)
    return re.sub(r"第([一二三四五六七八九〇十]+)", r"\1", text)


def _tens(found: re.Match[str]) -> str:
    """12 as it is said: 十2, the rest being translated like any other digit."""
    digits = found.group()
    return f"{digits[0].removeprefix('1')}十{digits[1].removeprefix('0')}"


def kind_of(text: str | None) -> str | None:
    """The kind of organization a name or a category cell stands for: what it ends with."""
    if not text:
        return None
    plain = re.sub(r"[\s()（）]", "", unicodedata.normalize("NFKC", text))
    return next((kind for spelling, kind in _endings() if plain.endswith(spelling)), None)


@cache
def _endings() -> list[tuple[str, str]]:
    """The spellings of kinds of organizations, longest first."""
    words = vocabulary().bearers.values()
    spellings = ((spelling, word.id) for word in words for spelling in word.also)
    return sorted(spellings, key=lambda entry: -len(entry[0]))


def short_names(full_names: Sequence[str], units: Sequence[str | None]) -> list[str]:
    """What the organ calls its organizations: without 中共 and without the unit they all share."""
    bare = [_plain(name) for name in full_names]
    shared = _shared_prefix(bare)
    return [_without(name, unit, shared) for name, unit in zip(bare, units, strict=True)]


def _plain(name: str) -> str:
    """Without blanks, 中共 and the 委员会 that a branch only carries in full names."""
    name = re.sub(r"^(中国共产党|中共)", "", re.sub(r"\s", "", name))
    return re.sub(r"(?<=支部)委员会$", "", name)


def _shared_prefix(names: Sequence[str]) -> str:
    branches = [name for name in names if kind_of(name) in {"branch", "general_branch"}]
    if len(branches) < 2:
        return ""
    alike = takewhile(lambda chars: len(set(chars)) == 1, zip(*branches, strict=False))
    shared = "".join(chars[0] for chars in alike)
    return shared if len(shared) >= SHORTEST_PREFIX else ""


def _without(name: str, unit: str | None, shared: str) -> str:
    if kind_of(name) not in {"branch", "general_branch"}:
        return name
    for prefix in filter(None, (re.sub(r"\s", "", unit or ""), _whole_words(shared))):
        rest = name.removeprefix(prefix)
        if rest != name and len(rest) > SHORTEST_PREFIX:
            return rest
    return name


def _whole_words(prefix: str) -> str:
    """A shared prefix only as far as it names the organ: up to 机关, 局, 委 and the like."""
    found = re.match(r".*(?:机关|委员会|办公室|办公厅|局|厅|委|院|协)", prefix)
    return found.group() if found else ""


class Directory:
    """Finds an organization by any of its spellings."""

    def __init__(self, names: Iterable[tuple[str, Sequence[str]]]) -> None:
        self._ids: dict[str, set[str]] = {}
        for organization_id, spellings in names:
            for spelling in spellings:
                self._ids.setdefault(key(spelling), set()).add(organization_id)

    def find(self, text: str | None) -> str | None:
        """The one organization that is written so, with or without 支部, or ends the text."""
        if not text or not key(text):
            return None
        wanted = key(text)
        exact = self._ids.get(wanted, set())
        if len(exact) == 1:
            return next(iter(exact))
        stem = self._ids.get(wanted + "支部", set()) | self._ids.get(wanted + "总支", set())
        if len(stem) == 1:
            return next(iter(stem))
        longest = max((k for k in self._ids if wanted.endswith(k)), key=len, default=None)
        found = self._ids[longest] if longest and len(longest) > SHORTEST_PREFIX else set()
        if not found and len(wanted) >= SHORTEST_PREFIX:  # 财政局党组 for 青源市财政局党组
            found = {o for name, ids in self._ids.items() if name.endswith(wanted) for o in ids}
        return next(iter(found)) if len(found) == 1 else None

    def find_in(self, text: str | None) -> str | None:
        """The one organization whose name stands somewhere in a title, sheet or file name."""
        if not text:
            return None
        wanted = key(text)
        inside = [k for k in self._ids if len(k) > SHORTEST_PREFIX and k in wanted]
        longest = [k for k in inside if not any(k != other and k in other for other in inside)]
        found = {organization for k in longest for organization in self._ids[k]}
        if len(found) == 1:
            return next(iter(found))
        return self._by_abbreviation(wanted) if not found else None

    def find_beginning(self, text: str | None) -> str | None:
        """The one branch whose name, though without 支部, a sheet or file name begins with."""
        words = re.sub(r"^[\d一二三四五六七八九十〇、]+", "", key(text or ""))
        stems = {_stem(name): ids for name, ids in self._ids.items() if name != _stem(name)}
        found = [stem for stem in stems if len(stem) >= SHORTEST_PREFIX and words.startswith(stem)]
        longest = stems[max(found, key=len)] if found else set()
        return next(iter(longest)) if len(longest) == 1 else None

    def _by_abbreviation(self, wanted: str) -> str | None:
        """The one whose name contains the characters of a short form in their order: 法工委支部."""
        stem = _stem(wanted)
        if len(stem) < 2:
            return None
        found = {
            organization
            for name, ids in self._ids.items()
            if name[0] == stem[0] and _is_subsequence(stem, name)
            for organization in ids
        }
        return next(iter(found)) if len(found) == 1 else None


def _stem(name: str) -> str:
    """财务处 for 财务处支部."""
    return re.sub(r"(支部|总支).*$", "", name)


def _is_subsequence(short: str, long: str) -> bool:
    rest = iter(long)
    return all(char in rest for char in short)
