"""Pages: thin, they read through queries and write through services."""
