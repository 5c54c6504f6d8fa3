"""Small snapshots for tests of the planner, made by hand or by hypothesis."""

from __future__ import annotations

from collections.abc import Iterable

from services.domain import addons
from services.domain.line import Category, Line, Number, Seats
from services.domain.people import Directory, Person
from services.inventory.snapshot import Snapshot

PHONE = "4828c8ec-dc2e-4779-b502-87ac9ce28ab7"


def person(name: str, **more: object) -> Person:
    """Somebody with a phone licence, known on both sides."""
    key = name.lower().replace(" ", ".")
    fields: dict[str, object] = {
        "name": name,
        "user_name": f"{key}@contoso.com",
        "email": f"{key}@contoso.com",
        "object_id": f"o-{key}",
        "identity_uuid": f"i-{key}",
        "usage_location": "SG",
        "phone_plans": (PHONE,),
    }
    return Person(**{**fields, **more})  # type: ignore[arg-type]


def snapshot(
    people: Iterable[Person] = (),
    lines: Iterable[Line] = (),
    numbers: Iterable[Number] = (),
    seats: int = 50,
    countries: frozenset[str] = frozenset({"SG"}),
) -> Snapshot:
    """A workspace with these people, lines and numbers, and so many seats of everything."""
    by_number = {n.e164: n for n in numbers}
    return Snapshot(
        tenant_id="contoso",
        country="SG",
        lines={line.key: line for line in lines},
        numbers=by_number,
        directory=Directory(people),
        seats={code: Seats(code, seats, 0) for code in [*addons.ADDONS, addons.BASE]},
        consent="active",
        countries=countries,
        settings={},
        held={n.target: n.e164 for n in by_number.values() if n.target and n.category in (None, Category.PRIMARY)},
    )
