"""The whole way with a bot that has no secret: a certificate proves who it is, or a token of whom Microsoft trusts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.sandbox.proofs import workload_token
from tests.services.remote.test_proof import pem
from tests.support.road import approved
from tests.support.sheets import TEAMS, csv
from tests.support.town import Town, town

_SUBJECT = "system:serviceaccount:telecom:switchboard"
_NO_SECRET = "never to be sent"
Register = Callable[[Town], None]


def by_certificate(home: Path) -> tuple[dict[str, str], Register]:
    """The settings for a certificate, and how Microsoft gets to know it."""
    file = home / "app.pem"
    public = pem(file)
    return {"SWITCHBOARD_CERTIFICATE_FILE": str(file)}, lambda place: place.sandbox.world.app.certificates.append(
        public
    )


def by_federated_token(home: Path) -> tuple[dict[str, str], Register]:
    """The settings for this workload's token, and how Microsoft gets to trust it."""
    file = home / "token"
    file.write_text(workload_token(_SUBJECT))
    return {"SWITCHBOARD_FEDERATED_TOKEN_FILE": str(file)}, lambda place: place.sandbox.world.app.trusted.add(_SUBJECT)


@pytest.mark.parametrize(
    ("way", "prepare", "refusal"),
    [
        ("certificate", by_certificate, "certificate isn't one that Microsoft knows"),
        pytest.param("federated", by_federated_token, "doesn't trust", marks=pytest.mark.slow),
    ],
)
async def test_a_bot_without_a_secret_connects_plans_approves_and_applies(
    tmp_path: Path, way: str, prepare: Callable[[Path], tuple[dict[str, str], Register]], refusal: str
) -> None:
    proof, register = prepare(tmp_path)
    secrets = dict.fromkeys(("SWITCHBOARD_APP_PASSWORD", "SWITCHBOARD_GRAPH_APP_PASSWORD"), _NO_SECRET)
    settings: dict[str, Any] = {**secrets, **proof, "SWITCHBOARD_SIGN_IN": way}
    async with town(tmp_path, **settings) as place:
        assert refusal in (await (await place.person("Fiona")).say("connect")).words
        register(place)
        alex, sam = await place.connected(), await place.person("Sam")
        place.line("101", "john", "6567891230", TEAMS)
        place.line("102", "alice", "6567891231", TEAMS)
        rows = ("101", "6567891230", "john", TEAMS), ("102", "6567891231", "alice", TEAMS)
        await alex.send("two.csv", csv(*rows))
        await approved(alex, sam, await alex.sees("Your plan", "2 lines"))
        given = await place.in_teams()
        assert {e164: one["holder"] for e164, one in given.items()} == {"+6567891230": "John", "+6567891231": "Alice"}
        assert _NO_SECRET.encode() not in place.stored()
