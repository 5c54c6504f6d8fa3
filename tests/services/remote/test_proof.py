"""Sign-in without a secret: by certificate, by another issuer's token, by a managed identity; each over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from services.domain.errors import RemoteRefused, SettingWrong
from services.remote.auth import AppToken, Login
from services.remote.clients import GRAPH_SCOPE
from services.remote.proof import CertificateProof, FederatedProof, ManagedProof, Proof
from services.remote.sign_in_http import SignInHttp
from services.remote.transport import new_session
from services.sandbox.proofs import IDENTITY, IDENTITY_HEADER, workload_token
from services.sandbox.tokens import CLIENT_ID
from tests.services.remote.support import CONTOSO, FakeClock, World

ENDS = datetime(2030, 3, 7, tzinfo=UTC)


def pem(path: Path, other: Path | None = None) -> str:
    """The certificate of a new file with key and certificate; `other` lends its key instead."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "switchboard")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(ENDS - timedelta(days=3650)).not_valid_after(ENDS)
    public = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_text((other.read_text().partition("-----BEGIN CERT")[0] if other else private.decode()) + public)
    return public


class Signer:
    """Signs in at the sandbox with a proof and no secret."""

    def __init__(self, world: World, http: SignInHttp, threads: ThreadPoolExecutor) -> None:
        self._world, self._http, self._threads = world, http, threads

    async def __call__(self, proof: Proof) -> str:
        login = Login(f"{self._world.url}/login", CLIENT_ID, "", proof)
        http, threads = self._http, self._threads
        token = AppToken(login, CONTOSO, GRAPH_SCOPE, FakeClock(), http=http, threads=threads, rng=Random(1))
        return (await token.headers())["Authorization"]


@pytest.fixture
async def sign_in(world: World) -> AsyncIterator[Signer]:
    async with new_session() as session:
        with ThreadPoolExecutor(2) as threads:
            yield Signer(world, SignInHttp(session, f"{world.url}/login"), threads)


async def test_by_a_certificate_that_the_application_has(world: World, sign_in: Signer, tmp_path: Path) -> None:
    proof = CertificateProof(tmp_path / "app.pem")
    public = pem(proof.path)
    with pytest.raises(RemoteRefused, match="certificate isn't one that Microsoft knows"):
        await sign_in(proof)
    world.sandbox.world.app.certificates.append(public)
    assert (await sign_in(proof)).startswith("Bearer ey")
    assert proof.ends == ENDS


@dataclass(frozen=True, slots=True)
class NamedBy(CertificateProof):
    """The right key, with the thumbprint of this kind given for the SHA-1 one."""

    algorithm: hashes.HashAlgorithm

    def credential(self, _http: object) -> dict[str, Any]:
        thumbprint = self.certificate().fingerprint(self.algorithm).hex()
        return {"private_key": self.path.read_text(encoding="utf-8"), "thumbprint": thumbprint}


@pytest.mark.parametrize(("algorithm", "known"), [(hashes.SHA1(), True), (hashes.SHA256(), False)])
async def test_a_certificate_is_known_by_its_own_thumbprint(
    world: World, sign_in: Signer, tmp_path: Path, algorithm: hashes.HashAlgorithm, *, known: bool
) -> None:
    named = NamedBy(tmp_path / "app.pem", algorithm)
    world.sandbox.world.app.certificates.append(pem(named.path))
    if known:
        assert (await sign_in(named)).startswith("Bearer ey")
    else:
        with pytest.raises(RemoteRefused, match="certificate isn't one that Microsoft knows"):
            await sign_in(named)


async def test_what_is_sent_names_the_certificate_by_sha_256(tmp_path: Path) -> None:
    proof = CertificateProof(tmp_path / "app.pem")
    public = pem(proof.path)
    assert proof.credential(None)["public_certificate"] == public
    assert "thumbprint" not in proof.credential(None)  # msal takes it for one of SHA-1


async def test_by_the_token_of_an_issuer_that_the_application_trusts(
    world: World, sign_in: Signer, tmp_path: Path
) -> None:
    proof = FederatedProof(tmp_path / "token")
    with pytest.raises(RemoteRefused, match="can't be read"):
        await sign_in(proof)
    proof.path.write_text(workload_token("system:serviceaccount:telecom:switchboard") + "\n")
    with pytest.raises(RemoteRefused, match="doesn't trust"):
        await sign_in(proof)
    world.sandbox.world.app.trusted.add("system:serviceaccount:telecom:switchboard")
    assert (await sign_in(proof)).startswith("Bearer ey")
    proof.path.write_text(workload_token("system:serviceaccount:telecom:switchboard", "somebody else"))
    with pytest.raises(RemoteRefused):
        await sign_in(proof)


@pytest.mark.parametrize("where", ["machine", "service"])
async def test_by_a_managed_identity_that_the_application_trusts(
    world: World, sign_in: Signer, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    if where == "machine":
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", world.url)
    else:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{world.url}/msi/token")
        monkeypatch.setenv("IDENTITY_HEADER", IDENTITY_HEADER)
    with pytest.raises(RemoteRefused, match="doesn't trust"):
        await sign_in(ManagedProof(IDENTITY))
    world.sandbox.world.app.trusted.add(IDENTITY)
    assert (await sign_in(ManagedProof(IDENTITY))).startswith("Bearer ey")
    assert (await sign_in(ManagedProof())).startswith("Bearer ey")


@pytest.mark.parametrize("what", ["absent", "empty", "another key"])
def test_a_certificate_that_cannot_be_used_is_said_before_it_is(tmp_path: Path, what: str) -> None:
    proof = CertificateProof(tmp_path / "app.pem")
    if what == "empty":
        proof.path.write_text("")
    if what == "another key":
        pem(tmp_path / "other.pem")
        pem(proof.path, tmp_path / "other.pem")
    with pytest.raises(SettingWrong, match=r"app\.pem"):
        proof.certificate()
