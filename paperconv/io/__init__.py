"""Bytes in and out: inputs (files, folders, globs, standard input, compressed or not), framing shared by formats, whole-or-nothing outputs."""
