"""What a label says of the type of a paper."""

import re

KIND_OF_LABEL = {
    **dict.fromkeys(("journal", "journal name", "source title", "zeitschrift", "revue", "revista", "期刊"), "article-journal"),
    **dict.fromkeys(("booktitle", "proceedings", "proceedings title", "conference", "conference name", "会议"), "paper-conference"),
}
"""What a label of the venue says of the paper's type."""
KINDS = {
    **dict.fromkeys(("journal", "journal article", "article-journal", "journalarticle"), "article-journal"),
    **dict.fromkeys(("conference", "conference paper", "inproceedings", "paper-conference", "proceedings paper"), "paper-conference"),
    **dict.fromkeys(("book", "monograph"), "book"), **dict.fromkeys(("book chapter", "book section", "chapter", "incollection"), "chapter"),
    **dict.fromkeys(("thesis", "dissertation", "phdthesis"), "thesis"), **dict.fromkeys(("report", "techreport", "tech report"), "report"),
}  # fmt: skip
"""What is said to be the type of a paper, where that is all it says."""
_SERVER = re.compile(r"rxiv|\bcorr\b|preprint|ssrn|working papers?\b", re.I)


def by_label(word: str, container: str) -> str:
    """The type that the label of a venue tells; "" where it tells none, or the venue is a server of preprints."""
    return "" if _SERVER.search(container) else KIND_OF_LABEL.get(word.lower(), "")
