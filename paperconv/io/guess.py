"""Which 8-bit or East Asian encoding a bibliography is in, where it is not UTF-8.

General detectors weigh running text. A bibliography is English with a few names: of "Müller" and "Gonçalves" there is one foreign letter a
line, and any Latin encoding reads them as letters. What tells is whether the letters belong together: "Dvořák, Šešelja" is Czech in one
reading, and in the other a mixture of Danish, French and signs. So each reading is weighed as a mixture of languages, each with the share
that its letters outside of ASCII have (rounded, from letter counts of running text), fitted to the text itself.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable

_LANGUAGES: dict[str, str] = {
    "german": "ü30 ö20 ä30 ß12 Ü3 Ö3 Ä2",
    "french": "é55 è12 à10 ê7 ç5 ô4 î3 û2 ë2 ï2 ù1 œ1 É3 À1 È1 Ç1 Î1",
    "spanish": "ó26 í22 á20 é16 ñ9 ú7 ü1 Á2 É1 Í1 Ó1 Ñ1",
    "portuguese": "ã24 ç18 é14 á13 í9 ó8 ê7 õ5 â4 ú3 ô2 à2 É1 Á1",
    "italian": "à30 è25 ù15 ò15 é8 ì7 È2",
    "swedish": "ä42 ö33 å20 é3 Å4 Ö3 Ä2",
    "danish": "ø38 æ26 å28 é2 Ø5 Å3 Æ2",
    "icelandic": "ð20 á17 í16 ó12 þ10 ö10 é6 ú6 ý4 æ8 Þ4 Á2 Í2 Ó2",
    "polish": "ł22 ą13 ę13 ó12 ż11 ś9 ć6 ń7 ź2 Ł3 Ś2 Ż2 Ź1",
    "czech": "í18 á15 é9 ě9 ř9 š8 č9 ž8 ý7 ů4 ú2 ň1 ď1 ť1 Š2 Č2 Ž2 Ř1 ľ1 ĺ1 ô1 ä1",
    "hungarian": "á27 é27 ö9 ó9 ő10 í5 ü6 ú3 ű2 Á2 É2 Ö1 Ő1",
    "croatian": "č20 ć22 š20 ž20 đ10 Š3 Č3 Ž3 Đ2",
    "romanian": "ă35 ș12 ş12 ț10 ţ10 î14 â12 Ș2 Ş2 Ț2 Ţ2 Î2",
    "turkish": "ı28 ş13 ğ11 ü18 ö9 ç12 İ5 Ş3 Ç2 Ö2 Ü2 â1",
    "baltic": "ā16 ī10 ē8 š10 ė10 ž8 ū8 ų6 č5 į5 ą4 ņ4 ļ4 ķ2 ģ2 õ8 ä10 ü8 ö4 Š3 Ž2 Č1",
    "russian": "о11 е8 а8 и7 н7 т6 с5 р5 в5 л4 к3 м3 д3 п3 у3 я2 ы2 ь2 г2 з2 б2 ч1 й1 х1 ж1 ш1 ю1 ц1 щ1 э1 ф1 "
    "А1 В1 И1 К1 М1 Н1 О1 П1 С1 Р1 Т1 Л1 Д1 Г1 Б1 Е1 З1 Ф1 Х1 Ч1 Ш1 Э1 Ю1 Я1 ё1 і2 ї1 є1 І1",
    "greek": "α12 ο10 ι9 ε8 τ8 ν7 ς5 σ5 η5 υ4 ρ4 π4 κ4 μ3 λ3 ά2 έ2 ί3 ό2 ή2 ύ1 ώ1 γ2 δ2 ω2 χ1 θ1 φ1 β1 Α1 Π1 Κ1 Μ1 Γ1 Δ1 Χ1",
    "signs": "–25 —8 ’25 ‘4 “12 ”12 «2 »2 °3 §1 ±2 ·2 ×2 …3 µ1 ®1 ©2 ™1 €1 £1 •2 †1 \u00a08 ½1 ²1 ³1 ¿1 ¡1",
}
_RARE = 1e-5
_READINGS = {
    "cp1252": 0.0,
    "cp1250": -2.0,
    "iso8859-2": -4.0,
    "cp1251": -2.0,
    "koi8-r": -3.0,
    "cp1254": -3.0,
    "cp1257": -5.0,
    "cp1253": -4.0,
    "iso8859-15": -5.0,
    "mac-roman": -5.0,
    "cp437": -8.0,
    "cp850": -7.0,
}
"""The encodings with letters that are tried, and how much rarer than the first they are (natural logarithm)."""

_HIGH = re.compile(rb"[\x80-\xff]+")
_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(
    "[^\\W\\d_][¹²³°§±·×©®™€£•†…½¼¾¿¡«»¬¦¨¯¸´¤¥¢µ¶‰ˆ˜]+[^\\W\\d_]|(?<!\\w)[¹²³©®¬¦¨¾¼½¶¯¸´¤¥¢µ][^\\W\\d_]{2}|[a-zß-ÿ][À-ÖØ-ÞĀĂĄĆČĎĐĒĘĚŁŃŇŐŘŚŠŞŤŮŰŹŻŽ](?![A-Z])"
)
"""Signs inside or before words, capitals within: what a wrong reading makes of letters."""
_FOREIGN = -7.0
"""A reading in which letters are rarer than this on average (natural logarithm) is of no language known here."""
_FEW = 6
"""Characters of an East Asian text that is not to be taken for a few Western letters."""
_MOST = 4096
"""Characters outside of ASCII that are looked at."""


def _shares(text: str) -> dict[str, float]:
    counts = {item[0]: float(item[1:]) for item in text.split(" ")}
    total = sum(counts.values())
    return {char: n / total for char, n in counts.items()}


_SHARES = {name: _shares(text) for name, text in _LANGUAGES.items()}


def guess(sample: bytes) -> str:
    """The encoding of bytes that are not UTF-8, as Python names it. Falls back on what charset-normalizer finds, then on cp1252."""
    runs = _HIGH.findall(sample)
    if asian := _asian(sample, apart=sum(len(r) == 1 for r in runs) * 3 >= len(runs)):
        return asian
    weights = {encoding: _weight(sample, encoding) + prior for encoding, prior in _READINGS.items()}
    best = max(weights, key=lambda e: weights[e])
    if weights[best] > _FOREIGN * min(sum(map(len, runs)), _MOST) - 5:
        return best
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    return found.encoding if found is not None else "cp1252"


def _weight(sample: bytes, encoding: str) -> float:
    """Logarithm of how likely the letters of a reading are, in the mixture of languages that fits it best; -inf where it cannot be read."""
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        return -math.inf
    words = Counter(found for word in _WORD.findall(text) if (found := "".join(c for c in word if c > "\x7f")))
    words.update(c for c in text if c > "\x7f" and not c.isalpha())
    counts = dict(words.most_common(500))
    total = sum(n * len(w) for w, n in counts.items())
    scale = min(1.0, _MOST / total) if total else 1.0
    return scale * (_mixture(counts) - 4.0 * len(_BROKEN.findall(text)))


def _mixture(counts: dict[str, int]) -> float:
    """The likelihood of words (by their letters outside of ASCII) under the best mixture of languages, found in a few rounds of expectation and
    maximisation."""
    chances = {word: {name: math.prod(shares.get(c, _RARE) for c in word) for name, shares in _SHARES.items()} for word in counts}
    mixture = dict.fromkeys(_SHARES, 1 / len(_SHARES))
    for _ in range(8):
        new = dict.fromkeys(_SHARES, 1e-6)
        for word, n in counts.items():
            parts = {name: mixture[name] * chance for name, chance in chances[word].items()}
            whole = sum(parts.values())
            for name, part in parts.items():
                new[name] += n * part / whole
        size = sum(new.values())
        mixture = {name: n / size for name, n in new.items()}
    return sum(n * math.log(sum(mixture[name] * chance for name, chance in chances[word].items())) for word, n in counts.items())


def _asian(sample: bytes, apart: bool) -> str:
    """The East Asian encoding in which the bytes can be read as text of a language; "" where in none.

    ``apart``: bytes beyond ASCII stand by themselves, as in Western text, or where the second half of a character is an ASCII letter.
    """
    readings = {e: _characters(sample, e) for e in (("big5", "cp932") if apart else ("gb18030", "big5", "cp932", "euc_jp", "cp949"))}
    best, most = "", 0.0
    for encoding, characters in readings.items():
        share = _common(characters, encoding) if len(characters) >= (_FEW if apart else 1) else 0.0
        if share > most + 0.02:
            best, most = encoding, share
    return best if most > (0.95 if apart else 0.85) else ""


def _characters(sample: bytes, encoding: str) -> str:
    for cut in range(2):  # the sample may end inside a character
        try:
            return "".join(c for c in sample[: len(sample) - cut].decode(encoding) if c > "\x7f")
        except UnicodeDecodeError:
            continue
    return ""


def _common(characters: Iterable[str], encoding: str) -> float:
    """The share of characters that are frequent in the language of an encoding.

    The national standards put frequent characters first: GB 2312 level 1 (lead bytes B0 to D7), Big5 level 1 (A4 to C6), JIS X 0208
    level 1 with the two kana, KS X 1001 hangul (B0 to C8).
    """
    common = total = kana = 0
    for char in characters:
        total += 1
        if "\u3040" <= char <= "\u30ff":
            kana += 1
            common += encoding in ("cp932", "euc_jp")
            continue
        if "\u3000" <= char <= "\u303f" or "\uff00" <= char <= "\uff5e":
            common += 1
            continue
        try:
            code = char.encode("euc_jp" if encoding == "cp932" else encoding)
        except UnicodeEncodeError:
            continue
        if len(code) == 2:
            low, high = {"gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6), "cp949": (0xB0, 0xC8)}.get(encoding, (0xB0, 0xCF))
            common += low <= code[0] <= high and (encoding != "cp949" or "\uac00" <= char <= "\ud7a3")
    if not total:
        return 0.0
    share = common / total
    if encoding == "cp949":
        share += 0.03  # only Korean has nothing but hangul in this reading, and all of it is frequent in the Chinese one
    if encoding in ("cp932", "euc_jp"):
        share += 0.04 if kana else -0.05
    return share
