"""What a plan takes away is told of whoever has it now: by name, each thing once, and never of whoever gets it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings

from bot.views.changes.loss_words import losses_of, takers_of
from bot.views.changes.plan_digest import gains_of
from services.changes.undo import inverse_of
from services.domain import addons
from services.domain.change import SYSTEM, Change
from services.domain.line import Category, Line, Number, UploadState
from services.domain.people import Person
from services.domain.plan import Plan
from services.domain.settings.paths import OUTBOUND_RULE
from services.domain.steps import ObjectState, Step, StepKind
from services.inventory.snapshot import Snapshot
from services.planning.planner import make_plan
from tests.services.planning.test_diff import changes
from tests.services.planning.test_planner import done_entry
from tests.services.worlds import PHONE, person, snapshot

WEI, NADIA, BEN = (person(name) for name in ("Wei Ling", "Nadia", "Ben"))
FIRST, SECOND, THIRD = "+6567891230", "+6567891231", "+6567891232"
SHOWN = {FIRST: "+65 6789 1230", SECOND: "+65 6789 1231", THIRD: "+65 6789 1232"}
LIVE = snapshot(
    [WEI, NADIA, BEN],
    [
        Line(
            "100", "Wei Ling", WEI.identity_uuid, (addons.TEAMS_USER, "device_mobile_app"), (FIRST,), base=addons.BASE
        ),
        Line("101", "Ben", BEN.identity_uuid, (addons.TEAMS_USER,), (SECOND,), base=addons.BASE),
    ],
    [
        Number(FIRST, "100", UploadState.UPLOADED, WEI.object_id, category=Category.PRIMARY, country="SG"),
        Number(SECOND, "101", UploadState.UPLOADED, BEN.object_id, category=Category.PRIMARY, country="SG"),
        Number(THIRD, "", UploadState.UPLOADED, "", country="SG"),
    ],
)


def told(plan: Plan) -> dict[str, tuple[str, ...]]:
    """Who loses what by the plan."""
    return {loss.who: tuple(loss.what) for loss in losses_of(plan.losing_lines, takers_of(plan.lines))}


def planned(*wanted: Change, live: Snapshot = LIVE) -> Plan:
    """The plan for these changes; people are told by their names."""
    named = {at: who for at, one in enumerate(wanted) if one.person and (who := live.directory.one(one.person))}
    return make_plan("t", wanted, named, live)


CASES = {
    "cover": (
        (Change("100", person="Nadia", replace=True, label="Nadia"),),
        {"Wei Ling": ("Line 100 goes to Nadia", f"{SHOWN[FIRST]} goes to Nadia")},
    ),
    "swap": (
        (Change("100", person="Ben", replace=True), Change("101", person="Wei Ling", replace=True)),
        {
            "Wei Ling": ("Line 100 goes to Ben", f"{SHOWN[FIRST]} goes to Ben"),
            "Ben": ("Line 101 goes to Wei Ling", f"{SHOWN[SECOND]} goes to Wei Ling"),
        },
    ),
    "move a number": (
        (
            Change("100", drop_numbers=(FIRST,)),
            Change("101", drop_numbers=(SECOND,), more_numbers=(FIRST,), primary=FIRST),
        ),
        {"Wei Ling": (f"{SHOWN[FIRST]} goes to 101 Ben",), "Ben": (f"{SHOWN[SECOND]} comes off the line",)},
    ),
    "unassign": (
        (Change("100", number=FIRST, unassign=True),),
        {"Wei Ling": (f"{SHOWN[FIRST]} is unassigned in Teams",)},
    ),
    "release": (
        (Change("100", number=FIRST, unassign=True, release=True),),
        {"Wei Ling": (f"{SHOWN[FIRST]} is removed from Teams",)},
    ),
    "take the person off": (
        (Change("100", person="", replace=True),),
        {"Wei Ling": ("Line 100 goes to nobody", f"{SHOWN[FIRST]} is unassigned in Teams")},
    ),
    "take an add-on that rings": (
        (Change("100", drop_addons=("device_mobile_app",)),),
        {"Wei Ling": ("Mobile app is taken away",)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_whoever_has_it_now_loses_it(name: str) -> None:
    wanted, lost = CASES[name]
    assert told(planned(*wanted)) == lost


def test_a_number_that_teams_gave_to_somebody_else_is_lost_by_them() -> None:
    stray = replace(LIVE.numbers[FIRST], target=BEN.object_id, category=Category.ALTERNATE)
    live = replace(LIVE, numbers={**LIVE.numbers, FIRST: stray})
    assert told(planned(Change("100", number=FIRST, unassign=True), live=live)) == {
        "Ben": (f"{SHOWN[FIRST]} is unassigned in Teams",)
    }


def test_a_line_that_can_call_nowhere_any_more_says_so_and_nothing_else() -> None:
    live = replace(LIVE, settings={"100": {"outboundCall": {"outgoingCallRule": "sg"}, "status": {"value": "busy"}}})
    ((who, what),) = told(
        planned(Change("100", settings={OUTBOUND_RULE: None, "status.value": None}), live=live)
    ).items()
    assert who == "Wei Ling"
    assert len(what) == 1
    assert what[0].endswith("sg → none")


def test_what_all_use_is_lost_by_everybody() -> None:
    live = replace(LIVE, system={"adminTools": {"tls": True}})
    ((who, what),) = told(planned(Change(SYSTEM, settings={"adminTools.tls": False}), live=live)).items()
    assert who == "Everybody it is for"
    assert what


def test_a_line_of_nobody_is_told_by_its_own_name() -> None:
    live = replace(LIVE, lines={"102": Line("102", "Lobby", "", ("device_ip_phone",), base=addons.BASE)})
    assert list(told(planned(Change("102", drop_addons=("device_ip_phone",)), live=live))) == ["102 Lobby"]


def test_an_undo_takes_from_whoever_got_it() -> None:
    (line,) = planned(Change("100", person="Nadia", replace=True)).lines
    back = inverse_of(line, done_entry(line.steps))
    assert told(Plan("Undo", (back,))) == {"Nadia": ("Line 100 goes to Wei Ling", f"{SHOWN[FIRST]} goes to Wei Ling")}


def test_a_licence_that_is_taken_is_lost_by_its_holder() -> None:
    step = Step(StepKind.LICENCE_TAKE, WEI.object_id, ObjectState(licence=PHONE), ObjectState())
    (line,) = planned(Change("100", person="Nadia", replace=True)).lines
    line = replace(line, steps=(step,), losers=())
    assert told(Plan("t", (line,))) == {"Wei Ling": ("Microsoft phone licence is taken back",)}


def test_the_line_and_its_numbers_are_told_before_the_rest() -> None:
    (what,) = told(planned(Change("100", person="", replace=True, drop_addons=(addons.TEAMS_USER,)))).values()
    assert [part.split()[0] for part in what] == ["Line", "+65", "Teams"]


def test_settings_that_are_told_one_by_one_are_no_gain_too() -> None:
    (line,) = planned(Change("100", label="Desk", settings={"status.value": "busy"})).lines
    assert "Status" in gains_of([line])[0].words
    assert gains_of([line], told=[line.no])[0].words == "Another directory name"


@pytest.mark.long
@given(changes())
@settings(max_examples=200)
def test_of_any_change_somebody_is_told_to_lose_by_every_step_that_takes_away(
    asked: tuple[Snapshot, Change, dict[int, Person]],
) -> None:
    live, change, people = asked
    plan = make_plan("t", [change], people, live)
    assume(not plan.errors)
    (line,) = plan.lines
    lost = told(plan)
    assert bool(lost) == plan.takes_away
    assert all(who and what for who, what in lost.items())
    holder = live.directory.get(live.lines["101"].identity_uuid) if "101" in live.lines else None
    gone = any(step.before.identity_uuid and step.after.identity_uuid is not None for step in line.steps)
    if gone and holder:
        assert lost[holder.name][0].startswith("Line 101 goes to ")
    # Whoever gets the line has lost nothing by getting it.
    new = people.get(0)
    if new and new != holder:
        assert not any(what.startswith("Line ") for what in lost.get(new.name, ()))
    assert len(gains_of(plan.lines)) <= 1
