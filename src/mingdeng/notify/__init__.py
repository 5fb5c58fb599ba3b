"""Reminding: who is told what, when, by which way; silent while all is on time."""
