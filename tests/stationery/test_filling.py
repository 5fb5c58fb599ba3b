"""A paper made from an organ's own template: what was asked for stands there, and only as text."""

import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from mingdeng.documents.word.own import from_template
from mingdeng.documents.word.samples import NAMES, sample
from mingdeng.stationery.fields import known
from mingdeng.stationery.models import Template
from tests.stationery.templates import (
    DAY,
    changed,
    example_file,
    part,
    runs,
    table,
    texts_in,
    with_body,
)

PLACE = "中共云泽市民政局机关委员会第一支部委员会"
KINDS = Template.Kind.values


def filled(content: bytes, kind: str = "minutes") -> bytes:
    return from_template(content, sample(kind, PLACE, DAY))


@pytest.mark.parametrize("kind", KINDS)
def test_every_placeholder_of_a_kind_is_filled(kind: str) -> None:
    body = "".join(runs(f"{name}：{{{{{name}}}}}") for name in known(kind))
    said = texts_in(filled(with_body(body, kind), kind))
    assert not [one for one in said if "{{" in one]
    assert f"党组织：{PLACE}" in said


def test_a_placeholder_that_word_has_split_is_filled_where_it_began() -> None:
    bold = "<w:rPr><w:b/></w:rPr>"
    body = runs("于", "{", "{时", "间", "}}在｛｛ 地点 ｝｝", "召开", about=bold)
    (said, *_) = texts_in(filled(with_body(body)))
    assert said == "于2026年9月30日（星期三）09:00至10:30在六楼会议室召开"


def test_a_row_is_repeated_for_each_item_and_two_beside_each_other_share_one() -> None:
    body = table("{{序号}}|{{姓名}}||{{序号}}|{{姓名}}|")
    document = docx.Document(io.BytesIO(filled(with_body(body, "sign_in"), "sign_in")))
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert len(rows) == 5
    assert rows[0] == ["1", "林一帆", "", "2", "欧阳修远", ""]
    assert rows[4] == ["9", "褚晓明", "", "", "", ""]


def test_a_paragraph_outside_of_tables_is_repeated_likewise() -> None:
    said = texts_in(filled(with_body(runs("{{议程序号}}、{{议程}}"))))
    assert said[:2] == ["一、学习有关文件", "二、讨论接收预备党员"]


def test_what_is_not_known_stays_as_it_is_and_what_is_typed_is_never_looked_up() -> None:
    one = sample("minutes", PLACE, DAY)
    hostile = "{{主持人}} <w:t>&amp; = 1+1 {% x %}\n第二行\x07"
    one = replace(one, texts={**one.texts, "地点": hostile}, rows=[{"议程": "{{时间}}"}])
    content = with_body(runs("{{天气}}{{地点}}") + table("{{议程}}"))
    made = from_template(content, one)
    said = texts_in(made)
    assert said[0] == "{{天气}}{{主持人}} <w:t>&amp; = 1+1 {% x %}\n第二行"
    assert said[-1] == "{{时间}}"


def test_heads_and_feet_are_filled_and_pictures_kept() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{党组织}}"
    document.sections[0].footer.paragraphs[0].text = "{{日期}}"
    document.add_paragraph("{{标题}}")
    document.add_picture(io.BytesIO(PIXEL))
    kept = io.BytesIO()
    document.save(kept)
    made = docx.Document(io.BytesIO(filled(kept.getvalue())))
    assert made.sections[0].header.paragraphs[0].text == PLACE
    assert made.sections[0].footer.paragraphs[0].text == "2026年9月30日"
    assert len(made.inline_shapes) == 1


def test_the_properties_are_ours_and_nothing_else_of_the_file_is_left() -> None:
    old = example_file()
    core = part(old, "docProps/core.xml").replace("明灯", "别的软件")
    given = {
        "docProps/core.xml": core,
        "docProps/custom.xml": "<x/>",
        "customXml/item1.xml": "<x/>",
    }
    made = filled(changed(old, given))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        names = set(file.namelist())
        assert "别的软件" not in file.read("docProps/core.xml").decode()
        assert "明灯" in file.read("docProps/core.xml").decode()
    assert not names & {"docProps/custom.xml", "customXml/item1.xml"}
    assert made == filled(changed(old, given))


def test_libreoffice_shows_the_text_and_breaks_no_name(tmp_path: Path) -> None:
    narrow = table("{{序号}}|{{姓名}}", width=900)
    long = runs("出席人员名单如下，请各位核对本人姓名是否有误：{{出席}}。另有：{{列席}}{{缺席}}")
    for size in (21, 32):
        about = f'<w:rPr><w:sz w:val="{size}"/></w:rPr>'
        body = long.replace("<w:r>", f"<w:r>{about}")
        (tmp_path / f"m{size}.docx").write_bytes(filled(with_body(body)))
    (tmp_path / "s.docx").write_bytes(filled(with_body(narrow, "sign_in"), "sign_in"))
    home = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    files = [str(one) for one in tmp_path.glob("*.docx")]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=120)
    for name, wanted in (("m21", NAMES), ("m32", NAMES), ("s", ["阿依古丽·买买提", "欧阳修远"])):
        lines = text_of(tmp_path / f"{name}.pdf").split("\n")
        for one in wanted:
            assert any(one in line for line in lines), (name, one, lines)


def text_of(path: Path) -> str:
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode()


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)
