"""Home: this workspace's progress through the six steps, and the next click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cards.assembler import MAX_ACTIONS, Card, card, listing
from cards.elements import Button, Click, State, button, buttons, gauge, muted, say, tick_row
from services.domain.phrases import tr

# https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction
GUIDE = (
    tr("Connect your Microsoft tenant"),
    tr("Give people lines and add-ons"),
    tr("Upload numbers to Teams"),
    tr("Assign numbers to people"),
    tr("Set who may call where"),
    tr("Start calling in Teams"),
)


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One step of the guide and its state; `action` is the click that advances it."""

    no: int
    title: str
    state: State
    detail: str = ""
    action: Click | None = None


# A day's work by task: what welcome, home and help begin with.
TILES = (
    say(tr("Someone joins"), "someone joins"),
    say(tr("Someone leaves"), "someone leaves"),
    say(tr("Numbers"), "numbers"),
    say(tr("Who can't call"), "ready"),
    say(tr("A file"), "bulk"),
)
READER_TILES = tuple(one for one in TILES if one.title in ("Numbers", "Who can't call"))


def home(workspace_name: str, steps: Sequence[GuideStep], tiles: Sequence[Click] = ()) -> Card:
    """The home card.

    Parts: workspace, a tile per task, progress, one row a step; buttons, as many as there is room for beside
    the tiles: the next step first, Help, the others behind "…".
    """
    done = sum(step.state == "done" for step in steps)
    finished = bool(steps) and done == len(steps)
    return card(
        tr("You're ready to call") if finished else tr("Home"),
        muted(workspace_name) if workspace_name else None,
        buttons(*map(button, tiles)) if tiles else None,
        gauge(
            tr("{done} of {steps} steps done", done=done, steps=len(steps)),
            done,
            len(steps),
            "Good" if finished else "Accent",
        ),
        listing(
            [tick_row(step.state, tr("{no}. {title}", no=step.no, title=step.title), step.detail) for step in steps]
        ),
        actions=_actions(steps, tiles)[: MAX_ACTIONS - len(tiles)],
    )


def _actions(steps: Sequence[GuideStep], tiles: Sequence[Click]) -> list[Button | None]:
    """The buttons of the next step, Help and the other steps, without those that are tiles."""
    there = [tile.carried for tile in tiles]
    offered = [(step, step.action) for step in steps if step.action and step.action.carried not in there]
    first = next((click for step, click in offered if step.state in ("attention", "now")), None)
    primary = [button(replace(first, style="positive"))] if first else []
    rest = [click for _, click in offered if click is not first][:4]
    return [*primary, button(say(tr("Help"), "help")), *(button(click, mode="secondary") for click in rest)]
