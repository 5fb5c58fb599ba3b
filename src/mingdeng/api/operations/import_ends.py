"""The end of an import: read again, written as a whole, taken back as a whole, or given up."""

import uuid

from django.http import HttpRequest
from ninja import Router

from mingdeng.api.caller import caller_of
from mingdeng.api.doing import only_once
from mingdeng.api.door import operation
from mingdeng.api.operations.imports import ONE, WRITE, import_to_change, read_now, told
from mingdeng.api.operations.rules import adoptable
from mingdeng.api.problems import Wrong
from mingdeng.api.shapes.imports import ImportConfirmed, ImportTold, ImportUndone
from mingdeng.api.shapes.types import Done, Key, Step
from mingdeng.intake.services import Beside, choices_of, confirm, discard, undo

router = Router(tags=["导入"])
NO_PACK = "没有这个规则包。"


@operation(router, f"POST {ONE}/again", "读取中断的，再读一次", Done, WRITE)
def read_import_again(request: HttpRequest, import_id: uuid.UUID) -> Done:
    """Read the files once more; nothing where they were read."""
    upload, actor = import_to_change(caller_of(request), import_id)
    read_now(actor, upload.id)
    return Done(id=upload.id)


@operation(router, f"POST {ONE}/confirm", "导入：全部写入或者一行不写", ImportTold, WRITE)
def confirm_import(
    request: HttpRequest, import_id: uuid.UUID, sent: ImportConfirmed, key: Key
) -> ImportTold:
    """Write what was previewed, once per key."""
    caller = caller_of(request)
    upload, actor = import_to_change(caller, import_id)
    known = adoptable()
    wrong = {f"packs.{n}.pack": NO_PACK for n, p in enumerate(sent.packs) if p.pack not in known}
    if wrong:
        raise Wrong(422, wrong)
    packs = {one.pack: one.since for one in sent.packs}
    choices = choices_of(upload, only_good=sent.only_good)
    confirm(actor, upload, sent.version, choices, key, Beside(packs))
    return told(caller, import_id)


@operation(router, f"POST {ONE}/undo", "撤销导入，写入的全部去掉", ImportTold, WRITE)
def undo_import(
    request: HttpRequest, import_id: uuid.UUID, sent: ImportUndone, key: Key
) -> ImportTold:
    """Take back everything an import made; refused once something was edited later."""
    caller = caller_of(request)
    upload, actor = import_to_change(caller, import_id)

    def act() -> uuid.UUID:
        undo(actor, upload, sent.version, sent.reason)
        return upload.id

    only_once(actor, ("import.undo", key), act)
    return told(caller, import_id)


@operation(router, f"POST {ONE}/discard", "放弃预览，文件删除", Done, WRITE)
def discard_import(request: HttpRequest, import_id: uuid.UUID, sent: Step, key: Key) -> Done:
    """Give a preview up."""
    upload, actor = import_to_change(caller_of(request), import_id)

    def act() -> uuid.UUID:
        discard(actor, upload, sent.version)
        return upload.id

    return only_once(actor, ("import.discard", key), act)
