"""Who may do what: grants from posts, decided in one place."""
