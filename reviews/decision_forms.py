"""What a person sends from the desk: a decision with its reason, a comment, a name."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from contracts.models import User
from reviews.decide import Act
from reviews.report.words import GRADE_WORDS
from reviews.values import GRADES

LONGEST = 4000
SETTLING: tuple[Act, ...] = ("confirm", "override", "dismiss", "undo")


class DecisionForm(forms.Form):
    act = forms.ChoiceField(choices=[(act, act) for act in SETTLING])
    grade = forms.ChoiceField(choices=[(grade, GRADE_WORDS[grade]) for grade in reversed(GRADES)], required=False)
    text = forms.CharField(max_length=LONGEST, required=False)
    seen = forms.IntegerField(min_value=0, initial=0, required=False)
    paper = forms.IntegerField(min_value=0, required=False)

    def clean(self) -> dict[str, object]:
        said = super().clean() or self.cleaned_data
        act = said.get("act")
        if act == "override" and not said.get("grade") and "grade" not in self.errors:
            self.add_error("grade", _("Choose the grade that it should have."))
        if act in ("override", "dismiss") and not said.get("text") and "text" not in self.errors:
            self.add_error("text", _("Give a reason: others will read it in the report."))
        return said


class CommentForm(forms.Form):
    text = forms.CharField(max_length=LONGEST, error_messages={"required": _("Write what you want to say.")})
    paper = forms.IntegerField(min_value=0, required=False)


class AssignForm(forms.Form):
    """`person`, a member of the team, is added with the members; nobody is named where it is left empty."""

    paper = forms.IntegerField(min_value=0, required=False)

    def __init__(self, data: object = None, *, members: Iterable[User]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        own = User.objects.filter(pk__in=[member.pk for member in members])
        self.fields["person"] = forms.ModelChoiceField(queryset=own, required=False)
