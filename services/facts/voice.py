"""Facts about people's voice configuration and policies in Microsoft Graph."""

from __future__ import annotations

from services.facts.fact import Evidence, Fact

_LEARN = "https://learn.microsoft.com/graph"
_CSDL = "https://github.com/microsoftgraph/msgraph-metadata/blob/master/schemas/v1.0-Prod.csdl"
_INFERRED, _CAPTURED, _DOCUMENTED = Evidence.INFERRED, Evidence.CAPTURED, Evidence.DOCUMENTED

FACTS = (
    Fact(
        "graph.configurations",
        "A user's configuration has no null dates, and each policy a name.",
        _DOCUMENTED,
        _CSDL,
        "tests/services/sandbox/test_graph.py::test_teams_configurations_leave_resource_accounts_out",
        ("graph.configurations.*",),
    ),
    Fact(
        "graph.policies.kinds",
        "The policy types of voice are named as in the Teams PowerShell module: TeamsCallingPolicy is published, the "
        "others follow its pattern, and each is found by getPolicyId.",
        _INFERRED,
        f"{_LEARN}/api/resources/teamsadministration-effectivepolicyassignment",
        "tests/services/sandbox/test_graph.py::test_a_policy_is_found_by_its_kind_and_name_and_shows_how_it_came",
        ("graph.policies.get_policy_id", "graph.policies.policy_id_of"),
        "Names are compared in any case; a kind that Graph refuses is said with Microsoft's words before anything is "
        "written.",
        "policy_kinds",
        read="2026-11-28",
        other="tests/scenarios/test_other_outcomes.py::test_a_kind_of_policy_that_graph_refuses_is_said_in_its_words_before_anything_is_written",
    ),
    Fact(
        "graph.policies.unknown",
        "A name that no policy has is answered with an empty list.",
        _INFERRED,
        f"{_LEARN}/api/teamsadministration-teamspolicyassignment-getpolicyid",
        "tests/services/remote/test_policies.py::test_a_name_that_no_policy_has_is_none_where_an_empty_list_says_so",
        ("graph.policies.get_policy_id",),
        "A 404 counts as no such policy, too.",
        "policy_unknown",
        read="2026-11-28",
        other="tests/services/remote/test_policies.py::test_a_name_that_no_policy_has_is_none_where_a_refusal_says_so",
    ),
    Fact(
        "graph.policies.effective",
        "A person's effective policies name what they have directly or by a group, and show some time after an "
        "assignment; what isn't named is the tenant's global one.",
        _INFERRED,
        f"{_LEARN}/api/resources/teamsadministration-policyassignment",
        "tests/scenarios/test_voice_policies.py::test_a_policy_is_given_in_words_waits_until_teams_shows_it_and_is_undone",
        ("graph.policies.effective", "graph.policies._late", "graph.policies._name_of"),
        "It is looked at until it shows, as with other lists; an assignment that isn't direct counts as a group's.",
        read="2026-11-28",
        other="tests/services/remote/test_policies.py::test_a_persons_policies_are_read_and_others_than_voice_left_out",
    ),
    Fact(
        "graph.policies",
        "Policies are given and taken for a person; v1.0 lists none.",
        _DOCUMENTED,
        f"{_LEARN}/api/teamsadministration-teamspolicyuserassignment-assign",
        "tests/services/sandbox/test_graph.py::test_policies_are_given_and_taken",
        ("graph.policies.*",),
    ),
    Fact(
        "graph.configurations.resources",
        "Resource accounts have no user configuration, although the enumeration names them.",
        _CAPTURED,
        "https://github.com/KelvinTegelaar/CIPP-API",
        "tests/services/sandbox/test_graph.py::test_teams_configurations_leave_resource_accounts_out",
        ("graph.configurations.list_configurations", "graph.configurations.get_configuration"),
    ),
    Fact(
        "graph.voice",
        "Enterprise voice is on for as long as somebody has a number; Graph can't set it by itself.",
        _DOCUMENTED,
        "https://learn.microsoft.com/powershell/module/microsoftteams/set-csphonenumberassignment",
        "tests/services/sandbox/test_graph_numbers.py::test_an_assignment_is_an_operation_that_takes_its_time",
        ("graph.configurations._configuration", "graph.configurations._fields"),
    ),
    Fact(
        "graph.configurations.phone",
        "Somebody for whom Teams has set up the phone has the feature PhoneSystem, or enterprise voice; v1.0 says no "
        "more of how far it is.",
        _INFERRED,
        f"{_LEARN}/api/resources/teamsadministration-teamsuserconfiguration",
        "tests/scenarios/test_voice_policies.py::test_a_licence_that_teams_has_not_taken_up_is_said_in_plain_words",
        ("graph.configurations._PLANS", "graph.configurations._feature_types"),
        "Only the line's card goes by it; nothing is kept from being planned or sent.",
        read="2026-11-28",
        other="tests/scenarios/test_other_outcomes.py::test_a_number_is_given_although_teams_shows_no_phone",
    ),
)
