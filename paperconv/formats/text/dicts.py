"""Papers printed by a program as dictionaries of Python, objects of JSON, or values of a class: ``{'title': 'On Ponds', 'authors': ['Ada Roe']}``,
``Paper(title='On Ponds', authors=['Ada Roe'])``.

Literals only (The Python Language Reference, 2.4 and 6.2); nothing is executed.
"""

import ast
import re
import warnings

from paperconv.formats.text.printed import Member, Printed, field_of, is_paper, line_of

LONGEST = 1 << 18
"""Characters of the longest dictionary that is one paper."""
_CLASS = r"(?:[^\W\d]\w*\.)*[A-Z]\w*"
_BEGIN = rf"(?=\{{[ \t\r\n]*['\"]|{_CLASS}\([ \t\r\n]*[a-z]\w*[ \t]*=)"
_OPENED = re.compile(rf"^(?:[ \t,]*\[)?[ \t,]*(?:[\w.]+[ \t]*=[ \t]*\[?[ \t]*)?{_BEGIN}", re.M)
_NEXT = re.compile(rf"[ \t]*,[ \t]*{_BEGIN}")
_BEHIND = re.compile(r"[ \t,;\])]*(?:\n|\r|\Z)")
_LINE_END = re.compile(r"\n|\Z")
_STEP = re.compile(r"[{}\[\]()]|\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'", re.S)
_TITLED = re.compile(r"[{,\s]['\"](?:title|paper_?title)['\"]\s*:|[(,\s](?:title|paper_?title)[ \t]*=", re.I)
_WORDS = {"true": True, "false": False, "null": None, "nan": None, "NaN": None}
"""Names that JSON and NumPy have for constants."""


def read(text: str) -> list[Printed]:
    """The dictionaries of a text that have a title and one more field; each begins on a line of its own or behind another one."""
    if _TITLED.search(text) is None:
        return []
    out: list[Printed] = []
    at = 0
    while (m := _OPENED.search(text, at)) is not None:
        begin = m.end()
        while begin >= 0:
            end = _end(text, begin)
            if end < 0:  # cut off: what is behind belongs to it
                return [*out, _cut_off(text, begin)] if out else []
            found, behind, at = _dump(text, begin, end), _NEXT.match(text, end), end
            if found is not None:
                out.append(found)
                if behind is None and not _BEHIND.match(text, end):
                    stop = next(m.start() for m in _LINE_END.finditer(text, end))
                    found.members.append(Member("", "", text[end:stop].strip(" ,"), end, stop, found.last_line, found.last_line))
            begin = behind.end() if behind is not None else -1
    return out


def _end(text: str, begin: int) -> int:
    """Where the dictionary that begins at ``begin`` ends, -1 where it does not."""
    depth = 0
    for m in _STEP.finditer(text, begin):
        sign = m[0][0]
        depth += (sign in "{[(") - (sign in "}])")
        if not depth:
            return m.end()
    return -1


def _cut_off(text: str, begin: int) -> Printed:
    line, last = line_of(text, begin), text.count("\n") + 1
    return Printed(line, last, [Member("", "", text[begin:].strip(), begin, len(text), line, last)])


def _dump(text: str, begin: int, end: int) -> Printed | None:
    """The dictionary between two offsets, where its keys name fields of a paper."""
    code = text[begin:end]
    if len(code) > LONGEST or _TITLED.search(code) is None:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)  # "\d" in a string
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = ast.parse(code, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    named = _named(tree)
    if named is None:
        return None
    starts = [0, *(m.end() for m in re.finditer("\n", code))]
    rows = code.split("\n")
    first = line_of(text, begin)
    members = []
    for key, node in named:
        value = _shown(node, code)
        if not value:
            continue
        low, high = ((starts[n - 1] + len(rows[n - 1].encode()[:c].decode("utf-8", "ignore"))) for n, c in _ends(node))
        place = (begin + low, begin + high, first + node.lineno - 1, first + (node.end_lineno or node.lineno) - 1)
        members.append(Member(field_of(key, value), key, value, *place))
        if any(isinstance(n, ast.Dict) and len(n.keys) > 1 for n in getattr(node, "elts", ())):  # more is said of an author than the name
            members.append(Member("?", key, " ".join(code[low:high].split()), *place))
    return Printed(first, line_of(text, end), members) if is_paper(members) else None


def _named(tree: ast.expr) -> list[tuple[str, ast.expr]] | None:
    """The members of a dictionary whose keys are strings, or of a value of a class printed with nothing but keywords; None for all else."""
    if isinstance(tree, ast.Dict):
        keys = [k.value if isinstance(k, ast.Constant) else None for k in tree.keys]
        return list(zip(map(str, keys), tree.values, strict=True)) if all(isinstance(k, str) for k in keys) else None
    if isinstance(tree, ast.Call) and not tree.args and all(k.arg for k in tree.keywords):
        return [(k.arg or "", k.value) for k in tree.keywords]
    return None


def _ends(node: ast.expr) -> tuple[tuple[int, int], tuple[int, int]]:
    return (node.lineno, node.col_offset), (node.end_lineno or node.lineno, node.end_col_offset or 0)


def _shown(node: ast.expr, code: str) -> str:
    """A value as a listing prints it: names and terms of a list apart by semicolons, a date in ISO 8601, "" for none."""
    if isinstance(node, ast.Call) and (numbers := [_literal(a) for a in node.args]) and all(isinstance(n, int) for n in numbers):
        return "-".join(f"{n:02}" for n in numbers[:3])  # datetime.date(2020, 1, 31)
    if isinstance(node, ast.Call) and _called(node) is not None:  # Author('Ada Roe'), Author(name='Ada Roe')
        return _shown(_called(node) or node, code)
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return _listed([_shown(e, code) for e in node.elts])
    if isinstance(node, ast.Dict):  # of an author, of whom the name counts
        members = {_literal(k): v for k, v in zip(node.keys, node.values, strict=True) if k is not None}
        name = members.get("name") or members.get("full_name")
        if name is not None:
            return _shown(name, code)
        parts = [_shown(members[k], code) for k in ("family", "given") if k in members]
        if len(parts) > 1:
            return ", ".join(p for p in parts if p)
        return " ".join((ast.get_source_segment(code, node) or "").split())
    value = _literal(node)
    if value is None or value == "":
        return ""
    if value is node:
        return " ".join((ast.get_source_segment(code, node) or "").split())
    return _whole(str(value))


def _called(call: ast.Call) -> ast.expr | None:
    """What a value of a class holds where that is one thing, or the name of a person; None for all else."""
    held = [*call.args, *(k.value for k in call.keywords)]
    return held[0] if len(held) == 1 else next((k.value for k in call.keywords if k.arg in ("name", "full_name")), None)


def _listed(values: list[str]) -> str:
    values = [v for v in values if v]
    return f"{values[0]};" if len(values) == 1 and "," in values[0] else "; ".join(values)


def _literal(node: ast.expr) -> object:
    """The value of a literal; the node itself where it is none."""
    if isinstance(node, ast.Name) and node.id in _WORDS:
        return _WORDS[node.id]
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return node


def _whole(text: str) -> str:
    """``text`` in one line, with the pairs of surrogates that JSON writes for a character and the strokes that it may escape."""
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(text.replace("\0", "").replace("\\/", "/").split())
