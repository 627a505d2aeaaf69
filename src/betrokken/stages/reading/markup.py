"""XML that may be hostile or cut off: parsed without entities, network or huge trees."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from betrokken.model.errors import UnreadableError

# libxml2's own ceilings (depth 256, text nodes of 10 MB) stay on: huge_tree is never set.
DAMAGED: Final = "damaged XML: read as far as it goes"


def parse(data: bytes) -> tuple[etree._Element, bool]:
    """(root, whole): the tree, and whether the text was well-formed to its end. Raises UnreadableError without a root."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("damaged XML") from error
    if root is None:
        raise UnreadableError("damaged XML")
    return root, not _fatal(parser)


def _fatal(parser: etree.XMLParser) -> bool:
    return any(entry.level == etree.ErrorLevels.FATAL for entry in parser.error_log)


def local(element: etree._Element) -> str:
    """The tag without its namespace; "" for entities and what else is no element."""
    tag = element.tag
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The child elements with this local name."""
    return (child for child in element if local(child) == name)


def attribute(element: etree._Element, name: str) -> str:
    """The attribute with this local name, whatever its namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return ""
