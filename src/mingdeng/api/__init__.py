"""What programs ask and say: the same services, queries and rights as the pages, as JSON."""
