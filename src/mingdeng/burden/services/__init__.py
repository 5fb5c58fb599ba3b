"""What is written in this room: tallies, answers to repeated requests, complaints."""

from mingdeng.burden.services.counting import Effort, Work, count, counting

__all__ = ["Effort", "Work", "count", "counting"]
