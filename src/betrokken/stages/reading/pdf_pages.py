"""What pdfium tells about one page of a PDF: its words with their places, form fields, remarks, images."""

import ctypes
import re
from collections import Counter
from typing import Any, Final

import pypdfium2.raw as pdfium

from betrokken.stages.reading.label_sheets import labels
from betrokken.stages.reading.page_lines import Word, lines, rows
from betrokken.stages.reading.page_rows import Row

_WORD: Final = re.compile(r"\S+")
_PLACED: Final = 200_000  # characters of a page above which its words are not placed one by one
_SAMPLE: Final = 25  # words whose angle is asked
_QUARTER: Final = 1.5707963267948966
_HYPHENS: Final = str.maketrans({"\x02": "-", "\ufffe": "-", "\u00ad": None, "\x00": None})
_OBJECTS: Final = 2_000  # page objects looked at for images
_REMARKS: Final = frozenset({pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP})
_ANNOTATIONS: Final = 5_000
_LONGEST_FIELD: Final = 100_000  # UTF-16 units
_UNMAPPED: Final = re.compile("[\ufffd\ue000-\uf8ff\x01-\x08\x0e-\x1f]")


def text_of(page: Any) -> list[str]:
    """The text of a page as lines, or of each label of a sheet of them; nothing when it has no text layer."""
    held = page.get_textpage()
    try:
        raw = str(held.get_text_range())
        text = raw.replace("\r\n", "\n")
        if not text.strip():
            return []
        if len(text) > _PLACED:
            return [text.translate(_HYPHENS)]
        placed = rows(_words(held.raw, held.count_chars(), raw))
        return [one.translate(_HYPHENS) for one in _laid_out(placed) or [text]]
    finally:
        held.close()


def _laid_out(placed: list[Row]) -> list[str]:
    """The texts a reader sees on a page, none when it must be read in its own order."""
    if sheet := labels(placed):
        return ["\n".join(label.lines) for label in sheet]
    found = lines(placed)
    return [] if found is None else ["\n".join(found).strip("\n")]


def is_unmapped(text: str) -> bool:
    """Whether a text layer is there but says nothing: fonts without a table from glyphs to characters."""
    letters = len(text) - text.count(" ") - text.count("\n")
    return letters > 20 and len(_UNMAPPED.findall(text)) * 2 > letters


def _words(handle: Any, count: int, raw: str) -> list[Word]:
    """Words with their places. pdfium leaves characters it cannot name out of `raw`: then each is asked apart."""
    characters = raw
    if len(raw) != count:
        characters = "".join(_character(pdfium.FPDFText_GetUnicode(handle, at)) for at in range(count))
    spans = [found.span() for found in _WORD.finditer(characters)]
    angles = [pdfium.FPDFText_GetCharAngle(handle, start) for start, _ in spans[:_SAMPLE]]
    quarters = Counter(round(angle / _QUARTER) % 4 for angle in angles).most_common(1)
    quarter = quarters[0][0] if quarters else 0
    placer = _Placer(handle, quarter)
    return [placer.word(characters[start:end], start, end - 1) for start, end in spans]


def _character(code: int) -> str:
    """One character for each code, so that positions stay in step; halves of pairs are joined later or dropped."""
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else "\ufffd" if code else " "


class _Placer:
    """Asks where characters stand, on the paper turned by `quarter` quarters so that it can be read."""

    def __init__(self, handle: Any, quarter: int) -> None:
        self._handle, self._quarter = handle, quarter
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = pdfium.FS_RECTF()

    def word(self, text: str, first: int, last: int) -> Word:
        """The word from one character to another."""
        pdfium.FPDFText_GetCharOrigin(self._handle, first, self._x, self._y)
        x, y = self._x.value, self._y.value
        box = self._box
        pdfium.FPDFText_GetLooseCharBox(self._handle, last, box)
        quarter = self._quarter
        if quarter == 0:
            return Word(text, x, box.right, y, box.top - box.bottom)
        if quarter == 1:
            return Word(text, -y, -box.bottom, x, box.right - box.left)
        if quarter == 2:
            return Word(text, -x, -box.left, -y, box.top - box.bottom)
        return Word(text, y, box.top, -x, box.right - box.left)


def has_image(page: Any) -> bool:
    """Whether a page shows an image, also inside a form object."""
    count = min(pdfium.FPDFPage_CountObjects(page.raw), _OBJECTS)
    shown = (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM, pdfium.FPDF_PAGEOBJ_SHADING)
    return any(pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page.raw, at)) in shown for at in range(count))


def is_drawn(page: Any) -> bool:
    """Whether a page holds so many drawn shapes that its letters may be among them."""
    return bool(pdfium.FPDFPage_CountObjects(page.raw) > 50)


def annotations(page: Any, form: Any) -> list[str]:
    """Lines "field: value" of a form that was filled in, and the texts of remarks."""
    count = min(pdfium.FPDFPage_GetAnnotCount(page.raw), _ANNOTATIONS)
    found = []
    for at in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, at)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind == pdfium.FPDF_ANNOT_WIDGET and form is not None:
            name = _string(pdfium.FPDFAnnot_GetFormFieldName, form, annotation)
            value = _string(pdfium.FPDFAnnot_GetFormFieldValue, form, annotation)
            found += [f"{name}: {value}"] if value not in ("", "Off") else []
        elif kind in _REMARKS:
            remark = _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents")
            found += [remark] if remark else []
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _string(ask: Any, *about: Any) -> str:
    """The answer of a pdfium call that fills a buffer with UTF-16; it tells the bytes needed when given none."""
    size = ask(*about, None, 0)
    if not 2 < size <= _LONGEST_FIELD * 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(*about, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").replace("\r", "\n").strip()
