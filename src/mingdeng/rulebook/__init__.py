"""Packs: systems of work as data, checked and stacked; formulas; cases."""
