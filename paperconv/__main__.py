"""``python -m paperconv``."""

from paperconv.cli.app import main

main()
