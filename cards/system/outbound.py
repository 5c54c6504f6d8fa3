"""Outbound call rules: the form, why a rule in use can't be deleted, and who has which."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from microsoft_teams.cards import CardElement

from cards.assembler import Card, card, listing
from cards.elements import Button, advanced, badge, button, buttons, execute, group, muted, row, say, strong, text
from cards.inputs import choice_input, country_input, lines_input, ticks_input
from cards.paging import turns, where
from cards.system.clicks import ChangeRule, FileRuleHolders, ImportDialPlans, ListRuleHolders, ReplaceRule
from cards.system.records import RecordForm, record
from cards.words import clean, count, things
from services.domain.phrases import join_text, tr

MAX_ROWS = 12
MAX_CARRIED = 60
ALL = "all"
NONE = "none"  # the filter for people without a rule
_PATTERNS = "patterns"  # the id of the element that Advanced shows
_PLAN_LINE = tr("One a line: name; pattern; how many digits to take off; what to put in front.")


def outbound_form(
    form: RecordForm, named: str, plans: str, imports: Sequence[tuple[str, str]], error: str = ""
) -> Card:
    """An outbound call rule as a form.

    `named` are the names of its dial plans, `plans` the plans one per line, `imports` the countries whose usual dial
    plans can be imported.

    Parts: what is wrong, who has it, name and countries, one more country (input `more`), the names of its dial plans,
    whose usual plans to import (input `country`, verb outbound.defaults), and, shown by Advanced, the patterns
    (input `dialPlans`); buttons: those of a record, Who has it (rules.who).
    """
    more: list[CardElement] = (
        [_one_more(form, imports), _dialled(form, named, imports), _patterns(plans, bool(error))]
        if form.may_change
        else []
    )
    who = execute(tr("Who has it"), ListRuleHolders(str(form.now.get("id", ""))), inputs=False)
    return record(form, error, *more, clicks=[who if form.no is not None else None])


def _one_more(form: RecordForm, near: Sequence[tuple[str, str]]) -> CardElement:
    return country_input(
        "more", tr("One more country they may call"), form.kept.get("more", ""), [code for code, _ in near]
    )


def _dialled(form: RecordForm, named: str, imports: Sequence[tuple[str, str]]) -> CardElement:
    chosen = form.kept.get("country", imports[0][0])
    return group(
        strong(tr("How people dial")),
        muted(named or tr("As they are used to with the country code: nothing is changed."), most=300),
        choice_input("country", tr("Let them dial as in"), imports, chosen),
        buttons(
            execute(tr("Import defaults"), ImportDialPlans(form.mark, form.no)),
            advanced(_PATTERNS),
        ),
    )


def _patterns(plans: str, shown: bool) -> CardElement:
    """The patterns, hidden until they are asked for or wrong; hidden fields are sent as well."""
    hidden = group(lines_input("dialPlans", tr("Dial plans"), plans), muted(_PLAN_LINE))
    return hidden.model_copy(update={"id": _PATTERNS, "is_visible": shown})


@dataclass(frozen=True, slots=True)
class InUse:
    """A rule in use: `who` names the first holders, `others` are the rules that they could have instead (id, name)."""

    rule: str
    name: str
    who: str
    holders: int
    others: Sequence[tuple[str, str]] = ()


def in_use(view: InUse) -> Card:
    """The card that a rule can't be deleted while it is in use.

    Parts: who has it, another rule (input `rule`); buttons: Give them that rule (rules.replace), Who has it
    (rules.show), Outbound rules.
    """
    verb = "goes" if view.holders == 1 else "go"
    return card(
        tr("This rule is in use"),
        text(
            tr(
                "{who} {verb} by “{name}”. Without a rule nobody calls out, so give them another one first.",
                who=view.who,
                verb=verb,
                name=view.name,
            )
        ),
        _rule(view.others) if view.others else tr("There is no other rule yet. Add one, then come back."),
        actions=[
            execute(tr("Give them that rule"), ReplaceRule(view.rule), "positive") if view.others else None,
            execute(tr("Who has it"), ListRuleHolders(view.rule), inputs=False),
            button(say(tr("Outbound rules"), "outbound rules")),
        ],
    )


@dataclass(frozen=True, slots=True)
class RuleHolderRow:
    """A line with the name of its rule, empty for none."""

    key: str
    who: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class RuleHoldersPage:
    """One page of lines by rule, counted from 1.

    `filters` are (value, title) to choose from, `rules` (id, name) to give; `ticked` are all keys ticked so far.
    """

    rows: Sequence[RuleHolderRow]
    filter: str = ALL
    filters: Sequence[tuple[str, str]] = ()
    rules: Sequence[tuple[str, str]] = ()
    page: int = 1
    pages: int = 1
    total: int = 0
    ticked: Sequence[str] = ()
    may_change: bool = False


def holders(page: RuleHoldersPage) -> Card:
    """A page of who has which outbound call rule.

    Parts: filter (input `filter`) with Show (rules.show), how many, ticks (input `ticked`, keys joined by commas) or
    rows for readers, the rule to give (input `rule`); buttons: Change rule and Change all (rules.change, `all` true),
    Previous and Next (rules.show with `page`), As a file (rules.file). Data: `filter`, and as `ticked` what was ticked
    on other pages.
    """
    rows = page.rows[:MAX_ROWS]
    here = {one.key for one in rows}
    elsewhere = tuple(key for key in page.ticked if key not in here)[:MAX_CARRIED]
    change = page.may_change and bool(page.rules)
    return card(
        tr("Who has which outbound rule"),
        _filter(page, elsewhere),
        where(len(rows), page.page, page.pages, page.total, "line"),
        _ticks(rows, page.ticked) if change and rows else listing([_row(one) for one in rows]),
        _carried(len(elsewhere)) if change else None,
        _rule(page.rules) if change and (rows or elsewhere) else None,
        actions=[
            *_changes(page, elsewhere, len(rows)),
            *turns(ListRuleHolders(page.filter, elsewhere), page.page, page.pages, inputs=change),
            execute(tr("As a file"), FileRuleHolders(page.filter), inputs=False) if page.total else None,
        ],
    )


def _rule(rules: Sequence[tuple[str, str]]) -> CardElement:
    return choice_input("rule", tr("Give them"), _short(rules), rules[0][0])


def _short(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The name, cut so that fifty rules still fit on a card."""
    return [(value, clean(title, 48)) for value, title in choices]


def _changes(page: RuleHoldersPage, elsewhere: tuple[str, ...], here: int) -> list[Button | None]:
    if not page.may_change or not page.rules or not page.total:
        return []
    every = execute(tr("Change all {total}", total=count(page.total)), ChangeRule(page.filter, every=True))
    return [
        execute(tr("Change rule"), ChangeRule(page.filter, elsewhere), "positive"),
        every if page.total > here else None,
    ]


def _filter(page: RuleHoldersPage, elsewhere: tuple[str, ...]) -> CardElement:
    return group(
        choice_input("filter", tr("Show which"), _short(page.filters), page.filter),
        buttons(execute(tr("Show"), ListRuleHolders(ticked=elsewhere))),
    )


def _ticks(rows: Sequence[RuleHolderRow], ticked: Sequence[str]) -> CardElement:
    choices = [
        (one.key, join_text(" · ", (one.key, clean(one.who, 36), clean(one.rule or tr("no rule"), 30)))) for one in rows
    ]
    return ticks_input(
        "ticked", tr("Tick whose rule to change"), choices, [one.key for one in rows if one.key in ticked]
    )


def _row(one: RuleHolderRow) -> CardElement:
    tag = badge(tr("No rule"), "Attention") if not one.rule else None
    return row(tr("{key} · {who}", key=one.key, who=one.who) if one.who else one.key, one.rule, tag=tag)


def _carried(elsewhere: int) -> CardElement | None:
    if not elsewhere:
        return None
    more = tr(" That is the most I can keep; use the button for all.") if elsewhere >= MAX_CARRIED else ""
    return muted(
        tr("{how_many} ticked on other pages.{more}", how_many=things(elsewhere, "line"), more=more), spacing="Small"
    )
