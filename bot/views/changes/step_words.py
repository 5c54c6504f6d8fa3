"""Steps in words: what one does to what, and what was before and is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cards.words import things
from services.domain.addons import name_of
from services.domain.grants import grants_in
from services.domain.number import display
from services.domain.plan import PlanLine
from services.domain.policy import lines_of, policy_in
from services.domain.settings.compare import differences
from services.domain.steps import ObjectState, Step, StepKind
from services.domain.voice_policies import KIND_WORDS

WAITS = frozenset({StepKind.NUMBER_VISIBLE, StepKind.NUMBER_GONE})


def names_of(line: PlanLine) -> tuple[str, str]:
    """Whom the line is about and who had it before, by name; a line stored without names has the user names, too."""
    return line.person_name or line.person, line.held_by_name or line.held_by


def brief(step: Step, person: str = "", was: str = "") -> list[str]:
    """A step in the fewest words; a new line's own name isn't said again. `was` is who had the line before."""
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return ["new extension"]
        case StepKind.EXTENSION_UPDATE if not _losses(step, ""):
            count = len(step.after.addons) - len(step.before.addons)
            added = [things(count, "add-on")] if count else []
            numbers = [display(number) for number in step.after.numbers]
            return [*_moved(step, person, was), *added, *numbers, *_renamed(step.after)]
        case StepKind.NUMBER_UPLOAD:
            return ["upload to Teams"]
        case StepKind.NUMBER_ASSIGN:
            return [f"assign in Teams{_as_what(step.after)}"]
        case _:
            return [words_of(step, person, was)]


def words_of(step: Step, person: str = "", was: str = "") -> str:
    """One step: what it does to what, for whom; `was` is who had the line before."""
    before, after = step.before, step.after
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return f"create extension {step.object} “{after.label}”"
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            return _update_words(step, person, was)
        case StepKind.EXTENSION_REKEY:
            return f"change extension {step.object} to {after.key}"
        case StepKind.SETTINGS_UPDATE | StepKind.SYSTEM_UPDATE:
            return "; ".join(f"{what}: {was} → {now}" for what, was, now in changes_of(step))
        case StepKind.LOCATION_SET:
            return f"set usage location {before.country or 'none'} → {after.country or 'none'}"
        case StepKind.VOICE_POLICY_SET:
            return "; ".join(f"set {what.lower()} {was} → {now}" for what, was, now in changes_of(step))
        case StepKind.PHONES_SET:
            return f"set business phone {_phone(before)} → {_phone(after)}"
        case StepKind.LICENCE_GIVE:
            return "give a Microsoft phone licence"
        case StepKind.LICENCE_TAKE:
            return "take the Microsoft phone licence back, and with it any number in Teams"
        case StepKind.NUMBER_UPLOAD:
            return f"upload {display(step.object)} to Teams"
        case StepKind.NUMBER_ASSIGN:
            return _assign_words(step, person)
        case StepKind.NUMBER_UNASSIGN:
            return f"unassign {display(step.object)} in Teams"
        case StepKind.POLICY_SET:
            return "; ".join(
                f"from now on: {now}" if was == "none" else f"no more: {was}" for _, was, now in changes_of(step)
            )
        case StepKind.ACCESS_SET:
            return "; ".join(f"give {now}" if was == "none" else f"take away {was}" for _, was, now in changes_of(step))
        case StepKind.NUMBER_DELETE:
            return f"remove {display(step.object)} from Teams"
        case StepKind.EXTENSION_DELETE:
            return f"delete extension {step.object}"
        case StepKind.NUMBER_VISIBLE:
            return "wait until Teams shows it"
        case StepKind.NUMBER_GONE:
            return "wait until Teams lets it go"
        case StepKind.TENANT_LINK:
            return "link the Microsoft tenant"
        case StepKind.TENANT_UNLINK:
            return "unlink the Microsoft tenant"


def _assign_words(step: Step, person: str) -> str:
    if step.after.category is not None:
        return f"assign {display(step.object)}{f' to {person}' if person else ''} in Teams{_as_what(step.after)}"
    return f"assign it to {person} in Teams" if person else f"assign {display(step.object)} in Teams"


def _phone(state: ObjectState) -> str:
    """The business phone of somebody's directory entry, as it stands there."""
    return ", ".join(map(display, state.phones or ())) or "none"


def _as_what(state: ObjectState) -> str:
    """As what a person has the number; the usual one, with which they call, isn't said."""
    return f" as {state.category.value} number" if state.category else ""


def changes_of(step: Step, person: str = "", was: str = "") -> list[tuple[str, str, str]]:
    """What a step changes as (what, before, now), for whoever wants to see both sides; empty for a step that waits."""
    before, after = step.before, step.after
    match step.kind:
        case StepKind.SETTINGS_UPDATE | StepKind.SYSTEM_UPDATE:
            found = (differences(path, before.settings.get(path), value) for path, value in after.settings.items())
            names = after.names
            return [(what, names.get(was, was), names.get(now, now)) for one in found for what, was, now in one]
        case StepKind.EXTENSION_CREATE:
            return [("Extension", "none", f"{step.object} {after.label or ''}".strip())]
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            return _update_changes(step, person, was)
        case StepKind.EXTENSION_REKEY:
            return [("Extension", step.object, after.key or "")]
        case StepKind.LOCATION_SET:
            return [("Usage location", before.country or "none", after.country or "none")]
        case StepKind.VOICE_POLICY_SET if before.policy and after.policy:
            what = f"{KIND_WORDS[after.policy.kind].capitalize()} policy"
            return [(what, before.policy.name or "inherited", after.policy.name or "inherited")]
        case StepKind.PHONES_SET:
            return [("Business phone", _phone(before), _phone(after))]
        case StepKind.LICENCE_GIVE:
            return [("Microsoft phone licence", "none", "given")]
        case StepKind.LICENCE_TAKE:
            return [("Microsoft phone licence", "given", "none")]
        case StepKind.NUMBER_UPLOAD:
            return [(display(step.object), "not in Teams", "in Teams")]
        case StepKind.NUMBER_DELETE:
            return [(display(step.object), "in Teams", "not in Teams")]
        case StepKind.NUMBER_ASSIGN:
            given = f"assigned to {person or 'its person'} in Teams{_as_what(step.after)}"
            return [(display(step.object), "unassigned in Teams", given)]
        case StepKind.NUMBER_UNASSIGN:
            return [(display(step.object), "assigned in Teams", "unassigned in Teams")]
        case StepKind.EXTENSION_DELETE:
            return [("Extension", step.object, "none")]
        case StepKind.POLICY_SET:
            was_so, is_so = (lines_of(policy_in(state.rules)) for state in (before, after))
            came = [("Policy", "none", words) for words in is_so if words not in was_so]
            return [*came, *(("Policy", words, "none") for words in was_so if words not in is_so)]
        case StepKind.ACCESS_SET:
            had, has = ([one.words for one in grants_in(state.rules)] for state in (before, after))
            came = [("Access", "none", words) for words in has if words not in had]
            return [*came, *(("Access", words, "none") for words in had if words not in has)]
        case _:
            return []


def _update_changes(step: Step, person: str, was: str) -> list[tuple[str, str, str]]:
    before, after = step.before, step.after
    found = []
    if after.label is not None:
        found.append(("Directory name", before.label or "none", after.label or "none"))
    if after.identity_uuid is not None:
        held = (was or "its person") if before.identity_uuid else "nobody"
        found.append(("Person", held, (person or "its person") if after.identity_uuid else "nobody"))
    found += _addon_changes(before.addons, after.addons)
    found += [("Number", "none", display(number)) for number in after.numbers]
    found += [("Number", display(number), "none") for number in before.numbers]
    if after.primary:
        found.append(("First number", display(before.primary or "") or "none", display(after.primary)))
    return found


def _addon_changes(before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[str, str, str]]:
    had, has = Counter(before), Counter(after)
    several = {code for code in (*had, *has) if max(had[code], has[code]) > 1}
    words = {0: "off", 1: "on"}
    return [
        (name_of(code), str(had[code]), str(has[code]))
        if code in several
        else (name_of(code), words[had[code]], words[has[code]])
        for code in dict.fromkeys((*after, *before))
    ]


def _update_words(step: Step, person: str, was: str) -> str:
    gains, losses = _gains(step, person), _losses(step, was or person)
    parts = [f"add {', '.join(gains)}" if gains else "", f"take away {', '.join(losses)}" if losses else ""]
    return "; ".join([*_moved(step, person, was), *filter(None, parts), *_renamed(step.after)])


def _moved(step: Step, person: str, was: str) -> list[str]:
    """A line that goes from one person to another."""
    if not (step.before.identity_uuid and step.after.identity_uuid):
        return []
    return [f"give to {person or 'somebody else'}{f' instead of {was}' if was and was != person else ''}"]


def _gains(step: Step, person: str) -> list[str]:
    before, after = step.before, step.after
    return [
        *([person or "its person"] if after.identity_uuid and not before.identity_uuid else []),
        *_addons(Counter(after.addons) - Counter(before.addons)),
        *(display(number) for number in after.numbers),
    ]


def _losses(step: Step, person: str) -> list[str]:
    before, after = step.before, step.after
    return [
        *([person or "its person"] if before.identity_uuid and not after.identity_uuid else []),
        *_addons(Counter(before.addons) - Counter(after.addons)),
        *(display(number) for number in before.numbers),
    ]


def _addons(codes: Counter[str]) -> Iterable[str]:
    return (name_of(code) if count == 1 else f"{count} × {name_of(code)}" for code, count in codes.items())


def _renamed(after: ObjectState) -> list[str]:
    first = [f"put {display(after.primary)} first"] if after.primary else []
    return [*([f"rename to “{after.label}”"] if after.label else []), *first]
