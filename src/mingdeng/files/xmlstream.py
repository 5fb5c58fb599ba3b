"""XML read as a stream of events, without DOCTYPE, entities or anything from outside."""

from collections.abc import Callable, Iterable, Mapping
from typing import NoReturn
from xml.parsers import expat

from mingdeng.files.refusal import Refused

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
# Bytes of one tag or comment: what has no end within them is read again with every chunk.
MAX_TOKEN = 2 << 20


def parse_xml(
    chunks: Iterable[bytes],
    *,
    start: Mapping[str, Start],
    end: Mapping[str, End],
    text: Callable[[str], None] | None = None,
) -> None:
    """Call the handlers of the elements named (without prefix). Raises Refused."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.EntityDeclHandler = _refuse_doctype
    starts, ends = _by_full_name(start), _by_full_name(end)
    parser.StartElementHandler = lambda name, attributes: starts(name)(attributes)
    parser.EndElementHandler = lambda name: ends(name)()
    if text is not None:
        parser.CharacterDataHandler = text
    try:
        _feed(parser, chunks)
    except (expat.ExpatError, LookupError, ValueError):  # the latter two: encodings not known
        raise Refused("broken-file") from None


def _feed(parser: expat.XMLParserType, chunks: Iterable[bytes]) -> None:
    fed = 0
    for chunk in chunks:
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > MAX_TOKEN + len(chunk):
            raise Refused("broken-file")
    parser.Parse(b"", True)


def _refuse_doctype(*_: object) -> NoReturn:
    raise Refused("has-doctype")


def _ignore(*_: object) -> None:
    return


class _Handlers(dict[str, Callable[..., None]]):
    """Handlers by the name written, prefix included, found once for each name."""

    def __init__(self, handlers: Mapping[str, Callable[..., None]]) -> None:
        super().__init__(handlers)
        self.local = dict(handlers)

    def __missing__(self, name: str) -> Callable[..., None]:
        handler = self.local.get(name.rpartition(":")[2], _ignore)
        if len(self) < 1_000:
            self[name] = handler
        return handler


def _by_full_name(
    handlers: Mapping[str, Callable[..., None]],
) -> Callable[[str], Callable[..., None]]:
    return _Handlers(handlers).__getitem__
