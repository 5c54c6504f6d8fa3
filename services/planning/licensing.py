"""Phone licences for people whose change would be refused without one, as part of the same plan. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.domain.change import Change
from services.domain.findings import LICENCE_COMES_ALONG, NO_PHONE_LICENCE
from services.domain.people import Person
from services.domain.phrases import tr
from services.domain.plan import Finding, Severity
from services.domain.settings.countries import country_name
from services.inventory.snapshot import Snapshot
from services.planning.desired import compare
from services.planning.repairs import free_seat

ANSWER = "licences"  # the id under which a draft keeps that licences are to be given


@dataclass(frozen=True, slots=True)
class Licensed:
    """The changes with the licences they lacked, and a finding for each."""

    changes: tuple[Change, ...]
    notes: tuple[Finding, ...] = ()


def with_licences(
    changes: Sequence[Change], people: Mapping[int, Person], errors: Sequence[Finding], live: Snapshot
) -> Licensed:
    """The changes, each that lacks a licence with a free one, and with a usage location if there is none.

    Changes for which none is free stay as they are. `live` has Microsoft's licences.
    """
    refused = {(found.row, found.key): found for found in errors if found.code == NO_PHONE_LICENCE}
    free = Counter({sku.sku_id: sku.free for sku in live.skus if sku.sold})
    given: dict[str, str] = {}
    done, notes = list(changes), []
    for at, change in enumerate(changes):
        if (change.row, change.key) not in refused:
            continue
        after = compare(change, people.get(at), live).after
        person = after.holder
        if person is None or change.licence:
            continue
        licence = given.get(person.object_id) or free_seat(person, live, free, resource=after.for_resource)
        if not licence:
            continue
        free[licence] -= person.object_id not in given
        given[person.object_id] = licence
        done[at] = replace(change, licence=licence, country=change.country or _country(person, change, live))
        notes.append(_note(refused[change.row, change.key], done[at], live))
    return Licensed(tuple(done), tuple(notes))


def _country(person: Person, change: Change, live: Snapshot) -> str:
    """The usage location to set with it: Microsoft assigns no licence without one."""
    number = live.numbers.get(change.number or "")
    return "" if person.usage_location else (number.of_country if number else "") or live.country


def _note(lack: Finding, change: Change, live: Snapshot) -> Finding:
    name = next(sku.name for sku in live.skus if sku.sku_id == change.licence)
    where = tr(", and the usage location {country}", country=country_name(change.country)) if change.country else ""
    why = tr("{message} This plan gives {name}{where}.", message=lack.message, name=name, where=where)
    fix = tr("It waits until Teams knows of the licence before it goes on.")
    return Finding(Severity.WARNING, LICENCE_COMES_ALONG, why, fix, change.row, key=change.key)
