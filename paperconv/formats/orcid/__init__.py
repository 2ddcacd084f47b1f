"""ORCID: works of a person, as the public API gives them in JSON and XML (message schemas 2.x and 3.0)."""
