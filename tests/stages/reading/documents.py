"""Small office files and PDFs made by hand, sound and hostile, for tests."""

import io
import struct
import zipfile
from collections.abc import Mapping

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(parts: Mapping[str, str | bytes], stored: str = "") -> bytes:
    """A zip file of parts in order; the one named `stored` is not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data, zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED)
    return out.getvalue()


def docx(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """A Word document with this XML in its body, and further parts."""
    main = f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": main, **(parts or {})})


def word_part(kind: str, body: str) -> str:
    """A header, footer or comments part."""
    return f'<w:{kind} xmlns:w="{_W}">{body}</w:{kind}>'


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def word_table(*rows: tuple[str, ...]) -> str:
    """A table of one paragraph per cell."""
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def odt(body: str, kind: str = "text", manifest: str = "<m/>") -> bytes:
    """An OpenDocument file with this XML in its body."""
    spaces = " ".join(f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text", "table"))
    content = f"<office:document-content {spaces}><office:body>{body}</office:body></office:document-content>"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    parts = {"mimetype": mimetype, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(parts, stored="mimetype")


def shown(x: int, y: int, text: str, turn: str = "1 0 0 1") -> bytes:
    """A content stream that shows a text with its start at (x, y), turned by a matrix."""
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"BT /F1 10 Tf {turn} {x} {y} Tm ({escaped}) Tj ET\n".encode("cp1252")


IMAGE = b"q 100 0 0 100 50 600 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI Q\n"


def pdf(*pages: bytes) -> bytes:
    """A PDF with these content streams, one per page, in Helvetica."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for content in pages:
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        resources = b"/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s /Contents %d 0 R >>" % (resources, number + 1)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _assembled(objects)


def _assembled(objects: list[bytes]) -> bytes:
    out = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))
    return out + head + table + tail


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file (MS-CFB) of streams at its root; each is padded to the size that needs no small sectors."""
    size = 512
    sectors: list[bytes] = []
    chains: list[tuple[int, int]] = []
    for data in streams.values():
        data = data.ljust(4096, b"\0")
        count = -(-len(data) // size)
        chains.append((len(sectors), len(data)))
        sectors += [data[at : at + size].ljust(size, b"\0") for at in range(0, count * size, size)]
    directory = len(sectors)
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    entries += [
        _entry(name, 2, *chain, right=number + 1 if number < len(chains) else 0xFFFFFFFF)
        for number, (name, chain) in enumerate(zip(streams, chains, strict=True), start=1)
    ]
    packed = b"".join(entries)
    packed = packed.ljust(-(-len(packed) // size) * size, b"\0")
    sectors += [packed[at : at + size] for at in range(0, len(packed), size)]
    ends = {chain[0] + -(-chain[1] // size) - 1 for chain in chains} | {len(sectors) - 1}
    fat = [0xFFFFFFFE if at in ends else at + 1 for at in range(len(sectors))] + [0xFFFFFFFD]
    fat += [0xFFFFFFFF] * (size // 4 - len(fat) % (size // 4))
    table = struct.pack(f"<{len(fat)}I", *fat)
    if len(table) > size:
        raise ValueError("too long for one sector of chains")
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<109I", len(sectors), *[0xFFFFFFFF] * 108)
    return header + b"".join(sectors) + table


def _entry(name: str, kind: int, start: int, length: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le")
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1)
    return head + struct.pack("<III", 0xFFFFFFFF, right, child) + bytes(36) + struct.pack("<IQ", start, length)


def xls(cells: Mapping[tuple[int, int], str | float]) -> bytes:
    """A BIFF8 workbook of one sheet "Blad1" with cells by (row, column), counted from 0."""
    bounds = struct.pack("<IBB", 0, 0, 0) + struct.pack("<BB", 5, 0) + b"Blad1"
    globals_ = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0, 0, 0, 0)) + _record(0x0042, b"\xb0\x04")
    sheet_at = len(globals_) + 4 + len(bounds) + 4
    globals_ += _record(0x0085, struct.pack("<I", sheet_at) + bounds[4:]) + _record(0x000A, b"")
    sheet = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0, 0, 0, 0))
    for (row, column), value in cells.items():
        if isinstance(value, str):
            text = struct.pack("<HHHHB", row, column, 0, len(value), 0) + value.encode("latin-1")
            sheet += _record(0x0204, text)
        else:
            sheet += _record(0x0203, struct.pack("<HHHd", row, column, 0, value))
    return compound({"Workbook": globals_ + sheet + _record(0x000A, b"")})


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def doc(text: str, flags: int = 0x0200) -> bytes:
    """A Word 97 document of one piece of UTF-16 text."""
    start = 1024
    main = struct.pack("<H8xH", 0xA5EC, flags).ljust(418, b"\0") + struct.pack("<II", 0, 4 + 1 + 4 + 8 + 8)
    main = main.ljust(start, b"\0") + text.encode("utf-16-le")
    properties = b"\x01" + struct.pack("<H", 1) + b"\0"
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, start, 0)
    return compound({"WordDocument": main, "1Table": properties + b"\x02" + struct.pack("<I", len(pieces)) + pieces})
