"""E-mail over SMTP.

The conversation is led by hand up to the final dot: only with it the server takes the letter,
so whatever breaks before has sent nothing, and may be tried again without a double.
"""

import re
import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings

from mingdeng.notify.channels.base import (
    PATIENCE,
    Intend,
    Message,
    Permanent,
    Temporary,
    Uncertain,
)

STARTTLS, TLS = "starttls", "tls"
READY, TAKEN, FORWARDED, LASTING = 354, 250, 251, 500


class Mail:
    """The configured SMTP server."""

    def send(self, message: Message, intend: Intend) -> None:
        """Hand one letter over."""
        raw = re.sub(rb"(?m)^\.", b"..", letter_of(message, datetime.now(UTC)).as_bytes())
        try:
            server = _connected()
        except smtplib.SMTPResponseException as error:
            raise _told(error.smtp_code) from None
        except (OSError, smtplib.SMTPException):
            raise Temporary("smtp-connect") from None
        try:
            _hand_over(server, message, raw, intend)
        finally:
            server.close()


def letter_of(message: Message, at: datetime) -> EmailMessage:
    """The letter: plain text, its id from the outbox, and how to switch it off."""
    letter = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    sender = settings.MAIL_FROM
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    letter["From"], letter["To"] = sender, message.to
    letter["Subject"] = f"明灯：{message.title}"
    letter["Date"] = format_datetime(at)
    letter["Message-ID"] = f"<{message.id}@{domain}>"
    letter["Auto-Submitted"] = "auto-generated"
    if settings.SITE:
        letter["List-Unsubscribe"] = f"<{settings.SITE}/notices/choices/>"
    letter.set_content(message.text, charset="utf-8")
    return letter


def _connected() -> smtplib.SMTP:
    """A connection, over TLS and signed in as configured."""
    host, port, context = settings.SMTP_HOST, settings.SMTP_PORT, ssl.create_default_context()
    server: smtplib.SMTP
    if settings.SMTP_TLS == TLS:
        server = smtplib.SMTP_SSL(host, port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(host, port, timeout=PATIENCE)
    server.ehlo_or_helo_if_needed()
    if settings.SMTP_TLS == STARTTLS:
        server.starttls(context=context)
    if settings.SMTP_USER:
        server.login(settings.SMTP_USER, settings.SMTP_PASSWORD)
    return server


def _hand_over(server: smtplib.SMTP, message: Message, raw: bytes, intend: Intend) -> None:
    """Envelope, then the point of no return, then the letter."""
    try:
        _expect(server.mail(parseaddr(settings.MAIL_FROM)[1])[0], TAKEN)
        _expect(server.rcpt(message.to)[0], TAKEN, FORWARDED)
        _expect(server.docmd("data")[0], READY)
    except (OSError, smtplib.SMTPException):
        raise Temporary("smtp-connection") from None
    intend()
    try:
        server.send(raw + (b".\r\n" if raw.endswith(b"\r\n") else b"\r\n.\r\n"))
        code, _ = server.getreply()
    except (OSError, smtplib.SMTPException):
        raise Uncertain("smtp-no-answer") from None
    _expect(code, TAKEN)


def _expect(code: int, *good: int) -> None:
    """Raise what an answer means that is none of the good ones."""
    if code not in good:
        raise _told(code)


def _told(code: int) -> Temporary | Permanent:
    """What an answer of the server means: 4xx passes, 5xx lasts."""
    return Permanent(f"smtp-{code}") if code >= LASTING else Temporary(f"smtp-{code}")
