"""The table of formats, and which of them an input or output is in."""

import difflib
import importlib
import inspect
import os
from collections.abc import Callable
from typing import Literal, cast

import msgspec

from paperconv.errors import InputError, UsageError
from paperconv.formats.base import FormatSpec, Patch, Reader, Writer
from paperconv.formats.detect import sniff
from paperconv.io.encoding import looks_binary
from paperconv.io.source import Source
from paperconv.output import AS_IT_IS, OutputOptions

_HERE = "paperconv.formats."

FORMATS: dict[str, FormatSpec] = {
    spec.name: spec
    for spec in (
        FormatSpec(
            "text",
            "plain-text listings of papers, in whatever layout",
            (".txt", ".text", ".md", ".markdown", ".lst"),
            reader=_HERE + "text.reader:TextReader",
        ),
        FormatSpec("html", "web pages: the paper a page is about, or those it lists", (".html", ".htm", ".xhtml"), _HERE + "text.page:PageReader"),
        FormatSpec(
            "jsonl",
            "native records, one JSON object a line",
            (".jsonl", ".ndjson"),
            _HERE + "jsonl:JsonlReader",
            _HERE + "jsonl:JsonlWriter",
            _HERE + "jsonl:patched",
        ),
        FormatSpec(
            "bibtex",
            "BibTeX",
            (".bib", ".bibtex"),
            _HERE + "bibtex.reader:BibtexReader",
            _HERE + "bibtex.writer:BibtexWriter",
            _HERE + "bibtex.patch:patched",
        ),
        FormatSpec(
            "biblatex",
            "BibLaTeX",
            (".bib", ".biblatex"),
            _HERE + "bibtex.reader:BiblatexReader",
            _HERE + "bibtex.writer:BiblatexWriter",
            _HERE + "bibtex.patch:patched",
        ),
        FormatSpec(
            "csl-json",
            "CSL-JSON, as citeproc, pandoc and Zotero have it",
            (".json", ".csljson"),
            _HERE + "csl:CslJsonReader",
            _HERE + "csl:CslJsonWriter",
            _HERE + "csl.patch:patched",
        ),
        # --- arXiv ---
        FormatSpec("arxiv-jsonl", "arXiv's metadata snapshot, one JSON object a line", (".json", ".jsonl"), _HERE + "arxiv.jsonl:ArxivJsonlReader"),
        FormatSpec("arxiv-atom", "answers of arXiv's API and its news feeds, Atom or RSS", (".xml", ".atom"), _HERE + "arxiv.atom:ArxivAtomReader"),
        FormatSpec("arxiv-oai", "OAI-PMH answers: arXiv, arXivRaw, arXivOld, oai_dc", (".xml",), _HERE + "arxiv.oai:ArxivOaiReader"),
        FormatSpec("arxiv-listing", "arXiv's mailings and .abs files", (".abs", ".txt"), _HERE + "arxiv.listing:ArxivListingReader"),
        # --- tagged text ---
        FormatSpec(
            "ris",
            "RIS, as EndNote, Zotero and Mendeley have it",
            (".ris",),
            _HERE + "ris:RisReader",
            _HERE + "ris_writer:RisWriter",
            _HERE + "ris_writer:patched",
        ),
        FormatSpec("nbib", "PubMed's and MEDLINE's tagged format", (".nbib", ".medline"), _HERE + "nbib:NbibReader"),
        FormatSpec("enw", "EndNote's tagged format, refer's and ADS's", (".enw", ".refer"), _HERE + "enw:EnwReader"),
        FormatSpec("wos", "Web of Science's plain and tab-delimited text", (".ciw", ".isi"), _HERE + "wos:WosReader"),
        # --- tables and YAML ---
        FormatSpec(
            "csl-yaml", "CSL-YAML, as pandoc has it", (".yaml", ".yml"), _HERE + "csl.yaml:CslYamlReader", _HERE + "csl_yaml_writer:CslYamlWriter"
        ),
        FormatSpec(
            "csv", "a table, one row a record", (".csv", ".tsv", ".tab"), _HERE + "tables.reader:CsvReader", _HERE + "csv_writer:CsvWriter"
        ),
        FormatSpec("scopus-csv", "Scopus's CSV export", (".csv",), _HERE + "tables.reader:ScopusCsvReader"),
        FormatSpec("cff", "CITATION.cff: a software or data set, and the works it names", (".cff",), _HERE + "cff.reader:CffReader"),
        FormatSpec("hayagriva", "Hayagriva, Typst's YAML", (".yml", ".yaml"), writer=_HERE + "hayagriva:HayagrivaWriter"),
        # --- JSON of registries and indexes ---
        FormatSpec("crossref", "Crossref's works (JSON) and deposits (XML)", (".json", ".jsonl", ".xml"), _HERE + "crossref.reader:CrossrefReader"),
        FormatSpec("datacite", "DataCite's DOIs (JSON) and metadata (XML)", (".json", ".jsonl", ".xml"), _HERE + "datacite.reader:DataciteReader"),
        FormatSpec("openalex", "OpenAlex's works", (".json", ".jsonl"), _HERE + "openalex:OpenalexReader"),
        FormatSpec("jsonld", "schema.org's JSON-LD: papers, data sets, software (CodeMeta)", (".jsonld", ".json"), _HERE + "jsonld:JsonldReader"),
        FormatSpec("doaj-json", "DOAJ's articles and journals (API and data dumps)", (".json", ".jsonl"), _HERE + "doaj:DoajReader"),
        # --- JSON of archives and catalogues ---
        FormatSpec(
            "semanticscholar", "Semantic Scholar's papers (API and datasets)", (".json", ".jsonl"), _HERE + "semanticscholar:SemanticscholarReader"
        ),
        FormatSpec("inspire", "INSPIRE's literature records", (".json",), _HERE + "inspire:InspireReader"),
        FormatSpec("orcid", "ORCID: works of a person (JSON, XML)", (".json", ".xml"), _HERE + "orcid.reader:OrcidReader"),
        FormatSpec("ads", "ADS: answers of its search API", (".json",), _HERE + "ads:AdsReader"),
        # --- XML of publishers and libraries ---
        FormatSpec("dblp-xml", "DBLP's XML: the dump, single records, answers of its search", (".xml",), _HERE + "dblp:DblpReader"),
        FormatSpec("acl-xml", "the ACL Anthology's XML", (".xml",), _HERE + "acl:AclReader"),
        FormatSpec("pubmed-xml", "PubMed's XML: articles, books, MEDLINE's citations", (".xml",), _HERE + "pubmed:PubmedReader"),
        FormatSpec("jats", "JATS and NLM articles (front matter), PubMed Central", (".xml", ".nxml"), _HERE + "jats.reader:JatsReader"),
        FormatSpec("mods", "MODS, libraries' records", (".mods", ".xml"), _HERE + "mods.reader:ModsReader"),
        FormatSpec("marcxml", "MARC 21 in XML, libraries' records (SRU, OAI)", (".xml", ".marcxml"), _HERE + "marcxml.reader:MarcxmlReader"),
        FormatSpec("msbib-xml", "Word's bibliographies (Sources.xml)", (".xml",), _HERE + "msbib:MsbibReader"),
        FormatSpec("endnote-xml", "EndNote's XML", (".endx", ".xml"), _HERE + "endnote_xml.reader:EndnoteXmlReader"),
        # --- end ---
    )
}


def format_named(name: str, group: Literal["readers", "writers"] = "readers") -> FormatSpec:
    """The format of that name; one that is not in the table may be another package's reader or writer (``group``).

    Raises :class:`UsageError` with the nearest known one.
    """
    spec = FORMATS.get(name.lower()) or _plugged(name, group)
    if spec is None:
        near = difflib.get_close_matches(name.lower(), FORMATS, n=1, cutoff=0.5)
        raise UsageError(f"no format is called {name!r}" + (f"; did you mean {near[0]}?" if near else "") + " (see: paperconv formats)")
    return spec


def reader_for(source: Source, name: str = "") -> tuple[FormatSpec, Reader]:
    """The format of an input, named or detected, and its reader.

    Raises :class:`UsageError` for a format that cannot be read, :class:`InputError` where none or several fit.
    """
    spec = format_named(name) if name else detect(source)
    if not spec.reader:
        raise UsageError(f"{spec.name} can be written but not read (see: paperconv formats)")
    return spec, cast("Reader", _load(spec.reader))


def writer_for(name: str = "", path: str = "-", options: OutputOptions = AS_IT_IS) -> tuple[FormatSpec, Writer]:
    """The output format, named, or told by the suffix of ``path``, or BibTeX, and its writer. Raises :class:`UsageError`."""
    if name:
        spec = format_named(name, "writers")
    else:
        suffix = os.path.splitext(path)[1].lower()
        fitting = [s for s in FORMATS.values() if s.writer and suffix in s.suffixes]
        if not fitting and suffix and path != "-":
            raise UsageError(f"{path}: no output format has the suffix {suffix}; name one with -t (see: paperconv formats)")
        spec = fitting[0] if fitting else FORMATS["bibtex"]
    if not spec.writer:
        raise UsageError(f"{spec.name} can be read but not written (see: paperconv formats)")
    make = _find(spec.writer)
    known = inspect.signature(make).parameters
    shape = options.shape()
    if unknown := [name for name in shape if name not in known]:
        raise UsageError(f"{spec.name} has no --{unknown[0].replace('_', '-')}; it is for bibtex and biblatex")
    wider = {"max_authors": options.max_authors, "hidden": options.hidden()}
    return spec, cast("Writer", make(**shape, **{name: value for name, value in wider.items() if value and name in known}))


def patch_for(spec: FormatSpec) -> Patch | None:
    """What writes other authors into an item of this format as it stands; None where nothing does."""
    return cast("Patch", _find(spec.patch)) if spec.patch else None


_NAME_IT = "-f FORMAT (see: paperconv formats)"


def detect(source: Source) -> FormatSpec:
    """The format of an input by its suffix and its first 64 KiB. Raises :class:`InputError` where it cannot be told."""
    head = source.head
    if looks_binary(head):
        raise InputError(f"{source.path}: holds binary data, not text; export it as text, BibTeX, RIS or JSON first")
    names = sniff(head, os.path.splitext(source.name)[1].lower())
    if not names:
        raise InputError(f"{source.path}: resembles no format that can be read; if you know it, name its format: {_NAME_IT}")
    if len(names) > 1:
        raise InputError(f"{source.path}: resembles {' and '.join(names)} alike; say which it is: -f {names[0]}, or -f {names[1]}")
    if names[0] not in FORMATS or not FORMATS[names[0]].reader:
        text = f"looks like {names[0]}, which cannot be read; export it as BibTeX, RIS or CSL-JSON"
        raise InputError(f"{source.path}: {text}; if it is something else, name its format: {_NAME_IT}")
    return FORMATS[names[0]]


def plugged() -> list[tuple[FormatSpec, str]]:
    """What other packages offer by entry points: their formats, without loading them, and the package with its version."""
    from importlib.metadata import entry_points

    found: dict[tuple[str, str], FormatSpec] = {}
    for group, role in (("paperconv.readers", "reader"), ("paperconv.writers", "writer")):
        for point in entry_points(group=group):
            package = f"{point.dist.name} {point.dist.version}" if point.dist else ""
            known = found.get((point.name, package)) or FormatSpec(point.name, "", ())
            found[point.name, package] = msgspec.structs.replace(known, **{role: point.value})
    return [(spec, package) for (_, package), spec in sorted(found.items())]


def _plugged(name: str, group: str) -> FormatSpec | None:
    """The format that another package offers by an entry point ``paperconv.readers`` or ``paperconv.writers`` of that name.

    A class may say its own ``title`` and ``suffixes``.
    """
    from importlib.metadata import entry_points

    points = {point.name.lower(): f"{point.module}:{point.attr}" for point in entry_points(group=f"paperconv.{group}")}
    if (target := points.get(name.lower())) is None:
        return None
    found = _find(target)
    title, suffixes = str(getattr(found, "title", "")), tuple(getattr(found, "suffixes", (f".{name.lower()}",)))
    return FormatSpec(name, title, suffixes, **{group.removesuffix("s"): target})


def _load(target: str) -> object:
    return _find(target)()


def _find(target: str) -> Callable[..., object]:
    """What ``module:Class`` names. Raises :class:`UsageError` where it is not there."""
    module, _, name = target.partition(":")
    try:
        found: object = importlib.import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError) as error:
        raise UsageError(f"{target} cannot be used: {error}") from None
    return cast("Callable[..., object]", found)
