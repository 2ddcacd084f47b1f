"""The pages of the codes that are no rules: reading, duplicates, writing. (The page of a rule is its docstring.)"""

PAGES: dict[str, str] = {
    "PC001": """An item of the input cannot be read: a broken JSON line, an entry without an end.

It is left out and named with its lines; all other items are read. The exit status is 1.

Remedy: mend the item in the input, or convert it by hand.""",
    "PC003": """The input is not UTF-8, and carries no mark that says what it is.

Its encoding was told from the bytes (charset-normalizer). Look at names with accents in the output; where they are wrong,
convert the file first: `iconv -f ENCODING -t UTF-8 FILE`.""",
    "PC004": """An input that is not empty gave no record at all.

Either it holds no papers, or it is of another format than was thought. `paperconv formats` lists what can be read; `-f` names one.""",
    "PC005": """Lines of a listing that are no part of a paper: the name of the page's owner, a heading, a rule of dashes, a count;
in BibTeX, @comment, @preamble and text between entries.

They are accounted for here so that every line of an input is either in a record or reported.""",
    "PC006": """A record asks that a rule be ignored, but no rule is called so; the nearest name is told.

In BibTeX a comment before the entry asks, `% paperconv: ignore PC103, null-token`; in CSL-JSON and CSL-YAML
`"custom": {"paperconv-ignore": "PC103"}`; in native records `"extra": {"paperconv:ignore": "PC103"}`; in every other format a line
`paperconv-ignore: PC103` of the note. What is ignored is neither told nor repaired.

Remedy: write the code or the name of a rule (`paperconv rules`).""",
    "PC090": """paperconv itself failed on an item. The item is left out and named with its lines; the rest is read.

Remedy: report the item, with the message, to the maintainers.""",
    "PC091": """An item ended the worker process that was at it: it needs more memory than there is, or a library crashed on it.

The item is left out and named with its lines; the rest is read, and those that were with it in the process once more.

Remedy: report the item, with the message, to the maintainers.""",
    "PC501": """Several records are the same work, and were joined into one entry.

Each field that came from another record than the first has an entry in the record's history with the file and line it came from.""",
    "PC502": """Records of the same work disagree about a field: two titles, two dates, two DOIs.

One value had to be chosen; both are named here with their places. Mend the source that is wrong.""",
    "PC503": """A decision on a pair (`dedupe --decisions`) names a record that is not among those read.

The record was taken out of its input, or what it says was changed beyond recognition under another id. The decision stands, and is obeyed
when the record is there again.""",
    "PC504": """So many records share a key (the beginning of a title, an author with a year) that each is not compared with each.

They are compared in the order of their titles, each with its next neighbours, so that the work grows with the records and not with their square.
Two records of one work that share no other key may be missed. It is said once a run for each kind of key, with the number of blocks; where it
is many, look whether the input has records without titles, or one title for all.""",
    "PC901": """The output format has no place for a field that the records have.

It is said once a run with the number of records. The native format (`-t jsonl`) carries everything.""",
    "PC902": """A CSL style asks for something that paperconv render does not do as the style means it, or prints nothing of a record.

The message names what it is. Remedy: another style, or another processor (Zotero, pandoc) with the CSL-JSON that `paperconv convert` writes.""",
}
