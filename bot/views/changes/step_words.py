"""Steps in words: what each does, with old and new values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from cards.words import things
from services.domain.addons import name_of
from services.domain.grants import grants_in
from services.domain.number import display
from services.domain.phrases import join_text, told, tr
from services.domain.plan import PlanLine
from services.domain.policy import lines_of, policy_in
from services.domain.settings.compare import differences
from services.domain.settings.countries import country_name
from services.domain.steps import ObjectState, Step, StepKind
from services.domain.voice_policies import KIND_WORDS

WAITS = frozenset({StepKind.NUMBER_VISIBLE, StepKind.NUMBER_GONE})

_NONE, _GIVEN, _INHERITED = tr("none"), tr("given"), tr("inherited")


def names_of(line: PlanLine) -> tuple[str, str]:
    """The names of the line's person and former holder; user names for lines stored without names."""
    return line.person_name or line.person, line.held_by_name or line.held_by


def brief(step: Step, person: str = "", was: str = "") -> list[str]:
    """A step in the fewest words, without a new line's own name. `was` is the former holder."""
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return [tr("new extension")]
        case StepKind.EXTENSION_UPDATE if not _losses(step, ""):
            count = len(step.after.addons) - len(step.before.addons)
            added = [things(count, "add-on")] if count else []
            numbers = [display(number) for number in step.after.numbers]
            return [*_moved(step, person, was), *added, *numbers, *_renamed(step.after)]
        case StepKind.NUMBER_UPLOAD:
            return [tr("upload to Teams")]
        case StepKind.NUMBER_ASSIGN:
            return [tr("assign in Teams{as_what}", as_what=_as_what(step.after))]
        case _:
            return [words_of(step, person, was)]


# These need no name.
_NAMELESS_WORDS = {
    StepKind.LICENCE_GIVE: tr("give a Microsoft phone licence"),
    StepKind.LICENCE_TAKE: tr("take the Microsoft phone licence back, and with it any number in Teams"),
    StepKind.NUMBER_VISIBLE: tr("wait until Teams shows it"),
    StepKind.NUMBER_GONE: tr("wait until Teams lets it go"),
    StepKind.TENANT_LINK: tr("link the Microsoft tenant"),
    StepKind.TENANT_UNLINK: tr("unlink the Microsoft tenant"),
}


def words_of(step: Step, person: str = "", was: str = "") -> str:
    """A step in words: what it does, for whom; `was` is the former holder."""
    if step.kind in _NAMELESS_WORDS:
        return _NAMELESS_WORDS[step.kind]
    if step.kind in _BOTH_SIDES:
        return join_text("; ", (_BOTH_SIDES[step.kind](*change) for change in changes_of(step)))
    before, after = step.before, step.after
    match step.kind:
        case StepKind.EXTENSION_CREATE:
            return tr("create extension {object} “{label}”", object=step.object, label=after.label)
        case StepKind.EXTENSION_REKEY:
            return tr("change extension {object} to {key}", object=step.object, key=after.key)
        case StepKind.EXTENSION_DELETE:
            return tr("delete extension {object}", object=step.object)
        case StepKind.LOCATION_SET:
            country, now = _country(before), _country(after)
            return tr("set usage location {country} → {country_2}", country=country, country_2=now)
        case StepKind.PHONES_SET:
            return tr("set business phone {phone} → {phone_2}", phone=_phone(before), phone_2=_phone(after))
        case StepKind.NUMBER_UPLOAD:
            return tr("upload {object} to Teams", object=display(step.object))
        case StepKind.NUMBER_ASSIGN:
            return _assign_words(step, person)
        case StepKind.NUMBER_UNASSIGN:
            return tr("unassign {object} in Teams", object=display(step.object))
        case StepKind.NUMBER_DELETE:
            return tr("remove {object} from Teams", object=display(step.object))
        case _:
            return _update_words(step, person, was)


def _set(what: str, was: str, now: str) -> str:
    return tr("{what}: {was} → {now}", what=what, was=was, now=now)


def _policy(what: str, was: str, now: str) -> str:
    return tr("set {lower} {was} → {now}", lower=told(what).lower(), was=was, now=now)


def _rule(_what: str, was: str, now: str) -> str:
    return tr("from now on: {now}", now=now) if was is _NONE else tr("no more: {was}", was=was)


def _grant(_what: str, was: str, now: str) -> str:
    return tr("give {now}", now=now) if was is _NONE else tr("take away {was}", was=was)


# Shown by old and new values.
_BOTH_SIDES: Mapping[StepKind, Callable[[str, str, str], str]] = {
    StepKind.SETTINGS_UPDATE: _set,
    StepKind.SYSTEM_UPDATE: _set,
    StepKind.VOICE_POLICY_SET: _policy,
    StepKind.POLICY_SET: _rule,
    StepKind.ACCESS_SET: _grant,
}


def _assign_words(step: Step, person: str) -> str:
    if step.after.category is not None:
        return tr(
            "assign {object}{word} in Teams{as_what}",
            object=display(step.object),
            word=tr(" to {person}", person=person) if person else "",
            as_what=_as_what(step.after),
        )
    return (
        tr("assign it to {person} in Teams", person=person)
        if person
        else tr("assign {object} in Teams", object=display(step.object))
    )


def _country(state: ObjectState) -> str:
    return country_name(state.country or "") or _NONE


def _phone(state: ObjectState) -> str:
    """The business phone in somebody's directory entry."""
    return join_text(", ", map(display, state.phones or ())) or _NONE


def _as_what(state: ObjectState) -> str:
    """The role of a person's number; empty for the primary one."""
    return tr(" as {value} number", value=tr(state.category.value)) if state.category else ""


def changes_of(step: Step, person: str = "", was: str = "") -> list[tuple[str, str, str]]:
    """What a step changes as (what, before, now); empty for a step that waits."""
    before, after = step.before, step.after
    match step.kind:
        case StepKind.SETTINGS_UPDATE | StepKind.SYSTEM_UPDATE:
            return _settings_changes(before, after)
        case StepKind.EXTENSION_CREATE:
            new = tr("{object} {label}", object=step.object, label=after.label or "").strip()
            return [(tr("Extension"), _NONE, new)]
        case StepKind.EXTENSION_UPDATE | StepKind.EXTENSION_RESTORE:
            return _update_changes(step, person, was)
        case StepKind.EXTENSION_REKEY:
            return [(tr("Extension"), step.object, after.key or "")]
        case StepKind.LOCATION_SET:
            return [(tr("Usage location"), _country(before), _country(after))]
        case StepKind.VOICE_POLICY_SET if before.policy and after.policy:
            what = tr("{kind:A} policy", kind=KIND_WORDS[after.policy.kind])
            return [(what, before.policy.name or _INHERITED, after.policy.name or _INHERITED)]
        case StepKind.PHONES_SET:
            return [(tr("Business phone"), _phone(before), _phone(after))]
        case StepKind.LICENCE_GIVE:
            return [(tr("Microsoft phone licence"), _NONE, _GIVEN)]
        case StepKind.LICENCE_TAKE:
            return [(tr("Microsoft phone licence"), _GIVEN, _NONE)]
        case StepKind.NUMBER_UPLOAD | StepKind.NUMBER_DELETE | StepKind.NUMBER_ASSIGN | StepKind.NUMBER_UNASSIGN:
            return [(display(step.object), *_number_states(step, person))]
        case StepKind.EXTENSION_DELETE:
            return [(tr("Extension"), step.object, _NONE)]
        case StepKind.POLICY_SET:
            was_so, is_so = (lines_of(policy_in(state.rules)) for state in (before, after))
            return _came_and_went(tr("Policy"), was_so, is_so)
        case StepKind.ACCESS_SET:
            had, has = ([one.words for one in grants_in(state.rules)] for state in (before, after))
            return _came_and_went(tr("Access"), had, has)
        case _:
            return []


def _number_states(step: Step, person: str) -> tuple[str, str]:
    """What a number is in Teams before and after the step."""
    match step.kind:
        case StepKind.NUMBER_UPLOAD:
            return tr("not in Teams"), tr("in Teams")
        case StepKind.NUMBER_DELETE:
            return tr("in Teams"), tr("not in Teams")
        case StepKind.NUMBER_UNASSIGN:
            return tr("assigned in Teams"), tr("unassigned in Teams")
    whose = person or tr("its person")
    given = tr("assigned to {person} in Teams{as_what}", person=whose, as_what=_as_what(step.after))
    return tr("unassigned in Teams"), given


def _came_and_went(what: str, had: Sequence[str], has: Sequence[str]) -> list[tuple[str, str, str]]:
    """What is new of this kind, then what is gone."""
    came = [(what, _NONE, words) for words in has if words not in had]
    return [*came, *((what, words, _NONE) for words in had if words not in has)]


def _settings_changes(before: ObjectState, after: ObjectState) -> list[tuple[str, str, str]]:
    found = (differences(path, before.settings.get(path), value) for path, value in after.settings.items())
    names = after.names
    return [(what, names.get(was, was), names.get(now, now)) for one in found for what, was, now in one]


def _update_changes(step: Step, person: str, was: str) -> list[tuple[str, str, str]]:
    before, after = step.before, step.after
    found = []
    if after.label is not None:
        found.append((tr("Directory name"), before.label or _NONE, after.label or _NONE))
    if after.identity_uuid is not None:
        held = (was or tr("its person")) if before.identity_uuid else tr("nobody")
        found.append((tr("Person"), held, (person or tr("its person")) if after.identity_uuid else tr("nobody")))
    found += _addon_changes(before.addons, after.addons)
    found += [(tr("Number"), _NONE, display(number)) for number in after.numbers]
    found += [(tr("Number"), display(number), _NONE) for number in before.numbers]
    if after.primary:
        found.append((tr("First number"), display(before.primary or "") or _NONE, display(after.primary)))
    return found


def _addon_changes(before: tuple[str, ...], after: tuple[str, ...]) -> list[tuple[str, str, str]]:
    had, has = Counter(before), Counter(after)
    several = {code for code in (*had, *has) if max(had[code], has[code]) > 1}
    words = {0: tr("off"), 1: tr("on")}
    return [
        (name_of(code), str(had[code]), str(has[code]))
        if code in several
        else (name_of(code), words[had[code]], words[has[code]])
        for code in dict.fromkeys((*after, *before))
    ]


def _update_words(step: Step, person: str, was: str) -> str:
    gains, losses = _gains(step, person), _losses(step, was or person)
    parts = [
        tr("add {names}", names=join_text(", ", gains)) if gains else "",
        tr("take away {names}", names=join_text(", ", losses)) if losses else "",
    ]
    return join_text("; ", [*_moved(step, person, was), *filter(None, parts), *_renamed(step.after)])


def _moved(step: Step, person: str, was: str) -> list[str]:
    """The words for a line that goes from one person to another."""
    if not (step.before.identity_uuid and step.after.identity_uuid):
        return []
    return [
        tr(
            "give to {person}{word}",
            person=person or tr("somebody else"),
            word=tr(" instead of {was}", was=was) if was and was != person else "",
        )
    ]


def _gains(step: Step, person: str) -> list[str]:
    before, after = step.before, step.after
    return [
        *([person or tr("its person")] if after.identity_uuid and not before.identity_uuid else []),
        *_addons(Counter(after.addons) - Counter(before.addons)),
        *(display(number) for number in after.numbers),
    ]


def _losses(step: Step, person: str) -> list[str]:
    before, after = step.before, step.after
    return [
        *([person or tr("its person")] if before.identity_uuid and not after.identity_uuid else []),
        *_addons(Counter(before.addons) - Counter(after.addons)),
        *(display(number) for number in before.numbers),
    ]


def _addons(codes: Counter[str]) -> Iterable[str]:
    return (
        name_of(code) if count == 1 else tr("{count} × {name_of}", count=count, name_of=name_of(code))
        for code, count in codes.items()
    )


def _renamed(after: ObjectState) -> list[str]:
    first = [tr("put {primary} first", primary=display(after.primary))] if after.primary else []
    return [*([tr("rename to “{label}”", label=after.label)] if after.label else []), *first]
