"""Changing a checklist: its words as a file has them, edited where they stand, so that nothing else of them is lost."""
