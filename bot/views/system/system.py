"""How the organisation's settings stand, section by section, in words."""

from __future__ import annotations

from collections.abc import Sequence

from cards.system.system import SectionRow
from cards.words import things
from services.domain.line import Line
from services.domain.settings.catalogue import FIELDS, effective
from services.domain.settings.fields import Section
from services.domain.settings.paths import (
    ADMIN_DEVICES,
    DEFAULT_RULE,
    HOLIDAYS,
    INBOUND_RULES,
    OUTBOUND_RULES,
    STUN,
    TLS,
    rules_of,
)
from services.domain.settings.records import name_of, records_at
from services.domain.settings.system import SYSTEM
from services.domain.settings.words import in_words
from services.inventory.snapshot import Snapshot

_MAX_NAMED = 3


def section_rows(live: Snapshot) -> list[SectionRow]:
    """A row for each section; what keeps somebody from calling stands out."""
    return [_row(section, live) for section in SYSTEM]


def _row(section: Section, live: Snapshot) -> SectionRow:
    state, missing = _STATES[section.name](live)
    return SectionRow(section.name, section.title, state, section.compulsory, missing)


def _general(live: Snapshot) -> tuple[str, bool]:
    rule = in_words(FIELDS[DEFAULT_RULE], effective(live.system, DEFAULT_RULE), rules_of(live.system))
    zone = str(effective(live.system, "general.timeZone"))
    holidays = things(len(records_at(live.system, HOLIDAYS)), "public holiday")
    return f"{zone}; {holidays}; rule of new lines: {rule}", False


def _admin(live: Snapshot) -> tuple[str, bool]:
    switches = [f"{name} {'on' if effective(live.system, path) else 'off'}" for name, path in _SWITCHES]
    value = effective(live.system, ADMIN_DEVICES)
    devices = value if isinstance(value, list) else []
    whole = len(FIELDS[ADMIN_DEVICES].choices)
    return f"{', '.join(switches)}; {len(devices)} of {whole} kinds of devices", not devices


def _inbound(live: Snapshot) -> tuple[str, bool]:
    return _listed(live, INBOUND_RULES), False


def _outbound(live: Snapshot) -> tuple[str, bool]:
    without = len(without_rule(live))
    lacking = f"; {things(without, 'person', 'people')} can't call out: no rule" if without else ""
    return f"{_listed(live, OUTBOUND_RULES)}{lacking}", bool(without) or not rules_of(live.system)


def _listed(live: Snapshot, path: str) -> str:
    names = [name_of(record) for record in records_at(live.system, path)]
    more = f" and {len(names) - _MAX_NAMED} more" if len(names) > _MAX_NAMED else ""
    return f"{things(len(names), 'rule')}: {', '.join(names[:_MAX_NAMED])}{more}" if names else "No rules yet"


def without_rule(live: Snapshot) -> Sequence[Line]:
    """The lines that somebody has and that can't call out, by extension."""
    found = (line for line in live.lines.values() if line.identity_uuid and not live.rule_of(line.key))
    return sorted(found, key=lambda line: (len(line.key), line.key))


_SWITCHES = (("TLS", TLS), ("STUN", STUN))
_STATES = {"general": _general, "adminTools": _admin, INBOUND_RULES: _inbound, OUTBOUND_RULES: _outbound}
