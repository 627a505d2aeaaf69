"""Facts files as commands take them."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from betrokken.model import facts_file
from betrokken.model.errors import FactsError
from betrokken.model.stated import Stated


def load(paths: Iterable[Path]) -> list[Stated]:
    """The facts in these files. Raises FactsError naming the file and what is wrong."""
    return facts_file.stated([(path.name, _toml(path)) for path in paths])


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise FactsError(f"{path}: no such file") from None
    except (IsADirectoryError, PermissionError):
        raise FactsError(f"{path}: this is no file that can be read") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise FactsError(f"{path}: this is no TOML: {error}") from None
