"""An administrator's consent, asked for by a link whose state is signed, expires, and counts once.

What comes back can't be trusted: it says only that somebody answered for this tenant. Whether access is granted is
asked of Microsoft.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jwt

from services.context import Services
from services.domain.errors import BadInput, Stale
from services.domain.notice_kind import NoticeKind
from services.domain.phrases import tr
from services.domain.record.entries import Recorded, ToRecord
from services.domain.subject import Subject, SubjectKind

_LASTS_SECONDS = 20 * 3600.0  # less than the day for which used states are remembered
_PURPOSE = "consent"
_AGAIN = tr("Say *connect* in Teams: it shows a fresh button.")


def grant_url(services: Services, tenant_id: str, object_id: str) -> str:
    """Microsoft's page for granting access, for this tenant; `object_id` is who asked for it."""
    expires = int(services.clock.now() + _LASTS_SECONDS)
    claims = {"t": tenant_id, "o": object_id, "exp": expires, "jti": services.make_id()}
    state = jwt.encode(claims, services.store.seal.derived(_PURPOSE), algorithm="HS256", headers={"typ": ""})
    return services.consent.url(tenant_id, state)


async def take_answer(services: Services, query: Mapping[str, str]) -> None:
    """Have the tenant's checklists drawn again after a yes; raises Stale or BadInput for anything else."""
    claims = _claims(services, query.get("state", ""))
    tenant_id = str(claims["t"])
    if query.get("tenant", "").casefold() != tenant_id.casefold():
        raise BadInput(
            tr("Access was granted for another tenant."),
            tr("The link was made for the tenant where it was asked for."),
            tr("Sign in there as its administrator."),
        )
    if query.get("error"):
        if await services.store.seen.first(f"refused:{claims['jti']}", services.clock.now()):
            await _record(services, claims, Recorded.CONSENT_REFUSED)
        raise BadInput(tr("Access was not granted."), tr("Microsoft says that it was declined."), _AGAIN)
    # Refusals carry it as well, so they are looked at first.
    if query.get("admin_consent", "").casefold() != "true":
        raise BadInput(
            tr("Microsoft's answer says nothing of access."), tr("It isn't the one that I wait for."), _AGAIN
        )
    if not await services.store.seen.first(f"consent:{claims['jti']}", services.clock.now()):
        raise Stale(tr("This link was used already."), tr("Each one counts once."), _AGAIN)
    await _record(services, claims, Recorded.CONSENT_GIVEN)
    key, subject = f"consent:{claims['jti']}", Subject(SubjectKind.CHECKLIST, tenant_id)
    await services.store.outbox.add(key=key, tenant_id=tenant_id, kind=NoticeKind.REDRAW, subject=subject)


def _claims(services: Services, state: str) -> Mapping[str, Any]:
    """The signed state; Stale when it isn't signed by us, or is too old."""
    options: Any = {"verify_exp": False, "require": ["exp", "jti"]}
    try:
        key = services.store.seal.derived(_PURPOSE)
        claims: Mapping[str, Any] = jwt.decode(state, key, algorithms=["HS256"], options=options)
    except jwt.InvalidTokenError:
        raise Stale(tr("This link isn't one of mine."), tr("It may have been cut short."), _AGAIN) from None
    if float(claims["exp"]) < services.clock.now():
        raise Stale(tr("This link is too old."), tr("It is good for less than a day."), _AGAIN)
    return claims


async def _record(services: Services, claims: Mapping[str, Any], action: Recorded) -> None:
    """Record the answer under who asked: Microsoft doesn't say who answered."""
    tenant_id, asker = str(claims["t"]), str(claims["o"])
    entry = ToRecord(tenant_id, services.clock.now(), action, asker, Subject(SubjectKind.WORKSPACE, tenant_id))
    await services.store.record.append(entry)
