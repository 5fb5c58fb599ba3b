"""An organ's own paper: Word templates for some kinds of papers, and what may be filled in."""
