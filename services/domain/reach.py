"""The reach of roles and the extent of lines, numbers and plans, and whether one covers the other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from services.domain.phrases import join_text, tr

_RANGE = re.compile(r"(\d{3,5})(?:\s*[-–]\s*(\d{3,5}))?")


class ReachKind(StrEnum):
    """What a role is limited by."""

    WORKSPACE = "workspace"  # not at all
    COUNTRY = "country"  # two letters, of numbers
    SITE = "site"  # an emergency location of the operator's, by id
    UNIT = "administrative unit"  # its people, as the directory lists them now
    LINES = "lines"  # extensions, or ranges of them


@dataclass(frozen=True, slots=True)
class Reach:
    """The limit of a role: `what` are countries, locations, a unit's id or extensions (`2000`, `3000-3999`).

    `people` are the object ids of a unit's members, filled in when it is asked what somebody may do; `name` is what
    people call a site or unit.
    """

    kind: ReachKind = ReachKind.WORKSPACE
    what: tuple[str, ...] = ()
    name: str = ""
    people: frozenset[str] = frozenset()

    @property
    def words(self) -> str:
        """The reach as people read it."""
        named = self.name or join_text(", ", self.what)
        return {
            ReachKind.WORKSPACE: tr("everything"),
            ReachKind.COUNTRY: tr("numbers of {named}", named=named),
            ReachKind.SITE: tr("the site {named}", named=named),
            ReachKind.UNIT: tr("the people of {named}", named=named),
            ReachKind.LINES: tr("extensions {named}", named=named),
        }[self.kind]


EVERYWHERE = Reach()


@dataclass(frozen=True, slots=True)
class Extent:
    """What something touches: extensions, countries and sites of numbers, and people by object id.

    `shared`: it belongs to the whole organisation, or was too much to list, so that only an unlimited role covers it.
    """

    keys: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    shared: bool = False

    @property
    def nobodys(self) -> bool:
        """Whether it belongs to nobody yet: a free number or extension."""
        return not self.people and not self.shared

    def of(self, kind: ReachKind) -> frozenset[str]:
        """The part of it that a reach of this kind looks at."""
        return {
            ReachKind.WORKSPACE: frozenset[str](),
            ReachKind.COUNTRY: self.countries,
            ReachKind.SITE: self.sites,
            ReachKind.UNIT: self.people,
            ReachKind.LINES: self.keys,
        }[kind]


SHARED = Extent(shared=True)


def together(extents: Iterable[Extent]) -> Extent:
    """The union of these extents."""
    found = list(extents)
    nothing = frozenset[str]()
    return Extent(
        nothing.union(*(one.keys for one in found)),
        nothing.union(*(one.countries for one in found)),
        nothing.union(*(one.sites for one in found)),
        nothing.union(*(one.people for one in found)),
        any(one.shared for one in found),
    )


_MAX_LISTED = 500  # keys, people, sites or countries


def stored_together(extents: Iterable[Extent]) -> Extent:
    """The union as it is stored with a plan. A very large one counts as shared; no more extents are taken then."""
    found, rest = Extent(), iter(extents)
    while some := list(islice(rest, _MAX_LISTED)):
        found = together([found, *some])
        if max(len(found.keys), len(found.people), len(found.sites), len(found.countries)) > _MAX_LISTED:
            return SHARED
    return found


def covers(reach: Reach, extent: Extent, *, looks: bool) -> bool:
    """Whether all of it lies within the reach. For reading (`looks`), so does what is nobody's and elsewhere."""
    if reach.kind is ReachKind.WORKSPACE:
        return True
    if extent.shared:
        return False
    touched = extent.of(reach.kind)
    if not touched:
        return looks and extent.nobodys
    if reach.kind is ReachKind.LINES:
        return all(_in_ranges(key, reach.what) for key in touched)
    return touched <= (reach.people if reach.kind is ReachKind.UNIT else frozenset(reach.what))


def _in_ranges(key: str, ranges: Iterable[str]) -> bool:
    return any(
        first <= int(key) <= last and len(key) == width for first, last, width in map(_bounds, ranges) if key.isdigit()
    )


def _bounds(written: str) -> tuple[int, int, int]:
    first, _, last = written.partition("-")
    return int(first), int(last or first), len(first)


def ranges_of(text: str) -> tuple[str, ...]:
    """Extensions and ranges as somebody types them (`2000-2999, 3100`); empty where any of it is something else."""
    found = []
    for part in filter(None, re.split(r"[,;\n]+", text.replace(" ", ""))):
        match = _RANGE.fullmatch(part)
        first, last = (match[1], match[2] or match[1]) if match else ("", "")
        if not first or len(first) != len(last) or int(first) > int(last):
            return ()
        found.append(first if first == last else f"{first}-{last}")
    return tuple(dict.fromkeys(found))
