"""The form of a page, as a browser would send it."""

from html.parser import HTMLParser
from typing import Any


class Form(HTMLParser):
    """The fields of the first form of a class, with what stands in them."""

    def __init__(self, page: str, name: str = "deed") -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self._class, self._inside, self._done = name, False, False
        self._select, self._area = "", ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A field begins."""
        said = dict(attrs)
        if tag == "form" and not self._done:
            self._inside = self._class in (said.get("class") or "").split(" ")
            self._inside = self._inside and said.get("method") == "post"
        if not self._inside:
            return
        name, value = said.get("name") or "", said.get("value") or ""
        if tag == "input" and name:
            self._input(name, value, said)
        elif tag == "select":
            self._select = name
            self.values[name] = ""
        elif tag == "option" and "selected" in said:
            self.values[self._select] = value
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""

    def handle_endtag(self, tag: str) -> None:
        """A field or the form ends."""
        if tag == "form" and self._inside:
            self._inside, self._done = False, True
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        """What stands in a field of several lines."""
        if self._inside and self._area:
            self.values[self._area] += data

    def _input(self, name: str, value: str, said: dict[str, str | None]) -> None:
        kind = said.get("type")
        if kind in {"checkbox", "radio"}:
            several = self.values.setdefault(name, [] if kind == "checkbox" else "")
            if "checked" in said and kind == "checkbox":
                several.append(value)
            elif "checked" in said:
                self.values[name] = value
        else:
            self.values[name] = value
