"""Which kinds of activities which organization records, and who takes part in them."""

from mingdeng.engine.verdicts import Verdict
from mingdeng.rulebook.vocabulary import vocabulary

COMMITTEE_MEETING, GROUP_MEETING = "branch_committee_meeting", "group_meeting"
BRANCH_KINDS = (
    *("members_meeting", COMMITTEE_MEETING, GROUP_MEETING, "party_lecture", "theme_day"),
    *("organizational_life_meeting", "democratic_appraisal", "heart_to_heart_talk"),
    *("training", "term_election", "political_birthday"),
)
KINDS = {
    "branch": BRANCH_KINDS,
    "general_branch": ("committee_meeting", *BRANCH_KINDS),
    "organ_committee": (
        *("committee_meeting", "work_hearing", "training", "theme_day", "party_lecture"),
        *("secretary_report", "annual_arrangement", "term_election"),
    ),
    "leading_group": (
        *("leading_group_meeting", "centre_group_study", "democratic_life_meeting"),
        *("work_hearing", "heart_to_heart_talk"),
    ),
    "discipline_commission": ("committee_meeting", "heart_to_heart_talk", "training"),
    "work_committee": ("committee_meeting", "training", "secretary_report"),
}

RECORDED = frozenset(kind for kinds in KINDS.values() for kind in kinds)


def kinds_of(organization_kind: str) -> list[tuple[str, str]]:
    """The kinds an organization records, with their names, the usual ones first."""
    return [(kind, vocabulary().label("kinds", kind)) for kind in KINDS.get(organization_kind, ())]


def recordable(verdict: Verdict, organization_kind: str) -> tuple[str, ...]:
    """The kinds of record that would answer a duty."""
    if verdict.test is None:
        return ()
    offered = KINDS.get(organization_kind, ())
    return tuple(kind for kind in verdict.test.leaf.measure.kinds if kind in offered)
