"""What people send about themselves and about who is in the team. What is tried too often is refused in words."""

from __future__ import annotations

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from contracts.limits import (
    FORGOT,
    FORGOT_FROM,
    PASSWORD,
    SECOND_STEP,
    SIGN_IN,
    SIGN_IN_FROM,
    Limit,
    forget,
    give_back,
    origin_of,
    take,
    word_wait,
)
from contracts.models import Invitation, Role, Team, User
from contracts.second_factor import check_code

CODE_WRONG = _("This code is not right, or was used before. Wait for the next one in your app and enter that.")


def refuse_more(limit: Limit, *about: object) -> None:
    """Raises ValidationError where there is no attempt left."""
    if wait := take(limit, *about):
        raise forms.ValidationError(word_wait(wait), code="wait")


class SignInForm(AuthenticationForm):
    """The same words, and about the same time, for a wrong password, an account that is closed and none at all."""

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

    def clean(self) -> dict[str, object]:
        email, origin = self.cleaned_data.get("username"), origin_of(self.request)
        if not email or not self.cleaned_data.get("password"):
            return super().clean()
        refuse_more(SIGN_IN, email, origin)
        refuse_more(SIGN_IN_FROM, origin)
        said = super().clean()
        forget(SIGN_IN, email, origin)
        give_back(SIGN_IN_FROM, origin)
        return said


class ForgotForm(forms.Form):
    email = forms.EmailField(
        label=_("Email"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True})
    )

    def __init__(self, *args: object, request: HttpRequest, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.request = request

    def clean(self) -> dict[str, object] | None:
        if email := self.cleaned_data.get("email"):
            refuse_more(FORGOT, email)
            refuse_more(FORGOT_FROM, origin_of(self.request))
        return super().clean()


class CodeForm(forms.Form):
    """A code of the app, or a recovery code. `user` is whose it must be; None checks nothing but that there is one."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}),
    )

    def __init__(self, *args: object, user: User | None, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.user = user

    def clean_code(self) -> str:
        code = self.cleaned_data["code"]
        if self.user is not None:
            refuse_more(SECOND_STEP, self.user.pk)
            if not check_code(self.user, code):
                raise forms.ValidationError(CODE_WRONG)
            forget(SECOND_STEP, self.user.pk)
        return code


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Name"), "language": _("Language of the pages")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name"})}

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["language"].choices = [("", _("as the browser asks")), *User.language.field.choices]
        self.fields["name"].required = True

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class NewPasswordForm(PasswordChangeForm):
    def clean_old_password(self) -> str:
        refuse_more(PASSWORD, self.user.pk)
        old = super().clean_old_password()
        forget(PASSWORD, self.user.pk)
        return old


class JoinForm(SetPasswordForm):
    """A new person: the address is that of the invitation."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "new_password1", "new_password2"]

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["new_password1"].label = _("Password")
        self.fields["new_password2"].label = _("Password, once more")

    def clean_name(self) -> str:
        self.user.name = " ".join(self.cleaned_data["name"].split())  # a password like one’s name is refused
        return self.user.name


class InviteForm(forms.ModelForm):
    class Meta:
        model = Invitation
        fields = ["email", "role"]
        labels = {"email": _("Email"), "role": _("Role")}
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: object, team: Team, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.team = team
        self.fields["role"].choices = Role.choices

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].strip().lower()
        if self.team.members.filter(email=email).exists():
            raise forms.ValidationError(_("This person is in the team already. Change the role in the list above."))
        if self.team.invitations.filter(email=email).exists():
            raise forms.ValidationError(_("An invitation to this address is open. Send it again, or withdraw it."))
        return email


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
