"""When a membership, a post or an adoption holds: from its first day, to the day before its end."""

from datetime import date

from django.db.models import Q


def in_force(day: date, of: str = "") -> Q:
    """What holds on a day, as a condition; `of` leads to it where a query asks from elsewhere.

    An unknown beginning reaches back, an unknown end forward.
    """
    begun = Q(**{f"{of}since": None}) | Q(**{f"{of}since__lte": day})
    not_ended = Q(**{f"{of}until": None}) | Q(**{f"{of}until__gt": day})
    return begun & not_ended
