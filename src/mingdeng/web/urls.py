"""Addresses of the pages."""

from django.urls import path

from mingdeng.web.views import (
    duties,
    exports,
    me,
    organizations,
    record,
    records,
    rules,
    search,
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
    path("duties/<uuid:organization_id>/export/", exports.board, name="board-export"),
    path("duties/<uuid:organization_id>/why/", duties.why, name="why"),
    path("records/", records.index, name="records"),
    path("records/calendar/", records.month, name="calendar"),
    path("records/export/", exports.records, name="records-export"),
    path("records/new/", record.new, name="record"),
    path("records/live/", record.live, name="record-live"),
    path("records/<uuid:activity_id>/", records.detail, name="activity"),
    path("records/<uuid:activity_id>/edit/", record.edit, name="edit"),
    path("organizations/", organizations.index, name="organizations"),
    path("organizations/export/", exports.organization_list, name="organizations-export"),
    path("organizations/<uuid:organization_id>/", organizations.detail, name="organization"),
    path(
        "organizations/<uuid:organization_id>/export/", exports.organization, name="roster-export"
    ),
    path("people/<uuid:person_id>/", organizations.person, name="person"),
    path("rules/", rules.index, name="rules"),
    path("rules/export/", exports.rule_list, name="rules-export"),
    path("rules/<slug:rule_id>/", rules.detail, name="rule"),
    path("me/", me.me, name="me"),
    path("search/", search.search, name="search"),
]
