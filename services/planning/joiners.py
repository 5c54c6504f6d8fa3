"""What somebody who joins gets, and what somebody who leaves gives back. Pure: reads a snapshot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from pydantic import JsonValue

from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line, UploadState
from services.domain.people import Person
from services.domain.phrases import tr
from services.domain.settings.paths import OUTBOUND_RULE
from services.domain.settings.personal import LEFT_ANNOUNCEMENT
from services.domain.voice_policies import PolicyRequest
from services.inventory.licence_pools import next_free
from services.inventory.requirements import suits
from services.inventory.snapshot import Snapshot
from services.planning.repairs import default_rule, seat_for
from services.remote.graph_licences import SubscribedSku


def joins(
    person: Person,
    like: Line | None,
    live: Snapshot,
    settings: Mapping[str, JsonValue],
    policies: tuple[PolicyRequest, ...] = (),
) -> Change:
    """The change for a joiner: the next extension and number, add-ons as `like`, a rule, a licence if they lack one.

    `settings` and `policies` are those of a line or template that they get too.
    """
    codes = _codes(person, like)
    teams = addons.teams_code(codes)
    rule = {} if settings.get(OUTBOUND_RULE) else {OUTBOUND_RULE: default_rule(live)[0]}
    return Change(
        next_free(live),
        number=next_number(teams, live, person.usage_location) or None,
        person=live.directory.handle(person),
        label=person.name,
        addons=codes,
        base=addons.BASE,
        licence=seat_for(person, live, resource=teams == addons.TEAMS_RESOURCE) if teams else "",
        country="" if person.usage_location else live.country,
        settings={**settings, **{path: value for path, value in rule.items() if value}},
        policies=policies,
    )


def next_number(teams: str | None, live: Snapshot, country: str = "") -> str:
    """The first free number that suits such a line, of this country if one is given (E.164); empty for none."""
    free = (
        n.e164
        for n in live.numbers.values()
        if not (n.ext_key or n.target) and n.upload is not UploadState.ELSEWHERE and suits(n, teams)
        if country in ("", n.of_country)
    )
    return min(free, default="")


def leaves(line: Line, live: Snapshot, cover: Line | None = None) -> Change:
    """The change for a leaver: the line's number stays for the next holder, add-ons and licences go back.

    Calls go to the line that covers, or to an announcement that the person has left.
    """
    holder = live.directory.get(line.identity_uuid)
    others = [one for one in live.lines.values() if one.identity_uuid == line.identity_uuid and one.key != line.key]
    kept = stay(line, live)
    back = [sku.sku_id for sku in _phone_licences(holder, live) if sku not in kept]
    return Change(
        line.key,
        person="",
        label=tr("Line {key}", key=line.key) if holder and holder.name == line.label else None,
        drop_addons=tuple(dict.fromkeys(code for code in line.addons if code != addons.NUMBER)),
        licences_back=() if others else tuple(back),
        settings=_covered(cover) if line.numbers else {},
        seen=line.version,
    )


def stay(line: Line, live: Snapshot) -> list[SubscribedSku]:
    """The phone licences of the line's holder that can't be taken from them alone, since a group gives them."""
    holder = live.directory.get(line.identity_uuid)
    return [sku for sku in _phone_licences(holder, live) if holder and sku.sku_id in holder.licences_by_group]


def _phone_licences(holder: Person | None, live: Snapshot) -> list[SubscribedSku]:
    return [sku for sku in live.skus if sku.phone_only and holder and sku.sku_id in holder.licences]


def _covered(cover: Line | None) -> dict[str, JsonValue]:
    if cover is not None:
        return {"callForwarding.enabled": True, "callForwarding.numbers": [cover.key]}
    return {"missedCalls.action": "announcement", "missedCalls.text": LEFT_ANNOUNCEMENT}


def _codes(person: Person, like: Line | None) -> tuple[str, ...]:
    """The add-ons of a line without Number licences, as each number brings its own; for Teams the person's kind."""
    teams = addons.teams_addon_for(person.is_resource)
    if like is None:
        return (teams,)
    taken = (teams if code in addons.TEAMS_CODES else code for code in like.addons if code != addons.NUMBER)
    return tuple(Counter(taken).elements())
