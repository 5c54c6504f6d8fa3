"""Access: who has which role; roles are given and taken by plans."""

from __future__ import annotations

import hashlib

from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views.changes.plans import plan_for
from cards.workspace import access as cards
from cards.workspace.clicks import GiveAccess, GiveAccessInputs, TakeAccess, TakeAccessInputs
from services.changes import upload_options
from services.changes.own_rules import plan_grant, plan_taking
from services.domain.access import GIVEN, Right, Role
from services.domain.country import iso
from services.domain.errors import BadInput
from services.domain.grants import Grant, Grantee
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.domain.reach import EVERYWHERE, Reach, ReachKind, ranges_of
from services.domain.settings.countries import find_country
from services.domain.subject import Subject, SubjectKind
from services.remote.graph import GraphUser
from services.store.records import StoredPlan


@command(
    "access",
    "who has access",
    "roles",
    "permissions",
    help="Who may do what here; owners give and take roles",
    group="Start",
)
async def access(context: Context, _rest: str) -> Said:
    """Who has which role, with the form for owners."""
    return await _card(context, cards.AccessForm())


@action(GiveAccess, GiveAccessInputs, right=Right.RULES, fresh="access")
async def give_access(context: Context, inputs: GiveAccessInputs) -> Said:
    """Plan to give a role; somebody else has to approve it."""
    try:
        new = await _wanted(context, inputs)
        plan = await plan_grant(context.services, context.author, new, _giver(context))
    except BadInput as fault:
        form = cards.AccessForm(inputs.who, inputs.role, inputs.kind, inputs.what, inputs.country, str(fault))
        return await _card(context, form)
    return await _planned(context, plan)


@action(TakeAccess, TakeAccessInputs, right=Right.RULES, fresh="access")
async def take_access(context: Context, inputs: TakeAccessInputs) -> Said:
    """Plan to take a role away."""
    grants = await context.services.roles.grants(context.tenant_id)
    chosen = next((one for one in grants if _mark(one) == inputs.grant), None)
    if chosen is None:
        raise BadInput(tr("Please choose what to take away."), fix=tr("Say *access*."))
    return await _planned(context, await plan_taking(context.services, context.author, chosen))


async def _planned(context: Context, plan: StoredPlan) -> Answer:
    card = await plan_for(context.services, plan.id, context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.PLAN, plan.id), new_message=True)


async def _card(context: Context, form: cards.AccessForm) -> Said:
    grants = await context.services.roles.grants(context.tenant_id)
    shown = grants if context.access.sees_all else ()
    rows = [cards.GrantRow(_mark(one), one.words) for one in shown]
    return cards.access(rows, form if context.may(Right.RULES) else None)


def _giver(context: Context) -> Grant:
    return Grant(Grantee.PERSON, context.author.object_id, context.author.name, Role.OWNER)


def _mark(grant: Grant) -> str:
    """A short fingerprint of a grant."""
    told = (grant.grantee, grant.object_id, grant.role, grant.reach.kind, *grant.reach.what)
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


async def _wanted(context: Context, inputs: GiveAccessInputs) -> Grant:
    role = next((one for one in GIVEN if one.value == inputs.role), None)
    kind = next((one for one in ReachKind if one.value == inputs.kind), None)
    if role is None or kind is None:
        raise BadInput(tr("Please choose a role and what it is for."))
    grantee, object_id, name = await _whom(context, inputs.who.strip())
    return Grant(grantee, object_id, name, role, await _reach(context, kind, _typed(kind, inputs)))


def _typed(kind: ReachKind, inputs: GiveAccessInputs) -> str:
    """What was entered for this kind of reach; several countries are typed, and so is one without type-ahead."""
    chosen = inputs.country if kind is ReachKind.COUNTRY else ""
    return (chosen or inputs.what).strip()


async def _whom(context: Context, typed: str) -> tuple[Grantee, str, str]:
    """The one person or group with this name; raises BadInput for several or none."""
    if not typed:
        raise BadInput(tr("Please say to whom."))
    graph = context.services.clients.graph(context.tenant_id)
    people = [one for one in await graph.users_called(typed) if fold(typed) in _names(one) and not one.guest]
    groups = await graph.groups_called(typed)
    if len(people) + len(groups) > 1:
        raise BadInput(tr("Several are called “{typed}”.", typed=typed), fix=tr("Type the person's address."))
    if groups:
        return Grantee.GROUP, groups[0].id, groups[0].display_name
    if people:
        return Grantee.PERSON, people[0].id, people[0].display_name or people[0].user_principal_name
    raise BadInput(
        tr("There is nobody and no group called “{typed}”.", typed=typed), fix=tr("Type a whole name or address.")
    )


def _names(user: GraphUser) -> set[str]:
    return {fold(user.display_name), fold(user.user_principal_name), fold(user.mail or "")}


async def _reach(context: Context, kind: ReachKind, typed: str) -> Reach:
    match kind:
        case ReachKind.WORKSPACE:
            return EVERYWHERE
        case ReachKind.LINES:
            ranges = ranges_of(typed)
            if not ranges:
                raise BadInput(tr("Please say which extensions."), fix=tr("Write them such as 2000-2999, 3100."))
            return Reach(kind, ranges)
        case ReachKind.COUNTRY:
            whole = find_country(typed)  # a name may contain a comma
            parts = [whole] if whole else [part for part in typed.split(",") if part.strip()]
            codes = tuple(dict.fromkeys(find_country(iso(part)) for part in parts))
            if not codes or not all(codes):
                raise BadInput(tr("Please say which country."), fix=tr("Write its name or two letters, such as SG."))
            return Reach(kind, codes)
        case ReachKind.UNIT:
            graph = context.services.clients.graph(context.tenant_id)
            return _named(kind, typed, [(one.id, one.display_name) for one in await graph.units()])
        case ReachKind.SITE:
            places = await upload_options.places(context.services, await context.workspace())
            return _named(kind, typed, [(one.id, one.name) for one in places])


def _named(kind: ReachKind, typed: str, known: list[tuple[str, str]]) -> Reach:
    """The one with this name; raises BadInput with the existing names."""
    found = [(ident, name) for ident, name in known if fold(typed) in (fold(name), fold(ident))]
    if len(found) != 1:
        names = join_text(", ", (name for _, name in known[:6])) or tr("none")
        raise BadInput(tr("Please say which {value}.", value=tr(kind.value)), tr("There are: {names}.", names=names))
    return Reach(kind, (found[0][0],), found[0][1])
