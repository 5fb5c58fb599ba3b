"""What every page shows around its content."""

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, object]:
    """The entries of the bar, and the day the page is of."""
    return {"path": request.path}
