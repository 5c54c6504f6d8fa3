"""What the buttons of the organisation's settings carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from cards.actions import ActionData, ActionInputs, Everything, NoData, PagedData, Text, Ticks


@dataclass(frozen=True, slots=True)
class OpenSystemSection(ActionData):
    """Opens one section."""

    verb: ClassVar[str] = "system.open"
    section: str


@dataclass(frozen=True, slots=True)
class SaveSystemSection(ActionData):
    """Plans the changed fields; `seen` are the fingerprints of what the form showed."""

    verb: ClassVar[str] = "system.save"
    section: str
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SystemInputs(ActionInputs):
    """What was entered into a form, by the field's name."""

    fields: Everything = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SwitchSystem(ActionData):
    """Switches one thing on or off."""

    verb: ClassVar[str] = "system.turn"
    path: str
    to: bool


@dataclass(frozen=True, slots=True)
class SwitchBusinessPhones(ActionData):
    """Switches on or off that numbers are written to people's directory entries."""

    verb: ClassVar[str] = "system.phones"
    to: bool


@dataclass(frozen=True, slots=True)
class FindPerson(NoData):
    """Asks whose settings are wanted."""

    verb: ClassVar[str] = "system.who"


@dataclass(frozen=True, slots=True)
class OpenPerson(NoData):
    """Shows the settings of the line that was chosen."""

    verb: ClassVar[str] = "system.person"


@dataclass(frozen=True, slots=True)
class OpenPersonInputs(ActionInputs):
    """The line that was chosen."""

    person: Text = ""


@dataclass(frozen=True, slots=True)
class ListAction(ActionData):
    """An action on one of the organisation's lists; `mark` is the fingerprint of what was shown."""

    mark: Annotated[str, Field(alias="list")] = ""


@dataclass(frozen=True, slots=True)
class ListHolidays(PagedData):
    """Shows a page of holidays."""

    verb: ClassVar[str] = "holidays.show"


@dataclass(frozen=True, slots=True)
class AddHoliday(ListAction):
    """Plans one more holiday."""

    verb: ClassVar[str] = "holidays.add"
    page: int = 1


@dataclass(frozen=True, slots=True)
class HolidayInputs(ActionInputs):
    """The day to add (YYYY-MM-DD), its name, and the ticked days."""

    date: Text = ""
    name: Text = ""
    ticked: Ticks = ()


@dataclass(frozen=True, slots=True)
class RemoveHolidays(ListAction):
    """Plans the list without the ticked days."""

    verb: ClassVar[str] = "holidays.remove"


@dataclass(frozen=True, slots=True)
class AddManyHolidays(NoData):
    """Opens the form for several holidays."""

    verb: ClassVar[str] = "holidays.many"


@dataclass(frozen=True, slots=True)
class ImportHolidays(ListAction):
    """Plans one holiday for each line that was entered."""

    verb: ClassVar[str] = "holidays.import"


@dataclass(frozen=True, slots=True)
class ImportHolidaysInputs(ActionInputs):
    """The holidays, one per line."""

    lines: str = ""


@dataclass(frozen=True, slots=True)
class FileHolidays(NoData):
    """Gives all holidays as a file."""

    verb: ClassVar[str] = "holidays.file"


@dataclass(frozen=True, slots=True)
class RuleAction(ListAction):
    """An action on one rule of a list, by its position; a new rule has none."""

    which: int | None = None


@dataclass(frozen=True, slots=True)
class OpenRuleInputs(ActionInputs):
    """The position of the chosen rule."""

    which: str = ""


@dataclass(frozen=True, slots=True)
class RuleInputs(ActionInputs):
    """What was entered into a rule's form, by the field's name."""

    fields: Everything = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ListInboundRules(PagedData):
    """Shows a page of rules."""

    verb: ClassVar[str] = "inbound.show"


@dataclass(frozen=True, slots=True)
class OpenInboundRule(ListAction):
    """Opens one rule as a form."""

    verb: ClassVar[str] = "inbound.open"


@dataclass(frozen=True, slots=True)
class NewInboundRule(NoData):
    """Opens an empty form."""

    verb: ClassVar[str] = "inbound.new"


@dataclass(frozen=True, slots=True)
class SaveInboundRule(RuleAction):
    """Plans the rule as it was entered."""

    verb: ClassVar[str] = "inbound.save"


@dataclass(frozen=True, slots=True)
class DeleteInboundRule(RuleAction):
    """Plans the list without the rule."""

    verb: ClassVar[str] = "inbound.delete"


@dataclass(frozen=True, slots=True)
class FileInboundRules(NoData):
    """Gives all rules as a file."""

    verb: ClassVar[str] = "inbound.file"


@dataclass(frozen=True, slots=True)
class ListOutboundRules(PagedData):
    """Shows a page of rules."""

    verb: ClassVar[str] = "outbound.show"


@dataclass(frozen=True, slots=True)
class OpenOutboundRule(ListAction):
    """Opens one rule as a form."""

    verb: ClassVar[str] = "outbound.open"


@dataclass(frozen=True, slots=True)
class NewOutboundRule(NoData):
    """Opens an empty form."""

    verb: ClassVar[str] = "outbound.new"


@dataclass(frozen=True, slots=True)
class SaveOutboundRule(RuleAction):
    """Plans the rule as it was entered."""

    verb: ClassVar[str] = "outbound.save"


@dataclass(frozen=True, slots=True)
class DeleteOutboundRule(RuleAction):
    """Plans the list without the rule."""

    verb: ClassVar[str] = "outbound.delete"


@dataclass(frozen=True, slots=True)
class FileOutboundRules(NoData):
    """Gives all rules as a file."""

    verb: ClassVar[str] = "outbound.file"


@dataclass(frozen=True, slots=True)
class ImportDialPlans(RuleAction):
    """Puts a country's usual dial plans into the form."""

    verb: ClassVar[str] = "outbound.defaults"


@dataclass(frozen=True, slots=True)
class OutboundRuleInputs(RuleInputs):
    """The inputs of a rule's form, with those that only outbound rules have."""

    country: str = ""
    countries: str = ""
    more: str = ""
    dial_plans: Annotated[str, Field(alias="dialPlans")] = ""


@dataclass(frozen=True, slots=True)
class ListRuleHolders(PagedData):
    """Shows a page of lines by outbound rule."""

    verb: ClassVar[str] = "rules.show"
    filter: str = "all"
    ticked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleHolderInputs(ActionInputs):
    """The filter, what is ticked on this page, and the rule to give."""

    filter: str = ""
    ticked: Ticks = ()
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRule(ActionData):
    """Plans another rule for the ticked lines, or for all of a filter."""

    verb: ClassVar[str] = "rules.change"
    filter: str = "all"
    ticked: tuple[str, ...] = ()
    every: Annotated[bool, Field(alias="all")] = False


@dataclass(frozen=True, slots=True)
class ReplaceRule(ActionData):
    """Plans another rule for everybody who has the rule `filter`."""

    verb: ClassVar[str] = "rules.replace"
    filter: str = ""


@dataclass(frozen=True, slots=True)
class FileRuleHolders(ActionData):
    """Gives the lines of a filter with their rules as a file."""

    verb: ClassVar[str] = "rules.file"
    filter: str = "all"
