"""The registration of the application that calls, in its own tenant."""

from __future__ import annotations

from services.sandbox import tokens
from services.sandbox.graph.call import Answer, Call, bad_request
from services.sandbox.graph.filters import parse_filter
from services.sandbox.graph.paging import collection, refuse_other_options, selected
from services.sandbox.world import Tenant


def list_applications(call: Call, _tenant: Tenant) -> Answer:
    """The application that `$filter` names, with the expiry of its secrets."""
    refuse_other_options(call, frozenset({"$filter", "$select", "$top"}))
    if "$filter" not in call.query:
        raise bad_request("A filter on appId is required here.")
    condition = parse_filter(call.query["$filter"], {"appId": lambda item: item["appId"]}, frozenset({"eq"}))
    stamp = call.sandbox.clock.stamp
    secrets = [
        {"displayName": name, "endDateTime": stamp(end), "keyId": name, "hint": "abc"}
        for name, end in call.sandbox.world.app.secrets.items()
    ]
    one = {"id": tokens.CLIENT_ID, "appId": tokens.CLIENT_ID, "passwordCredentials": secrets, "keyCredentials": []}
    return collection(call, [selected(call, one)] if condition.test(one) else [])
