"""The organisation's members: who can hold an extension."""

from __future__ import annotations

from services.sandbox.cpaas.operation import Answer, Call, Operation, query
from services.sandbox.cpaas.paging import PAGING, page_of
from services.sandbox.cpaas.schemas import MemberView
from services.sandbox.world import Member


def _view(member: Member) -> MemberView:
    return {
        "identityUuid": member.identity_uuid,
        "displayName": member.display_name,
        "username": member.username,
        "email": member.email,
        "role": "OWNER" if member.role == "OWNER" else "ADMIN" if member.role == "ADMIN" else "MEMBER",
    }


def _list(call: Call[None]) -> Answer:
    members = call.organisation.members
    keyword = (call.query("keyword") or "").casefold()
    if not keyword:
        return page_of(call, members.values(), len(members), _view)
    found = [member for member in members.values() if _matches(member, keyword)]
    return page_of(call, found, len(found), _view)


def _matches(member: Member, keyword: str) -> bool:
    return keyword in f"{member.display_name}\n{member.username}\n{member.email}".casefold()


OPERATIONS: tuple[Operation[None], ...] = (
    Operation(
        "listMembers",
        "GET",
        "/v1/members",
        "Members, by name, user name or e-mail",
        _list,
        list[MemberView],
        parameters=(query("keyword", "part of a name, user name or e-mail, in any case"), *PAGING),
        refuses=("request.invalid",),
    ),
)
