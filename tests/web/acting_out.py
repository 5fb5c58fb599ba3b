"""Acting out what a scenario of a register says, page by page, as the people it names."""

import html
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast
from uuid import UUID

import yaml
from django.http import HttpResponse
from django.test import Client

from mingdeng.daycount import Cycle, period_of
from mingdeng.registers.models import Entry
from mingdeng.registers.values import first_day
from mingdeng.rulebook.packfiles import SHIPPED
from mingdeng.rulebook.registers import Register, load_registers
from tests.web.reading_forms import Form
from tests.web.stage import PEOPLE, Stage

FILES = sorted(SHIPPED.glob("*/scenarios/*.yaml"))
ROOT = SHIPPED.parent
LATEST = "it"
MET = 'class="verdict met"'
ENTRY = re.compile(r"/entries/([0-9a-f-]{36})/")
Step = Mapping[str, Any]


class Scenario(NamedTuple):
    """One way a register is used, as its file tells it."""

    id: str
    name: str
    register: str
    rows: tuple[str, ...]
    at: str
    steps: tuple[Step, ...]
    pack: str
    adopted: tuple[str, ...]
    file: str

    @property
    def judged(self) -> bool:
        """Whether it looks at a verdict."""
        return any("judged" in step for step in self.steps)


def scenarios() -> list[Scenario]:
    """Every scenario of the shipped packs."""
    told = (
        (path, one)
        for path in FILES
        for one in yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["scenarios"]  # noqa: S506 - texts only
    )
    return [_scenario(path, one) for path, one in told]


def _scenario(path: Path, told: Step) -> Scenario:
    return Scenario(
        id=told["id"],
        name=told["name"],
        register=told.get("register", told["id"]),
        rows=tuple(told["rows"]),
        at=told["at"],
        steps=tuple(told["steps"]),
        pack=path.parent.parent.name,
        adopted=tuple(told.get("packs", ())),
        file=path.relative_to(ROOT).as_posix(),
    )


class Troupe:
    """The people of a stage acting out one scenario: each deed through the pages."""

    def __init__(self, stage: Stage, scenario: Scenario) -> None:
        self.stage, self.scenario = stage, scenario
        self.registers = load_registers(["national", scenario.pack]).registers
        self.known: dict[str, UUID] = {}
        self.clients: dict[str, Client] = {}
        for pack in (scenario.pack, *scenario.adopted):
            stage.adopt(pack)

    def play(self) -> None:
        """Every step in order."""
        for number, step in enumerate(self.scenario.steps, start=1):
            deed = next(key for key in DEEDS if key in step)
            try:
                DEEDS[deed](self, step)
            except AssertionError as error:
                told = f"{self.scenario.file} {self.scenario.id} 第{number}步 {dict(step)}"
                raise AssertionError(f"{told}\n{error}") from error

    # ---- writing ----

    def enters(self, step: Step) -> None:
        """A new entry."""
        url = f"/registers/{self.register(step).id}/new/"
        self._write(step, url, step["enters"])

    def carries(self, step: Step) -> None:
        """The entry of the next period, begun as the last one."""
        url = f"/registers/{self.register(step).id}/new/?from={self.number(step)}"
        self._write(step, url, step["carries"])

    def changes(self, step: Step) -> None:
        """Some fields of an entry; the others stay as the form shows them."""
        self.does(step, "edit", step["changes"])

    def progress(self, step: Step) -> None:
        """How it goes."""
        self.does(step, "note", {"text": step["progress"]})

    def asks_closing(self, step: Step) -> None:
        """That it is done, and would someone confirm it."""
        self.does(step, "ask", {"text": step["asks_closing"]})

    def closes(self, step: Step) -> None:
        """That it is done indeed."""
        self.does(step, "close", {"text": step["closes"]})
        assert self.entry(step).state == Entry.State.CLOSED

    def returns(self, step: Step) -> None:
        """That it is not done yet."""
        self.does(step, "return", {"text": step["returns"]})

    def asks_extension(self, step: Step) -> None:
        """For more time."""
        given = {"due": step["until"], "text": step["asks_extension"]}
        self.does(step, "extend", given)

    def extends(self, step: Step) -> None:
        """More time."""
        self.does(step, "extension", {"agree": "yes", "text": step["extends"]})

    def looks_back(self, step: Step) -> None:
        """A second round on what was closed."""
        address = self.does(step, "look-back", step["looks_back"])
        self.name(step, ENTRY.findall(address)[0])

    def hands_down(self, step: Step) -> None:
        """A part of the task for each of some units."""
        units = [str(self.stage.places[one].id) for one in step["hands_down"]["units"]]
        self.does(step, "hand-down", {**step["hands_down"], "units": units})

    def pairs(self, step: Step) -> None:
        """A Party task and a business task put side by side."""
        self.does(step, "pair", {"other": str(self.known[step["pairs"]])})

    def checks(self, step: Step) -> None:
        """What a check found, of an entry and of what it is paired with."""
        self.does(step, "check", {"text": step["checks"]})

    def survey(self, step: Step) -> None:
        """The person served is asked by a link, and answers without signing in."""
        url = f"/entries/{self.number(step)}/survey/"
        key = Form(self.page(step["by"], url), "").values["key"]
        shown = self.client(step["by"]).post(url, {"key": key}).content.decode()
        (address,) = set(re.findall(r"http://testserver(/surveys/[^\"<\s]+)", shown))
        answer = Client().post(address, {"grade": step["survey"]})
        assert "已经收到" in answer.content.decode()
        assert self.client(step["by"]).post(address, {"grade": "not"}).status_code == 403

    def refused(self, step: Step) -> None:
        """What is sent and not done."""
        ends = {"closes": "close"}[step["refused"]]
        url = f"/entries/{self.number(step)}/{ends}/"
        form = Form(self.page(step["by"], url))
        assert self.client(step["by"]).post(url, form.values).status_code == 409

    def does(self, step: Step, deed: str, given: Mapping[str, Any]) -> str:
        """One deed on an entry; where it leads."""
        return self._send(step["by"], f"/entries/{self.number(step)}/{deed}/", given)

    def _write(self, step: Step, url: str, given: Mapping[str, Any]) -> None:
        place = self.stage.places[step.get("at", self.scenario.at)]
        texts = {**given, "organization": str(place.id), "period": step.get("period", "")}
        if texts.get("parent") in self.known:
            texts["parent"] = str(self.known[texts["parent"]])
        self.name(step, ENTRY.findall(self._send(step["by"], url, texts))[0])
        assert self.entry(step).organization_id == place.id, "记到了别的组织"

    def _send(self, role: str, url: str, given: Mapping[str, Any]) -> str:
        """Fill in a form as someone and send it; the address it leads to."""
        form = Form(self.page(role, url))
        unasked = {name for name in given if name not in form.values}
        assert unasked <= {"organization", "period", "owner"}, f"表单里没有 {unasked}"
        filled = {**form.values, **{n: text for n, text in given.items() if n in form.values}}
        answer = self.client(role).post(url, filled)
        said = re.findall("<li>(.*?)</li>", answer.content.decode()) if answer.content else []
        assert answer.status_code == 302, f"{answer.status_code} {said[:4]}"
        return answer.headers["Location"]

    # ---- looking ----

    def sees(self, step: Step) -> None:
        """What the page of an entry shows someone, and what not."""
        shown = self.main(step["by"], f"/entries/{self.number(step)}/")
        for text in step.get("sees", ()):
            assert text in shown, f"没有看到“{text}”"
        for text in step.get("misses", ()):
            assert text not in shown, f"不该看到“{text}”"

    misses = sees

    def lists(self, step: Step) -> None:
        """What the list of a register shows someone, with its totals."""
        shown = self.main(step["by"], f"/registers/{self.register(step).id}/")
        for text in step["lists"]:
            assert text in shown, f"列表里没有“{text}”"

    def late(self, step: Step) -> None:
        """What stands among the late: in the register and in the overview of all."""
        for url in (f"/registers/{self.register(step).id}/?state=late", "/registers/late/"):
            shown = self.main(step["by"], url)
            for text in step["late"]:
                assert text in shown, f"{url} 里没有“{text}”"

    def cannot(self, step: Step) -> None:
        """What someone is kept from."""
        kept = {"enter": f"/registers/{self.register(step).id}/new/"}.get(step["cannot"])
        ends = {"see": "", "change": "edit/", "close": "close/"}
        url = kept or f"/entries/{self.number(step)}/{ends[step['cannot']]}"
        allowed = {404} if step["cannot"] == "see" else {403}
        answer = self.client(step["by"]).get(url)
        assert answer.status_code in allowed, f"{url} {answer.status_code}"

    def finds(self, step: Step) -> None:
        """An entry in a list, by its title."""
        shown = self.page(step["by"], f"/registers/{self.register(step).id}/")
        wanted = html.escape(step["finds"])
        (number,) = re.findall(rf"/entries/([0-9a-f-]{{36}})/[^>]*>{re.escape(wanted)}<", shown)
        self.name(step, number)

    def evidence(self, step: Step) -> None:
        """That an entry counts: as which kind, on which day, for whom, with how much."""
        register = self.registers[step.get("of", self.scenario.register)]
        assert register.evidence == step["evidence"]
        found = Entry.objects.filter(register=register.id).order_by("recorded_at")
        (one,) = [one for one in found if _day(one, register) == step["day"]][-1:]
        if "person" in step:
            assert one.people.filter(field="owner", name=step["person"]).exists()
        if "bearer" in step:
            assert one.parent is not None
            assert self.registers[one.parent.register].bears == step["bearer"]
        for amount, said in step.get("amounts", {}).items():
            assert str(one.facts[amount]) == said

    def judged(self, step: Step) -> None:
        """What the page that says why tells of a duty, of one bearer of it where there are some."""
        place = self.stage.places[step.get("at", self.scenario.at)]
        shown = self.page(step["by"], f"/duties/{place.id}/why/?of={step['judged']}")
        said = MET in shown
        if "of" in step:
            told = html.unescape(re.sub(r"<[^>]+>", "", shown))
            said = re.search(rf"{re.escape(step['of'])}：\s*已履行", told) is not None
        assert said is (step["met"] == "true"), re.sub(r"<[^>]+>", "", shown)[-900:]

    # ---- what stands behind ----

    def client(self, role: str) -> Client:
        """Someone's browser."""
        assert role in PEOPLE, role
        if role not in self.clients:
            self.clients[role] = self.stage.client(role)
        return self.clients[role]

    def page(self, role: str, url: str) -> str:
        """A page as someone gets it."""
        answer = cast(HttpResponse, self.client(role).get(url))
        assert answer.status_code == 200, f"{url} {answer.status_code}"
        return answer.content.decode()

    def main(self, role: str, url: str) -> str:
        """What stands on a page, without its frame."""
        (inner,) = re.findall("<main.*?</main>", self.page(role, url), re.DOTALL)
        return html.unescape(re.sub(r"<[^>]+>", "", inner))

    def register(self, step: Step) -> Register:
        """The register a step speaks of."""
        return self.registers[step.get("in", self.scenario.register)]

    def number(self, step: Step) -> UUID:
        """The entry a step speaks of."""
        return self.known[step.get("on", LATEST)]

    def name(self, step: Step, number: str) -> None:
        """What an entry is called from now on; the first one also `it`."""
        self.known[step.get("as", LATEST)] = UUID(number)
        self.known.setdefault(LATEST, UUID(number))

    def entry(self, step: Step) -> Entry:
        """How the entry a step speaks of stands."""
        return Entry.objects.get(id=self.known[step.get("as", step.get("on", LATEST))])


def _day(one: Entry, register: Register) -> str:
    """The day an entry counts on: its own, else the last of its period."""
    if one.day is not None or register.every is None:
        return str(one.day or "")
    first = first_day(one.period)
    return str(period_of(first, Cycle(register.every)).end) if first else ""


DEEDS: Mapping[str, Callable[[Troupe, Step], None]] = {
    **{name: getattr(Troupe, name) for name in ("enters", "carries", "changes", "progress")},
    **{name: getattr(Troupe, name) for name in ("asks_closing", "closes", "returns")},
    **{name: getattr(Troupe, name) for name in ("asks_extension", "extends", "sees", "lists")},
    **{name: getattr(Troupe, name) for name in ("late", "cannot", "finds", "evidence")},
    **{
        name: getattr(Troupe, name)
        for name in ("looks_back", "hands_down", "pairs", "checks", "survey")
    },
    **{name: getattr(Troupe, name) for name in ("refused", "judged", "misses")},
}
