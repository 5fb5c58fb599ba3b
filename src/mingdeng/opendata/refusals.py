"""Why something is not exported or not taken in."""


class Refused(Exception):
    """Nothing was written or changed; which file it is about, what is wrong, in words."""

    def __init__(self, text: str, member: str = "") -> None:
        self.member = member
        super().__init__(f"{member}：{text}" if member else text)
