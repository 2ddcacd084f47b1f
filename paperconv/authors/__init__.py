"""The speciality: reading author lists, seeing that one is corrupted, aligning two of them, repairing what is certain."""
