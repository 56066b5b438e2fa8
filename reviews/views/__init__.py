"""Doors for HTTP, by subject: the contracts of a team, new papers, the report, a paper's text, files to take away."""
