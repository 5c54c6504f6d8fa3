"""Moves: applying the plan of any request for existing lines gives what was requested; its undo gives back what was."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.changes.undo import inverse_of
from services.domain import addons
from services.domain.change import Change
from services.domain.line import Category, Line, Number, UploadState
from services.domain.people import Person
from services.domain.plan import Plan
from services.domain.steps import StepKind
from services.inventory.licence_pools import seats_of
from services.inventory.snapshot import Snapshot
from services.planning.planner import make_plan
from tests.services.planning.remote_model import applied
from tests.services.planning.test_planner import done_entry
from tests.services.worlds import person, snapshot

PEOPLE = [person(f"Person {n}") for n in range(4)]
NUMBERS = [f"+65678912{n:02}" for n in range(8)]
ONCE = ("call_recording", "team_chat", "device_ip_phone", "unknown_code")
MANY = ("device_mobile_app", "device_desktop_app")
# Made once: hypothesis takes longer to make a strategy anew for every example than to draw from it.
_BOOLEANS = st.booleans()
_HOLDERS = st.sampled_from([None, *PEOPLE[:2]])
_OWN = st.lists(st.sampled_from(NUMBERS[:4]), unique=True, max_size=3)
_CODES = st.lists(st.sampled_from((*ONCE, addons.NUMBER)), unique=True)
_SEVERAL = st.lists(st.sampled_from(MANY), max_size=3)
_UPLOADS = st.sampled_from([UploadState.NOT_UPLOADED, UploadState.UPLOADED])
_WHO = st.sampled_from([None, "", *PEOPLE[:3]])
_MORE = st.lists(st.sampled_from(NUMBERS[4:]), unique=True, max_size=2)
_ADDED = st.lists(st.sampled_from([*ONCE, addons.TEAMS_USER]), unique=True, max_size=2)
_DROPPED = st.lists(st.sampled_from([*MANY, *ONCE, addons.TEAMS_USER]), unique=True, max_size=2)
_ONE_OF_MANY = st.sampled_from(MANY)
_LABELS = st.sampled_from([None, "Reception"])
_KEYS = st.sampled_from(["", "150"])
_HOW_MANY = st.integers(0, 3)


@cache
def _some_of(numbers: tuple[str, ...]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(numbers), unique=True)


@cache
def _one_of(numbers: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(numbers)


@st.composite
def worlds(draw: st.DrawFn) -> Snapshot:
    """Line 101 with anything on it, in Teams or not; line 102 and some free numbers beside."""
    holder = draw(_HOLDERS)
    in_teams = draw(_BOOLEANS)
    own = tuple(draw(_OWN))
    codes = [*draw(_CODES), *draw(_SEVERAL)]
    codes += [addons.TEAMS_USER] if in_teams else []
    line = Line("101", "Line 101", holder.identity_uuid if holder else "", tuple(codes), own, 3)
    target = holder.object_id if holder and in_teams and draw(_BOOLEANS) else ""
    numbers = []
    for e164 in NUMBERS:
        upload, has = _teams(draw, e164, own, target)
        category = Category.PRIMARY if has else None
        numbers.append(Number(e164, "101" if e164 in own else "", upload, has, country="SG", category=category))
    return snapshot(PEOPLE, [line, Line("102", "Other", version=1)], numbers)


def _teams(draw: st.DrawFn, e164: str, own: tuple[str, ...], target: str) -> tuple[UploadState, str]:
    if target and e164 == own[:1][0] if own else False:
        return UploadState.UPLOADED, target
    return draw(_UPLOADS), ""


@st.composite
def requests(draw: st.DrawFn) -> tuple[Snapshot, Change, dict[int, Person]]:
    """A world, and what somebody wants of its line 101."""
    live = draw(worlds())
    line = live.lines["101"]
    who = draw(_WHO)
    dropped = draw(_some_of(line.numbers)) if line.numbers else []
    more = draw(_MORE)
    stay = [e164 for e164 in line.numbers if e164 not in dropped]
    codes = draw(_ADDED)
    many = draw(_ONE_OF_MANY)
    change = Change(
        "101",
        person=who if isinstance(who, str) or who is None else who.name,
        replace=True,
        label=draw(_LABELS),
        new_key=draw(_KEYS),
        addons=(*codes, *[many] * draw(_HOW_MANY)),
        drop_addons=tuple(draw(_DROPPED)),
        more_numbers=tuple(more),
        drop_numbers=tuple(dropped),
        primary=draw(_one_of(("", *stay, *more))),
        seen=3,
    )
    return live, change, {0: who} if isinstance(who, Person) else {}


def planned(live: Snapshot, change: Change, people: dict[int, Person]) -> Plan:
    """The plan of a request that can be fulfilled."""
    plan = make_plan("t", [change], people, live)
    assume(not plan.errors)
    return plan


@given(requests())
@settings(max_examples=400)
def test_the_plan_applied_gives_what_was_wished(asked: tuple[Snapshot, Change, dict[int, Person]]) -> None:
    live, change, people = asked
    plan = planned(live, change, people)
    was, after = live.lines["101"], applied(live, plan.lines[0].steps)
    line = after.lines[change.new_key or "101"]
    assert line.label == (change.label or was.label)
    holder = people[0].identity_uuid if people else "" if change.person == "" else was.identity_uuid
    assert line.identity_uuid == holder
    had, wanted, has = Counter(was.addons), Counter(change.addons), Counter(line.addons)
    for code in {*had, *wanted}:
        assert has[code] == max(wanted[code], 0 if code in change.drop_addons else had[code]), code
    kept = [e164 for e164 in was.numbers if e164 not in change.drop_numbers]
    assert set(line.numbers) == {*kept, *change.more_numbers}
    if change.primary:
        assert line.numbers[0] == change.primary
    elif kept:
        assert line.numbers[0] == kept[0]


@given(requests())
@settings(max_examples=400)
def test_nobody_keeps_a_number_in_teams_that_is_not_theirs(asked: tuple[Snapshot, Change, dict[int, Person]]) -> None:
    live, change, people = asked
    plan = planned(live, change, people)
    after = applied(live, plan.lines[0].steps)
    line = after.lines[change.new_key or "101"]
    holder = after.directory.get(line.identity_uuid)
    for e164 in {*live.lines["101"].numbers, *line.numbers}:
        target = after.numbers[e164].target
        assert not target or (holder and target == holder.object_id), e164
        assert not target or (e164 in line.numbers and addons.teams_code(line.addons)), e164
    if holder and line.numbers and addons.teams_code(line.addons) and change.to_teams:
        assert after.numbers[line.numbers[0]].target == holder.object_id or not change.primary


@given(requests())
@settings(max_examples=400)
def test_what_is_so_already_leaves_nothing_to_do(asked: tuple[Snapshot, Change, dict[int, Person]]) -> None:
    live, change, people = asked
    plan = planned(live, change, people)
    after = applied(live, plan.lines[0].steps)
    dropped = tuple(code for code in change.drop_addons if code not in change.addons)
    again = replace(change, key=change.new_key or "101", new_key="", drop_addons=dropped)
    assert not make_plan("t", [again], people, after).busy_lines


@given(requests())
@settings(max_examples=400)
def test_undo_gives_back_what_was(asked: tuple[Snapshot, Change, dict[int, Person]]) -> None:
    live, change, people = asked
    line = planned(live, change, people).lines[0]
    assume(line.steps)
    back = applied(applied(live, line.steps), inverse_of(line, done_entry(line.steps)).steps)
    was, now = live.lines["101"], back.lines["101"]
    assert (now.label, now.identity_uuid, now.numbers[:1]) == (was.label, was.identity_uuid, was.numbers[:1])
    assert Counter(now.addons) == Counter(was.addons)
    assert set(now.numbers) == set(was.numbers)
    assert back.numbers == live.numbers
    assert back.held == live.held
    assert back.lines.keys() == live.lines.keys()


@given(requests())
@settings(max_examples=200)
def test_seats_are_those_of_the_lines_before_and_after(asked: tuple[Snapshot, Change, dict[int, Person]]) -> None:
    live, change, people = asked
    plan = planned(live, change, people)
    after = applied(live, plan.lines[0].steps)
    before_seats, after_seats = seats_of(live.lines["101"]), seats_of(after.lines[change.new_key or "101"])
    taken = {use.code: use.free_before - use.free_after for use in plan.seats}
    codes = {*before_seats, *after_seats}
    assert taken == {code: n for code in codes if (n := after_seats[code] - before_seats[code])}


@given(requests())
@settings(max_examples=200)
def test_losing_service_takes_a_second_person(asked: tuple[Snapshot, Change, dict[int, Person]]) -> None:
    live, change, people = asked
    plan = planned(live, change, people)
    was, after = live.lines["101"], applied(live, plan.lines[0].steps)
    now = after.lines[change.new_key or "101"]
    lost = Counter(was.addons) - Counter(now.addons)
    loses = (
        bool(was.identity_uuid and was.identity_uuid != now.identity_uuid)
        or not set(was.numbers) <= set(now.numbers)
        or any(addons.kind_of(code) is addons.AddonKind.DEVICE for code in lost)
        or any(n.target and _given_anew(n, after.numbers[n.e164]) for n in live.numbers.values())
    )
    assert plan.takes_away is loses


def test_a_stale_form_and_a_missing_line_are_found() -> None:
    live = snapshot(PEOPLE, [Line("101", "x", version=4)], [])
    assert [f.code for f in make_plan("t", [Change("101", label="y", seen=3)], {}, live).errors] == ["line.moved"]
    assert [f.code for f in make_plan("t", [Change("109", label="y", seen=3)], {}, live).errors] == ["line.gone"]
    assert not make_plan("t", [Change("101", label="y", seen=4)], {}, live).errors


def test_a_first_number_that_goes_is_no_first_number() -> None:
    line = Line("101", numbers=(NUMBERS[0], NUMBERS[1]), version=1)
    live = snapshot(PEOPLE, [line], [Number(e164, "101", country="SG") for e164 in NUMBERS[:2]])
    change = Change("101", drop_numbers=(NUMBERS[0],), primary=NUMBERS[0])
    assert [f.code for f in make_plan("t", [change], {}, live).errors] == ["number.not_on_line"]


def test_another_first_number_takes_the_place_of_the_old_one_which_stays_beside_it() -> None:
    line = Line("101", "", PEOPLE[0].identity_uuid, (addons.TEAMS_USER,), tuple(NUMBERS[:2]), 1)
    target = PEOPLE[0].object_id
    numbers = [
        Number(NUMBERS[0], "101", UploadState.UPLOADED, target, country="SG"),
        Number(NUMBERS[1], "101", UploadState.UPLOADED, country="SG"),
    ]
    plan = make_plan("t", [Change("101", primary=NUMBERS[1])], {}, snapshot(PEOPLE, [line], numbers))
    assert not plan.errors
    steps = [(step.kind, step.object) for step in plan.lines[0].steps]
    assert steps == [
        (StepKind.EXTENSION_UPDATE, "101"),
        (StepKind.NUMBER_UNASSIGN, NUMBERS[0]),
        (StepKind.NUMBER_ASSIGN, NUMBERS[1]),
        (StepKind.NUMBER_ASSIGN, NUMBERS[0]),
    ]
    assert [step.after.category for step in plan.lines[0].steps[2:]] == [None, Category.ALTERNATE]


def test_nobody_is_without_a_number_while_the_next_one_is_on_its_way() -> None:
    line = Line("101", "", PEOPLE[0].identity_uuid, (addons.TEAMS_USER,), (NUMBERS[0],), 1)
    numbers = [
        Number(NUMBERS[0], "101", UploadState.UPLOADED, PEOPLE[0].object_id, country="SG"),
        Number(NUMBERS[1], country="SG"),
    ]
    change = Change("101", more_numbers=(NUMBERS[1],), drop_numbers=(NUMBERS[0],), primary=NUMBERS[1])
    plan = make_plan("t", [change], {}, snapshot(PEOPLE, [line], numbers))
    assert [step.kind for step in plan.lines[0].steps] == [
        StepKind.EXTENSION_UPDATE,
        StepKind.NUMBER_UPLOAD,
        StepKind.NUMBER_VISIBLE,
        StepKind.NUMBER_UNASSIGN,
        StepKind.NUMBER_ASSIGN,
    ]


def test_teams_takes_eleven_numbers_a_person_and_the_plan_says_which_stay_out() -> None:
    numbers = [Number(f"+65678913{n:02}", country="SG") for n in range(12)]
    line = Line("101", "", PEOPLE[0].identity_uuid, (addons.TEAMS_USER,), (), 1)
    e164s = [number.e164 for number in numbers]
    change = Change("101", number=e164s[0], more_numbers=tuple(e164s[1:]), private=e164s[3], row=2)
    plan = make_plan("t", [change], {}, snapshot(PEOPLE, [line], numbers))
    given = [step for step in plan.lines[0].steps if step.kind is StepKind.NUMBER_ASSIGN]
    assert [step.after.category for step in given] == [None, Category.PRIVATE, *[Category.ALTERNATE] * 9]
    assert e164s[11] not in [step.object for step in given]
    assert [(f.code, f.value) for f in plan.findings] == [("line.no_rule", ""), ("number.too_many", e164s[11])]


def _given_anew(was: Number, now: Number) -> bool:
    """Teams takes a number away first, also where its person only gets it back as something else."""
    return was.target != now.target or was.category is not now.category
