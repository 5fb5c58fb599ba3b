"""What is found by which words, and by whom: rights are asked when someone looks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mingdeng.access.policy import Viewer, viewer_of
from mingdeng.accounts.models import User
from mingdeng.activities.models import Activity
from mingdeng.activities.said import Absent, Hosting, Item, Record
from mingdeng.activities.services import correct, record, remove, withdraw
from mingdeng.registers.services import withdraw as take_back
from mingdeng.roster.models import Organization, Post
from mingdeng.roster.services import (
    appoint,
    change_person,
    move_person,
    remove_person,
    rename_organization,
)
from mingdeng.search.folding import terms_of
from mingdeng.search.models import Indexed, Token
from mingdeng.search.queries import (
    found_activities,
    found_entries,
    found_organizations,
    found_people,
)
from mingdeng.search.services import catch_up, start_again
from tests.house import SYSTEM, TODAY, Tree, place, someone, tree, with_account
from tests.registers.lists import listed, lists

pytestmark = pytest.mark.django_db
NUMBER = "110101198001011234"


@pytest.fixture
def here(db: None) -> Tree:  # noqa: ARG001
    return tree()


def office(organization: Organization) -> Viewer:
    holder = someone("办公室")
    appoint(SYSTEM, holder, organization, Post.Kind.OFFICE, "主任", None)
    return viewer_of(with_account(holder), TODAY)


def meeting(organization: Organization, **said: object) -> Activity:
    host = Hosting(organization.id, None, 9, 8, (Absent("程强峰", "病假住院"),))
    given = Record(kinds=("theme_day",), held_on=TODAY - timedelta(days=5), hosts=(host,))
    return record(SYSTEM, replace(given, **said))  # type: ignore[arg-type]


def activities(viewer: Viewer, query: str, until: date = TODAY) -> list[Activity]:
    catch_up()
    return list(found_activities(viewer, terms_of(query), until))


def people(viewer: Viewer, query: str) -> list[str]:
    catch_up()
    return [one.name for one in found_people(viewer, terms_of(query))]


def organizations(viewer: Viewer, query: str) -> list[str]:
    catch_up()
    return [one.name for one in found_organizations(viewer, terms_of(query))]


@pytest.mark.parametrize(
    "query",
    [
        *("档案", "参观档案馆", "档案馆，听取馆史介绍", "通过发展", "六楼", "主题党日", "ppt"),
        *("ＰＰＴ", "PpT 档案", "二○二六", "二〇二六", "共⑤人", "50%", "a_b", "  档案   六楼 "),
    ],
)
def test_words_of_topic_agenda_decision_place_and_kind_are_found(here: Tree, query: str) -> None:
    agenda = (
        Item("参观档案馆，听取馆史介绍", decision="通过发展对象名单"),
        Item("a_b 与 50%，共5人"),
    )
    made = meeting(here.first, place="六楼会议室", topic="二〇二六年工作，放映PPT", agenda=agenda)
    assert activities(office(here.organ), query) == [made]


@pytest.mark.parametrize(
    "query",
    ["案档", "档案 七楼", "病假", "住院", "%%", "5_%", "a%b", "___", "a.b", "'; --", "\x00"],
)
def test_what_is_not_said_is_not_found(here: Tree, query: str) -> None:
    meeting(here.first, topic="参观档案馆", agenda=(Item("a_b 与 50%"),))
    assert activities(office(here.organ), query) == []


def test_pairs_that_occur_apart_are_no_word(here: Tree) -> None:
    meeting(here.first, topic="研究党费，费用公开，党课安排")
    assert activities(office(here.organ), "党费公开") == []


def test_only_what_was_held_until_the_day_asked_about_is_found(here: Tree) -> None:
    made, viewer = meeting(here.first, topic="参观档案馆"), office(here.organ)
    assert activities(viewer, "档案馆", made.held_on) == [made]
    assert activities(viewer, "档案馆", made.held_on - timedelta(days=1)) == []


def test_another_place_s_records_people_and_organizations_stay_unknown(here: Tree) -> None:
    meeting(here.other, topic="参观档案馆")
    someone("欧阳明月", here.other)
    viewer = office(here.organ)
    assert activities(viewer, "档案馆") == []
    assert people(viewer, "明月") == []
    assert organizations(viewer, "别的机关") == []
    assert activities(office(here.top), "档案馆")


def test_a_post_that_ended_finds_nothing_though_everything_is_indexed(here: Tree) -> None:
    meeting(here.first, topic="参观档案馆")
    viewer = office(here.organ)
    assert activities(viewer, "档案馆")
    Post.objects.update(until=TODAY)
    later = viewer_of(User.objects.get(id=viewer.account), TODAY)
    assert activities(later, "档案馆") == []


def test_what_is_corrected_is_found_by_its_new_words_only(here: Tree) -> None:
    made, viewer = meeting(here.first, topic="参观档案馆"), office(here.organ)
    assert activities(viewer, "档案馆")
    host = Hosting(here.first.id, None, 9, 9)
    said = Record(("theme_day",), made.held_on, (host,), topic="参观博物馆")
    correct(SYSTEM, made.id, 1, said)
    assert activities(viewer, "档案馆") == []
    assert activities(viewer, "博物馆") == [made]


def test_what_is_withdrawn_is_not_found_and_not_kept(here: Tree) -> None:
    made, viewer = meeting(here.first, topic="参观档案馆"), office(here.organ)
    assert activities(viewer, "档案馆")
    withdraw(SYSTEM, made.id, 1, "记重了")
    assert activities(viewer, "档案馆") == []
    assert not Indexed.objects.filter(activity=made).exists()


def test_what_is_removed_leaves_the_index_in_the_same_transaction(here: Tree) -> None:
    made, person = meeting(here.first, topic="参观档案馆"), someone("欧阳明月", here.first)
    catch_up()
    assert Token.objects.filter(pair="档案").exists()
    remove(SYSTEM, made.id, 1)
    remove_person(SYSTEM, person, 1)
    assert not Token.objects.filter(pair__in=("档案", "明月")).exists()
    assert not Indexed.objects.filter(text__contains="明月").exists()


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        (
            "林一帆",
            ("林一帆", "一帆", "林", "lyf", "LYF", "linyifan", "linyf", "ly", "l", "ｌｙｆ"),
        ),
        ("单田芳", ("stf", "shantianfang", "dtf")),
        ("曾国强", ("zgq", "zengguoqiang")),
        ("仇英", ("qy", "qiuying")),
        ("解晓东", ("xxd", "xiexiaodong")),
        ("区永年", ("oyn", "ouyongnian")),
        ("尉迟恭正", ("ycgz", "yuchigongzheng")),
        ("阿依古丽·买买提", ("买买提", "阿依古丽")),
    ],
)
def test_people_are_found_by_name_and_by_letters(
    here: Tree, name: str, queries: tuple[str, ...]
) -> None:
    someone(name, here.first)
    viewer = office(here.organ)
    assert {query: people(viewer, query) for query in queries} == {
        query: [name] for query in queries
    }


def test_letters_are_read_from_the_beginning_of_a_name(here: Tree) -> None:
    someone("林一帆", here.first)
    assert people(office(here.organ), "yf") == []


def test_numbers_and_dates_of_people_are_never_indexed(here: Tree) -> None:
    someone("林一帆", here.first, id_number=NUMBER, birth=date(1980, 1, 1))
    assert people(office(here.organ), NUMBER) == []
    assert people(office(here.organ), "1980") == []
    texts = "".join(Indexed.objects.values_list("text", flat=True))
    assert NUMBER not in texts
    assert "1980" not in texts
    assert not Token.objects.filter(pair="11").exists()


def test_someone_renamed_or_moved_is_found_where_they_are_now(here: Tree) -> None:
    person, viewer = someone("林一帆", here.first), office(here.organ)
    assert people(viewer, "一帆")
    person = change_person(SYSTEM, person, person.version, {"name": "林一凡"})
    assert (people(viewer, "一帆"), people(viewer, "一凡")) == ([], ["林一凡"])
    move_person(SYSTEM, person, here.other, None, TODAY)
    assert people(viewer, "一凡") == []


def test_organizations_are_found_by_names_of_today_and_before_and_by_letters(here: Tree) -> None:
    one, viewer = place("社会救助处第一支部", here.organ), office(here.organ)
    rename_organization(
        SYSTEM, one, 1, "慈善促进处支部", "中共青源市慈善促进处支部", TODAY - timedelta(days=30)
    )
    for query in ("慈善促进", "社会救助", "cscj", "dyzb", "善", "青源市慈善"):
        assert "慈善促进处支部" in organizations(viewer, query), query


def test_catching_up_reads_each_act_once_and_begins_anew_when_told(here: Tree) -> None:
    meeting(here.first, topic="参观档案馆")
    assert catch_up(most=None) == 0
    before = set(Indexed.objects.values_list("id", flat=True))
    assert catch_up() == 0
    assert set(Indexed.objects.values_list("id", flat=True)) == before
    start_again()
    assert not Indexed.objects.exists()
    assert activities(office(here.organ), "档案馆")


def test_a_very_long_query_is_answered(here: Tree) -> None:
    made = meeting(here.first, topic="参观档案馆，" * 40)
    assert activities(office(here.organ), "参观档案馆，" * 30) == [made]
    assert activities(office(here.organ), " ".join("参观档案馆听取馆史介绍以后座谈")) == []


PACK = [lists("tasks"), lists("monthly-report")]


def entries(viewer: Viewer, query: str) -> list[str]:
    catch_up()
    return [one.title for one in found_entries(viewer, PACK, terms_of(query))]


@pytest.mark.parametrize("query", ["扶手", "楼道装", "王小明", "wxm", "xm w", "张主任"])
def test_entries_are_found_by_what_everyone_sees_who_sees_them(here: Tree, query: str) -> None:
    given = {"title": "为楼道装扶手", "owner": "王小明", "result": "好", "helpers": "社区张主任"}
    listed("monthly-report", here.first, "2026-09", **given)
    expected = [] if query == "xm w" else ["为楼道装扶手"]
    assert entries(office(here.organ), query) == expected


def test_entries_are_not_found_by_restricted_fields_from_elsewhere_or_when_taken_back(
    here: Tree,
) -> None:
    viewer = office(here.organ)
    given = {"owner": "王小明", "due": "2026-10-01", "phone": "13800000000"}
    one = listed("tasks", here.first, title="装扶手", **given)
    listed("tasks", here.second, title="修扶手", **given)
    assert sorted(entries(viewer, "扶手")) == ["修扶手", "装扶手"]
    assert entries(viewer, "1380") == []
    assert entries(office(here.other), "扶手") == []
    assert [found.title for found in found_entries(viewer, [], terms_of("扶手"))] == []
    take_back(SYSTEM, (one.id, 1), "重复")
    assert entries(viewer, "扶手") == ["修扶手"]


def test_entries_of_a_register_for_others_are_not_found(here: Tree) -> None:
    closed = lists("tasks")._replace(readers=("discipline",), writers=("discipline",))
    listed("tasks", here.first, title="装扶手", owner="王小明", due="2026-10-01")
    viewer = office(here.organ)
    catch_up()
    assert list(found_entries(viewer, [closed], terms_of("扶手"))) == []
