"""The parts of an xlsx or xlsb workbook: which part holds which sheet, and the texts that are no cells."""

import posixpath
from collections import deque
from functools import partial
from typing import Final

from lxml import etree

from betrokken.model.errors import UnreadableError
from betrokken.stages.reading import markup, sheet_extents
from betrokken.stages.reading.markup import attribute, local
from betrokken.stages.reading.packages import SHEET_CAP, Package

_RELATIONS: Final = "xl/_rels/workbook.xml.rels"
_TEXT_CAP: Final = 64 * 1024 * 1024  # bytes a part of comments or drawings may inflate to


def sheet_parts(package: Package) -> dict[str, str]:
    """Name of each worksheet -> its part, {} for those that cannot be told."""
    if "xl/workbook.xml" not in package.names or _RELATIONS not in package.names:
        return {}
    targets = {}
    for relation in markup.parse(package.read(_RELATIONS))[0]:
        target = attribute(relation, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        targets[attribute(relation, "Id")] = path
    book = markup.parse(package.read("xl/workbook.xml"))[0]
    sheets = [element for element in book.iter() if local(element) == "sheet"]
    return {sheet.get("name", ""): targets.get(_relation(sheet), "") for sheet in sheets}


def _relation(sheet: etree._Element) -> str:
    """The relationship id of a sheet; its own number is the plain attribute `sheetId`."""
    return next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")


def check(package: Package) -> dict[str, str]:
    """Part -> why it cannot be laid out as a grid, for worksheet parts. Raises UnreadableError for a bomb."""
    refused = {}
    for name in package.names:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            cells = sheet_extents.xlsx(partial(package.blocks, name, SHEET_CAP))
        elif name.startswith("xl/worksheets/") and name.endswith(".bin"):
            cells = sheet_extents.xlsb(package.read(name))
        else:
            if name == "xl/sharedStrings.bin" and sheet_extents.xlsb(package.read(name)) > sheet_extents.MOST_CELLS:
                raise UnreadableError("damaged: more texts than it can hold")
            if name.startswith("xl/sharedStrings"):
                deque(package.blocks(name, SHEET_CAP), maxlen=0)
            continue
        if cells > sheet_extents.MOST_CELLS:
            refused[name] = "cells too far apart to be laid out as a sheet"
    return refused


def loose_texts(package: Package) -> list[tuple[str, str]]:
    """(place, text) of comments and of text boxes on sheets."""
    found = []
    for name in package.names:
        place = "comments" if name.startswith(("xl/comments", "xl/threadedComments")) else ""
        place = "text boxes" if name.startswith("xl/drawings/drawing") else place
        if not place or not name.endswith(".xml"):
            continue
        try:
            root = markup.parse(package.read(name, _TEXT_CAP))[0]
        except UnreadableError:
            found.append((place, ""))
            continue
        lines = [_words(element) for element in root.iter() if local(element) in ("comment", "threadedComment", "p")]
        text = "\n".join(dict.fromkeys(line for line in lines if line))
        found += [(place, text)] if text else []
    return found


def _words(element: etree._Element) -> str:
    texts = [leaf.text or "" for leaf in element.iter() if local(leaf) in ("t", "text")]
    return "".join(texts).strip()
