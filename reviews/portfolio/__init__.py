"""Many contracts at once, as managers look at them: the table, the map, vendors, changes, search and comparison.

All of it reads rows that were made when a review ended (`reviews/standing.py`), never the findings of thousands.
"""
