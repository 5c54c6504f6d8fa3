"""Every method of every client against every odd answer: a read makes the system ill, a write is in doubt.

Nothing of it is a fact, and nothing of it is told in the words of a library.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from pydantic import JsonValue

from services.domain.bond import Bond
from services.domain.errors import RemoteError, RemoteUnknown, RemoteUnreadable
from services.domain.voice_policies import PolicyKind, VoicePolicy
from services.remote.breaker import Breaker
from services.remote.bucket import Bucket
from services.remote.cpaas import Cpaas
from services.remote.cpaas_records import CallFilter, ExtensionPatch, NewExtension
from services.remote.graph import Assign, Graph
from services.remote.graph_calls import GraphLimits
from services.remote.link import LinkCheck
from services.remote.operator_connect import OperatorConnect
from services.remote.operator_records import UploadRequest
from services.remote.retry import ODD_ATTEMPTS
from tests.services.remote.support import FakeClock, Reply, Wire

PAGE = "<html><body>We are working on it</body></html>"
ODD: Mapping[str, Reply] = {
    "204": Reply(204, b"", kind=""),
    "302": Reply(302, b"", {"Location": "https://elsewhere.example/sign-in"}),
    "304": Reply(304, b""),
    "418": Reply(418, {"error": {"code": "Teapot", "message": "Short and stout."}}),
    "empty 200": Reply(200, b""),
    "blank 200": Reply(200, b" \n"),
    "null": Reply(200, b"null"),
    "a number": Reply(200, 7),
    "an empty object": Reply(200, {}),
    "an empty page of something else": Reply(200, {"items": [], "total": 0}),
    "another object": Reply(200, {"unexpected": True}),
    "a list of others": Reply(200, [{"unexpected": 1}]),
    "a page of others": Reply(200, {"value": [{"unexpected": 1}], "responses": 3, "numbers": {}}),
    "an error in a good answer": Reply(200, {"error": {"code": "Failed", "message": "No."}}),
    "a web page": Reply(200, PAGE, kind="text/html"),
    "a web page that says JSON": Reply(200, PAGE),
    "JSON that says text": Reply(200, {"value": []}, kind="text/plain"),
    "JSON that says nothing": Reply(200, b"[]", kind="application/octet-stream"),
    "cut short": Reply(200, b'{"value": [{"id": "1'),
    "deep": Reply(200, b"[" * 100_000),
    "no number": Reply(200, b'{"value": NaN}'),
    "a proxy's 404": Reply(404, PAGE, kind="text/html"),
    "a proxy's 403": Reply(403, b"", kind="text/plain"),
    "a router's 404": Reply(404, {"message": "Not Found"}),
    "a 404 without a word": Reply(404, b""),
    "a proxy's 407": Reply(407, {"error": {"code": "ProxyAuth", "message": "Sign in to the proxy."}}),
}
# Words of pydantic, and of how errors are told inside.
INSIDE = ("Input should", "validation", "Field required", "unexpected shape", "NoneType", "Traceback", "_type")

Call = Callable[[Any], Any]
rule: dict[str, JsonValue] = {"outboundCall": {}}
CPAAS: Mapping[str, Call] = {
    "still_linked": lambda c: bound(c).still_linked(),
    "organization": lambda c: c.organization(),
    "link_tenant": lambda c: c.link_tenant("t"),
    "prove_tenant": lambda c: c.prove_tenant("t", "code", "k"),
    "unlink_tenant": lambda c: c.unlink_tenant(),
    "members": lambda c: c.members(),
    "number_count": lambda c: c.number_count(),
    "licences": lambda c: c.licences(),
    "extensions": lambda c: c.extensions(),
    "extension": lambda c: c.extension("100"),
    "create_extensions": lambda c: c.create_extensions([NewExtension("100", "x")], "key"),
    "update_extensions": lambda c: c.update_extensions([ExtensionPatch("100", label="y")], "key"),
    "delete_extensions": lambda c: c.delete_extensions(["100"], "key"),
    "numbers": lambda c: c.numbers(),
    "line_count": lambda c: c.line_count(),
    "system_settings": lambda c: c.system_settings(),
    "patch_system_settings": lambda c: c.patch_system_settings({"general": {}}),
    "all_extension_settings": lambda c: c.all_extension_settings(),
    "extension_settings": lambda c: c.extension_settings("100"),
    "find_settings": lambda c: c.find_settings("100"),
    "update_settings": lambda c: c.update_settings({"100": rule}, "key"),
    "calls": lambda c: c.calls(),
    "calls_page": lambda c: c.calls_page(CallFilter(), 0, 10),
}
GRAPH: Mapping[str, Call] = {
    "organization": lambda g: g.organization(),
    "users": lambda g: g.users(),
    "holders": lambda g: g.holders("r"),
    "group_names": lambda g: g.group_names(["id"]),
    "app_credentials": lambda g: g.app_credentials("app"),
    "deleted_users": lambda g: g.deleted_users(),
    "users_called": lambda g: g.users_called("jo"),
    "user": lambda g: g.user("id"),
    "find_user": lambda g: g.find_user("id"),
    "directory_roles": lambda g: g.directory_roles("id"),
    "active_roles": lambda g: g.active_roles("id"),
    "traits_of": lambda g: g.traits_of("id"),
    "units": lambda g: g.units(),
    "unit_people": lambda g: g.unit_people("id"),
    "groups_called": lambda g: g.groups_called("Helpdesk"),
    "member_of_any": lambda g: g.member_of_any("id", ["group"]),
    "set_usage_location": lambda g: g.set_usage_location("id", "SG"),
    "set_business_phones": lambda g: g.set_business_phones("id", ["+6567891230"]),
    "may_set_business_phones": lambda g: g.may_set_business_phones(),
    "subscribed_skus": lambda g: g.subscribed_skus(),
    "licence_details": lambda g: g.licence_details("id"),
    "assign_licence": lambda g: g.assign_licence("id", add=["sku"]),
    "numbers": lambda g: g.numbers(),
    "number": lambda g: g.number("+6567891230"),
    "assign": lambda g: g.assign([Assign("+6567891230", "id")]),
    "unassign": lambda g: g.unassign(["+6567891230"]),
    "operations": lambda g: g.operations(["op"]),
    "everybodys_policies": lambda g: g.everybodys_policies(),
    "in_teams": lambda g: g.in_teams("id"),
    "policies_of": lambda g: g.policies_of("id"),
    "policies_called": lambda g: g.policies_called(PolicyKind.CALLING, "AllowCalling"),
    "set_policy": lambda g: g.set_policy("id", VoicePolicy(PolicyKind.CALLING, "id", "AllowCalling")),
}
OPERATOR: Mapping[str, Call] = {
    "accounts": lambda o: o.accounts(),
    "account": lambda o: o.account("contoso"),
    "account_for": lambda o: o.account_for("t"),
    "numbers": lambda o: o.numbers("contoso"),
    "number": lambda o: o.number("contoso", "+6567891230"),
    "upload": lambda o: o.upload("contoso", [UploadRequest("+6567891230", "CallingUserAssignment")]),
    "delete": lambda o: o.delete("contoso", ["+6567891230"]),
    "consent": lambda o: o.consent("t"),
    "civic_addresses": lambda o: o.civic_addresses("contoso"),
    "capability_plans": lambda o: o.capability_plans("contoso"),
}
WRITES = frozenset(
    [
        "link_tenant",
        "prove_tenant",
        "unlink_tenant",
        "create_extensions",
        "update_extensions",
        "delete_extensions",
        "patch_system_settings",
        "update_settings",
        "set_usage_location",
        "set_business_phones",
        "set_policy",
        "may_set_business_phones",
        "assign_licence",
        "assign",
        "unassign",
        "upload",
        "delete",
    ]
)
SAYS_204 = frozenset(
    {"set_usage_location", "set_business_phones", "may_set_business_phones", "set_policy", "delete"}
)  # where this is the good answer


def bound(cpaas: Cpaas) -> Cpaas:
    """The same client, which asks whether the organisation is still its tenant's."""
    return Cpaas(cpaas._remote, LinkCheck(Bond("t", "u"), cpaas.organization, FakeClock(), 30.0))


TABLE = [
    (kind, name) for kind, calls in ((Cpaas, CPAAS), (Graph, GRAPH), (OperatorConnect, OPERATOR)) for name in calls
]


def client(kind: type, wire: Wire) -> Any:
    """A client of this kind at the scripted server, under a clock of its own."""
    clock = FakeClock()
    bucket = Bucket(1e6, 1e6, clock)
    remote = wire.remote(clock, bucket=bucket, breaker=Breaker(clock, Random(1)))
    if kind is Cpaas:
        return Cpaas(remote)
    if kind is OperatorConnect:
        return OperatorConnect(remote, lambda: datetime(2026, 11, 2, tzinfo=UTC))
    return Graph(remote, GraphLimits((bucket,), (bucket,), (bucket,)))


async def ended(call: Any) -> Any:
    """What came of the call: a value, a list of what it gave one by one, or the error it raised."""
    try:
        if hasattr(call, "__aiter__"):
            return [item async for item in call]
        return await call
    except RemoteError as error:
        return error


def error_in(came: Any) -> Any:
    """The error, also where each item of a write has its own."""
    return came[0].error if isinstance(came, list) and came and hasattr(came[0], "error") else came


@pytest.mark.parametrize("kind", [Cpaas, Graph, OperatorConnect])
def test_the_table_holds_every_method(kind: type) -> None:
    calls = {Cpaas: CPAAS, Graph: GRAPH, OperatorConnect: OPERATOR}[kind]
    methods = {name for name, _ in inspect.getmembers(kind, inspect.isfunction) if not name.startswith("_")}
    assert methods == set(calls)


@pytest.mark.parametrize(("kind", "name"), TABLE, ids=lambda value: getattr(value, "__name__", value))
async def test_no_odd_answer_is_taken_for_a_fact(wire: Wire, kind: type, name: str) -> None:
    call = {Cpaas: CPAAS, Graph: GRAPH, OperatorConnect: OPERATOR}[kind][name]
    for what, reply in ODD.items():
        if reply.status == 204 and name in SAYS_204:
            continue
        wire.otherwise, wire.seen = lambda _seen, reply=reply: reply, []
        came = error_in(await ended(call(client(kind, wire))))
        assert type(came) is (RemoteUnknown if name in WRITES else RemoteUnreadable), f"{what}: {came!r}"
        assert came.system == "The wire", what
        assert not [word for word in INSIDE if word in str(came)], f"{what}: {came}"
        assert len(wire.seen) <= ODD_ATTEMPTS, what
        if isinstance(came, RemoteUnreadable):
            assert str(reply.status) in came.saw, what
            assert came.saw in came.trouble, what


@pytest.mark.parametrize(
    "name", ["204", "302", "418", "null", "a web page", "another object", "cut short", "a proxy's 404"]
)
async def test_a_passing_odd_answer_to_a_read_is_not_even_noticed(wire: Wire, name: str) -> None:
    wire.script = [ODD[name], ODD[name]]
    wire.otherwise = lambda _seen: Reply(
        body={"orgUuid": "u", "name": "Contoso", "country": "SG", "msTeamsTenant": None}
    )
    assert (await client(Cpaas, wire).organization()).uuid == "u"
    assert len(wire.seen) == 3


INNER: Mapping[str, dict[str, Any]] = {
    "302": {"status": 302, "headers": {"Location": "https://elsewhere.example"}},
    "418": {"status": 418, "body": {"error": {"code": "x", "message": "y"}}},
    "a page": {"status": 404, "body": "PGh0bWw+"},
    "another good status": {"status": 206, "body": None},
    "nothing good in it": {"status": 200, "body": None},
}


@pytest.mark.parametrize("what", INNER)
@pytest.mark.parametrize("name", ["assign", "operations"])
async def test_an_odd_answer_inside_a_batch_is_odd_all_the_same(wire: Wire, what: str, name: str) -> None:
    wire.otherwise = lambda _seen: Reply(body={"responses": [{"id": "0", **INNER[what]}]})
    came = error_in(await ended(GRAPH[name](client(Graph, wire))))
    assert isinstance(came, RemoteUnreadable if name == "operations" else RemoteUnknown)


async def test_an_item_of_a_batch_that_nobody_answers_for_is_in_doubt(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(body={"responses": [{"id": "7", "status": 202}]})
    (sent,) = await client(Graph, wire).assign([Assign("+6567891230", "id")])
    assert sent.unknown


async def test_an_operation_is_read_bare_and_wrapped(wire: Wire) -> None:
    bare = {"status": "failed", "numbers": [{"statusDetail": "No licence."}]}
    for body in (bare, {"value": bare}):
        wire.otherwise = lambda _seen, body=body: Reply(body={"responses": [{"id": "0", "status": 200, "body": body}]})
        state = (await client(Graph, wire).operations(["op"]))["op"]
        assert (state.status, state.detail) == ("failed", "No licence.")


async def test_an_operation_that_does_not_say_how_far_it_is_is_told(wire: Wire) -> None:
    for body in ({"id": "op", "numbers": []}, {"value": {"id": "op"}}, {"id": "op", "status": None}):
        wire.otherwise = lambda _seen, body=body: Reply(body={"responses": [{"id": "0", "status": 200, "body": body}]})
        assert isinstance(await ended(client(Graph, wire).operations(["op"])), RemoteUnreadable)


async def test_roles_that_are_hidden_are_not_no_roles(wire: Wire) -> None:
    wire.otherwise = lambda _seen: Reply(body={"value": [{"id": "1", "roleTemplateId": None}]})
    came = await ended(client(Graph, wire).directory_roles("id"))
    assert "RoleManagement.Read.Directory" in str(came)
    wire.otherwise = lambda _seen: Reply(body={"value": []})
    assert await client(Graph, wire).directory_roles("id") == frozenset()


async def test_one_tenants_odd_answers_keep_nobody_else_away(wire: Wire) -> None:
    clock = FakeClock()
    breaker = Breaker(clock, Random(1))
    wire.otherwise = lambda _seen: ODD["a web page"]
    for _ in range(4):
        assert isinstance(await ended(Cpaas(wire.remote(clock, breaker=breaker)).organization()), RemoteUnreadable)
    assert breaker.state.closed


async def test_half_characters_and_nul_do_not_spoil_a_list(wire: Wire) -> None:
    member = {"identityUuid": "u", "displayName": "Zo\ud83d\u0000e", "username": "zoe", "email": "zoe@x"}
    wire.otherwise = lambda _seen: Reply(body=[member], headers={"x-pagination-total-count": "1"})
    (found,) = await ended(client(Cpaas, wire).members())
    assert found.display_name == "Zo\ufffde"
