"""The form of a contract’s terms. Each field shows what counts now; what is changed counts as entered by a person."""

from __future__ import annotations

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import ContractTerm

FIRST, LAST = date(1990, 1, 1), date(2100, 12, 31)
LONGEST = 600
NOT_A_DAY = _("Give a day of the calendar, such as 2027-03-31.")


def day_field(label: object) -> forms.DateField:
    return forms.DateField(
        label=label,  # type: ignore[arg-type]
        required=False,
        input_formats=["%Y-%m-%d", "%Y/%m/%d"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NOT_A_DAY},
    )


def check_day(day: date | None) -> date | None:
    if day is not None and not FIRST <= day <= LAST:
        raise forms.ValidationError(_("Give a day between 1990 and 2100."))
    return day


def number_field(label: object) -> forms.IntegerField:
    said = _("Give a whole number from 1 to 600, or leave it empty.")
    return forms.IntegerField(
        label=label,  # type: ignore[arg-type]
        required=False,
        min_value=1,
        max_value=LONGEST,
        widget=forms.TextInput({"inputmode": "numeric", "size": 4}),
        error_messages={"invalid": said, "min_value": said, "max_value": said},
    )


def unit_field() -> forms.ChoiceField:
    return forms.ChoiceField(choices=ContractTerm.Unit.choices, required=False)


class TermsForm(forms.Form):
    """An empty field is one that nobody states."""

    start = day_field(_("Start"))
    initial_number = number_field(_("Initial term"))
    initial_unit = unit_field()
    end = day_field(_("End of the term"))
    renews = forms.ChoiceField(
        choices=[("", _("Not known")), ("1", _("Yes")), ("0", _("No"))], required=False, label=_("Renews by itself")
    )
    renewal_number = number_field(_("Renewed for"))
    renewal_unit = unit_field()
    notice_number = number_field(_("Notice against renewal"))
    notice_unit = unit_field()

    def clean_start(self) -> date | None:
        return check_day(self.cleaned_data["start"])

    def clean_end(self) -> date | None:
        return check_day(self.cleaned_data["end"])

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("start"), cleaned.get("end")
        if start and end and end < start:
            self.add_error("end", _("The term cannot end before it starts."))
        return cleaned

    def said(self) -> dict[str, tuple[date | None, int | None, str]]:
        """By fact: day, number and unit, all empty where nothing is stated."""
        cleaned = self.cleaned_data
        facts: dict[str, tuple[date | None, int | None, str]] = {
            "start": (cleaned["start"], None, ""),
            "end": (cleaned["end"], None, ""),
            "renews": (None, int(cleaned["renews"]) if cleaned["renews"] else None, ""),
        }
        for fact in ("initial", "renewal", "notice"):
            number = cleaned[f"{fact}_number"]
            unit = cleaned[f"{fact}_unit"] or ContractTerm.Unit.MONTHS
            facts[fact] = (None, number, unit if number else "")
        return facts


class OtherDateForm(forms.Form):
    label = forms.CharField(
        label=_("What happens"),
        max_length=120,
        error_messages={"required": _("Say what happens on this day, such as “Prices are negotiated”.")},
    )
    day = day_field(_("Day"))

    def clean_day(self) -> date:
        day = check_day(self.cleaned_data["day"])
        if day is None:
            raise forms.ValidationError(NOT_A_DAY)
        return day


class LeadDaysForm(forms.Form):
    """How many days ahead a team is written to: up to five numbers, apart by anything."""

    days = forms.CharField(required=False, max_length=60)

    def clean_days(self) -> list[int]:
        words = self.cleaned_data["days"].replace("、", " ").replace(",", " ").replace("/", " ").split()
        said = _("Give up to five numbers of days from 0 to 365, such as 90, 30, 7. Leave it empty for no mail.")
        if len(words) > 5 or not all(one.isascii() and one.isdigit() and len(one) < 4 for one in words):
            raise forms.ValidationError(said)
        days = sorted({int(one) for one in words}, reverse=True)
        if days and days[0] > 365:
            raise forms.ValidationError(said)
        return days
