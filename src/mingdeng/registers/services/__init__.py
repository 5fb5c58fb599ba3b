"""What is written in this room: entries and what becomes of them."""

from mingdeng.registers.services.carrying import carry
from mingdeng.registers.services.entering import Ledger, enter, revise, withdraw

__all__ = ["Ledger", "carry", "enter", "revise", "withdraw"]
