"""Upload: numbers are added to the Microsoft tenant, with the data that the operator needs."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.commands.changes.asking import Form, ask, ask_many
from bot.commands.numbers.numbers import as_words, chosen, ticked
from bot.commands.numbers.numbers import numbers as list_of_numbers
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer, Card
from bot.views.numbers.numbers import options_words
from cards.numbers import upload as cards
from cards.numbers.clicks import PlanUpload, SaveUploadOptions, TickedInputs, UploadInputs, UploadNumbers
from cards.words import things
from services.changes import upload_options
from services.domain import addons
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.line import Number, UploadState
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.domain.plan import Finding
from services.domain.settings.countries import country_name
from services.domain.upload import PEOPLE, RESOURCES, USAGE, UploadOptions
from services.inventory.number_lists import fitting, for_teams, line_of, meant, upload_change, uploadable
from services.inventory.snapshot import Snapshot, read_snapshot
from services.planning.emergency_addresses import EmergencyLocation


@dataclass(frozen=True, slots=True)
class _Picked:
    """The numbers to upload, what was left out, and the live state they were picked from."""

    numbers: list[Number]
    notes: list[Finding]
    live: Snapshot
    offered: frozenset[str] = frozenset()

    @property
    def uses(self) -> tuple[tuple[str, str], ...]:
        """The usages of numbers that the operator offers."""
        return tuple(use for use in _USES if use[0] in self.offered) or _USES

    @property
    def title(self) -> str:
        """The title of the request."""
        return tr("Upload {how_many}", how_many=things(len(self.numbers), "number"))

    @property
    def to_do(self) -> list[Number]:
        """The numbers that are neither in Teams nor being uploaded."""
        return [n for n in self.numbers if n.upload in (UploadState.NOT_UPLOADED, UploadState.FAILED)]

    def use(self, number: Number, options: UploadOptions) -> str:
        """The number's usage: by its line's add-on, else as chosen."""
        line = line_of(number, self.live)
        return USAGE.get(addons.teams_code(line.addons) or "", "") if line else options.usage


_USES = ((PEOPLE, tr("People")), (RESOURCES, tr("Resource accounts: auto attendants and call queues")))
_MAX_LIST_CHARACTERS = 3000  # characters of a typed list that a form can carry
_NOTHING = PlanUpload()
_ALL = PlanUpload(every=True, filter="not_uploaded")


@command(
    "upload",
    "upload numbers",
    "upload number",
    "provision number",
    help="Upload numbers to Teams, by list or range",
    group="Numbers",
    right=Right.CHANGE,
    usage="upload 6567891230-6567891250",
    private=True,
)
async def upload(context: Context, rest: str) -> Said:
    """The form or the plan for the numbers that were named; without any, the list of those to upload."""
    if not rest:
        return await list_of_numbers(context, tr("not uploaded"))
    if fold(rest) == "options":
        return _form(await _picked(context, PlanUpload()), await _places(context), await _usual(context))
    if len(rest) > _MAX_LIST_CHARACTERS:
        raise BadInput(
            tr("That list is too long for a message."), fix=tr("Use ranges, or send the numbers in a file: *bulk*.")
        )
    return await _begin(context, _ALL if fold(rest) == "all" else PlanUpload(rest))


@action(UploadNumbers, TickedInputs, right=Right.CHANGE, fresh="numbers")
async def upload_numbers(context: Context, click: UploadNumbers, inputs: TickedInputs) -> Said:
    """The form or the plan for the ticked numbers, or for all that fit; the list stays as it is."""
    if click.every:
        wanted = PlanUpload(every=True, filter=click.filter, query=click.query)
        return replace(await _begin(context, wanted), new_message=True)
    live = await context.snapshot()
    numbers = [n for n in chosen(ticked(click.ticked, inputs.ticked), live, "upload") if uploadable(n, live)]
    if not numbers:
        raise BadInput(tr("None of the ticked numbers can be uploaded."), fix=tr("Say *numbers not uploaded*."))
    return replace(await _begin(context, PlanUpload(as_words(numbers))), new_message=True)


@action(PlanUpload, UploadInputs, right=Right.CHANGE, fresh="numbers not uploaded")
async def plan_upload(context: Context, asked: PlanUpload, inputs: UploadInputs) -> Said:
    """Save what was chosen, and plan; faults come back in the form."""
    picked, places = await _picked(context, asked), await _places(context)
    options = _options(inputs, places, await _usual(context))
    fault = _fault(options, inputs, picked, places)
    if fault:
        return _form(picked, places, options, asked, fault)
    await upload_options.keep(context.services, context.tenant_id, options)
    answer = await _plan(context, picked, options, lambda error: _form(picked, places, options, asked, error))
    return replace(answer, new_message=False)


@action(SaveUploadOptions, UploadInputs, right=Right.CHANGE, fresh="upload options")
async def save_upload_options(context: Context, inputs: UploadInputs) -> Said:
    """Save what was chosen, for later uploads."""
    picked, places = await _picked(context, PlanUpload()), await _places(context)
    options = _options(inputs, places, await _usual(context))
    fault = _fault(options, inputs, picked, places)
    if fault:
        return _form(picked, places, options, error=fault)
    await upload_options.keep(context.services, context.tenant_id, options)
    return cards.saved(options_words(options))


async def _picked(context: Context, asked: PlanUpload) -> _Picked:
    """The numbers that a form or a typed list names, looked up again since they come from a card."""
    workspace = await context.workspace()
    live, plans = await asyncio.gather(
        read_snapshot(context.services, workspace),
        context.services.clients.operator(workspace.tenant_id).capability_plans(workspace.account),
    )
    offered = frozenset(plan.usage for plan in plans)
    if asked.every:
        fits = fitting(live, asked.filter, asked.query)
        found = [n for n in fits if uploadable(n, live) and for_teams(n, live)]
        if not found:
            raise BadInput(tr("There is nothing to upload."), tr("No line with a Teams add-on has such a number."))
        return _Picked(found, [], live, offered)
    return _Picked(*meant(asked.numbers, live), live, offered) if asked.numbers else _Picked([], [], live, offered)


async def _usual(context: Context) -> UploadOptions:
    """The workspace's last choice, or the simplest one."""
    return await upload_options.chosen(context.services, context.tenant_id) or UploadOptions()


async def _places(context: Context) -> tuple[EmergencyLocation, ...]:
    return await upload_options.places(context.services, await context.workspace())


async def _begin(context: Context, asked: PlanUpload) -> Answer:
    """The plan at once if the workspace has upload options; the form again for numbers that failed."""
    picked = await _picked(context, asked)
    usual = await upload_options.chosen(context.services, context.tenant_id)
    failed = any(n.upload is UploadState.FAILED for n in picked.numbers)
    if picked.to_do and (usual is None or failed):
        return Answer(card=_form(picked, await _places(context), usual or UploadOptions(), asked))
    return await _plan(context, picked, usual or UploadOptions())


async def _plan(context: Context, picked: _Picked, options: UploadOptions, form: Form | None = None) -> Answer:
    changes = [upload_change(number, options) for number in picked.numbers]
    if len(changes) > 1:
        return await ask_many(context, picked.title, changes, picked.notes)
    return await ask(context, picked.title, changes, form, notes=picked.notes)


def _options(inputs: UploadInputs, places: Sequence[EmergencyLocation], usual: UploadOptions) -> UploadOptions:
    """The options in the form; an address that doesn't exist (any more) counts as the default."""
    usage = inputs.usage
    place = next((place for place in places if place.id == inputs.place), None)
    return UploadOptions(
        usage=usage if usage in (PEOPLE, RESOURCES) else usual.usage,
        location=place.id if place else "",
        country=place.country if place else "",
        place=place.name if place else "",
        open_address=inputs.open_address,
    )


def _fault(options: UploadOptions, inputs: UploadInputs, picked: _Picked, places: Sequence[EmergencyLocation]) -> str:
    """What is wrong in the form, in words; empty when nothing is."""
    if inputs.place != cards.DEFAULT and not options.location:
        return tr("This emergency address isn't in your tenant any more. Choose another one.")
    away = {n.of_country for n in picked.to_do if options.location and n.of_country != options.country}
    if away and not any(place.default for place in places):
        return tr(
            "This address is in {country}, but there are numbers from {names}.",
            country=options.country,
            names=join_text(", ", sorted(away)),
        )
    needs = [n for n in picked.to_do if picked.use(n, options) == PEOPLE]
    if needs and not (options.location or options.open_address or any(place.default for place in places)):
        return tr(
            "Numbers for people need an emergency address, and your tenant has no default one. "
            "Choose an address, or let your tenant set it."
        )
    return ""


def _form(
    picked: _Picked,
    places: Sequence[EmergencyLocation],
    options: UploadOptions,
    asked: PlanUpload = _NOTHING,
    error: str = "",
) -> Card:
    """The form with what was chosen."""
    countries = sorted({n.of_country for n in picked.to_do} - {""})
    near = [place for place in places if not countries or place.country in countries]
    reasons = dict.fromkeys(n.error for n in picked.to_do if n.error)
    return cards.upload_form(
        cards.UploadForm(
            what=picked.title if picked.numbers else "",
            countries=_countries(countries, picked.live),
            uses=picked.uses,
            places=[(cards.DEFAULT, _default(places)), *((place.id, place.name) for place in near)],
            plan=asked,
            usage=options.usage,
            place=options.location if any(p.id == options.location for p in near) else cards.DEFAULT,
            open_address=options.open_address,
            need_use=sum(not n.ext_key for n in picked.to_do),
            reasons=[tr("{reason}.", reason=reason) for reason in reasons],
            error=error,
        )
    )


def _countries(countries: Sequence[str], live: Snapshot) -> str:
    covered = join_text(", ", map(country_name, sorted(live.countries))) or tr("no country")
    numbers_of = tr("numbers from {names}; ", names=join_text(", ", map(country_name, countries))) if countries else ""
    return tr("{numbers_of}your consent to the operator covers {covered}", numbers_of=numbers_of, covered=covered)


def _default(places: Sequence[EmergencyLocation]) -> str:
    usual = next((place.name for place in places if place.default), "")
    return (
        tr("Your tenant's default: {usual}", usual=usual) if usual else tr("None; your tenant has no default address")
    )
