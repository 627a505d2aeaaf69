"""Presentations (pptx): the text and tables of each slide, with its notes."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Trouble
from betrokken.stages.reading import packages
from betrokken.stages.reading.formats.docx import document

NAME: Final = "pptx"
MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"

_SLIDES: Final = re.compile(r"^ppt/(?:slides/slide|notesSlides/notesSlide|comments/comment)(\d+)\.xml$")


def recognise(source: Source) -> float:
    """Sure when the zip file holds the main part of a presentation."""
    return 1.0 if packages.kind(source) == "pptx" else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A text and tables per slide."""
    package = packages.Package(source)
    found = sorted((int(match[1]), name) for name in package.names if (match := _SLIDES.match(name)))
    told = 0
    for number, name in found:
        place = f"slide {number}" if "/slides/" in name else f"notes {number}"
        try:
            for fragment in document(package, [name], "-"):
                told += 1
                yield replace(fragment, place=f"{place} {fragment.place}".strip())
        except UnreadableError as error:
            yield Trouble(place, error.reason)
    if not package.whole:
        yield Trouble("", packages.CUT_OFF)
    if not told and any(name.startswith("ppt/media/") for name in package.names):
        raise UnreadableError("only images, no text: needs OCR", "partly")
