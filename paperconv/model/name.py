"""Names of people and organisations, as CSL 1.0.2 has them ("Names", CSL-JSON schema, definition ``name-variable``)."""

from typing import Literal

import msgspec

LOST_SIGN = "[?]"
"""What stands for a lost name part in outputs: TeX's own sign for the unresolved."""


class Name(msgspec.Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """One author, editor …: a person (``family``, ``given`` and their satellites) or a ``literal``.

    A literal is an organisation, or a person with a single name. An empty string means unknown or absent.
    ``lost`` names the part that a corrupted source lost; such a name is never passed off as whole. ``dropping_particle``,
    ``non_dropping_particle`` and ``suffix`` are CSL's. ``affiliation`` are places of work as they are printed, ``orcid`` is an ORCID iD.

    >>> paperconv.Name(family="Berg", given="Jan", dropping_particle="van der").display()
    'Jan van der Berg'
    >>> paperconv.Name(given="Zhen", lost="family").display()
    'Zhen [?]'
    """

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""
    lost: Literal["", "family", "given"] = ""
    affiliation: tuple[str, ...] = ()
    orcid: str = ""

    @property
    def is_person(self) -> bool:
        """True for a name with both a family and a given part."""
        return bool(self.family and self.given)

    @property
    def surname(self) -> str:
        """Family name with its particles ("van der Waals"), or the literal."""
        if self.literal:
            return self.literal
        if not (self.dropping_particle or self.non_dropping_particle):
            return self.family
        return " ".join(x for x in (self.dropping_particle, self.non_dropping_particle, self.family) if x)

    def display(self) -> str:
        """The name as it is read aloud: "Jan van der Berg, Jr.", "DeepSeek-AI", "Zhen [?]"."""
        if self.literal:
            return self.literal
        parts = [self.given, self.surname]
        if self.lost == "family":
            parts = [self.given, LOST_SIGN]
        elif self.lost == "given":
            parts = [LOST_SIGN, self.surname]
        text = " ".join(x for x in parts if x)
        return f"{text}, {self.suffix}" if self.suffix else text
