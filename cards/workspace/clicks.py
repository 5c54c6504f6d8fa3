"""What buttons about the workspace carry, and what the chat itself reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from cards.actions import ActionData, ActionInputs, NoData, Text


@dataclass(frozen=True, slots=True)
class ConnectWithKey(NoData):
    """Shows which organisation the key opens; nothing is stored."""

    verb: ClassVar[str] = "connect.save"


@dataclass(frozen=True, slots=True)
class ConnectInputs(ActionInputs):
    """The key of the organisation."""

    key: Text = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ConfirmLink(ActionData):
    """Links the organisation that was shown."""

    verb: ClassVar[str] = "connect.confirm"
    offer: str


@dataclass(frozen=True, slots=True)
class LinkInputs(ActionInputs):
    """The code that the CPaaS portal shows."""

    code: Text = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TypeKey(ActionData):
    """A key came as a message instead of in its field."""

    verb: ClassVar[str] = "connect.typed"
    key: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChooseLanguage(NoData):
    """Changes the language in which the person is addressed."""

    verb: ClassVar[str] = "language.choose"


@dataclass(frozen=True, slots=True)
class LanguageInputs(ActionInputs):
    """The code of the language; empty for the client's own."""

    language: str = ""


@dataclass(frozen=True, slots=True)
class ConfirmDisconnect(NoData):
    """Plans to unlink."""

    verb: ClassVar[str] = "disconnect.confirm"


@dataclass(frozen=True, slots=True)
class GiveAccess(NoData):
    """Plans to give a role."""

    verb: ClassVar[str] = "access.give"


@dataclass(frozen=True, slots=True)
class GiveAccessInputs(ActionInputs):
    """Who gets which role, and its reach."""

    who: str = ""
    role: str = ""
    kind: str = ""
    what: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class TakeAccess(NoData):
    """Plans to take a role away."""

    verb: ClassVar[str] = "access.take"


@dataclass(frozen=True, slots=True)
class TakeAccessInputs(ActionInputs):
    """The fingerprint of the chosen grant."""

    grant: str = ""


@dataclass(frozen=True, slots=True)
class AddPolicyRule(NoData):
    """Plans to add a rule to the policy."""

    verb: ClassVar[str] = "policy.add"


@dataclass(frozen=True, slots=True)
class PolicyRuleInputs(ActionInputs):
    """What the new rule is about, and what it requires."""

    count: str = ""
    kind: str = ""
    over: str = ""
    marks: str = ""
    begin: str = ""
    end: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class RemovePolicyRule(NoData):
    """Plans to remove a rule from the policy."""

    verb: ClassVar[str] = "policy.remove"


@dataclass(frozen=True, slots=True)
class RemoveRuleInputs(ActionInputs):
    """The chosen rule, by its words."""

    rule: str = ""


@dataclass(frozen=True, slots=True)
class SetPolicyLimits(NoData):
    """Plans other limits of the policy."""

    verb: ClassVar[str] = "policy.limits"


@dataclass(frozen=True, slots=True)
class PolicyLimitsInputs(ActionInputs):
    """Single changes an hour, and what happens when an author has lost their role."""

    singles: str = ""
    gone: str = ""


@dataclass(frozen=True, slots=True)
class HelpAbout(ActionData):
    """Tells more about a topic: a group, a command, or a section of settings."""

    verb: ClassVar[str] = "help.about"
    topic: str = ""


@dataclass(frozen=True, slots=True)
class HelpInputs(ActionInputs):
    """The topic that was chosen."""

    topic: str = ""


@dataclass(frozen=True, slots=True)
class AppInstalled(NoData):
    """The bot was added."""

    verb: ClassVar[str] = "app.installed"


@dataclass(frozen=True, slots=True)
class AppRemoved(NoData):
    """The bot was removed."""

    verb: ClassVar[str] = "app.removed"


@dataclass(frozen=True, slots=True)
class SearchAction(NoData):
    """Somebody types into a field that the bot fills."""

    verb: ClassVar[str] = "search"


@dataclass(frozen=True, slots=True)
class SeeNotice(ActionData):
    """A posted notice came into view."""

    verb: ClassVar[str] = "notice.seen"
    notice: int


@dataclass(frozen=True, slots=True)
class AnswerThanks(NoData):
    """Somebody says thank you."""

    verb: ClassVar[str] = "talk.thanks"


@dataclass(frozen=True, slots=True)
class AnswerOkay(NoData):
    """Somebody agrees."""

    verb: ClassVar[str] = "talk.okay"


@dataclass(frozen=True, slots=True)
class AnswerRefusal(NoData):
    """Somebody says no."""

    verb: ClassVar[str] = "talk.declined"


@dataclass(frozen=True, slots=True)
class RefuseEverything(NoData):
    """Somebody asks for everything to be taken away at once."""

    verb: ClassVar[str] = "talk.too_much"
