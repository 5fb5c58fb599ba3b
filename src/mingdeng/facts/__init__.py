"""Neutral rows become bearers, evidence and obligations: the one builder for every entrance."""
