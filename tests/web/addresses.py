"""Every address of the pages, with what each role gets there; the policy is not asked."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

from mingdeng.activities.said import Hosting, Record
from mingdeng.activities.services import plan
from mingdeng.assessments.services import About, Asked, object_to, request_waiver
from mingdeng.burden.services import Said, complain
from mingdeng.handover.pack import pack_of
from mingdeng.handover.services import begin as begin_handover
from mingdeng.journal.services import Actor
from tests.web.imported import imported
from tests.web.places import a_demand, a_file, a_problem, a_template, entries_in_life
from tests.web.world import NOW, SYSTEM, TODAY, World

# Downloads, and what is no page to look at.
NO_PAGE = re.compile(r"/export/|/template/|/word/|/copy\.|\.svg|^/files/")
ROLES = ("secretary", "member", "office", "leading", "discipline", "viewer", "system")
# What only the office may do, what not even it may see, what is no page to look at.
OFFICE = (403, 403, 200, 403, 403, 403, 403)
NOT_EVEN_OFFICE = (403, 403, 404, 403, 403, 403, 403)
NOT_READ = (405, 405, 405, 405, 405, 405, 405)
# One status per role, in the order above.
TABLE: dict[str, dict[str, tuple[int, ...]]] = {
    "today": {"/": (200, 200, 200, 200, 200, 200, 302)},
    "sign-in": {"/sign-in/": (302, 302, 302, 302, 302, 302, 302)},
    "use-link": {"/sign-in/no-such-link/": (404,) * 7},
    "sign-out": {"/sign-out/": (405, 405, 405, 405, 405, 405, 405)},
    "sign-in-code": {"/sign-in/code/": (302,) * 7},
    "setup": {"/setup/": (404,) * 7},
    "activate": {"/activate/": (200,) * 7},
    "password": {"/me/password/": (200,) * 7},
    "second-factor": {"/me/second-factor/": (200,) * 7},
    "second-factor-qr": {"/me/second-factor/qr.svg": (200,) * 7},
    "accounts": {"/accounts/": (403, 403, 403, 403, 403, 403, 200)},
    "accounts-export": {"/accounts/export/": (403, 403, 403, 403, 403, 403, 200)},
    "account-new": {"/accounts/new/": (403, 403, 403, 403, 403, 403, 200)},
    "account-code": {"/accounts/{account}/code/": (405,) * 7},
    "account-suspend": {"/accounts/{account}/suspend/": (405,) * 7},
    "account-restore": {"/accounts/{account}/restore/": (405,) * 7},
    "account-end": {"/accounts/{account}/end/": (405,) * 7},
    "code-release": {"/codes/{nobody}/release/": (405,) * 7},
    "foundings": {"/founding/": (403, 403, 403, 403, 403, 403, 200)},
    "founding-new": {"/founding/new/": (403, 403, 403, 403, 403, 403, 200)},
    "founding-confirm": {"/founding/{nobody}/confirm/": (405,) * 7},
    "founding-refuse": {"/founding/{nobody}/refuse/": (405,) * 7},
    "founding-withdraw": {"/founding/{nobody}/withdraw/": (405,) * 7},
    "journal": {"/journal/": (403, 403, 403, 403, 403, 403, 403)},
    "journal-export": {"/journal/export/": (403, 403, 403, 403, 403, 403, 403)},
    "duties": {"/duties/": (302, 302, 302, 302, 302, 302, 403)},
    "board": {
        "/duties/{branch}/": (200, 200, 200, 200, 200, 200, 403),
        "/duties/{neighbour}/": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{committee}/": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{leading}/": (404, 404, 404, 200, 404, 404, 403),
        "/duties/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "board-export": {
        "/duties/{branch}/export/": (200, 200, 200, 200, 200, 200, 403),
        "/duties/{neighbour}/export/": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{committee}/export/": (404, 404, 200, 200, 200, 200, 403),
    },
    "open-paper": {
        "/duties/{branch}/export/open/": (200, 200, 200, 200, 200, 200, 403),
        "/duties/{neighbour}/export/open/": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{committee}/export/open/": (404, 404, 200, 200, 200, 200, 403),
    },
    "open-pdf": {
        "/duties/{branch}/export/open/pdf/": (200, 200, 200, 200, 200, 200, 403),
        "/duties/{neighbour}/export/open/pdf/": (404, 404, 200, 200, 200, 200, 403),
    },
    "why": {
        "/duties/{branch}/why/?of=theme-day~{year}-01": (200, 200, 200, 200, 200, 200, 403),
        "/duties/{neighbour}/why/?of=theme-day~{year}-01": (404, 404, 200, 200, 200, 200, 403),
        "/duties/{branch}/why/?of=no-such-rule~{year}-01": (404, 404, 404, 404, 404, 404, 403),
    },
    "records": {"/records/": (200, 200, 200, 200, 200, 403, 403)},
    "calendar": {
        "/records/calendar/": (200, 200, 200, 200, 200, 403, 403),
        "/records/calendar/?month={year}": (200, 200, 200, 200, 200, 403, 403),
    },
    "records-export": {"/records/export/": (200, 200, 200, 200, 200, 403, 403)},
    "records-paper": {"/records/export/word/": (200, 200, 200, 200, 200, 403, 403)},
    "minutes": {
        "/records/{own}/export/minutes/": (200, 200, 200, 200, 200, 403, 403),
        "/records/{other}/export/minutes/": (404, 404, 200, 200, 200, 403, 403),
        "/records/{planned}/export/minutes/": (404, 404, 404, 404, 404, 403, 403),
    },
    "sign-in-sheet": {
        "/records/{own}/export/sign-in/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{planned}/export/sign-in/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{other}/export/sign-in/": (404, 403, 200, 403, 403, 403, 403),
    },
    "notice": {
        "/records/{planned}/export/notice/": (200, 200, 200, 200, 200, 403, 403),
        "/records/{planned_there}/export/notice/": (404, 404, 200, 200, 200, 403, 403),
        "/records/{own}/export/notice/": (404, 404, 404, 404, 404, 403, 403),
    },
    "record": {
        "/records/new/": (200, 403, 200, 403, 403, 403, 403),
        "/records/new/?organization={branch}": (200, 403, 200, 403, 403, 403, 403),
        "/records/new/?organization={neighbour}": (404, 403, 200, 403, 403, 403, 403),
    },
    "plans": {"/records/plans/": (200, 200, 200, 200, 200, 403, 403)},
    "plans-export": {"/records/plans/export/": (200, 200, 200, 200, 200, 403, 403)},
    "plan": {
        "/records/plan/": (200, 403, 200, 403, 403, 403, 403),
        "/records/plan/?organization={branch}": (200, 403, 200, 403, 403, 403, 403),
        "/records/plan/?organization={neighbour}": (404, 403, 200, 403, 403, 403, 403),
    },
    "replan": {
        "/records/{planned}/plan/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{planned_there}/plan/": (404, 403, 200, 403, 403, 403, 403),
        "/records/{own}/plan/": (404, 403, 404, 403, 403, 403, 403),
    },
    "hold": {
        "/records/{planned}/done/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{planned_there}/done/": (404, 403, 200, 403, 403, 403, 403),
        "/records/{own}/done/": (404, 403, 404, 403, 403, 403, 403),
    },
    "announce": {"/records/{planned}/announce/": NOT_READ},
    "confirm": {"/records/{own}/confirm/": NOT_READ},
    "return": {"/records/{own}/return/": NOT_READ},
    "withdraw": {"/records/{own}/withdraw/": NOT_READ},
    "add-file": {"/records/{own}/files/": NOT_READ},
    "file": {
        "/files/{file}/": (302, 302, 302, 302, 302, 403, 403),
        "/files/{file_there}/": (404, 404, 302, 302, 302, 403, 403),
        "/files/{nobody}/": (404, 404, 404, 404, 404, 403, 403),
    },
    "remove-file": {"/files/{file}/remove/": NOT_READ},
    "download": {"/downloads/invented/": (400, 400, 400, 400, 400, 403, 403)},
    "state": {
        "/duties/{branch}/statement/?of=theme-day~{year}-01": (200, 403, 200, 403, 403, 403, 403),
        "/duties/{neighbour}/statement/?of=theme-day~{year}-01": (
            *(404, 403, 200, 403, 403, 403, 403),
        ),
        "/duties/{branch}/statement/?of=no-such-rule~{year}-01": (
            *(404, 403, 404, 403, 403, 403, 403),
        ),
    },
    "object": {
        "/duties/{branch}/objection/?of=theme-day~{year}-01": (200, 200, 200, 200, 200, 403, 403),
        "/duties/{neighbour}/objection/?of=theme-day~{year}-01": (
            *(404, 404, 403, 403, 403, 403, 403),
        ),
    },
    "waive": {
        "/duties/{branch}/waiver/?of=theme-day~{year}-01": (200, 403, 200, 403, 403, 403, 403),
        "/duties/{neighbour}/waiver/?of=theme-day~{year}-01": (404, 403, 200, 403, 403, 403, 403),
    },
    "said": {"/said/": (200, 200, 200, 200, 200, 200, 403)},
    "said-export": {"/said/export/": (200, 200, 200, 200, 200, 200, 403)},
    "unstate": {"/statements/{nobody}/withdraw/": NOT_READ},
    "objection": {
        "/objections/{objected}/": (200, 200, 200, 404, 404, 404, 403),
        "/objections/{objected_there}/": (404, 404, 200, 404, 404, 404, 403),
        "/objections/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "waiver": {
        "/waivers/{waived}/": (200, 403, 200, 200, 403, 403, 403),
        "/waivers/{waived_there}/": (404, 403, 200, 200, 403, 403, 403),
        "/waivers/{nobody}/": (404, 403, 404, 404, 403, 403, 403),
    },
    "record-read": {"/records/read/": NOT_READ},
    "record-live": {"/records/live/": NOT_READ},
    "activity": {
        "/records/{own}/": (200, 200, 200, 200, 200, 403, 403),
        "/records/{other}/": (404, 404, 200, 200, 200, 403, 403),
        "/records/{nobody}/": (404, 404, 404, 404, 404, 403, 403),
    },
    "edit": {
        "/records/{own}/edit/": (200, 403, 200, 403, 403, 403, 403),
        "/records/{other}/edit/": (404, 403, 200, 403, 403, 403, 403),
    },
    "inspections": {"/inspections/": (200, 200, 200, 200, 200, 403, 403)},
    "inspection-new": {"/inspections/new/": OFFICE},
    "inspection": {"/inspections/{nobody}/": (404, 404, 404, 404, 404, 403, 403)},
    "inspection-end": {"/inspections/{nobody}/end/": NOT_EVEN_OFFICE},
    "organizations": {"/organizations/": (200, 200, 200, 200, 200, 200, 403)},
    "organizations-export": {"/organizations/export/": (200, 200, 200, 200, 200, 200, 403)},
    "everyone-export": {"/organizations/export/roster/": (200, 200, 200, 200, 200, 200, 403)},
    "terms-export": {
        "/organizations/{branch}/export/terms/": (200, 200, 200, 200, 200, 403, 403),
        "/organizations/{neighbour}/export/terms/": (404, 404, 200, 200, 200, 403, 403),
        "/organizations/{nobody}/export/terms/": (404, 404, 404, 404, 404, 403, 403),
    },
    "year": {
        "/organizations/{branch}/year/": (200, 200, 200, 200, 200, 403, 403),
        "/organizations/{branch}/year/?year={year}": (200, 200, 200, 200, 200, 403, 403),
        "/organizations/{neighbour}/year/": (404, 404, 200, 200, 200, 403, 403),
        "/organizations/{nobody}/year/": (404, 404, 404, 404, 404, 403, 403),
    },
    **{
        name: {
            f"/organizations/{{branch}}/export/{end}/": (200, 200, 200, 200, 200, 403, 403),
            f"/organizations/{{neighbour}}/export/{end}/": (404, 404, 200, 200, 200, 403, 403),
        }
        for name, end in {
            "handbook": "handbook",
            "ledger-paper": "ledger",
            "year-archive": "year",
        }.items()
    },
    "roster-export": {
        "/organizations/{branch}/export/": (200, 200, 200, 200, 200, 200, 403),
        "/organizations/{neighbour}/export/": (404, 404, 200, 200, 200, 200, 403),
    },
    "roster-paper": {
        "/organizations/{branch}/export/roster/": (200, 200, 200, 200, 200, 200, 403),
        "/organizations/{neighbour}/export/roster/": (404, 404, 200, 200, 200, 200, 403),
    },
    "terms-paper": {
        "/organizations/{branch}/export/terms/word/": (200, 200, 200, 200, 200, 200, 403),
        "/organizations/{committee}/export/terms/word/": (404, 404, 200, 200, 200, 200, 403),
    },
    "stationery": {
        "/organizations/{committee}/stationery/": OFFICE,
        "/organizations/{branch}/stationery/": OFFICE,
        "/organizations/{nobody}/stationery/": NOT_EVEN_OFFICE,
    },
    "stationery-keep": {"/organizations/{branch}/stationery/minutes/": NOT_READ},
    "stationery-remove": {"/stationery/{nobody}/remove/": NOT_READ},
    "stationery-sample": {
        "/organizations/{committee}/export/stationery/minutes/": OFFICE,
        "/organizations/{branch}/export/stationery/notice/": NOT_EVEN_OFFICE,
        "/organizations/{branch}/export/stationery/other/": NOT_EVEN_OFFICE,
    },
    "stationery-example": {
        "/organizations/{branch}/export/stationery/sign_in/example/": OFFICE,
    },
    "organization": {
        "/organizations/{branch}/": (200, 200, 200, 200, 200, 200, 403),
        "/organizations/{neighbour}/": (404, 404, 200, 200, 200, 200, 403),
        "/organizations/{work}/": (404, 404, 404, 404, 404, 200, 403),
    },
    "person": {
        "/people/{person}/": (200, 404, 200, 200, 404, 404, 403),
        "/people/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "member-sheet": {
        "/people/{person}/export/": (200, 404, 200, 200, 404, 404, 403),
        "/people/{nobody}/export/": (404, 404, 404, 404, 404, 404, 403),
    },
    "own-sheet": {"/me/export/": (200, 200, 200, 200, 200, 200, 403)},
    **{
        name: {
            f"/organizations/{{branch}}/{end}/": OFFICE,
            f"/organizations/{{leading}}/{end}/": NOT_EVEN_OFFICE,
            f"/organizations/{{nobody}}/{end}/": NOT_EVEN_OFFICE,
        }
        for name, end in {
            "add-place": "add",
            "edit-place": "edit",
            "rename-place": "rename",
            "move-place": "move",
            "merge-place": "merge",
            "end-place": "end",
            "add-group": "groups",
            "packs": "packs",
            "add-person": "people",
            "set-reminding": "reminding",
            "set-robot": "robot",
            "appoint": "appoint",
        }.items()
    },
    "end-pack": {
        "/organizations/{committee}/packs/{adoption}/end/": OFFICE,
        "/organizations/{branch}/packs/{adoption}/end/": NOT_EVEN_OFFICE,
    },
    "end-group": {"/groups/{group}/end/": OFFICE, "/groups/{nobody}/end/": NOT_EVEN_OFFICE},
    "end-post": {
        "/posts/{post}/end/": OFFICE,
        "/posts/{foreign_post}/end/": NOT_EVEN_OFFICE,
    },
    "lend-post": {
        "/posts/{post}/lend/": OFFICE,
        "/posts/{foreign_post}/lend/": NOT_EVEN_OFFICE,
    },
    "take-back": {
        "/delegations/{delegation}/end/": OFFICE,
        "/delegations/{nobody}/end/": NOT_EVEN_OFFICE,
    },
    "edit-person": {"/people/{person}/edit/": OFFICE, "/people/{nobody}/edit/": NOT_EVEN_OFFICE},
    "move-person": {"/people/{person}/move/": OFFICE, "/people/{nobody}/move/": NOT_EVEN_OFFICE},
    "leave": {"/people/{person}/leave/": OFFICE, "/people/{nobody}/leave/": NOT_EVEN_OFFICE},
    "imports": {"/imports/": OFFICE},
    "imports-export": {"/imports/export/": OFFICE},
    "import-new": {"/imports/new/": OFFICE},
    "import": {
        "/imports/{upload}/": OFFICE,
        "/imports/{upload}/?show=findings": OFFICE,
        "/imports/{foreign_upload}/": NOT_EVEN_OFFICE,
        "/imports/{nobody}/": NOT_EVEN_OFFICE,
    },
    "import-line": {
        "/imports/{upload}/lines/{line}/": OFFICE,
        "/imports/{upload}/lines/{nobody}/": NOT_EVEN_OFFICE,
        "/imports/{foreign_upload}/lines/{line}/": NOT_EVEN_OFFICE,
    },
    "import-confirm": {
        "/imports/{upload}/confirm/": OFFICE,
        "/imports/{foreign_upload}/confirm/": NOT_EVEN_OFFICE,
    },
    "import-undo": {
        "/imports/{upload}/undo/": (403, 403, 409, 403, 403, 403, 403),
        "/imports/{foreign_upload}/undo/": NOT_EVEN_OFFICE,
    },
    "import-again": {"/imports/{upload}/again/": NOT_READ},
    "import-decide": {"/imports/{upload}/decide/": NOT_READ},
    "import-name": {"/imports/{upload}/names/": NOT_READ},
    "import-discard": {"/imports/{upload}/discard/": NOT_READ},
    "rules": {"/rules/": (200, 200, 200, 200, 200, 200, 200)},
    "rules-export": {"/rules/export/": (200, 200, 200, 200, 200, 200, 200)},
    "rule-packs": {"/rules/packs/": (200,) * 7},
    "unsure": {"/rules/unsure/": (200,) * 7},
    "calculators": {"/rules/calculators/": (200,) * 7},
    "calculator": {
        "/rules/calculators/dues.monthly/": (200,) * 7,
        "/rules/calculators/dues.monthly/?category=in_service&base=3000.01": (200,) * 7,
        "/rules/calculators/no.such/": (404,) * 7,
    },
    "rule": {
        "/rules/theme-day/": (200, 200, 200, 200, 200, 200, 200),
        "/rules/no-such-rule/": (404, 404, 404, 404, 404, 404, 404),
    },
    "burden": {
        "/burden/": (200, 200, 200, 200, 200, 200, 403),
        "/burden/?month={year}-01": (200, 200, 200, 200, 200, 200, 403),
    },
    "registers": {"/registers/": (200, 200, 200, 200, 200, 200, 403)},
    "registers-late": {"/registers/late/": (200, 200, 200, 200, 200, 200, 403)},
    "registers-mine": {"/registers/mine/": (200, 200, 200, 200, 200, 200, 403)},
    "register": {
        "/registers/problem-list/": (200, 200, 200, 200, 200, 404, 403),
        "/registers/problem-list/?state=late&q=问题": (200, 200, 200, 200, 200, 404, 403),
        "/registers/enforcement-figures/": (404, 404, 404, 200, 200, 404, 403),
        "/registers/no-such/": (404, 404, 404, 404, 404, 404, 403),
    },
    "register-template": {
        "/registers/problem-list/template/": (200, 403, 200, 200, 200, 404, 403),
    },
    "register-export": {
        "/registers/problem-list/export/": (200, 200, 200, 200, 200, 404, 403),
        "/registers/conduct-check/export/": (200, 200, 200, 200, 200, 404, 403),
    },
    "register-word": {
        "/registers/problem-list/word/": (200, 200, 200, 200, 200, 404, 403),
        "/registers/conduct-check/word/": (200, 200, 200, 200, 200, 404, 403),
    },
    "entry-add-file": {"/entries/{entry}/files/": NOT_READ},
    "entry-file": {
        "/entries/{entry}/files/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "entry-remove-file": {"/entries/{entry}/files/{nobody}/remove/": NOT_READ},
    "entry-word": {
        "/entries/{entry}/word/": (200, 200, 200, 200, 200, 404, 403),
        "/entries/{entry_there}/word/": (404, 404, 200, 200, 200, 404, 403),
    },
    "register-import": {
        "/registers/problem-list/import/": (200, 403, 200, 200, 200, 404, 403),
    },
    "register-upload": {"/uploads/{nobody}/": (404, 404, 404, 404, 404, 404, 403)},
    **{
        f"register-{step}": {f"/uploads/{{nobody}}/{step}/": (404, 404, 404, 404, 404, 404, 403)}
        for step in ("undo", "confirm")
    },
    **{
        f"register-{step}": {f"/uploads/{{nobody}}/{step}/": NOT_READ}
        for step in ("again", "decide", "changed", "discard")
    },
    "entry-new": {
        "/registers/problem-list/new/": (200, 403, 200, 200, 200, 404, 403),
        "/registers/responsibility-list/new/": (200, 403, 200, 200, 200, 404, 403),
    },
    "entry": {
        "/entries/{entry}/": (200, 200, 200, 200, 200, 404, 403),
        "/entries/{entry_there}/": (404, 404, 200, 200, 200, 404, 403),
        "/entries/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    **{
        f"entry-{end}": {
            f"/entries/{{entry}}/{end}/": (200, 403, 200, 200, 200, 404, 403),
            f"/entries/{{entry_there}}/{end}/": (404, 404, 200, 200, 200, 404, 403),
        }
        for end in ("edit", "withdraw")
    },
    # The life of an entry: open, asked, done, and one of the committee with branches below.
    **{
        f"entry-{end}": {
            f"/entries/{{entry}}/{end}/": (200, 403, 200, 200, 200, 404, 403),
            f"/entries/{{entry_there}}/{end}/": (404, 404, 200, 200, 200, 404, 403),
        }
        for end in ("note", "extend", "pair")
    },
    "entry-ask": {"/entries/{entry}/ask/": (200, 403, 404, 200, 200, 404, 403)},
    **{
        f"entry-{end}": {
            f"/entries/{{entry}}/{end}/": (403, 403, 200, 403, 403, 404, 403),
            f"/entries/{{entry_there}}/{end}/": (404, 404, 200, 403, 403, 404, 403),
        }
        for end in ("close", "check")
    },
    **{
        f"entry-{end}": {
            f"/entries/{{entry}}/{end}/": (403, 403, 404, 403, 403, 404, 403),
            f"/entries/{{entry_asked}}/{end}/": (403, 403, 200, 403, 403, 404, 403),
        }
        for end in ("return", "extension")
    },
    "entry-reopen": {
        "/entries/{entry}/reopen/": (403, 403, 404, 403, 403, 404, 403),
        "/entries/{entry_done}/reopen/": (403, 403, 200, 403, 403, 404, 403),
    },
    "entry-look-back": {
        "/entries/{entry}/look-back/": (404, 403, 404, 404, 404, 404, 403),
        "/entries/{entry_done}/look-back/": (200, 403, 200, 403, 403, 404, 403),
    },
    "entry-survey": {
        "/entries/{entry}/survey/": (404, 403, 404, 404, 404, 404, 403),
        "/entries/{entry_done}/survey/": (200, 403, 200, 403, 403, 404, 403),
    },
    "entry-hand-down": {
        "/entries/{entry}/hand-down/": (404, 403, 404, 404, 404, 404, 403),
        "/entries/{entry_above}/hand-down/": (404, 404, 200, 200, 200, 404, 403),
    },
    "survey": {"/surveys/invented/": (403,) * 7},
    "register-compare": {
        "/registers/responsibility-list/compare/": (200, 200, 200, 200, 200, 404, 403),
        "/registers/problem-list/compare/": (404, 404, 404, 404, 404, 404, 403),
    },
    "register-copy": {
        "/registers/responsibility-list/copy/": (200, 403, 200, 200, 200, 404, 403),
        "/registers/problem-list/copy/": (404, 404, 404, 404, 404, 404, 403),
    },
    "demands": {"/demands/": (200, 403, 200, 200, 200, 200, 403)},
    "demands-export": {"/demands/export/": (200, 403, 200, 200, 200, 200, 403)},
    "demand-new": {"/demands/new/": (200, 403, 200, 403, 403, 403, 403)},
    "demand": {
        "/demands/{demand}/": (200, 403, 200, 200, 200, 200, 403),
        "/demands/{demand_there}/": (404, 403, 200, 200, 200, 200, 403),
        "/demands/{nobody}/": (404, 403, 404, 404, 404, 404, 403),
    },
    **{
        f"demand-{end}": {
            f"/demands/{{demand}}/{end}/": (200, 403, 200, 403, 403, 403, 403),
            f"/demands/{{demand_there}}/{end}/": (404, 403, 200, 403, 403, 403, 403),
        }
        for end in ("edit", "answer", "end", "withdraw")
    },
    "complaints": {"/complaints/": (200, 200, 200, 200, 200, 200, 403)},
    "complaint-new": {"/complaints/new/": (200, 200, 200, 200, 200, 200, 403)},
    "complaint-receipt": {"/complaints/receipt/": (200, 200, 200, 200, 200, 200, 403)},
    "complaint": {
        "/complaints/{complaint}/": (404, 200, 200, 404, 404, 404, 403),
        "/complaints/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "complaint-receipt-appeal": {"/complaints/receipt/appeal/": (405,) * 7},
    "complaint-appeal": {
        "/complaints/{complaint}/appeal/": (404, 200, 403, 404, 404, 404, 403),
        "/complaints/{nobody}/appeal/": (404, 404, 404, 404, 404, 404, 403),
    },
    "complaint-decide": {
        "/complaints/{complaint}/decide/": (403, 403, 403, 403, 403, 404, 403),
        "/complaints/{nobody}/decide/": (403, 403, 404, 403, 403, 404, 403),
    },
    "features": {"/features/": (200,) * 7},
    "burden-fields": {"/burden/fields/": (200, 200, 200, 200, 200, 200, 403)},
    "burden-minutes": {"/burden/minutes/": (200, 200, 200, 200, 200, 200, 403)},
    "burden-place": {
        "/burden/{branch}/": (200, 200, 200, 200, 200, 200, 403),
        "/burden/{neighbour}/": (404, 404, 200, 200, 200, 200, 403),
        "/burden/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "burden-export": {
        "/burden/export/": (200, 200, 200, 200, 200, 200, 403),
        "/burden/export/?month={year}": (200, 200, 200, 200, 200, 200, 403),
    },
    "burden-fields-export": {"/burden/fields/export/": (200, 200, 200, 200, 200, 200, 403)},
    "burden-minutes-export": {"/burden/minutes/export/": (200, 200, 200, 200, 200, 200, 403)},
    "burden-place-export": {
        "/burden/{branch}/export/": (200, 200, 200, 200, 200, 200, 403),
        "/burden/{neighbour}/export/": (404, 404, 200, 200, 200, 200, 403),
        "/burden/{nobody}/export/": (404, 404, 404, 404, 404, 404, 403),
    },
    "me": {"/me/": (200, 200, 200, 200, 200, 200, 200)},
    "acting": {"/me/acting/": (200,) * 7},
    "copy-json": {"/me/copy.json": (200, 200, 200, 200, 200, 200, 403)},
    "copy-xlsx": {"/me/copy.xlsx": (200, 200, 200, 200, 200, 200, 403)},
    "tokens": {"/me/tokens/": (200, 200, 200, 200, 200, 200, 403)},
    "token-end": {"/me/tokens/{nobody}/end/": NOT_READ},
    "correct": {"/me/correct/": (200, 200, 200, 200, 200, 200, 403)},
    "corrections": {"/corrections/": (200, 403, 200, 403, 403, 403, 403)},
    "corrections-export": {"/corrections/export/": (200, 403, 200, 403, 403, 403, 403)},
    "correction": {"/corrections/{nobody}/": (404, 404, 404, 404, 404, 404, 403)},
    "correction-answer": {"/corrections/{nobody}/answer/": (404, 403, 404, 403, 403, 403, 403)},
    "correction-appeal": {"/corrections/{nobody}/appeal/": (404, 404, 404, 404, 404, 404, 403)},
    "handovers": {"/handovers/": (200, 200, 200, 200, 200, 200, 403)},
    "hand-over": {
        "/posts/{handed_post}/handover/": (200, 403, 200, 403, 403, 404, 403),
        "/posts/{nobody}/handover/": (404, 404, 404, 404, 404, 404, 403),
    },
    "handover": {
        "/handovers/{handed}/": (200, 404, 200, 404, 404, 404, 403),
        "/handovers/{nobody}/": (404, 404, 404, 404, 404, 404, 403),
    },
    "handover-export": {"/handovers/{handed}/export/": (200, 404, 200, 404, 404, 404, 403)},
    "handover-sign": {"/handovers/{handed}/sign/": (200, 404, 200, 404, 404, 404, 403)},
    "handover-refuse": {"/handovers/{handed}/refuse/": (200, 404, 200, 404, 404, 404, 403)},
    "correction-decide": {"/corrections/{nobody}/decide/": (404, 403, 404, 403, 403, 403, 403)},
    "reminders": {"/notices/": (200,) * 7},
    "reminder-choices": {"/notices/choices/": (200, 200, 200, 200, 200, 200, 404)},
    "calendar-feed": {"/notices/calendar/": (200, 200, 200, 200, 200, 200, 404)},
    "calendar-file": {"/calendars/invented.ics": (404,) * 7},
    "outbox": {"/deliveries/": (403, 403, 403, 403, 403, 403, 200)},
    "clock-is-right": {"/deliveries/clock/": NOT_READ},
    "send-again": {"/deliveries/{nobody}/again/": NOT_READ},
    "search": {
        "/search/": (200, 200, 200, 200, 200, 200, 200),
        "/search/?q=theme&kind=activity": (200, 200, 200, 200, 200, 200, 200),
    },
}
# What further rows of a world are called; a world is made anew for each test.
FURTHER: dict[UUID, dict[str, UUID]] = {}
ADDRESSES = [(address, found) for rows in TABLE.values() for address, found in rows.items()]
# The three administrators meet the same doors, but for these: (system, security, audit).
ADMINISTRATORS = ("system", "security", "audit")
APART = {
    "/rules/": (200, 403, 403),
    "/rules/export/": (200, 403, 403),
    "/rules/theme-day/": (200, 403, 403),
    "/rules/packs/": (200, 403, 403),
    "/rules/unsure/": (200, 403, 403),
    "/rules/calculators/": (200, 403, 403),
    "/rules/calculators/dues.monthly/": (200, 403, 403),
    "/rules/calculators/dues.monthly/?category=in_service&base=3000.01": (200, 403, 403),
    "/rules/calculators/no.such/": (404, 403, 403),
    "/rules/no-such-rule/": (404, 403, 403),
    "/accounts/": (200, 200, 403),
    "/accounts/export/": (200, 200, 403),
    "/accounts/new/": (200, 403, 403),
    "/founding/": (200, 200, 403),
    "/founding/new/": (200, 403, 403),
    "/journal/": (403, 403, 200),
    "/journal/export/": (403, 403, 200),
    "/deliveries/": (200, 403, 403),
}
OPEN_TO_ANYONE = {
    "/sign-in/": 200,
    "/sign-in/code/": 302,
    "/sign-in/no-such-link/": 404,
    "/sign-out/": 405,
    "/setup/": 404,
    "/activate/": 200,
    "/calendars/invented.ics": 404,
    "/surveys/invented/": 404,
}
CLOSED = ("/setup/", "/sign-in/no-such-link/", "/calendars/invented.ics")
# What is sent by administrators, and which of them gets through the door.
SENT = {
    "/accounts/{account}/code/": "system",
    "/accounts/{account}/suspend/": "security",
    "/accounts/{account}/restore/": "security",
    "/accounts/{account}/end/": "security",
    "/codes/{nobody}/release/": "security",
    "/founding/{nobody}/confirm/": "security",
    "/founding/{nobody}/refuse/": "security",
    "/founding/{nobody}/withdraw/": "system",
    "/accounts/new/": "system",
    "/founding/new/": "system",
    "/deliveries/clock/": "system",
    "/deliveries/{nobody}/again/": "system",
}


def further(world: World) -> dict[str, UUID]:
    """Plans, files, objections and waivers of the branch and of the one beside it, made once."""
    if world.branch.id in FURTHER:
        return FURTHER[world.branch.id]
    found: dict[str, UUID] = {}
    actor = Actor(world.accounts["member"].id, None, NOW)
    for name, place, activity in (
        ("", world.branch, world.own),
        ("_there", world.neighbour, world.other),
    ):
        day = TODAY + timedelta(days=3)
        given = Record(kinds=("theme_day",), held_on=day, hosts=(Hosting(place.id),))
        found[f"planned{name}"] = plan(SYSTEM, given).id
        found[f"file{name}"] = a_file(activity).id
        about = About(place.id, str(place.id), "theme-day", f"{TODAY.year}-01")
        raised = actor if place == world.branch else SYSTEM
        found[f"objected{name}"] = object_to(raised, about, "不对", {}).id
        asked = Asked(place.id, "theme-day", TODAY, TODAY, "理由")
        found[f"waived{name}"] = request_waiver(SYSTEM, asked).id
        found[f"demand{name}"] = a_demand(place).id
        found[f"entry{name}"] = a_problem(place).id
    found |= entries_in_life(world.branch, world.committee)
    a_template(world.committee)
    said = Said("repeated", "同一张表填了两遍", world.branch.id, world.branch.id)
    found["complaint"] = complain(actor, said, uuid4(), 15, anonymous=False).id
    post = world.people[0].posts.get(organization=world.branch)
    pack = pack_of(post, TODAY, "")
    found["handed_post"] = post.id
    found["handed"] = begin_handover(SYSTEM, post, world.people[1], pack).id
    FURTHER.clear()
    FURTHER[world.branch.id] = found
    return found


def filled(world: World, address: str) -> str:
    return address.format(
        branch=world.branch.id,
        neighbour=world.neighbour.id,
        committee=world.committee.id,
        leading=world.leading.id,
        work=world.work.id,
        own=world.own.id,
        other=world.other.id,
        person=world.people[5].id,
        account=world.accounts["member"].id,
        nobody=uuid4(),
        **{name: str(one) for name, one in further(world).items()},
        **imported(world),
        year=world.own.held_on.year + 1,
    )
