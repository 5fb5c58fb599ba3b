"""The first organization and its first office: the system administrator proposes, the
security administrator confirms. Neither can do it alone, and neither gets to see what
grows from it.
"""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import QuerySet

from mingdeng.administration.models import ROOTS, Founding
from mingdeng.administration.services.refusals import Invalid, Refused
from mingdeng.daycount import local_day
from mingdeng.journal.services import Actor, Thing, write
from mingdeng.roster.models import Post
from mingdeng.roster.services import NewOrganization, NewPerson, add_person, appoint
from mingdeng.roster.services import create_organization as create

State = Founding.State
TAKEN = "这一项已经处理过了，没有改动。"


@dataclass(frozen=True, slots=True)
class NewFounding:
    """What is proposed."""

    kind: str
    name: str
    full_name: str
    person_name: str
    title: str
    unit: str = ""


@transaction.atomic
def propose_founding(actor: Actor, given: NewFounding) -> Founding:
    """Propose a first organization with its first office. Raises Invalid."""
    problems = _problems(given)
    if problems or actor.account is None:
        raise Invalid(problems)
    founding = Founding.objects.create(
        **asdict(given), proposed_by=actor.account, proposed_at=actor.at
    )
    write(actor, "founding.propose", _thing(founding), asdict(given))
    return founding


@transaction.atomic
def confirm_founding(actor: Actor, founding: Founding) -> Founding:
    """Set up the organization, put the person on the roster and appoint them. Raises Refused."""
    if founding.proposed_by == actor.account:
        raise Refused("提出的人不能自己确认。")
    _decide(actor, founding, State.CONFIRMED)
    given = NewOrganization(
        kind=founding.kind, name=founding.name, full_name=founding.full_name, unit=founding.unit
    )
    organization = create(actor, given)
    person = add_person(actor, NewPerson(founding.person_name), None, None)
    today = local_day(actor.at)
    appoint(actor, person, organization, Post.Kind.OFFICE, founding.title, today)
    _here(founding).update(organization=organization, person=person)
    founding.refresh_from_db()
    ids = {"organization": organization.id, "person": person.id}
    write(actor, "founding.confirm", _thing(founding), ids)
    return founding


@transaction.atomic
def refuse_founding(actor: Actor, founding: Founding, reason: str) -> None:
    """Do not agree, and say why. Raises Invalid without a reason, Refused."""
    if not reason.strip():
        raise Invalid({"reason": "请写明不同意的理由。"})
    _decide(actor, founding, State.REFUSED, reason.strip()[:200])
    write(actor, "founding.refuse", _thing(founding), {"reason": reason.strip()[:200]})


@transaction.atomic
def withdraw_founding(actor: Actor, founding: Founding) -> None:
    """Take a proposal back before it is decided. Raises Refused."""
    _decide(actor, founding, State.WITHDRAWN)
    write(actor, "founding.withdraw", _thing(founding), {})


def _decide(actor: Actor, founding: Founding, state: str, reason: str = "") -> None:
    """Only the first of two decisions counts."""
    open_still = _here(founding).filter(state=State.PROPOSED)
    decided = {"decided_by": actor.account, "decided_at": actor.at, "reason": reason}
    if open_still.update(state=state, **decided) != 1:
        raise Refused(TAKEN)


def _here(founding: Founding) -> QuerySet[Founding]:
    return Founding.objects.filter(id=founding.id)


def _problems(given: NewFounding) -> dict[str, str]:
    problems: dict[str, str] = {}
    if given.kind not in ROOTS:
        problems["kind"] = "请选择类别。"
    for name, label in (("name", "名称"), ("full_name", "全称"), ("person_name", "姓名")):
        if not getattr(given, name):
            problems[name] = f"请填写{label}。"
    if not given.title:
        problems["title"] = "请填写职务名称。"
    for name, value in asdict(given).items():
        longest = Founding._meta.get_field(name).max_length  # type: ignore[union-attr]  # noqa: SLF001
        if longest and len(value) > longest:
            problems[name] = f"最多 {longest} 个字。"
    return problems


def _thing(founding: Founding) -> Thing:
    return Thing("founding", founding.id)
