"""Who has which outbound call rule; the ticked lines, or all that are shown, can be given another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from bot.commands.changes.asking import ask, ask_many
from bot.commands.files import Given, maker, offer
from bot.commands.numbers.numbers import ticked
from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Card
from bot.views.pages import page_of
from cards.system import outbound as cards
from cards.system.clicks import ChangeRule, FileRuleHolders, ListRuleHolders, ReplaceRule, RuleHolderInputs
from cards.words import count, things
from services.domain.access import Right
from services.domain.change import Change
from services.domain.errors import BadInput
from services.domain.line import Line
from services.domain.people import fold
from services.domain.phrases import join_text, tr
from services.domain.settings.paths import OUTBOUND_RULE, rules_of
from services.intake.results import table_file
from services.inventory.snapshot import Snapshot
from services.planning.checks_system import holders_of, who

_PER_PAGE = 10


@command(
    "who has rule",
    "who has rules",
    "who has which rule",
    "rule holders",
    help="Who goes by which outbound rule",
    group="Settings",
    usage="who has rule Singapore default",
    private=True,
    examples=("who has rule", "who has rule Singapore default", "people without a rule"),
)
async def who_has(context: Context, rest: str) -> Said:
    """Everybody with their rule, or the holders of the named rule."""
    live = await context.snapshot_with_rules()
    return _page(context, live, _named(rest, live) if rest else cards.ALL, 1, ())


@command(
    "people without a rule",
    "people without rule",
    "without a rule",
    "without rule",
    "who has no rule",
    help="Who can't call out for want of a rule",
    group="Settings",
    private=True,
)
async def without(context: Context, _rest: str) -> Said:
    """Everybody who has a line but no outbound call rule."""
    return _page(context, await context.snapshot_with_rules(), cards.NONE, 1, ())


@action(ListRuleHolders, RuleHolderInputs, right=Right.READ, fresh="who has rule")
async def list_rule_holders(context: Context, click: ListRuleHolders, inputs: RuleHolderInputs) -> Said:
    """Show another page or filter; what was ticked stays ticked."""
    wanted, ticks = inputs.filter or click.filter, ticked(click.ticked, inputs.ticked)
    return _page(context, await context.snapshot_with_rules(), wanted, click.page, ticks)


@action(ChangeRule, RuleHolderInputs, right=Right.CHANGE, fresh="who has rule")
async def change_rule(context: Context, click: ChangeRule, inputs: RuleHolderInputs) -> Said:
    """Plan to give the ticked lines, or all that are shown, the chosen rule."""
    live = await context.snapshot_with_rules()
    keys = ticked(click.ticked, inputs.ticked)
    if click.every:
        chosen = fitting(live, click.filter)
    else:
        chosen = [line for line in fitting(live, cards.ALL) if line.key in keys]
    if not chosen:
        raise BadInput(tr("Nobody is ticked."), fix=tr("Tick whose rule to change, then click *Change rule*."))
    return await _give(context, live, chosen, inputs.rule)


@action(ReplaceRule, RuleHolderInputs, right=Right.CHANGE, fresh="outbound rules")
async def replace_rule(context: Context, click: ReplaceRule, inputs: RuleHolderInputs) -> Said:
    """Plan to give another rule to everybody who has this one."""
    live = await context.snapshot_with_rules()
    chosen = holders_of(click.filter, live)
    if not chosen:
        raise BadInput(tr("Nobody goes by this rule any more."), fix=tr("It can be deleted now."))
    return await _give(context, live, chosen, inputs.rule)


@action(FileRuleHolders, right=Right.READ, fresh="who has rule")
async def file_rule_holders(context: Context, click: FileRuleHolders) -> Said:
    """Give everybody that is shown with their rule, as a file."""
    return await offer(context, "rules", click.filter)


@maker("rules")
async def make_rule_holders_file(context: Context, wanted: str) -> Given:
    """A file with everybody that matches and their rule."""
    live = await context.snapshot_with_rules()
    names = rules_of(live.system)
    rows = [(one.key, who(one, live), _rule(one, live, names)) for one in fitting(live, wanted)]
    content = table_file(tr("Rules"), (tr("Ext Key"), tr("User"), tr("Outbound call rule")), rows)
    return Given("who-has-which-rule.xlsx", content, tr("{rows:,} lines.", rows=len(rows)))


async def _give(context: Context, live: Snapshot, chosen: list[Line], rule: str) -> Said:
    """The plan, made within the turn for one line and in the background for several."""
    names = rules_of(live.system)
    if rule not in names:
        raise BadInput(
            tr("Choose the rule to give them."),
            tr("There are: {names}.", names=join_text(", ", names.values()) or tr("none yet")),
        )
    whom = who(chosen[0], live) if len(chosen) == 1 else things(len(chosen), "line")
    title = tr("Outbound call rule {names} for {whom}", names=names[rule], whom=whom)
    changes = [Change(line.key, settings={OUTBOUND_RULE: rule}, seen=line.version) for line in chosen]
    return await (ask(context, title, changes) if len(changes) == 1 else ask_many(context, title, changes))


def fitting(live: Snapshot, wanted: str) -> list[Line]:
    """The lines of a filter that have a holder or a rule, by extension."""
    found = (line for line in live.lines.values() if line.identity_uuid or live.rule_of(line.key))
    ordered = sorted(found, key=lambda line: (len(line.key), line.key))
    if wanted == cards.ALL:
        return ordered
    rule = "" if wanted == cards.NONE else wanted
    return [line for line in ordered if live.rule_of(line.key) == rule]


def _page(context: Context, live: Snapshot, wanted: str, number: int, chosen: tuple[str, ...]) -> Card:
    names, every = rules_of(live.system), fitting(live, cards.ALL)
    fits = fitting(live, wanted)
    page = page_of(fits, number, _PER_PAGE)
    view = cards.RuleHoldersPage(
        rows=[cards.RuleHolderRow(line.key, who(line, live), _rule(line, live, names)) for line in page.rows],
        filter=wanted,
        filters=_filters(Counter(live.rule_of(line.key) for line in every), names),
        rules=list(names.items()),
        page=page.number,
        pages=page.pages,
        total=len(fits),
        ticked=chosen,
        may_change=context.may(Right.CHANGE),
    )
    return cards.holders(view)


def _filters(counts: Counter[str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    known = [(rule, tr("{name} ({counts})", name=name, counts=count(counts[rule]))) for rule, name in names.items()]
    gone = [
        (rule, tr("{rule} ({n})", rule=rule, n=count(n))) for rule, n in counts.items() if rule and rule not in names
    ]
    without = (cards.NONE, tr("Without a rule ({counts})", counts=count(counts[""])))
    return [(cards.ALL, tr("Everybody ({total})", total=count(counts.total()))), without, *known, *gone]


def _named(words: str, live: Snapshot) -> str:
    """The id of the rule that is meant; raises BadInput for none."""
    names, wanted = rules_of(live.system), fold(words)
    found = [rule for rule, name in names.items() if wanted in (fold(rule), fold(name))]
    near = found or [rule for rule, name in names.items() if fold(name).startswith(wanted)]
    if len(near) == 1:
        return near[0]
    there = join_text(", ", names.values()) or tr("none yet")
    raise BadInput(
        tr("There is no outbound call rule “{words}”.", words=words),
        tr("There are: {there}.", there=there),
        tr("Say *who has rule* for all."),
    )


def _rule(line: Line, live: Snapshot, names: Mapping[str, str]) -> str:
    rule = live.rule_of(line.key)
    return names.get(rule, rule)
