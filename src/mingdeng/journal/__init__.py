"""Who did what to which record, in the same transaction as the act."""
