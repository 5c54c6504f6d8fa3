"""A small model of the remote systems: what every kind of step does to them, as strictly as they take it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from services.domain.line import MAX_ALTERNATE_NUMBERS, Category, Line, Number, UploadState
from services.domain.people import Directory, Person
from services.domain.settings.paths import put_at
from services.domain.steps import Step, StepKind
from services.execution.effects.cpaas import _has
from services.inventory.snapshot import Snapshot


@dataclass
class _Remote:
    lines: dict[str, Line]
    numbers: dict[str, Number]
    people: dict[str, Person]
    settings: dict[str, Mapping[str, JsonValue]]
    system: Mapping[str, JsonValue]


def applied(live: Snapshot, steps: Iterable[Step]) -> Snapshot:
    """The world after every step had its effect; each must fit what it finds."""
    people = {person.key: person for person in live.directory.people}
    remote = _Remote(dict(live.lines), dict(live.numbers), people, dict(live.settings), live.system)
    for step in steps:
        _EFFECTS[step.kind](step, remote)
    return replace(
        live,
        lines=remote.lines,
        numbers=remote.numbers,
        directory=Directory(remote.people.values()),
        settings=remote.settings,
        system=remote.system,
        held=held_by(remote.numbers.values()),
    )


def held_by(numbers: Iterable[Number]) -> dict[str, str]:
    """The number that each person calls with."""
    return {n.target: n.e164 for n in numbers if n.target and n.category in (None, Category.PRIMARY)}


def _create(step: Step, remote: _Remote) -> None:
    assert step.object not in remote.lines
    remote.lines[step.object] = Line(step.object, step.after.label or "", base=step.after.base or "")


def _delete(step: Step, remote: _Remote) -> None:
    line = remote.lines.pop(step.object)
    assert not line.identity_uuid
    assert not line.numbers
    remote.settings.pop(step.object, None)


def _rekey(step: Step, remote: _Remote) -> None:
    line, key = remote.lines.pop(step.object), step.after.key
    assert key
    assert key not in remote.lines
    remote.lines[key] = replace(line, key=key)
    if step.object in remote.settings:
        remote.settings[key] = remote.settings.pop(step.object)
    for e164 in line.numbers:
        remote.numbers[e164] = replace(remote.numbers[e164], ext_key=key)


def _update(step: Step, remote: _Remote) -> None:
    line, before, after = remote.lines.pop(step.object), step.before, step.after
    assert before.identity_uuid in (None, line.identity_uuid)
    kept = [code for code in line.addons if code not in before.addons]
    codes = [*kept, *(Counter(after.addons) - Counter(kept)).elements()]
    own = [*(e164 for e164 in line.numbers if e164 not in before.numbers), *after.numbers]
    if after.primary:
        own = [after.primary, *(e164 for e164 in own if e164 != after.primary)]
    for e164 in (*before.numbers, *own):
        remote.numbers[e164] = replace(remote.numbers[e164], ext_key=step.object if e164 in own else "")
    identity = line.identity_uuid if after.identity_uuid is None else after.identity_uuid
    label = line.label if after.label is None else after.label
    made = replace(line, label=label, identity_uuid=identity, addons=tuple(codes), numbers=tuple(own))
    assert _has(made, step)
    remote.lines[step.object] = made


def _settings(step: Step, remote: _Remote) -> None:
    assert step.object in remote.lines
    remote.settings[step.object] = put_at(remote.settings.get(step.object, {}), step.after.settings)


def _system(step: Step, remote: _Remote) -> None:
    remote.system = put_at(remote.system, step.after.settings)


def _upload(step: Step, remote: _Remote) -> None:
    number, after = remote.numbers[step.object], step.after
    assert number.upload in (UploadState.NOT_UPLOADED, UploadState.FAILED)
    remote.numbers[step.object] = replace(
        number,
        upload=UploadState.SYNCED,
        usage=after.usage or "",
        location=after.location or "",
        open_address=bool(after.open_address),
        error="",
    )


def _visible(step: Step, remote: _Remote) -> None:
    number = remote.numbers[step.object]
    assert number.upload in (UploadState.UPLOADING, UploadState.SYNCED)
    remote.numbers[step.object] = replace(number, upload=UploadState.UPLOADED)


def _release(step: Step, remote: _Remote) -> None:
    number = remote.numbers[step.object]
    assert not number.target
    gone = replace(number, upload=UploadState.NOT_UPLOADED, usage="", location="", open_address=False)
    remote.numbers[step.object] = gone


def _gone(step: Step, remote: _Remote) -> None:
    assert remote.numbers[step.object].upload is UploadState.NOT_UPLOADED


def _assign(step: Step, remote: _Remote) -> None:
    number, target = remote.numbers[step.object], step.after.target or ""
    assert not number.target
    if step.after.key:
        line = remote.lines[step.after.key]
        assert step.after.identity_uuid in (None, line.identity_uuid)
        assert step.object in line.numbers
    assert number.upload is UploadState.UPLOADED
    # A person may have one primary number, one private and nine others, and the primary one comes first.
    category = step.after.category or Category.PRIMARY
    has = [n.category or Category.PRIMARY for n in remote.numbers.values() if n.target == target]
    assert has.count(category) < (MAX_ALTERNATE_NUMBERS if category is Category.ALTERNATE else 1)
    assert category is Category.PRIMARY or Category.PRIMARY in has
    remote.numbers[step.object] = replace(number, target=target, category=category)


def _unassign(step: Step, remote: _Remote) -> None:
    number = remote.numbers[step.object]
    assert number.target == step.before.target
    remote.numbers[step.object] = replace(number, target="", category=None)


def _locate(step: Step, remote: _Remote) -> None:
    person = remote.people[step.object]
    assert step.after.country
    assert person.usage_location == step.before.country
    remote.people[step.object] = replace(person, usage_location=step.after.country)


def _give_licence(step: Step, remote: _Remote) -> None:
    person = remote.people[step.object]
    assert person.usage_location  # Microsoft gives no licence without one
    assert step.after.licence not in (*person.licences, None)
    remote.people[step.object] = replace(person, licences=(*person.licences, step.after.licence or ""))


def _take_licence(step: Step, remote: _Remote) -> None:
    person = remote.people[step.object]
    assert step.before.licence in person.licences
    left = tuple(licence for licence in person.licences if licence != step.before.licence)
    remote.people[step.object] = replace(person, licences=left)


_EFFECTS: Mapping[StepKind, Callable[[Step, _Remote], None]] = {
    StepKind.EXTENSION_CREATE: _create,
    StepKind.EXTENSION_DELETE: _delete,
    StepKind.EXTENSION_REKEY: _rekey,
    StepKind.EXTENSION_UPDATE: _update,
    StepKind.EXTENSION_RESTORE: _update,
    StepKind.SETTINGS_UPDATE: _settings,
    StepKind.SYSTEM_UPDATE: _system,
    StepKind.NUMBER_UPLOAD: _upload,
    StepKind.NUMBER_VISIBLE: _visible,
    StepKind.NUMBER_DELETE: _release,
    StepKind.NUMBER_GONE: _gone,
    StepKind.NUMBER_ASSIGN: _assign,
    StepKind.NUMBER_UNASSIGN: _unassign,
    StepKind.LOCATION_SET: _locate,
    StepKind.LICENCE_GIVE: _give_licence,
    StepKind.LICENCE_TAKE: _take_licence,
}
