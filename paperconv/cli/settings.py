"""Settings of a folder: ``paperconv.yaml`` of the nearest parent folder that has one, and ``[tool.paperconv]`` of a pyproject.toml.

Keys are the names of options. A key that stands at the top goes to every command that has the option, one in a command's table to this
command. The command line wins over both files, paperconv.yaml over pyproject.toml, a command's table over the top. Paths are those of
the settings' own folder. YAML and TOML are imported only where there is such a file.
"""

import difflib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, cast

import typer
import typer.core

from paperconv.errors import UsageError

YAML, TOML = "paperconv.yaml", "pyproject.toml"
_ONE_RUN = frozenset({"help", "explain", "check", "diff", "write_baseline", "statistics", "output", "force", "depfile", "show", "schema", "as_json"})
"""Parameters that say what one run is to do; they are no settings."""
_ONE_RUN_OF = {("validate", "fix")}  # it writes into the inputs, which convert's --fix never does
_OPPOSITES = (("select", "ignore"), ("fields", "omit"))
_Path = tuple[str, ...]


class Setting(NamedTuple):
    """The value of a command's parameter, and where it was set (``path`` is "" for the default)."""

    value: Any
    path: str = ""
    line: int = 0

    @property
    def place(self) -> str:
        """``path:line``, or "default"."""
        return f"{self.path}:{self.line}" if self.path else "default"


class _File(NamedTuple):
    """A file of settings: what it says, and on which line each key stands."""

    path: str
    data: Mapping[str, Any]
    lines: Mapping[_Path, int]

    def error(self, key: _Path, message: str) -> UsageError:
        return UsageError(f"{self.path}:{self.lines.get(key, 1)}: {'.'.join(key)}: {message}" if key else f"{self.path}: {message}")


def commands_of(group: Any, before: _Path = ()) -> Iterator[tuple[_Path, Any]]:
    """All commands with their names, ``("authority", "build")`` for one of a group."""
    for name, command in group.commands.items():
        if isinstance(command, typer.core.TyperGroup):
            yield from commands_of(command, (*before, name))
        else:
            yield (*before, name), command


def settable(command: _Path, params: Iterable[Any]) -> dict[str, Any]:
    """The parameters of a command that settings may name, by their keys: the long name of the option."""
    return {
        max(p.opts, key=len).lstrip("-"): p
        for p in params
        if p.param_type_name == "option" and not p.is_eager and not p.hidden and p.name not in _ONE_RUN and (command[-1], p.name) not in _ONE_RUN_OF
    }


def in_force(group: Any, folder: str = "") -> dict[_Path, dict[str, Setting]]:
    """What the files say for each command, by the names of its parameters. Raises :class:`UsageError` with file and line."""
    commands = {name: params for name, command in commands_of(group) if (params := settable(name, command.params))}
    found: dict[_Path, dict[str, Setting]] = {name: {} for name in commands}
    for file in _files(os.path.abspath(folder or os.getcwd())):
        tables: dict[_Path, dict[str, Setting]] = {name: {} for name in commands}
        for key, value in file.data.items():
            if key != "$schema":
                _take(file, (str(key),), value, commands, tables)
        for name, table in tables.items():
            found[name] |= table
    for name, table in found.items():
        _contradictions(name, table)
    return found


def default_map(group: Any) -> dict[str, Any]:
    """The settings in force as click's ``default_map``."""
    defaults: dict[str, Any] = {}
    for name, table in in_force(group).items():
        inner = defaults
        for part in name:
            inner = inner.setdefault(part, {})
        inner.update({param: setting.value for param, setting in table.items()})
    return defaults


def _take(file: _File, key: _Path, value: Any, commands: Mapping[_Path, Mapping[str, Any]], tables: dict[_Path, dict[str, Setting]]) -> None:
    """Puts a key of a file into the tables of the commands that it is for. What stands in a command's table is taken last, and wins."""
    below = [name for name in commands if name[: len(key)] == key]
    if below and isinstance(value, Mapping):
        for inner, inner_value in value.items():
            path = (*key, str(inner))
            deeper = [name for name in below if name[: len(path)] == path]
            if deeper:
                _take(file, path, inner_value, commands, tables)
            elif key in commands and inner in commands[key]:
                param = commands[key][inner]
                tables[key][param.name] = Setting(_value(file, path, inner_value, param), file.path, file.lines.get(path, 1))
            else:
                known = [*commands.get(key, ()), *(name[len(key)] for name in below if len(name) > len(key))]
                raise file.error(path, _unknown(str(inner), known, "setting of this command"))
        return
    takers = {name: params[key[0]] for name, params in commands.items() if len(key) == 1 and key[0] in params}
    if not takers:
        if below:
            raise file.error(key, "is a command: its settings stand below it, each with its value")
        raise file.error(key, _unknown(key[0], [*(k for params in commands.values() for k in params), *(n[0] for n in commands)], "setting"))
    for name, param in takers.items():
        tables[name].setdefault(param.name, Setting(_value(file, key, value, param), file.path, file.lines.get(key, 1)))


def _unknown(word: str, known: Iterable[str], what: str) -> str:
    near = difflib.get_close_matches(word.lower().replace("_", "-"), sorted(set(known)), n=1)
    return f"is no {what}" + (f"; did you mean {near[0]}?" if near else "") + " (see: paperconv config --show)"


def _value(file: _File, key: _Path, value: Any, param: Any) -> Any:
    """A value as the option takes it. Raises :class:`UsageError` for one of the wrong kind, or that names what there is not."""
    if value is None:
        raise file.error(key, "has no value")
    if param.is_flag:
        if not isinstance(value, bool):
            raise file.error(key, f"expected true or false, not {value!r}")
        return value
    if param.name == "per_file_ignores" and isinstance(value, Mapping):
        folder = os.path.dirname(os.path.abspath(file.path))
        rules_of = {os.path.join(folder, glob) if "/" in str(glob) else glob: _words(file, key, rules) for glob, rules in value.items()}
        value = [f"{glob}:{','.join(rules)}" for glob, rules in rules_of.items()]
    if param.multiple:
        value = _words(file, key, value)
        _check_names(file, key, value, param)
        return value
    number = param.type.name.startswith("int")
    if isinstance(value, bool) or not isinstance(value, int if number else str):
        raise file.error(key, f"expected {'a number' if number else 'text'}, not {value!r}")
    try:
        value = param.type.convert(value, param, None)
    except typer.BadParameter as error:
        raise file.error(key, with_nearest(error.message, getattr(param.type, "choices", ()))) from None
    _check_names(file, key, [value], param)
    return _here(file, value) if value and (param.metavar == "FILE" or (param.name == "authority" and value != "self")) else value


def with_nearest(message: str, choices: Iterable[Any]) -> str:
    """What click says of a value that is not one of its choices, with the nearest that is."""
    wrong = re.match(r"'(.*?)' is not one of", message)
    near = difflib.get_close_matches(wrong[1], [str(c) for c in choices], n=1) if wrong else []
    return f"{message.rstrip('.')}; did you mean {near[0]}?" if near else message


def _words(file: _File, key: _Path, value: Any) -> list[str]:
    words = [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
        raise file.error(key, f"expected text, or a list of texts, not {value!r}")
    return cast("list[str]", words)


def _check_names(file: _File, key: _Path, words: list[str], param: Any) -> None:
    """Rules and formats that there are not are told now, with the nearest."""
    try:
        if param.metavar == "GLOB:RULES":
            from paperconv.diagnostics.quiet import FileIgnores

            FileIgnores(words)
        elif param.metavar == "RULES":
            from paperconv.diagnostics import select_codes

            select_codes(words)
        elif param.metavar == "FORMAT" and any(words):
            from paperconv.formats.registry import format_named

            format_named(words[0], "writers" if param.name == "to" else "readers")
    except UsageError as error:
        raise file.error(key, str(error)) from None


def _here(file: _File, path: str) -> str:
    """A path of a settings' file, from the working folder."""
    return os.path.relpath(os.path.join(os.path.dirname(os.path.abspath(file.path)), path))


def _contradictions(command: _Path, table: Mapping[str, Setting]) -> None:
    """Raises :class:`UsageError` where two settings of a command cannot both be meant."""
    if (quiet := table.get("quiet")) and (verbose := table.get("verbose")) and quiet.value and verbose.value:
        raise UsageError(f"{quiet.place}: quiet, and {verbose.place}: verbose: {' '.join(command)} cannot be both")
    if (update := table.get("update")) and (sort := table.get("sort")) and update.value and sort.value != "none":
        raise UsageError(f"{update.place}: update leaves entries where they are, and {sort.place}: sort moves them; set one of them")
    for one, other in _OPPOSITES:
        if one in table and other in table:
            words = [{w.strip().lower() for v in table[name].value for w in v.split(",")} for name in (one, other)]
            if both := sorted(words[0] & words[1] - {""}):
                raise UsageError(f"{table[one].place}: {one}, and {table[other].place}: {other}: both name {', '.join(both)}")


def _files(folder: str) -> Iterator[_File]:
    """The files of settings that count in a folder, the weaker first."""
    parents = [folder]
    while (parent := os.path.dirname(parents[-1])) != parents[-1]:
        parents.append(parent)
    for path in (os.path.join(p, TOML) for p in parents):
        if os.path.isfile(path) and (file := _toml(path)) is not None:
            yield file
            break
    for path in (os.path.join(p, YAML) for p in parents):
        if os.path.isfile(path):
            yield _yaml(path)
            break


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8-sig") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{os.path.relpath(path)}: cannot be read ({error})") from None


def _yaml(path: str) -> _File:
    text, shown = _read(path), os.path.relpath(path)
    import yaml

    lines: dict[_Path, int] = {}

    def walk(node: Any, before: _Path) -> None:
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            place = (*before, str(key.value))
            if place in lines:
                raise UsageError(f"{shown}:{key.start_mark.line + 1}: {'.'.join(place)}: stands on line {lines[place]} already")
            lines[place] = key.start_mark.line + 1
            walk(value, place)

    try:
        walk(yaml.compose(text, Loader=yaml.SafeLoader), ())
        data = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise UsageError(f"{shown}:{line}: is no YAML: {error.problem or error.context}") from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise UsageError(f"{shown}: is no YAML: {error}") from None
    if not isinstance(data, dict | None):
        raise UsageError(f"{shown}:1: expected settings, one a line, like 'fail-on: warning'")
    return _File(shown, data or {}, lines)


_TABLE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#.*)?")
_KEY = re.compile(r"\s*([\w\".'-]+)\s*=")


def _toml(path: str) -> _File | None:
    """The table ``[tool.paperconv]`` of a pyproject.toml; None where it has none."""
    text, shown = _read(path), os.path.relpath(path)
    if "tool" not in text or "paperconv" not in text:
        return None
    import tomllib

    try:
        tool = tomllib.loads(text).get("tool")
    except tomllib.TOMLDecodeError as error:
        if "[tool.paperconv" not in text:
            return None  # it is not for us to complain of
        raise UsageError(f"{shown}: is no TOML: {error}") from None
    data = tool.get("paperconv") if isinstance(tool, dict) else None
    if not isinstance(data, dict):
        return None
    lines: dict[_Path, int] = {}
    table: _Path = ()
    for number, line in enumerate(text.split("\n"), 1):  # tomllib tells no lines
        if header := _TABLE.fullmatch(line):
            table = tuple(part.strip(" \"'") for part in header[1].split("."))
            lines.setdefault(table[2:], number)
        elif (match := _KEY.match(line)) and table[:2] == ("tool", "paperconv"):
            lines.setdefault((*table[2:], *(part.strip("\"'") for part in match[1].split("."))), number)
    return _File(shown, data, lines)
