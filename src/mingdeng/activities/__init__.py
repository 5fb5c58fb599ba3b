"""What took place: meetings and activities, planned, held, with minutes."""
