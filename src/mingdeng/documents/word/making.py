"""Which page a paper is made on: the organ's own template where it keeps one, else the standard."""

import uuid
from collections.abc import Iterable

from mingdeng.documents.word.blocks import Paper
from mingdeng.documents.word.filling import Filling
from mingdeng.documents.word.own import from_template
from mingdeng.documents.word.package import word_file
from mingdeng.files.refusal import Refused
from mingdeng.stationery.queries import content_of, template_of


def made(organizations: Iterable[uuid.UUID], kind: str, paper: Paper, filling: Filling) -> bytes:
    """A paper of some organizations as a .docx; the template is that of the first.

    A template that was lost or altered on the disk is passed over: the paper comes all the same.
    """
    template = template_of(organizations, kind)
    content = content_of(template) if template else None
    if content is not None:
        try:
            return from_template(content, filling)
        except Refused:
            pass
    return word_file(paper)
