"""Registers: structured entries with owner and closure, on definitions that stand in packs."""
