"""减负: what the software asked of people, by organization and month, and what they say to it."""
