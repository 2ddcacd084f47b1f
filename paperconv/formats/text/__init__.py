"""Plain-text listings of papers, in whatever layout.

    labels      "Title:", "Autoren:", "Journal-ref:": what a label means
    lines       the text as units: a line, or a paragraph that was wrapped over several; its marker, label and what stands before it
    imprint     identifiers, dates, URLs, volume and pages found in running text
    evidence    what a unit looks like by itself: roles with a score and the reason
    inline      an entry that stands on one line
    layout      which role each unit has, from its looks, its place and the layout that the file repeats
    table       columns set apart by tabs or bars
    fill        the parts of a record -> Record
    reader      TextReader
"""
