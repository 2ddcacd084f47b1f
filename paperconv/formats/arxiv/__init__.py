"""arXiv's own formats: the metadata snapshot, the API's Atom feed, OAI-PMH answers, mailings and ``.abs`` files.

All of them print the same fields (https://info.arxiv.org/help/prep.html); :mod:`.common` says once what becomes of each.
"""
