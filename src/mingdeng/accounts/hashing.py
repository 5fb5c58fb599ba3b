"""Passwords: argon2id with 19 MiB, two passes, one lane."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """The parameters of rule 33: about 35 ms on an office machine."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
