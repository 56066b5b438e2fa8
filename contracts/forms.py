"""What people send: the language, and the files of a bundle, each refused in words of its own."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from contracts.bundle import NewPaper
from contracts.intake import open_file
from contracts.models import KindChoice, LanguageChoice
from contracts.read import REFUSALS, Unreadable
from contracts.upload import check_upload, safe_name

KIND_OF_SEVERAL = _("It holds several papers. Leave its kind to the text; you can set that of each paper afterwards.")


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
    """A file that was not taken; `position` is its place among those sent, from 0.

    `has_others` is True for one of a bundle that holds others which can be taken.
    """

    position: int
    name: str
    sentence: str
    has_others: bool = False


class PapersForm(forms.Form):
    """The files of a bundle and, in the same order, their kinds ("" lets the text tell).

    A ZIP or an e-mail stands for the papers in it. Where some of those cannot be taken, `leave_out` says that the
    person has seen which and sends the rest.
    """

    files = FilesField(label=_("Papers"), error_messages={"required": _("Choose at least one file.")})
    kinds = forms.Field(required=False)
    leave_out = forms.BooleanField(required=False)

    def __init__(self, data: QueryDict | None = None, files: MultiValueDict | None = None, **rest: object) -> None:
        super().__init__(data, files, **rest)  # type: ignore[arg-type]
        self.papers: list[NewPaper] = []
        self.refused: list[RefusedFile] = []
        self.fields["files"].widget.attrs["multiple"] = True

    def clean_files(self) -> list[UploadedFile]:
        files = self.cleaned_data["files"]
        self.check_number(len(files))
        kinds = self.given_kinds()
        is_left_out = bool(self.data.get("leave_out"))
        for position, file in enumerate(files):
            kind = kinds[position] if position < len(kinds) else ""
            self.take_file(position, file, kind, is_left_out)
        self.check_number(len(self.papers))
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

    def take_file(self, position: int, file: UploadedFile, kind: str, is_left_out: bool) -> None:
        """Add the papers of a file, or why they cannot be taken."""
        name = safe_name(file.name or "")
        try:
            check_upload(file)
        except Unreadable as error:
            self.refused.append(RefusedFile(position, name, str(error)))
            return
        file.seek(0)
        opened = open_file(name, file.read())
        file.seek(0)
        if kind and len(opened.papers) > 1:
            self.refused.append(RefusedFile(position, name, str(KIND_OF_SEVERAL)))
        has_others = bool(opened.papers)
        if not (is_left_out and has_others):
            self.refused += [
                RefusedFile(position, one.name, str(REFUSALS[one.code]), has_others) for one in opened.refused
            ]
        if opened.is_bundle:
            self.papers += [NewPaper(SimpleUploadedFile(own, data), kind) for own, data in opened.papers]
        elif opened.papers:
            self.papers.append(NewPaper(file, kind))

    @property
    def can_leave_out(self) -> bool:
        return bool(self.refused) and all(file.has_others for file in self.refused)

    def check_number(self, number: int) -> None:
        if number > settings.MAX_FILES:
            few = ngettext(
                "At most %(number)s file at a time.", "At most %(number)s files at a time.", settings.MAX_FILES
            )
            raise forms.ValidationError(few % {"number": settings.MAX_FILES})

    def given_kinds(self) -> list[str]:
        kinds = self.data.getlist("kinds") if hasattr(self.data, "getlist") else []
        return [kind if kind in KindChoice.values else "" for kind in kinds]
