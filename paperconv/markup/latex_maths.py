"""Which formulas may be written as TeX: those that LaTeX with amsmath and amssymb typesets without an error, and that can do nothing else.

Text from a dump is never trusted. A formula is let through if every macro in it is on the list below with all its arguments,
and its braces, scripts and ``\\left``/``\\right`` pair up. Everything else is written as text.
"""

import re
from functools import lru_cache

from paperconv.patterns import pattern

# "The Comprehensive LaTeX Symbol List", the tables of symbols of the LaTeX kernel and of amssymb.
_SYMBOLS = frozenset("""
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma varsigma tau upsilon phi
varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega digamma varkappa
pm mp times div ast star circ bullet cdot cap cup uplus sqcap sqcup vee wedge setminus wr diamond bigtriangleup bigtriangledown triangleleft
triangleright oplus ominus otimes oslash odot bigcirc dagger ddagger amalg dag ddag
leq le prec preceq ll subset subseteq sqsubseteq in vdash geq ge succ succeq gg supset supseteq sqsupseteq ni owns dashv equiv sim simeq asymp
approx cong neq ne doteq notin models perp mid parallel bowtie smile frown propto
leftarrow gets Leftarrow rightarrow to Rightarrow leftrightarrow Leftrightarrow mapsto hookleftarrow leftharpoonup leftharpoondown rightleftharpoons
longleftarrow Longleftarrow longrightarrow Longrightarrow longleftrightarrow Longleftrightarrow longmapsto hookrightarrow rightharpoonup
rightharpoondown
uparrow Uparrow downarrow Downarrow updownarrow Updownarrow nearrow searrow swarrow nwarrow iff implies impliedby
ldots cdots vdots ddots dots dotsc dotsb dotsm aleph hbar imath jmath ell wp Re Im prime emptyset nabla surd top bot angle forall exists neg lnot flat
natural sharp partial infty triangle clubsuit diamondsuit heartsuit spadesuit backslash
sum prod coprod int oint iint iiint bigcap bigcup bigsqcup bigvee bigwedge bigodot bigotimes bigoplus biguplus
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec sin sinh sup tan tanh
lbrace rbrace langle rangle lceil rceil lfloor rfloor lvert rvert lVert rVert vert Vert lbrack rbrack lgroup rgroup lmoustache rmoustache
quad qquad thinspace negthinspace space colon
lesssim gtrsim lessgtr gtrless lessapprox gtrapprox leqslant geqslant leqq geqq eqslantless eqslantgtr doteqdot risingdotseq fallingdotseq
backsim backsimeq subseteqq supseteqq Subset Supset sqsubset sqsupset preccurlyeq succcurlyeq precsim succsim precapprox succapprox vDash Vdash Vvdash
trianglelefteq trianglerighteq vartriangleleft vartriangleright vartriangle triangleq between pitchfork varpropto therefore because blacksquare
square Box Diamond lozenge blacklozenge bigstar circledS complement eth hslash mho nexists varnothing measuredangle sphericalangle backprime
nless ngtr nleq ngeq nleqslant ngeqslant nprec nsucc nsim ncong nmid nparallel nvdash nvDash nsubseteq nsupseteq subsetneq supsetneq subsetneqq
supsetneqq lneq gneq lneqq gneqq lnsim gnsim approxeq thicksim thickapprox shortmid shortparallel
boxplus boxminus boxtimes boxdot circledast circledcirc circleddash ltimes rtimes leftthreetimes rightthreetimes curlyvee curlywedge barwedge
dotplus divideontimes intercal smallsetminus centerdot Cap Cup doublecap doublecup
rightsquigarrow leftrightsquigarrow leadsto twoheadrightarrow twoheadleftarrow rightrightarrows leftleftarrows rightleftarrows leftrightarrows
circlearrowleft circlearrowright curvearrowleft curvearrowright upuparrows downdownarrows upharpoonleft upharpoonright nrightarrow nleftarrow
nLeftarrow nRightarrow nleftrightarrow nLeftrightarrow dashrightarrow dashleftarrow multimap beth gimel daleth ulcorner urcorner llcorner lrcorner
displaystyle textstyle scriptstyle scriptscriptstyle lhd rhd unlhd unrhd Join
bmod
""".split())
_SWITCHES = frozenset("rm bf it cal sf tt".split())
_OPERATORS = frozenset("""sum prod coprod int oint bigcap bigcup bigsqcup bigvee bigwedge bigodot bigotimes bigoplus biguplus
det gcd inf lim liminf limsup max min Pr sup""".split())
_SIZES = frozenset(f"{size}{side}" for size in ("big", "Big", "bigg", "Bigg") for side in ("", "l", "r", "m"))
_FONTS = frozenset("mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathnormal boldsymbol pmb operatorname".split())
_TEXTS = frozenset("text textrm textbf textit textsf texttt textnormal textup textsc mbox hbox".split())
_ACCENTS = frozenset("""hat check breve acute grave tilde bar vec dot ddot dddot mathring widehat widetilde overline underline overbrace underbrace
overrightarrow overleftarrow mathop mathbin mathrel mathord mathopen mathclose mathpunct pmod boxed phantom""".split())
_TWO = frozenset("frac dfrac tfrac binom dbinom tbinom stackrel overset underset".split())
_DELIMITER = pattern(
    r"\s*(?:[()\[\]|/.<>]|\\(?:[{}|]|[lr](?:angle|brace|brack|ceil|floor|vert|Vert|group|moustache)|vert|Vert|[ud]ownarrow|uparrow|backslash)(?![A-Za-z]))")
_NEGATED = pattern(r"\s*(?:[=<>]|\\(?:in|equiv|sim|subset|exists|leq|geq|approx|cong|mid|parallel)(?![A-Za-z]))")
_TOKEN = pattern(r"\\([A-Za-z]+)|\\(.)|([{}^_'])|([&#%$~\\])|([^\\{}^_'&#%$~]+)", re.S)
_TEXT_ARGUMENT = pattern(r"\s*\{((?:[^\\{}^_&#%$~]|\\[&%#_ ,])*)\}")
_PROSE = pattern(r"[A-Za-z]{3,}")
_BRACE = pattern(r"[{}]")
_DEEPEST = 20


@lru_cache(maxsize=8192)
def is_formula(maths: str) -> bool:
    """True where ``maths`` (what stands between two ``$``) may be written as a formula.

    Words and amounts between two dollar signs ("5 and US") are no formula.
    """
    if not maths or maths != maths.strip() or "\n" in maths:
        return False
    if not any(c in maths for c in "\\^_{") and _PROSE.search(maths):
        return False
    parser = _Formula(maths)
    return braces_balance(maths) and parser.sequence(0, "") and parser.at == len(maths)


def braces_balance(tex: str) -> bool:
    """True where each brace has its partner as BibTeX counts them, to which a backslash before a brace means nothing (btxdoc, 4)."""
    depth = 0
    for brace in _BRACE.findall(tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


class _Formula:
    """Checks one formula by descent; ``at`` is the next character."""

    def __init__(self, maths: str) -> None:
        self.maths, self.at = maths, 0

    def sequence(self, depth: int, closing: str) -> bool:
        """Reads up to the closing brace or ``\\right`` (left unread) or the end; False where something is not allowed."""
        scripts = ""  # the scripts that the last atom has: TeX takes one of each (TeXbook, chapter 16)
        over = False
        operator = False
        while self.at < len(self.maths):
            match = _TOKEN.match(self.maths, self.at)
            if match is None or match[4] or depth > _DEEPEST:
                return False
            name, char, sign, plain = match[1], match[2], match[3], match[5]
            if sign == "}" or name == "right":
                return closing == (sign or name)
            self.at = match.end()
            if sign in ("^", "_", "'"):
                if sign in scripts or (sign == "'" and "^" in scripts) or not (sign == "'" or self._script(depth)):
                    return False
                scripts += sign if sign != "'" or "'" not in scripts else ""
                continue
            if name in ("limits", "nolimits"):
                if not operator or scripts:
                    return False
                continue
            if name in ("over", "atop", "choose"):
                if over:
                    return False
                over, scripts, operator = True, "", False
                continue
            operator = name in _OPERATORS if name else operator and bool(plain) and plain.isspace()
            if plain and plain.isspace():
                continue
            scripts = ""
            if (name and not self._macro(name, depth)) or (char and char not in ",;:! {}|%&#_$>"):
                return False
            if sign == "{" and not self._closed(depth):
                return False
        return not closing

    def _closed(self, depth: int) -> bool:
        if not self.sequence(depth + 1, "}"):
            return False
        self.at += 1
        return True

    def _macro(self, name: str, depth: int) -> bool:
        if name in _SWITCHES:  # \\rm and its like: at the beginning of a group, as in {\\rm d}; elsewhere not every client takes them
            return self.maths[:self.at - len(name) - 1].endswith("{")
        if name in _SYMBOLS:
            return True
        if name in _TEXTS:
            return self._text()
        if name in _FONTS or name in _ACCENTS:
            return self._argument(depth)
        if name in _TWO:
            return self._argument(depth) and self._argument(depth)
        if name == "sqrt":
            if option := re.compile(r"\s*\[([A-Za-z0-9]+)\]").match(self.maths, self.at):
                self.at = option.end()
            return self._argument(depth)
        if name in _SIZES or name == "left":
            delimiter = _DELIMITER.match(self.maths, self.at)
            if delimiter is None:
                return False
            self.at = delimiter.end()
            return name != "left" or self._right(depth)
        return name == "not" and _NEGATED.match(self.maths, self.at) is not None

    def _right(self, depth: int) -> bool:
        if not self.sequence(depth + 1, "right"):
            return False
        self.at += len("\\right")
        delimiter = _DELIMITER.match(self.maths, self.at)
        if delimiter is None:
            return False
        self.at = delimiter.end()
        return True

    def _text(self) -> bool:
        match = _TEXT_ARGUMENT.match(self.maths, self.at)
        if match is None:
            return False
        self.at = match.end()
        return True

    def _argument(self, depth: int) -> bool:
        """A group, a lone symbol or one character."""
        while self.maths[self.at:self.at + 1].isspace():
            self.at += 1
        match = _TOKEN.match(self.maths, self.at)
        if match is None or match[4] or match[2] or (match[3] and match[3] != "{"):
            return False
        if match[3]:
            self.at = match.end()
            return self._closed(depth)
        if match[1]:
            self.at = match.end()
            return match[1] in _SYMBOLS and match[1] not in _OPERATORS
        self.at += 1
        return True

    def _script(self, depth: int) -> bool:
        """What may follow ``^`` or ``_``: an argument, or a font with its own."""
        match = re.compile(r"\s*\\([A-Za-z]+)").match(self.maths, self.at)
        if match and ((match[1] in _FONTS and match[1] != "operatorname") or match[1] in _TEXTS):
            self.at = match.end()
            return self._text() if match[1] in _TEXTS else self._argument(depth)
        return self._argument(depth)
