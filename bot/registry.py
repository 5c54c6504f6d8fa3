"""The registry of every command and button, declared where it is handled.

Help and the manifest are made from it.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, overload

from bot.turn import Answer, Card
from cards.actions import ActionData, ActionInputs, Carried, NoData, read_data, read_inputs
from services.domain.access import Right
from services.domain.people import fold

if TYPE_CHECKING:
    from bot.context import Context

Said = Answer | Card | str | None
CommandHandler = Callable[["Context", str], Awaitable[Said]]
ActionHandler = Callable[["Context", Mapping[str, Any], Mapping[str, str]], Awaitable[Said]]
DataT = TypeVar("DataT", bound=ActionData)
InputsT = TypeVar("InputsT", bound=ActionInputs)
Bare = Callable[["Context"], Awaitable[Said]]
WithOne = Callable[["Context", DataT], Awaitable[Said]]
WithInputs = Callable[["Context", InputsT], Awaitable[Said]]
WithBoth = Callable[["Context", DataT, InputsT], Awaitable[Said]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: its name, its synonyms, what it does, and the right that it needs."""

    name: str
    words: tuple[str, ...]
    help: str
    group: str
    right: Right
    usage: str
    private: bool
    handler: CommandHandler
    examples: tuple[str, ...] = ()

    @property
    def takes_words(self) -> bool:
        """Whether it reads what comes after its words; the handler of one that doesn't calls them `_rest`."""
        return not list(inspect.signature(self.handler).parameters)[1].startswith("_")


@dataclass(frozen=True, slots=True)
class Action:
    """A button's action: the types of its data and inputs, the right that it needs, and the handler.

    `handler` takes both unparsed and parses them first. `fresh` are the words that show a fresh card of its kind.
    """

    data: type[Carried]
    inputs: type[ActionInputs] | None
    right: Right
    handler: ActionHandler
    fresh: str = ""
    private: bool = True

    @property
    def verb(self) -> str:
        """The verb that the click sends."""
        return self.data.verb


COMMANDS: dict[str, Command] = {}
# Commands that take something away are never guessed from similar words.
TAKING = frozenset({"release", "unassign", "unassign number", "disconnect", "delete template"})
ACTIONS: dict[str, Action] = {}


def command(
    name: str,
    *synonyms: str,
    help: str,
    group: str,
    right: Right = Right.READ,
    usage: str = "",
    private: bool = True,
    examples: tuple[str, ...] = (),
) -> Callable[[CommandHandler], CommandHandler]:
    """Register a command; the function gets the context and what was typed after the command's words.

    A `private` one is answered in the personal chat only, as nearly all are: they show people and their numbers, or
    write. `examples` are complete texts to type, for its page of help.
    """

    def declare(handler: CommandHandler) -> CommandHandler:
        words = tuple(fold(word) for word in (name, *synonyms))
        COMMANDS[name] = Command(name, words, help, group, right, usage or name, private, handler, examples)
        return handler

    return declare


@overload
def action(
    data: type[NoData], *, right: Right = Right.READ, fresh: str = "", private: bool = True
) -> Callable[[Bare], Bare]: ...
@overload
def action(
    data: type[NoData], inputs: type[InputsT], *, right: Right = Right.READ, fresh: str = "", private: bool = True
) -> Callable[[WithInputs[InputsT]], WithInputs[InputsT]]: ...
@overload
def action(
    data: type[DataT], *, right: Right = Right.READ, fresh: str = "", private: bool = True
) -> Callable[[WithOne[DataT]], WithOne[DataT]]: ...
@overload
def action(
    data: type[DataT], inputs: type[InputsT], *, right: Right = Right.READ, fresh: str = "", private: bool = True
) -> Callable[[WithBoth[DataT, InputsT]], WithBoth[DataT, InputsT]]: ...
def action(
    data: type[Carried],
    inputs: type[ActionInputs] | None = None,
    *,
    right: Right = Right.READ,
    fresh: str = "",
    private: bool = True,
) -> Callable[[Any], Any]:
    """Register a button's handler; it gets the context, the button's data (if it carries any) and its card's inputs.

    `fresh` is the command that is offered when the card is too old. `private` is as for commands: a button of the
    personal chat has no effect in a group or channel.
    """

    def declare(handler: Callable[..., Awaitable[Said]]) -> Callable[..., Awaitable[Said]]:
        ACTIONS[data.verb] = Action(data, inputs, right, _reading(data, inputs, handler), fresh, private)
        return handler

    return declare


def _reading(
    data: type[Carried], inputs: type[ActionInputs] | None, handler: Callable[..., Awaitable[Said]]
) -> ActionHandler:
    """The handler with parsing in front; it raises Stale or BadInput for a click that doesn't fit its records."""

    async def read(context: Context, sealed: Mapping[str, Any], entered: Mapping[str, str]) -> Said:
        carried = [] if issubclass(data, NoData) else [read_data(data, sealed)]
        return await handler(context, *carried, *([] if inputs is None else [read_inputs(inputs, entered)]))

    return read


def load_commands() -> None:
    """Import every module below `bot/commands`, so that their commands and buttons are registered."""
    package = importlib.import_module("bot.commands")
    for module in pkgutil.walk_packages(package.__path__, "bot.commands."):
        importlib.import_module(module.name)


def find_command(text: str) -> tuple[Command, str] | None:
    """The command that `text` begins with, longest first, and the rest of the text as typed."""
    whole = " ".join(text.split()).lstrip("/")
    typed = whole.rstrip("!?. ") or whole
    folded = fold(typed)
    by_words = sorted(((word, c) for c in COMMANDS.values() for word in c.words), key=lambda pair: -len(pair[0]))
    for word, found in by_words:
        if folded == word:
            return found, ""
        if folded.startswith(word + " "):
            return found, typed[len(word) :].strip()
    return None


def suggest(text: str, allowed: Callable[[Command], bool], most: int = 3) -> tuple[str, ...]:
    """Up to `most` commands that `text` may have meant and that are allowed here."""
    offered = (c for c in COMMANDS.values() if allowed(c) and c.name not in TAKING)
    words = {word: c.name for c in offered for word in c.words}
    typed = fold(text).split()
    near = [name for part in [fold(text), *typed] for name in difflib.get_close_matches(part, words, most, 0.75)]
    return tuple(dict.fromkeys(words[name] for name in near))[:most]
