"""The verdicts a key names, and how they are called: what statements and objections are about."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from mingdeng.access.policy import Viewer
from mingdeng.assessments.labels import rule_label
from mingdeng.assessments.outcomes import outcomes_of
from mingdeng.assessments.wanting import key_of
from mingdeng.documents.wording import state_text
from mingdeng.engine.inputs import Clocks
from mingdeng.engine.reasons import period_name, reason
from mingdeng.engine.verdicts import DUE, OVERDUE, Verdict
from mingdeng.facts.organ import Organization
from mingdeng.facts.outcome import Outcome


def about_of(rule: str, period: str) -> str:
    """A verdict in words: 主题党日（2026年3月）."""
    dated = period[:4].isdecimal()
    return f"{rule_label(rule)}（{period_name(period)}）" if dated else rule_label(rule)


# ---- the verdict something is said to ----


@dataclass(frozen=True, slots=True)
class Found:
    """The verdicts a key names, and the organization they are shown under."""

    organization: Organization
    outcome: Outcome
    verdicts: Sequence[Verdict]

    @property
    def first(self) -> Verdict:
        """The one that is worst."""
        worst = [v for v in self.verdicts if v.state in {OVERDUE, DUE}]
        return (worst or list(self.verdicts))[0]

    def of_person(self, person: uuid.UUID | None) -> Verdict:
        """The person's own verdict where there is one."""
        own = (v for v in self.verdicts if v.bearer.id == str(person))
        return next(own, self.first)

    @property
    def sentence(self) -> str:
        """What is said against."""
        return f"{state_text(self.first)}。{reason(self.first)}"


def found_for(viewer: Viewer, clocks: Clocks, organization_id: uuid.UUID, of: str) -> Found | None:
    """The verdicts of a key; None where there are none the viewer may see."""
    for outcome in outcomes_of(viewer, [organization_id], clocks):
        for organization in outcome.organ.organizations:
            if organization.id == str(organization_id):
                members = [v for v in outcome.verdicts_of(organization) if key_of(v) == of]
                return Found(organization, outcome, members) if members else None
    return None
