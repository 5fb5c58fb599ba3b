"""Where a request comes from; only used to slow down who guesses, and never stored in clear."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The address of a visitor, as the proxy names it where one is configured."""
    if settings.ADDRESS_HEADER:
        named = request.headers.get(settings.ADDRESS_HEADER, "")
        if named:
            # A proxy adds the address it saw at the end; what stands before may be invented.
            return named.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
