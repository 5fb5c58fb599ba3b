"""Work of the pages that nobody waits for."""
