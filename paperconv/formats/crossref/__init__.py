"""Crossref: works of its REST API and its snapshots (JSON), and what publishers deposit and OAI and OpenURL give back (XML)."""
