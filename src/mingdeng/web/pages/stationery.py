"""Word 模板: which page each kind of paper is made on, and what a template may ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from mingdeng.documents.word import word_file
from mingdeng.documents.word.own import from_template
from mingdeng.documents.word.samples import example, sample
from mingdeng.files.refusal import Refused
from mingdeng.roster.models import Organization
from mingdeng.stationery.fields import REPEATED, SINGLE, unknown
from mingdeng.stationery.models import Template
from mingdeng.stationery.queries import content_of, templates_for
from mingdeng.web.pages.exporting import Download
from mingdeng.web.visit import Visit

KINDS: Sequence[tuple[str, str]] = Template.Kind.choices
LOST = "保存的文件不在了或者被改动过，现在按标准版面生成。请重新上传，或者停用。"


@dataclass(frozen=True, slots=True)
class Asked:
    """A placeholder: how it is written, what it stands for, whether the template has it."""

    written: str
    meaning: str
    used: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A kind of paper: its template here, or the one from above that holds."""

    kind: str
    label: str
    own: Template | None
    above: Template | None
    used: Sequence[str]
    unknown: Sequence[str]
    single: Sequence[Asked]
    repeated: Sequence[Asked]
    lost: str
    problem: str

    @property
    def holds(self) -> Template | None:
        """What papers are made from."""
        return self.own or self.above


@dataclass(frozen=True, slots=True)
class StationeryPage:
    """The page of an organization."""

    organization: Organization
    rows: Sequence[Row]
    may_edit: bool
    key: str


def stationery_page(
    visit: Visit, organization: Organization, kind: str = "", problem: str = ""
) -> StationeryPage:
    """Every kind of paper; `problem` is why the last file for a kind was not kept."""
    found = templates_for(organization.id)
    rows = [
        _row(organization, one, label, found.get(one), problem if one == kind else "")
        for one, label in KINDS
    ]
    may_edit = visit.may("edit", "stationery", organization.id)
    return StationeryPage(organization, rows, may_edit, str(uuid4()))


def _row(
    organization: Organization, kind: str, label: str, found: Template | None, problem: str
) -> Row:
    here = found is not None and found.organization_id == organization.id
    names = list(found.placeholders) if found else []
    strange = unknown(kind, names)
    return Row(
        kind=kind,
        label=label,
        own=found if here else None,
        above=None if here else found,
        used=[_written(name) for name in names if name not in strange],
        unknown=[_written(name) for name in strange],
        single=[Asked(_written(n), said, n in names) for n, said in SINGLE[kind].items()],
        repeated=[Asked(_written(n), said, n in names) for n, said in REPEATED[kind].items()],
        lost=LOST if found is not None and content_of(found) is None else "",
        problem=problem,
    )


def sample_of(visit: Visit, organization: Organization, kind: str) -> Download | None:
    """A paper with invented contents on the template that holds; None where there is none."""
    template = templates_for(organization.id).get(kind)
    content = content_of(template) if template else None
    if content is None:
        return None
    try:
        filled = from_template(content, sample(kind, organization.full_name, visit.today))
    except Refused:
        return None
    return Download(f"{dict(KINDS)[kind]}样张.docx", filled)


def example_of(visit: Visit, kind: str) -> Download:
    """A template to begin with, with every placeholder most papers need."""
    return Download(f"{dict(KINDS)[kind]}模板.docx", word_file(example(kind, visit.today)))


def _written(name: str) -> str:
    return f"{{{{{name}}}}}"
