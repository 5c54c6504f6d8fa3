"""Checks before the organisation's own settings are changed: valid lists, and no rule deleted that is in use."""

from __future__ import annotations

from collections.abc import Iterator

from services.domain.change import Change
from services.domain.line import Line
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding
from services.domain.settings.catalogue import effective
from services.domain.settings.paths import DEFAULT_RULE, HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES
from services.domain.settings.record_checks import record_faults
from services.domain.settings.records import Record, key_of, name_of, records_at
from services.domain.settings.words import label_of
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison
from services.planning.findings import error

_LISTS = (HOLIDAYS, INBOUND_RULES, OUTBOUND_RULES)
_MAX_NAMED = 3


def check_system(one: Comparison, live: Snapshot) -> list[Finding]:
    """Findings on this change of the organisation's settings."""
    lists = [path for path in _LISTS if path in one.change.settings]
    found = [_wrong(one.change, path, why) for path in lists for why in _faults(one, path)]
    return [*found, *_rules_in_use(one, live)]


def holders_of(rule: str, live: Snapshot) -> list[Line]:
    """The lines that have this outbound call rule, by extension."""
    found = (line for line in live.lines.values() if rule and live.rule_of(line.key) == rule)
    return sorted(found, key=lambda line: (len(line.key), line.key))


def who(line: Line, live: Snapshot) -> str:
    """The line's holder by name, or the line's directory name."""
    person = live.directory.get(line.identity_uuid)
    return person.name if person else line.label or line.key


def _faults(one: Comparison, path: str) -> list[str]:
    return record_faults(path, records_at(one.after.settings, path), records_at(one.before.settings, path))


def _rules_in_use(one: Comparison, live: Snapshot) -> Iterator[Finding]:
    change = one.change
    kept = {key_of(rule) for rule in records_at(one.after.settings, OUTBOUND_RULES)}
    for rule in records_at(one.before.settings, OUTBOUND_RULES):
        if key_of(rule) not in kept:
            yield from _in_use(change, rule, live)
            if key_of(rule) == effective(one.after.settings, DEFAULT_RULE):
                why = tr("{name_of} is the rule that new lines begin with.", name_of=name_of(rule))
                yield error(change, "rule.default", why, tr("Choose another one in General Settings first."), "", "")


def _in_use(change: Change, rule: Record, live: Snapshot) -> Iterator[Finding]:
    holders = holders_of(key_of(rule), live)
    if holders:
        verb = "goes" if len(holders) == 1 else "go"
        why = tr("{named} {verb} by {name_of}.", named=named(holders, live), verb=verb, name_of=name_of(rule))
        yield error(change, "rule.in_use", why, tr("Give them another rule first."), "", "")


def named(holders: list[Line], live: Snapshot) -> str:
    """The first few by name, the others counted."""
    names = [who(line, live) for line in holders[:_MAX_NAMED]]
    more = len(holders) - len(names)
    if more:
        return tr("{names} and {more:,} more", names=join_text(", ", names), more=more)
    return names[0] if len(names) == 1 else tr("{first} and {last}", first=join_text(", ", names[:-1]), last=names[-1])


def _wrong(change: Change, path: str, why: str) -> Finding:
    return error(change, "setting.out_of_limits", why, "", label_of(path), "")
