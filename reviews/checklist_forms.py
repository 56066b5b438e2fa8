"""What a person says of a checklist beside its items: a name for a copy, a file to import, a new item."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Team
from reviews.checklist.item_fields import ITEM_ID
from reviews.checklist.phrase_fields import NAME
from reviews.checklist.source import MAX_CHARACTERS
from reviews.models import Checklist


class NameForm(forms.Form):
    """The names of a copy, in both languages."""

    en = forms.CharField(label=_("Name, English"), max_length=200)
    ja = forms.CharField(label=_("Name, Japanese"), max_length=200, widget=forms.TextInput(attrs={"lang": "ja"}))

    def __init__(self, *args: object, team: Team, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]
        self.team = team

    def clean_en(self) -> str:
        name = " ".join(self.cleaned_data["en"].split())
        if Checklist.objects.filter(team=self.team, name=name).exists():
            raise forms.ValidationError(_("The team has a checklist of this name already. Choose another name."))
        return name


class ImportForm(forms.Form):
    """A file, or its words."""

    file = forms.FileField(label=_("A checklist file (YAML, UTF-8)"), required=False)
    text = forms.CharField(
        label=_("Or paste its words"),
        required=False,
        strip=False,
        max_length=MAX_CHARACTERS,
        widget=forms.Textarea(attrs={"class": "code", "rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        if not self.errors and not said.get("file") and not str(said.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file, or paste its words."))
        return said


class NewItemForm(forms.Form):
    """The least that an item needs to have a form of its own."""

    category = forms.ChoiceField(label=_("Category"))
    name = forms.RegexField(
        NAME,
        label=_("Id within the category"),
        max_length=40,
        error_messages={"invalid": _("Small letters, digits and _ only, such as price_cap.")},
    )
    en = forms.CharField(label=_("Title, English"), max_length=200)
    ja = forms.CharField(label=_("Title, Japanese"), max_length=200, widget=forms.TextInput(attrs={"lang": "ja"}))

    def __init__(self, *args: object, categories: list[tuple[str, str]], **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]
        field = self.fields["category"]
        field.choices = categories  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        said = super().clean() or {}
        key = f"{said.get('category', '')}.{said.get('name', '')}"
        if not self.errors and not ITEM_ID.fullmatch(key):
            raise forms.ValidationError(_("“%(id)s” is too long for an id."), params={"id": key})
        return said

    @property
    def item(self) -> dict[str, object]:
        """An item that is looked for by no phrase yet; every field is there, to be filled in."""
        said = self.cleaned_data
        title = {"en": said["en"], "ja": said["ja"]}
        grades = ("favourable", "acceptable", "risky", "critical")
        return {
            "id": f"{said['category']}.{said['name']}",
            "category": said["category"],
            "weight": 3,
            "title": title,
            "question": title,
            "why": title,
            "values": [],
            "grades": {grade: {"en": "…", "ja": "…"} for grade in grades},
            "silence": {"grade": "risky", "because": {"en": "…", "ja": "…"}},
            "applies_to": ["master_terms"],
            "sources": [],
            "fallback": {"en": "…", "ja": "…"},
            "find": {"facts": {}},
            "rules": [{"grade": "acceptable"}],
            "examples": {"en": {"match": [], "miss": []}, "ja": {"match": [], "miss": []}},
        }
