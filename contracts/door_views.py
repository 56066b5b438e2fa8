"""The pages before one is in: signing in and out, the second step, a forgotten password, and joining a team."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import LoginView, PasswordResetConfirmView
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contracts.access import SESSION_TEAM
from contracts.account_forms import CodeForm, ForgotForm, JoinForm, SignInForm
from contracts.door import enter, entering, let_in, record_in_teams
from contracts.invitations import accept, find_invitation
from contracts.models import Invitation, Membership, User
from contracts.sessions import end_all_sessions
from contracts.tasks import send_reset_mail

INVITED = "invitation"


class SignIn(LoginView):
    template_name = "contracts/signin.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **more: object) -> dict[str, object]:
        return super().get_context_data(**more) | {"has_mail": settings.HAS_MAIL, "provider": settings.OIDC_NAME}

    def form_invalid(self, form: SignInForm) -> HttpResponse:
        form.fields["password"].widget.attrs |= {"aria-invalid": "true", "aria-describedby": "error"}
        response = super().form_invalid(form)
        response.status_code = 429 if form.has_error("__all__", "wait") else 200
        return response

    def form_valid(self, form: SignInForm) -> HttpResponse:
        return enter(self.request, form.get_user(), self.get_success_url())

    def get_default_redirect_url(self) -> str:
        return reverse("reviews:contracts")

    def get_redirect_url(self) -> str:
        """Back to where one wanted to go; who is signed in already would go round in circles at this very page."""
        wanted = super().get_redirect_url()
        return "" if urlsplit(wanted).path == self.request.path else wanted


@never_cache
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The second factor of whoever has passed the first."""
    who = entering(request)
    if who is None:
        return redirect("contracts:sign_in")
    form = CodeForm(request.POST if request.method == "POST" else None, user=who.user)
    if form.is_bound and form.is_valid():
        return let_in(request, who.user, who.wanted)
    return render(request, "contracts/second_step.html", {"form": form}, status=status_of(form))


def status_of(form: CodeForm | ForgotForm) -> int:
    if not form.errors:
        return 200
    return 429 if any(form.has_error(name, "wait") for name in [*form.fields, "__all__"]) else 422


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("contracts:sign_in")


@require_http_methods(["GET", "POST"])
def forgot(request: HttpRequest) -> HttpResponse:
    """Says the same, after the same work, whether or not there is such an account: the worker finds out."""
    form = ForgotForm(request.POST if request.method == "POST" else None, request=request)
    is_sent = form.is_bound and form.is_valid()
    if is_sent:
        user = User.objects.filter(email=form.cleaned_data["email"].lower()).first()
        send_reset_mail.delay(user.pk if user else 0, get_language(), request.build_absolute_uri("/"))
    context = {"form": form, "is_sent": is_sent, "has_mail": settings.HAS_MAIL}
    return render(request, "contracts/forgot.html", context, status=status_of(form))


class NewPassword(PasswordResetConfirmView):
    """From the link in the mail. Signs nobody in: the second factor is asked for where one always signs in."""

    template_name = "contracts/new_password.html"
    success_url = reverse_lazy("contracts:sign_in")

    def form_valid(self, form: JoinForm) -> HttpResponse:
        response = super().form_valid(form)
        end_all_sessions(self.user)
        record_in_teams(self.user, "password.reset")
        messages.success(self.request, _("Your password is changed. Sign in with the new one."))
        return response


@require_safe
def join_link(request: HttpRequest, token: str) -> HttpResponse:
    """The address in the mail. The token moves to the session at once, out of logs and of what pages tell others."""
    request.session[INVITED] = token
    return redirect("contracts:join")


@sensitive_post_parameters("new_password1", "new_password2")
@sensitive_variables("form")
@never_cache
@require_http_methods(["GET", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """A new person sets a name and a password; one who is signed in joins; one who is known signs in first."""
    invitation = find_invitation(request.session.get(INVITED, ""))
    if invitation is None:
        return render(request, "contracts/join_gone.html", status=410 if INVITED in request.session else 404)
    if request.user.is_authenticated:
        return join_as(request, invitation, request.user)
    known = User.objects.filter(email=invitation.email).exists()
    if known:
        return render(
            request, "contracts/join_known.html", {"invitation": invitation, "here": reverse("contracts:join")}
        )
    person = User(email=invitation.email, language=get_language() or "")
    form = JoinForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return join_new(request, invitation, form)
    context = {"invitation": invitation, "form": form}
    return render(request, "contracts/join.html", context, status=422 if form.errors else 200)


def join_as(request: HttpRequest, invitation: Invitation, user: User) -> HttpResponse:
    is_theirs = user.email.lower() == invitation.email
    if request.method == "POST" and is_theirs:
        return joined(request, accept(invitation, user))
    context = {"invitation": invitation, "is_theirs": is_theirs}
    return render(request, "contracts/join_as.html", context, status=200 if is_theirs else 403)


@sensitive_variables("form")
def join_new(request: HttpRequest, invitation: Invitation, form: JoinForm) -> HttpResponse:
    with transaction.atomic():
        person = form.save()
        place = accept(invitation, person)
        if place is None:  # somebody else was first with the same link
            transaction.set_rollback(True)
    if place is not None:
        let_in(request, person)
    return joined(request, place)


def joined(request: HttpRequest, place: Membership | None) -> HttpResponse:
    if place is None:
        return render(request, "contracts/join_gone.html", status=410)
    request.session.pop(INVITED, None)
    request.session[SESSION_TEAM] = place.team_id
    messages.success(request, _("You are in %(team)s now.") % {"team": place.team})
    return HttpResponseRedirect(reverse("reviews:contracts"))
