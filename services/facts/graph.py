"""Facts about Microsoft Graph itself: errors, paging, filters, limits."""

from __future__ import annotations

from services.facts.fact import Alike, Evidence, Fact

_LEARN = "https://learn.microsoft.com/graph"
_REPORTS = "https://github.com/MicrosoftDocs/office-docs-powershell/issues/8905"
_INFERRED, _CAPTURED, _DOCUMENTED = Evidence.INFERRED, Evidence.CAPTURED, Evidence.DOCUMENTED

FACTS = (
    Fact(
        "graph.teams.400",
        "A 400 of `/admin/teams` comes as 403 and 404 do: with the real error as JSON in its text.",
        _INFERRED,
        _REPORTS,
        "tests/services/wording/test_refusals.py::test_a_refusal_that_is_wrapped_in_another_is_understood",
        ("graph.dispatch.*",),
        "Errors are read in both forms.",
        other="tests/services/wording/test_refusals.py::test_microsofts_texts_mean_something",
    ),
    Fact(
        "graph.teams.errors",
        "403 and 404 of `/admin/teams` are `UnknownError` with `{code, message}` as JSON in the message; a missing "
        "permission is `forbidden` and names the permissions.",
        _CAPTURED,
        _REPORTS,
        "tests/scenarios/test_published_shapes.py::test_a_refusal_inside_a_refusal_is_told_in_plain_words",
        ("graph.dispatch._authorised", "graph.configurations.get_configuration"),
    ),
    Fact(
        "graph.advanced",
        "A cast and `$search` are advanced queries, answered from an index: `ConsistencyLevel: eventual`.",
        _DOCUMENTED,
        f"{_LEARN}/aad-advanced-queries",
        "tests/services/sandbox/test_graph.py::test_directory_roles_by_membership_and_by_assignment",
        ("graph.search.*", "graph.roles.transitive_roles"),
        read="2026-11-28",
    ),
    Fact(
        "graph.filter",
        "Which properties and operators a filter may have; everything else is a 400.",
        _DOCUMENTED,
        f"{_LEARN}/filter-query-parameter",
        "tests/services/sandbox/test_graph.py::test_filters_that_make_no_sense",
        ("graph.filters.*",),
    ),
    Fact(
        "graph.batch",
        "A batch has up to 20 calls, each with a status of its own.",
        _DOCUMENTED,
        f"{_LEARN}/json-batching",
        "tests/services/sandbox/test_batch.py::test_items_are_answered_each_with_its_own_status",
        ("graph.batch.*", "graph.call.*"),
        read="2026-11-28",
    ),
    Fact(
        "graph.options",
        "A query option that a resource doesn't document is refused.",
        _INFERRED,
        f"{_LEARN}/query-parameters",
        "tests/services/sandbox/test_graph.py::test_what_is_not_there",
        ("graph.paging.refuse_other_options",),
        "No such option is sent.",
        other="tests/services/remote/test_asked.py::test_graph_is_asked_with_documented_options_only",
        alike=Alike.NEVER_SENT,
    ),
    Fact(
        "graph.limits.teams",
        'The 30 calls a second of "other API calls for Teams" hold below `/admin/teams`, for which nothing is'
        " published.",
        _INFERRED,
        f"{_LEARN}/throttling-limits",
        "tests/services/sandbox/test_limits.py::test_thirty_teams_calls_a_second",
        ("graph.dispatch._need_room",),
        "Where less is let through, a 429 says how long to wait.",
        other="tests/services/remote/test_graph_batch.py::test_a_throttled_item_holds_the_whole_limit",
    ),
    Fact(
        "graph.errors",
        "An error has a code, a message and an innerError with the request's id; 401 is a bad token, 403 "
        "Authorization_RequestDenied a missing permission, 404 Request_ResourceNotFound.",
        _DOCUMENTED,
        f"{_LEARN}/errors",
        "tests/services/sandbox/test_graph.py::test_errors_carry_the_request_id",
        ("errors.*", "graph.dispatch.*", "graph.call.*"),
        read="2026-11-28",
    ),
    Fact(
        "graph.keys",
        "A key stands in parentheses or as a segment, an action with its namespace or without.",
        _DOCUMENTED,
        "https://docs.oasis-open.org/odata/odata/v4.01/odata-v4.01-part2-url-conventions.html",
        "tests/services/sandbox/test_graph_numbers.py::test_both_spellings_of_a_numbers_address",
        ("graph.dispatch._compiled", "graph.dispatch._KEY_IN_PARENTHESES", "graph.dispatch._NAMESPACE"),
    ),
    Fact(
        "graph.permissions",
        "Each call asks for one of the application permissions that its page lists.",
        _DOCUMENTED,
        f"{_LEARN}/permissions-reference",
        "tests/services/sandbox/test_graph.py::test_a_token_without_the_permission_is_refused",
        ("graph.routes.*", "catalogue.GRANTED"),
    ),
    Fact(
        "graph.limits.writes",
        "3,000 writes to the directory in 150 seconds, for each application and tenant.",
        _DOCUMENTED,
        f"{_LEARN}/throttling-limits",
        "tests/services/sandbox/test_limits.py::test_directory_writes_have_a_limit_of_their_own",
        ("graph.dispatch._need_room", "limits.*"),
    ),
    Fact(
        "graph.retry",
        "A 429 says in Retry-After how many seconds to wait.",
        _DOCUMENTED,
        f"{_LEARN}/throttling",
        "tests/services/sandbox/test_limits.py::test_a_burst_passes_and_the_next_waits_whole_seconds",
        ("limits.*", "errors.*"),
        read="2026-11-28",
    ),
    Fact(
        "graph.paging",
        "A page names the next one in @odata.nextLink, which is followed as it is.",
        _DOCUMENTED,
        f"{_LEARN}/paging",
        "tests/services/sandbox/test_graph.py::test_users_come_in_pages_that_link_on",
        ("graph.paging.*",),
        read="2026-11-28",
    ),
    Fact(
        "graph.paging.expired",
        "The link to the next page may have expired while a large tenant is read: Directory_ExpiredPageToken.",
        _CAPTURED,
        "https://github.com/microsoftgraph/msgraph-sdk-dotnet/issues/2254",
        "tests/services/remote/test_paging.py::test_a_list_whose_link_has_expired_is_read_anew_and_nothing_comes_twice",
        read="2026-11-28",
    ),
    Fact(
        "graph.search",
        "`$search` finds words that begin so, property by property, joined by OR and AND.",
        _DOCUMENTED,
        f"{_LEARN}/search-query-parameter",
        "tests/services/sandbox/test_graph.py::test_users_by_search",
        ("graph.search.*",),
    ),
    Fact(
        "graph.filter.values",
        "A filter has 15 values of one property at most.",
        _DOCUMENTED,
        f"{_LEARN}/filter-query-parameter",
        "tests/services/remote/test_graph.py::test_more_groups_than_a_filter_takes_are_named",
        ("graph.filters._MOST_VALUES", "graph.filters._list"),
    ),
)
