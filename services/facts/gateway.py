"""Facts about the operator's gateway: Azure Communications Gateway's Provisioning API, 2024-02-29-preview."""

from __future__ import annotations

from services.facts.fact import Evidence, Fact

_REST = "https://learn.microsoft.com/rest/api/voiceservices"
_TSP = (
    "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/voiceservices/VoiceServices.Provisioning/"
    "main.tsp"
)
_GUIDE = "https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md"
_INFERRED, _DOCUMENTED = Evidence.INFERRED, Evidence.DOCUMENTED
_NUMBERS = "tests/services/sandbox/test_operator_numbers.py"
_ACCOUNTS = "tests/services/sandbox/test_operator.py"

FACTS = (
    Fact(
        "gateway.post",
        "A POST needs the role Admin: Read is for GET, Write for PUT and PATCH, Delete for DELETE; POST isn't named.",
        _INFERRED,
        _REST,
        "tests/bot/test_check_roles.py::test_uploads_are_posts_which_the_role_admin_alone_covers",
        ("operator.gate._admitted",),
        "Where a smaller role is enough, Admin does no harm.",
        "post",
    ),
    Fact(
        "gateway.plans",
        "What an account's numbers can have is told by getTeamsCapabilityPlans, by usage.",
        _INFERRED,
        _REST,
        "tests/scenarios/test_published_shapes.py::test_what_the_account_offers_is_what_is_sent",
        ("operator.plans.*",),
        "What isn't offered is refused before anything is written.",
        "plans",
    ),
    Fact(
        "gateway.sync",
        "Numbers of an account whose syncEnabled is false stay pending.",
        _INFERRED,
        _TSP,
        "tests/scenarios/test_published_shapes.py::"
        "test_an_account_that_is_not_passed_on_is_told_before_anything_is_written",
        otherwise="It is said before anything is written, whatever becomes of the numbers.",
        probe="sync",
    ),
    Fact(
        "gateway.pages",
        "Without maxpagesize a page has 100 records, with it 1,000 at most.",
        _INFERRED,
        f"{_GUIDE}#collections",
        _ACCOUNTS,
        ("operator.paging.*",),
        "Pages are followed by their links, whatever their size.",
    ),
    Fact(
        "gateway.filter",
        "A filter is `path eq 'literal'`, joined by `and`.",
        _INFERRED,
        _REST,
        _ACCOUNTS,
        ("operator.filters.*",),
        "No filter is sent.",
    ),
    Fact(
        "gateway.errors",
        "Errors are Azure's, with the guidelines' codes; more than 100 calls a minute are a 429.",
        _INFERRED,
        f"{_GUIDE}#handling-errors",
        _ACCOUNTS,
        ("operator.gate.*", "operator.call.*", "operator.models.*"),
        "Whatever has a code and a message is a refusal.",
    ),
    Fact(
        "gateway.batch",
        "A batch with one bad number is refused as a whole.",
        _INFERRED,
        _TSP,
        _NUMBERS,
        ("operator.numbers.*",),
        "A refused batch is halved until the bad number stands alone.",
    ),
    Fact(
        "gateway.guards",
        "A number that somebody has, or another account, can't be written or taken out.",
        _INFERRED,
        "https://learn.microsoft.com/azure/communications-gateway/manage-enterprise-operator-connect",
        _NUMBERS,
        ("operator.ledger.*", "operator.accounts.*"),
        "A refusal is told in its own words.",
    ),
    Fact(
        "gateway.countries",
        "A consent names the United Kingdom UK, where numbers say GB.",
        _DOCUMENTED,
        "https://github.com/Azure/azure-rest-api-specs/tree/main/specification/voiceservices/data-plane",
        "tests/scenarios/test_published_shapes.py::test_a_consent_for_the_uk_covers_numbers_of_gb",
    ),
    Fact(
        "gateway.addresses",
        "A civic address has a defaultLocationId and may have no locations.",
        _DOCUMENTED,
        _TSP,
        "tests/scenarios/test_published_shapes.py::test_an_address_without_places_can_be_chosen",
        ("operator.addresses.*",),
    ),
    Fact(
        "gateway.put.sync",
        "A PUT of an account must say syncEnabled.",
        _DOCUMENTED,
        _TSP,
        "tests/services/facts/test_facts.py::test_an_account_is_written_with_sync_enabled",
    ),
    Fact(
        "gateway.conditions",
        "Writes and reads go by entity tags and times of change.",
        _DOCUMENTED,
        "https://www.rfc-editor.org/rfc/rfc9110#name-preconditions",
        _ACCOUNTS,
        ("operator.conditions.*",),
    ),
    Fact(
        "gateway.consents",
        "A consent is made in the Teams admin centre; only the relationship is written, by merge patch.",
        _DOCUMENTED,
        "https://learn.microsoft.com/microsoftteams/operator-connect-configure",
        _ACCOUNTS,
        ("operator.consents.*",),
    ),
)
