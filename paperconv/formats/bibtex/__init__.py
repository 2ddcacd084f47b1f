"""BibTeX and BibLaTeX: one reader and one writer for both, since real files mix them."""
