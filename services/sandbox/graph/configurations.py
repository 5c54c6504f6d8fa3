"""Users' configuration in Teams: voice, features, numbers, policies.

https://learn.microsoft.com/en-us/graph/api/resources/teamsadministration-teamsuserconfiguration
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from services.sandbox.catalogue import MCOMEETADV, TEAMS1, USER_PHONE_PLANS
from services.sandbox.directory import find_person, plan_since
from services.sandbox.graph.call import Answer, Call, GraphError
from services.sandbox.graph.filters import parse_filter
from services.sandbox.graph.paging import page, refuse_other_options, resume_at, selected, whole_number
from services.sandbox.graph.policies import effective
from services.sandbox.world import Person, Tenant

_OPTIONS = frozenset({"$filter", "$select", "$top", "$skiptoken"})
_PLANS = {"Teams": frozenset({TEAMS1}), "AudioConferencing": frozenset({MCOMEETADV}), "PhoneSystem": USER_PHONE_PLANS}


def list_configurations(call: Call, tenant: Tenant) -> Answer:
    """A page of user configurations. Resource accounts do not appear, whatever the enumeration promises."""
    refuse_other_options(call, _OPTIONS)
    size = min(whole_number(call, "$top", 100, 1), 999)
    condition = (
        parse_filter(call.query["$filter"], _fields(tenant), frozenset({"eq"})) if "$filter" in call.query else None
    )
    demands = condition.demands if condition else {}

    def matches() -> Iterator[tuple[int, Person]]:
        for at, person in _candidates(tenant, demands.get("id") or demands.get("userPrincipalName"), resume_at(call)):
            if person.account_type == "user" and (condition is None or condition.test(person)):
                yield at, person

    return page(
        call,
        matches(),
        size,
        lambda found: str(found[0] + 1),
        lambda found: selected(call, _configuration(call, tenant, found[1])),
    )


def get_configuration(call: Call, tenant: Tenant) -> Answer:
    """One user's configuration by object id."""
    refuse_other_options(call, frozenset({"$select"}))
    person = tenant.people.get(call.keys["user"].lower())
    if person is None or person.account_type != "user":
        raise GraphError(404, "NotFound", f"The user '{call.keys['user']}' is not found.")
    shown = selected(call, _configuration(call, tenant, person))
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#admin/teams/userConfigurations/$entity", **shown})


def _fields(tenant: Tenant) -> dict[str, Callable[[Person], Any]]:
    return {
        "id": lambda person: person.id,
        "userPrincipalName": lambda person: person.user_principal_name,
        "accountType": lambda person: person.account_type,
        "isEnterpriseVoiceEnabled": lambda person: bool(tenant.numbers_of.get(person.id)),
    }


def _candidates(tenant: Tenant, named: frozenset[str] | None, start: int) -> Iterator[tuple[int, Person]]:
    if named is not None:
        found = [person for key in sorted(named) if (person := find_person(tenant, key))]
        yield from list(enumerate(found))[start:]
        return
    for at in range(start, len(tenant.order)):
        yield at, tenant.people[tenant.order[at]]


def _configuration(call: Call, tenant: Tenant, person: Person) -> dict[str, Any]:
    stamp = call.sandbox.clock.stamp
    licensed = person.licensed_at.values()
    held = sorted(tenant.numbers_of.get(person.id, ()))
    return {
        "id": person.id,
        "tenantId": tenant.id,
        "userPrincipalName": person.user_principal_name,
        "accountType": person.account_type,
        "createdDateTime": stamp(min(licensed, default=0.0)),
        "modifiedDateTime": stamp(max(licensed, default=0.0)),
        "isEnterpriseVoiceEnabled": bool(held),
        "featureTypes": _feature_types(call, tenant, person),
        "telephoneNumbers": [
            {"telephoneNumber": number, "assignmentCategory": tenant.numbers[number].assignment_category}
            for number in held
        ],
        "effectivePolicyAssignments": effective(call, tenant, person.id),
    }


def _feature_types(call: Call, tenant: Tenant, person: Person) -> list[str]:
    """The features that Teams has enabled, some time after the licence was assigned in the directory."""
    latest = call.sandbox.clock.now() - call.sandbox.delays.licence
    held = {name: plan_since(tenant, person, plans) for name, plans in _PLANS.items()}
    return [name for name, since in held.items() if since is not None and since <= latest]
