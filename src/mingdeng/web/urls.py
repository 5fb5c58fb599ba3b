"""Addresses of the pages."""

from django.urls import path

from mingdeng.web.views import (
    duties,
    import_ends,
    imports,
    me,
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
    path("records/live/", record.live, name="record-live"),
    path("records/<uuid:activity_id>/", records.detail, name="activity"),
    path("records/<uuid:activity_id>/edit/", record.edit, name="edit"),
    path("organizations/", organizations.index, name="organizations"),
    path("organizations/<uuid:organization_id>/", organizations.detail, name="organization"),
    path("people/<uuid:person_id>/", organizations.person, name="person"),
    path("imports/", imports.index, name="imports"),
    path("imports/new/", imports.new, name="import-new"),
    path("imports/<uuid:upload_id>/", imports.detail, name="import"),
    path("imports/<uuid:upload_id>/again/", imports.again, name="import-again"),
    path("imports/<uuid:upload_id>/decide/", imports.decide, name="import-decide"),
    path("imports/<uuid:upload_id>/names/", imports.name, name="import-name"),
    path("imports/<uuid:upload_id>/lines/<uuid:line_id>/", imports.line, name="import-line"),
    path("imports/<uuid:upload_id>/confirm/", import_ends.confirming, name="import-confirm"),
    path("imports/<uuid:upload_id>/undo/", import_ends.undoing, name="import-undo"),
    path("imports/<uuid:upload_id>/discard/", imports.give_up, name="import-discard"),
    path("rules/", rules.index, name="rules"),
    path("rules/<slug:rule_id>/", rules.detail, name="rule"),
    path("me/", me.me, name="me"),
]
