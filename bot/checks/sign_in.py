"""Checks how the program signs in to Microsoft, and until when that works."""

from __future__ import annotations

from datetime import datetime

from bot.checks.result import CheckReport
from bot.config import Settings
from bot.core import proof_of
from services.domain.errors import RemoteRefused, SettingWrong
from services.remote.graph import Graph
from services.remote.proof import CertificateProof

_SOON_DAYS = 30  # before the end, the check warns
_WAYS = {"password": "secret", "federated": "federated token", "managed": "managed identity"}


async def sign_in(settings: Settings, now: datetime) -> CheckReport:
    """How the program signs in, and until when that works."""
    proof = proof_of(settings)
    if not isinstance(proof, CertificateProof):
        return CheckReport(f"by {_WAYS[settings.sign_in]}")
    left = (proof.ends - now).days
    until = f"{proof.ends:%-d %B %Y}"
    renew = "Make a new certificate, upload it to the app registration, and put it into the file."
    if left < 0:
        raise SettingWrong(f"The certificate ended on {until}.", "Microsoft gives no token for it any more.", renew)
    return lasting(f"by certificate, which ends on {until}", left, renew)


async def secrets_end(graph: Graph, app_id: str, now: datetime) -> CheckReport:
    """Until when the app's newest secret is valid, if that may be read."""
    try:
        found = await graph.app_credentials(app_id)
    except RemoteRefused as refused:
        if refused.status != 403:
            raise
        return CheckReport("their end can't be read without Application.Read.All; nothing else needs it")
    if not found:
        return CheckReport("this tenant doesn't have the app's registration")
    left, until = (found[0].end_date_time - now).days, f"{found[0].end_date_time:%-d %B %Y}"
    renew = "Make a new secret in Entra and set it."
    if left < 0:
        raise SettingWrong(f"The last of the app's secrets ended on {until}.", "Microsoft takes none of them.", renew)
    return lasting(f"the last one ends on {until}", left, renew)


def lasting(text: str, left: int, renew: str) -> CheckReport:
    """The report on something that expires in that many days: a warning shortly before."""
    return CheckReport(f"{text}, in {left} days", renew) if left < _SOON_DAYS else CheckReport(text)
