"""Home: the guide's six steps with true progress, and the next click."""

from __future__ import annotations

from collections.abc import Sequence

from bot.commands.calls.ready import chains, look
from bot.context import Context
from bot.registry import COMMANDS, Said, command
from bot.views.calls.ready import mend_click
from cards.elements import Click, State, say
from cards.words import count, things
from cards.workspace import home as cards
from services.domain.access import Right
from services.domain.phrases import join_text, tr
from services.domain.states import WorkspaceState
from services.inventory.readiness import Readiness, by_reason, missing_settings
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot


@command(
    "home",
    "start",
    "overview",
    "dashboard",
    help="The six steps and what's next",
    group="Start",
    right=Right.READ,
    private=False,
)
async def home(context: Context, _rest: str) -> Said:
    """The six steps, in counts only, since others may read along."""
    workspace = await context.services.store.workspaces.find(context.tenant_id)
    if workspace is None or workspace.state != WorkspaceState.CONNECTED:
        may = context.may(Right.CONNECT)
        detail = tr("Takes a minute") if may else tr("An administrator has to say connect")
        first = cards.GuideStep(1, cards.GUIDE[0], "now", detail, say(tr("Connect"), "connect") if may else None)
        rest = [cards.GuideStep(no, title, "todo") for no, title in enumerate(cards.GUIDE[1:], 2)]
        return cards.home(tr("Not connected yet"), [first, *rest])
    live = await look(context)
    first = cards.GuideStep(1, cards.GUIDE[0], "done", workspace.org_name)
    tiles = cards.TILES if context.may(Right.CHANGE) else cards.READER_TILES
    steps = _in_order([first, *_steps(context, await chains(context, live), live)])
    return cards.home(workspace.name, steps, tiles if context.alone else ())


def _steps(context: Context, all_: Sequence[Readiness], live: Snapshot) -> list[cards.GuideStep]:
    """Steps 2 to 6, each open or done."""
    ready, sees_all = say(tr("Who can't call"), "ready"), context.access.sees_all
    return [
        _step(
            2,
            all_,
            (RequirementKind.PERSON, RequirementKind.ADDON, RequirementKind.NUMBER),
            _people_click(context, all_, live),
            sees_all=sees_all,
        ),
        _step(
            3,
            all_,
            (RequirementKind.UPLOADED,),
            _click(context, all_, live, RequirementKind.UPLOADED) or say(tr("Numbers"), "numbers"),
            sees_all=sees_all,
        ),
        _step(4, all_, (RequirementKind.ASSIGNED,), _assign_click(context, all_, live), sees_all=sees_all),
        _settings(context, all_, live),
        _step(6, all_, tuple(RequirementKind), ready, sees_all=sees_all),
    ]


def _step(
    no: int,
    all_: Sequence[Readiness],
    links: Sequence[RequirementKind],
    click: Click | None,
    *,
    sees_all: bool,
) -> cards.GuideStep:
    done = sum(all(check.holds for check in one.checks if check.link in links) for one in all_)
    waiting = sum(any(check.waiting for check in one.checks if check.link in links) for one in all_)
    complete = bool(all_) and done == len(all_)
    words = (
        tr("{done} of {how_many}", done=count(done), how_many=things(len(all_), "line"))
        if all_
        else tr("no line in Teams yet")
        if sees_all
        else tr("no line that you may see")
    )
    detail = tr("{words}, {waiting} on the way", words=words, waiting=count(waiting)) if waiting else words
    return cards.GuideStep(no, cards.GUIDE[no - 1], "done" if complete else "todo", detail, None if complete else click)


def _settings(context: Context, all_: Sequence[Readiness], live: Snapshot) -> cards.GuideStep:
    """The step for settings: done if everybody has an outbound call rule and the system has its compulsory settings."""
    step = _step(
        5,
        all_,
        (RequirementKind.RULE,),
        _click(context, all_, live, RequirementKind.RULE) or say(tr("Who can't call"), "ready"),
        sees_all=context.access.sees_all,
    )
    missing = missing_settings(live.system)
    if not missing:
        return step
    click = say(tr("Settings"), "settings") if "settings" in COMMANDS else step.action
    return cards.GuideStep(
        5,
        step.title,
        "todo",
        tr("{detail}; missing in the system: {names}", detail=step.detail, names=join_text(", ", missing)),
        click,
    )


def _people_click(context: Context, all_: Sequence[Readiness], live: Snapshot) -> Click | None:
    if not context.may(Right.CHANGE):
        return say(tr("Lines"), "lines")
    lacking = by_reason(all_)
    first = next(
        (link for link in (RequirementKind.PERSON, RequirementKind.ADDON, RequirementKind.NUMBER) if link in lacking),
        None,
    )
    return mend_click(first, live, lacking[first]) if first else say(tr("Send a file"), "bulk")


def _assign_click(context: Context, all_: Sequence[Readiness], live: Snapshot) -> Click | None:
    """The click of the step for assignments: first the licence and the usage location, which an assignment needs."""
    order = (RequirementKind.LICENCE, RequirementKind.LOCATION, RequirementKind.ASSIGNED)
    found = (_click(context, all_, live, link) for link in order)
    return next((click for click in found if click), say(tr("Numbers"), "numbers"))


def _click(context: Context, all_: Sequence[Readiness], live: Snapshot, link: RequirementKind) -> Click | None:
    """The button that mends this requirement for all who lack it; None where nobody does, or for a reader."""
    lacking = by_reason(all_).get(link, 0)
    return mend_click(link, live, lacking) if lacking and context.may(Right.CHANGE) else None


def _in_order(steps: Sequence[cards.GuideStep]) -> list[cards.GuideStep]:
    """The steps, with the first open one as the next."""
    shown: list[cards.GuideStep] = []
    for step in steps:
        first = step.state == "todo" and all(earlier.state == "done" for earlier in shown)
        state: State = "now" if first else step.state
        shown.append(cards.GuideStep(step.no, step.title, state, step.detail, step.action))
    return shown
