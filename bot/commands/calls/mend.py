"""Mend: a plan that mends what keeps people from calling; at once for one line, with approval for many."""

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
from services.domain.phrases import join_text, tr
from services.inventory.find_line import the_line
from services.inventory.readiness import Readiness, line_readiness, way_ages
from services.inventory.readiness_words import MISSING
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
_USAGE = tr("Say *mend* with rule, licence, location, upload, assign or number, or with somebody: *mend alice*.")


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
    """Mend one requirement for everybody or one person, or somebody's first that fails."""
    if not rest:
        raise BadInput(tr("What shall I mend?"), fix=tr("{usage} *ready* shows what there is.", usage=_USAGE))
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
    """Mend by a click; if the line has changed since its card was made, show it instead."""
    link, key, live = _LINKS_BY_WORD.get(repair.link), repair.key, await context.snapshot_with_rules()
    if link is None:
        raise BadInput(tr("I don't know how to mend this."), fix=_USAGE)
    if not key:
        return await _mend_all(context, link, live, inputs.rule, repair.job)
    line = live.lines.get(key)
    if line is None:
        raise BadInput(tr("Extension {key} is gone.", key=key), fix=tr("Say *ready*."))
    if repair.seen and repair.seen != line.version:
        note = tr("This line was changed since that card was made. Nothing was written; here is how it stands now.")
        return await person_card(context, line, live, note)
    chain = line_readiness(line, live, await way_ages(context.services, context.tenant_id, live))
    return await _mend(context, link, [chain], live, key=key, rule=inputs.rule)


async def _mend_all(context: Context, link: RequirementKind, live: Snapshot, rule: str = "", job_id: str = "") -> Said:
    """The plan for all for whom this requirement is the first that fails, or for those among a job's lines."""
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
    """The plan, applied at once when it is about one line and takes nothing away."""
    found = changes_for(link, chains, live, rule)
    if found.choices:
        line = live.lines.get(key)
        repair = RepairLink(NAMES[link], key, line.version if line else 0, job_id)
        lacking = sum((check := one.check(link)) is not None and not check.holds for one in chains)
        return cards.choose_rule(found.choices, repair, lacking)
    if not found.changes and not found.left and key:
        return await person_card(context, live.lines[key], live, tr("There is nothing to mend: this is so already."))
    if not found.changes:
        return _not_mended(link, chains, found.left)
    notes = [left.finding() for left in found.left]
    if len(found.changes) == 1:
        one = next(chain for chain in chains if chain.line.key == found.changes[0].key)
        title = tr("{what}: {key} {person}", what=_what(link, found, 1), key=one.line.key, person=one.person).strip()
        return await ask(context, title, found.changes, at_once=not notes, notes=notes)
    return await ask_many(context, _what(link, found, len(found.changes)), found.changes, notes)


def _what(link: RequirementKind, found: Mend, many: int) -> str:
    """The plan's title: what it does."""
    match link:
        case RequirementKind.RULE:
            return tr("Give the outbound rule {what}", what=found.what) + (
                tr(" to {how_many}", how_many=things(many, "line")) if many > 1 else ""
            )
        case RequirementKind.LICENCE:
            return (
                tr("Give {how_many} {what}", how_many=things(many, "licence"), what=found.what)
                if many > 1
                else tr("Give {what}", what=found.what)
            )
        case RequirementKind.UPLOADED:
            return tr("Upload {how_many}", how_many=things(many, "number"))
        case RequirementKind.ASSIGNED:
            return tr("Assign {how_many} in Teams", how_many=things(many, "number"))
        case RequirementKind.LOCATION:
            return tr("Set {how_many}", how_many=things(many, "usage location"))
        case RequirementKind.NUMBER:
            return tr("Give {how_many}", how_many=things(many, "free number"))
        case _:
            return tr("Give {how_many}", how_many=things(many, "Teams add-on"))


def _not_mended(link: RequirementKind, chains: Sequence[Readiness], left: Sequence[Left]) -> Said:
    lacks = {check.missing for one in chains if (check := one.check(link)) is not None and not check.holds}
    missing = lacks.pop() if len(lacks) == 1 else MISSING[link]
    shown = [
        cards.NotRepaired(tr("{key} {name}", key=one.key, name=one.name).strip(), one.why, one.fix) for one in left[:20]
    ]
    away = Click(tr("Teams admin centre"), url=ADMIN_CENTRE) if link is RequirementKind.CONSENT and left else None
    title = tr("Can't mend: {missing}", missing=missing) if left else tr("Nothing to mend")
    return cards.not_mended(title, shown, len(left), away)


def _read(rest: str) -> tuple[RequirementKind | None, str]:
    """The requirement that is named, if any, and who it is about."""
    words = rest.split()
    for length in (2, 1):
        link = _LINKS_BY_WORD.get(fold(join_text(" ", words[:length])))
        if link is not None and len(words) >= length:
            return link, join_text(" ", words[length:])
    return None, rest
