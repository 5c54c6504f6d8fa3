"""Templates applied to the lines whose change names one, with an outbound call rule if the line has none. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pydantic import JsonValue

from services.domain.change import Change
from services.domain.people import fold
from services.domain.phrases import tr
from services.domain.plan import Finding, Severity
from services.domain.settings.catalogue import FIELDS
from services.domain.settings.paths import OUTBOUND_RULE, value_at
from services.domain.voice_policies import PolicyRequest, policy_requests_in
from services.inventory.snapshot import Snapshot
from services.planning.repairs import default_rule

Kept = Mapping[str, Mapping[str, JsonValue]]  # by folded name, values by path


def with_templates(changes: Sequence[Change], kept: Kept) -> tuple[tuple[Change, ...], tuple[Finding, ...]]:
    """The changes with the settings and policies of the templates that they name; the change's own take precedence.

    A template may be older than the catalogue of settings. A missing template is an error.
    """
    done, missing = [], []
    for change in changes:
        settings = kept.get(fold(change.template)) if change.template else None
        if change.template and settings is None:
            missing.append(_missing(change, kept))
        done.append(_with(change, settings) if settings else change)
    return tuple(done), tuple(missing)


def _with(change: Change, kept: Mapping[str, JsonValue]) -> Change:
    known = {path: value for path, value in kept.items() if path in FIELDS}
    said = {request.kind for request in change.policies}
    requests: list[PolicyRequest] = [request for request in policy_requests_in(kept) if request.kind not in said]
    return replace(change, settings={**known, **change.settings}, policies=(*requests, *change.policies))


def with_rules(changes: Sequence[Change], live: Snapshot) -> tuple[Change, ...]:
    """The changes, those that name a template with an outbound call rule if neither it nor the line has one."""
    rule = default_rule(live)[0]
    return tuple(_with_rule(change, rule, live) if rule and change.template else change for change in changes)


def _with_rule(change: Change, rule: str, live: Snapshot) -> Change:
    there = value_at(live.settings.get(change.key, {}), OUTBOUND_RULE)
    if change.settings.get(OUTBOUND_RULE):
        return change
    return replace(change, settings={**change.settings, OUTBOUND_RULE: there or rule})


def _missing(change: Change, kept: Kept) -> Finding:
    near = difflib.get_close_matches(fold(change.template), kept, 1)
    fix = tr("Did you mean {near}?", near=near[0]) if near else tr("Say *templates* to see which there are.")
    why = tr("There is no template “{template}”.", template=change.template[:40])
    meant = near[0] if near else ""
    where = (change.row, tr("Template"), change.template, change.key)
    return Finding(Severity.ERROR, "template.unknown", why, fix, *where, suggestion=meant)
