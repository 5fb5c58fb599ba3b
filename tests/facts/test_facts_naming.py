"""Names of organizations: one organization under all the spellings people use, never another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingdeng.facts.naming import Directory, kind_of, short_names

UNIT = "青源市人大常委会机关"
NAMES = {
    "first": "办公室第一支部",
    "second": "办公室第二支部",
    "law": "法制工作委员会支部",
    "senior": "老干部支部",
    "general": "服务中心总支部",
}
DIRECTORY = Directory((place, (name, f"中共{UNIT}{name}")) for place, name in NAMES.items())


@pytest.mark.parametrize(
    "text",
    [
        "办公室第一支部",
        "办公室第一党支部",
        "办公室第1支部",
        "办公室第１党支部",
        "办公室一支部",
        "办公室第一",
        "办公室 第一支部",
        "办公室　第一\n支部",
        "《办公室第一支部》",
        "办公室第一支部委员会",
        "中共办公室第一支部委员会",
        f"中共{UNIT}办公室第一支部",
        f"中国共产党{UNIT}办公室第一支部委员会",
        f"{UNIT}办公室第一党支部",
        "青源市办公室第一支部",
    ],
)
def test_a_branch_is_found_by_any_of_its_spellings(text: str) -> None:
    assert DIRECTORY.find(text) == "first"


@pytest.mark.parametrize(
    "text", ["服务中心总支部", "服务中心党总支", "服务中心总支", "中共服务中心总支部委员会"]
)
def test_a_general_branch_is_found_by_any_of_its_spellings(text: str) -> None:
    assert DIRECTORY.find(text) == "general"


@pytest.mark.parametrize(
    "text",
    [None, "", " ", "、", "办公室", "支部", "办公室支部", "办公厅第一支部", "人事处支部"],
)
def test_what_could_be_several_or_none_is_not_guessed(text: str | None) -> None:
    assert DIRECTORY.find(text) is None


def test_an_ending_that_several_share_is_nobodys() -> None:
    both = Directory([("one", ("财务处第一支部",)), ("other", ("法规处第一支部",))])
    assert both.find("第一支部") is None
    assert both.find("市财政局财务处第一支部") == "one"


def test_the_same_name_twice_is_nobodys() -> None:
    twins = Directory([("one", ("财务处支部",)), ("other", ("财务处党支部",))])
    assert twins.find("财务处支部") is None
    assert twins.find_in("财务处支部2026年台账") is None
    assert twins.find_beginning("财务处2026年台账.xlsx") is None


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("办公室第一支部2026年“三会一课”及主题党日台账", "first"),
        ("2026年度办公室第2党支部会议记录", "second"),
        (f"中共{UNIT}老干部支部委员会活动台账", "senior"),
        ("三会一课登记表（法制工作委员会支部）", "law"),
        ("法工委支部三会一课记录", "law"),
        ("2026年三会一课台账", None),
        ("办公室第一支部、办公室第二支部联合开展活动台账", None),
        ("", None),
        (None, None),
    ],
)
def test_a_branch_is_found_within_a_title(title: str | None, place: str | None) -> None:
    assert DIRECTORY.find_in(title) == place


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("老干部支部.xlsx", "senior"),
        ("老干部2026年台账.xlsx", "senior"),
        ("03.老干部.xlsx", "senior"),
        ("三、老干部", "senior"),
        ("办公室第一支部记录.docx", "first"),
        ("办公室记录.docx", None),
        ("关于老干部的台账.xlsx", None),
        ("台账.xlsx", None),
        (None, None),
    ],
)
def test_a_branch_is_found_by_the_sheet_or_file_that_begins_with_it(
    name: str | None, place: str | None
) -> None:
    assert DIRECTORY.find_beginning(name) == place


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("财务处支部", "branch"),
        ("中共财务处支部委员会", "branch"),
        ("服务中心总支部委员会", "general_branch"),
        ("服务中心党总支", "general_branch"),
        ("机关委员会", "organ_committee"),
        ("机关纪律检查委员会", "discipline_commission"),
        ("市直属机关工作委员会", "work_committee"),
        ("市财政局党组", "leading_group"),
        ("财务处", None),
        ("", None),
        (None, None),
    ],
)
def test_the_kind_follows_from_what_a_name_ends_with(text: str | None, kind: str | None) -> None:
    assert kind_of(text) == kind


def test_short_names_leave_out_the_unit() -> None:
    full = [f"中共{UNIT}委员会", *(f"中共{UNIT}{name}" for name in NAMES.values())]
    assert short_names(full, [UNIT] * len(full)) == [f"{UNIT}委员会", *NAMES.values()]


def test_short_names_leave_out_what_all_branches_share_up_to_the_organ() -> None:
    full = ["中共市财政局预算处支部委员会", "中共市财政局国库处支部委员会"]
    assert short_names(full, [None, None]) == ["预算处支部", "国库处支部"]


@pytest.mark.parametrize(
    "names", [["财务处第一支部", "财务处第二支部"], ["财务处支部"], ["市财政局支部"]]
)
def test_a_name_that_would_lose_its_meaning_stays_whole(names: list[str]) -> None:
    assert short_names(names, ["市财政局"] * len(names)) == names


@given(
    place=st.sampled_from(sorted(NAMES)),
    before=st.sampled_from(["", "中共", "中国共产党", UNIT, f"中共{UNIT}"]),
    blanks=st.lists(st.integers(0, 6), max_size=3),
    party=st.booleans(),
)
def test_blanks_and_party_words_never_change_whose_name_it_is(
    place: str, before: str, blanks: list[int], *, party: bool
) -> None:
    text = NAMES[place].replace("支部", "党支部" if party and place != "general" else "支部")
    for blank in blanks:
        text = text[:blank] + " " + text[blank:]
    assert DIRECTORY.find(before + text) == place


@given(st.lists(st.sampled_from(["预算", "国库", "人事", "法规", "综合"]), unique=True, min_size=2))
def test_short_names_stay_different_and_lead_back(offices: list[str]) -> None:
    full = [f"中共某市财政局机关{office}处支部委员会" for office in offices]
    short = short_names(full, [None] * len(full))
    assert len(set(short)) == len(full)
    directory = Directory((own, (name, own)) for name, own in zip(short, full, strict=True))
    assert [directory.find(name) for name in [*short, *full]] == [*full, *full]


@pytest.mark.parametrize(
    ("said", "written"), [("十", "10"), ("十二", "１２"), ("二十", "20"), ("二十一", "21")]
)
def test_a_number_above_nine_may_be_written_in_digits(said: str, written: str) -> None:
    directory = Directory([("it", (f"离退休第{said}支部",)), ("other", ("离退休第一支部",))])
    assert directory.find(f"离退休第{written}党支部") == "it"
