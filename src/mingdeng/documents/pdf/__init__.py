"""Papers as PDF: typeset offline, the same bytes for the same content."""
