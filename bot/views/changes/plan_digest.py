"""The digest of a plan for its approver: what lines get, grouped."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence

from bot.views.changes.step_words import WAITS, changes_of, names_of, words_of
from cards.changes.plan_view import Gain
from cards.words import first_upper
from services.domain.addons import name_of
from services.domain.phrases import join_text, tr
from services.domain.plan import PlanLine
from services.domain.steps import Step, StepKind

_MAX_NAMED = 6  # names of a group
_UPDATES = frozenset({StepKind.EXTENSION_UPDATE, StepKind.EXTENSION_RESTORE})
SETTINGS_STEPS = frozenset({StepKind.SETTINGS_UPDATE, StepKind.SYSTEM_UPDATE})
_GAIN_WORDS = {
    StepKind.EXTENSION_CREATE: tr("new extension"),
    StepKind.NUMBER_UPLOAD: tr("number uploaded to Teams"),
    StepKind.NUMBER_ASSIGN: tr("number assigned in Teams"),
    StepKind.LICENCE_GIVE: tr("Microsoft phone licence"),
}


def gains_of(lines: Sequence[PlanLine], told: Collection[int] = ()) -> list[Gain]:
    """What lines get, grouped by equal changes, the largest group first, without lines that only lose.

    `told` are the positions of lines whose settings are listed separately.
    """
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        steps = [step for step in line.steps if line.no not in told or step.kind not in SETTINGS_STEPS]
        if words := dict.fromkeys(word for step in steps for word in _given(step, line)):
            groups[first_upper(join_text(", ", words))].append(line.title)
    ordered = sorted(groups.items(), key=lambda item: -len(item[1]))
    return [Gain(words, len(titles), titles[:_MAX_NAMED]) for words, titles in ordered]


def _given(step: Step, line: PlanLine) -> list[str]:
    if step.kind in WAITS:
        return []
    if step.kind in _UPDATES:
        return _update(step)
    if step.kind in _GAIN_WORDS:
        return [_GAIN_WORDS[step.kind]]
    if step.takes_away:
        return []
    changes = changes_of(step, *names_of(line))
    return [tr("{what} {now}", what=what, now=now) for what, _, now in changes] or [words_of(step, *names_of(line))]


def _update(step: Step) -> list[str]:
    """What an update brings, without what differs from line to line."""
    before, after = step.before, step.after
    came = Counter(after.addons) - Counter(before.addons)
    person = tr("another person") if before.identity_uuid else tr("a person")
    return [
        *([person] if after.identity_uuid else []),
        *(name_of(code) if n == 1 else tr("{n} × {name_of}", n=n, name_of=name_of(code)) for code, n in came.items()),
        *([tr("a number")] if after.numbers else []),
        *([tr("another directory name")] if after.label and before.label else []),
        *([tr("another first number")] if after.primary else []),
    ]
