"""Papers out: what the program knows, in the forms people know."""
