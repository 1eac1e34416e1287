"""XML of a package: built and read with nothing fetched, nothing expanded."""

from typing import TYPE_CHECKING

from meetings_db.text import clean
from triparty.i18n import _
from triparty.rules import RuleError

if TYPE_CHECKING:
    from lxml import etree


def child(parent: "etree._Element | None", name: str, text: str = "") -> "etree._Element":
    """A new element with its text, the last of its parent; without one, a root."""
    from lxml import etree

    made = etree.Element(name) if parent is None else etree.SubElement(parent, name)
    made.text = clean(text) or None
    return made


def serialised(root: "etree._Element") -> bytes:
    """The document in UTF-8, one element on each line."""
    from lxml import etree

    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def parsed(data: bytes) -> "etree._Element":
    """The root of a document. Raises RuleError for what is no XML, or declares entities."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_blank_text=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise RuleError(_("This is no XML ({why}).").format(why=error)) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise RuleError(_("This XML declares its own entities, which no file of a package does."))
    return root


def text_of(element: "etree._Element | None") -> str:
    """The text in an element; empty for none."""
    return (element.text or "") if element is not None else ""
