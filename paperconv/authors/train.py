"""Trains the name model from author lists: ``python -m paperconv.authors.train LISTS.jsonl.xz -o names.bin``.

LISTS holds JSON lines with ``a`` = [[given, family], …] (an organisation or a single name has an empty given name) and ``id``; plain, .gz or .xz.
Needs numpy and scipy (``pip install 'paperconv[train]'``). The same lists and seed give the same file.
"""

import argparse
import gzip
import json
import lzma
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import scipy.sparse as sp

from paperconv.authors import keys, model

Array = Any
"""A numpy array or a scipy matrix; both have no types of their own here."""
Lists = list[list[tuple[str, str]]]

BUCKETS, DIMS, WORDS = 8192, 16, 2000
STEPS, BATCH, RATE, SHARPNESS = 6000, 1024, 0.15, 8.0
SAME_LIST = 3.0
"""Weight (natural log) of a wrong pair that stands in the same list: those are the pairs that a shifted column makes."""
ROLE_WORDS, ROLE_PRIOR, ROLE_RATE = 12000, 1.0, 2.0
"""Frequent words whose use is kept; persons for which the letters count against it; the rate of learning the letters."""
PAIR_LIFT, PAIR_BITS, PAIR_HASHES = 16.0, 9, 4
"""A pair goes into the filter if it occurs sixteen times as often as its parts would meet by chance: such pairs are two thirds of
the pairs of new lists of the same field, and one in a hundred of those that a shift makes. 9 bits and 4 hashes a pair: one in 60 others passes."""


def main() -> None:
    """Reads the lists, trains, measures on the lists held out, writes the file."""
    parser = argparse.ArgumentParser(prog="python -m paperconv.authors.train", description="Trains the name model from author lists.")
    parser.add_argument("lists", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--dev", type=Path, help="lists on which the weights are set (default: a tenth of LISTS, by hash, held out)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=STEPS)
    options = parser.parse_args()
    train, dev = (load(options.lists), load(options.dev)) if options.dev else split(load(options.lists))
    packed = fit([a for _, a in train], options.steps, options.seed)
    packed = calibrate(packed, [a for _, a in dev], options.seed)
    packed.trained_on = f"{len(train)} lists of {options.lists.name}"
    options.output.write_bytes(msgspec.msgpack.encode(packed))
    _say(f"{options.output}: {options.output.stat().st_size} bytes")


def load(path: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    """(id, author list) of every line."""
    opener: Any = {".xz": lzma.open, ".gz": gzip.open}.get(path.suffix, open)
    with opener(path, "rt", encoding="utf-8") as lines:
        return [(str(r.get("id", i)), [(g or "", f or "") for g, f in r["a"]]) for i, r in enumerate(map(json.loads, lines))]


def split(lists: list[tuple[str, list[tuple[str, str]]]]) -> tuple[list[tuple[str, list[tuple[str, str]]]], list[tuple[str, list[tuple[str, str]]]]]:
    """Nine tenths to learn from, and one, told by a hash of the id, to measure on."""
    held = [zlib.crc32(i.encode()) % 10 == 0 for i, _ in lists]
    return [x for x, h in zip(lists, held, strict=True) if not h], [x for x, h in zip(lists, held, strict=True) if h]


def fit(lists: Lists, steps: int, seed: int) -> model.Packed:
    """Vectors, word roles and the filter of known pairs."""
    rng = np.random.default_rng(seed)
    words = frequent_words(lists)
    given, family = embed(lists, words, steps, rng)
    role = roles(lists, words, rng)
    blocks, scales = zip(*(quantise(m) for m in (given, family, role)), strict=True)
    rows = np.concatenate(blocks, axis=1)
    role_words, role_values = word_roles(lists, words, role)
    pairs, count = pair_filter(lists)
    _say(f"{len(words)} words with a row of their own, {count} known pairs")
    return model.Packed(
        format=model.FORMAT,
        dims=DIMS,
        buckets=BUCKETS,
        scales=scales,
        words=zlib.compress("\n".join(words).encode(), 9),
        rows=rows.tobytes(),
        pairs=pairs,
        role_words=zlib.compress("\n".join(role_words).encode(), 9),
        role_values=role_values,
        hashes=PAIR_HASHES,
        pair_weights=(0.0, 1.0, 0.0),
        swap_weights=(1.0, 0.0, 0.0),
    )


def frequent_words(lists: Lists) -> list[str]:
    """The words that stand oftenest in names, in alphabetical order."""
    count: Counter[str] = Counter()
    for authors in lists:
        for g, f in authors:
            count.update(model.words_of_given(g))
            count.update(model.words_of_family(f))
    return sorted(w for w, _ in sorted(count.items(), key=lambda x: (-x[1], x[0]))[:WORDS])


def matrix(names: Sequence[tuple[str, ...]], words: list[str]) -> Array:
    """One row a name: the mean of its words, each the mean of its letter groups plus its own row."""
    own = {w: BUCKETS + i for i, w in enumerate(words)}
    rows, columns, values = [], [], []
    for i, parts in enumerate(names):
        for word in parts:
            found = model.groups(word, BUCKETS)
            weight = 1 / len(found) / len(parts)
            for c in found:
                rows.append(i)
                columns.append(c)
                values.append(weight)
            if word in own:
                rows.append(i)
                columns.append(own[word])
                values.append(1 / len(parts))
    return sp.csr_matrix((values, (rows, columns)), shape=(len(names), BUCKETS + len(words)), dtype=np.float32)


def embed(lists: Lists, words: list[str], steps: int, rng: Any) -> tuple[Array, Array]:
    """Vectors whose product is the information that a given and a family name have of each other.

    Contrastive learning (InfoNCE: van den Oord et al. 2018, arXiv:1807.03748) over batches of whole lists; a wrong pair from the
    same list weighs more. Two names that are equal in their words are never each other's wrong pair.
    """
    given_index: dict[tuple[str, ...], int] = {}
    family_index: dict[tuple[str, ...], int] = {}
    members, starts = [], [0]
    for authors in lists:
        for g, f in authors[:64]:
            gw, fw = model.words_of_given(g), model.words_of_family(f)
            if gw and fw:
                members.append((given_index.setdefault(gw, len(given_index)), family_index.setdefault(fw, len(family_index))))
        if len(members) > starts[-1]:
            starts.append(len(members))
    pairs, bounds = np.array(members), np.array(starts)
    x_given, x_family = matrix(list(given_index), words), matrix(list(family_index), words)
    _say(f"{len(pairs)} names, {len(given_index)} given, {len(family_index)} family")
    # A pair that stands in many works is learnt once for the square root of them: a list is drawn by how rare its names are.
    seen = Counter(map(tuple, members))
    weight = np.array([sum(seen[m] ** -0.5 for m in members[a:b]) / (b - a) for a, b in pairwise(starts)])
    order = np.cumsum(weight / weight.sum())
    shape = (x_given.shape[1], DIMS)
    u, v = rng.normal(0, 0.3, shape).astype(np.float32), rng.normal(0, 0.3, shape).astype(np.float32)
    u[BUCKETS:] = v[BUCKETS:] = 0
    sum_u, sum_v = np.full_like(u, 1e-8), np.full_like(v, 1e-8)
    running = math.log(BATCH)
    for step in range(steps):
        chosen: list[Array] = []
        owner: list[Array] = []
        size = 0
        while size < BATCH:
            k = min(int(np.searchsorted(order, rng.random())), len(weight) - 1)
            a, b = bounds[k], bounds[k + 1]
            chosen.append(np.arange(a, b))
            owner.append(np.full(b - a, len(owner)))
            size += b - a
        batch, lists_of = pairs[np.concatenate(chosen)[:BATCH]], np.concatenate(owner)[:BATCH]
        loss, d_u, d_v, x_g, x_f = _step(u, v, x_given[batch[:, 0]], x_family[batch[:, 1]], batch, lists_of)
        running = 0.99 * running + 0.01 * loss
        rate = RATE * (1 - step / steps) + 1e-3
        for m, d, total in ((u, x_g.T @ d_u, sum_u), (v, x_f.T @ d_v, sum_v)):
            d += 1e-6 * m
            total += d * d
            m -= rate * d / np.sqrt(total)
        if step % 500 == 0:
            _say(f"step {step}: loss {running:.3f}")
    return u * math.sqrt(SHARPNESS), v * math.sqrt(SHARPNESS)


def _step(u: Array, v: Array, x_g: Array, x_f: Array, batch: Array, owner: Array) -> tuple[float, Array, Array, Array, Array]:
    """Loss of a batch and its gradients in the vectors of the names, for the choice of the family name and of the given name."""
    n = len(batch)
    a, b = x_g @ u, x_f @ v
    logits = SHARPNESS * (a @ b.T)
    logits += np.float32(SAME_LIST) * (owner[:, None] == owner[None, :])
    same = (batch[:, 1][:, None] == batch[:, 1][None, :]) | (batch[:, 0][:, None] == batch[:, 0][None, :])
    np.fill_diagonal(same, False)
    logits[same] = -30.0
    diagonal = np.arange(n)
    logits[diagonal, diagonal] -= np.float32(SAME_LIST)
    loss, grad = 0.0, np.zeros_like(logits)
    for axis in (1, 0):
        p = np.exp(logits - logits.max(axis, keepdims=True))
        p /= p.sum(axis, keepdims=True)
        loss -= float(np.log(p[diagonal, diagonal] + 1e-12).mean()) / 2
        p[diagonal, diagonal] -= 1
        grad += p
    grad *= np.float32(SHARPNESS / n / 2)
    return loss, grad @ b, grad.T @ a, x_g, x_f


def uses(lists: Lists) -> tuple[Counter[str], Counter[str]]:
    """How often each word is a given and a family name, each person counted once; both sums equal."""
    given, family = Counter[str](), Counter[str]()
    for g, f in {(model.words_of_given(g), model.words_of_family(f)) for authors in lists for g, f in authors if g and f}:
        for k, w in enumerate(g):
            given[w] += 2 if k == 0 else 1  # a middle name may be a family name
        for w in f:
            family[w] += 2
    return given, family


def roles(lists: Lists, words: list[str], rng: Any, steps: int = 6000) -> Array:
    """One column: what each letter group and frequent word says of a word's being a given name (logistic regression)."""
    given, family = uses(lists)
    names = sorted(set(given) | set(family))
    a, b = np.array([given[w] for w in names], float) / 2, np.array([family[w] for w in names], float) / 2
    a *= b.sum() / a.sum()
    weight = np.sqrt(np.minimum(a + b, 200))
    weight /= weight.mean()
    target = (a + 0.1) / (a + b + 0.2)
    x = matrix([(w,) for w in names], words)
    weights, bias = np.zeros(x.shape[1]), 0.0
    total, total_bias = np.full(x.shape[1], 1e-8), 1e-8
    for step in range(steps):
        chosen = rng.integers(0, len(names), 2048)
        part = x[chosen]
        error = (1 / (1 + np.exp(-(part @ weights + bias))) - target[chosen]) * weight[chosen] / 2048
        gradient = part.T @ error + 1e-7 * weights
        total += gradient * gradient
        total_bias += error.sum() ** 2
        rate = ROLE_RATE * (1 - step / steps) + 1e-3
        weights -= rate * gradient / np.sqrt(total)
        bias -= rate * error.sum() / math.sqrt(total_bias)
    weights[:BUCKETS] += bias  # every word has a mean of letter groups: the constant goes into them
    p = 1 / (1 + np.exp(-(x @ weights)))
    _say(
        f"role: right for {float(((p > 0.5) == (target > 0.5)) @ (a + b) / (a + b).sum()):.4f} of the words by their weight, "
        f"{float(((p > 0.5) == (target > 0.5)).mean()):.4f} of all"
    )
    return weights[:, None].astype(np.float32)


def word_roles(lists: Lists, words: list[str], role: Array) -> tuple[list[str], bytes]:
    """The words that are in most names, and their log odds of being a given name: their use, with their letters as a prior."""
    given, family = uses(lists)
    scale = sum(family.values()) / sum(given.values())
    names = sorted(w for w, _ in sorted((given + family).items(), key=lambda x: (-x[1], x[0]))[:ROLE_WORDS])
    by_letters = 1 / (1 + np.exp(-(matrix([(w,) for w in names], words) @ role)[:, 0]))
    a = np.array([given[w] for w in names]) / 2 * scale + ROLE_PRIOR * by_letters
    b = np.array([family[w] for w in names]) / 2 + ROLE_PRIOR * (1 - by_letters)
    odds = np.clip(np.log(a + 0.02) - np.log(b + 0.02), -8, 8)
    return names, (np.round(odds / model.ROLE_STEP) + 128).astype(np.uint8).tobytes()


def quantise(m: Array) -> tuple[Array, float]:
    """Values as bytes around 128, and the size of a step. The largest one in two thousand are cut: they would coarsen all others."""
    step = float(np.quantile(np.abs(m), 0.9995)) / 127
    return (np.clip(np.round(m / step), -127, 127) + 128).astype(np.uint8), step


def pair_filter(lists: Lists) -> tuple[bytes, int]:
    """The filter of the pairs that stand together oftener than by chance, and how many they are."""
    works: Counter[tuple[str, str]] = Counter()
    for authors in lists:
        works.update({(keys.given_key(g), keys.family_key(f)) for g, f in authors if g and f})
    given, family = Counter[str](), Counter[str]()
    for (g, f), n in works.items():
        given[g] += n
        family[f] += n
    every = sum(works.values())
    known = [(g, f) for (g, f), n in works.items() if g and f and g[-1] != "." and n * every >= PAIR_LIFT * given[g] * family[f]]
    bits = bytearray(max(1, len(known) * PAIR_BITS // 8))
    for g, f in known:
        for b in model.pair_bits(g, f, PAIR_HASHES, len(bits) * 8):
            bits[b >> 3] |= 1 << (b & 7)
    return bytes(bits), len(known)


def calibrate(packed: model.Packed, lists: Lists, seed: int) -> model.Packed:
    """Turns raw scores into log odds on lists that were not learnt from."""
    rng = np.random.default_rng(seed)
    scorer = model.NameModel(packed)
    pair, swap = list(_pair_examples(scorer, lists)), list(_swap_examples(scorer, lists, rng))
    base, slope, known = logistic(np.array([x for x, _ in pair]), np.array([y for _, y in pair]), constant=True)
    role, like, turned = logistic(np.array([x for x, _ in swap]), np.array([y for _, y in swap]), constant=False)
    return msgspec.structs.replace(packed, pair_weights=(base, slope, known), swap_weights=(role, like, turned))


def _pair_examples(scorer: model.NameModel, lists: Lists) -> Iterator[tuple[list[float], float]]:
    """Each pair of a list, and the given name of one author with the family name of the next."""
    for authors in lists:
        for (g, f), (_, other) in pairwise(authors[:20]):
            true, false = scorer.likeness(g, f), scorer.likeness(g, other)
            if true is not None and false is not None and keys.fold(f) != keys.fold(other):
                yield [1.0, _cut(true), float(scorer.is_known(g, f))], 1.0
                yield [1.0, _cut(false), float(scorer.is_known(g, other))], 0.0


def _swap_examples(scorer: model.NameModel, lists: Lists, rng: Any) -> Iterator[tuple[list[float], float]]:
    """One name of a list, as it is or exchanged."""
    for authors in lists:
        g, f = authors[int(rng.integers(len(authors)))]
        here, there = scorer.likeness(g, f), scorer.likeness(f, g)
        if here is None or there is None:
            continue
        x = [scorer.role(g) - scorer.role(f), _cut(here) - _cut(there), float(scorer.is_known(g, f)) - float(scorer.is_known(f, g))]
        yield x, 1.0
        yield [-v for v in x], 0.0


def _cut(value: float) -> float:
    return max(-model.MOST_LIKE, min(model.MOST_LIKE, value))


def logistic(x: Array, y: Array, constant: bool) -> tuple[float, float, float]:
    """Weights of a logistic regression (Newton's method, a trace of ridge)."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-(x @ w)))
        w += np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + 1e-3 * np.eye(x.shape[1]), x.T @ (y - p) - 1e-3 * w)
    p = np.clip(1 / (1 + np.exp(-(x @ w))), 1e-9, 1 - 1e-9)
    _say(
        f"weights {np.round(w, 3).tolist()}: right for {float(((p > 0.5) == (y > 0.5)).mean()):.4f}, "
        f"information {1 + float((y * np.log2(p) + (1 - y) * np.log2(1 - p)).mean()):.3f} bit{' with a constant' if constant else ''}"
    )
    return float(w[0]), float(w[1]), float(w[2])


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
