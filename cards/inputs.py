"""Fields of a form, each with a label and, if it is required, the message for when it is empty."""

from __future__ import annotations

from collections.abc import Sequence

from microsoft_teams.cards import (
    Choice,
    ChoiceSetInput,
    DateInput,
    NumberInput,
    QueryData,
    TextInput,
    TimeInput,
    ToggleInput,
)

from cards.words import as_typed, clean, inert
from services.domain.invisible import without_invisible
from services.domain.phrases import told, tr
from services.domain.settings.countries import country_name, find_country

_MAX_VALUE = 300  # characters of a choice's value, which may be an e-mail address
_MAX_MOMENT = 10  # characters of a day or time


def _kept(value: str, most: int) -> str | None:
    return value if 0 < len(value) <= most else None


def text_input(
    name: str, label: str, value: str = "", *, hint: str = "", multiline: bool = False, most: int = 200
) -> TextInput:
    """A text field that may stay empty."""
    return TextInput(
        id=name,
        label=clean(label, 120),
        value=as_typed(value, most) or None,
        placeholder=clean(hint, 80) or None,
        is_multiline=multiline or None,
        max_length=most,
    )


def lines_input(name: str, label: str, value: str = "", *, hint: str = "", most: int = 4_000) -> TextInput:
    """A field for several lines, which are kept as they are, and whole even if there are more signs already."""
    most = max(most, len(value))
    made = text_input(name, label, hint=hint, multiline=True, most=most)
    kept = "\n".join(as_typed(line, most) for line in value.splitlines())[:most]
    return made.model_copy(update={"value": kept or None})


def secret_input(name: str, label: str, missing: str) -> TextInput:
    """A field that hides what is typed and never shows it again.

    It hides on the screen only: the text arrives in the clear
    (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format).
    """
    return TextInput(
        id=name,
        label=clean(label, 120),
        style="Password",
        is_required=True,
        error_message=told(missing),
        max_length=500,
    )


def choice_input(
    name: str, label: str, choices: Sequence[tuple[str, str]], value: str = "", *, missing: str = ""
) -> ChoiceSetInput:
    """A choice among `(value, title)`; with `missing` words it is required.

    A `value` that is too long to be one of them came in a forged click, and isn't echoed.
    """
    return ChoiceSetInput(
        id=name,
        label=clean(label, 120),
        choices=_choices(choices),
        value=_kept(without_invisible(value), _MAX_VALUE),
        style="compact",
        wrap=True,
        placeholder=told(missing) or None,
        is_required=bool(missing) or None,
        error_message=told(missing) or None,
    )


def find_input(
    name: str, label: str, dataset: str, choices: Sequence[tuple[str, str]], value: str = "", *, missing: str = ""
) -> ChoiceSetInput:
    """A choice among many, found while typing: the bot answers searches of `dataset`.

    `choices` is the plain list for clients without type-ahead, and must hold the chosen one to show its name.
    https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/dynamic-search
    """
    found = choice_input(name, label, choices, value, missing=missing)
    return found.model_copy(update={"style": "filtered", "choices_data": QueryData(dataset=dataset)})


def country_input(name: str, label: str, value: str = "", near: Sequence[str] = ()) -> ChoiceSetInput:
    """A country, found while typing by its name or code; it comes back as its name.

    `near` are the codes of those that a client without type-ahead lists.
    """
    chosen = find_country(value)
    shown = dict.fromkeys((*near, *([chosen] if chosen else [])))
    return find_input(name, label, "countries", [country_choice(code) for code in shown], country_name(chosen))


def country_choice(code: str) -> tuple[str, str]:
    """A country as a choice: its name, which clients without type-ahead show, and the name with its code."""
    return country_name(code), tr("{country_name} ({code})", country_name=country_name(code), code=code)


def number_input(
    name: str, label: str, value: int | None = None, *, least: int | None = None, most: int | None = None, wrong: str
) -> NumberInput:
    """A whole number within limits; `wrong` is shown for anything else."""
    return NumberInput(id=name, label=clean(label, 120), value=value, min=least, max=most, error_message=told(wrong))


def toggle_input(name: str, label: str, on: bool = False) -> ToggleInput:
    """A switch, named by its title alone; it comes back as `true` or `false`."""
    return ToggleInput(id=name, title=clean(label, 120), value="true" if on else "false", wrap=True)


def time_input(name: str, label: str, value: str = "") -> TimeInput:
    """A time of day as `HH:MM`."""
    return TimeInput(id=name, label=clean(label, 120), value=_kept(value, _MAX_MOMENT))


def date_input(name: str, label: str, value: str = "") -> DateInput:
    """A day as `YYYY-MM-DD`."""
    return DateInput(id=name, label=clean(label, 120), value=_kept(value, _MAX_MOMENT))


def ticks_input(name: str, label: str, choices: Sequence[tuple[str, str]], ticked: Sequence[str]) -> ChoiceSetInput:
    """Check boxes, one for each `(value, title)`; the ticked values come back joined by commas."""
    return ChoiceSetInput(
        id=name,
        label=clean(label, 120),
        choices=_choices(choices),
        value=",".join((value for value, _ in choices if value in ticked)) or None,
        style="expanded",
        is_multi_select=True,
        wrap=True,
    )


def _choices(pairs: Sequence[tuple[str, str]]) -> list[Choice]:
    return [Choice(title=inert(title, 80) or "–", value=without_invisible(value)) for value, title in pairs]
