"""What a person says of a new contract, beside its papers."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contracts.forms import PapersForm
from contracts.models import Contract, LanguageChoice, Team
from reviews.models import ChecklistVersion


class ChecklistsField(forms.ModelMultipleChoiceField):
    """Published versions, one or several: each makes a review of its own."""

    def label_from_instance(self, obj: ChecklistVersion) -> str:
        name = obj.checklist.name_ja if get_language() == "ja" and obj.checklist.name_ja else obj.checklist.name
        return _("%(name)s, version %(number)s") % {"name": name, "number": obj.number}


def published_for(team: Team) -> list[int]:
    """The newest version of each of the team's checklists."""
    newest: dict[int, int] = {}
    for pk, checklist in (
        ChecklistVersion.objects.filter(checklist__team=team).order_by("number").values_list("pk", "checklist")
    ):
        newest[checklist] = pk
    return list(newest.values())


class ContractForm(PapersForm):
    vendor = forms.CharField(label=_("Vendor"), max_length=200, widget=forms.TextInput(attrs={"list": "vendors"}))
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    checklist = ChecklistsField(
        label=_("Checklists"),
        queryset=ChecklistVersion.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one checklist.")},
    )
    language = forms.ChoiceField(label=_("Report in"), choices=LanguageChoice.choices)
    origin = forms.ChoiceField(
        label=_("Where did the papers come from?"),
        choices=Contract.Origin.choices,
        initial=Contract.Origin.STANDARD,
        widget=forms.RadioSelect,
        required=False,
    )
    field_order = ["vendor", "title", "checklist", "language", "files", "origin"]

    def __init__(self, *args: object, team: Team, **rest: object) -> None:
        super().__init__(*args, **rest)  # type: ignore[arg-type]
        checklist = self.fields["checklist"]
        checklist.queryset = ChecklistVersion.objects.filter(pk__in=published_for(team)).select_related("checklist")
        checklist.initial = list(checklist.queryset[:1])
        self.fields["vendor"].error_messages["required"] = _("Name the vendor.")

    def clean_vendor(self) -> str:
        return " ".join(self.cleaned_data["vendor"].split())

    def clean_origin(self) -> str:
        return self.cleaned_data["origin"] or Contract.Origin.STANDARD
