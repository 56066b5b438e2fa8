"""How a file hides words, in words: above what the view of the text shows of them."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from contracts.values import Veil

VEIL_WORDS: dict[Veil, Promise] = {
    "invisible": gettext_lazy("Hidden in the file: drawn without ink"),
    "pale": gettext_lazy("Hidden in the file: in the colour of what is behind it"),
    "tiny": gettext_lazy("Hidden in the file: too small to read"),
    "outside": gettext_lazy("Hidden in the file: off the page"),
    "styled": gettext_lazy("Hidden in the file: by its formatting"),
    "comment": gettext_lazy("Hidden in the file: in a remark of its source"),
    "signs": gettext_lazy("Hidden in the file: in characters that no font shows"),
}
