"""Values as YAML text that readers of YAML 1.1 and 1.2 take alike."""

import re
from typing import Any

import yaml

# What one version of YAML or another takes for a number, a date or a truth value, and PyYAML (1.1) does not put in quotes.
_AMBIGUOUS = re.compile(r"[-+.]?\d.*|[-+]?\.(?:inf|nan)|[yYnN]|=|<<", re.I | re.S)


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """The safe dumper (libyaml's where it is there), with quotes around every string that could be anything else."""


def _string(dumper: Any, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="'" if _AMBIGUOUS.fullmatch(text) else None)


_Dumper.add_representer(str, _string)


def dump(value: Any) -> str:
    """``value`` (dicts, lists, strings, numbers) in block style, keys in their order, Unicode as it is, without the last line break."""
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)).rstrip("\n")
