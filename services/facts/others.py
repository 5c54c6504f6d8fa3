"""Facts about Teams, the sign-in and the CPaaS."""

from __future__ import annotations

from services.facts.fact import Evidence, Fact

_INFERRED, _CAPTURED, _DOCUMENTED = Evidence.INFERRED, Evidence.CAPTURED, Evidence.DOCUMENTED
_CONNECTOR = "https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector"

FACTS = (
    Fact(
        "cpaas.contract",
        "The CPaaS speaks the contract that the sandbox serves at /cpaas/openapi.json; none is published.",
        _INFERRED,
        "docs/remote.md#the-systems",
        "tests/services/sandbox/test_openapi.py",
        ("cpaas.*",),
        "Another provider is another client behind the same functions.",
    ),
    Fact(
        "cpaas.link_code",
        "The CPaaS's portal shows its administrators a code, without which it links no tenant; it works once.",
        _INFERRED,
        "docs/remote.md#both-sides-prove-a-link",
        "tests/services/sandbox/test_link_code.py::test_a_tenant_is_linked_by_the_code_that_the_portal_shows",
        ("cpaas.link_code.*", "cpaas.organisation.*"),
        "A provider whose portal shows none answers the proof with its organisation.",
    ),
    Fact(
        "teams.reply.html",
        "The copy of a reply as HTML quotes in a blockquote of the type schema.skype.com/Reply.",
        _INFERRED,
        "https://github.com/microsoft/teams.ts",
        "tests/bot/teams/test_wire_in.py::test_a_reply_is_what_was_typed_and_the_message_it_is_on",
        otherwise="The text comes first; its copy is read only where there is none.",
    ),
    Fact(
        "teams.execute",
        "Action.Execute is reported to do nothing in some clients on phones.",
        _CAPTURED,
        "https://github.com/microsoft/AdaptiveCards/issues/9315",
        "tests/scenarios/test_old_clients.py::test_a_plan_is_approved_from_an_old_phone",
    ),
    Fact(
        "teams.reply",
        'A reply comes as `<quoted messageId="…"/> words` with an entity quotedReply.',
        _DOCUMENTED,
        "https://github.com/microsoft/teams.ts",
        "tests/bot/teams/test_wire_in.py::test_a_reply_is_what_was_typed_and_the_message_it_is_on",
    ),
    Fact(
        "teams.connector",
        "The connector's calls, their errors and limits; it wants the bot's token.",
        _DOCUMENTED,
        f"{_CONNECTOR}-authentication",
        "tests/services/sandbox/test_teams_connector.py::test_outside_local_mode_the_connector_wants_the_bots_token",
        ("teams.connector.*", "teams.rosters.*"),
    ),
    Fact(
        "login.admin_consent",
        "Admin consent comes back with tenant, state and admin_consent=True; a refusal has an error, too.",
        _DOCUMENTED,
        "https://learn.microsoft.com/entra/identity-platform/v2-admin-consent",
        "tests/scenarios/test_consent.py::test_consent_by_the_button_ticks_the_checklist_by_itself",
        ("admin_consent.*",),
    ),
    Fact(
        "login.discovery",
        "An OpenID configuration names jwks_uri, without which msal-node refuses it.",
        _DOCUMENTED,
        "https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata",
        "tests/clients/test_clients.py::test_sign_in_paging_batch_and_errors",
    ),
    Fact(
        "login.errors",
        "A refused sign-in has an AADSTS number in its error_codes.",
        _DOCUMENTED,
        "https://learn.microsoft.com/entra/identity-platform/reference-error-codes",
        "tests/services/sandbox/test_login.py",
        ("login.*", "tokens.*"),
    ),
    Fact(
        "login.certificate",
        "An application proves itself by a JWT for the token endpoint, signed by the key of one of its certificates.",
        _DOCUMENTED,
        "https://learn.microsoft.com/entra/identity-platform/certificate-credentials",
        "tests/services/remote/test_proof.py::test_by_a_certificate_that_the_application_has",
        ("proofs.check_assertion", "proofs._check_signed"),
    ),
    Fact(
        "login.federated",
        "An application trusts the tokens of another issuer by issuer and subject, for the audience "
        "api://AzureADTokenExchange; a managed identity can be one.",
        _DOCUMENTED,
        "https://learn.microsoft.com/entra/workload-id/workload-identity-federation",
        "tests/services/remote/test_proof.py::test_by_the_token_of_an_issuer_that_the_application_trusts",
        ("proofs._check_trusted",),
    ),
    Fact(
        "login.managed",
        "A machine gets its identity's tokens at the metadata address, an App Service at its own endpoint.",
        _DOCUMENTED,
        "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token",
        "tests/services/remote/test_proof.py::test_by_a_managed_identity_that_the_application_trusts",
        ("proofs.on_a_machine", "proofs.in_app_service"),
    ),
)
