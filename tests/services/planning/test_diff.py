"""The steps between two states: none between equals, applied they give the other one, and undone the first one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import JsonValue

from services.changes.undo import inverse_of
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line import Category, Line, Number, UploadState
from services.domain.line_state import LineState
from services.domain.people import Person
from services.domain.plan import PlanLine
from services.domain.settings.catalogue import effective
from services.domain.settings.paths import put_at
from services.domain.steps import Step
from services.domain.upload import PEOPLE as FOR_PEOPLE
from services.inventory.snapshot import Snapshot
from services.planning.desired import compare, desired, observed
from services.planning.diff import diff
from services.planning.planner import make_plan
from tests.services.planning.remote_model import applied
from tests.services.planning.test_planner import done_entry
from tests.services.planning.test_repairs import sku
from tests.services.worlds import PHONE, person, snapshot

PEOPLE = [person(f"Person {n}") for n in range(3)]
NUMBERS = [f"+65678912{n:02}" for n in range(4)]
CODES = ("call_recording", "team_chat", "device_mobile_app", addons.TEAMS_USER)
SETTINGS = ("outboundCall.outgoingCallRule", "status.value", "delegate.enabled", "delegate.extensions")
VALUES: st.SearchStrategy[JsonValue] = st.sampled_from([None, "busy", "sg", True, ["102"]])


@st.composite
def numbers(draw: st.DrawFn, key: str, holder: Person | None) -> tuple[Number, ...]:
    """Numbers of a line in any order, and others beside, each with nobody, the holder or somebody else."""
    own = draw(st.lists(st.sampled_from(NUMBERS), unique=True, max_size=3)) if key else []
    found = []
    people = ["", *([holder.object_id] if holder else []), "somebody"]
    for e164 in [*own, *(e164 for e164 in NUMBERS if e164 not in own)]:
        upload = draw(st.sampled_from([UploadState.NOT_UPLOADED, UploadState.UPLOADED]))
        target = draw(st.sampled_from(people)) if upload is UploadState.UPLOADED else ""
        usage = FOR_PEOPLE if upload is UploadState.UPLOADED else ""
        category = draw(st.sampled_from(list(Category))) if target else None
        found.append(Number(e164, key if e164 in own else "", upload, target, usage=usage, category=category))
    return _as_teams_takes_them(found)


def _as_teams_takes_them(numbers: list[Number]) -> tuple[Number, ...]:
    """The same with one primary and at most one private number a person; the others are alternate ones."""
    has = {n.target: n.e164 for n in reversed(numbers) if n.target}
    has |= {n.target: n.e164 for n in reversed(numbers) if n.target and n.category is Category.PRIMARY}
    private = {n.target: n.e164 for n in numbers if n.category is Category.PRIVATE and has[n.target] != n.e164}
    return tuple(replace(n, category=_category(n, has, private)) if n.target else n for n in numbers)


def _category(number: Number, has: dict[str, str], private: dict[str, str]) -> Category:
    if has[number.target] == number.e164:
        return Category.PRIMARY
    return Category.PRIVATE if private.get(number.target) == number.e164 else Category.ALTERNATE


@st.composite
def states(draw: st.DrawFn, key: str = "101") -> LineState:
    """Any state of a line, or of numbers while there is none."""
    exists = draw(st.booleans())
    holder = draw(st.sampled_from([None, *PEOPLE])) if exists else None
    entries = [_entry(draw, one) for one in PEOPLE]
    once, many = st.lists(st.sampled_from(CODES), unique=True), st.sampled_from([(), ("device_mobile_app",) * 2])
    codes = (*draw(once), *draw(many)) if exists else ()
    values = draw(st.dictionaries(st.sampled_from(SETTINGS), VALUES)) if exists else {}
    return LineState(
        key,
        exists,
        draw(st.sampled_from(["Desk", "Door"])) if exists else "",
        "",
        holder.identity_uuid if holder else "",
        next((one for one in entries if holder and one.key == holder.key), None),
        codes,
        draw(numbers(key if exists else "", holder)),
        put_at({}, values),
        tuple(one for one in entries if not (holder and one.key == holder.key)),
    )


def _entry(draw: st.DrawFn, one: Person) -> Person:
    licences = draw(st.lists(st.sampled_from(["e5", "phone"]), unique=True))
    return replace(one, usage_location=draw(st.sampled_from(["SG", "MY"])), licences=tuple(licences))


def world(state: LineState) -> Snapshot:
    """The remote systems as this state says."""
    people = [*((state.holder,) if state.holder else ()), *state.others]
    live = snapshot(people, [state.line] if state.line else [], state.numbers)
    return replace(live, settings={state.key: state.settings} if state.settings else {})


def seen(live: Snapshot, like: LineState) -> LineState:
    """The state of the same line, numbers and people, as the remote systems show it."""
    line = live.lines.get(like.key) or Line(like.key)
    off = [number.e164 for number in like.numbers if number.e164 not in line.numbers]
    people = {one.key: one for one in live.directory.people}
    return LineState(
        like.key,
        like.key in live.lines,
        line.label,
        line.base,
        line.identity_uuid,
        next((one for one in people.values() if one.identity_uuid == line.identity_uuid), None),
        line.addons,
        tuple(live.numbers[e164] for e164 in (*line.numbers, *off)),
        live.settings.get(like.key, {}),
        tuple(one for one in people.values() if one.identity_uuid != line.identity_uuid),
    )


def facts(state: LineState) -> dict[str, object]:
    """What counts of a state: of add-ons how many, of numbers which is first, of settings what holds."""
    people = (*((state.holder,) if state.holder else ()), *state.others)
    return {
        "line": (state.key, state.exists, state.label, state.identity_uuid, Counter(state.addons)),
        "own": (state.own[:1], set(state.own)),
        "teams": {n.e164: (n.upload, n.usage, n.target, n.category, n.location) for n in state.numbers},
        "people": {one.key: (one.usage_location, set(one.licences)) for one in people},
        "settings": {path: effective(state.settings, path) for path in SETTINGS},
    }


def undone(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """The steps of the plan that takes these back."""
    return inverse_of(PlanLine(1, "101", "x", steps), done_entry(steps)).steps


@given(states())
def test_between_a_state_and_itself_there_is_nothing_to_do(state: LineState) -> None:
    assert diff(state, state) == ()
    copied = replace(state, settings=put_at({}, {path: effective(state.settings, path) for path in SETTINGS}))
    assert diff(state, copied) == ()


@given(states(), st.sampled_from(["101", "150"]).flatmap(states))
@settings(max_examples=150)
def test_the_steps_from_one_state_to_another_give_the_other(before: LineState, after: LineState) -> None:
    assume(before.exists or before.key == after.key)
    assume(after.exists or before.key == after.key)
    end = seen(applied(world(before), diff(before, after)), after)
    assert facts(end) == facts(after)
    assert diff(end, after) == ()


@given(states(), st.sampled_from(["101", "150"]).flatmap(states))
@settings(max_examples=150)
def test_undone_the_first_state_is_back(before: LineState, after: LineState) -> None:
    assume(before.exists or before.key == after.key)
    assume(after.exists or before.key == after.key)
    # With an extension its settings go, and a plan that deletes one says so.
    assume(after.exists or not before.settings)
    steps = diff(before, after)
    back = seen(applied(applied(world(before), steps), undone(steps)), before)
    assert facts(back) == facts(before)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Snapshot, Change, dict[int, Person]]:
    """A world with any state of line 101, and any change of it that somebody may ask for."""
    state = draw(states())
    live = replace(world(state), skus=(sku("E5", 5, PHONE),))
    who = draw(st.sampled_from([None, "", *live.directory.people]))
    identity = who.identity_uuid if isinstance(who, Person) else "" if who == "" else state.identity_uuid
    own, free = list(state.own), [e164 for e164 in NUMBERS if e164 not in state.own]
    number = draw(st.sampled_from([None, *NUMBERS]))
    out = bool(number) and draw(st.booleans()) and draw(st.booleans())
    change = Change(
        "101",
        number=number,
        person=who.user_name if isinstance(who, Person) else who,
        label=draw(st.sampled_from([None, "Door"])),
        addons=tuple(draw(st.lists(st.sampled_from(CODES), unique=True, max_size=3))),
        drop_addons=tuple(draw(st.lists(st.sampled_from(CODES), unique=True, max_size=2))),
        upload=draw(st.sampled_from([None, False, True])),
        assign=draw(st.sampled_from([None, False, True])),
        replace=True,
        new_key=draw(st.sampled_from(["", "150"])),
        drop_numbers=tuple(draw(st.lists(st.sampled_from(own), unique=True))) if own else (),
        more_numbers=tuple(draw(st.lists(st.sampled_from(free), unique=True, max_size=2))) if free else (),
        primary=draw(st.sampled_from(["", *([number] if number and not out else own)])),
        private=draw(st.sampled_from([None, None, "", *own])),
        unassign=out and draw(st.booleans()),
        release=out and draw(st.booleans()),
        country=draw(st.sampled_from(["", "SG"])) if identity else "",
        licence=draw(st.sampled_from(["", "e5"])) if identity else "",
        settings=draw(st.dictionaries(st.just("status.value"), st.sampled_from([None, "busy", "away"]))),
    )
    return live, change, {0: who} if isinstance(who, Person) else {}


@given(changes())
@settings(max_examples=200)
def test_an_applied_plan_gives_what_was_desired_and_leaves_nothing_to_do(
    asked: tuple[Snapshot, Change, dict[int, Person]],
) -> None:
    live, change, people = asked
    plan = make_plan("t", [change], people, live)
    assume(not plan.errors)
    wanted = desired(change, people.get(0), live)
    after = applied(live, plan.lines[0].steps)
    again = replace(change, key=wanted.key, new_key="", base="", drop_addons=_not_added(change))
    there = seen(after, wanted)
    assert {**facts(there), "people": {}} == {**facts(wanted), "people": {}}
    if wanted.holder:
        assert there.holder
        assert _entries(there.holder) == _entries(wanted.holder)
    assert not make_plan("t", [again], _as_they_are(people, after), after).busy_lines


@given(changes())
@settings(max_examples=100)
def test_a_plan_that_is_undone_leaves_the_world_as_it_was(asked: tuple[Snapshot, Change, dict[int, Person]]) -> None:
    live, change, people = asked
    plan = make_plan("t", [change], people, live)
    assume(not plan.errors)
    one = compare(change, people.get(0), live)
    steps = diff(one.before, one.after)
    back = applied(applied(live, steps), undone(steps))
    assert facts(seen(back, one.before)) == facts(seen(live, one.before))


@given(st.dictionaries(st.sampled_from(["general.countryCode", "adminTools.tls", "publicHolidays"]), VALUES))
def test_the_systems_settings_walk_the_same_way(values: dict[str, JsonValue]) -> None:
    live = snapshot()
    change = Change(SYSTEM, settings=values)
    before, after = observed(change, None, live), desired(change, None, live)
    steps = diff(before, after)
    end = applied(live, steps)
    assert all(effective(end.system, path) == effective(after.settings, path) for path in values)
    assert diff(observed(change, None, end), desired(change, None, end)) == ()
    assert all(
        effective(applied(end, undone(steps)).system, path) == effective(before.settings, path) for path in values
    )


def test_taking_a_number_out_of_teams_makes_no_extension() -> None:
    """The CPaaS says that the number is on an extension which it doesn't list."""
    live = snapshot(numbers=[Number(NUMBERS[0], "105", UploadState.UPLOADED)])
    kinds = [
        step.kind.value
        for step in make_plan("t", [Change("105", number=NUMBERS[0], release=True)], {}, live).lines[0].steps
    ]
    assert kinds == ["operator.number_delete", "graph.number_gone"]


def _entries(who: Person) -> tuple[str, set[str]]:
    return who.usage_location, set(who.licences)


def _not_added(change: Change) -> tuple[str, ...]:
    return tuple(code for code in change.drop_addons if code not in change.addons)


def _as_they_are(people: dict[int, Person], live: Snapshot) -> dict[int, Person]:
    return {at: live.directory.get(one.key) or one for at, one in people.items()}
