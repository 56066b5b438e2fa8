"""What people send: sign-in, language, and the files of a bundle, each refused in words of its own."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contracts.bundle import NewPaper, refusal_of
from contracts.models import KindChoice, LanguageChoice
from contracts.read import REFUSALS
from contracts.upload import safe_name


class SignInForm(AuthenticationForm):
    username = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    error_messages = {
        "invalid_login": _("The address and the password do not match. Check both and try again."),
        "inactive": _("This account is closed. Ask an admin of your team."),
    }


class LanguageForm(forms.Form):
    language = forms.ChoiceField(choices=LanguageChoice.choices)
    next = forms.CharField(required=False)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once. What is wrong with one of them stands in `PapersForm.refused`, beside its name."""

    widget = FilesInput

    def clean(self, data: list[UploadedFile] | None, initial: object = None) -> list[UploadedFile]:
        if not data:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return list(data)


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file that was not taken; `position` is its place among those sent, from 0."""

    position: int
    name: str
    sentence: str


class PapersForm(forms.Form):
    """The files of a bundle and, in the same order, their kinds ("" lets the text tell)."""

    files = FilesField(label=_("Papers"), error_messages={"required": _("Choose at least one file.")})
    kinds = forms.Field(required=False)

    def __init__(self, data: QueryDict | None = None, files: MultiValueDict | None = None, **rest: object) -> None:
        super().__init__(data, files, **rest)  # type: ignore[arg-type]
        self.refused: list[RefusedFile] = []
        self.fields["files"].widget.attrs["multiple"] = True

    def clean_files(self) -> list[UploadedFile]:
        files = self.cleaned_data["files"]
        if len(files) > settings.MAX_FILES:
            few = ngettext(
                "At most %(number)s file at a time.", "At most %(number)s files at a time.", settings.MAX_FILES
            )
            raise forms.ValidationError(few % {"number": settings.MAX_FILES})
        for position, file in enumerate(files):
            if code := refusal_of(file):
                self.refused.append(RefusedFile(position, safe_name(file.name or ""), str(REFUSALS[code])))
        if self.refused:
            raise forms.ValidationError(
                ngettext(
                    "One file cannot be taken. Nothing was saved: remove or replace it, then send again.",
                    "%(number)s files cannot be taken. Nothing was saved: remove or replace them, then send again.",
                    len(self.refused),
                )
                % {"number": len(self.refused)}
            )
        return files

    def clean_kinds(self) -> list[str]:
        kinds = self.data.getlist("kinds") if hasattr(self.data, "getlist") else []
        return [kind if kind in KindChoice.values else "" for kind in kinds]

    @property
    def papers(self) -> list[NewPaper]:
        kinds = self.cleaned_data["kinds"]
        files = self.cleaned_data["files"]
        return [NewPaper(file, kind) for file, kind in zip_longest(files, kinds[: len(files)], fillvalue="")]
