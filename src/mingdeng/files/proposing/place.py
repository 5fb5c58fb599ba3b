"""Where it was: as labelled, or named in the sentence that opens the minutes."""

import re

from mingdeng.files.proposing.meetings import HELD, Meeting
from mingdeng.files.proposing.said import Findings, Read
from mingdeng.files.text import is_nothing, kept

_AT = re.compile(
    r"(?:[在于赴]|前往)([^，,。；;在于]{2,30}?)(?:召开|组织|举行|开展|举办|集中|开了|开会|，|,)"
)
# Without such an ending 在…下, 在…中 and 在…上 would be places.
_PLACES = re.compile(
    r"(?:室|厅|馆|楼|堂|中心|基地|广场|旧居|旧址|遗址|公园|村|社区|镇|校|站|园|院|所|号|场|碑|陵园|线上|会议"
    r"|视频|机关|营地|展区|阵地|活动室)$"
)
_NO_PLACE = re.compile(r"主持|领导|精神|期间|情况|部署|年|月|日|点|时|会议$")
_ONLINE = re.compile("线上|视频会议|腾讯会议|钉钉")
LONGEST = 100


def read_place(meeting: Meeting, found: Findings) -> None:
    """The place, where it is said."""
    labelled = [
        value.read(kept(value.text).replace("\n", " ")[:LONGEST])
        for value in meeting.values("place")
        if not is_nothing(value.text)
    ]
    if meeting.values("place"):
        found.settle("place", "地点", labelled)
        return
    found.settle("place", "地点", _told(meeting))


def _told(meeting: Meeting) -> list[Read]:
    for line in meeting.lines[:6]:
        if line.field or not HELD.search(line.text[:200]):
            continue
        for match in _AT.finditer(line.text[:200]):
            place = match[1].strip()
            online = bool(_ONLINE.search(place))
            if online or (_PLACES.search(place) and not _NO_PLACE.search(place)):
                return [line.read(place, match[0].strip("，,"))]
    return []
