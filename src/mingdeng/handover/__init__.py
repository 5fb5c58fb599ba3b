"""A post changes hands: what is open, running and on file, signed for by both."""
