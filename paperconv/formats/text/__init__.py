"""Plain-text listings of papers, in whatever layout.

    labels      "Title:", "Autoren:", "Journal-ref:": what a label means
    lines       the text as units: a line, or a paragraph that was wrapped over several; its marker, label and what stands before it
    imprint     identifiers, dates, URLs, volume and pages found in running text
    evidence    what a unit looks like by itself: roles with a score and the reason
    inline      an entry that stands on one line: its marked title, or none (unmarked); where its pieces may end (pieces)
    layout      which role each unit has, from its looks, its place and the layout that the file repeats
    quoted      what mail and chats put before each line
    table       columns set apart by tabs or bars; drawn with characters (grid)
    printed     papers that a program printed: dictionaries and objects (dicts), SQL (statements), answers of a database (answers), TOML (toml),
                wikis (wiki)
    years       years as headings above papers
    fill        the parts of a record -> Record
    reader      TextReader
"""
