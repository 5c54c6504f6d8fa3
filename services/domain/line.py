"""A line: what one extension is, on every side at once."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from services.domain.number import country_of


class UploadState(StrEnum):
    """How far a number is on its way into the Microsoft tenant."""

    NOT_UPLOADED = "not uploaded"
    UPLOADING = "uploading"  # the operator has it, Microsoft hasn't confirmed
    SYNCED = "uploaded, not visible yet"  # Microsoft confirmed, the tenant's list doesn't show it yet
    UPLOADED = "uploaded"  # the tenant's list shows it
    FAILED = "failed"  # the operator's upload failed
    ELSEWHERE = "in Teams under another operator"  # or in use by something that is no account


class Source(StrEnum):
    """Where a number of the tenant is in other hands: who provides it, or what uses it that is no account.

    Only there it can be freed.
    """

    CALLING_PLAN = "a Calling Plan"
    DIRECT_ROUTING = "Direct Routing"
    OPERATOR = "another operator"
    ON_PREMISES = "your Active Directory on premises"
    CONFERENCING = "audio conferencing"
    APP = "another company's app"
    POLICY = "a shared calling policy"
    UNNAMED = "something that Teams doesn't name"

    @property
    def uses(self) -> bool:
        """Whether it uses a number instead of providing it."""
        return self in (Source.CONFERENCING, Source.APP, Source.POLICY, Source.UNNAMED)


class Activation(StrEnum):
    """How far Teams is with the last request for a number.

    https://learn.microsoft.com/graph/api/resources/teamsadministration-numberassignment
    """

    ACTIVATED = "activated"  # done
    ASSIGNING = "assignmentPending"  # it is being assigned
    ASSIGN_FAILED = "assignmentFailed"  # it couldn't be assigned
    UPDATING = "updatePending"  # something about it is being changed
    UPDATE_FAILED = "updateFailed"  # that couldn't be changed
    UNKNOWN = ""  # not given, or a word that wasn't published when this was written

    @classmethod
    def of(cls, text: str) -> Activation:
        """The state that Microsoft's word means, in any case."""
        return next((one for one in cls if one.casefold() == text.casefold()), cls.UNKNOWN)


HALF_DONE = frozenset({Activation.ASSIGN_FAILED, Activation.UPDATE_FAILED})
"""States in which Teams names a holder and didn't finish: the number doesn't ring there."""


class Category(StrEnum):
    """What a number is to the person who has it in Teams; each has one primary number and may have a private one.

    https://learn.microsoft.com/graph/api/resources/teamsadministration-numberassignment
    """

    PRIMARY = "primary"  # they call with it
    PRIVATE = "private"  # a second number with its own ringtone
    ALTERNATE = "alternate"  # any further number


MAX_ALTERNATE_NUMBERS = 9
"""So many numbers a person may have besides the primary and the private one.

https://learn.microsoft.com/microsoftteams/multi-line
"""


@dataclass(frozen=True, slots=True)
class Number:
    """A phone number and where it is: owner on the CPaaS side, upload state, assignment in Teams.

    `e164` has its plus. `target` is the object id that Teams assigned it to and `category` how (None: unassigned, or
    the word is unknown), `usage` the use it was uploaded for, `location` its emergency location and `open_address`
    whether the tenant may change that. A number that the tenant has from another provider, or that something else than
    an account uses, is `ELSEWHERE`, has no target here, and `source` says which. Times are ISO-8601 in UTC.
    """

    e164: str
    ext_key: str = ""
    upload: UploadState = UploadState.NOT_UPLOADED
    target: str = ""
    assignment: str = ""  # Microsoft's assignmentStatus; empty while not visible
    activation: Activation = Activation.UNKNOWN
    usage: str = ""
    capabilities: tuple[str, ...] = ()
    country: str = ""
    error: str = ""
    assigned_at: str = ""
    uploaded_at: str = ""
    location: str = ""
    open_address: bool = False
    source: Source | None = None
    category: Category | None = None

    @property
    def of_country(self) -> str:
        """Its two-letter country, as given or by the numbering plans; empty if unknown."""
        return self.country or country_of(self.e164)


@dataclass(frozen=True, slots=True)
class Line:
    """An extension as the CPaaS holds it. `numbers` are E.164, the first one is primary; `base` its base licence."""

    key: str
    label: str = ""
    identity_uuid: str = ""
    addons: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    version: int = 0
    base: str = ""


@dataclass(frozen=True, slots=True)
class Seats:
    """A pool of licence seats: how many were bought and how many are taken; `base` for licences of extensions."""

    code: str
    total: int
    used: int
    base: bool = False

    @property
    def free(self) -> int:
        """Seats that can still be given."""
        return max(0, self.total - self.used)


def is_key(text: str) -> bool:
    """Whether this can be an extension: 3 to 5 digits."""
    return text.isascii() and text.isdigit() and 3 <= len(text) <= 5
