"""Addresses of the pages."""

from django.urls import path

from mingdeng.web.views import (
    duties,
    me,
    minutes,
    organizations,
    record,
    records,
    rules,
    signing,
    today,
)

app_name = "web"
urlpatterns = [
    path("", today.today, name="today"),
    path("sign-in/", signing.sign_in, name="sign-in"),
    path("sign-in/<str:token>/", signing.use_link, name="use-link"),
    path("sign-out/", signing.sign_out, name="sign-out"),
    path("duties/", duties.index, name="duties"),
    path("duties/<uuid:organization_id>/", duties.board, name="board"),
    path("duties/<uuid:organization_id>/why/", duties.why, name="why"),
    path("records/", records.index, name="records"),
    path("records/new/", record.new, name="record"),
    path("records/read/", minutes.read, name="record-read"),
    path("records/live/", record.live, name="record-live"),
    path("records/<uuid:activity_id>/", records.detail, name="activity"),
    path("records/<uuid:activity_id>/edit/", record.edit, name="edit"),
    path("organizations/", organizations.index, name="organizations"),
    path("organizations/<uuid:organization_id>/", organizations.detail, name="organization"),
    path("people/<uuid:person_id>/", organizations.person, name="person"),
    path("rules/", rules.index, name="rules"),
    path("rules/<slug:rule_id>/", rules.detail, name="rule"),
    path("me/", me.me, name="me"),
]
