"""Values as JSON carries them: read strictly, since nothing is coerced silently."""

import re
import uuid
from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Annotated, Any, Generic, TypeVar

from ninja import Header
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)

T = TypeVar("T")
EARLIEST, LATEST = 1900, 2100
# The reckoning of duties reaches from here to there.
FIRST_YEAR, LAST_YEAR = 2000, 2100
LARGEST = 2_147_483_647
PER_PAGE, MOST_PER_PAGE, MOST_PAGES = 30, 100, 1_000
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
NUMBER = re.compile(r"\d{1,4}(\.\d)?", re.ASCII)


class Sent(BaseModel):
    """What a caller sends: named fields in their own types, and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(BaseModel):
    """The parameters of an address."""


def _day(first: int, last: int) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value is None or isinstance(value, date):
            return value
        if not isinstance(value, str) or not DAY.fullmatch(value):
            raise ValueError("不是日期，请写作 2026-11-22。")
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise ValueError("没有这一天，请核对。") from None
        if not first <= found.year <= last:
            raise ValueError(f"请填 {first} 至 {last} 年之间的日期。")
        return found

    return read


def _clock(value: Any) -> Any:
    if value is None or isinstance(value, time):
        return value
    if not isinstance(value, str) or not CLOCK.fullmatch(value):
        raise ValueError("不是时间，请写作 14:30。")
    return time.fromisoformat(value)


def _id(value: Any) -> Any:
    if value is None or isinstance(value, uuid.UUID):
        return value
    try:
        return uuid.UUID(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError("不是编号。") from None


def _number(value: Any) -> Any:
    """A number written as text, so that no digit is lost on the way."""
    if value is None or isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise ValueError("请写成带引号的数，如“2”或“1.5”。")
    return Decimal(value)


def _one_line(text: str) -> str:
    if not text.isprintable():
        raise ValueError("有看不见的字符。")
    return text.strip()


def _still(least: int) -> Callable[[str], str]:
    """A text that is long enough once the spaces around it are gone."""

    def check(text: str) -> str:
        if len(text) < least:
            raise ValueError(f"至少{least}字。")
        return text

    return check


def _lines(text: str) -> str:
    if "\0" in text:
        raise ValueError("有看不见的字符。")
    return text.strip()


Day = Annotated[date, BeforeValidator(_day(EARLIEST, LATEST))]
AsOf = Annotated[
    date | None,
    BeforeValidator(_day(FIRST_YEAR, LAST_YEAR)),
    Field(description="截至哪一天；不写的是今天"),
]
Clock = Annotated[
    time,
    BeforeValidator(_clock),
    WithJsonSchema({"type": "string", "pattern": f"^{CLOCK.pattern}$", "examples": ["14:30"]}),
]
Id = Annotated[uuid.UUID, BeforeValidator(_id)]
Hours = Annotated[
    Decimal,
    BeforeValidator(_number),
    WithJsonSchema({"type": "string", "pattern": f"^{NUMBER.pattern}$", "examples": ["1.5"]}),
]
Count = Annotated[int, Field(strict=True, ge=0, le=LARGEST)]
Version = Annotated[int, Field(strict=True, ge=1, le=LARGEST, description="读到的版本")]
Key = Annotated[
    uuid.UUID,
    Header(
        ...,
        alias="Idempotency-Key",
        description="每次新的提交换一个编号；重复提交用同一个，只办理一次",
    ),
]


class Step(Sent):
    """One step from the version that was read."""

    version: Version


def line(most: int, least: int = 0) -> Any:
    """One line of text of at most so many characters."""
    bounds = Field(max_length=most, min_length=least)
    return Annotated[str, bounds, AfterValidator(_one_line), AfterValidator(_still(least))]


def text(most: int, least: int = 0) -> Any:
    """Some lines of text."""
    bounds = Field(max_length=most, min_length=least)
    return Annotated[str, bounds, AfterValidator(_lines), AfterValidator(_still(least))]


class Paged(Asked):
    """Which part of a list."""

    page: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1
    limit: Annotated[int, Field(ge=1, le=MOST_PER_PAGE, description="一页多少项")] = PER_PAGE


class Listed(BaseModel, Generic[T]):
    """A part of a list, and where it goes on."""

    items: list[T]
    next: str | None = Field(description="下一页的地址；没有了就是空")


class Reference(BaseModel):
    """Something named elsewhere."""

    id: uuid.UUID
    name: str


class Done(BaseModel):
    """What was done, and to what."""

    id: uuid.UUID


class Named(BaseModel):
    """A word of the vocabulary: what programs write, and what people read."""

    id: str
    label: str
