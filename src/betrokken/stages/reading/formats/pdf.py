"""PDF documents: the text of each page as lines, form fields and remarks; pages that are images are told."""

from collections.abc import Iterator
from typing import Any, Final

import pypdfium2

from betrokken.model.errors import UnreadableError
from betrokken.model.fragments import Fragment, Source, Text, Trouble
from betrokken.stages.reading import embedded, pdf_pages

NAME: Final = "pdf"
MEDIA_TYPE: Final = "application/pdf"

_PAGES: Final = 50_000
_ATTACHMENTS: Final = 200
_NO_TEXT: Final = "no text layer: an image; not read (OCR is not installed)"
_DRAWN: Final = "no text layer: drawn shapes; not read (OCR is not installed)"
_UNMAPPED: Final = "a text layer without a table of characters; not read (OCR is not installed)"
_ONLY_IMAGES: Final = "only images, no text: needs OCR"


def recognise(source: Source) -> float:
    """Sure at the signature, which readers accept anywhere in the first 1024 bytes (ISO 32000-1, annex H)."""
    return 1.0 if source.head.startswith(b"%PDF-") else 0.98 if b"%PDF-" in source.head[:1024] else 0.0


def read(source: Source) -> Iterator[Fragment]:
    """A text per page. Raises UnreadableError when it is encrypted or damaged, or when no page has text."""
    document = _open(source.bytes())
    try:
        yield from _pages(document)
        yield from _attachments(document, source)
    finally:
        document.close()


def _open(data: bytes) -> Any:
    try:
        document = pypdfium2.PdfDocument(data)
        if document.get_formtype():
            document.init_forms()
    except pypdfium2.PdfiumError as error:
        reason = "encrypted" if "password" in str(error).lower() else "damaged or cut off"
        raise UnreadableError(reason) from error
    return document


def _pages(document: Any) -> Iterator[Fragment]:
    count = len(document)
    troubles: list[Trouble] = []
    told = False
    for number in range(1, min(count, _PAGES) + 1):
        place = f"page {number}" if count > 1 else ""
        found, reason = _page(document, number - 1)
        for block, text in enumerate(found, 1):
            told = True
            yield Text(place if len(found) == 1 else f"{place} label {block}".lstrip(), text)
        if reason:
            troubles.append(Trouble(place, reason))
    if not told and troubles:
        raise UnreadableError(_ONLY_IMAGES if len({t.reason for t in troubles}) == 1 else troubles[0].reason, "partly")
    yield from troubles
    if count > _PAGES:
        yield Trouble("", f"more than {_PAGES} pages")


def _page(document: Any, at: int) -> tuple[list[str], str]:
    """(texts, several on a sheet of labels; why there is none or not all of it)."""
    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        return [], "a damaged page"
    try:
        texts = pdf_pages.text_of(page)
        form = document.formenv.raw if document.formenv else None
        more = "\n".join(pdf_pages.annotations(page, form))
        if texts and pdf_pages.is_unmapped("".join(texts)):
            return [more] if more else [], _UNMAPPED
        if texts:
            return [*texts[:-1], "\n".join([texts[-1], more]) if more else texts[-1]], ""
        image = _NO_TEXT if pdf_pages.has_image(page) else _DRAWN if pdf_pages.is_drawn(page) else ""
        return [more] if more else [], image
    except pypdfium2.PdfiumError:
        return [], "a damaged page"
    finally:
        page.close()


def _attachments(document: Any, source: Source) -> Iterator[Fragment]:
    """Files inside the PDF (electronic invoices, portfolios)."""
    for number in range(min(document.count_attachments(), _ATTACHMENTS)):
        place = f"attachment {number + 1}"
        try:
            data = bytes(document.get_attachment(number).get_data())
        except pypdfium2.PdfiumError:
            yield Trouble(place, "damaged")
            continue
        yield from embedded.fragments(data, place, source)
