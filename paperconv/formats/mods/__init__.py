"""MODS, the Library of Congress's Metadata Object Description Schema, versions 3.0 to 3.8 (https://www.loc.gov/standards/mods/userguide/)."""
