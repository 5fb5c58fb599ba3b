"""Words and links of the templates."""
