"""Home: the guide's six steps with true progress, and the next click."""

from __future__ import annotations

from bot.context import Context
from bot.registry import Said, command
from cards import home as cards
from cards.elements import Click, State, say
from services.changes.readiness import Link, Readiness, readiness
from services.changes.snapshot import read_snapshot
from services.domain.access import Right

_TITLES = (
    "Link your Microsoft tenant",
    "Give people licences and extensions",
    "Upload numbers to Teams",
    "Assign numbers in Teams",
    "Set who may call where",
    "Start calling",
)


@command(
    "home", "start", "overview", "dashboard", help="The six steps and what's next", group="Start", right=Right.READ
)
async def home(context: Context, _rest: str) -> Said:
    """The six steps."""
    workspace = await context.services.store.workspaces.find(context.tenant_id)
    if workspace is None or workspace.state != "connected":
        first = cards.Step(1, _TITLES[0], "now", "Takes a minute", say("Connect", "connect"))
        rest = [cards.Step(no, title, "todo") for no, title in enumerate(_TITLES[1:], 2)]
        return cards.home("Not connected yet", [first, *rest])
    live = await read_snapshot(context.services.clients, workspace)
    return cards.home(workspace.name, _steps(readiness(live), workspace.org_name))


def _steps(all_: tuple[Readiness, ...], organisation: str) -> list[cards.Step]:
    numbers, calls = say("Numbers", "numbers"), say("Who can call", "ready")
    facts: list[tuple[int, Click]] = [
        (sum(_holds(one, Link.PERSON) for one in all_), say("Send a file", "bulk")),
        (sum(_holds(one, Link.UPLOADED) for one in all_), numbers),
        (sum(_holds(one, Link.ASSIGNED) for one in all_), numbers),
        (sum(_holds(one, Link.RULE) for one in all_), calls),
        (sum(one.broken is None for one in all_), calls),
    ]
    steps = [cards.Step(1, _TITLES[0], "done", organisation)]
    for no, (done, click) in enumerate(facts, 2):
        complete = bool(all_) and done == len(all_)
        earlier = all(step.state == "done" for step in steps)
        state: State = "done" if complete else "now" if earlier else "todo"
        detail = f"{done:,} of {len(all_):,} lines" if all_ else "no line in Teams yet"
        steps.append(cards.Step(no, _TITLES[no - 1], state, detail, None if complete else click))
    return steps


def _holds(one: Readiness, link: Link) -> bool:
    return all(check.holds for check in one.checks if check.link is link)
