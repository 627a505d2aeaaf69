"""Values in web addresses, as logs of servers hold them: "?surname=%C3%87elik&prefix=van+der" read as it was typed."""

import re
from typing import Final
from urllib.parse import unquote_plus

_QUERY: Final = re.compile(r"(?<=[?&])[\w.\[\]-]{1,40}=[^\s\"'&#<>]{1,400}")
_HARD_SPACE: Final = "\u00a0"  # keeps a value of several words one value of the line


def plain(text: str) -> str:
    """The text with the values of its web addresses decoded; line ends in them stay out."""
    return _QUERY.sub(_decoded, text) if "?" in text and "=" in text else text


def _decoded(found: re.Match[str]) -> str:
    name, _, value = found[0].partition("=")
    if "%" not in value and "+" not in value:
        return found[0]
    return f"{name}={_HARD_SPACE.join(unquote_plus(value).replace('&', ' ').split())}"
