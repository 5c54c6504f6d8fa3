"""The elements of a card, typed; every text that enters here is made harmless.

Only text blocks render markdown, and Teams on phones shows its escapes
(https://github.com/MicrosoftDocs/msteams-docs/issues/5793). Text with markdown characters therefore becomes a text run,
which no client reads as markdown.
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
from services.domain.phrases import join_text, told, tr

# A badge isn't wrapped: a longer one leaves no room for its row on a phone.
MAX_BADGE_CHARACTERS = 22
State = Literal["done", "now", "todo", "attention", "unknown"]
ElementT = TypeVar("ElementT", Container, ColumnSet)
Button = ExecuteAction | OpenUrlAction | ToggleVisibilityAction


@dataclass(frozen=True, slots=True)
class Mark:
    """The look of a state, never by colour alone."""

    word: str
    sign: str
    icon: str
    style: BadgeStyle


MARKS: dict[State, Mark] = {
    "done": Mark(tr("Done"), "✔", "Checkmark", "Good"),
    "now": Mark(tr("Up next"), "▶", "ArrowRight", "Accent"),
    "todo": Mark(tr("To do"), "○", "Circle", "Subtle"),
    "attention": Mark(tr("Needs a look"), "⚠", "Warning", "Attention"),
    "unknown": Mark(tr("Not known"), "?", "QuestionCircle", "Subtle"),
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
    """A button before it is drawn: its title and what it carries, or the page that it opens if `url` is set."""

    title: str
    carried: Carried = _HELP
    style: ActionStyle = "default"
    url: str = ""


def say(title: str, words: str, style: ActionStyle = "default") -> Click:
    """A button that does the same as typing `words`."""
    return Click(title, Say(words), style)


def execute(
    title: str,
    carried: Carried,
    style: ActionStyle = "default",
    *,
    inputs: bool = True,
    mode: ActionMode | None = None,
) -> ExecuteAction:
    """A button that calls the bot; with `inputs=False` it doesn't validate and send the card's fields."""
    return ExecuteAction(
        title=clean(title, 60),
        verb=carried.verb,
        data={"d": data_of(carried)},
        style=None if style == "default" else style,
        associated_inputs=None if inputs else "none",
        mode=mode,
    )


def open_url(title: str, url: str, *, mode: ActionMode | None = None) -> OpenUrlAction:
    """A button that opens a page outside Teams, marked by its icon."""
    return OpenUrlAction(title=f"{clean(title, 58)} ↗", url=url, mode=mode)


def button(click: Click | None, *, inputs: bool = False, mode: ActionMode | None = None) -> Button | None:
    """The button for a click; None for None."""
    if click is None:
        return None
    if click.url:
        return open_url(click.title, click.url, mode=mode)
    return execute(click.title, click.carried, click.style, inputs=inputs, mode=mode)


def buttons(*actions: Button | None) -> ActionSet:
    """A row of buttons inside the card; None entries are dropped."""
    return ActionSet(actions=[action for action in actions if action is not None])


def advanced(element_id: str) -> ToggleVisibilityAction:
    """The button that shows and hides what few people need."""
    return ToggleVisibilityAction(title=told(tr("Advanced")), target_elements=[element_id])


def refresh(carried: Carried, user_ids: Sequence[str]) -> RefreshDefinition:
    """The call that refreshes the card for these people when they see it; Teams allows 60 of them."""
    return RefreshDefinition(action=execute(tr("Refresh"), carried), user_ids=list(user_ids[:60]))


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
    """Text as it is written, wrapped; markdown in it has no effect."""
    shown = clean(words, most) or "–"
    faint = subtle or None
    if plain(shown, most) != shown:
        run = TextRun(text=shown, weight=weight, size=size, color=color, is_subtle=faint)
        return _runs(run, spacing=spacing)
    return TextBlock(text=shown, wrap=True, weight=weight, size=size, color=color, is_subtle=faint, spacing=spacing)


def heading(words: str, size: TextSize = "Large") -> TextBlock:
    """A heading; only for our own words, since phones show the escapes of special characters in it."""
    return TextBlock(text=plain(words, 150) or "–", wrap=True, size=size, weight="Bolder", style="heading")


def strong(words: str, *, spacing: Spacing | None = None, most: int = 150) -> TextBlock | RichTextBlock:
    """Text that leads a row or a group."""
    return text(words, weight="Bolder", spacing=spacing, most=most)


def muted(words: str, *, spacing: Spacing | None = "None", most: int = 300) -> TextBlock | RichTextBlock:
    """Detail, close below what it belongs to."""
    return text(words, subtle=True, spacing=spacing, most=most)


def link_last(words: str, last: str, url: str) -> TextBlock | RichTextBlock:
    """Detail whose last word links to a page, if there is one."""
    if not (url and last):
        return muted(join_text(" · ", filter(None, (words, last))))
    lead = [TextRun(text=f"{clean(words, 300)} · ", is_subtle=True)] if words else []
    link = TextRun(
        text=last,
        color="Accent",
        select_action=OpenUrlAction(title=told(tr("What {last} means ↗", last=last)), url=url),
    )
    return _runs(*lead, link, spacing="None")


def badge(words: str, style: BadgeStyle = "Subtle", *, icon: str = "", sign: str = "") -> Badge:
    """A state in a word; clients without badges show coloured text with a sign."""
    shown = clean(words, MAX_BADGE_CHARACTERS)
    lead = tr("{sign} ", sign=sign) if sign else _SIGNS.get(style, "")
    color = _COLORS.get(style)
    instead = text(f"{lead}{shown}", color=color, subtle=color is None, weight="Bolder" if color else None)
    return Badge(text=shown, style=style, icon=icon or _ICONS.get(style), appearance="Tint", fallback=instead)


def mark(state: State, words: str = "") -> Badge:
    """The badge of a state, in its own word or in `words`."""
    look = MARKS[state]
    return badge(words or look.word, look.style, icon=look.icon, sign=look.sign)


def bar(done: int, total: int, color: ProgressBarColor = "Accent") -> ProgressBar:
    """A progress bar; clients without bars draw ten squares."""
    whole = max(total, 1)
    part = min(max(done, 0), whole)
    tenths = part * 10 // whole
    drawn = tr("{value}{value_2} {part}%", value="■" * tenths, value_2="□" * (10 - tenths), part=part * 100 // whole)
    instead = TextBlock(text=drawn, wrap=True, color=color, spacing="Small")
    return ProgressBar(value=part, max=whole, color=color, spacing="Small", fallback=instead)


def group(
    *items: CardElement | None,
    style: ContainerStyle | None = None,
    spacing: Spacing | None = None,
    separator: bool = False,
) -> Container:
    """Elements that belong together, from top to bottom; None is dropped."""
    kept = [item for item in items if item is not None]
    return Container(items=kept, style=style, spacing=spacing, separator=separator or None)


def facts(*pairs: tuple[str, str]) -> Container:
    """Names and values, one pair per line; pairs with an empty value are dropped."""
    return group(*(_fact(name, value) for name, value in pairs if value), spacing="Small")


def _fact(name: str, value: str) -> RichTextBlock:
    label = TextRun(text=f"{clean(name, 60)}: ", is_subtle=True)
    return _runs(label, TextRun(text=clean(value, 200)), spacing="Small")


def _runs(*runs: CardElement, spacing: Spacing | None) -> RichTextBlock:
    return RichTextBlock(inlines=list(runs), spacing=spacing)


def chips(*choices: tuple[str, Carried, bool]) -> Container:
    """Choices side by side, wrapped where they don't fit: (words, what a click carries, whether it is the current one).

    The current one is ticked, set apart and can't be clicked.
    """
    made = [
        Container(
            items=[text(tr("✓ {words}", words=words) if shown else words, most=40)],
            style="accent" if shown else "emphasis",
            rounded_corners=True,
            select_action=None if shown else execute(words, carried, inputs=False),
        )
        for words, carried, shown in choices
    ]
    flow = FlowLayout(item_fit="Fit", column_spacing="Small", row_spacing="Small")
    return Container(items=list(made), layouts=[flow], spacing="Small")


def opening(element: ElementT, click: Click | None) -> ElementT:
    """The element, made clickable; there is always a button for the same elsewhere."""
    return element if click is None else element.model_copy(update={"select_action": button(click)})


def columns(*cells: tuple[str, Sequence[CardElement]], separator: bool = False) -> ColumnSet:
    """Cells side by side, each with its width (`auto`, `stretch` or a weight); one of them should be `stretch`."""
    made = [Column(width=width, items=list(items), vertical_content_alignment="Top") for width, items in cells]
    return ColumnSet(columns=made, separator=separator or None)


def row(lead: str, *details: str, tag: Badge | None = None, opens: Click | None = None) -> Container:
    """A row of a list: what it is, its state on the right, details below both; empty details are dropped.

    Clicking it does what `opens` does.
    """
    named = strong(lead, most=100)
    head = columns(("stretch", [named]), ("auto", [tag])) if tag else named
    return opening(group(head, *(muted(detail, most=160) for detail in details if detail), separator=True), opens)


def tick_row(state: State, title: str, detail: str = "", word: str = "") -> Container:
    """A row of a checklist with the badge of its state."""
    return row(title, detail, tag=mark(state, word))


def wrong(words: str) -> TextBlock | RichTextBlock | None:
    """What is wrong with the input, above its form; None for no words."""
    return text(quoted(words), color="Attention", weight="Bolder") if words else None


def gauge(words: str, done: int, total: int, color: ProgressBarColor = "Accent") -> Container:
    """A progress bar with its words above it."""
    return group(text(words), bar(done, total, color))
