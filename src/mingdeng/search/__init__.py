"""Finding organizations, people and activities by what they say."""
