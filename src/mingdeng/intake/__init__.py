"""Files uploaded: stored preview, choice, confirmation through the services, undo."""
