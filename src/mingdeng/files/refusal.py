"""The one way a file is given up: with the code of a finding and the words for it."""


class Refused(Exception):
    """A file (or a part of it) cannot be read; `code` names the finding."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
