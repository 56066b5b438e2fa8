"""Addresses of the calendar, its feed, and the dates of each contract."""

from django.urls import path

from contracts import calendar_views, date_views

urlpatterns = [
    path("calendar/", calendar_views.calendar, name="calendar"),
    path("calendar/feed/", calendar_views.calendar_feed, name="calendar_feed"),
    path("calendar/reminders/", calendar_views.reminder_days, name="reminder_days"),
    path("calendar/<str:token>.ics", calendar_views.feed, name="feed"),
    path("contracts/<uuid:public_id>/dates/", date_views.dates, name="dates"),
    path("contracts/<uuid:public_id>/dates/settle/", date_views.settle_date, name="settle_date"),
    path("contracts/<uuid:public_id>/dates/follow/", date_views.follow, name="follow"),
]
