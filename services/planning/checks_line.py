"""Checks on the CPaaS's side of a line before it is changed."""

from __future__ import annotations

from collections.abc import Iterator

from services.domain import addons
from services.domain.change import Change
from services.domain.line import Line, is_key
from services.domain.number import display
from services.domain.phrases import tr
from services.domain.plan import Finding
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison
from services.planning.desired_numbers import gains
from services.planning.findings import error, in_use

_KEY_FIX = tr("Choose another one of 3 to 5 digits.")


def check_extension(change: Change, live: Snapshot) -> Iterator[Finding]:
    """Findings on the extension: it must be as the form showed it, and a new key must be free."""
    line = live.lines.get(change.key)
    if change.seen and line is None:
        yield error(
            change,
            "line.gone",
            tr("Extension {key} is gone.", key=change.key),
            tr("Say *lines*."),
            "Ext Key",
            change.key,
        )
    elif change.seen and line and line.version != change.seen:
        why = tr("Somebody changed extension {key} since this form was opened.", key=change.key)
        yield error(change, "line.moved", why, tr("Look at it again, then change it."), "Ext Key", change.key)
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
    why = tr("“{key}” is no extension: it takes 3 to 5 digits.", key=key)
    return error(change, "extension.key_invalid", why, _KEY_FIX, "Ext Key", key)


def _exists(change: Change, line: Line, live: Snapshot) -> Finding:
    why = tr("Extension {key} exists already ({known_as}).", key=line.key, known_as=known_as(line, live))
    return error(change, "extension.exists", why, _KEY_FIX, "Ext Key", line.key)


def known_as(line: Line, live: Snapshot) -> str:
    """Whose line it is: the person's name, or its directory name while nobody holds it."""
    holder = live.directory.get(line.identity_uuid)
    return holder.name if holder else line.label or tr("no name")


def check_holder(one: Comparison, live: Snapshot) -> list[Finding]:
    """Findings on the holder: the CPaaS must know the person, and nobody loses a line unless that was requested."""
    change, before, person = one.change, one.before, one.after.holder
    if person is None:
        return []
    if not person.identity_uuid:
        why = tr("{label} isn't a member of your CPaaS organisation.", label=person.label)
        fix = tr("Invite them there first, then send this again.")
        return [error(change, "person.no_member", why, fix, "User", change.person or "")]
    if not change.replace and before.identity_uuid and before.identity_uuid != person.identity_uuid:
        holder = live.directory.get(before.identity_uuid)
        why = tr(
            "Extension {key} belongs to {label}.", key=before.key, label=holder.label if holder else tr("somebody else")
        )
        fix = tr("Choose a free extension, or unassign it first.")
        return [error(change, "extension.taken", why, fix, "Ext Key", change.key)]
    return []


def check_numbers(one: Comparison, live: Snapshot) -> Iterator[Finding]:
    """Findings on numbers: they must be ours and free; one that leaves Teams must be there and unassigned."""
    change = one.change
    for e164 in gains(change):
        yield from _check_gain(change, e164, live)
    for e164 in dict.fromkeys(filter(None, (change.primary, change.private))):
        if e164 not in one.after.own:
            why = tr("{e164} isn't on extension {key}.", e164=display(e164), key=change.key)
            yield error(change, "number.not_on_line", why, tr("Add it first."), "Number", e164)
    if change.private and change.private == next(iter(one.after.own), ""):
        why = tr("{private} can't be first and private.", private=display(change.private))
        yield error(change, "number.private_first", why, tr("Choose another private number."), "Number", change.private)
    if change.number and (change.unassign or change.release):
        yield from _check_out(change, change.number, live)


def _check_gain(change: Change, e164: str, live: Snapshot) -> Iterator[Finding]:
    number = live.numbers.get(e164)
    if number is None:
        why = tr("{e164} isn't one of your CPaaS numbers.", e164=display(e164))
        fix = tr("Check the digits, or order the number from your provider.")
        yield error(change, "number.not_ours", why, fix, "Number", e164)
    elif number.ext_key and number.ext_key != change.key:
        why = tr("{e164} is on extension {ext_key}.", e164=display(e164), ext_key=number.ext_key)
        fix = tr("Choose a free number, or take it off {ext_key} first.", ext_key=number.ext_key)
        yield error(change, "number.taken", why, fix, "Number", e164)


def _check_out(change: Change, e164: str, live: Snapshot) -> Iterator[Finding]:
    number = live.numbers.get(e164)
    if number is None:
        why = tr("{e164} isn't one of your CPaaS numbers.", e164=display(e164))
        yield error(change, "number.not_ours", why, tr("Check the digits."), "Number", e164)
    elif number.source is not None and number.source.uses:
        yield in_use(change, number, number.source)
    elif number.source is not None:
        why = tr(
            "{e164} is in your tenant from {source}, not from your operator here.",
            e164=display(e164),
            source=tr(number.source.value),
        )
        fix = tr("Unassign or release it in the Teams admin centre.")
        yield error(change, "number.elsewhere", why, fix, "Number", e164)
    elif change.release and number.target and not change.unassign:
        why = tr(
            "{e164} is assigned to {name_of} in Teams.",
            e164=display(e164),
            name_of=live.name_of(number.target) or tr("somebody"),
        )
        yield error(change, "number.assigned", why, tr("Unassign it first, then release it."), "Number", e164)


def check_addons(one: Comparison) -> list[Finding]:
    """Findings on add-ons that exclude each other or are too many, without those that the same change takes away."""
    if not one.before.exists and one.change.row:
        return []  # a file's own rows were checked while they were read
    return [*_conflicts(one.change, set(one.after.addons)), *_too_many(one.change, one.after.addons)]


def _conflicts(change: Change, after: set[str]) -> Iterator[Finding]:
    for first, second in addons.conflicts(after):
        why = tr(
            "Extension {key} can't have both {name_of} and {name_of_2}.",
            key=change.key,
            name_of=addons.name_of(first),
            name_of_2=addons.name_of(second),
        )
        value = second if second in change.addons else first
        yield error(change, "addon.conflict", why, tr("Keep one of the two."), "Addon license", value)


def _too_many(change: Change, after: tuple[str, ...]) -> Iterator[Finding]:
    for code in set(addons.over_limit(after)) & set(change.addons):
        why = tr("Extension {key} can have {name_of} only once.", key=change.key, name_of=addons.name_of(code))
        yield error(change, "addon.limit", why, tr("Take it once."), "Addon license", code)
