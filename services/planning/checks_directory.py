"""Checks before a person's directory entry is changed, and the seats of Microsoft licences it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from services.domain.change import Change
from services.domain.people import Person
from services.domain.phrases import filled, join_text, tr
from services.domain.plan import Finding, PlanLine, SeatUse, Severity
from services.domain.steps import StepKind
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison
from services.planning.findings import error
from services.remote.graph_licences import SubscribedSku

_BUY = tr("Buy {missing:,} more in the Microsoft 365 admin centre, or take some lines out.")
_COUNTRY = re.compile(r"[A-Z]{2}")


def check_directory(one: Comparison, live: Snapshot) -> list[Finding]:
    """Findings on licence and location: a licence must fit and needs a usage location; both need a person."""
    change, holder = one.change, one.after.holder
    if not (change.country or change.licence):
        return []
    if holder is not None and not holder.object_id:
        return [not_in_microsoft(change, holder)]
    if holder is None:
        why = tr("Nobody of your Microsoft directory holds this line.")
        return [error(change, "person.not_in_teams", why, tr("Give the line to somebody first."), "User", change.key)]
    return [*_check_country(change), *_check_licence(one, holder, live)]


def not_in_microsoft(change: Change, person: Person) -> Finding:
    """The finding that a person's Microsoft account is unknown: there is none, or nobody knows which one."""
    written = change.person or person.user_name or person.name
    if person.rivals:
        why = tr(
            "{name} {absence}: {names}.",
            name=person.name,
            absence=person.absence,
            names=join_text(" and ", person.rivals),
        )
        fix = tr("Give each account an address of its own, or change the e-mail in the CPaaS.")
        return error(change, "person.unclear", why, fix, "User", written)
    why = tr("{name} {absence}.", name=person.name, absence=person.absence)
    if person.restorable:
        fix = tr("Restore the account in Entra (Users > Deleted users), or choose somebody else.")
        return error(change, "person.deleted", why, fix, "User", written)
    fix = tr("Check the e-mail in the CPaaS.")
    return error(change, "person.not_in_teams", why, fix, "User", written)


def _check_country(change: Change) -> list[Finding]:
    if not change.country or _COUNTRY.fullmatch(change.country):
        return []
    why = tr("“{country}” is no country: a usage location is two letters, such as SG.", country=change.country)
    return [error(change, "person.location_invalid", why, tr("Write it so."), "User", change.country)]


def _check_licence(one: Comparison, holder: Person, live: Snapshot) -> list[Finding]:
    change = one.change
    if not change.licence:
        return []
    sku = next((sku for sku in live.skus if sku.sku_id == change.licence), None)
    if sku is None or not sku.sold:
        why = tr("Your tenant doesn't have this Microsoft licence.")
        return [error(change, "licence.not_bought", why, tr("Choose another one."), "User", change.licence)]
    resource = one.after.for_resource
    if not (sku.for_resource_accounts if resource else sku.for_people):
        why = tr(
            "{name} gives {word} no phone in Teams.",
            name=sku.name,
            word=tr("a resource account") if resource else tr("a person"),
        )
        return [error(change, "licence.wrong_kind", why, tr("Choose another one."), "User", sku.name)]
    if not holder.usage_location:
        why = tr("{name} has no usage location, and Microsoft gives no licence without one.", name=holder.name)
        return [error(change, "person.no_location", why, tr("Set the usage location first."), "User", holder.user_name)]
    return []


def count_licences(lines: Sequence[PlanLine], live: Snapshot) -> tuple[tuple[SeatUse, ...], list[Finding]]:
    """Free seats before and after of each Microsoft licence the plan gives, and an error where there are too few."""
    given = {
        (step.after.licence or "", step.object)
        for line in lines
        for step in line.steps
        if step.kind is StepKind.LICENCE_GIVE
    }
    uses, missing = [], []
    for sku in live.skus:
        count = sum(licence == sku.sku_id for licence, _ in given)
        if not count:
            continue
        uses.append(SeatUse(sku.name, sku.total, sku.free, sku.free - count))
        if count > sku.free:
            missing.append(_short(sku, count))
    return tuple(uses), missing


def _short(sku: SubscribedSku, count: int) -> Finding:
    why = tr(
        "{name}: the plan needs {count:,} and {free:,} of {total:,} are free.",
        name=sku.name,
        count=count,
        free=sku.free,
        total=sku.total,
    )
    return Finding(Severity.ERROR, "licence.short", why, filled(_BUY, missing=count - sku.free), value=sku.name)
