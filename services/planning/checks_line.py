"""Checks on the CPaaS's side of a line before it is changed."""

from __future__ import annotations

from collections.abc import Iterator

from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line, is_key
from services.domain.number import display
from services.domain.plan import Finding
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison
from services.planning.desired_numbers import gains
from services.planning.findings import error

_KEY_FIX = "Choose another one of 3 to 5 digits."


def check_extension(change: Change, live: Snapshot) -> Iterator[Finding]:
    """Findings on the extension: it must be as the form showed it, and a new key must be free."""
    line = live.lines.get(change.key)
    if change.seen and line is None:
        yield error(change, "line.gone", f"Extension {change.key} is gone.", "Say *lines*.", "Ext Key", change.key)
    elif change.seen and line and line.version != change.seen:
        why = f"Somebody changed extension {change.key} since this form was opened."
        yield error(change, "line.moved", why, "Look at it again, then change it.", "Ext Key", change.key)
    if change.base and line is not None:
        yield _exists(change, line, live)
    if line is None and change.key and not change.row and not is_key(change.key):
        yield _no_key(change, change.key)
    key = change.new_key
    if key and key != change.key:
        if not is_key(key):
            yield _no_key(change, key)
        elif key in live.lines:
            yield _exists(change, live.lines[key], live)


def _no_key(change: Change, key: str) -> Finding:
    why = f"“{key}” is no extension: it takes 3 to 5 digits."
    return error(change, "extension.key_invalid", why, _KEY_FIX, "Ext Key", key)


def _exists(change: Change, line: Line, live: Snapshot) -> Finding:
    why = f"Extension {line.key} exists already ({known_as(line, live)})."
    return error(change, "extension.exists", why, _KEY_FIX, "Ext Key", line.key)


def known_as(line: Line, live: Snapshot) -> str:
    """Whose line it is: the person's name, or its directory name while nobody holds it."""
    holder = live.directory.get(line.identity_uuid)
    return holder.name if holder else line.label or "no name"


def check_holder(one: Comparison, live: Snapshot) -> list[Finding]:
    """Findings on the holder: the CPaaS must know the person, and nobody loses a line unless that was requested."""
    change, before, person = one.change, one.before, one.after.holder
    if person is None:
        return []
    if not person.identity_uuid:
        why = f"{person.label} isn't a member of your CPaaS organisation."
        fix = "Invite them there first, then send this again."
        return [error(change, "person.no_member", why, fix, "User", change.person or "")]
    if not change.replace and before.identity_uuid and before.identity_uuid != person.identity_uuid:
        holder = live.directory.get(before.identity_uuid)
        why = f"Extension {before.key} belongs to {holder.label if holder else 'somebody else'}."
        fix = "Choose a free extension, or unassign it first."
        return [error(change, "extension.taken", why, fix, "Ext Key", change.key)]
    return []


def check_numbers(one: Comparison, live: Snapshot) -> Iterator[Finding]:
    """Findings on numbers: they must be ours and free; one that leaves Teams must be there and unassigned."""
    change = one.change
    for e164 in gains(change):
        yield from _check_gain(change, e164, live)
    for e164 in dict.fromkeys(filter(None, (change.primary, change.private))):
        if e164 not in one.after.own:
            why = f"{display(e164)} isn't on extension {change.key}."
            yield error(change, "number.not_on_line", why, "Add it first.", "Number", e164)
    if change.private and change.private == next(iter(one.after.own), ""):
        why = f"{display(change.private)} can't be first and private."
        yield error(change, "number.private_first", why, "Choose another private number.", "Number", change.private)
    if change.number and (change.unassign or change.release):
        yield from _check_out(change, change.number, live)


def _check_gain(change: Change, e164: str, live: Snapshot) -> Iterator[Finding]:
    number = live.numbers.get(e164)
    if number is None:
        why = f"{display(e164)} isn't one of your CPaaS numbers."
        fix = "Check the digits, or order the number from your provider."
        yield error(change, "number.not_ours", why, fix, "Number", e164)
    elif number.ext_key and number.ext_key != change.key:
        why = f"{display(e164)} is on extension {number.ext_key}."
        fix = f"Choose a free number, or take it off {number.ext_key} first."
        yield error(change, "number.taken", why, fix, "Number", e164)


def _check_out(change: Change, e164: str, live: Snapshot) -> Iterator[Finding]:
    number = live.numbers.get(e164)
    if number is None:
        why = f"{display(e164)} isn't one of your CPaaS numbers."
        yield error(change, "number.not_ours", why, "Check the digits.", "Number", e164)
    elif number.source is not None:
        why = f"{display(e164)} is in your tenant from {number.source}, not from your operator here."
        fix = "Unassign or release it in the Teams admin centre."
        yield error(change, "number.elsewhere", why, fix, "Number", e164)
    elif change.release and number.target and not change.unassign:
        why = f"{display(e164)} is assigned to {live.name_of(number.target) or 'somebody'} in Teams."
        yield error(change, "number.assigned", why, "Unassign it first, then release it.", "Number", e164)


def check_addons(one: Comparison) -> list[Finding]:
    """Findings on add-ons that exclude each other or are too many, without those that the same change takes away."""
    if not one.before.exists and one.change.row:
        return []  # a file's own rows were checked while they were read
    return [*_conflicts(one.change, set(one.after.addons)), *_too_many(one.change, one.after.addons)]


def _conflicts(change: Change, after: set[str]) -> Iterator[Finding]:
    for first, second in addons.conflicts(after):
        why = f"Extension {change.key} can't have both {addons.name_of(first)} and {addons.name_of(second)}."
        value = second if second in change.addons else first
        yield error(change, "addon.conflict", why, "Keep one of the two.", "Addon license", value)


def _too_many(change: Change, after: tuple[str, ...]) -> Iterator[Finding]:
    for code in set(addons.over_limit(after)) & set(change.addons):
        why = f"Extension {change.key} can have {addons.name_of(code)} only once."
        yield error(change, "addon.limit", why, "Take it once.", "Addon license", code)
