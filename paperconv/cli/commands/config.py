"""paperconv config."""

from typing import Annotated, Any

import typer

from paperconv.cli import console
from paperconv.cli.common import print_json

EXAMPLES = "Examples: paperconv config --show      paperconv config --schema > paperconv.schema.json"


def config(
    ctx: typer.Context,
    show: Annotated[bool, typer.Option("--show", help="Every setting, its value and its source, those of files first (the default).")] = False,
    schema: Annotated[bool, typer.Option("--schema", help="A JSON Schema of paperconv.yaml, for editors.")] = False,
) -> None:
    """Show which settings are in force, and from where: paperconv.yaml, or [tool.paperconv] of pyproject.toml."""
    from paperconv.cli import settings

    group = ctx.find_root().command
    if schema:
        print_json(_schema(group))
        return
    groups: dict[tuple[bool, str, str, str], list[str]] = {}
    found = settings.in_force(group)
    for name, command in settings.commands_of(group):
        for key, param in settings.settable(name, command.params).items():
            setting = found.get(name, {}).get(param.name, settings.Setting(param.default))
            groups.setdefault((not setting.path, key, _shown(setting.value), setting.place), []).append(" ".join(name))
    rows = sorted(groups.items(), key=lambda row: row[0][0])  # what the files set comes first
    console.table(("setting", "value", "from", "commands"), [(key, value, place, ", ".join(names)) for (_, key, value, place), names in rows])
    if not found or not any(found.values()):
        console.err("no paperconv.yaml and no [tool.paperconv] set anything here: these are the defaults")


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else "" if value is None else str(value)


def _schema(group: Any) -> dict[str, Any]:
    """The JSON Schema (2020-12), made of the options of the commands."""
    from paperconv.cli import settings

    shared: dict[str, Any] = {}
    tables: dict[str, Any] = {}
    for name, command in settings.commands_of(group):
        properties = {key: _kind(param) for key, param in settings.settable(name, command.params).items()}
        if not properties:
            continue
        for key, kind in properties.items():
            shared.setdefault(key, kind)
        table = {"type": "object", "additionalProperties": False, "description": command.help or "", "properties": properties}
        for part in reversed(name[1:]):
            table = {"type": "object", "additionalProperties": False, "properties": {part: table}}
        tables[name[0]] = table
    both = {key: {"anyOf": [shared[key], tables[key]]} for key in shared.keys() & tables.keys()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Settings of paperconv (paperconv.yaml)",
        "type": "object",
        "additionalProperties": False,
        "properties": {"$schema": {"type": "string"}, **dict(sorted((shared | tables | both).items()))},
    }


def _kind(param: Any) -> dict[str, Any]:
    about = {"description": param.help or ""}
    if param.is_flag:
        return {"type": "boolean", **about}
    texts = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
    if param.name == "per_file_ignores":
        return {"anyOf": [{"type": "object", "additionalProperties": texts}, *texts["anyOf"]], **about}
    if param.multiple:
        return {**texts, **about}
    if choices := getattr(param.type, "choices", None):
        return {"enum": [str(c) for c in choices], **about}
    return {"type": "integer" if param.type.name.startswith("int") else "string", **about}
