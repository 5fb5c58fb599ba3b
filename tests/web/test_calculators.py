"""Calculators: forms from the questions' inputs, the core's answers, the source beside them."""

import re

import pytest
from django.http import HttpResponse

from mingdeng.access.queries import NATIONAL
from mingdeng.documents.ruletexts import whole
from mingdeng.rulebook.fields import Field
from mingdeng.rulebook.formulas import askable
from tests.cli.running import badly_put, say
from tests.web.conftest import Enter
from tests.web.world import World

FORMULAS = sorted(whole((NATIONAL,)).formulas.values())
SAMPLE = {
    "count": "7",
    "integer": "2026",
    "number": "3",
    "rate": "4/5",
    "money": "3000.01",
    "date": "2026-03-02",
    "datetime": "2026-03-02T09:30",
    "boolean": "true",
    "text": "x",
}


def asked(enter: Enter, name: str, **given: str) -> HttpResponse:
    return enter("member").get(f"/rules/calculators/{name}/", given)  # type: ignore[return-value]


def shown(response: HttpResponse) -> dict[str, str]:
    """The answer's lines as the page shows them."""
    page = response.content.decode()
    return dict(re.findall(r"<dt>([^<]+)</dt><dd><b>([^<]*)</b></dd>", page))


def sample(field: Field) -> str:
    return field.choices[0][0] if field.choices else SAMPLE[field.type]


def test_the_answer_comes_with_its_source_and_stands_in_the_address(enter: Enter) -> None:
    response = asked(enter, "dues.monthly", category="in_service", base="3000.01")
    assert response.status_code == 200
    assert "30.00元" in shown(response).values()
    assert "1%" in shown(response).values()
    page = response.content.decode()
    assert "党费收缴、使用和管理的规定" in page
    assert 'value="3000.01"' in page


def test_the_browser_and_the_command_line_say_the_same(enter: Enter) -> None:
    told = say("calc", "election.result", "present=10", "seats=2", "votes=9,7,5", "--json").json
    page = asked(enter, "election.result", present="10", seats="2", votes="9，7，5")
    elected = "、".join(str(one) for one in told["answer"]["elected"])
    assert elected in shown(page).values()


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: one.id)
def test_every_question_has_a_form_with_all_its_inputs(enter: Enter, formula: object) -> None:
    fields = askable(formula)  # type: ignore[arg-type]
    name = str(getattr(formula, "id"))  # noqa: B009
    response = asked(enter, name)
    page = response.content.decode()
    assert response.status_code == 200
    assert 'class="problem"' not in page
    for field in fields:
        assert f'name="{field.name}"' in page
        assert field.label in page
        assert all(f'value="{key}"' in page for key, _ in field.choices)


@pytest.mark.parametrize("formula", FORMULAS, ids=lambda one: one.id)
def test_every_question_is_answered_or_says_in_chinese_what_is_wrong(
    enter: Enter, formula: object
) -> None:
    every = [one for one in askable(formula) if one.name != "on"]  # type: ignore[arg-type]
    fields = [one for one in every if not one.optional] or every
    name = str(getattr(formula, "id"))  # noqa: B009
    response = asked(enter, name, **{one.name: sample(one) for one in fields})
    page = response.content.decode()
    if response.status_code == 200:
        assert shown(response)
        assert "<h3>依据</h3>" in page
        return
    assert response.status_code == 400
    told = re.findall(r'class="problem"[^>]*>([^<]+)<', page)
    assert told
    assert not any(badly_put(one) or name in one for one in told)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"category": "in_service", "base": "三千"}, "“三千”不能使用，应为金额（元）"),
        ({"category": "in_service", "base": "-1"}, "“-1”不能使用"),
        ({"category": "", "base": "1"}, "请填写这一项。"),
        ({"category": "somebody", "base": "1"}, "“somebody”不能使用，只能是"),
        ({"category": "in_service", "base": "1", "on": "2026-02-30"}, "“2026-02-30”不能使用"),
        ({"category": "in_service", "base": "1", "on": "1900-01-01"}, "没有有效的条文"),
        ({"category": "in_service", "base": "9" * 5000}, "太长"),
    ],
)
def test_what_cannot_be_read_is_said_at_the_field_and_stays_as_typed(
    enter: Enter, given: dict[str, str], said: str
) -> None:
    response = asked(enter, "dues.monthly", **given)
    page = response.content.decode()
    assert response.status_code == 400
    assert said in page
    if given["base"] and len(given["base"]) < 9:
        assert f'value="{given["base"]}"' in page


def test_an_input_the_question_does_not_have_is_refused(enter: Enter) -> None:
    assert asked(enter, "dues.monthly", votes="1").status_code == 400
    assert asked(enter, "dues.monthly", q="1").status_code == 400


def test_another_day_asks_the_text_of_that_day(enter: Enter) -> None:
    given = {"category": "in_service", "base": "3000", "as_of": "2005-01-01"}
    response = asked(enter, "dues.monthly", **given)
    assert response.status_code == 400
    assert "没有有效的条文" in response.content.decode()


def test_the_list_holds_every_question_once(enter: Enter) -> None:
    page = enter("member").get("/rules/calculators/").content.decode()
    links = re.findall(r'href="/rules/calculators/([^/"]+)/"', page)
    assert sorted(links) == [one.id for one in FORMULAS]


def test_what_is_unsure_is_listed_with_its_doubt(enter: Enter, world: World) -> None:  # noqa: ARG001
    page = enter("member").get("/rules/unsure/").content.decode()
    told = say("rules", "check", "--packs", NATIONAL, "--json").json["unsure"]
    assert f"存疑 {len(told)} 处" in page
    assert "按月一条见于中央和国家机关的办法" in page


def test_packs_say_how_much_is_in_them(enter: Enter) -> None:
    page = enter("member").get("/rules/packs/").content.decode()
    told = say("rules", "questions", "--packs", NATIONAL, "--json").json
    assert f"{len(told) - 1} 个" in page  # all but the question about a duty
    assert "全国" in page
