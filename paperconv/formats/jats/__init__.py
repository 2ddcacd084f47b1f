"""Articles in JATS (ANSI/NISO Z39.96, https://jats.nlm.nih.gov/) and its forerunners, the NLM DTDs 2.x and 3.x: the front matter of each."""
