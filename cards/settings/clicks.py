"""What the buttons of people's settings and of templates carry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import Field

from cards.actions import ActionData, ActionInputs, Everything, NoData, PagedData, Ticks


@dataclass(frozen=True, slots=True)
class SettingsAction(ActionData):
    """An action on the settings of one line, by its extension."""

    line: str


@dataclass(frozen=True, slots=True)
class ShowSettings(SettingsAction):
    """Shows all sections of a line."""

    verb: ClassVar[str] = "settings.show"


@dataclass(frozen=True, slots=True)
class OpenSection(SettingsAction):
    """Opens one section of a line."""

    verb: ClassVar[str] = "settings.open"


@dataclass(frozen=True, slots=True)
class OpenSectionInputs(ActionInputs):
    """The section that was chosen."""

    section: str = ""


@dataclass(frozen=True, slots=True)
class SaveSection(SettingsAction):
    """Plans the changed fields; `seen` are the fingerprints of what the form showed."""

    verb: ClassVar[str] = "settings.save"
    section: str = ""
    version: int = 0
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SettingsInputs(ActionInputs):
    """What was entered into a settings form, by the field's name."""

    fields: Everything = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SetSetting(SettingsAction):
    """Sets one field of a line to `to`."""

    verb: ClassVar[str] = "settings.turn"
    section: str = ""
    version: int = 0
    path: str = ""
    to: bool | int | str | None = None


@dataclass(frozen=True, slots=True)
class FileSettings(ActionData):
    """Gives the settings of the lines that fit as a file."""

    verb: ClassVar[str] = "settings.file"
    query: str = ""


@dataclass(frozen=True, slots=True)
class PeopleAction(PagedData):
    """Which lines: those ticked on other pages, or all that match a query; `template` is the one they are to get."""

    query: str = ""
    template: str = ""
    ticked: tuple[str, ...] = ()
    every: Annotated[bool, Field(alias="all")] = False


@dataclass(frozen=True, slots=True)
class ListPeople(PeopleAction):
    """Shows a page of lines to tick."""

    verb: ClassVar[str] = "settings.many"
    section: str = ""


@dataclass(frozen=True, slots=True)
class OpenSectionForMany(PeopleAction):
    """Opens the form of a section for many lines."""

    verb: ClassVar[str] = "settings.many.form"


@dataclass(frozen=True, slots=True)
class ApplyTemplate(PeopleAction):
    """Plans a template for many lines."""

    verb: ClassVar[str] = "template.apply"


@dataclass(frozen=True, slots=True)
class PeopleInputs(ActionInputs):
    """What to look for, what is ticked on this page, and which section."""

    query: str | None = None
    ticked: Ticks = ()
    section: str | None = None


@dataclass(frozen=True, slots=True)
class PlanForMany(ActionData):
    """Plans a section for the lines of `keys`, or for all that match a query."""

    verb: ClassVar[str] = "settings.many.plan"
    section: str = ""
    keys: tuple[str, ...] = ()
    every: Annotated[bool, Field(alias="all")] = False
    query: str = ""


@dataclass(frozen=True, slots=True)
class ListTemplates(PagedData):
    """Shows a page of templates."""

    verb: ClassVar[str] = "templates.show"


@dataclass(frozen=True, slots=True)
class FileTemplates(NoData):
    """Gives all templates as a file."""

    verb: ClassVar[str] = "templates.file"


@dataclass(frozen=True, slots=True)
class OpenTemplate(ActionData):
    """Shows what a template holds."""

    verb: ClassVar[str] = "template.open"
    template: str = ""


@dataclass(frozen=True, slots=True)
class OpenTemplateInputs(ActionInputs):
    """The fingerprint of the chosen template."""

    template: str | None = None


@dataclass(frozen=True, slots=True)
class NameTemplate(SettingsAction):
    """Asks for the name under which to save a line's settings."""

    verb: ClassVar[str] = "template.name"


@dataclass(frozen=True, slots=True)
class SaveTemplate(SettingsAction):
    """Saves a line's settings as a template."""

    verb: ClassVar[str] = "template.save"


@dataclass(frozen=True, slots=True)
class SaveTemplateInputs(ActionInputs):
    """The template's name."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ChooseTemplate(SettingsAction):
    """Asks which template a line is to get."""

    verb: ClassVar[str] = "template.choose"


@dataclass(frozen=True, slots=True)
class GiveTemplate(SettingsAction):
    """Plans a template for one line."""

    verb: ClassVar[str] = "template.give"


@dataclass(frozen=True, slots=True)
class TemplateAction(ActionData):
    """An action on one template, by its name."""

    template: str


@dataclass(frozen=True, slots=True)
class TickForTemplate(TemplateAction):
    """Shows lines to tick for a template."""

    verb: ClassVar[str] = "template.people"


@dataclass(frozen=True, slots=True)
class DeleteTemplate(TemplateAction):
    """Asks whether a template is to be deleted."""

    verb: ClassVar[str] = "template.delete"


@dataclass(frozen=True, slots=True)
class ForgetTemplate(TemplateAction):
    """Deletes a template that was saved at this time; not one that took its place since."""

    verb: ClassVar[str] = "template.forget"

    made_at: float = 0.0
