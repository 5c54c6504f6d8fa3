"""Facts about the operator's gateway: Azure Communications Gateway's Provisioning API, 2024-02-29-preview."""

from __future__ import annotations

from services.facts.fact import Evidence, Fact

_REST = "https://learn.microsoft.com/rest/api/voiceservices"
_TSP = (
    "https://github.com/Azure/azure-rest-api-specs/blob/main/specification/voiceservices/VoiceServices.Provisioning/"
    "main.tsp"
)
_GUIDE = "https://github.com/microsoft/api-guidelines/blob/vNext/azure/Guidelines.md"
_ACG = "https://learn.microsoft.com/azure/communications-gateway"
_INFERRED, _DOCUMENTED = Evidence.INFERRED, Evidence.DOCUMENTED
_NUMBERS = "tests/services/sandbox/test_operator_numbers.py"
_ACCOUNTS = "tests/services/sandbox/test_operator.py"

FACTS = (
    Fact(
        "gateway.post",
        "A POST needs the role Admin: the roles' pages don't name POST.",
        _INFERRED,
        _REST,
        "tests/bot/test_check_roles.py::test_uploads_are_posts_which_the_role_admin_alone_covers",
        ("operator.gate._admitted",),
        "Where a smaller role is enough, Admin does no harm.",
        "post",
    ),
    Fact(
        "gateway.pages",
        "Without maxpagesize a page has 100 records, with it 1,000 at most.",
        _INFERRED,
        f"{_GUIDE}#collections",
        f"{_ACCOUNTS}::test_lists_page_by_next_link_and_count_records",
        ("operator.paging.*",),
        "Pages are followed by their links, whatever their size.",
    ),
    Fact(
        "gateway.filter",
        "A filter is `path eq 'literal'`, joined by `and`.",
        _INFERRED,
        _REST,
        f"{_ACCOUNTS}::test_a_filter_picks_by_nested_values",
        ("operator.filters.*",),
        "No filter is sent.",
    ),
    Fact(
        "gateway.errors",
        "Errors are Azure's, with the guidelines' codes.",
        _INFERRED,
        f"{_GUIDE}#handling-errors",
        f"{_ACCOUNTS}::test_an_unknown_path_is_refused_in_the_gateways_words",
        ("operator.gate.*", "operator.call.*", "operator.models.*"),
        "Whatever has a code and a message is a refusal.",
    ),
    Fact(
        "gateway.batch",
        "A batch with one bad number is refused as a whole.",
        _INFERRED,
        _TSP,
        f"{_NUMBERS}::test_a_batch_with_a_wrong_number_is_refused_whole",
        ("operator.numbers.*",),
        "A refused batch is halved until the bad number stands alone.",
    ),
    Fact(
        "gateway.guards",
        "A number that somebody has, or another account, can't be written or taken out.",
        _INFERRED,
        "https://learn.microsoft.com/azure/communications-gateway/manage-enterprise-operator-connect",
        f"{_NUMBERS}::test_an_assigned_number_is_not_released",
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
        "gateway.conditions",
        "Writes and reads go by entity tags and times of change.",
        _DOCUMENTED,
        "https://www.rfc-editor.org/rfc/rfc9110#name-preconditions",
        f"{_ACCOUNTS}::test_entity_tags_guard_accounts",
        ("operator.conditions.*",),
    ),
    Fact(
        "gateway.consents",
        "A consent is made in the Teams admin centre; only the relationship is written, by merge patch.",
        _DOCUMENTED,
        "https://learn.microsoft.com/microsoftteams/operator-connect-configure",
        f"{_ACCOUNTS}::test_only_the_customer_relationship_can_be_written",
        ("operator.consents.*",),
    ),
    Fact(
        "gateway.pending",
        "Numbers of an account whose syncEnabled is false stay pending.",
        _INFERRED,
        _TSP,
        "tests/scenarios/test_published_shapes.py::"
        "test_an_account_that_is_not_passed_on_is_told_before_anything_is_written",
        ("operator.status.status_of",),
        "It is said before anything is written, whatever becomes of the numbers.",
        "sync",
    ),
    Fact(
        "gateway.limit.answer",
        "What is over the limit is answered by 429 with Retry-After.",
        _INFERRED,
        f"{_ACG}/integrate-with-provisioning-api",
        "tests/services/sandbox/test_operator.py::test_a_hundred_calls_a_minute_whatever_they_are",
        ("operator.gate._admitted",),
        "The program keeps to the limit by itself; a 503 is waited for, too.",
    ),
    Fact(
        "gateway.again",
        "Writing a number as it is changes nothing; one that failed is tried anew.",
        _INFERRED,
        _TSP,
        "tests/services/sandbox/test_operator_numbers.py::test_writing_the_same_number_again_has_no_effect",
        ("operator.ledger.write",),
        "What is there is read before anything is sent, so that nothing is written twice.",
    ),
    Fact(
        "gateway.judge",
        "Microsoft refuses a number for the consent, the country, the address or the location, with codes "
        "that a partner's client lists.",
        _INFERRED,
        "https://github.com/team-telnyx/telnyx-python",
        "tests/services/sandbox/test_operator_numbers.py::test_what_microsoft_would_not_take",
        ("operator.judge.*",),
        "Any error of a number is told with its own code and words.",
    ),
    Fact(
        "gateway.offers",
        "An account offers plans for people's numbers and for those of voice applications.",
        _INFERRED,
        f"{_ACG}/manage-enterprise-operator-connect",
        f"{_ACCOUNTS}::test_capability_plans_cover_users_and_voice_applications",
        ("operator.plans.plans_for", "operator.plans.plans_of"),
        "What isn't offered is refused before anything is written.",
        "plans",
    ),
    Fact(
        "gateway.mandatory",
        "Which capabilities a usage brings by itself isn't published.",
        _INFERRED,
        f"{_ACG}/manage-enterprise-operator-connect",
        "tests/services/sandbox/test_operator.py::test_capability_plans_cover_users_and_voice_applications",
        ("operator.plans.PLANS", "operator.plans.acquired", "operator.plans.available"),
        "They are never sent: only what can be chosen is.",
    ),
    Fact(
        "gateway.refused",
        "An account that holds numbers isn't deleted without deleteNumbers, and keeps its tenant: 409.",
        _INFERRED,
        _TSP,
        "tests/services/sandbox/test_operator.py::"
        "test_an_account_with_numbers_keeps_its_tenant_and_is_not_deleted_by_mistake",
        ("operator.accounts._need_tenant_free", "operator.accounts._delete"),
        "The program writes no accounts.",
    ),
    Fact(
        "gateway.relationship",
        "The states of a relationship that need a comment are spelled like the portal's labels.",
        _INFERRED,
        f"{_ACG}/manage-enterprise-operator-connect",
        "tests/services/sandbox/test_operator.py::test_declining_a_consent_needs_a_reason",
        ("operator.consents._NEED_COMMENT", "operator.consents._relationship"),
        "The program writes no relationship.",
    ),
    Fact(
        "gateway.sync",
        "What an account with syncEnabled false holds isn't passed on to Teams; a PUT must say syncEnabled.",
        _DOCUMENTED,
        _TSP,
        "tests/services/facts/test_facts.py::test_an_account_is_written_with_sync_enabled",
        ("propagation._arrive", "operator.models.*"),
    ),
    Fact(
        "gateway.roles",
        "Read is for GET, Write for PUT and PATCH, Delete for DELETE, Admin for everything.",
        _DOCUMENTED,
        _REST,
        "tests/services/sandbox/test_operator.py::test_a_role_allows_its_methods_only",
        ("operator.call._ROLES", "operator.gate._admitted"),
    ),
    Fact(
        "gateway.version",
        "Every call names the version of the API, 2024-02-29-preview.",
        _DOCUMENTED,
        _TSP,
        "tests/services/sandbox/test_operator.py::test_the_api_version_is_required",
        ("operator.gate._need_version", "operator.gate.VERSION"),
    ),
    Fact(
        "gateway.token",
        "A token is asked for the scope of the specification, which is one for all operators.",
        _DOCUMENTED,
        _TSP,
        "tests/services/sandbox/test_operator.py::test_a_token_for_somebody_else_is_refused",
        ("tokens.OPERATOR", "operator.gate._admitted"),
    ),
    Fact(
        "gateway.limit",
        "100 calls a minute over all resources; a batch is one.",
        _DOCUMENTED,
        "https://github.com/MicrosoftDocs/azure-docs/blob/main/articles/communications-gateway/"
        "includes/communications-gateway-provisioning-api-restrictions.md",
        "tests/services/sandbox/test_operator.py::test_a_hundred_calls_a_minute_whatever_they_are",
        ("operator.gate.*",),
    ),
    Fact(
        "gateway.repeat",
        "A write with Repeatability-Request-ID and -First-Sent is done once, and its answer repeated.",
        _DOCUMENTED,
        "https://docs.oasis-open.org/odata/repeatable-requests/v1.0/repeatable-requests-v1.0.html",
        "tests/services/sandbox/test_operator_numbers.py::"
        "test_a_repeated_request_answers_again_without_a_second_effect",
        ("operator.gate._repeatability_id", "operator.gate._answered"),
    ),
    Fact(
        "gateway.status",
        "A write is answered at once; the resource is pending, then synced or failed with errors.",
        _DOCUMENTED,
        _TSP,
        "tests/services/sandbox/test_operator_numbers.py::test_a_number_is_pending_until_it_is_synced",
        ("operator.status.*", "operator.views.*", "operator.ledger.*"),
    ),
    Fact(
        "gateway.shapes",
        "Names have 1 to 100 letters, digits, dashes and underscores; a number is a plus and up to 15 digits;"
        " a batch has 100.",
        _DOCUMENTED,
        _TSP,
        "tests/services/sandbox/test_operator.py::test_an_account_name_has_letters_digits_dashes",
        ("operator.models.*", "operator.routes.*"),
    ),
    Fact(
        "gateway.plans",
        "What an account's numbers can have is told by getTeamsCapabilityPlans, by usage; which are offered "
        "is the account's own.",
        _DOCUMENTED,
        _TSP,
        "tests/scenarios/test_published_shapes.py::test_what_the_account_offers_is_what_is_sent",
        ("operator.plans.*", "operator.capabilities.*"),
    ),
    Fact(
        "gateway.tollfree",
        "A toll-free number can't be a user's.",
        _DOCUMENTED,
        f"{_ACG}/manage-enterprise-operator-connect",
        "tests/services/sandbox/test_operator.py::test_a_toll_free_number_cannot_go_to_a_user",
        ("operator.capabilities._is_toll_free", "operator.capabilities._available"),
    ),
    Fact(
        "gateway.address",
        "A user's number needs an address of the tenant, unless the tenant may set it; addresses are made by "
        "the customer.",
        _DOCUMENTED,
        f"{_ACG}/manage-enterprise-operator-connect",
        "tests/services/sandbox/test_operator_numbers.py::"
        "test_a_users_number_needs_some_address_unless_the_tenant_may_set_it",
        ("operator.judge._default_problem", "operator.judge._address_problem", "numbering.civic_address_of"),
    ),
)
