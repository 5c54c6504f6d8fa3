"""The workspace's numbers as lists: which fall under a filter, hold some words, and can be uploaded or assigned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.domain import addons
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line, Number, UploadState
from services.domain.number import bare, display
from services.domain.number_list import read_list, shown
from services.domain.people import Person, fold
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity
from services.domain.upload import UploadOptions
from services.inventory.line_states import line_state
from services.inventory.requirements import RequirementFault, requirements, use_of
from services.inventory.snapshot import Snapshot

FILTERS = ("all", "not_uploaded", "uploading", "uploaded", "assigned", "unassigned", "failed")


def filters_of(number: Number) -> set[str]:
    """The filters this number falls under."""
    found = {"all"}
    match number.upload:
        case UploadState.NOT_UPLOADED:
            found.add("not_uploaded")
        case UploadState.UPLOADING | UploadState.SYNCED:
            found.add("uploading")
        case UploadState.FAILED:
            found.add("failed")
        case UploadState.UPLOADED:
            found |= {"uploaded", "assigned" if number.target else "unassigned"}
    return found


def counts(live: Snapshot) -> Counter[str]:
    """How many numbers fall under each filter."""
    return Counter(name for number in live.numbers.values() for name in filters_of(number))


def fitting(live: Snapshot, wanted: str, query: str) -> list[Number]:
    """The numbers under this filter whose digits, extension or person match the query; in order."""
    words, digits = fold(query), bare(join_text("", query.split()).replace("-", ""))
    found = (n for n in live.numbers.values() if wanted in filters_of(n) or wanted not in FILTERS)
    fits = (n for n in found if not words or digits in n.e164 or words in _text(n, live))
    return sorted(fits, key=lambda n: n.e164)


def line_of(number: Number, live: Snapshot) -> Line | None:
    """The line the number is on."""
    return live.lines.get(number.ext_key)


def owner(number: Number, live: Snapshot) -> Person | None:
    """Who holds the line the number is on."""
    line = line_of(number, live)
    return live.directory.get(line.identity_uuid) if line else None


def _text(number: Number, live: Snapshot) -> str:
    """The text to search: extension, the line's person, and the person who has the number in Teams."""
    people = (owner(number, live), live.directory.get(number.target))
    return fold(join_text(" ", (number.ext_key, *(person.name for person in people if person))))


def uploadable(number: Number, live: Snapshot) -> bool:
    """Whether it can be uploaded: it isn't in Teams, and no line without a Teams add-on uses it."""
    return number.upload in (UploadState.NOT_UPLOADED, UploadState.FAILED) and (
        not number.ext_key or for_teams(number, live)
    )


def for_teams(number: Number, live: Snapshot) -> bool:
    """Whether the number is on a line with a Teams add-on, which tells what it is for."""
    line = line_of(number, live)
    return line is not None and addons.teams_code(line.addons) is not None


def upload_change(number: Number, options: UploadOptions) -> Change:
    """The change that uploads the number to the tenant and doesn't assign it."""
    return Change(
        key=number.ext_key,
        number=number.e164,
        upload=True,
        assign=False,
        usage="" if number.ext_key else options.usage,
        location=options.location if options.country == number.of_country else "",
        open_address=options.open_address,
    )


@dataclass(frozen=True, slots=True)
class Pairs:
    """Numbers with the line each is to be assigned to, and a note with the reason for those left out."""

    changes: tuple[Change, ...]
    left: tuple[Finding, ...]


def pairs(live: Snapshot, among: Iterable[Number]) -> Pairs:
    """Each of these numbers that is in Teams and unassigned, with the line it belongs to.

    A person who calls with a number of the line gets the others as further ones; a person without one gets one to call
    with.
    """
    changes: list[Change] = []
    left: defaultdict[str, list[str]] = defaultdict(list)
    given: dict[str, str] = dict(live.held)
    for number in sorted(among, key=lambda n: (_place(n, live), n.e164)):
        why = _no_pair(number, live, given)
        if why:
            left[why].append(number.e164)
            continue
        person = owner(number, live)
        if person is not None and person.object_id not in given:
            given[person.object_id] = number.e164
        changes.append(Change(number.ext_key, number=number.e164, assign=True))
    return Pairs(tuple(changes), tuple(_left(why, numbers) for why, numbers in left.items()))


def unassigned(live: Snapshot) -> list[Number]:
    """Every number that Teams has and nobody uses there."""
    return [n for n in live.numbers.values() if "unassigned" in filters_of(n)]


def _place(number: Number, live: Snapshot) -> int:
    """Its position on its line: the person calls with the line's first number."""
    line = line_of(number, live)
    return line.numbers.index(number.e164) if line and number.e164 in line.numbers else 0


def _no_pair(number: Number, live: Snapshot, given: Mapping[str, str]) -> str:
    """Why this number can't be assigned to its line's holder; empty when it can."""
    line = line_of(number, live)
    if number.source is not None:
        source = tr(number.source.value)
        return tr("used by {source}", source=source) if number.source.uses else tr("from {source}", source=source)
    if "unassigned" not in filters_of(number):
        return tr("assigned already") if number.target else tr("not in Teams yet")
    if line is None:
        return tr("on no line")
    state = line_state(line, live)
    faults = {fault for one in requirements(state, live, number.e164) for fault in one.faults}
    if RequirementFault.NO_ADDON in faults:
        return tr("extension {key} has no Teams add-on", key=line.key)
    if state.holder is None:
        return tr("nobody holds extension {key}", key=line.key)
    if RequirementFault.WRONG_USE in faults:
        return tr("uploaded for {use_of}", use_of=use_of(number))
    held = given.get(state.holder.object_id, "")
    if held and held == live.held.get(state.holder.object_id) and held in line.numbers and not state.for_resource:
        return ""  # it is a further number beside the one they call with
    return tr("{name} has {held} in Teams", name=state.holder.name, held=display(held)) if held else ""


def _left(why: str, numbers: Sequence[str]) -> Finding:
    message, named = tr("Left out, {why}: {shown}.", why=why, shown=shown(numbers)), shown(numbers, len(numbers))
    # The words name only some of them, the value all: a file has room for that.
    value = "" if named in message else named
    return Finding(Severity.WARNING, "number.left_out", message, column=tr("Number"), value=value)


def meant(words: str, live: Snapshot) -> tuple[list[Number], list[Finding]]:
    """The organisation's numbers in a typed list, and a note on those that it doesn't own.

    BadInput for what can't be read, and when none of them is ours.
    """
    listed = read_list(words, live.country, ours=live.numbers)
    if listed.unread:
        first = listed.unread[0]
        raise BadInput(tr("I can't read “{written}”: {why}.", written=first.written[:60], why=first.why), fix=_LIST)
    ours = [live.numbers[e164] for e164 in listed.numbers if e164 in live.numbers]
    others = [e164 for e164 in listed.numbers if e164 not in live.numbers]
    if not ours:
        are = tr("isn't one") if len(others) == 1 else tr("aren't any")
        fix = tr("Check the digits, or order the number from your provider. Say *numbers* to see yours.")
        raise BadInput(
            tr("{shown} {are} of your CPaaS numbers.", shown=shown(others), are=are)
            if others
            else tr("No number is named."),
            fix=fix,
        )
    return ours, [_left(tr("not one of your CPaaS numbers"), others)] if others else []


_LIST = tr("Write numbers with country code: *6567891230, 6567891231* or *6567891230-6567891250*.")
