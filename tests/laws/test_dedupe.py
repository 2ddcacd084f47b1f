"""Laws of deduplication: the order of the input changes nothing, a second run changes nothing, nothing is lost."""

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from paperconv.duplicates import Join, Result, Versions, dedupe
from paperconv.duplicates.sketch import ALSO
from paperconv.model import Name, Origin, Record, replace

TITLES = (
    "Attention Is All You Need",
    "Attention is all you need: a reply",
    "Deep Residual Learning for Image Recognition",
    "Deep residual learning in images, part 1",
    "Deep residual learning in images, part 2",
    "Editorial",
    "",
    "On random graphs",
)
PEOPLE = tuple(
    Name(family=f, given=g)
    for f, g in (("Vaswani", "Ashish"), ("Shazeer", "Noam"), ("Parmar", "Niki"), ("He", "K."), ("Sun", "Jian"), ("Ren", "Shaoqing"))
)
ABSTRACTS = (
    "",
    "Sequence models can do without recurrence; what they need is a way to look at every word at once, and that is what we build and test here.",
    "Very deep networks are hard to train. We let each layer learn what is to be added to its input, and networks of a hundred layers become easy.",
)
names = st.lists(st.sampled_from(PEOPLE), max_size=4, unique=True).map(tuple)
found = st.fixed_dictionaries(
    {},
    optional={
        "arxiv": st.sampled_from(("1706.03762", "1512.03385")),
        "doi": st.sampled_from(("10.1000/a", "10.1000/b", "10.48550/arXiv.1706.03762")),
        "pmid": st.sampled_from(("1234567", "7654321")),
    },
)
records = st.builds(
    Record,
    title=st.sampled_from(TITLES),
    author=names,
    issued=st.sampled_from(("", "2017", "2017-06-12", "2018")),
    abstract=st.sampled_from(ABSTRACTS),
    identifiers=found,
    container_title=st.sampled_from(("", "arXiv", "Nature", "Neural Information Processing Systems")),
    volume=st.sampled_from(("", "3", "30")),
    page=st.sampled_from(("", "1-9", "100-110")),
    note=st.sampled_from(("", "8 pages")),
    type=st.sampled_from(("article", "article-journal", "paper-conference")),
)


@st.composite
def collections(draw: st.DrawFn) -> list[Record]:
    """Up to eight records, each with a place of its own in one of two files."""
    made = draw(st.lists(records, max_size=8))
    return [
        replace(r, id=f"r{i}", source=Origin(path=draw(st.sampled_from("ab")), format="csv", line=i + 1, end_line=i + 1, ordinal=i))
        for i, r in enumerate(made)
    ]


def told(result: Result) -> bytes:
    """All that a dedupe gives."""
    lists = {"works": list(result.works), "rows": list(result.rows), "diagnostics": list(result.diagnostics)}
    return msgspec.json.encode({**msgspec.structs.asdict(result), **lists}, order="sorted")


@given(collections(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=150)
def test_order_of_records_changes_nothing(made: list[Record], random: object) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told(dedupe(made)) == told(dedupe(shuffled))


@given(collections())
@settings(deadline=None, max_examples=150)
def test_a_second_run_changes_nothing(made: list[Record]) -> None:
    once = [w.record for w in dedupe(made).works]
    assert [w.record for w in dedupe(once).works] == once


@given(collections())
@settings(deadline=None, max_examples=150)
def test_every_record_is_in_one_work(made: list[Record]) -> None:
    result = dedupe(made)
    assert sorted(m.id for w in result.works for m in w.members) == sorted(r.id for r in made)
    assert sorted(r.id for r in result.rows) == sorted(r.id for r in made)
    assert len({w.cluster for w in result.works}) == len(result.works)


@given(collections())
@settings(deadline=None, max_examples=150)
def test_no_identifier_is_lost(made: list[Record]) -> None:
    for work in dedupe(made).works:
        kept = {(k, v.lower()) for k, v in work.record.identifiers.items()}
        kept |= {(k.removeprefix(ALSO), one.lower()) for k, v in work.record.extra.items() if k.startswith(ALSO) for one in v.split("; ")}
        kept |= {("doi", f"10.48550/arxiv.{v}") for k, v in kept if k == "arxiv"}  # says no more than the identifier
        assert {(k, v.lower()) for m in work.members for k, v in m.identifiers.items()} <= kept


@given(collections(), st.sampled_from(("sure", "likely")), st.sampled_from(("join", "link")), st.booleans(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=80)
def test_no_option_loses_a_record_or_heeds_the_order(made: list[Record], join: Join, versions: Versions, once: bool, random: object) -> None:
    result = dedupe(made, join=join, versions=versions, one_per_source=once)
    assert sorted(m.id for w in result.works for m in w.members) == sorted(r.id for r in made)
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    again = dedupe(shuffled, join=join, versions=versions, one_per_source=once)
    assert told(again) == told(result)
    if once:
        assert all(len({m.origin.path for m in w.members}) == len(w.members) for w in result.works)
