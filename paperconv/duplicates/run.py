"""The whole of a dedupe: records in, works out. No file is read or written but temporary ones."""

from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Literal

from paperconv.diagnostics import Diagnostic, code_of
from paperconv.duplicates import blocks, corpus, decisions, links
from paperconv.duplicates.cluster import Edge, cluster
from paperconv.duplicates.decisions import Decision
from paperconv.duplicates.evidence import GENERIC, UNSURE, Comparison, compare
from paperconv.duplicates.index import Index
from paperconv.duplicates.links import LinkKind, Versions
from paperconv.duplicates.nodes import Nodes
from paperconv.duplicates.noted import Noted, note
from paperconv.duplicates.sketch import Sketch
from paperconv.duplicates.works import Pair, Result, result
from paperconv.model import Record

Join = Literal["sure", "likely"]
"""Which pairs are joined: those that are surely one work, or also those of which it is unsure and nothing forbids it."""


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
    return dedupe_noted(((r, note(r)) for r in records), join=join, versions=versions, one_per_source=one_per_source, decided=decided)


def dedupe_noted(
    records: Iterable[tuple[Record, Noted]],
    *,
    join: Join = "sure",
    versions: Versions = "join",
    one_per_source: bool = False,
    decided: Sequence[Decision] = (),
) -> Result:
    """As :func:`dedupe`, of records with what :func:`~paperconv.duplicates.noted.note` finds of each."""
    engine = _Engine(records, join, versions, one_per_source, decided)
    while engine.round():
        pass
    return engine.result()


class _Engine:
    """What is known of the pairs between the records. Each round compares and joins; merged records are compared anew."""

    def __init__(
        self, records: Iterable[tuple[Record, Noted]], join: Join, versions: Versions, one_per_source: bool, decided: Sequence[Decision]
    ) -> None:
        self.nodes, self.titles = Nodes(), corpus.Titles()
        self.index = Index(self.nodes)
        self.join, self.versions, self.one_per_source = join, versions, one_per_source
        self.near: dict[Pair, Comparison] = {}
        self.linked: dict[Pair, LinkKind] = {}
        self.compared = 0
        self.different: dict[int, set[int]] = {}
        self.notes: tuple[Diagnostic, ...] = ()
        for number, (record, noted) in enumerate(records):
            self.nodes.add(record, noted)
            self._file(number, noted.sketch, noted.codes)
        if decided:
            self._obey(decisions.settle(decided, map(self.nodes.record, self.nodes)))

    def _file(self, number: int, sketch: Sketch, codes: Iterable[int]) -> None:
        self.index.add(number, sketch, codes)
        self.titles.add(number, sketch, self.nodes.source(number))

    def _obey(self, found: decisions.Settled) -> None:
        """Joins what was decided to be the same, and marks what was decided to be different."""
        self.different, self.notes = found.different, tuple(decisions.note(d) for d in found.missing)
        for group in found.same:
            self.nodes.join(group, {})

    def round(self) -> bool:
        """Compares what was not compared yet and joins what is one work; True where something was joined."""
        nodes = self.nodes
        for number in sorted(nodes.fresh):
            made = nodes.sketch(number)
            self._file(number, made, blocks.codes(made))
        pairs = self.index.pairs(self.titles.learn(nodes))
        nodes.turn()
        for part in pairs:
            self._compare(part)
        pairs.close()
        self.near = {(i, j): found for (i, j), found in self.near.items() if i in nodes and j in nodes and not self._parted(i, j)}
        sure = [(i, j, found) for (i, j), found in self.near.items() if self._is_joined(found) and not self._apart(i, j)]
        return self._join_all(sure) or self._join_all(self._only_candidates())

    def _compare(self, pairs: Iterable[Pair]) -> None:
        """Compares pairs of which the larger numbers ascend, and takes note of those that are one work, may be, or are linked."""
        sketch, context = self.nodes.sketch, self.titles.context()
        again = bool(self.near or self.linked)  # what was found of a pair before, it may have been found with another title beside it
        smaller: dict[int, Sketch] = {}
        for i, j in pairs:
            a, b = smaller.get(i) or smaller.setdefault(i, sketch(i)), sketch(j)
            found = compare(a, b, context)
            self.compared += 1
            if again:
                self.near.pop((i, j), None)
                self.linked.pop((i, j), None)
                self.linked.pop((j, i), None)
            if self._is_joined(found) and not self._apart(i, j):
                self.near[i, j] = found
                continue
            link = links.between(a, b, found, self.versions)
            if link is not None:
                kind, forward = link
                self.linked[(i, j) if forward else (j, i)] = kind
            elif found.verdict != "different" or (self.one_per_source and found.veto == GENERIC and found.score >= UNSURE):
                self.near[i, j] = found

    def _is_joined(self, found: Comparison) -> bool:
        return found.verdict == "same" or (self.join == "likely" and found.verdict == "unsure" and not found.veto)

    def _join_all(self, edges: list[Edge]) -> bool:
        """Joins what ``edges`` hold together; True where there is something."""
        nodes = self.nodes
        concerned = sorted({n for i, j, _ in edges for n in (i, j)}, key=nodes.order)
        position = {n: at for at, n in enumerate(concerned)}
        placed = [(min(position[i], position[j]), max(position[i], position[j]), found) for i, j, found in edges]
        placed.sort(key=itemgetter(0, 1))
        cache: dict[Pair, Comparison] = {}

        def compare_at(x: int, y: int) -> Comparison:
            if (x, y) not in cache:
                cache[x, y] = compare(nodes.sketch(concerned[x]), nodes.sketch(concerned[y]), context)
            return cache[x, y]

        def apart(x: int, y: int) -> bool:
            return self._apart(concerned[x], concerned[y])

        context = self.titles.context()
        groups = cluster(len(concerned), placed, compare_at, apart if self._has_bounds() else None)
        if len(groups) == len(concerned):
            return False
        best: dict[int, Comparison] = {}
        for x, y, found in placed:
            for n in (concerned[x], concerned[y]):
                if n not in best or found.score > best[n].score:
                    best[n] = found
        for group in groups:
            if len(group) > 1:
                nodes.join([concerned[at] for at in group], best)
        return True

    def _only_candidates(self) -> list[Edge]:
        if not self.near:
            return []
        sources = {n: self.nodes.source(n) for n in self.nodes}
        clean = frozenset(path for s in set(sources.values()) for path in s) if self.one_per_source else corpus.clean_sources(sources.values())
        return corpus.only_candidates(self.near, sources, clean, stated=self.one_per_source)

    def _has_bounds(self) -> bool:
        return self.one_per_source or self.versions == "link" or bool(self.different)  # else nothing is asked of each pair across two groups

    def _apart(self, i: int, j: int) -> bool:
        """True for two records that must not come together, however alike they are."""
        versions = self.versions == "link" and self.nodes.sketch(i).preprint != self.nodes.sketch(j).preprint
        return versions or self._parted(i, j)

    def _parted(self, i: int, j: int) -> bool:
        """True for two records that are two works, as a person or their source says."""
        nodes, different = self.nodes, self.different
        if self.one_per_source and not set(nodes.source(i)).isdisjoint(nodes.source(j)):
            return True
        return bool(different) and any(not different[m].isdisjoint(nodes.members(j)) for m in nodes.members(i) if m in different)

    def result(self) -> Result:
        """The works in order, with all that is said of them."""
        notes = (*self.notes, *(_cut(kind, count) for kind, count in self.index.cut.items()))
        return result(self.nodes, self.near, self.linked, notes, self.compared, self.index.cut)


def _cut(kind: str, count: int) -> Diagnostic:
    which = "1 block" if count == 1 else f"{count:,} blocks"
    key = kind.replace("-", " ")
    message = f"{which} of more than {blocks.BLOCK} records with one {key}: each is compared with its next {blocks.WINDOW} by title"
    code = code_of("PC504")
    return Diagnostic(code=code.code, name=code.name, severity=code.severity, message=message, path="", confidence=1.0)
