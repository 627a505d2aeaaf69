"""JSON text parsed, exactly: no number loses digits, and what is no strict JSON is tried again more leniently."""

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

# orjson turns whole numbers beyond 64 bits into floats; document and account numbers may be that long.
_LONG_NUMBER = re.compile(r"[:,\[]\s*-?\d{19}")
_RESOURCE = re.compile(r'"resourceType"\s*:')


class UnparsableError(Exception):
    """A text is no JSON; says nothing of its content."""


def parse(text: str) -> Any:
    """The value of one JSON text. Raises UnparsableError, also for nesting no parser follows."""
    try:
        if not _LONG_NUMBER.search(text):
            return orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        pass
    return _lenient(text)


def _lenient(text: str) -> Any:
    """With control characters in strings, NaN, and numbers of any length kept as text."""
    try:
        return json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=lambda _: None)
    except (ValueError, RecursionError) as error:
        raise UnparsableError from error


def values(text: str) -> Iterator[Any]:
    """The values of a text that holds one or several after each other. Raises UnparsableError at the first fault."""
    try:
        yield parse(text)
        return
    except UnparsableError:
        pass
    decoder = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=lambda _: None)
    at = _skip(text, 0)
    while at < len(text):
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise UnparsableError from error
        yield value
        at = _skip(text, at)


_BETWEEN = re.compile(r"[\s,;\x1e\0]*")


def _skip(text: str, at: int) -> int:
    found = _BETWEEN.match(text, at)
    return found.end() if found else at


def is_fhir(value: Any) -> bool:
    """Whether a value is a resource of FHIR, which has a format of its own."""
    return isinstance(value, dict) and isinstance(value.get("resourceType"), str)


def names_fhir(text: str) -> bool:
    """Whether a text that cannot be parsed as a whole names a resource of FHIR."""
    return bool(_RESOURCE.search(text))
