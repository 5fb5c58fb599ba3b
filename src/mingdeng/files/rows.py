"""What reading files yields: rows, tables and findings, each with the place it came from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal

ERROR, WARNING, NOTICE = "error", "warning", "notice"
DAY_UNKNOWN = date(1, 1, 1)

# Where the organization of a row was written.
COLUMN, TITLE, SHEET, FILE, TEXT = "column", "title", "sheet", "file", "text"

# What a table is.
ORGANIZATIONS, MEMBERS, ACTIVITIES, DUES, POSTS, OTHER = (
    "organizations",
    "members",
    "activities",
    "dues",
    "posts",
    "other",
)

GROUP_MEETING = "group_meeting"  # the kind that belongs to a group, not to the whole branch

# What an activity was read from.
LEDGER, MINUTES = "ledger", "minutes"

Group = int | str | None
Votes = tuple[int | None, int | None, int | None]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row stands: sheet and row as the spreadsheet counts them, or a place in Word."""

    file: str
    sheet: str | None = None
    row: int | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell the person who keeps the file.

    `error`: something was not taken; `warning`: taken, look at it; `notice`: for information.
    """

    file: str
    sheet: str | None
    row: int | None
    column: int | None
    place: str | None
    severity: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class OrganizationRow:
    """One line of a list of Party organizations; `kind` is a bearer of the vocabulary."""

    source: Source
    columns: Mapping[str, int]
    name: str
    short_name: str | None = None
    parent: str | None = None
    kind: str | None = None
    founded: date | None = None
    elected: date | None = None
    dissolved: date | None = None
    term_ends: date | None = None
    secretary: str | None = None
    groups: int | None = None
    unit: str | None = None
    members: int | None = None
    staff: int | None = None


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One person of a roster; `status` is "full", "probationary" or None where not stated."""

    source: Source
    columns: Mapping[str, int]
    organization: str | None
    organization_from: str | None
    name: str
    gender: str | None = None
    id_number: str | None = None
    birth: date | None = None
    status: str | None = None
    joined: date | None = None
    converted: date | None = None
    posts: tuple[str, ...] = ()
    group: Group = None
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Absence:
    """One person who was not there, and the reason as far as it was given."""

    name: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One meeting or activity, from a line of a ledger or from Word minutes.

    `form` tells the two apart: "ledger" or "minutes".  `held_to` is the last day where
    several are named, `quotes` the words a field was read from (minutes only).
    """

    source: Source
    columns: Mapping[str, int]
    form: str
    organization: str | None
    organization_from: str | None
    kinds: tuple[str, ...]
    held_on: date
    unknown_kind: str | None = None
    group: Group = None
    held_to: date | None = None
    start: time | None = None
    end: time | None = None
    place: str | None = None
    topic: str | None = None
    chair: str | None = None
    recorder: str | None = None
    lecturer: str | None = None
    expected: int | None = None
    present: int | None = None
    voters: int | None = None
    voters_present: int | None = None
    absent: tuple[Absence, ...] = ()
    attendees: tuple[str, ...] = ()
    guests: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    decision: str | None = None
    votes: Votes | None = None
    hours: Decimal | None = None
    year_from: str | None = None
    quotes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnreadActivity:
    """A line that would be an activity but for its day or its kind, which cannot be read.

    `missing` names what of the row is not to be believed: a day stands there as DAY_UNKNOWN,
    a kind not at all; `said` is what the file says instead.
    """

    row: ActivityRow
    missing: tuple[str, ...]
    said: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DuesRow:
    """One person's line of a dues ledger; `paid` holds the months with an amount."""

    source: Source
    columns: Mapping[str, int]
    organization: str | None
    organization_from: str | None
    name: str
    base: Decimal | None = None
    rate: Decimal | None = None
    monthly_due: Decimal | None = None
    year: int | None = None
    paid: Mapping[int, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PostRow:
    """One line of the ledger of terms the platform writes; `elected` is the organization's."""

    source: Source
    columns: Mapping[str, int]
    organization: str
    title: str
    name: str
    group: str | None = None
    since: date | None = None
    until: date | None = None
    elected: date | None = None


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table: what it is, which years and kinds it speaks for, how many rows it gave.

    `ours` is one the platform wrote: it tells nothing the platform does not hold.
    """

    source: Source
    what: str
    title: str | None
    years: tuple[int, ...]
    kinds_named: tuple[str, ...]
    organizations: tuple[str, ...]
    rows: int
    hidden: bool
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from a folder or a file."""

    organizations: tuple[OrganizationRow, ...] = ()
    members: tuple[MemberRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    dues: tuple[DuesRow, ...] = ()
    tables: tuple[TableRead, ...] = ()
    findings: tuple[Finding, ...] = ()
    files_read: tuple[str, ...] = ()
    unread: tuple[UnreadActivity, ...] = ()
    posts: tuple[PostRow, ...] = ()


Row = OrganizationRow | MemberRow | ActivityRow | DuesRow | PostRow
