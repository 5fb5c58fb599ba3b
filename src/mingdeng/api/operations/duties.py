"""今天和履责: what is open, the year of an organization, and why a verdict is so."""

import uuid
from datetime import date
from typing import Annotated

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Query, Router
from pydantic import BaseModel, Field

from mingdeng.access.queries import below, organizations
from mingdeng.api.caller import Caller, caller_of
from mingdeng.api.door import Needs, operation
from mingdeng.api.paging import listed
from mingdeng.api.shapes.places import DayAsked, ListAsked
from mingdeng.api.shapes.records import RecordLine, record_line
from mingdeng.api.shapes.types import Asked, AsOf, Listed, Reference
from mingdeng.assessments.folding import folded, keys_seen
from mingdeng.assessments.outcomes import judge_kept, keys_of
from mingdeng.assessments.wanting import Wanted, desk_of
from mingdeng.documents.matrix import Cell, MatrixRow, year_matrices
from mingdeng.documents.matters import Matter, matters_of
from mingdeng.documents.standing import SOURCES, STANDING, Standing
from mingdeng.documents.why import Why, why_of
from mingdeng.engine.inputs import Clocks
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome

router = Router(tags=["履责"])
READ = Needs("read", "board")


class MatterTold(BaseModel):
    """One thing that is open."""

    organization: Reference
    rule: str
    label: str
    of: str = Field(description="问“为什么”时用")
    period: str
    due: date | None
    state: str
    word: str
    sentence: str
    cite: str
    force: str
    mendable: bool = Field(description="现在做还来得及")
    kinds: list[str] = Field(description="记录这些类别可以完成")


class WantedTold(BaseModel):
    """One thing that wants the caller."""

    matter: MatterTold
    personal: bool


class TodayTold(BaseModel):
    """What wants the caller on a day; `later` and `below` are the nearest of them."""

    now: list[WantedTold]
    later: list[WantedTold]
    lapsed: list[WantedTold]
    below: list[MatterTold]


class CellTold(BaseModel):
    """One duty in one period."""

    period: str
    state: str
    soon: bool
    count: str
    sentence: str


class RowTold(BaseModel):
    """One duty over a year."""

    rule: str
    label: str
    who: str
    cells: list[CellTold]


class MatrixTold(BaseModel):
    """The recurring duties of a year."""

    year: int
    rows: list[RowTold]


class BoardTold(BaseModel):
    """How one organization stands."""

    organization: Reference
    kind: str
    as_of: date
    packs: list[str]
    years: list[MatrixTold]
    open: list[MatterTold]


class CountTold(BaseModel):
    """How many periods of a duty are in a state."""

    state: str
    word: str
    count: int


class DutyYear(BaseModel):
    """One duty over the year, worst state first."""

    rule: str
    label: str
    counts: list[CountTold]


class StandingTold(BaseModel):
    """How an organization under another stands."""

    organization: Reference
    kind: str
    duties: list[DutyYear]
    open: list[MatterTold]


class WhyAsked(Asked):
    """Why which verdict is so."""

    of: Annotated[str, Field(min_length=1, max_length=120, description="规则~时段")]
    as_of: AsOf = None


class BearerTold(BaseModel):
    """One of several below an organization."""

    name: str
    word: str
    reason: str


class WhyTold(BaseModel):
    """The rule, the facts and the records a verdict rests on, and what would change it."""

    organization: Reference
    rule: str
    label: str
    period: str
    state: str
    word: str
    sentence: str
    gist: str
    asks: str
    cite: str
    force: str
    doubt: str
    facts: list[list[str]]
    evidence: list[RecordLine]
    change: str
    told: str
    bearers: list[BearerTold]


MOST = 100


@operation(router, "GET /today", "今天：等待办理的", TodayTold, READ)
def read_today(request: HttpRequest, asked: Query[DayAsked]) -> TodayTold:
    """What wants the caller, in order of date."""
    caller = caller_of(request)
    clocks = caller.clocks(asked.as_of)
    desk = desk_of(caller.viewer, clocks, SOURCES, store=clocks.as_of == caller.today)
    return TodayTold(
        now=[_wanted(one) for one in desk.now[:MOST]],
        later=[_wanted(one) for one in desk.later[:MOST]],
        lapsed=[_wanted(one) for one in desk.lapsed[:MOST]],
        below=[matter_told(one) for one in sorted(desk.below, key=lambda m: m.order)[:MOST]],
    )


@operation(router, "GET /duties/{uuid:organization_id}", "一个组织的全年履责", BoardTold, READ)
def read_board(
    request: HttpRequest, organization_id: uuid.UUID, asked: Query[DayAsked]
) -> BoardTold:
    """How one organization stands over the year."""
    caller = caller_of(request)
    clocks = caller.clocks(asked.as_of)
    outcome, organization = _judged(caller, organization_id, clocks)
    return BoardTold(
        organization=Reference(id=organization_id, name=organization.name),
        kind=organization.kind,
        as_of=clocks.as_of,
        packs=[pack.id for pack in outcome.rulebook.packs],
        years=[
            MatrixTold(year=one.year, rows=[_row(row) for row in one.rows])
            for one in year_matrices(outcome, organization)
        ],
        open=[matter_told(one) for one in matters_of(outcome, organization)],
    )


@operation(
    router,
    "GET /duties/{uuid:organization_id}/below",
    "下级各组织的履责，按排列",
    Listed[StandingTold],
    READ,
)
def list_boards(
    request: HttpRequest, organization_id: uuid.UUID, asked: Query[ListAsked]
) -> Listed[StandingTold]:
    """How the organizations under one stand."""
    caller = caller_of(request)
    clocks = caller.clocks(asked.as_of)
    _see(caller, organization_id)
    under = [one for one in below(organization_id) if one != organization_id]
    there = organizations(caller.viewer, *READ.right).filter(id__in=under)
    ids = there.order_by("position", "id").values_list("id", flat=True)
    part = listed(request, ids, asked, Listed[uuid.UUID], lambda one: one)
    keys = keys_seen(caller.viewer, part.items, clocks)
    standings = folded(keys, clocks, STANDING, store=clocks.as_of == caller.today)
    return Listed[StandingTold](items=[_standing(one) for one in standings], next=part.next)


@operation(router, "GET /duties/{uuid:organization_id}/why", "为什么是这个结论", WhyTold, READ)
def read_why(request: HttpRequest, organization_id: uuid.UUID, asked: Query[WhyAsked]) -> WhyTold:
    """Why a verdict is so."""
    caller = caller_of(request)
    outcome, organization = _judged(caller, organization_id, caller.clocks(asked.as_of))
    found = why_of(caller.viewer, outcome, organization, asked.of)
    if found is None:
        raise Http404
    return _why(found)


def _judged(
    caller: Caller, organization_id: uuid.UUID, clocks: Clocks
) -> tuple[Outcome, Organization]:
    _see(caller, organization_id)
    for outcome in judge_kept(keys_of([organization_id], clocks), clocks):
        for organization in outcome.organ.organizations:
            if organization.id == str(organization_id):
                return outcome, organization
    raise Http404


def _see(caller: Caller, organization_id: uuid.UUID) -> None:
    """Raises Http404 where the organization is not seen, PermissionDenied where its board."""
    if caller.may(*READ.right, organization_id):
        return
    if caller.may("read", "organization", organization_id):
        raise PermissionDenied
    raise Http404


def matter_told(one: Matter) -> MatterTold:
    """One thing that is open, as it is answered."""
    names = ("label", "of", "period", "due", "state", "word", "sentence", "cite", "force")
    return MatterTold(
        organization=Reference(id=uuid.UUID(one.organization), name=one.organization_name),
        rule=one.rule_id,
        mendable=one.mendable,
        kinds=list(one.kinds),
        **{name: getattr(one, name) for name in names},
    )


def _wanted(one: Wanted[Matter]) -> WantedTold:
    return WantedTold(matter=matter_told(one.matter), personal=one.personal)


def _row(row: MatrixRow) -> RowTold:
    cells = [_cell(one) for one in row.cells]
    return RowTold(rule=row.rule_id, label=row.label, who=row.who, cells=cells)


def _cell(one: Cell) -> CellTold:
    names = ("period", "state", "soon", "count", "sentence")
    return CellTold(**{name: getattr(one, name) for name in names})


def _standing(one: Standing) -> StandingTold:
    return StandingTold(
        organization=Reference(id=uuid.UUID(one.id), name=one.name),
        kind=one.kind,
        duties=[
            DutyYear(
                rule=year.rule_id,
                label=year.label,
                counts=[CountTold(state=s, word=w, count=n) for s, w, n in year.counts],
            )
            for year in one.years
            if year.speaks
        ],
        open=[matter_told(matter) for matter in one.matters],
    )


def _why(found: Why) -> WhyTold:
    names = ("label", "period", "state", "word", "sentence", "gist", "asks", "cite", "force")
    place = found.organization
    return WhyTold(
        organization=Reference(id=uuid.UUID(place.id), name=place.name),
        rule=found.rule_id,
        facts=[[str(part) for part in one] for one in found.facts],
        evidence=[record_line(one) for one in found.evidence],
        bearers=[BearerTold(name=b.name, word=b.word, reason=b.reason) for b in found.bearers],
        **{name: getattr(found, name) for name in (*names, "doubt", "change", "told")},
    )
