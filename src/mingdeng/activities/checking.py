"""Whether what is said of an activity can stand: every problem at its field, in words."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date

from mingdeng.activities.said import Hosting, Item, Record
from mingdeng.rulebook.vocabulary import vocabulary

GROUP_MEETING = "group_meeting"
# As long as the columns are: SQLite would keep more, PostgreSQL refuses.
LENGTHS = {
    "place": 100,
    "chair": 60,
    "recorder": 60,
    "lecturer": 60,
    "topic": 500,
    "for_period": 20,
    "source": 200,
}
TEXT, NAME, REASON, LARGEST = 1_000, 60, 40, 2_147_483_647


class Invalid(Exception):
    """What cannot be recorded, by field: each message says what is wrong and what to do."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("；".join(self.problems.values()))


def check(given: Record, today: date | None, branches: Mapping[uuid.UUID, uuid.UUID]) -> None:
    """Raise Invalid where a record contradicts itself; `branches` of the groups named.

    Without `today` it is a plan: its day may still come.
    """
    problems = dict(
        (
            *_texts(given),
            *_agenda(given.agenda),
            *(problem for host in given.hosts for problem in _numbers(host)),
            *_hosts(given, branches),
            *_times(given, today),
        )
    )
    if not given.kinds or any(kind not in vocabulary().kinds for kind in given.kinds):
        problems["kinds"] = "请选择会议类别。"
    if problems:
        raise Invalid(problems)


def _times(given: Record, today: date | None) -> Iterator[tuple[str, str]]:
    if today is not None and given.held_on > today:
        yield "held_on", "日期还没有到。计划中的会议请存为计划。"
    if given.held_to and given.held_to < given.held_on:
        yield "held_to", "结束日期早于开始日期。"
    one_day = given.held_to in {None, given.held_on}
    if given.start and given.end and given.end <= given.start and one_day:
        yield "end", "结束时间应晚于开始时间。"


def _hosts(given: Record, branches: Mapping[uuid.UUID, uuid.UUID]) -> Iterator[tuple[str, str]]:
    places = [(host.organization, host.group) for host in given.hosts]
    if not places:
        yield "hosts", "请选择主办的党组织。"
    if len(set(places)) < len(places):
        yield "hosts", "同一个党组织只列一次。"
    if GROUP_MEETING in given.kinds and any(group is None for _, group in places):
        yield "group", "党小组会请选择党小组。"
    if any(group and branches.get(group) != branch for branch, group in places):
        yield "group", "所选的党小组不属于这个支部，请重新选择。"


def _numbers(host: Hosting) -> Iterator[tuple[str, str]]:
    for field, name in (("expected", "应到"), ("present", "实到")):
        number = getattr(host, field)
        if number is not None and not 0 <= number <= LARGEST:
            yield field, f"{name}人数请填写零或正整数。"
    if host.expected is not None and host.present is not None and host.present > host.expected:
        yield "present", f"实到{host.present}人多于应到{host.expected}人，请核对。"
    if any(len(one.name) > NAME or len(one.reason) > REASON for one in host.absent):
        yield "absent", f"缺席人员姓名不超过{NAME}字，原因不超过{REASON}字。"


def _texts(given: Record) -> Iterator[tuple[str, str]]:
    for field, most in LENGTHS.items():
        if len(getattr(given, field)) > most:
            yield field, f"这一项不超过{most}字，请缩短。"
    if any(len(name) > NAME for name in given.guests):
        yield "guests", f"列席人员姓名不超过{NAME}字。"
    if given.hours is not None and not 0 <= given.hours < 10_000:
        yield "hours", "学时请填写零到9999之间的数。"
    elif given.hours is not None and given.hours != round(given.hours, 1):
        yield "hours", "学时最多一位小数。"


def _agenda(items: tuple[Item, ...]) -> Iterator[tuple[str, str]]:
    for place, item in enumerate(items, start=1):
        if max(len(item.text), len(item.decision)) > TEXT:
            yield "agenda", f"第{place}项议题不超过{TEXT}字，请缩短。"
        if any(topic not in vocabulary().topics for topic in item.topics):
            yield "agenda", f"第{place}项的专题不在目录中，请重新选择。"
        votes = (item.votes_for, item.votes_against, item.abstentions)
        if any(number is not None and not 0 <= number <= LARGEST for number in votes):
            yield "agenda", f"第{place}项的票数请填写零或正整数。"
