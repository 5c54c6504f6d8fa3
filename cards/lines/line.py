"""One line: who has it, its numbers and add-ons, its state in Teams, and what can be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from microsoft_teams.cards import BadgeStyle, CardElement, TextColor

from cards.assembler import Card, card, listing
from cards.elements import MARKS, Button, State, badge, button, buttons, execute, facts, group, row, say, strong, text
from cards.lines.clicks import EditAddons, EditHolder, EditName, EditNumbers, OpenAssign
from cards.words import clean, number, quoted
from services.domain.phrases import join_text, tr

Style = BadgeStyle
_COLORS: Mapping[State, TextColor] = {"done": "Good", "now": "Accent", "attention": "Attention"}


@dataclass(frozen=True, slots=True)
class LineNumber:
    """One number of a line, with its state in Teams in a word or two; `first`: it is the primary one."""

    e164: str
    state: str
    style: Style = "Subtle"
    first: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """One link of the chain from the line to a call."""

    title: str
    state: State
    detail: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line in words. `ready` is whether it can call in Teams, None when it isn't meant to.

    `stuck` says whom to contact about what takes longer than normal, `policies` are its person's voice policies, if
    known.
    """

    key: str
    label: str = ""
    person: str = ""
    base: str = ""
    addons: Sequence[str] = ()
    numbers: Sequence[LineNumber] = ()
    ticks: Sequence[Tick] = ()
    ready: bool | None = None
    may_change: bool = False
    stuck: str = ""
    policies: str = ""


def line_card(line: LineView) -> Card:
    """The card of a line.

    Parts: person, directory name, licence, add-ons, voice policies, one row a number with its state in Teams, the chain
    to a call with ticks, what is stuck; buttons: What's missing if it can't call; for those who may: Give to somebody
    or another (line.give), Add-ons (line.addons), Numbers (line.numbers), Name and extension (line.name); for all:
    Settings, Lines if it can call.
    Data: `line`.
    """
    return card(
        join_text(" · ", filter(None, (tr("Line {key}", key=line.key), clean(line.label, 60)))),
        _answer(line),
        facts(
            (tr("Person"), line.person or tr("Nobody yet")),
            (tr("Directory name"), line.label or tr("none")),
            (tr("Licence"), line.base),
            (tr("Add-ons"), join_text(", ", line.addons) or tr("none")),
            *(((tr("Voice policies"), line.policies),) if line.policies else ()),
        ),
        strong(tr("Numbers")) if line.numbers else text(tr("No number yet")),
        listing([_number(one) for one in line.numbers]) if line.numbers else None,
        group(strong(tr("In Teams")), *(_tick(tick) for tick in line.ticks)) if line.ticks else None,
        text(quoted(line.stuck), color="Attention") if line.stuck else None,
        buttons(_missing(line)) if line.ready is False else None,
        *(_changes(line) if line.may_change else ()),
        actions=[
            button(say(tr("Settings"), f"settings {line.key}")),
            button(say(tr("Lines"), "lines")) if line.ready is not False else None,
        ],
    )


def _answer(line: LineView) -> CardElement:
    if line.ready is None:
        return badge(tr("Not in Teams"))
    return badge(tr("Can call"), "Good") if line.ready else badge(tr("Can't call yet"), "Warning")


def _number(one: LineNumber) -> CardElement:
    return row(
        number(one.e164), tr("First number") if one.first else "", quoted(one.detail), tag=badge(one.state, one.style)
    )


def _tick(tick: Tick) -> CardElement:
    sign, color = MARKS[tick.state].sign, _COLORS.get(tick.state)
    words = tr("{sign} {title}", sign=sign, title=tick.title)
    detail = "" if tick.state == "done" or not tick.detail else tr(": {detail}", detail=quoted(tick.detail))
    return text(join_text("", (words, detail)), color=color, subtle=color is None, spacing="Small", most=200)


def _changes(line: LineView) -> tuple[CardElement, CardElement]:
    # In two rows, since six in one row don't fit a phone.
    give = tr("Give to another") if line.person else tr("Give to somebody")
    return (
        buttons(execute(give, EditHolder(line.key)), execute(tr("Add-ons"), EditAddons(line.key))),
        buttons(execute(tr("Numbers"), EditNumbers(line.key)), execute(tr("Name and extension"), EditName(line.key))),
    )


def _missing(line: LineView) -> Button | None:
    """The first button of a line that can't call yet."""
    return button(say(tr("What's missing"), f"ready {line.key}", "positive"))


def no_line(name: str, person: str, may_change: bool) -> Card:
    """The card of somebody who has no line yet; `person` is their key.

    Parts: who; buttons: Assign a line (assign.open with `person`) for those who may, Lines.
    """
    return card(
        tr("No line yet"),
        text(tr("{name} has no line.", name=name), most=200),
        actions=[_assign(OpenAssign(person=person)) if may_change else None, button(say(tr("Lines"), "lines"))],
    )


def no_line_of(e164: str, may_change: bool) -> Card:
    """The card of a number of the organisation that is on no line.

    Parts: which; buttons: Assign a line (assign.open with `number`) for those who may, Numbers.
    """
    return card(
        tr("A free number"),
        text(tr("{e164} is yours and on no line.", e164=number(e164)), most=200),
        actions=[
            _assign(OpenAssign(number=e164)) if may_change else None,
            button(say(tr("Numbers"), f"numbers {e164}")),
        ],
    )


def _assign(about: OpenAssign) -> Button:
    return execute(tr("Assign a line"), about, "positive", inputs=False)
