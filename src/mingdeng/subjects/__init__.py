"""What people may ask of what is held about them: see it, have it corrected, take a copy."""
