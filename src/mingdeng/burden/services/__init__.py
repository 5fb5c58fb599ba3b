"""What is written in this room: tallies, answers to repeated requests, complaints."""

from mingdeng.burden.services.complaints import (
    Said,
    answer_appeal,
    answer_complaint,
    appeal_complaint,
    complain,
)
from mingdeng.burden.services.counting import Effort, Work, count, counting
from mingdeng.burden.services.demands import (
    Wanted,
    answer_demand,
    end_demand,
    note_demand,
    revise_demand,
    withdraw_demand,
)

__all__ = [
    "Effort",
    "Said",
    "Wanted",
    "Work",
    "answer_appeal",
    "answer_complaint",
    "answer_demand",
    "appeal_complaint",
    "complain",
    "count",
    "counting",
    "end_demand",
    "note_demand",
    "revise_demand",
    "withdraw_demand",
]
