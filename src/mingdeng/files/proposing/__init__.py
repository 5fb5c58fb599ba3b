"""Minutes as a form is filled from them: each value with the words it was read from.

Nothing is invented and nothing decided: what the text does not say stays empty, and
where it contradicts itself that is told instead of one side being chosen.
"""

from mingdeng.files.proposing.meetings import meetings_of
from mingdeng.files.proposing.said import Doubt, Proposal, Read, ReadAbsence, ReadItem, ReadVotes
from mingdeng.files.proposing.whole import proposals_of

__all__ = [
    "Doubt",
    "Proposal",
    "Read",
    "ReadAbsence",
    "ReadItem",
    "ReadVotes",
    "meetings_of",
    "proposals_of",
]
