"""Extension modules of a folder: one file adds one, no list is kept by hand."""

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import ModuleType


@cache
def modules(package: str, members: tuple[str, ...] = ()) -> tuple[ModuleType, ...]:
    """Every module directly in `package`, by name. Raises TypeError when one lacks a member of its contract."""
    folder = importlib.import_module(package)
    found = tuple(importlib.import_module(f"{package}.{name}") for name in _names(folder.__path__))
    for module in found:
        missing = [member for member in members if not hasattr(module, member)]
        if missing:
            raise TypeError(f"{module.__name__} lacks {', '.join(missing)}")
    return found


def _names(paths: Iterable[str]) -> list[str]:
    return sorted(info.name for info in pkgutil.iter_modules(list(paths)) if not info.ispkg)
