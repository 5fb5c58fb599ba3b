"""The page on which a link for the person served is made, and shown once."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from mingdeng.registers.models import Entry
from mingdeng.rulebook.registers import Register
from mingdeng.web.visit import Visit


@dataclass(frozen=True, slots=True)
class IssuePage:
    """What is asked of whom, until when; the link itself right after it was made."""

    entry: Entry
    asks: str
    back: str
    key: str
    until: date
    earlier: bool
    problem: str = ""
    address: str = ""

    @property
    def picture(self) -> SafeString:
        """The link as a QR code: on paper nobody copies it by hand."""
        return picture(self.address)


def issue_page(
    visit: Visit, register: Register, one: Entry, *, problem: str = "", address: str = ""
) -> IssuePage:
    """The page for one entry."""
    return IssuePage(
        entry=one,
        asks=register.asks or "",
        back=visit.link(reverse("web:entry", args=(one.id,))),
        key=str(uuid.uuid4()),
        until=visit.today + timedelta(days=settings.SURVEY_DAYS),
        earlier=one.surveys.filter(expires__gte=visit.today).exists(),
        problem=problem,
        address=address,
    )


def picture(text: str) -> SafeString:
    """A text as a QR code, drawn into the page."""
    import qrcode
    from qrcode.image.svg import SvgPathFillImage

    made = qrcode.make(text, image_factory=SvgPathFillImage, border=2)
    out = BytesIO()
    made.save(out)
    drawn = re.sub(r"^<\?xml[^>]*>\s*", "", out.getvalue().decode())
    return mark_safe(drawn)  # noqa: S308 - drawn here from our own address
