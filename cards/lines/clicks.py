"""What the buttons of lines carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from cards.actions import ActionData, ActionInputs, NoData, PagedData, Prefixed, Text, Ticks


@dataclass(frozen=True, slots=True)
class ListLines(PagedData):
    """Shows a page of the lines that fit."""

    verb: ClassVar[str] = "lines.show"
    query: str = ""
    filter: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class ListLinesInputs(ActionInputs):
    """What to look for, and at which site."""

    query: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class FileLines(ActionData):
    """Gives the lines that fit as a file."""

    verb: ClassVar[str] = "lines.file"
    query: str = ""
    filter: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class OpenLine(ActionData):
    """Shows a line in a message of its own."""

    verb: ClassVar[str] = "line.open"
    line: str = ""


@dataclass(frozen=True, slots=True)
class OpenLineInputs(ActionInputs):
    """The line that was chosen from the list."""

    line: str = ""


@dataclass(frozen=True, slots=True)
class LineAction(ActionData):
    """An action on one line, by its extension."""

    line: str


@dataclass(frozen=True, slots=True)
class LineChange(LineAction):
    """A change of one line; `seen` is the version of the line that was shown."""

    seen: int = 0


@dataclass(frozen=True, slots=True)
class ShowLine(LineAction):
    """Shows the line in place of a form on it."""

    verb: ClassVar[str] = "line.show"


@dataclass(frozen=True, slots=True)
class EditAddons(LineAction):
    """Opens the form with the line's add-ons."""

    verb: ClassVar[str] = "line.addons"


@dataclass(frozen=True, slots=True)
class EditNumbers(LineAction):
    """Opens the form with the line's numbers."""

    verb: ClassVar[str] = "line.numbers"


@dataclass(frozen=True, slots=True)
class EditHolder(LineAction):
    """Opens the form that asks who gets the line."""

    verb: ClassVar[str] = "line.give"


@dataclass(frozen=True, slots=True)
class EditName(LineAction):
    """Opens the form for extension and directory name."""

    verb: ClassVar[str] = "line.name"


@dataclass(frozen=True, slots=True)
class SetAddons(LineChange):
    """Plans other add-ons; `had` are those that the form showed, each as often as the line has it."""

    verb: ClassVar[str] = "line.set_addons"
    had: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AddonInputs(ActionInputs):
    """The ticked add-ons by group, and the counts of those that a line can have several times."""

    devices: Ticks = ()
    features: Ticks = ()
    others: Ticks = ()
    counts: Annotated[Mapping[str, str], Prefixed("count_")] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetNumbers(LineChange):
    """Plans other numbers; `had` are those that the form showed."""

    verb: ClassVar[str] = "line.set_numbers"
    had: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumberInputs(ActionInputs):
    """The numbers kept, those to add, the primary one, and the private one."""

    keep: Ticks = ()
    add: Text = ""
    more: Text = ""
    primary: Text = ""
    private: Text = ""


@dataclass(frozen=True, slots=True)
class SetVoicePolicy(LineAction):
    """Plans another voice policy for the line's holder and for others who are named."""

    verb: ClassVar[str] = "line.set_voice_policy"


@dataclass(frozen=True, slots=True)
class PolicyInputs(ActionInputs):
    """A policy that people have, or a kind and a name (empty: inherit it); and who else gets it."""

    kind: Text = ""
    name: Text = ""
    others: Text = ""
    seen: Text = ""


@dataclass(frozen=True, slots=True)
class GiveLine(LineChange):
    """Plans to give the line to somebody."""

    verb: ClassVar[str] = "line.give_to"


@dataclass(frozen=True, slots=True)
class HolderInputs(ActionInputs):
    """Who gets the line, its directory name, and whether it keeps what its holder chose for themselves."""

    person: Text = ""
    label: Text = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class UnassignLine(LineChange):
    """Plans to take the line from its person."""

    verb: ClassVar[str] = "line.unassign"


@dataclass(frozen=True, slots=True)
class RenameLine(LineChange):
    """Plans another extension or directory name."""

    verb: ClassVar[str] = "line.rename"


@dataclass(frozen=True, slots=True)
class NameInputs(ActionInputs):
    """The extension and the directory name."""

    key: Text = ""
    label: Text = ""


@dataclass(frozen=True, slots=True)
class OpenAssign(ActionData):
    """Opens the form for a line, with the person, number or extension it is about."""

    verb: ClassVar[str] = "assign.open"
    person: str = ""
    number: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class AssignLine(NoData):
    """Plans a line for somebody."""

    verb: ClassVar[str] = "assign.submit"


@dataclass(frozen=True, slots=True)
class AssignInputs(AddonInputs):
    """Who gets which line: an extension that is free, or a new one."""

    person: Text = ""
    key: Text = ""
    new_key: Text = ""
    label: Text = ""
    number: Text = ""


@dataclass(frozen=True, slots=True)
class ProvisionExtensions(NoData):
    """Plans new extensions with consecutive keys."""

    verb: ClassVar[str] = "provision.submit"


@dataclass(frozen=True, slots=True)
class ProvisionInputs(ActionInputs):
    """How many extensions, from which key on, with which licence."""

    count: Text = ""
    start: Text = ""
    base: Text = ""


@dataclass(frozen=True, slots=True)
class ListFreeLines(NoData):
    """Lists extensions that nobody holds."""

    verb: ClassVar[str] = "lines.free"
