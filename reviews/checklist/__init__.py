"""The checklist: what we ask of a contract, as a file that lawyers keep, checked and turned into values."""

from reviews.checklist.load import DEFAULT, default_checklist, default_source, load_checklist, load_folder, load_parts
from reviews.checklist.source import ChecklistError
from reviews.checklist.values import Category, Checklist, Item, ValueSpec

__all__ = [
    "DEFAULT",
    "Category",
    "Checklist",
    "ChecklistError",
    "Item",
    "ValueSpec",
    "default_checklist",
    "default_source",
    "load_checklist",
    "load_folder",
    "load_parts",
]
