"""What a password must be: long, unlike what others choose, and not about its owner."""

import re
import string

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from mingdeng.accounts.models import User

SHORTEST, LONGEST = 12, 128
FEWEST_DIFFERENT = 5
# Words a guesser here tries first, beside the common ones of the world.
HERE = frozenset(
    [
        *("mingdeng", "dangyuan", "dangjian", "zhibu", "jiguan", "gongchandang", "zhongguo"),
        *("woaini", "admin", "admini"),
    ]
)
KINDS = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
KINDS_ASKED = 3


class LongEnough:
    """At least twelve characters, and not without end."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for one too short or too long."""
        del user
        if len(password) < SHORTEST:
            raise ValidationError(f"口令至少 {SHORTEST} 个字符，可以用几个词连成一句。")
        if len(password) > LONGEST:
            raise ValidationError(f"口令最多 {LONGEST} 个字符。")


class NotCommon:
    """Not one of the passwords everyone tries, also with a year or a sign put to it."""

    def __init__(self) -> None:
        self.known = CommonPasswordValidator().passwords | HERE

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError for a common one."""
        del user
        folded = password.casefold().strip()
        core = folded.strip(string.digits + string.punctuation + " ")
        half = folded[: len(folded) // 2]
        if {folded, core} & self.known or half * 2 == folded:
            raise ValidationError("这个口令太常见，容易被猜到，请换一个。")
        if folded.isdigit():
            raise ValidationError("口令不要只用数字，电话号码、证件号码容易被猜到。")
        if len(set(folded)) < FEWEST_DIFFERENT:
            raise ValidationError("口令里不同的字符太少，容易被猜到，请换一个。")


class NothingOfOneself:
    """Nothing that others know of its owner: login name, name, day of birth, number."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where something known of the owner stands in it."""
        if user is None:
            return
        folded = _plain(password)
        if any(known in folded for known in map(_plain, _known_of(user))):
            raise ValidationError("口令里不要有登录名、姓名、生日、证件号码，请换一个。")


class Mixed:
    """等保: three of small letters, capitals, digits and other signs."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError where fewer kinds of signs stand in it."""
        del user
        kinds = {next((k for k, signs in enumerate(KINDS) if c in signs), -1) for c in password}
        if len(kinds) < KINDS_ASKED:
            raise ValidationError("口令要有大写字母、小写字母、数字、其他符号中的三种。")


def _known_of(user: User) -> list[str]:
    from pypinyin import lazy_pinyin

    known = [user.username]
    person = getattr(user, "person", None)
    if person is not None:
        known += ["".join(lazy_pinyin(person.name)), person.id_number[-6:]]
        known += [f"{person.birth:%Y%m%d}", f"{person.birth:%y%m%d}"] if person.birth else []
    # Two letters stand in any password by chance; two characters of Chinese do not.
    return [one for one in known if len(one) >= 3] + ([person.name] if person else [])


def _plain(text: str) -> str:
    return re.sub(r"[\s._-]+", "", text.casefold())
