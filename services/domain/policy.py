"""The policy of a workspace: how many approvals a plan needs, whose, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import TypeAdapter, ValidationError

from services.domain.errors import StoredWrong
from services.domain.phrases import join_text, tr
from services.domain.reach import Extent, Reach, covers
from services.domain.steps import RULES_OF, StepKind

MAX_APPROVALS = 5
ANYBODY = ""  # of no particular group: everybody who may approve the plan


class ChangeKind(StrEnum):
    """What a plan does, as people tell changes apart."""

    ACCESS = "access and policy"
    LINK = "the link"
    SYSTEM = "system settings"
    DELETE = "deleting"  # extensions, or numbers from Teams
    LICENCES = "licences"  # given and taken
    NUMBERS = "numbers in Teams"
    LINES = "lines"  # who holds them, their names, numbers and add-ons
    SETTINGS = "settings"  # of lines, and voice policies of people


_KINDS: Mapping[ChangeKind, frozenset[StepKind]] = {
    ChangeKind.ACCESS: frozenset(RULES_OF),
    ChangeKind.LINK: frozenset({StepKind.TENANT_LINK, StepKind.TENANT_UNLINK}),
    ChangeKind.SYSTEM: frozenset({StepKind.SYSTEM_UPDATE}),
    ChangeKind.DELETE: frozenset({StepKind.EXTENSION_DELETE, StepKind.NUMBER_DELETE}),
    ChangeKind.LICENCES: frozenset({StepKind.LICENCE_GIVE, StepKind.LICENCE_TAKE}),
    ChangeKind.NUMBERS: frozenset({StepKind.NUMBER_UPLOAD, StepKind.NUMBER_ASSIGN, StepKind.NUMBER_UNASSIGN}),
    ChangeKind.LINES: frozenset(
        {
            StepKind.EXTENSION_CREATE,
            StepKind.EXTENSION_UPDATE,
            StepKind.EXTENSION_RESTORE,
            StepKind.EXTENSION_REKEY,
            StepKind.LOCATION_SET,
            StepKind.PHONES_SET,
        }
    ),
    ChangeKind.SETTINGS: frozenset({StepKind.SETTINGS_UPDATE, StepKind.VOICE_POLICY_SET}),
}


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The facts of a plan that the policy uses: kinds of steps, busy lines, how many lose service, cost, extent.

    `second_person`: it needs one whatever the rules say.
    """

    kinds: frozenset[StepKind] = frozenset()
    lines: int = 1
    loses: int = 0
    costs: bool = False
    touches: Extent = field(default_factory=Extent)
    second_person: bool = False

    def does(self, kind: ChangeKind) -> bool:
        """Whether it does something of this kind."""
        return not self.kinds.isdisjoint(_KINDS[kind])


@dataclass(frozen=True, slots=True)
class Hours:
    """A part of the day in a time zone, `HH:MM` to `HH:MM`, also across midnight."""

    begin: str
    end: str
    zone: str = "UTC"

    def holds(self, at: float) -> bool:
        """Whether this moment lies in it; an unknown zone counts as UTC."""
        try:
            zone = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = ZoneInfo("UTC")
        now = f"{datetime.fromtimestamp(at, zone):%H:%M}"
        return self.begin <= now < self.end if self.begin <= self.end else now >= self.begin or now < self.end


@dataclass(frozen=True, slots=True)
class PolicyRule:
    """Plans that meet all these conditions need `count` approvals, by members of the group if one is named.

    `over` lines; `loses` service; `costs` a licence or seat; touching something within `reach`; at these `hours`.
    """

    count: int
    kind: ChangeKind | None = None
    over: int = 0
    loses: bool = False
    costs: bool = False
    reach: Reach | None = None
    hours: Hours | None = None
    group: str = ANYBODY
    group_name: str = ""

    def fits(self, facts: PlanFacts, at: float) -> bool:
        """Whether a plan of these facts falls under the rule at this moment."""
        return (
            (self.kind is None or facts.does(self.kind))
            and facts.lines > self.over
            and (not self.loses or facts.loses > 0)
            and (not self.costs or facts.costs)
            and (self.reach is None or _touches(self.reach, facts.touches))
            and (self.hours is None or self.hours.holds(at))
        )

    @property
    def words(self) -> str:
        """For which plans, as people read it."""
        parts = [
            tr("{value} are changed", value=tr(self.kind.value)) if self.kind else "",
            _more_than(self.over),
            tr("somebody loses service") if self.loses else "",
            tr("it takes a licence or seat") if self.costs else "",
            tr("it touches {words}", words=self.reach.words) if self.reach else "",
            tr(
                "it is between {begin} and {end} ({zone})",
                begin=self.hours.begin,
                end=self.hours.end,
                zone=self.hours.zone,
            )
            if self.hours
            else "",
        ]
        return join_text("; ", filter(None, parts)) or tr("anything changes")


def _more_than(lines: int) -> str:
    if not lines:
        return ""
    return tr("more than 1 line changes") if lines == 1 else tr("more than {over} lines change", over=lines)


def _touches(reach: Reach, extent: Extent) -> bool:
    """Whether any of it lies within the reach; what everybody shares lies within every reach."""
    if extent.shared:
        return True
    touched = [Extent(keys=frozenset({one})) for one in extent.keys]
    touched += [Extent(countries=frozenset({one})) for one in extent.countries]
    touched += [Extent(sites=frozenset({one})) for one in extent.sites]
    touched += [Extent(people=frozenset({one})) for one in extent.people]
    return any(covers(reach, one, looks=False) for one in touched)


class AuthorGone(StrEnum):
    """What happens to a plan or job whose author may no longer ask for it."""

    STOPS = "stops"  # it isn't applied, and a running job stops
    GOES_ON = "goes on"


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of a workspace. `singles`: changes per hour that somebody may make alone; more need an approval."""

    rules: tuple[PolicyRule, ...] = (PolicyRule(1, over=1), PolicyRule(1, loses=True))
    singles: int = 20
    author_gone: AuthorGone = AuthorGone.STOPS


DEFAULT = Policy()
_POLICY = TypeAdapter(Policy)


@dataclass(frozen=True, slots=True)
class Need:
    """So many approvals, of a group's members where one is named, and why.

    `without` is the group whose approval it would take, had it anybody who could give it.
    """

    count: int
    why: str
    group: str = ANYBODY
    group_name: str = ""
    without: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalNeeds:
    """All approvals that a plan needs before it runs; none if its author may apply it alone."""

    needs: tuple[Need, ...] = ()

    @property
    def count(self) -> int:
        """The least number of people who have to approve."""
        return max((need.count for need in self.needs), default=0)

    @property
    def why(self) -> str:
        """The reasons, in words."""
        return join_text(" ", dict.fromkeys(need.why for need in self.needs))

    def lacks(self, said_yes: Mapping[str, frozenset[str]]) -> tuple[Need, ...]:
        """What is still missing after these people's approvals; each comes with the groups that they are in."""
        return tuple(need for need in self.needs if _counted(need, said_yes) < need.count)


def _counted(need: Need, said_yes: Mapping[str, frozenset[str]]) -> int:
    return sum(need.group == ANYBODY or need.group in groups for groups in said_yes.values())


def approvals_needed(
    facts: PlanFacts, policy: Policy, at: float, singles: int = 0, *, alone: bool = False
) -> ApprovalNeeds:
    """The approvals that a plan needs at this moment. `singles`: changes its author made alone in the last hour.

    Who has access, the policy and the record's settings are never changed by one person, whatever the rules say,
    unless nobody else could decide (`alone`).
    """
    needs = [_need_of(rule) for rule in policy.rules if rule.count > 0 and rule.fits(facts, at)]
    if facts.second_person and not needs:
        needs = [Need(1, tr("It needs a second person."))]
    if facts.does(ChangeKind.ACCESS):
        needs = needs or [Need(1, tr("Access and policy are never changed by one person alone."))]
        needs = [] if alone else needs
    if not needs and singles >= policy.singles and not (facts.does(ChangeKind.ACCESS) or facts.does(ChangeKind.LINK)):
        needs = [_after_many_singles(singles, policy)]
    return ApprovalNeeds(_merged(needs))


def _need_of(rule: PolicyRule) -> Need:
    why = tr("It needs {approvals} when {words}.", approvals=_approvals(rule), words=rule.words)
    return Need(rule.count, why, rule.group, rule.group_name)


def _after_many_singles(singles: int, policy: Policy) -> Need:
    why = tr(
        "You made {singles} single changes in the last hour; beyond {singles_2} each needs approval.",
        singles=singles,
        singles_2=policy.singles,
    )
    return Need(1, why)


def _approvals(rule: PolicyRule) -> str:
    number = tr("an approval") if rule.count == 1 else tr("{count} approvals", count=rule.count)
    return (
        tr("{number} by {group_name}", number=number, group_name=rule.group_name or tr("a group"))
        if rule.group
        else number
    )


def _merged(needs: Iterable[Need]) -> tuple[Need, ...]:
    """One need per group, the largest."""
    found: dict[str, Need] = {}
    for need in needs:
        if need.group not in found or found[need.group].count < need.count:
            found[need.group] = need
    return tuple(found.values())


def policy_in(rules: Mapping[str, Any]) -> Policy:
    """The policy stored in these rules, or the default; StoredWrong when it can't be read."""
    try:
        return _POLICY.validate_python(dict(rules)) if rules else DEFAULT
    except ValidationError:
        raise StoredWrong(tr("The policy can't be read.")) from None


def policy_rules(policy: Policy) -> dict[str, Any]:
    """The policy as rules are stored: plain values, so that two of the same are equal."""
    return {} if policy == DEFAULT else dict(_POLICY.dump_python(policy, mode="json"))


def rule_words(rule: PolicyRule) -> str:
    """A rule in words: what it takes, and when."""
    takes = _approvals(rule)
    return tr("{takes:A} when {words}", takes=takes, words=rule.words)


def lines_of(policy: Policy) -> Sequence[str]:
    """The policy in words, a line each."""
    return (
        *map(rule_words, policy.rules),
        tr("{singles} single changes an hour without anybody else", singles=policy.singles),
        tr("Work {value} when whoever asked for it may not ask any more", value=tr(policy.author_gone.value)),
    )
