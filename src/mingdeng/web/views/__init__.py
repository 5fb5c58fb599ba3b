"""Views: door, read, serve; everything shown is worked out in `pages`."""
