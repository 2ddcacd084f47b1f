"""DataCite: answers of its REST API (JSON) and the metadata that is deposited (XML, kernel 2 to 4)."""
