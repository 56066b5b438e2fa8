"""What an admin says of models: whether they may be asked, for how much money, and which ones."""

from __future__ import annotations

from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from contracts.models import Team
from reviews.model.hosts import REFUSED, AddressRefused, check_address
from reviews.models import ModelSettings, Provider


class RuleForm(forms.ModelForm):
    is_on = forms.BooleanField(label=_("Models may be asked"), required=False)

    class Meta:
        model = ModelSettings
        fields = ["is_on", "budget", "usual"]
        labels = {"budget": _("Budget of a month, US dollars"), "usual": _("Usual mode")}
        widgets = {"budget": forms.NumberInput(attrs={"step": "0.01", "min": "0", "inputmode": "decimal"})}

    def clean_is_on(self) -> bool:
        is_on = self.cleaned_data["is_on"]
        if is_on and not Provider.objects.chain(self.instance.team).exists():
            raise forms.ValidationError(_("Add a provider first: nobody could be asked."))
        return is_on


class ProviderForm(forms.ModelForm):
    """The key can be set, and set anew; nothing shows it. It stays with the address that it was given for."""

    key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )

    class Meta:
        model = Provider
        fields = [
            "name",
            "base_url",
            "model",
            "key",
            "context",
            "price_fresh",
            "price_cached",
            "price_output",
            "strictness",
            "at_once",
            "patience",
            "is_masked",
            "is_on",
        ]
        labels = {
            "context": _("Context, tokens"),
            "price_fresh": _("Input, US dollars for a million tokens"),
            "price_cached": _("Cached input"),
            "price_output": _("Output"),
            "strictness": _("This model"),
            "at_once": _("Calls at the same time"),
            "patience": _("Seconds to wait for an answer"),
            "name": pgettext_lazy("provider", "Name"),
            "is_masked": _("Replace names, addresses and numbers of people before anything is sent"),
            "is_on": _("Ask this provider"),
        }

    def __init__(self, *args: object, team: Team, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.instance.team = team
        self.given_for = origin_of(self.instance.base_url) if self.instance.pk else ""
        for name in ("price_fresh", "price_cached", "price_output"):
            self.fields[name].widget.attrs |= {"step": "0.0001", "min": "0", "inputmode": "decimal"}

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = Provider.objects.for_team(self.instance.team).exclude(pk=self.instance.pk)
        if others.filter(name=name).exists():
            raise forms.ValidationError(_("The team has a provider of this name. Choose another name."))
        return name

    def clean_base_url(self) -> str:
        url = self.cleaned_data["base_url"].strip().rstrip("/")
        try:
            check_address(url)
        except AddressRefused as refused:
            raise forms.ValidationError(str(REFUSED[refused.code])) from None
        return url

    def clean_key(self) -> str:
        key = self.cleaned_data["key"].strip()
        if not key.isascii() or any(letter.isspace() for letter in key):
            raise forms.ValidationError(_("A key has letters, digits and signs only, and no spaces."))
        return key

    def clean(self) -> dict[str, object]:
        said = super().clean() or self.cleaned_data
        for name in ("price_fresh", "price_cached", "price_output"):
            if (price := said.get(name)) is not None and price < 0:
                self.add_error(name, _("A price is 0 or more."))
        moved = self.given_for and "base_url" in said and origin_of(said["base_url"]) != self.given_for
        if moved and self.instance.has_key and not said.get("key"):
            # Else whoever may edit a provider could have its key sent to a machine of his own.
            self.add_error("key", _("The address leads to another machine now. Enter the key for it."))
        return said

    def save(self, commit: bool = True) -> Provider:
        provider = super().save(commit=False)
        if self.cleaned_data["key"]:
            provider.set_key(self.cleaned_data["key"])
        if provider.pk:
            provider.save()
        else:
            provider.append()
        return provider


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()
