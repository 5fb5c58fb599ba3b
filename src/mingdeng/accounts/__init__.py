"""Who may sign in: the account, which is neither the person nor the post."""
