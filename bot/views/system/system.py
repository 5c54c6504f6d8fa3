"""The organisation's settings in words, section by section."""

from __future__ import annotations

from collections.abc import Sequence

from cards.system.system import SectionRow
from cards.words import things
from services.domain.line import Line
from services.domain.phrases import join_text, tr
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
    return tr("{zone}; {holidays}; rule of new lines: {rule}", zone=zone, holidays=holidays, rule=rule), False


def _admin(live: Snapshot) -> tuple[str, bool]:
    switches = [
        tr("{name} {word}", name=name, word=tr("on") if effective(live.system, path) else tr("off"))
        for name, path in _SWITCHES
    ]
    value = effective(live.system, ADMIN_DEVICES)
    devices = value if isinstance(value, list) else []
    whole = len(FIELDS[ADMIN_DEVICES].choices)
    return tr(
        "{names}; {devices} of {whole} kinds of devices",
        names=join_text(", ", switches),
        devices=len(devices),
        whole=whole,
    ), not devices


def _inbound(live: Snapshot) -> tuple[str, bool]:
    return _listed(live, INBOUND_RULES), False


def _outbound(live: Snapshot) -> tuple[str, bool]:
    without = len(without_rule(live))
    lacking = (
        tr("; {how_many} can't call out: no rule", how_many=things(without, "person", "people")) if without else ""
    )
    return join_text("", (_listed(live, OUTBOUND_RULES), lacking)), bool(without) or not rules_of(live.system)


def _listed(live: Snapshot, path: str) -> str:
    names = [name_of(record) for record in records_at(live.system, path)]
    more = tr(" and {names} more", names=len(names) - _MAX_NAMED) if len(names) > _MAX_NAMED else ""
    return (
        tr(
            "{how_many}: {names}{more}",
            how_many=things(len(names), "rule"),
            names=join_text(", ", names[:_MAX_NAMED]),
            more=more,
        )
        if names
        else tr("No rules yet")
    )


def without_rule(live: Snapshot) -> Sequence[Line]:
    """The lines that have a holder but can't call out, by extension."""
    found = (line for line in live.lines.values() if line.identity_uuid and not live.rule_of(line.key))
    return sorted(found, key=lambda line: (len(line.key), line.key))


_SWITCHES = (("TLS", TLS), ("STUN", STUN))
_STATES = {"general": _general, "adminTools": _admin, INBOUND_RULES: _inbound, OUTBOUND_RULES: _outbound}
