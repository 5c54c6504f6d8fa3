"""What the dashboard's panels and the alerts ask Prometheus for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import yaml

DEPLOY = Path(__file__).parents[3] / "deploy" / "monitoring"


def queries() -> list[str]:
    """The queries of the dashboard's panels and of the alerts."""
    dashboard = json.loads((DEPLOY / "dashboard.json").read_text(encoding="utf-8"))
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))
    panels = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return panels + [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


def unanswered(text: str) -> set[str]:
    """The metrics that are asked for and that `/metrics`, with this text, doesn't tell."""
    names = {line.split()[2] for line in text.splitlines() if line.startswith("# TYPE")}
    names |= {f"{name}_{part}" for name in names for part in ("bucket", "sum", "count")}
    asked = {name for query in queries() for name in re.findall(r"\bswitchboard_\w+", query)}
    assert len(asked) >= 10
    return asked - names
