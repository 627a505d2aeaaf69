"""Every table that passes between rooms, defined once: a column has one name, type, unit and description.

Types are Arrow types; `schema(name)` gives the Arrow schema. Dates are days, instants are UTC.
"""

from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from betrokken.model.words import FRAUDS

TEXT: Final = pa.string()
DAY: Final = pa.date32()
WHOLE: Final = pa.int64()
REAL: Final = pa.float64()
TEXTS: Final = pa.list_(pa.string())


@dataclass(frozen=True, slots=True)
class Column:
    """One column: name, Arrow type, and what it says (with its unit)."""

    name: str
    type: pa.DataType
    says: str


IDENTITY: Final = (
    Column("bsn", TEXT, "citizen service number, 9 digits, passing the 11-test and no placeholder"),
    Column("surname", TEXT, "surname in use, without prefix, as written"),
    Column("prefix", TEXT, "tussenvoegsel of the surname"),
    Column("birth_surname", TEXT, "surname at birth where it differs, prefix included"),
    Column("initials", TEXT, "initials as capitals, each with a full stop"),
    Column("given_names", TEXT, "given names in full"),
    Column("birth_date", DAY, "day of birth; placeholders are null"),
    Column("sex", TEXT, "F or M"),
)

CONTACT: Final = (
    Column("street", TEXT, "street"),
    Column("house_number", TEXT, "house number, digits"),
    Column("house_number_suffix", TEXT, "addition to the house number"),
    Column("postcode", TEXT, "postcode, 4 digits and 2 capitals without a space; foreign codes as written"),
    Column("city", TEXT, "place of residence"),
    Column("country", TEXT, "country where it is not the Netherlands"),
    Column("emails", TEXTS, "e-mail addresses in lower case"),
    Column("phones", TEXTS, "telephone numbers, +31 form for Dutch numbers"),
)

NUMBERS: Final = (
    Column("ibans", TEXTS, "IBANs without spaces"),
    Column("insurance_number", TEXT, "number at the health insurer"),
    Column("patient_number", TEXT, "number of the patient at the laboratory or its client"),
    Column("sample_number", TEXT, "number of the sample or order; no personal identifier"),
    Column("id_document", TEXT, "number of a passport, identity card or driving licence"),
)

CARE: Final = (
    Column("exam", TEXT, "kind of exam, a word of words.EXAMS"),
    Column("material", TEXT, "material taken"),
    Column("has_result", pa.bool_(), "a result stands here; its content is never stored"),
    Column("taken_on", DAY, "day the sample was taken"),
    Column("institution", TEXT, "organisation named as the client"),
    Column("requester", TEXT, "professional named as the requester"),
    Column("sender_code", TEXT, "code of the client as the file gives it"),
)

BRP: Final = (
    Column("deceased_on", DAY, "day of death"),
    Column("secret_address", TEXT, "indication of secrecy of the BRP, one digit 0 to 7; 0 is none"),
)

SEVERITY: Final = (
    Column("dpc", REAL, "data processing context, 1 to 4 (ENISA 2013)"),
    Column("ei", REAL, "ease of identification, 0.25 to 1 (ENISA 2013)"),
    Column("cb", REAL, "circumstances of the breach, 0 to 2 (ENISA 2013)"),
    Column("se", REAL, "severity: dpc x ei + cb (ENISA 2013)"),
    Column("band", TEXT, "a word of words.BANDS"),
    Column("borderline", pa.bool_(), "within 0.25 of another band: a human looks"),
    Column("flags", TEXTS, "what ENISA flags beside the score, and groups that need care"),
    Column("grounds", TEXTS, "why each factor has its value"),
    *(Column(name, WHOLE, f"risk of {name.replace('_', ' ')}: 0 none to 3 high") for name in FRAUDS),
)

TABLES: Final[dict[str, tuple[Column, ...]]] = {
    "drop": (
        Column("drop_id", TEXT, "number of the drop"),
        Column("name", TEXT, "name given by the user"),
        Column("root", TEXT, "folder or file the drop was taken from"),
        Column("taken_at", TEXT, "instant the drop was taken into the case, ISO 8601"),
        Column("published_at", TEXT, "day the thieves published it, ISO 8601"),
        Column("bytes", WHOLE, "bytes on disk"),
        Column("claimed_total_bytes", WHOLE, "bytes the thieves claim to hold"),
        Column("source", TEXT, "a word of words.SOURCES: leak, or population for a controller's own list"),
        Column("controller", TEXT, "controller whose own list it is; null for a leak"),
        Column("dataset", TEXT, "data set its own list is of; null for a leak"),
        Column("as_of", TEXT, "day its own list was true, ISO 8601; null for a leak"),
    ),
    "item": (
        Column("item_id", TEXT, "hash of drop and path"),
        Column("drop_id", TEXT, "drop it came in"),
        Column("path", TEXT, "path within the drop; members joined by !/, bytes that are no UTF-8 as \\xNN"),
        Column("file", pa.binary(), "bytes of the path on disk within the drop, of the outermost file"),
        Column("parent_id", TEXT, "item of the container, null on disk"),
        Column("size", WHOLE, "bytes"),
        Column("sha256", TEXT, "SHA-256 of the bytes, hexadecimal; null when they cannot be had"),
        Column("media_type", TEXT, "type by content"),
        Column("charset", TEXT, "character set the text was read with"),
        Column("status", TEXT, "a word of words.ITEM_STATUSES"),
        Column("reason", TEXT, "why not wholly read, or of which path it is a duplicate"),
        Column("tables", WHOLE, "tables read"),
        Column("rows", WHOLE, "rows and passages read"),
        Column("texts", WHOLE, "texts read"),
        Column(
            "rows_with_mentions",
            WHOLE,
            "rows and passages that gave a mention; with the rows of `aside` they make `rows`",
        ),
        Column("mentions", WHOLE, "mentions found"),
        Column("container", pa.bool_(), "whether it holds members"),
    ),
    "aside": (
        Column("item_id", TEXT, "item the rows stand in"),
        Column("reason", TEXT, "why these rows gave no mention"),
        Column("rows", WHOLE, "rows and passages"),
    ),
    "mention": (
        Column("mention_id", TEXT, "hash of the item's bytes, the place and the order there"),
        Column("item_id", TEXT, "item it stands in"),
        Column("place", TEXT, "where in the item"),
        Column("source", TEXT, "leak or population"),
        Column("role", TEXT, "a word of words.ROLES"),
        *IDENTITY,
        *CONTACT,
        *NUMBERS,
        *CARE,
        *BRP,
        Column("agb", TEXT, "code in the register of care providers (AGB), 8 digits, of a professional"),
        Column("record_key", TEXT, "key of this record within its item, which other tables of the item point to"),
        Column("points_to", TEXT, "record_key of the record of the same item this row is about"),
        Column("categories", TEXTS, "categories that stand here, also those not stored (placeholder, result)"),
        Column("birth_dates", TEXTS, "other readings of the birth date (day and month swapped), ISO 8601"),
        Column("confidence", REAL, "log-odds that this is a data subject, natural logarithm"),
        Column("reasons", TEXTS, "grounds of the confidence, with their weight"),
    ),
    "judgement": (
        Column("kind", TEXT, "what was judged; same_person and not_same_person are about two mentions"),
        Column("left_id", TEXT, "mention"),
        Column("right_id", TEXT, "mention"),
        Column("value", TEXT, "the value judged right, where the judgement is about one"),
        Column("by_whom", TEXT, "who judged"),
        Column("at", TEXT, "instant, ISO 8601"),
        Column("why", TEXT, "why"),
    ),
    "person": (
        Column("person_id", TEXT, "stable across runs and drops"),
        *IDENTITY,
        *CONTACT,
        NUMBERS[0],
        *BRP,
        Column("address_from", TEXT, "a word of words.SOURCES: where the address was taken from; null without one"),
        Column("missing", TEXTS, "fields that lack to write to this person; empty when addressable"),
        Column("suppliers", TEXTS, "ids of the controllers that may supply what is missing; empty when addressable"),
        Column("certainty", TEXT, "a word of words.CERTAINTIES: the surest class over all data sets"),
        Column("addressable", pa.bool_(), "name, street, house number and postcode are known"),
        Column("mentions", WHOLE, "mentions behind this person, in leaks and populations"),
    ),
    "membership": (
        Column("person_id", TEXT, "person"),
        Column("mention_id", TEXT, "mention"),
        Column("reason", TEXT, "why the mention is this person's"),
        Column("weight", REAL, "match weight, log2 odds"),
    ),
    "unplaced": (
        Column("mention_id", TEXT, "mention that became nobody's"),
        Column("reason", TEXT, "why"),
    ),
    "doubt": (
        Column("left_id", TEXT, "mention"),
        Column("right_id", TEXT, "mention"),
        Column("weight", REAL, "match weight, log2 odds"),
        Column("reason", TEXT, "why the two were kept apart for a human to decide"),
    ),
    "attribution": (
        Column("mention_id", TEXT, "mention"),
        Column("controller", TEXT, "id of the controller, null where the file does not tell"),
        Column("exam", TEXT, "a word of words.EXAMS"),
        Column("taken_on", DAY, "day the sample was taken"),
        Column("ground", TEXT, "what told the controller"),
    ),
    "exposure": (
        Column("person_id", TEXT, "person"),
        Column("category", TEXT, "a word of words.CATEGORIES"),
        Column("controller", TEXT, "id of the controller, null where no file tells"),
        Column("exam", TEXT, "a word of words.EXAMS, null where no file tells"),
        Column("first_date", DAY, "first day a sample was taken"),
        Column("last_date", DAY, "last day a sample was taken"),
        Column("mentions", WHOLE, "mentions behind this exposure"),
    ),
    "standing": (
        Column("person_id", TEXT, "person"),
        Column("controller", TEXT, "id of the controller, null where no file tells"),
        Column("dataset", TEXT, "id of the data set, null where the facts declare none that fits"),
        Column("certainty", TEXT, "a word of words.CERTAINTIES: how sure it is that this person's data were taken"),
        Column(
            "ground", TEXT, "why: the drops it was seen in, the population and the status of the data set, a judgement"
        ),
    ),
    "unattributed": (
        Column("person_id", TEXT, "person"),
        Column("reason", TEXT, "why these mentions tell no controller"),
        Column("mentions", WHOLE, "mentions of this person without a controller"),
    ),
    "severity": (
        Column("person_id", TEXT, "person"),
        Column("controller", TEXT, "id of the controller, null where no file tells"),
        *SEVERITY,
    ),
    "professional": (
        Column("professional_id", TEXT, "made of the code, else of name and organisation; the same in every run"),
        Column("kind", TEXT, "a word of words.PROFESSIONALS"),
        *(column for column in IDENTITY if column.name in ("surname", "prefix", "initials", "given_names")),
        Column("agb", TEXT, "code in the register of care providers (AGB), 8 digits"),
        Column("organisation", TEXT, "organisation they work at, as most mentions write it"),
        *CONTACT[6:8],
        Column("categories", TEXTS, "categories of their own data that leaked"),
        Column("mentions", WHOLE, "places where they stand"),
        *SEVERITY,
    ),
    "calling": (
        Column("professional_id", TEXT, "professional"),
        Column("mention_id", TEXT, "mention they stand in, as themselves or as the requester"),
    ),
    "change": (
        Column("generation", WHOLE, "number of the generation that brought it"),
        Column("person_id", TEXT, "person"),
        Column("what", TEXT, "a word of words.CHANGES"),
        Column("controller", TEXT, "id of the controller, where the change is at one"),
        Column("dataset", TEXT, "id of the data set, where the change is in one"),
        Column("category", TEXT, "a word of words.CATEGORIES, where the change is an exposure"),
        Column("exam", TEXT, "a word of words.EXAMS, where the change is an exposure"),
        Column("before", TEXT, "what the generation before held; null for something new. Never a value of a person"),
        Column("after", TEXT, "what this generation holds; null for something gone. Never a value of a person"),
        Column("cause", TEXT, "what came in between: a drop, a population, a fact, a judgement, a new version"),
    ),
    "estimate": (
        Column("stratum", TEXT, "folder, type and year the files share; '' is all of them"),
        Column("method", TEXT, "name of the method"),
        Column("files", WHOLE, "files of the listing in the stratum"),
        Column("files_read", WHOLE, "of these, files that were read"),
        Column("bytes", WHOLE, "bytes of the listing in the stratum"),
        Column("bytes_read", WHOLE, "of these, bytes that were read"),
        Column("seen", WHOLE, "people seen in what was read"),
        Column("low", WHOLE, "lower end; null when refused"),
        Column("middle", WHOLE, "best figure; null when refused"),
        Column("high", WHOLE, "upper end; null when nothing supports one"),
        Column("assumptions", TEXTS, "what must hold for these figures; or why there are none"),
    ),
    "audit": (
        Column("stratum", TEXT, "kind of file and reason the rows gave no mention; '' is all of them"),
        Column("rows", WHOLE, "rows and passages that gave no mention"),
        Column("judged", WHOLE, "of these, drawn at random and judged by a human"),
        Column("with_people", WHOLE, "of the judged, those in which a data subject was missed"),
        Column("people", WHOLE, "data subjects missed in the judged"),
        Column(
            "upper", WHOLE, "upper bound at 95 % on the data subjects missed in the stratum; null before any answer"
        ),
        Column("markers", WHOLE, "marker people put in"),
        Column("markers_found", WHOLE, "of these, found"),
        Column("recall_low", REAL, "lower bound at 95 % on the share of markers found, 0 to 1"),
    ),
    # The next two come out of the fence to be shown or counted, and are never stored.
    "look": (
        Column("item_id", TEXT, "item the row stands in"),
        Column("reason", TEXT, "why the row gave no mention"),
        Column("number", WHOLE, "which of the rows its item set aside for this reason, from 0"),
        Column("place", TEXT, "where in the item"),
        Column("text", TEXT, "what stands in the row"),
        Column("above", TEXTS, "the rows before it, at most two"),
        Column("below", TEXTS, "the rows behind it, at most two"),
        Column("cut", WHOLE, "characters left off the end of the text"),
    ),
    "marker": (
        Column("mention_id", TEXT, "mention whose person was replaced by an invented one"),
        Column("put", pa.bool_(), "whether the invented person could be put in"),
        Column("found", pa.bool_(), "whether that person was found at this place"),
        Column("reason", TEXT, "why the invented person could not be put in"),
    ),
}

# What leaves the house for other tools: the contract of `betrokken export`. Columns may follow; these stay.
EXPORTS: Final[dict[str, tuple[Column, ...]]] = {
    "people": (
        *TABLES["person"][:-3],
        *TABLES["person"][-3:-1],
    ),
    "exposures": TABLES["exposure"],
    "standings": TABLES["standing"],
    "unattributed": TABLES["unattributed"],
    "sources": (
        Column("person_id", TEXT, "person"),
        Column("path", TEXT, "item the mention stands in; a mention in identical files is listed at each"),
        Column("place", TEXT, "where in the item"),
        Column("confidence", REAL, "probability that the mention is of a data subject, 0 to 1"),
    ),
    "items": (
        Column("path", TEXT, "path within the drop; members joined by !/"),
        Column("sha256", TEXT, "SHA-256 of the bytes, hexadecimal"),
        Column("size", WHOLE, "bytes"),
        Column("type", TEXT, "type by content"),
        Column(
            "status", TEXT, "read, partly, unreadable, skipped or empty; identical files carry that of the one read"
        ),
        Column("reason", TEXT, "why not wholly read, or with which path its bytes are the same"),
        Column("drop", TEXT, "name of the drop it came in"),
    ),
    "populations": (
        Column("name", TEXT, "name of the list; one row for each file of it"),
        Column("controller", TEXT, "controller whose own list it is"),
        Column("dataset", TEXT, "data set it is of"),
        Column("as_of", TEXT, "day it was true, ISO 8601"),
        Column("path", TEXT, "path of the file within the list"),
        Column("sha256", TEXT, "SHA-256 of the bytes, hexadecimal"),
        Column("rows", WHOLE, "rows read"),
        Column("rows_with_mentions", WHOLE, "of these, rows that name somebody"),
        Column("status", TEXT, "a word of words.ITEM_STATUSES"),
        Column("reason", TEXT, "why not wholly read"),
    ),
    "severities": TABLES["severity"],
    "professionals": TABLES["professional"],
    "professional_sources": (
        Column("professional_id", TEXT, "professional"),
        Column("path", TEXT, "item the mention stands in; a mention in identical files is listed at each"),
        Column("place", TEXT, "where in the item"),
    ),
}

# What one controller gets in a sealed hand-over: of the people only what its own files tell, and no other controller.
LISTS: Final[dict[str, tuple[Column, ...]]] = {
    "people": tuple(column for column in TABLES["person"] if column.name != "suppliers"),
    "exposures": TABLES["exposure"],
    "standing": TABLES["standing"],
    "severity": TABLES["severity"],
    "sources": EXPORTS["sources"],
    "requests": (
        Column("person_id", TEXT, "person the case cannot write to"),
        *IDENTITY,
        Column("missing", TEXTS, "fields the case lacks to write to this person"),
    ),
    "reasons": TABLES["unattributed"],
}


def listed(name: str) -> pa.Schema:
    """The Arrow schema of a list of a hand-over. Raises KeyError for one the house does not know."""
    return pa.schema([pa.field(column.name, column.type) for column in LISTS[name]])


def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table or an export. Raises KeyError for one the house does not know."""
    columns = TABLES[table] if table in TABLES else EXPORTS[table]
    return pa.schema([pa.field(column.name, column.type) for column in columns])


def names(table: str) -> tuple[str, ...]:
    """The column names of a table or an export, in order."""
    return tuple(schema(table).names)
