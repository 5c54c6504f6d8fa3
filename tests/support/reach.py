"""Grants of roles with a reach, and things beyond the reach that most tests give."""

from __future__ import annotations

from services.domain.access import Role
from services.domain.grants import Grant, Grantee, rules_of
from services.domain.reach import EVERYWHERE, Reach, ReachKind
from tests.support.town import Town

HERS = Reach(ReachKind.LINES, ("200-299",))
# Wei Ling holds 100, the front desk, with this number: all of it is out of reach for extensions 200-299.
SECRETS = ("Wei Ling", "wei.ling", "Front desk", "6567891249", "6789 1249", "7891249")


async def give(place: Town, *grants: tuple[str, Role, Reach]) -> None:
    """Grant these roles, in addition to Alex's as owner."""
    people = [("Alex", Role.OWNER, EVERYWHERE), *grants]
    made = [Grant(Grantee.PERSON, place.somebody(who).id, who, role, reach) for who, role, reach in people]
    rules, tenant = place.bot.store.rules, place.tenant().id
    assert await rules.replace(tenant, "access", await rules.get(tenant, "access"), rules_of(made))
