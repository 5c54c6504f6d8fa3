"""The policy of the workspace: shown to all readers, changed by owners with a plan."""

from __future__ import annotations

from dataclasses import replace

from bot.context import Context
from bot.registry import Said, action, command
from bot.turn import Answer
from bot.views.changes.plans import plan_for
from cards.workspace import policy as cards
from cards.workspace.clicks import (
    AddPolicyRule,
    PolicyLimitsInputs,
    PolicyRuleInputs,
    RemovePolicyRule,
    RemoveRuleInputs,
    SetPolicyLimits,
)
from services.changes.needs import policy_of
from services.changes.own_rules import plan_policy
from services.domain.access import Right
from services.domain.errors import BadInput
from services.domain.phrases import tr
from services.domain.policy import (
    MAX_APPROVALS,
    AuthorGone,
    ChangeKind,
    Hours,
    Policy,
    PolicyRule,
    lines_of,
    rule_words,
)
from services.domain.subject import Subject, SubjectKind

_MAX_RULES = 12
_MAX_SINGLES = 1_000


@command("policy", "approval policy", help="Which changes take how many approvals", group="Changes")
async def policy(context: Context, _rest: str) -> Said:
    """The policy, with forms for owners."""
    return await _card(context)


@action(AddPolicyRule, PolicyRuleInputs, right=Right.RULES, fresh="policy")
async def add_policy_rule(context: Context, inputs: PolicyRuleInputs) -> Said:
    """Plan to add a rule."""
    try:
        rule = await _rule(context, inputs)
    except BadInput as fault:
        return await _card(context, str(fault))
    there = await policy_of(context.services, context.tenant_id)
    if len(there.rules) >= _MAX_RULES:
        return await _card(context, tr("There are {max_rules} rules already. Remove one first.", max_rules=_MAX_RULES))
    return await _planned(
        context,
        there,
        replace(there, rules=(*there.rules, rule)),
        tr("Policy: {rule_words}", rule_words=rule_words(rule)),
    )


@action(RemovePolicyRule, RemoveRuleInputs, right=Right.RULES, fresh="policy")
async def remove_policy_rule(context: Context, inputs: RemoveRuleInputs) -> Said:
    """Plan to remove a rule."""
    there = await policy_of(context.services, context.tenant_id)
    left = tuple(rule for rule in there.rules if rule_words(rule) != inputs.rule)
    if len(left) == len(there.rules):
        return await _card(context, tr("Please choose the rule to remove."))
    return await _planned(context, there, replace(there, rules=left), tr("Policy: no more “{rule}”", rule=inputs.rule))


@action(SetPolicyLimits, PolicyLimitsInputs, right=Right.RULES, fresh="policy")
async def set_policy_limits(context: Context, inputs: PolicyLimitsInputs) -> Said:
    """Plan to set the limits."""
    there = await policy_of(context.services, context.tenant_id)
    gone = next((one for one in AuthorGone if one.value == inputs.gone), there.author_gone)
    singles = inputs.singles.strip()
    if not singles.isascii() or not singles.isdigit() or len(singles) > 6 or int(singles) > _MAX_SINGLES:
        return await _card(context, tr("Please write a number from 0 to {max_singles:,}.", max_singles=_MAX_SINGLES))
    after = replace(there, singles=int(singles), author_gone=gone)
    if after == there:
        return await _card(context, tr("It is so already."))
    return await _planned(context, there, after, tr("Policy: other limits"))


async def _planned(context: Context, before: Policy, after: Policy, title: str) -> Answer:
    plan = await plan_policy(context.services, context.author, title, before, after)
    card = await plan_for(context.services, plan.id, context.viewer)
    return Answer(card=card, subject=Subject(SubjectKind.PLAN, plan.id), new_message=True)


async def _card(context: Context, error: str = "") -> Said:
    there = await policy_of(context.services, context.tenant_id)
    form = cards.PolicyForm([rule_words(rule) for rule in there.rules], there.singles, there.author_gone.value, error)
    return cards.policy(lines_of(there), form if context.may(Right.RULES) else None)


async def _rule(context: Context, inputs: PolicyRuleInputs) -> PolicyRule:
    kind = next((one for one in ChangeKind if one.value == inputs.kind), None)
    over, marks = inputs.over.strip() or "0", inputs.marks.split(",")
    if inputs.count not in map(str, range(1, MAX_APPROVALS + 1)):
        raise BadInput(tr("Please say how many approvals it takes."))
    if not over.isascii() or not over.isdigit() or len(over) > 6:
        raise BadInput(tr("Please write the lines as a number."))
    if bool(inputs.begin) != bool(inputs.end):
        raise BadInput(tr("Please give both times, or none."))
    hours = Hours(inputs.begin, inputs.end, context.turn.who.time_zone or "UTC") if inputs.begin else None
    group, name = await _group(context, inputs.group.strip())
    return PolicyRule(int(inputs.count), kind, int(over), "loses" in marks, "costs" in marks, None, hours, group, name)


async def _group(context: Context, typed: str) -> tuple[str, str]:
    """The one group with this name; empty when none was typed."""
    if not typed:
        return "", ""
    found = await context.services.clients.graph(context.tenant_id).groups_called(typed)
    if len(found) != 1:
        raise BadInput(
            tr("There is no group “{typed}”.", typed=typed)
            if not found
            else tr("Several groups are called “{typed}”.", typed=typed)
        )
    return found[0].id, found[0].display_name
