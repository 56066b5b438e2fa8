"""Addresses of the door: signing in and out, the team, the language; and the papers as they were uploaded."""

from django.urls import path

from contracts import trail_views, views

app_name = "contracts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("team/", views.choose_team, name="choose_team"),
    path("language/", views.set_language, name="set_language"),
    path("trail/", trail_views.team_trail, name="team_trail"),
    path("contracts/<uuid:public_id>/trail/", trail_views.contract_trail, name="contract_trail"),
    path("contracts/<uuid:public_id>/files/<int:pk>/", views.version_file, name="version_file"),
    path("contracts/<uuid:public_id>/files/<int:pk>/text/", views.version_text, name="version_text"),
    path(
        "contracts/<uuid:public_id>/files/<int:pk>/pages/<int:number>/", views.version_picture, name="version_picture"
    ),
]
