"""How the program proves its identity to Microsoft without a secret: a certificate, or another issuer's token.

https://learn.microsoft.com/entra/workload-id/workload-identity-federation
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msal
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from services.domain.errors import SettingWrong

# The audience that such a token must have:
# https://learn.microsoft.com/entra/workload-id/workload-identity-federation-config-app-trust-managed-identity
EXCHANGE = "api://AzureADTokenExchange"


class ProofWrong(SettingWrong):
    """The certificate, token or identity can't be used to sign in."""


@dataclass(frozen=True, slots=True)
class CertificateProof:
    """A PEM file that holds a private key and its certificate."""

    path: Path

    def certificate(self) -> x509.Certificate:
        """The certificate; ProofWrong when the file can't be read or lacks one of the two."""
        try:
            pem = self.path.read_bytes()
            certificate, key = x509.load_pem_x509_certificate(pem), load_pem_private_key(pem, None)
        except (OSError, ValueError, TypeError) as bad:
            what = f"The certificate in {self.path} can't be used."
            raise ProofWrong(what, str(bad), "Give a PEM file with certificate and private key.") from bad
        if certificate.public_key() != key.public_key():
            what = f"Key and certificate in {self.path} don't belong together."
            raise ProofWrong(what, "Microsoft would refuse what the key signs.", "Put the certificate's own key there.")
        return certificate

    @property
    def ends(self) -> datetime:
        """When the certificate ends."""
        return self.certificate().not_valid_after_utc

    def credential(self, _http: object) -> dict[str, Any]:
        """What msal signs with: the key, and the certificate, which msal names by its SHA-256 thumbprint.

        https://learn.microsoft.com/entra/identity-platform/certificate-credentials
        """
        public = self.certificate().public_bytes(Encoding.PEM).decode()
        return {"private_key": self.path.read_text(encoding="utf-8"), "public_certificate": public}


@dataclass(frozen=True, slots=True)
class FederatedProof:
    """A file in which another issuer keeps a fresh token, as Kubernetes does; it is read at each sign-in."""

    path: Path

    def credential(self, _http: object) -> dict[str, Any]:
        """What msal sends."""
        return {"client_assertion": self._token}

    def _token(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8").strip()
        except OSError as bad:
            what = f"The token in {self.path} can't be read."
            raise ProofWrong(what, str(bad), "Check SWITCHBOARD_FEDERATED_TOKEN_FILE.") from bad


@dataclass(frozen=True, slots=True)
class ManagedProof:
    """A managed identity that the application trusts: a managed identity alone is known in its own tenant only."""

    client_id: str = ""

    def credential(self, http: object) -> dict[str, Any]:
        """What msal sends: a token of the identity, fetched where Azure gives it to this machine."""
        return {"client_assertion": self._source(http)}

    def _source(self, http: object) -> Callable[[], str]:
        wanted = msal.UserAssignedManagedIdentity(client_id=self.client_id) if self.client_id else None
        client = msal.ManagedIdentityClient(wanted or msal.SystemAssignedManagedIdentity(), http_client=http)

        def token() -> str:
            answer = client.acquire_token_for_client(resource=EXCHANGE)
            if "access_token" not in answer:
                why = str(answer.get("error_description", "Azure gave it no token."))
                fix = "Check the identity's client id, and that it is assigned to this machine."
                raise ProofWrong("The managed identity can't be used.", why, fix)
            return str(answer["access_token"])

        return token


Proof = CertificateProof | FederatedProof | ManagedProof
