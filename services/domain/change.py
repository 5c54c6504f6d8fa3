"""What an admin wants of one line: only the fields that should change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

from services.domain.voice_policies import PolicyRequest

SYSTEM = "system"  # the key of a change to the organisation's own settings


@dataclass(frozen=True, slots=True)
class Change:
    """What is requested for one line; `None` or empty leaves a thing as it is.

    `key` is the extension; empty for a number that is on none, `SYSTEM` for the organisation's own settings. `person`
    is what was written (name, user name, e-mail or id) until the planner resolved it; "" takes the person away, and
    `replace` allows somebody else to lose the line. `addons` are codes to have besides those there; a bulk row takes
    nothing away. `row` is the file's line as the spreadsheet counts, or 0. `seen` is the line's version that a form
    showed: a line that moved on since isn't overwritten.

    An add-on written several times is wanted that often; one that is dropped too, just so often. `base` is the licence
    of an extension that is to be created: then none of its key may be there.

    `primary` is the number that is to stand first, `private` the one that is to be private in Teams ("": none of them).

    In Teams: `upload` and `assign` False keep the number from being brought there, or from being given to the person;
    `unassign` takes it from whoever has it, `release` out of the tenant. `usage`, `location` (a location's id) and
    `open_address` (whether the tenant may change the address) go with an upload. `country` is the usage location to
    give the person, `licence` the id of a Microsoft licence to give them; `licences_back` are those to take from
    whoever loses the line. `settings` are values by path
    (`outboundCall.outgoingCallRule`). What the holder chose for themselves goes back to the default when the line goes
    to somebody else or to nobody, unless `keep_settings`. `template` is the name of kept settings that the line gets,
    where they aren't given one by one. `policies` are voice policies for its holder in Teams, one a kind.
    """

    key: str
    number: str | None = None
    person: str | None = None
    label: str | None = None
    addons: tuple[str, ...] = ()
    upload: bool | None = None
    assign: bool | None = None
    row: int = 0
    seen: int = 0
    replace: bool = False
    new_key: str = ""
    drop_addons: tuple[str, ...] = ()
    drop_numbers: tuple[str, ...] = ()
    more_numbers: tuple[str, ...] = ()
    primary: str = ""
    private: str | None = None
    unassign: bool = False
    release: bool = False
    usage: str = ""
    location: str = ""
    open_address: bool | None = None
    country: str = ""
    licence: str = ""
    base: str = ""
    settings: Mapping[str, JsonValue] = field(default_factory=dict, hash=False)
    keep_settings: bool = False
    licences_back: tuple[str, ...] = ()
    template: str = ""
    policies: tuple[PolicyRequest, ...] = ()

    @property
    def to_teams(self) -> bool:
        """Whether the request is about the number's way to Teams; a new directory name or a setting isn't."""
        asked = self.number or self.person or self.addons or self.primary or self.private is not None
        return bool(self.row or asked or self.upload or self.assign)

    @property
    def of_one_number(self) -> bool:
        """Whether it is about one number's way to Teams and leaves the others of its line where they are."""
        told = self.upload is not None or self.assign is not None
        return bool(self.number and told and not (self.row or self.addons or self.more_numbers))
