"""Steps in words: what one does to what, and what was before and is now."""

from __future__ import annotations

from cards.words import things
from services.domain.addons import name_of
from services.domain.number import display
from services.domain.settings.words import label_of, value_words
from services.domain.steps import WORDS, State, Step, StepKind

WAITS = frozenset({StepKind.NUMBER_VISIBLE, StepKind.NUMBER_GONE})


def brief(step: Step, person: str = "") -> list[str]:
    """A step in the fewest words; a new line's own name isn't said again."""
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return ["new extension"]
        case StepKind.EXTENSION_UPDATE if not _losses(step, ""):
            added = [things(len(step.after.addons), "add-on")] if step.after.addons else []
            numbers = [display(number) for number in step.after.numbers]
            moved = step.before.identity_uuid and step.after.identity_uuid
            return [*([f"give to {person}"] if moved else []), *added, *numbers, *_renamed(step.after)]
        case StepKind.NUMBER_UPLOAD:
            return ["upload to Teams"]
        case StepKind.NUMBER_ASSIGN:
            return ["assign in Teams"]
        case _:
            return [words_of(step, person)]


def words_of(step: Step, person: str = "") -> str:
    """One step: what it does to what, for whom."""
    before, after = step.before, step.after
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return f"create extension {step.object} “{after.label}”"
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            return _update_words(step, person)
        case StepKind.EXTENSION_REKEY:
            return f"change extension {step.object} to {after.key}"
        case StepKind.SETTINGS_UPDATE | StepKind.SYSTEM_UPDATE:
            return "; ".join(f"{what}: {was} → {now}" for what, was, now in changes_of(step))
        case StepKind.LOCATION_SET:
            return f"set usage location {before.country or 'none'} → {after.country or 'none'}"
        case StepKind.LICENCE_GIVE:
            return "give a Microsoft phone licence"
        case StepKind.NUMBER_UPLOAD:
            return f"upload {display(step.object)} to Teams"
        case StepKind.NUMBER_ASSIGN:
            return f"assign it to {person} in Teams" if person else f"assign {display(step.object)} in Teams"
        case StepKind.NUMBER_UNASSIGN:
            return f"unassign {display(step.object)} in Teams"
        case StepKind.NUMBER_DELETE:
            return f"remove {display(step.object)} from Teams"
        case _:
            return WORDS[step.kind].lower()


def changes_of(step: Step, person: str = "") -> list[tuple[str, str, str]]:
    """What a step changes as (what, before, now), for whoever wants to see both sides; empty for a step that waits."""
    before, after = step.before, step.after
    match step.kind:
        case StepKind.SETTINGS_UPDATE | StepKind.SYSTEM_UPDATE:
            return [
                (label_of(path), value_words(path, before.settings.get(path)), value_words(path, value))
                for path, value in after.settings.items()
            ]
        case StepKind.EXTENSION_CREATE:
            return [("Extension", "none", f"{step.object} {after.label or ''}".strip())]
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            return _update_changes(step, person)
        case StepKind.EXTENSION_REKEY:
            return [("Extension", step.object, after.key or "")]
        case StepKind.LOCATION_SET:
            return [("Usage location", before.country or "none", after.country or "none")]
        case StepKind.LICENCE_GIVE:
            return [("Microsoft phone licence", "none", "given")]
        case StepKind.LICENCE_TAKE:
            return [("Microsoft phone licence", "given", "none")]
        case StepKind.NUMBER_UPLOAD:
            return [(display(step.object), "not in Teams", "in Teams")]
        case StepKind.NUMBER_DELETE:
            return [(display(step.object), "in Teams", "not in Teams")]
        case StepKind.NUMBER_ASSIGN:
            return [(display(step.object), "unassigned in Teams", f"assigned to {person or 'its person'} in Teams")]
        case StepKind.NUMBER_UNASSIGN:
            return [(display(step.object), "assigned in Teams", "unassigned in Teams")]
        case StepKind.EXTENSION_DELETE:
            return [("Extension", step.object, "none")]
        case _:
            return []


def _update_changes(step: Step, person: str) -> list[tuple[str, str, str]]:
    before, after = step.before, step.after
    found = []
    if after.label is not None:
        found.append(("Directory name", before.label or "none", after.label or "none"))
    if after.identity_uuid is not None:
        was = "somebody else" if before.identity_uuid and after.identity_uuid else "its person"
        now = (person or "its person") if after.identity_uuid else "nobody"
        found.append(("Person", was if before.identity_uuid else "nobody", now))
    found += [(name_of(code), "off", "on") for code in after.addons]
    found += [(name_of(code), "on", "off") for code in before.addons]
    found += [("Number", "none", display(number)) for number in after.numbers]
    found += [("Number", display(number), "none") for number in before.numbers]
    if after.primary:
        found.append(("First number", display(before.primary or "") or "none", display(after.primary)))
    return found


def _update_words(step: Step, person: str) -> str:
    gains, losses = _gains(step, person), _losses(step, person)
    parts = [f"add {', '.join(gains)}" if gains else "", f"take away {', '.join(losses)}" if losses else ""]
    return "; ".join([*filter(None, parts), *_renamed(step.after)])


def _gains(step: Step, person: str) -> list[str]:
    after = step.after
    return [
        *([person or "its person"] if after.identity_uuid else []),
        *(name_of(code) for code in after.addons),
        *(display(number) for number in after.numbers),
    ]


def _losses(step: Step, person: str) -> list[str]:
    before, after = step.before, step.after
    return [
        *([person or "its person"] if before.identity_uuid and not after.identity_uuid else []),
        *(name_of(code) for code in before.addons),
        *(display(number) for number in before.numbers),
    ]


def _renamed(after: State) -> list[str]:
    first = [f"put {display(after.primary)} first"] if after.primary else []
    return [*([f"rename to “{after.label}”"] if after.label else []), *first]
