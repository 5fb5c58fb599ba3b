"""Addresses of the pages."""

from django.urls import path

from mingdeng.web.views import (
    duties,
    life,
    me,
    minutes,
    organizations,
    plans,
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
    path("records/plans/", plans.index, name="plans"),
    path("records/plan/", plans.new, name="plan"),
    path("records/read/", minutes.read, name="record-read"),
    path("records/live/", record.live, name="record-live"),
    path("records/<uuid:activity_id>/", records.detail, name="activity"),
    path("records/<uuid:activity_id>/edit/", record.edit, name="edit"),
    path("records/<uuid:activity_id>/plan/", plans.change, name="replan"),
    path("records/<uuid:activity_id>/done/", plans.done, name="hold"),
    path("records/<uuid:activity_id>/announce/", life.announced, name="announce"),
    path("records/<uuid:activity_id>/confirm/", life.confirmed, name="confirm"),
    path("records/<uuid:activity_id>/return/", life.returned, name="return"),
    path("records/<uuid:activity_id>/withdraw/", life.withdrawn, name="withdraw"),
    path("records/<uuid:activity_id>/files/", life.add_file, name="add-file"),
    path("files/<uuid:attachment_id>/", life.file, name="file"),
    path("files/<uuid:attachment_id>/remove/", life.remove_file, name="remove-file"),
    path("downloads/<str:token>/", life.download, name="download"),
    path("organizations/", organizations.index, name="organizations"),
    path("organizations/<uuid:organization_id>/", organizations.detail, name="organization"),
    path("people/<uuid:person_id>/", organizations.person, name="person"),
    path("rules/", rules.index, name="rules"),
    path("rules/<slug:rule_id>/", rules.detail, name="rule"),
    path("me/", me.me, name="me"),
]
