"""The whole of a dedupe: records in, works out. Pure: no file is read or written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Literal

import msgspec

from paperconv.diagnostics import Diagnostic, code_of
from paperconv.duplicates import blocks, corpus, decisions, links
from paperconv.duplicates.cluster import Edge, cluster
from paperconv.duplicates.decisions import Decision
from paperconv.duplicates.evidence import Comparison, Context, compare
from paperconv.duplicates.links import Link, LinkKind, Versions
from paperconv.duplicates.merge import digest, merge, order_key
from paperconv.duplicates.sketch import Sketch, sketch
from paperconv.model import Record, replace
from paperconv.model import date as dates
from paperconv.model.text import fold

Join = Literal["sure", "likely"]
"""Which pairs are joined: those that are surely one work, or also those of which it is unsure and nothing forbids it."""

_NUMBERS = 1 << 40
"""More than a run has records, merged ones counted: two numbers in one."""


class Row(msgspec.Struct, frozen=True):
    """A line of the map: the record by its id, path and ordinal; its cluster; ``work``, the position of its work in the result."""

    id: str
    path: str
    ordinal: int
    cluster: str
    work: int
    verdict: str
    evidence: dict[str, float]


class Work(msgspec.Struct, frozen=True):
    """One work: its record, the records it was made of (the base first), the cluster's name, "same", "single" or "unsure", and the best evidence.

    ``comparison`` is the weakest that joined two of its records, ``None`` for a work of one record and where a person decided.
    """

    record: Record
    members: tuple[Record, ...]
    cluster: str
    verdict: str
    evidence: dict[str, float]
    comparison: Comparison | None = None


class Doubt(msgspec.Struct, frozen=True):
    """Two works left apart that may be one: their positions in the result, and the evidence."""

    first: int
    second: int
    comparison: Comparison


class Result(msgspec.Struct, frozen=True):
    """What a dedupe gives: works in the order of author, year and title; doubts; the map's rows; diagnostics; counts.

    ``links`` are the works that are not one and belong together. ``compared`` is the number of pairs looked at;
    ``cut`` names, by kind of key, how many blocks were too large to compare pair by pair.
    """

    works: tuple[Work, ...]
    doubts: tuple[Doubt, ...]
    links: tuple[Link, ...]
    rows: tuple[Row, ...]
    diagnostics: tuple[Diagnostic, ...]
    compared: int
    cut: dict[str, int]


def dedupe(
    records: Iterable[Record],
    *,
    join: Join = "sure",
    versions: Versions = "join",
    one_per_source: bool = False,
    decided: Sequence[Decision] = (),
) -> Result:
    """Joins the records of each work into one.

    The order of ``records`` changes nothing, and running on the output (``[w.record for w in result.works]``) changes nothing.
    ``join`` draws the line. ``versions`` says whether a preprint and its published version are one work or two that are linked.
    ``one_per_source`` says that no input file has a work twice. ``decided`` is obeyed, whatever the evidence says.

    Raises :class:`~paperconv.errors.InputError` for decisions that contradict each other.
    """
    engine = _Engine(records, join, versions, one_per_source, decided)
    while engine.round():
        pass
    return engine.result()


class _Node(msgspec.Struct, eq=False):
    """A record of this round: one as it was read, or one merged of several in an earlier round."""

    record: Record
    members: tuple[Record, ...]
    key: tuple[str, str, int, int]
    sketch: Sketch
    paths: tuple[str, ...]
    number: int
    best: Comparison | None = None
    weakest: Comparison | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    decided: frozenset[int] = frozenset()


class _Engine:
    """The records and what is known of the pairs between them. Each round compares and joins; merged records are compared anew."""

    def __init__(self, records: Iterable[Record], join: Join, versions: Versions, one_per_source: bool, decided: Sequence[Decision]) -> None:
        read = sorted(((order_key(r), r) for r in records), key=itemgetter(0))
        self.nodes = [_Node(r, (r,), key, sketch(r), corpus.paths(r), i) for i, (key, r) in enumerate(read)]
        self.numbers = len(self.nodes)
        self.join, self.versions, self.one_per_source = join, versions, one_per_source
        self.context = Context()
        self.settled: set[int] = set()
        self.near: dict[tuple[int, int], Comparison] = {}
        self.linked: dict[tuple[int, int], LinkKind] = {}
        self.compared = 0
        self.cut: dict[str, int] = {}
        self.different: dict[int, set[int]] = {}
        self.notes: tuple[Diagnostic, ...] = ()
        if decided:
            self._obey(decisions.settle(decided, [r for _, r in read]))

    def _obey(self, found: decisions.Settled) -> None:
        """Joins what was decided to be the same, and marks what was decided to be different."""
        self.different, self.notes = found.different, tuple(decisions.note(d) for d in found.missing)
        for i in found.different:
            self.nodes[i].decided = frozenset((i,))
        groups = [*found.same, *([i] for i in sorted(set(range(len(self.nodes))).difference(*found.same)))]
        self.nodes = sorted((self._join(group, {}) for group in groups), key=lambda n: n.key)

    def round(self) -> bool:
        """Compares what was not compared yet and joins what is one work; True where something was joined."""
        sketches, sources = [n.sketch for n in self.nodes], [n.paths for n in self.nodes]
        met = blocks.pairs(sketches)
        self.cut = self.cut or met.cut
        context = Context(self.context.one_venue | corpus.venue_names(sketches, sources, met), corpus.serial_titles(sketches))
        if context != self.context:  # pairs that were judged before are seen with other eyes
            self.settled.clear()
            self.near.clear()
            self.linked.clear()
        self.context = context
        return self._join_all(self._compare(met)) or self._join_all(self._only_candidates(sources))

    def _join_all(self, edges: list[Edge]) -> bool:
        cache: dict[tuple[int, int], Comparison] = {}

        def compare_at(i: int, j: int) -> Comparison:
            if (i, j) not in cache:
                cache[i, j] = compare(self.nodes[i].sketch, self.nodes[j].sketch, self.context)
            return cache[i, j]

        groups = cluster(len(self.nodes), edges, compare_at, self._apart if self._has_bounds() else None)
        if len(groups) == len(self.nodes):
            return False
        best: dict[int, Comparison] = {}
        for i, j, found in edges:
            for k in (i, j):
                if k not in best or found.score > best[k].score:
                    best[k] = found
        self.nodes = sorted((self._join(group, best) for group in groups), key=lambda n: n.key)
        return True

    def _compare(self, pairs: Iterable[tuple[int, int]]) -> list[Edge]:
        edges: list[Edge] = []
        nodes = self.nodes
        for i, j in pairs:
            a, b = nodes[i], nodes[j]
            pair = (a.number, b.number) if a.number < b.number else (b.number, a.number)
            code = pair[0] * _NUMBERS + pair[1]
            if code in self.settled:
                continue
            found = compare(a.sketch, b.sketch, self.context)
            self.compared += 1
            if self._is_joined(found) and not self._apart(i, j):
                edges.append((i, j, found))
                self.near[pair] = found
                continue
            self.settled.add(code)
            link = links.between(a.sketch, b.sketch, found, self.versions)
            if link is not None:
                kind, forward = link
                self.linked[(a.number, b.number) if forward else (b.number, a.number)] = kind
            elif found.verdict != "different" and not self._decided(i, j) and not self._same_source(i, j):
                self.near[pair] = found
        return edges

    def _is_joined(self, found: Comparison) -> bool:
        return found.verdict == "same" or (self.join == "likely" and found.verdict == "unsure" and not found.veto)

    def _only_candidates(self, sources: list[tuple[str, ...]]) -> list[Edge]:
        position = {n.number: i for i, n in enumerate(self.nodes)}
        near = {(position[a], position[b]): found for (a, b), found in self.near.items() if a in position and b in position}
        near = {(min(pair), max(pair)): found for pair, found in sorted(near.items())}
        clean = frozenset(path for source in sources for path in source) if self.one_per_source else corpus.clean_sources(sources)
        return corpus.only_candidates(near, sources, clean, stated=self.one_per_source)

    def _has_bounds(self) -> bool:
        return self.one_per_source or self.versions == "link" or bool(self.different)  # else nothing is asked of each pair across two groups

    def _apart(self, i: int, j: int) -> bool:
        """True for two records that must not come together, however alike they are."""
        versions = self.versions == "link" and self.nodes[i].sketch.preprint != self.nodes[j].sketch.preprint
        return versions or self._same_source(i, j) or self._decided(i, j)

    def _same_source(self, i: int, j: int) -> bool:
        return self.one_per_source and not set(self.nodes[i].paths).isdisjoint(self.nodes[j].paths)

    def _decided(self, i: int, j: int) -> bool:
        return any(not self.different[m].isdisjoint(self.nodes[j].decided) for m in self.nodes[i].decided)

    def _join(self, group: list[int], best: dict[int, Comparison]) -> _Node:
        if len(group) == 1:
            return self.nodes[group[0]]
        parts = [self.nodes[i] for i in group]
        merged = merge([r for n in parts for r in n.members])
        self.numbers += 1
        here = [best[i] for i in group if i in best]
        return _Node(
            merged.record,
            merged.members,
            order_key(merged.record),
            sketch(merged.record),
            corpus.paths(merged.record),
            self.numbers - 1,
            max(here + [n.best for n in parts if n.best is not None], key=_score, default=None),
            min(here + [n.weakest for n in parts if n.weakest is not None], key=_score, default=None),
            merged.diagnostics,
            frozenset(m for n in parts for m in n.decided),
        )

    def result(self) -> Result:
        """The works in order, with all that is said of them."""
        nodes = sorted(self.nodes, key=lambda n: (_filed(n.record), n.key))
        position = {n.number: i for i, n in enumerate(nodes)}
        near = ((position[a], position[b], found) for (a, b), found in self.near.items() if a in position and b in position)
        doubts = sorted((Doubt(min(a, b), max(a, b), found) for a, b, found in near), key=lambda d: (-d.comparison.score, d.first, d.second))
        doubtful: dict[int, Comparison] = {}
        for doubt in doubts:
            doubtful.setdefault(doubt.first, doubt.comparison)
            doubtful.setdefault(doubt.second, doubt.comparison)
        works = []
        for i, (node, name) in enumerate(zip(nodes, _names(nodes), strict=True)):
            found = node.best or doubtful.get(i)
            verdict = "same" if len(node.members) > 1 else "unsure" if i in doubtful else "single"
            works.append(Work(node.record, node.members, name, verdict, {s.name: s.similarity for s in found.signals} if found else {}, node.weakest))
        rows = [
            Row(r.id, r.origin.path, r.origin.ordinal, work.cluster, i, work.verdict, work.evidence)
            for i, work in enumerate(works)
            for r in work.members
        ]
        found_links = self._links(nodes, position)
        return Result(
            tuple(_linked(works, found_links)),
            tuple(doubts),
            found_links,
            tuple(sorted(rows, key=lambda r: (r.path, r.ordinal, r.cluster, r.id))),
            (*self.notes, *(_cut(kind, count) for kind, count in self.cut.items()), *(d for n in nodes for d in n.diagnostics)),
            self.compared,
            self.cut,
        )


    def _links(self, nodes: Sequence[_Node], position: dict[int, int]) -> tuple[Link, ...]:
        pairs = ((kind, position[a], position[b]) for (a, b), kind in self.linked.items() if a in position and b in position)
        found = {Link(kind, a, b) for kind, a, b in pairs}
        found.update(
            links.parts([links.whole_of(n.record) for n in nodes], [links.part_of(n.record) for n in nodes], [n.sketch.year for n in nodes])
        )
        return tuple(sorted(found, key=lambda link: (link.first, link.second, link.kind)))


def _cut(kind: str, count: int) -> Diagnostic:
    which = "1 block" if count == 1 else f"{count:,} blocks"
    key = kind.replace("-", " ")
    message = f"{which} of more than {blocks.BLOCK} records with one {key}: each is compared with its next {blocks.WINDOW} by title"
    code = code_of("PC504")
    return Diagnostic(code=code.code, name=code.name, severity=code.severity, message=message, path="", confidence=1.0)


def _score(found: Comparison) -> float:
    return found.score


def _linked(works: list[Work], found: Iterable[Link]) -> list[Work]:
    """The works, each with its links in ``extra``."""
    named: dict[int, dict[str, list[str]]] = {}
    for link in found:
        target = works[link.second]
        named.setdefault(link.first, {}).setdefault(links.LINK + link.kind, []).append(links.reference(target.record, target.cluster))
    for i, extra in named.items():
        record = works[i].record
        record = replace(record, extra={**record.extra, **{kind: "; ".join(sorted(set(names))) for kind, names in extra.items()}})
        works[i] = msgspec.structs.replace(works[i], record=record)
    return works


def _filed(record: Record) -> tuple[str, int, str, str, list[tuple[str, str]], str]:
    """Where a work stands in a bibliography: first author, year, title; then what every format carries, so that a second run keeps the order."""
    name = fold(record.author[0].literal or record.author[0].family or record.author[0].given) if record.author else "\uffff"
    return name, dates.year(record.issued), fold(record.title), record.issued, sorted(record.identifiers.items()), fold(record.abstract)


def _names(nodes: Sequence[_Node]) -> list[str]:
    """A name for each cluster from what its members say; works that say the very same are numbered in their order."""
    used: Counter[str] = Counter()
    out = []
    for node in nodes:
        name = hashlib.blake2b(" ".join(sorted({digest(r) for r in node.members})).encode(), digest_size=8).hexdigest()
        used[name] += 1
        out.append(name if used[name] == 1 else f"{name}-{used[name]}")
    return out
