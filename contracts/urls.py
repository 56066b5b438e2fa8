"""Addresses of the way in, of people and their teams, of the trail, and of the papers as they were uploaded."""

from django.urls import include, path

from contracts import door_views, member_views, profile_views, sso_views, trail_views, views

app_name = "contracts"
urlpatterns = [
    path("sign-in/", door_views.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", door_views.second_step, name="second_step"),
    path("sign-in/forgot/", door_views.forgot, name="forgot"),
    path("sign-in/password/<uidb64>/<token>/", door_views.NewPassword.as_view(), name="new_password"),
    path("sign-in/sso/", sso_views.sso, name="sso"),
    path("sign-in/sso/back/", sso_views.sso_back, name="sso_back"),
    path("sign-out/", door_views.sign_out, name="sign_out"),
    path("join/", door_views.join, name="join"),
    path("join/<str:token>/", door_views.join_link, name="join_link"),
    path("profile/", profile_views.profile, name="profile"),
    path("profile/password/", profile_views.password, name="password"),
    path("profile/second-factor/", profile_views.second_factor, name="second_factor"),
    path("profile/second-factor/off/", profile_views.second_factor_off, name="second_factor_off"),
    path("profile/second-factor/codes/", profile_views.recovery_codes, name="recovery_codes"),
    path("profile/sessions/<int:pk>/end/", profile_views.session_end, name="session_end"),
    path("profile/sessions/end/", profile_views.sessions_end, name="sessions_end"),
    path("settings/members/", member_views.members, name="members"),
    path("settings/members/second-factor/", member_views.team_second_factor, name="team_second_factor"),
    path("settings/members/<int:pk>/role/", member_views.member_role, name="member_role"),
    path("settings/members/<int:pk>/remove/", member_views.member_remove, name="member_remove"),
    path("settings/invitations/<int:pk>/again/", member_views.invitation_again, name="invitation_again"),
    path("settings/invitations/<int:pk>/withdraw/", member_views.invitation_withdraw, name="invitation_withdraw"),
    path("team/", views.choose_team, name="choose_team"),
    path("language/", views.set_language, name="set_language"),
    path("", include("contracts.date_urls")),
    path("trail/", trail_views.team_trail, name="team_trail"),
    path("contracts/<uuid:public_id>/trail/", trail_views.contract_trail, name="contract_trail"),
    path("contracts/<uuid:public_id>/files/<int:pk>/", views.version_file, name="version_file"),
    path("contracts/<uuid:public_id>/files/<int:pk>/text/", views.version_text, name="version_text"),
    path(
        "contracts/<uuid:public_id>/files/<int:pk>/pages/<int:number>/", views.version_picture, name="version_picture"
    ),
]
