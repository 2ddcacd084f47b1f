"""EndNote's XML export (``xml/records/record``; its DTD RSXML is part of the program), as EndNote, Bookends, Papers and others write it."""
