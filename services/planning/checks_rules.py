"""Check whether people who get a number in Teams can call out with it: without an outbound call rule they can't."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.domain.phrases import join_text, tr
from services.domain.plan import Finding, Severity
from services.domain.settings.paths import DEFAULT_RULE, OUTBOUND_RULE, value_at
from services.inventory.requirements import RequirementKind, requirements
from services.inventory.snapshot import Snapshot
from services.planning.desired import Comparison

_MAX_NAMED = 3


def check_rules(compared: Sequence[Comparison], live: Snapshot) -> Iterator[Finding]:
    """At most one finding: who gets a number in Teams, but no outbound call rule."""
    lack = [one for one in compared if _gets_no_rule(one, live)]
    if not lack:
        return
    names = [one.after.holder.name for one in lack if one.after.holder]
    who = join_text(", ", names[:_MAX_NAMED])
    if len(names) > _MAX_NAMED:
        who = tr("{names} and {more:,} more", names=who, more=len(names) - _MAX_NAMED)
    why = tr("Without an outbound call rule they can be called, but can't call out: {who}.", who=who)
    fix = tr("Give it to them once this is done: say *mend rule*. A template in the file brings it along.")
    yield Finding(Severity.WARNING, "line.no_rule", why, fix, key=lack[0].change.key if len(lack) == 1 else "")


def _gets_no_rule(one: Comparison, live: Snapshot) -> bool:
    if not one.to_teams or one.after.holder is None or one.change.assign is False or one.after.teams_code is None:
        return False
    held = one.before.number(one.to_teams)
    if held is not None and held.target == one.after.holder.object_id:
        return False  # they call with it already: nothing changes for them
    if not one.before.exists and value_at(live.system, DEFAULT_RULE):
        return False  # new lines begin with that rule
    if one.change.settings.get(OUTBOUND_RULE):
        return False
    return any(link.link is RequirementKind.RULE and link.faults for link in requirements(one.after, live))
