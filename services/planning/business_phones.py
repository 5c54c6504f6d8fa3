"""Numbers written back to people's directory entries, if the workspace has that switched on. Pure: writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from services.domain.business_phones import digits, same_phones
from services.domain.line import Category, Number
from services.domain.people import Person
from services.domain.phrases import tr
from services.domain.plan import Finding, Severity
from services.domain.steps import ObjectState, Step, StepKind
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison

_CALLING = (None, Category.PRIMARY)  # a number of another category is never somebody's first


def phone_steps(compared: Sequence[Comparison], live: Snapshot) -> list[tuple[Step, ...]]:
    """For each change the directory entries that get another number; an entry whose number goes away becomes empty.

    An entry that holds a number of its own is left alone, and so is one that is managed on premises.
    """
    return [tuple(_step(*one) for one in found if not one[0].synchronised) for found in _moves(compared, live)]


def check_phones(compared: Sequence[Comparison], live: Snapshot) -> list[Finding]:
    """One remark on everybody whose entry is managed on premises and would have changed."""
    names = [who.name for found in _moves(compared, live) for who, _ in found if who.synchronised]
    if not names:
        return []
    more = tr(" and {names:,} more", names=len(names) - 1) if len(names) > 1 else ""
    why = tr(
        "The business phone of {names}{more} is kept in your Active Directory on premises and stays as it is.",
        names=names[0],
        more=more,
    )
    return [Finding(Severity.INFO, "phones.on_premises", why, tr("Change it there."), value=names[0])]


def _moves(compared: Sequence[Comparison], live: Snapshot) -> list[list[tuple[Person, tuple[str, ...]]]]:
    """For each change the people whose entry changes, and its new content."""
    if not live.business_phones:
        return [[] for _ in compared]
    gains = [_gains(one) for one in compared]
    kept = {who for found in gains for who in found}
    return [[*_written(found, live), *_emptied(one, kept, live)] for one, found in zip(compared, gains, strict=True)]


def _gains(one: Comparison) -> Mapping[str, str]:
    """The number with which people will call (E.164), by object id."""
    given = {n.target: n.e164 for n in one.after.numbers if n.target and n.category in _CALLING}
    return {who: e164 for who, e164 in given.items() if not _calls(who, one.before.number(e164))}


def _calls(who: str, number: Number | None) -> bool:
    return number is not None and number.target == who and number.category in _CALLING


def _written(gains: Mapping[str, str], live: Snapshot) -> Iterator[tuple[Person, tuple[str, ...]]]:
    for who, e164 in gains.items():
        person = live.directory.get(who)
        if person and not person.is_resource and not same_phones(person.business_phones, (e164,)):
            yield person, (e164,)


def _emptied(one: Comparison, kept: set[str], live: Snapshot) -> Iterator[tuple[Person, tuple[str, ...]]]:
    for was in one.before.numbers:
        if was.target in kept or not _calls(was.target, was) or _calls(was.target, one.after.number(was.e164)):
            continue
        person = live.directory.get(was.target)
        if person and list(map(digits, person.business_phones)) == [digits(was.e164)]:
            yield person, ()


def _step(person: Person, phones: tuple[str, ...]) -> Step:
    states = ObjectState(phones=person.business_phones), ObjectState(phones=phones)
    return Step(StepKind.PHONES_SET, person.object_id, *states)
