"""Changing the roster: every change dated, in one transaction with its journal entry."""

from mingdeng.roster.services.inspecting import LOOK, note_look, open_inspection
from mingdeng.roster.services.organizations import (
    NewOrganization,
    behind_the_last,
    change_organization,
    create_group,
    create_organization,
    dissolve_group,
    dissolve_organization,
    merge_organizations,
    move_organization,
    remove_group,
    remove_organization,
    rename_organization,
)
from mingdeng.roster.services.packs import adopt_pack, end_pack, remove_pack
from mingdeng.roster.services.people import (
    NewPerson,
    add_person,
    change_person,
    check_fresh,
    give_account,
    leave,
    move_person,
    remove_person,
)
from mingdeng.roster.services.posts import (
    appoint,
    appoint_group_leader,
    delegate,
    end_post,
    remove_post,
    revoke,
)
from mingdeng.roster.services.refusals import Refused, Stale

__all__ = [
    "LOOK",
    "NewOrganization",
    "NewPerson",
    "Refused",
    "Stale",
    "add_person",
    "adopt_pack",
    "appoint",
    "appoint_group_leader",
    "behind_the_last",
    "change_organization",
    "change_person",
    "check_fresh",
    "create_group",
    "create_organization",
    "delegate",
    "dissolve_group",
    "dissolve_organization",
    "end_pack",
    "end_post",
    "give_account",
    "leave",
    "merge_organizations",
    "move_organization",
    "move_person",
    "note_look",
    "open_inspection",
    "remove_group",
    "remove_organization",
    "remove_pack",
    "remove_person",
    "remove_post",
    "rename_organization",
    "revoke",
]
