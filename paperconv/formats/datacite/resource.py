"""A ``<resource>`` of DataCite's XML as the attributes that its REST API gives (Metadata Schema 2.0 to 4.6)."""

from typing import Any

from paperconv.formats import elements
from paperconv.io import xml
from paperconv.io.xml import Element

_PLURALS = {
    "creators": "creator",
    "contributors": "contributor",
    "titles": "title",
    "descriptions": "description",
    "subjects": "subject",
    "dates": "date",
    "alternateIdentifiers": "alternateIdentifier",
    "relatedIdentifiers": "relatedIdentifier",
    "relatedItems": "relatedItem",
    "rightsList": "rights",
    "sizes": "size",
    "formats": "format",
    "fundingReferences": "fundingReference",
    "geoLocations": "geoLocation",
}
_PERSONS = ("creator", "contributor")


def attributes(resource: Element) -> dict[str, Any]:
    """The resource's members under the names that they have in JSON."""
    found: dict[str, Any] = {}
    for child in resource:
        name = xml.local(child)
        if name == "identifier":
            kind = xml.attribute(child, "identifierType")
            if kind.upper() == "DOI" or (not kind and xml.text(child).startswith("10.")):
                found["doi"] = xml.text(child)
            else:
                found.setdefault("identifiers", []).append({"identifier": xml.text(child), "identifierType": kind})
        elif name in _PLURALS:
            found.setdefault(name, []).extend(_entry(entry, name) for entry in child if len(entry) or xml.text(entry) or entry.attrib)
        elif name == "resourceType":
            found["types"] = {"resourceTypeGeneral": xml.attribute(child, "resourceTypeGeneral"), "resourceType": xml.text(child)}
        else:
            found[name] = elements.value(child)
    return found


def _entry(entry: Element, plural: str) -> Any:
    name = xml.local(entry)
    if name in _PERSONS:
        return _person(entry)
    if len(entry) and not elements.is_mixed(entry) and name not in ("title", "description", "subject"):
        return elements.value(entry)
    content = elements.marked_abstract(entry) if name == "description" else elements.marked(entry)
    members = {str(k).rpartition("}")[2]: str(v) for k, v in entry.attrib.items()}
    return {_PLURALS[plural]: content, **members} if members or name in ("title", "description", "subject", "date") else content


def _person(entry: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in entry.attrib.items():
        found[str(key).rpartition("}")[2]] = str(value)
    for child in entry:
        name = xml.local(child)
        if name in ("creatorName", "contributorName"):
            found["name"] = elements.marked(child)
            if kind := xml.attribute(child, "nameType"):
                found["nameType"] = kind
        elif name == "nameIdentifier":
            identifier = {"nameIdentifier": xml.text(child), "nameIdentifierScheme": xml.attribute(child, "nameIdentifierScheme")}
            found.setdefault("nameIdentifiers", []).append(identifier)
        elif name == "affiliation":
            place = xml.text(child)
            members = {str(k).rpartition("}")[2]: str(v) for k, v in child.attrib.items()}
            found.setdefault("affiliation", []).append({"name": place, **members} if members else place)
        else:
            found[name] = elements.marked(child)
    return found
