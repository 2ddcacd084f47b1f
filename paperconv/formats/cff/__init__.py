"""CITATION.cff, the Citation File Format of software and data sets (https://github.com/citation-file-format, schema 1.0 to 1.2)."""
