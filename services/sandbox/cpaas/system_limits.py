"""The limits of the system's settings: rules keep their ids while in use, dates and countries must be real."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from services.sandbox.cpaas.errors import CpaasError
from services.sandbox.world import Organisation

_COUNTRY = re.compile(r"[A-Z]{2}")


def check_system(organisation: Organisation, settings: dict[str, Any]) -> None:
    """Refuse invalid settings of the system with `settings.invalid`."""
    ids = rule_ids(settings)
    if len(ids) != len(set(ids)):
        raise CpaasError("settings.invalid", "outboundCallRules: every rule needs an id of its own.")
    for rule in settings.get("outboundCallRules", []):
        _need_countries(rule)
    _keep_used_rules(organisation, set(ids))
    _need_default_rule(settings, set(ids))
    _need_dates(settings)


def rule_ids(settings: dict[str, Any]) -> list[str]:
    """The ids of the present outbound call rules."""
    found = settings.get("outboundCallRules", [])
    ids = [rule.get("id") if isinstance(rule, dict) else None for rule in found] if isinstance(found, list) else [None]
    known = [rule_id for rule_id in ids if isinstance(rule_id, str)]
    if len(known) != len(ids):
        raise CpaasError("settings.invalid", "outboundCallRules is a list of rules, each with an id.")
    return known


def _need_countries(rule: dict[str, Any]) -> None:
    for country in _items(rule, "countries"):
        if not isinstance(country, str) or not _COUNTRY.fullmatch(country):
            raise CpaasError("settings.invalid", f"outboundCallRules: {country!r} is no country of two letters.")


def _keep_used_rules(organisation: Organisation, ids: set[str]) -> None:
    gone = {rule for rule in rule_ids(organisation.system_settings) if rule not in ids}
    for extension in organisation.extensions.values():
        if _rule_of(extension.settings) in gone:
            message = f"outboundCallRules: extension {extension.ext_key} uses {_rule_of(extension.settings)!r}."
            raise CpaasError("settings.invalid", message)


def _need_default_rule(settings: dict[str, Any], ids: set[str]) -> None:
    general = settings.get("general", {})
    rule = general.get("defaultOutboundRule") if isinstance(general, dict) else None
    if rule is not None and rule not in ids:
        raise CpaasError("settings.invalid", f"general.defaultOutboundRule: the system has no rule {rule!r}.")


def _rule_of(settings: dict[str, Any]) -> str | None:
    rule: str | None = settings.get("outboundCall", {}).get("outgoingCallRule")
    return rule


def _need_dates(settings: dict[str, Any]) -> None:
    days = [
        holiday.get("date") if isinstance(holiday, dict) else None for holiday in _items(settings, "publicHolidays")
    ]
    if not all(_is_date(day) for day in days):
        raise CpaasError("settings.invalid", "publicHolidays: every holiday has a date such as 2026-12-25.")
    if len(days) != len(set(days)):
        raise CpaasError("settings.invalid", "publicHolidays: every date stands there once.")


def _is_date(day: object) -> bool:
    try:
        return isinstance(day, str) and date.fromisoformat(day).isoformat() == day
    except ValueError:
        return False


def _items(holder: dict[str, Any], name: str) -> Iterator[Any]:
    found = holder.get(name, [])
    if not isinstance(found, list):
        raise CpaasError("settings.invalid", f"{name} is a list.")
    yield from found
