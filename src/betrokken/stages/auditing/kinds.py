"""Kinds of file: media types that are read alike, put together so that a sample can be drawn within each."""

from typing import Final

OTHER: Final = "other"
_KINDS: Final = {
    "text/csv": "delimited text",
    "text/plain": "plain text",
    "text/html": "web page",
    "text/calendar": "calendar",
    "text/vcard": "contacts",
    "message/rfc822": "mail",
    "application/mbox": "mail",
    "application/vnd.ms-outlook": "mail",
    "application/hl7-v2": "HL7 v2",
    "application/edifact": "EDIFACT",
    "application/fhir+json": "FHIR",
    "application/hl7-v3+xml": "XML",
    "application/xml": "XML",
    "application/json": "JSON",
    "application/x-ndjson": "JSON",
    "application/sql": "database",
    "application/vnd.sqlite3": "database",
    "application/x-dbf": "database",
    "application/vnd.apache.parquet": "database",
    "application/pdf": "PDF",
    "application/rtf": "document",
    "application/msword": "document",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "document",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "document",
    "application/vnd.oasis.opendocument.text": "document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "spreadsheet",
    "application/vnd.oasis.opendocument.spreadsheet": "spreadsheet",
    "application/vnd.ms-excel": "spreadsheet",
    "application/vnd.ms-excel+xml": "spreadsheet",
}


def kind(media_type: str | None) -> str:
    """The kind of file of a media type; OTHER for one not listed here."""
    return _KINDS.get(media_type or "", OTHER)
