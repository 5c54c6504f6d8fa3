"""The smallest pieces of a card, typed; every text that enters here becomes harmless.

Markdown works in text blocks only, and Teams on phones shows the escapes of it
(https://github.com/MicrosoftDocs/msteams-docs/issues/5793). So words with markdown signs become a text run, which no
client reads as markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from microsoft_teams.cards import (
    ActionMode,
    ActionSet,
    ActionStyle,
    Badge,
    BadgeStyle,
    CardElement,
    Column,
    ColumnSet,
    Container,
    ContainerStyle,
    ExecuteAction,
    FlowLayout,
    OpenUrlAction,
    ProgressBar,
    ProgressBarColor,
    RefreshDefinition,
    RichTextBlock,
    Spacing,
    TextBlock,
    TextColor,
    TextRun,
    TextSize,
    TextWeight,
    ToggleVisibilityAction,
)

from cards.actions import Carried, Say, data_of
from cards.words import clean, plain, quoted

# A badge holds its column open: a longer one leaves no room for its row on a phone.
MAX_BADGE_CHARACTERS = 22
State = Literal["done", "now", "todo", "attention", "unknown"]
ElementT = TypeVar("ElementT", Container, ColumnSet)
Button = ExecuteAction | OpenUrlAction | ToggleVisibilityAction


@dataclass(frozen=True, slots=True)
class Mark:
    """How a state looks: never by colour alone."""

    word: str
    sign: str
    icon: str
    style: BadgeStyle


MARKS: dict[State, Mark] = {
    "done": Mark("Done", "✔", "Checkmark", "Good"),
    "now": Mark("Next", "▶", "ArrowRight", "Accent"),
    "todo": Mark("To do", "○", "Circle", "Subtle"),
    "attention": Mark("Needs a look", "⚠", "Warning", "Attention"),
    "unknown": Mark("Not known", "?", "QuestionCircle", "Subtle"),
}

_COLORS: dict[BadgeStyle, TextColor] = {
    "Accent": "Accent",
    "Informative": "Accent",
    "Good": "Good",
    "Attention": "Attention",
    "Warning": "Warning",
}
_SIGNS: dict[BadgeStyle, str] = {"Good": "✔ ", "Attention": "⚠ ", "Warning": "⚠ "}
_ICONS: dict[BadgeStyle, str] = {"Good": "Checkmark", "Attention": "Warning", "Warning": "Warning"}


_HELP = Say("help")


@dataclass(frozen=True, slots=True)
class Click:
    """A button to come: what it carries, or a page to open when `url` is set."""

    title: str
    carried: Carried = _HELP
    style: ActionStyle = "default"
    url: str = ""


def say(title: str, words: str, style: ActionStyle = "default") -> Click:
    """A button that does what typing `words` does."""
    return Click(title, Say(words), style)


def execute(
    title: str,
    carried: Carried,
    style: ActionStyle = "default",
    *,
    inputs: bool = True,
    mode: ActionMode | None = None,
) -> ExecuteAction:
    """A button that calls the bot; `inputs=False` leaves the card's fields out of it and unchecked."""
    return ExecuteAction(
        title=clean(title, 60),
        verb=carried.verb,
        data={"d": data_of(carried)},
        style=None if style == "default" else style,
        associated_inputs=None if inputs else "none",
        mode=mode,
    )


def open_url(title: str, url: str, *, mode: ActionMode | None = None) -> OpenUrlAction:
    """A button that opens a page outside Teams, and says so by its sign."""
    return OpenUrlAction(title=f"{clean(title, 58)} ↗", url=url, mode=mode)


def button(click: Click | None, *, inputs: bool = False, mode: ActionMode | None = None) -> Button | None:
    """The button of a click; none stays none."""
    if click is None:
        return None
    if click.url:
        return open_url(click.title, click.url, mode=mode)
    return execute(click.title, click.carried, click.style, inputs=inputs, mode=mode)


def buttons(*actions: Button | None) -> ActionSet:
    """A row of buttons inside the card; none is dropped."""
    return ActionSet(actions=[action for action in actions if action is not None])


def advanced(element_id: str) -> ToggleVisibilityAction:
    """The button that shows what few people need, and hides it again."""
    return ToggleVisibilityAction(title="Advanced", target_elements=[element_id])


def refresh(carried: Carried, user_ids: Sequence[str]) -> RefreshDefinition:
    """The call that renews the card for these people when they see it; Teams takes 60 of them."""
    return RefreshDefinition(action=execute("Refresh", carried), user_ids=list(user_ids[:60]))


def text(
    words: str,
    *,
    weight: TextWeight | None = None,
    size: TextSize | None = None,
    color: TextColor | None = None,
    subtle: bool = False,
    spacing: Spacing | None = None,
    most: int = 600,
) -> TextBlock | RichTextBlock:
    """Words as they are written, wrapped; markdown in them stays dead."""
    shown = clean(words, most) or "–"
    faint = subtle or None
    if plain(shown, most) != shown:
        run = TextRun(text=shown, weight=weight, size=size, color=color, is_subtle=faint)
        return _runs(run, spacing=spacing)
    return TextBlock(text=shown, wrap=True, weight=weight, size=size, color=color, is_subtle=faint, spacing=spacing)


def heading(words: str, size: TextSize = "Large") -> TextBlock:
    """A heading: give it our own words, since a phone shows the escapes of signs in it."""
    return TextBlock(text=plain(words, 150) or "–", wrap=True, size=size, weight="Bolder", style="heading")


def strong(words: str, *, spacing: Spacing | None = None, most: int = 150) -> TextBlock | RichTextBlock:
    """Words that lead a row or a group."""
    return text(words, weight="Bolder", spacing=spacing, most=most)


def muted(words: str, *, spacing: Spacing | None = "None", most: int = 300) -> TextBlock | RichTextBlock:
    """Words that add detail, close under what they belong to."""
    return text(words, subtle=True, spacing=spacing, most=most)


def link_last(words: str, last: str, url: str) -> TextBlock | RichTextBlock:
    """Detail whose last word leads to a page; without a page it is a word like the others."""
    if not (url and last):
        return muted(" · ".join(filter(None, (words, last))))
    lead = [TextRun(text=f"{clean(words, 300)} · ", is_subtle=True)] if words else []
    link = TextRun(text=last, color="Accent", select_action=OpenUrlAction(title=f"What {last} means ↗", url=url))
    return _runs(*lead, link, spacing="None")


def badge(words: str, style: BadgeStyle = "Subtle", *, icon: str = "", sign: str = "") -> Badge:
    """A state in a word; a client without badges shows it as coloured text with a sign."""
    shown = clean(words, MAX_BADGE_CHARACTERS)
    lead = f"{sign} " if sign else _SIGNS.get(style, "")
    color = _COLORS.get(style)
    instead = text(f"{lead}{shown}", color=color, subtle=color is None, weight="Bolder" if color else None)
    return Badge(text=shown, style=style, icon=icon or _ICONS.get(style), appearance="Tint", fallback=instead)


def mark(state: State, words: str = "") -> Badge:
    """The badge of a state, in its own word or in `words`."""
    look = MARKS[state]
    return badge(words or look.word, look.style, icon=look.icon, sign=look.sign)


def bar(done: int, total: int, color: ProgressBarColor = "Accent") -> ProgressBar:
    """How much of a whole; a client without bars draws it in ten squares."""
    whole = max(total, 1)
    part = min(max(done, 0), whole)
    tenths = part * 10 // whole
    drawn = f"{'■' * tenths}{'□' * (10 - tenths)} {part * 100 // whole}%"
    instead = TextBlock(text=drawn, wrap=True, color=color, spacing="Small")
    return ProgressBar(value=part, max=whole, color=color, spacing="Small", fallback=instead)


def group(
    *items: CardElement | None,
    style: ContainerStyle | None = None,
    spacing: Spacing | None = None,
    separator: bool = False,
) -> Container:
    """Elements that belong together, top to bottom; none is dropped."""
    kept = [item for item in items if item is not None]
    return Container(items=kept, style=style, spacing=spacing, separator=separator or None)


def facts(*pairs: tuple[str, str]) -> Container:
    """Names and values, one pair a line; an empty value drops its pair."""
    return group(*(_fact(name, value) for name, value in pairs if value), spacing="Small")


def _fact(name: str, value: str) -> RichTextBlock:
    label = TextRun(text=f"{clean(name, 60)}: ", is_subtle=True)
    return _runs(label, TextRun(text=clean(value, 200)), spacing="Small")


def _runs(*runs: CardElement, spacing: Spacing | None) -> RichTextBlock:
    return RichTextBlock(inlines=list(runs), spacing=spacing)


def chips(*choices: tuple[str, Carried, bool]) -> Container:
    """Choices side by side, wrapped where they don't fit: (words, what a click carries, whether it is the one shown).

    The one that is shown is ticked, set apart and can't be clicked.
    """
    made = [
        Container(
            items=[text(f"✓ {words}" if shown else words, most=40)],
            style="accent" if shown else "emphasis",
            rounded_corners=True,
            select_action=None if shown else execute(words, carried, inputs=False),
        )
        for words, carried, shown in choices
    ]
    flow = FlowLayout(item_fit="Fit", column_spacing="Small", row_spacing="Small")
    return Container(items=list(made), layouts=[flow], spacing="Small")


def opening(element: ElementT, click: Click | None) -> ElementT:
    """The element, which does what the click does when it is clicked itself; a button says the same elsewhere."""
    return element if click is None else element.model_copy(update={"select_action": button(click)})


def columns(*cells: tuple[str, Sequence[CardElement]], separator: bool = False) -> ColumnSet:
    """Cells side by side, each with its width (`auto`, `stretch` or a weight); keep one of them `stretch`."""
    made = [Column(width=width, items=list(items), vertical_content_alignment="Top") for width, items in cells]
    return ColumnSet(columns=made, separator=separator or None)


def row(lead: str, *details: str, tag: Badge | None = None, opens: Click | None = None) -> ColumnSet:
    """One line of a list: what it is, details beneath, its state on the right; empty details are dropped.

    A click on it does what `opens` does.
    """
    cell: list[CardElement] = [strong(lead, most=100), *(muted(detail, most=160) for detail in details if detail)]
    sides: list[tuple[str, Sequence[CardElement]]] = [("stretch", cell)]
    return opening(columns(*sides, *([("auto", [tag])] if tag else []), separator=True), opens)


def tick_row(state: State, title: str, detail: str = "", word: str = "") -> ColumnSet:
    """One line of a checklist with the badge of its state."""
    return row(title, detail, tag=mark(state, word))


def wrong(words: str) -> TextBlock | RichTextBlock | None:
    """What is wrong with what was typed, above its form; nothing for no words."""
    return text(quoted(words), color="Attention", weight="Bolder") if words else None


def gauge(words: str, done: int, total: int, color: ProgressBarColor = "Accent") -> Container:
    """A bar with its words above it."""
    return group(text(words), bar(done, total, color))
