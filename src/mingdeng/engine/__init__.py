"""Judging: rules compiled to tables, and the executors that read them."""
