"""Facts about Microsoft's sign-in."""

from __future__ import annotations

from services.facts.fact import Evidence, Fact

_ENTRA = "https://learn.microsoft.com/entra"
_DOCUMENTED = Evidence.DOCUMENTED

FACTS = (
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
        "login.certificate",
        "An application proves itself by a JWT for the token endpoint, signed by the key of one of its certificates, "
        "which it names by SHA-256 (x5t#S256, PS256); by SHA-1 (x5t, RS256) it is still known.",
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
    Fact(
        "login.token",
        "A token says for whom (aud), whose tenant (tid), which application and which permissions (roles); it"
        " lives about an hour.",
        _DOCUMENTED,
        f"{_ENTRA}/identity-platform/access-token-claims-reference",
        "tests/services/sandbox/test_login.py::test_a_graph_token_says_who_where_and_what_for",
        ("tokens.*", "login.token"),
    ),
    Fact(
        "login.tenant",
        "A tenant is named by its id or a domain; without consent its tokens have no roles.",
        _DOCUMENTED,
        f"{_ENTRA}/identity-platform/v2-oauth2-client-creds-grant-flow",
        "tests/services/sandbox/test_login.py::test_a_domain_names_its_tenant",
        ("login._tenant_id", "login._granted_audience", "login._AUDIENCES", "login._OTHER_TENANTS"),
    ),
    Fact(
        "login.instances",
        "An authority that msal doesn't know is asked for its instances and its OpenID configuration.",
        _DOCUMENTED,
        "https://github.com/AzureAD/microsoft-authentication-library-for-python",
        "tests/services/sandbox/test_login.py::test_msal_gets_a_token",
        ("login.instances", "login.openid_configuration", "login.keys"),
    ),
    Fact(
        "login.errors",
        "A refused sign-in has an AADSTS number in its error_codes.",
        _DOCUMENTED,
        f"{_ENTRA}/identity-platform/reference-error-codes",
        "tests/services/sandbox/test_login.py::test_refusals",
        ("login.*", "proofs.*"),
    ),
)
