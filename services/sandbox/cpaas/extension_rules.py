"""Which changes of an extension are allowed: the result is a new extension, or a refusal by its code."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.cpaas.schemas import CreateExtension, UpdateExtension
from services.sandbox.cpaas.seats import index_of, need_seats
from services.sandbox.cpaas.skus import BASE, Sku, sku_of
from services.sandbox.world import Extension, Organisation

_KEY = re.compile(r"[0-9]{3,5}")


def created(organisation: Organisation, item: CreateExtension) -> Extension:
    """The new extension, or a refusal: key, base licence or seats."""
    _need_free_key(organisation, item.ext_key)
    if item.base_sku != BASE and item.base_sku not in organisation.bases:
        raise CpaasError("licence.unknown", f"{item.base_sku} is no base licence.")
    extension = Extension(item.ext_key, item.ext_label, item.base_sku, settings=_first_settings(organisation))
    need_seats(organisation, None, extension)
    return extension


def _first_settings(organisation: Organisation) -> dict[str, Any]:
    """The settings of a new extension: the system's default outbound call rule, where there is one."""
    rule = organisation.system_settings.get("general", {}).get("defaultOutboundRule")
    return {"outboundCall": {"outgoingCallRule": rule}} if rule else {}


def updated(organisation: Organisation, item: UpdateExtension, now: float) -> Extension:
    """The extension with the item's changes, the same one when nothing changes; version + 1 when something does."""
    before = find(organisation, item.ext_key)
    if item.if_version is not None and item.if_version != before.version:
        message = f"Extension {item.ext_key} has version {before.version}, not {item.if_version}."
        raise CpaasError("extension.changed", message)
    numbers = _numbers(organisation, before, item)
    after = replace(
        before,
        ext_key=_key(organisation, before, item),
        ext_label=before.ext_label if item.ext_label is None else item.ext_label,
        identity_uuid=_member(organisation, before, item),
        addons=_addons(organisation, before, item),
        numbers=numbers,
        numbers_assigned_at={number: before.numbers_assigned_at.get(number, now) for number in numbers},
    )
    if after == before:
        return before
    need_seats(organisation, before, after)
    return replace(after, version=before.version + 1)


def find(organisation: Organisation, ext_key: str) -> Extension:
    """The extension with that key; `extension.notFound` when there is none."""
    extension = organisation.extensions.get(ext_key)
    if extension is None:
        raise CpaasError("extension.notFound", f"There is no extension {ext_key}.")
    return extension


def need_unused(extension: Extension) -> None:
    """Refuse to delete an extension that a person holds or that has numbers."""
    if extension.identity_uuid or extension.numbers:
        held = "a member" if extension.identity_uuid else f"the number {extension.numbers[0]}"
        raise CpaasError("extension.inUse", f"Extension {extension.ext_key} still has {held}.")


def _need_free_key(organisation: Organisation, ext_key: str) -> None:
    if not _KEY.fullmatch(ext_key):
        raise CpaasError("extension.keyInvalid", f"{ext_key!r} is no extension key: 3 to 5 digits.")
    if ext_key in organisation.extensions:
        raise CpaasError("extension.exists", f"Extension {ext_key} exists already.")


def _key(organisation: Organisation, before: Extension, item: UpdateExtension) -> str:
    if item.new_ext_key is None or item.new_ext_key == before.ext_key:
        return before.ext_key
    _need_free_key(organisation, item.new_ext_key)
    return item.new_ext_key


def _member(organisation: Organisation, before: Extension, item: UpdateExtension) -> str | None:
    if "identity_uuid" not in item.model_fields_set:
        return before.identity_uuid
    if item.identity_uuid is not None and item.identity_uuid not in organisation.members:
        raise CpaasError("member.notFound", f"There is no member {item.identity_uuid}.")
    return item.identity_uuid


def _addons(organisation: Organisation, before: Extension, item: UpdateExtension) -> list[str]:
    kept = [code for code in before.addons if code not in item.remove_addons]
    missing = Counter(item.add_addons) - Counter(kept)
    addons = [*kept, *missing.elements()]
    for code in missing:
        _need_allowed(sku_of(organisation, code), addons, before.ext_key)
    return addons


def _need_allowed(sku: Sku, addons: list[str], ext_key: str) -> None:
    if sku.kind != "ADDON":
        raise CpaasError("addon.unknown", f"{sku.code} is no add-on.")
    clash = sku.excludes.intersection(addons)
    if clash:
        message = f"Extension {ext_key} can't have {sku.code} together with {', '.join(clash)}."
        raise CpaasError("addon.conflict", message)
    if addons.count(sku.code) > sku.limit:
        raise CpaasError("addon.limit", f"Extension {ext_key} can have {sku.limit} of {sku.code}.")


def _numbers(organisation: Organisation, before: Extension, item: UpdateExtension) -> list[str]:
    numbers = [number for number in before.numbers if number not in item.remove_numbers]
    holders = index_of(organisation).holders
    for number in dict.fromkeys(item.add_numbers):
        if number not in holders:
            raise CpaasError("number.notFound", f"The organisation has no number {number}.")
        if holders[number] not in (None, before.ext_key):
            raise CpaasError("number.taken", f"Number {number} is mapped to extension {holders[number]}.")
        if number not in numbers:
            numbers.append(number)
    if item.primary_number is None:
        return numbers
    if item.primary_number not in numbers:
        raise CpaasError("number.notFound", f"Extension {before.ext_key} has no number {item.primary_number}.")
    return [item.primary_number, *(number for number in numbers if number != item.primary_number)]
