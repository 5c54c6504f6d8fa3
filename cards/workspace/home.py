"""Home: where this workspace stands on the six steps, and the one next click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cards.assembler import MAX_ACTIONS, Card, card, listing
from cards.elements import Button, Click, State, button, buttons, gauge, muted, say, tick_row

# https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction
GUIDE = (
    "Connect your Microsoft tenant",
    "Give people lines and add-ons",
    "Upload numbers to Teams",
    "Assign numbers to people",
    "Set who may call where",
    "Start calling in Teams",
)


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step of the guide as it stands now; `action` is the click that moves it on."""

    no: int
    title: str
    state: State
    detail: str = ""
    action: Click | None = None


# A day's work by job: what welcome, home and help begin with.
TILES = (
    say("Someone joins", "someone joins"),
    say("Someone leaves", "someone leaves"),
    say("Numbers", "numbers"),
    say("Who can't call", "ready"),
    say("A file", "bulk"),
)
READER_TILES = tuple(one for one in TILES if one.title in ("Numbers", "Who can't call"))


def home(workspace_name: str, steps: Sequence[GuideStep], tiles: Sequence[Click] = ()) -> Card:
    """The home card.

    Parts: workspace, a tile a job, progress of the steps, one row a step; buttons, as many as there is room for beside
    the tiles: the next step first, Help, the others behind "…".
    """
    done = sum(step.state == "done" for step in steps)
    finished = bool(steps) and done == len(steps)
    return card(
        "You're ready to call" if finished else "Home",
        muted(workspace_name) if workspace_name else None,
        buttons(*map(button, tiles)) if tiles else None,
        gauge(f"{done} of {len(steps)} steps done", done, len(steps), "Good" if finished else "Accent"),
        listing([tick_row(step.state, f"{step.no}. {step.title}", step.detail) for step in steps]),
        actions=_actions(steps, tiles)[: MAX_ACTIONS - len(tiles)],
    )


def _actions(steps: Sequence[GuideStep], tiles: Sequence[Click]) -> list[Button | None]:
    """The button of the next step, Help, and those of the other steps; none that a tile is already."""
    there = [tile.carried for tile in tiles]
    offered = [(step, step.action) for step in steps if step.action and step.action.carried not in there]
    first = next((click for step, click in offered if step.state in ("attention", "now")), None)
    primary = [button(replace(first, style="positive"))] if first else []
    rest = [click for _, click in offered if click is not first][:4]
    return [*primary, button(say("Help", "help")), *(button(click, mode="secondary") for click in rest)]
