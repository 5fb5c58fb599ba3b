"""How people in offices spell the same thing differently."""
