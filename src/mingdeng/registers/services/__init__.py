"""What is written in this room: entries and what becomes of them."""

from mingdeng.registers.services.carrying import Second, carry, copy_period, look_back
from mingdeng.registers.services.entering import Ledger, enter, revise, withdraw
from mingdeng.registers.services.sharing import Task, check, hand_down, pair, paired_with
from mingdeng.registers.services.surveying import (
    NoSurvey,
    Question,
    SurveyOver,
    answer_survey,
    issue_survey,
    question_of,
)
from mingdeng.registers.services.working import (
    ask_closing,
    ask_extension,
    close,
    decide_extension,
    note,
    reopen,
    send_back,
)

__all__ = [
    "Ledger",
    "NoSurvey",
    "Question",
    "Second",
    "SurveyOver",
    "Task",
    "answer_survey",
    "ask_closing",
    "ask_extension",
    "carry",
    "check",
    "close",
    "copy_period",
    "decide_extension",
    "enter",
    "hand_down",
    "issue_survey",
    "look_back",
    "note",
    "pair",
    "paired_with",
    "question_of",
    "reopen",
    "revise",
    "send_back",
    "withdraw",
]
