"""What an authenticator needs to be told, as a picture and as letters."""

from io import BytesIO
from urllib.parse import quote, urlencode

ISSUER = "明灯"


def picture(secret: str, username: str) -> bytes:
    """The secret as a QR code; an SVG made here, without a script."""
    import qrcode
    from qrcode.image.svg import SvgPathFillImage

    made = qrcode.make(address(secret, username), image_factory=SvgPathFillImage, border=2)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def address(secret: str, username: str) -> str:
    """The otpauth address every authenticator reads."""
    label = quote(f"{ISSUER}:{username}", safe=":")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER})}"


def secret_in_groups(secret: str) -> str:
    """The secret as people type it."""
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
