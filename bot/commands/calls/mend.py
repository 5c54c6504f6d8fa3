"""Mend: what keeps people from calling, put right by a plan; for one line with a click, for many with an approval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands.calls.ready import chains, person_card
from bot.commands.changes.asking import ask, ask_many
from bot.context import Context
from bot.registry import Said, action, command
from bot.views.calls.calling import lines_of
from bot.views.calls.ready import ADMIN_CENTRE, NAMES
from cards.calls import ready as cards
from cards.calls.clicks import RepairInputs, RepairLink
from cards.elements import Click
from cards.words import things
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.people import fold
from services.inventory.find_line import the_line
from services.inventory.readiness import MISSING, Readiness, line_readiness, way_ages
from services.inventory.requirements import RequirementKind
from services.inventory.snapshot import Snapshot
from services.planning.repairs import Left, Mend
from services.planning.repairs import mend as changes_for

_LINKS_BY_WORD: Mapping[str, RequirementKind] = {word: link for link, word in NAMES.items()} | {
    "rules": RequirementKind.RULE,
    "outbound rule": RequirementKind.RULE,
    "license": RequirementKind.LICENCE,
    "licences": RequirementKind.LICENCE,
    "licenses": RequirementKind.LICENCE,
    "locations": RequirementKind.LOCATION,
    "usage location": RequirementKind.LOCATION,
    "numbers": RequirementKind.NUMBER,
    "uploads": RequirementKind.UPLOADED,
    "assignment": RequirementKind.ASSIGNED,
    "add-on": RequirementKind.ADDON,
    "addons": RequirementKind.ADDON,
}
_USAGE = "Say *mend* with rule, licence, location, upload, assign or number, or with somebody: *mend alice*."


@command(
    "mend",
    "fix",
    "repair",
    help="Put right what keeps people from calling",
    group="Lines",
    right=Right.CHANGE,
    usage="mend rule alice",
    private=True,
)
async def mend(context: Context, rest: str) -> Said:
    """Mend one link for everybody or for one, or the first broken link of somebody."""
    if not rest:
        raise BadInput("What shall I mend?", fix=f"{_USAGE} *ready* shows what there is.")
    link, who = _read(rest)
    live = await context.snapshot_with_rules()
    if link is not None and not who:
        return await _mend_all(context, link, live)
    line = the_line(who, live)
    chain = line_readiness(line, live, await way_ages(context.services, context.tenant_id, live))
    first = link or next((check.link for check in chain.to_mend), None)
    if first is None:
        return await person_card(context, line, live)
    return await _mend(context, first, [chain], live, key=line.key)


@action(RepairLink, RepairInputs, right=Right.CHANGE, fresh="ready")
async def repair_link(context: Context, repair: RepairLink, inputs: RepairInputs) -> Said:
    """The same by a click; a line that changed since its card was made is shown instead."""
    link, key, live = _LINKS_BY_WORD.get(repair.link), repair.key, await context.snapshot_with_rules()
    if link is None:
        raise BadInput("I don't know how to mend this.", fix=_USAGE)
    if not key:
        return await _mend_all(context, link, live, inputs.rule, repair.job)
    line = live.lines.get(key)
    if line is None:
        raise BadInput(f"Extension {key} is gone.", fix="Say *ready*.")
    if repair.seen and repair.seen != line.version:
        note = "This line was changed since that card was made. Nothing was written; here is how it stands now."
        return await person_card(context, line, live, note)
    chain = line_readiness(line, live, await way_ages(context.services, context.tenant_id, live))
    return await _mend(context, link, [chain], live, key=key, rule=inputs.rule)


async def _mend_all(context: Context, link: RequirementKind, live: Snapshot, rule: str = "", job_id: str = "") -> Said:
    """The plan for everybody whose turn this link is, or those of a job's lines; else something else comes first."""
    found = [one for one in await chains(context, live) if any(check.link is link for check in one.to_mend)]
    if job_id:
        keys = await lines_of(context.services, await context.services.store.ledger.get(job_id, context.tenant_id))
        found = [one for one in found if one.line.key in keys]
    return await _mend(context, link, found, live, rule=rule, job_id=job_id)


async def _mend(
    context: Context,
    link: RequirementKind,
    chains: Sequence[Readiness],
    live: Snapshot,
    *,
    key: str = "",
    rule: str = "",
    job_id: str = "",
) -> Said:
    """The plan; applied at once when it is about one line and takes nothing away."""
    found = changes_for(link, chains, live, rule)
    if found.choices:
        line = live.lines.get(key)
        repair = RepairLink(NAMES[link], key, line.version if line else 0, job_id)
        lacking = sum((check := one.check(link)) is not None and not check.holds for one in chains)
        return cards.choose_rule(found.choices, repair, lacking)
    if not found.changes and not found.left and key:
        return await person_card(context, live.lines[key], live, "There is nothing to mend: this is so already.")
    if not found.changes:
        return _not_mended(link, chains, found.left)
    notes = [left.finding() for left in found.left]
    if len(found.changes) == 1:
        one = next(chain for chain in chains if chain.line.key == found.changes[0].key)
        title = f"{_what(link, found, 1)}: {one.line.key} {one.person}".strip()
        return await ask(context, title, found.changes, at_once=not notes, notes=notes)
    return await ask_many(context, _what(link, found, len(found.changes)), found.changes, notes)


def _what(link: RequirementKind, found: Mend, many: int) -> str:
    """What the plan does, as its title."""
    match link:
        case RequirementKind.RULE:
            return f"Give the outbound rule {found.what}" + (f" to {things(many, 'line')}" if many > 1 else "")
        case RequirementKind.LICENCE:
            return f"Give {things(many, 'licence')} {found.what}" if many > 1 else f"Give {found.what}"
        case RequirementKind.UPLOADED:
            return f"Upload {things(many, 'number')}"
        case RequirementKind.ASSIGNED:
            return f"Assign {things(many, 'number')} in Teams"
        case RequirementKind.LOCATION:
            return f"Set {things(many, 'usage location')}"
        case RequirementKind.NUMBER:
            return f"Give {things(many, 'free number')}"
        case _:
            return f"Give {things(many, 'Teams add-on')}"


def _not_mended(link: RequirementKind, chains: Sequence[Readiness], left: Sequence[Left]) -> Said:
    lacks = {check.missing for one in chains if (check := one.check(link)) is not None and not check.holds}
    missing = lacks.pop() if len(lacks) == 1 else MISSING[link]
    shown = [cards.NotRepaired(f"{one.key} {one.name}".strip(), one.why, one.fix) for one in left[:20]]
    away = Click("Teams admin centre", url=ADMIN_CENTRE) if link is RequirementKind.CONSENT and left else None
    title = f"Can't mend: {missing}" if left else "Nothing to mend"
    return cards.not_mended(title, shown, len(left), away)


def _read(rest: str) -> tuple[RequirementKind | None, str]:
    """The link that is named first, and who it is about; no link where only somebody is named."""
    words = rest.split()
    for length in (2, 1):
        link = _LINKS_BY_WORD.get(fold(" ".join(words[:length])))
        if link is not None and len(words) >= length:
            return link, " ".join(words[length:])
    return None, rest
