"""The wall clock says what time it is; it measures no wait. Whoever reads it is named here, with what for."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.test_layers import ROOT, files_of

# The only places that ask the machine: all others are given a clock.
ASKS = {"services/timing/pace.py", "services/store/slewed_clock.py"}
# What time it is: for the record, for cards and for the expiry of plans and buttons.
TELLS = {
    "bot/commands/record/record.py",
    "bot/context.py",
    "bot/core.py",
    "bot/views/workspace/keys.py",
    "bot/web/metrics.py",
    "services/changes/consent.py",
    "services/changes/dated.py",
    "services/changes/link_check.py",
    "services/changes/needs.py",
    "services/changes/plan_moves.py",
    "services/changes/approval_count.py",
    "services/execution/read_back.py",
    "bot/commands/changes/approvals.py",
    "bot/commands/changes/counted.py",
    "bot/commands/workspace/help.py",
    "bot/views/changes/counted.py",
    "bot/commands/changes/ending.py",
    "bot/commands/changes/handing_on.py",
    "services/changes/away.py",
    "services/changes/substitutes.py",
    "bot/commands/calls/calls.py",
    "bot/commands/workspace/connect.py",
    "bot/commands/changes/jobs.py",
    "bot/commands/lines/joiners.py",
    "bot/commands/lines/line.py",
    "bot/commands/workspace/notices.py",
    "bot/commands/numbers/numbers.py",
    "bot/commands/calls/ready.py",
    "bot/commands/settings/templates.py",
    "bot/commands/settings/templates_file.py",
    "bot/delivery.py",
    "bot/admission.py",
    "bot/dispatch.py",
    "bot/meeting.py",
    "bot/notify.py",
    "bot/shown.py",
    "bot/understanding.py",
    "bot/views/changes/jobs.py",
    "bot/views/changes/plans.py",
    "bot/views/workspace/workspace.py",
    "services/inventory/ages.py",
    "services/changes/sending.py",
    "services/changes/deciding.py",
    "services/changes/ending.py",
    "services/changes/plan_checks.py",
    "services/changes/beginning.py",
    "services/execution/housekeeping.py",
    "services/changes/control.py",
    "services/changes/drafts.py",
    "services/changes/expiry.py",
    "services/changes/follow_ups.py",
    "services/changes/renewal.py",
    "services/changes/tenant_link.py",
    "services/inventory/readiness.py",
    "services/changes/report.py",
}
OTHERS = ("services/sandbox/", "services/remote/")  # a world of its own; clients, which are given a steady clock


def sources() -> Iterator[tuple[str, ast.Module]]:
    for path in [*files_of("services"), *files_of("bot")]:
        name = path.relative_to(ROOT).as_posix()
        if not name.startswith(OTHERS):
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> Iterator[str]:
    """Every call in dotted form, such as `services.clock.now`."""
    return (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))


def test_the_machine_is_asked_for_the_time_in_two_places() -> None:
    assert {name for name, tree in sources() for call in calls(tree) if call in ("time.time", "time.time_ns")} == ASKS


def test_whoever_reads_the_wall_clock_is_named() -> None:
    found = {name for name, tree in sources() for call in calls(tree) if call.endswith("services.clock.now")}
    assert found <= TELLS, "a wait is measured with services.steady or stored by store.db.now()"
