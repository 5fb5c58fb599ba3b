"""The ways out of the house. Each tells a passing trouble from a lasting one."""
