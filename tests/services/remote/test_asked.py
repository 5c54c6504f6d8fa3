"""What the clients never ask of Microsoft and the operator, so that it doesn't matter what would come of it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from services.remote.graph import Graph
from services.remote.operator_connect import OperatorConnect
from tests.services.remote.support import Reply, Seen, Wire, scripted
from tests.services.remote.test_odd_answers import GRAPH, OPERATOR, client, ended

# https://learn.microsoft.com/graph/api: what each page lists
DOCUMENTED = {
    r"/organization$": {"$select"},
    r"/subscribedSkus$": {"$select"},
    r"/users$": {"$select", "$top", "$filter", "$search", "$count", "$orderby"},
    r"/directory/deletedItems/": {"$select", "$top", "$filter", "$count", "$orderby"},
    r"/directory/administrativeUnits": {"$select", "$top", "$filter", "$count"},
    r"/(groups|applications)$": {"$select", "$top", "$filter", "$count", "$search"},
    r"/users/[^/]+(/licenseDetails)?$": {"$select"},
    r"/users/[^/]+/(memberOf|transitiveMemberOf/)": {"$select", "$top", "$count", "$filter", "$search"},
    r"/roleAssignments$": {"$select", "$filter", "$expand"},
    r"/numberAssignments$": {"$top", "$skip", "$filter"},
    r"/userConfigurations": {"$top", "$filter", "$select"},
}
GOOD = {"value": [], "id": "id", "responses": []}


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with scripted() as started:
        started.otherwise = lambda _seen: Reply(body=GOOD)
        yield started


async def asked(wire: Wire, kind: type) -> list[Seen]:
    """Every call that the methods of a client make, those in a batch too."""
    for call in {Graph: GRAPH, OperatorConnect: OPERATOR}[kind].values():
        await ended(call(client(kind, wire)))
    return [one for seen in wire.seen for one in _opened(seen)]


def _opened(seen: Seen) -> Iterator[Seen]:
    if not seen.path.endswith("$batch"):
        yield seen
        return
    for one in seen.body["requests"]:
        yield Seen(one["method"], f"/base{one['url']}", {}, one.get("body"), seen.at)


def options(seen: Seen) -> dict[str, str]:
    """What stands behind the question mark."""
    return {name: values[0] for name, values in parse_qs(urlsplit(seen.path).query).items()}


async def test_graph_is_asked_with_documented_options_only(wire: Wire) -> None:
    for seen in await asked(wire, Graph):
        path = urlsplit(seen.path).path
        known = next((names for pattern, names in DOCUMENTED.items() if re.search(pattern, path)), set[str]())
        assert options(seen).keys() <= known, seen.path


async def test_a_filter_of_numbers_has_eq_and_nothing_else(wire: Wire) -> None:
    filters = [options(one).get("$filter", "") for one in await asked(wire, Graph) if "numberAssignments" in one.path]
    assert any(filters)
    for found in filter(None, filters):
        assert re.fullmatch(r"\w+ eq '[^']*'( and \w+ eq '[^']*')*", found), found


async def test_numbers_are_found_by_filter_and_never_by_an_id(wire: Wire) -> None:
    for seen in await asked(wire, Graph):
        _, _, after = urlsplit(seen.path).path.partition("/numberAssignments")
        assert after in {"", "/assignNumber", "/unassignNumber"}, seen.path
        assert "numberAssignments" not in seen.path or "id eq" not in options(seen).get("$filter", "")


async def test_the_gateway_is_asked_for_no_filter(wire: Wire) -> None:
    for seen in await asked(wire, OperatorConnect):
        assert options(seen).keys() <= {"api-version", "maxpagesize"}, seen.path


async def test_no_account_and_no_consent_is_written(wire: Wire) -> None:
    found = [(one.method, urlsplit(one.path).path.rpartition(":")[2]) for one in await asked(wire, OperatorConnect)]
    assert {method for method, _ in found} == {"GET", "POST"}
    written = {what for method, what in found if method == "POST"}
    assert written == {"createOrUpdateNumbers", "deleteNumbers", "getTeamsCapabilityPlans"}


async def test_what_a_usage_brings_by_itself_is_never_sent(wire: Wire) -> None:
    sent: list[Any] = [one.body for one in await asked(wire, OperatorConnect) if one.method == "POST"]
    assert "choosableCapabilities" in json.dumps(sent)
    assert "mandatory" not in json.dumps(sent)
    assert "acquired" not in json.dumps(sent)
