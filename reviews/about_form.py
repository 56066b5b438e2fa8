"""What a team knows of a contract besides its papers: who looks after it, and what it costs a year."""

from __future__ import annotations

from babel.numbers import list_currencies
from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import Contract, User

USUAL = ("USD", "EUR", "GBP", "JPY", "CHF")
"""Currencies that the form proposes; any other of ISO 4217 can be typed."""


class AboutForm(forms.ModelForm):
    class Meta:
        model = Contract
        fields = ("owner", "annual_spend", "currency")
        error_messages = {
            "annual_spend": {
                "invalid": _("Give the amount as a number, such as 12000."),
                "max_digits": _("This is more than can be kept. Give the amount a year."),
                "max_whole_digits": _("This is more than can be kept. Give the amount a year."),
                "max_decimal_places": _("Give at most two decimals."),
            },
        }

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        members = User.objects.filter(memberships__team=self.instance.team_id).order_by("name", "email")
        self.fields["owner"].queryset = members  # type: ignore[attr-defined]
        self.fields["owner"].empty_label = _("Nobody")  # type: ignore[attr-defined]
        self.fields["annual_spend"].min_value = 0  # type: ignore[attr-defined]

    def clean_annual_spend(self) -> object:
        amount = self.cleaned_data["annual_spend"]
        if amount is not None and amount < 0:
            raise forms.ValidationError(_("Give an amount that is not below zero."))
        return amount

    def clean_currency(self) -> str:
        currency = self.cleaned_data["currency"].strip().upper()
        if currency and currency not in list_currencies():
            raise forms.ValidationError(
                _("This is no currency that we know. Give its three letters, such as USD or JPY.")
            )
        return currency

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        amount, currency = cleaned.get("annual_spend"), cleaned.get("currency")
        if amount is not None and currency == "":
            self.add_error("currency", _("Say in which currency this is paid."))
        if amount is None and currency and "annual_spend" not in self.errors:
            cleaned["currency"] = ""
        return cleaned
