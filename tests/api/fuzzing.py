"""Every operation with whatever fits its description and what does not, about things that exist.

Of what is made up, an id now and then becomes one the organ has: what is not there is
answered alike by all, and would hide the rest.
"""

import random
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    allow_header_conformance,
    content_type_conformance,
    ignored_auth,
    missing_required_header,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.world import TODAY

PATH = "/api/v1/openapi.json"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    allow_header_conformance,
    missing_required_header,
]
# These speak of what was made up; where an id was put in place of it they do not hold.
OF_MADE_UP = [negative_data_rejection, ignored_auth]
UUID = re.compile(r"[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")
OF = [f"theme-day~{TODAY.year}-01", f"theme-day~{TODAY.year}-{TODAY.month:02}", "lecture~2000"]
Known = Mapping[str, Sequence[uuid.UUID]]


def operations(app: Any, secret: str) -> Iterator[Any]:
    """The operations as the description served to a program names them."""
    headers = {"Authorization": f"Bearer {secret}"}
    schema = schemathesis.openapi.from_wsgi(PATH, closing(app), headers=headers)
    for found in schema.get_all_operations():
        yield cast("Any", found).ok()


def closing(app: Any) -> Any:
    """The application with each answer closed, as servers do: what was uploaded goes with it."""

    def inner(environ: Any, start: Any) -> list[bytes]:
        answer = app(environ, start)
        try:
            return [b"".join(answer)]
        finally:
            answer.close()

    return inner


def tried(operation: Any, secrets: Sequence[str], known: Known, examples: int) -> None:
    """Send what is made up for an operation, as each of some.

    Raises where an answer is not as described.
    """
    for mode in GenerationMode:
        _try(operation.as_strategy(generation_mode=mode), secrets, known, examples)


def _try(cases: Any, secrets: Sequence[str], known: Known, examples: int) -> None:
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=examples < 10,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(case=cases)
    def once(case: Any) -> None:
        changed = put_known(case, known)
        checks = CHECKS if changed else [*CHECKS, *OF_MADE_UP]
        for secret in secrets:
            headers = {"Authorization": f"Bearer {secret}"}
            case.call_and_validate(headers=headers, checks=checks)

    once()


def put_known(case: Any, known: Known) -> bool:
    """Put ids that exist in place of some that were made up; whether any was."""
    chance = random.Random(repr((case.path_parameters, case.query, case.body)))
    changed = False
    if chance.random() < 0.9 and case.headers:
        # A post nobody holds is refused before anything else is looked at.
        changed = case.headers.pop("Acting-As", None) is not None
    for name in case.path_parameters or {}:
        if name == "rule_id" and chance.random() < 0.5:
            case.path_parameters[name], changed = "theme-day", True
        elif chance.random() < 0.8:
            case.path_parameters[name] = str(_one(known, name, chance))
            changed = True
    for part in ("query", "body"):
        made = _replaced(getattr(case, part), known, chance, "")
        changed |= made != getattr(case, part)
        setattr(case, part, made)
    return changed


def _one(known: Known, name: str, chance: random.Random) -> uuid.UUID:
    return chance.choice(known.get(name) or [one for some in known.values() for one in some])


def _replaced(value: Any, known: Known, chance: random.Random, name: str) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(one, known, chance, str(key)) for key, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, known, chance, name) for one in value]
    if isinstance(value, str) and UUID.fullmatch(value) and chance.random() < 0.9:
        return str(_one(known, name, chance))
    if name == "of" and chance.random() < 0.8:
        return chance.choice(OF)
    if name == "version" and isinstance(value, int) and chance.random() < 0.8:
        return 1
    return value
