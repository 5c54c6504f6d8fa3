"""Facts about the CPaaS."""

from __future__ import annotations

from services.facts.fact import Alike, Evidence, Fact

_INFERRED = Evidence.INFERRED

FACTS = (
    Fact(
        "cpaas.contract",
        "The CPaaS speaks the contract that the sandbox serves at /cpaas/openapi.json; none is published.",
        _INFERRED,
        "docs/remote.md#the-systems",
        "tests/services/sandbox/test_openapi.py::test_every_mounted_route_is_described_and_the_other_way_round",
        ("cpaas.*",),
        "Another provider is another client behind the same functions.",
        alike=Alike.OWN_CONTRACT,
    ),
    Fact(
        "cpaas.link_code",
        "The CPaaS's portal shows its administrators a code, without which it links no tenant; it works once.",
        _INFERRED,
        "docs/remote.md#both-sides-prove-a-link",
        "tests/services/sandbox/test_link_code.py::test_a_tenant_is_linked_by_the_code_that_the_portal_shows",
        ("cpaas.link_code.*", "cpaas.organisation.*"),
        "A provider whose portal shows none answers the proof with its organisation.",
        other="tests/services/remote/test_cpaas.py::test_a_provider_that_shows_no_code_links_without_one",
    ),
)
