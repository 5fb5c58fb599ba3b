"""Templates come in through the limits for hostile files; papers are made from what was kept."""

import uuid
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from mingdeng.journal.models import Entry
from mingdeng.stationery.models import Template
from mingdeng.stationery.queries import template_of
from mingdeng.stationery.services import Refused, Stale, keep, remove
from tests.house import Tree, signed_in, tree
from tests.stationery.templates import (
    changed,
    example_file,
    field,
    part,
    runs,
    saved,
    with_body,
    with_relation,
)

pytestmark = pytest.mark.django_db
OBJECT = "<w:p><w:r><w:object/></w:r></w:p>"
DEEP = "<w:sdt>" * 200 + "</w:sdt>" * 200
TRACKED = '<w:p><w:ins w:id="1" w:author="x"><w:r><w:t>x</w:t></w:r></w:ins></w:p>'
HOSTILE = {
    "an external link": (with_relation("hyperlink", "http://x/", ' TargetMode="External"'), "链接"),
    "a remote template": (
        changed(
            example_file(),
            {
                "word/_rels/settings.xml.rels": part(
                    with_relation("attachedTemplate", "file:///x"), "word/_rels/document.xml.rels"
                )
            },
        ),
        "链接",
    ),
    "a macro": (changed(example_file(), {"word/vbaProject.bin": "x"}), "宏"),
    "an embedded file": (changed(example_file(), {"word/embeddings/a.bin": "x"}), "嵌入"),
    "an object": (with_body(OBJECT + runs("{{时间}}")), "对象"),
    "a field": (with_body(field('INCLUDETEXT "C:\\x"') + runs("{{时间}}")), "INCLUDETEXT"),
    "a field in pieces": (with_body(field(" DDE|AUTO c x") + runs("{{时间}}")), "DDEAUTO"),
    "a simple field": (
        with_body('<w:p><w:fldSimple w:instr=" INCLUDEPICTURE x "/></w:p>' + runs("{{时间}}")),
        "INCLUDEPICTURE",
    ),
    "changes not decided": (with_body(TRACKED + runs("{{时间}}")), "修订"),
    "a picture that is none": (
        changed(with_relation("image", "media/a.svg"), {"word/media/a.svg": "<svg/>"}),
        "图片",
    ),
    "nesting without end": (with_body(DEEP + runs("{{时间}}")), "过多"),
    "a million elements": (with_body("<w:p/>" * 70_000 + runs("{{时间}}")), "过多"),
    "a document type": (
        changed(example_file(), {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "没有读取",
    ),
    "no file of Word": (b"PK not at all", "没有读取"),
    "nothing to fill": (with_body(runs("没有{{天气}}")), "没有能填的占位符"),
}


@pytest.fixture
def here() -> Tree:
    return tree()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_template_is_refused_by_name_and_nothing_is_kept(
    here: Tree, tmp_path: Path, name: str
) -> None:
    content, why = HOSTILE[name]
    with pytest.raises(Refused, match=why):
        keep(signed_in(), here.organ, "minutes", saved(tmp_path, content), uuid.uuid4())
    assert not Template.objects.exists()


@pytest.mark.parametrize("name", ["模板.docm", "模板.doc", "模板.xlsx", "模板"])
def test_another_kind_of_file_is_refused(here: Tree, tmp_path: Path, name: str) -> None:
    file = saved(tmp_path, example_file(), name)
    with pytest.raises(Refused):
        keep(signed_in(), here.organ, "minutes", file, uuid.uuid4())


def test_pages_may_be_numbered(here: Tree, tmp_path: Path) -> None:
    content = with_body(field(" PAGE  \\* MERGEFORMAT ") + field("NUMPAGES") + runs("{{时间}}"))
    keep(signed_in(), here.organ, "minutes", saved(tmp_path, content), uuid.uuid4())
    assert Template.objects.get().placeholders == ["时间"]


def test_the_nearest_template_holds_below_until_it_is_removed(here: Tree, tmp_path: Path) -> None:
    actor, file = signed_in(), saved(tmp_path, example_file())
    keep(actor, here.top, "minutes", file, uuid.uuid4())
    keep(actor, here.first, "minutes", file, uuid.uuid4())
    of = {one.organization_id: one for one in Template.objects.all()}
    assert template_of([here.first.id, here.other.id], "minutes") == of[here.first.id]
    assert template_of([here.second.id], "minutes") == of[here.top.id]
    assert template_of([here.first.id], "notice") is None
    remove(actor, of[here.first.id])
    assert template_of([here.first.id], "minutes") == of[here.top.id]
    acts = Entry.objects.filter(action__startswith="stationery.").order_by("number")
    assert [one.action for one in acts] == ["stationery.keep"] * 2 + ["stationery.remove"]
    with pytest.raises(Stale):
        remove(actor, of[here.first.id])


def test_a_key_keeps_once_and_of_two_who_replace_the_second_is_told(
    here: Tree, tmp_path: Path
) -> None:
    actor, file, key = signed_in(), saved(tmp_path, example_file()), uuid.uuid4()
    first = keep(actor, here.organ, "minutes", file, key)
    assert keep(actor, here.organ, "minutes", file, key) == first
    with pytest.raises(Stale):
        keep(actor, here.organ, "minutes", file, uuid.uuid4())
    held = Template.objects.get()
    keep(actor, here.organ, "minutes", file, uuid.uuid4(), held.id)
    assert Template.objects.get().id != held.id


def test_the_file_lies_under_a_random_name_and_goes_with_its_template(
    here: Tree, tmp_path: Path, django_capture_on_commit_callbacks: object
) -> None:
    file = saved(tmp_path, example_file(), "../../evil.docx")
    keep(signed_in(), here.organ, "minutes", file, uuid.uuid4())
    held = Template.objects.get()
    stored = str(held.file.name)
    assert "evil" not in stored
    assert held.name == "evil.docx"
    assert default_storage.exists(stored)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        remove(signed_in("another"), held)
    assert not default_storage.exists(stored)
