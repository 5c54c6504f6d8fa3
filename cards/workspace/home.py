"""Home: where this workspace stands on the six steps, and the one next click."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cards.assembler import Card, card, listing
from cards.elements import Button, Click, State, button, gauge, muted, say, tick_row

# https://b3networks.helpjuice.com/microsoft-teams-operator-connect-admin-guide/integrated-instruction
GUIDE = (
    "Connect your Microsoft tenant",
    "Give people lines and add-ons",
    "Upload numbers to Teams",
    "Assign numbers to people",
    "Set up calling",
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


# A day's work by job: what help begins with.
TILES = (
    say("Someone joins", "someone joins"),
    say("Someone leaves", "someone leaves"),
    say("Numbers", "numbers"),
    say("Who can't call", "ready"),
    say("A file", "bulk"),
)


def home(workspace_name: str, steps: Sequence[GuideStep]) -> Card:
    """The home card.

    Parts: workspace, progress of the steps, one row a step; buttons: the next step first, the others behind "…", Help.
    """
    done = sum(step.state == "done" for step in steps)
    first, others = _actions(steps)
    finished = bool(steps) and done == len(steps)
    return card(
        "You're ready to call" if finished else "Home",
        muted(workspace_name) if workspace_name else None,
        gauge(f"{done} of {len(steps)} steps done", done, len(steps), "Good" if finished else "Accent"),
        listing([tick_row(step.state, f"{step.no}. {step.title}", step.detail) for step in steps]),
        actions=[first, button(say("Help", "help")), *others],
    )


def _actions(steps: Sequence[GuideStep]) -> tuple[Button | None, list[Button | None]]:
    """The button of the next step, and those of the others."""
    open_steps = [step for step in steps if step.state in ("attention", "now") and step.action]
    first = open_steps[0].action if open_steps else None
    primary = replace(first, style="positive") if first else None
    rest = [step.action for step in steps if step.action and step.action is not first][:4]
    others = [button(click, mode="secondary") for click in rest]
    return button(primary), list(others)
