"""What the words around a table say: organization, year, kinds; from title, sheet, file name."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from mingdeng.files.dates import YearHint
from mingdeng.files.kinds import MEETINGS, kind_words, named_kinds
from mingdeng.files.people import groups_in
from mingdeng.files.rows import FILE, GROUP_MEETING, SHEET, TITLE, Group
from mingdeng.files.text import chinese_number, squeeze

_YEAR = re.compile(
    r"(?<![\d〔\[(])(?:(?<=[Ss]heet)\d{1,2})?((?:19|20)\d{2})(?=年|[^\d〕]|$|(?:0[1-9]|1[0-2])(?:[0-3]\d)?(?!\d))"
)
_CHINESE_YEAR = re.compile(r"([一二][〇○零九0][〇○零一二三四五六七八九]{2})年")
_FILL_LABEL = re.compile(
    r"(?:党支部名称|支部名称|党组织名称|组织名称|所属党支部|所在党支部|所属支部|所在支部|填报党支部|填报支部|填报党组织"
    r"|填报单位|填表单位|报送单位|单位名称|党支部|党组织|支部|单位)(?:\(.{0,6}?\))?[:：]"
)
_FILL_DATE = re.compile(
    r"(?:填报|填表|制表|报送|上报|打印|更新|统计|截止|登记|报表|审核)(?:时间|日期|年月日?)(?:\(.{0,6}?\))?[:：]?.*"
)
_OTHER_LABEL = re.compile(
    r"(?:党?支部书记|书记|负责人|联系人|联系电话|电话|填表人|填报人|审核人?|党小组|年度|时间|日期|编号|党员数|党员人数|人数|主持人)"
    r"(?:\(.{0,6}?\))?[:：]"
)
_ORGANIZATION = re.compile(
    r".*(?:支部委员会|总支部委员会|机关委员会|纪律检查委员会|支部|党总支|总支部|总支|党委|机关纪委|工委|党组)"
)
_BRANCH = re.compile(r"支部|总支")
_NOT_ONE = re.compile(
    r"^(?:本|各|所属|下属|全体|该|某|基层)?(?:基层)?(?:党)?(?:支部|总支|党组织)$|各支部|各党支部|所属党?支部"
)
_HEAD_NOISE = re.compile(
    r"^(?:附件\d*|附表\d*|表\d+|关于|全年|年度|年|度|第?[一二三四1-4]季度|上半年|下半年|\d+月份?|[\d.、:：()一二三四五六七八九十]+[、.:：)])+"
)
_CUTS = re.compile(
    r"\d{4}(?:年度?)?|[一二][〇○零九]{1}[〇○零一二三四五六七八九]{2}年|三会一课|第?[一二三四1-4]季度|上半年|下半年|\d{1,2}[-至]?\d{0,2}月份?|台账"
    r"|登记[表簿册]|记录[表簿册本]?|会议|名册|花名册|一览表|统计表|汇总表|[《》“”\"'‘’、,:;|()\[\]【】_~—\-\s·]|召开|关于|开展"
)
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)\s+(?=\d)")  # 08 2025年台账 is of 2025
_FILE_NUMBER = re.compile(r"^\d{1,2}[.\-_、\s]*(?=[\u4e00-\u9fff])(?![年月])")
_OWN_PREFIX = ("党支部", "支部", "机关党委", "党总支", "总支", "党委", "党组")


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for the rows of a table unless a row says otherwise."""

    organization: str | None = None
    organization_from: str | None = None
    year: YearHint = field(default_factory=YearHint)
    kinds: tuple[str, ...] = ()  # the kind meant where a table has no column for it
    kinds_named: tuple[str, ...] = ()
    group: Group = None
    years: tuple[int, ...] = ()
    title: str | None = None


def context_of(
    titles: Sequence[str], sheet: str | None, file: str, further: Sequence[str] = ()
) -> Context:
    """The context of a table below these lines, on this sheet of this file.

    `further` are lines that stand farther off: the title of the sheet's first table.
    """
    places = [(TITLE, [*titles, *further]), (SHEET, [sheet or ""]), (FILE, file_names(file))]
    organization, origin = _organization(places)
    kinds_named = [named_kinds(text) for _, texts in places for text in texts]
    years = [year for _, texts in places for text in texts for year in years_in(text)]
    kinds = _default_kinds(kinds_named)
    return Context(
        organization=organization,
        organization_from=origin,
        year=_year_hint(places),
        kinds=kinds,
        kinds_named=tuple(dict.fromkeys(kind for named in kinds_named for kind in named)),
        group=_group(places) if kinds == (GROUP_MEETING,) else None,
        years=tuple(sorted(set(years))),
        title=next((line for line in titles if not _is_fill_line(line)), None),
    )


def with_section(context: Context, line: str) -> Context:
    """The context below a line within the table that names a branch, a year or a kind."""
    organization = organization_in(line)
    if organization:
        context = replace(context, organization=organization, organization_from=TITLE)
    years = years_in(line)
    if len(years) == 1:
        context = replace(context, year=YearHint(years[0], TITLE))
        context = replace(context, years=tuple(sorted({*context.years, *years})))
    kinds = named_kinds(line)
    named = tuple(dict.fromkeys((*context.kinds_named, *kinds)))
    return replace(context, kinds_named=named, kinds=_default_kinds([kinds]) or context.kinds)


def file_names(file: str) -> list[str]:
    """The name of a file without its ending, then its folders from the inside out."""
    parts = file.split("/")
    stem = _FILE_NUMBER.sub("", parts[-1].rpartition(".")[0] or parts[-1])
    return [stem, *reversed(parts[:-1])]


def _organization(places: Iterable[tuple[str, list[str]]]) -> tuple[str | None, str | None]:
    """The branch named nearest to the rows; a committee only where no branch is named at all."""
    found = [
        (name, origin) for origin, texts in places for text in texts for name in _named_in(text)
    ]
    branches = [item for item in found if _BRANCH.search(item[0])]
    best = branches or found
    return best[0] if best else (None, None)


def _named_in(text: str) -> list[str]:
    name = organization_in(text)
    return [name] if name else []


def organization_in(text: str) -> str | None:
    """The Party organization a title, a sheet name or a fill-in line names."""
    if len(text) > 200:
        return None
    line = _FILL_DATE.sub("", squeeze(text))
    label = _FILL_LABEL.search(line)
    if label:
        value = _OTHER_LABEL.split(line[label.end() :])[0]
        return _organization_at_end(value) if value else None
    for segment in _segments(line):
        name = _organization_at_end(segment)
        if name:
            return name
    return None


def _segments(line: str) -> list[str]:
    """A line cut at years, kinds and the usual words of titles; 支部委员会会议 leaves its 支部."""

    def cut(match: re.Match[str]) -> str:
        before = line[: match.start()]
        own = next((word for word in _OWN_PREFIX if match[0].startswith(word)), "")
        named = not before or before[-1] in "年度" or before.endswith(_OWN_PREFIX)
        return "|" if named else f"{own}|"

    return [part for part in _CUTS.sub("|", kind_words().pattern.sub(cut, line)).split("|") if part]


def _organization_at_end(segment: str) -> str | None:
    match = _ORGANIZATION.match(squeeze(segment))
    if not match:
        return None
    name = _HEAD_NOISE.sub("", match[0])
    return None if _NOT_ONE.search(name) or len(name) < 3 or len(name) > 60 else name


def is_organization(text: str) -> bool:
    """Whether a cell names a Party organization."""
    word = squeeze(text)
    return len(word) <= 60 and bool(_ORGANIZATION.fullmatch(word))


def years_in(text: str) -> list[int]:
    """The years a line speaks of; the day it was filled in is not one of them."""
    line = _FILL_DATE.sub("", squeeze(_BETWEEN_NUMBERS.sub("-", text[:300])))
    found = [int(year) for year in _YEAR.findall(line)]
    found += [chinese_number(year) or 0 for year in _CHINESE_YEAR.findall(line)]
    return list(dict.fromkeys(year for year in found if 1949 <= year <= 2099))


def _year_hint(places: Iterable[tuple[str, list[str]]]) -> YearHint:
    for origin, texts in places:
        for text in texts:
            years = years_in(text)
            if len(years) == 1:
                return YearHint(years[0], origin)
            if years:
                return YearHint()  # 2025—2026年: which one is not said
    return YearHint()


def _default_kinds(named: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """The nearest name that speaks of one kind of meeting only."""
    meetings = (tuple(kind for kind in kinds if kind in MEETINGS) for kinds in named)
    return next((kinds for kinds in meetings if len(kinds) == 1), ())


def _group(places: Iterable[tuple[str, list[str]]]) -> Group:
    numbers = (groups_in(text) for _, texts in places for text in texts)
    return next((found[0] for found in numbers if len(found) == 1), None)


def _is_fill_line(line: str) -> bool:
    word = squeeze(line)
    return bool(
        _FILL_LABEL.match(word) or _FILL_DATE.match(word) or word.startswith(("附件", "附表"))
    )
