"""Walks a finished card over Microsoft's typed models: they let unknown properties pass, this does not."""

from __future__ import annotations

import re
import typing
from collections.abc import Iterator
from typing import Any

import microsoft_teams.cards.core as core
from pydantic import BaseModel, ValidationError

# A client without type-ahead shows the value of what is chosen: no id, and no mark of ours.
_MARK = re.compile(r"[a-z]+:|[0-9a-f]{8}-")

_GROUNDS = {"attention", "warning", "good", "accent"}

NEW_IN_TEAMS = {"Badge", "ProgressBar", "Chart.Donut", "Chart.HorizontalBar.Stacked"}


# Teams' name for what Microsoft's models call `grid_area`, and write like every other name
# (https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/container-layouts).
_AREA = "grid.area"


def _models() -> dict[str, type[BaseModel]]:
    classes = [c for c in vars(core).values() if isinstance(c, type) and issubclass(c, core.SerializableObject)]
    return {c.model_fields["type"].default: c for c in classes if "type" in c.model_fields}


MODELS = _models()


def faults(card: dict[str, Any]) -> list[str]:
    """Unknown types, properties and enum values in the card."""
    return list(_faults(card, core.AdaptiveCard, "card"))


def _faults(value: dict[str, Any], model: type[BaseModel], path: str) -> Iterator[str]:
    known = {core.SerializableObject.serialization_alias_generator(name): name for name in model.model_fields}
    try:
        model.model_validate(value)
    except ValidationError as error:
        yield f"{path}: {error.errors()[0]['loc']} {error.errors()[0]['msg']}"
    for key, inner in value.items():
        if key == _AREA:
            continue
        if key not in known:
            yield f"{path}: {model.__name__} has no {key}"
        elif key != "data":
            yield from _inside(inner, model.model_fields[known[key]].annotation, f"{path}.{key}")


def _inside(value: Any, annotation: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _inside(item, annotation, f"{path}[{position}]")
    elif isinstance(value, dict):
        model = MODELS.get(value["type"]) if "type" in value else _declared(annotation)
        if model is None:
            yield f"{path}: no model for {value.get('type', value)}"
        else:
            yield from _faults(value, model, path)


def _declared(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = (_declared(argument) for argument in typing.get_args(annotation))
    return next((model for model in inner if model), None)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object of the card except what clicks carry, parents first."""
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key != "data":
                yield from nodes(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def of_type(card: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Every object of the card whose type begins with `kind`."""
    return [node for node in nodes(card) if str(node.get("type", "")).startswith(kind)]


def rules_broken(card: dict[str, Any]) -> list[str]:
    """Rules of the house and of Teams that the card breaks."""
    return [*_text_rules(card), *_colour_rules(card), *_input_rules(card), *_click_rules(card)]


def _text_rules(card: dict[str, Any]) -> Iterator[str]:
    if card["version"] != "1.5" or not card["fallbackText"].strip():
        yield "version 1.5 and fallbackText"
    for node in of_type(card, "TextBlock"):
        if not node.get("wrap") or not node["text"].strip():
            yield f"text without wrap or words: {node}"
    for node in nodes(card):
        if node.get("type") in NEW_IN_TEAMS and not isinstance(node.get("fallback"), dict):
            yield f"no fallback: {node}"
    for node in of_type(card, "ColumnSet"):
        if all(column["width"] == "auto" for column in node["columns"]):
            yield f"only auto columns: {node}"


def _colour_rules(card: dict[str, Any]) -> Iterator[str]:
    """On a coloured ground only words in the plain colour have the contrast that WCAG 2.2 asks for (1.4.3)."""
    for ground in nodes(card):
        if ground.get("style") in _GROUNDS and "items" in ground:
            for node in nodes(ground["items"]):
                if node.get("type") in ("TextBlock", "TextRun") and (node.get("color") or node.get("isSubtle")):
                    yield f"coloured or faint words on {ground['style']}: {node['text']}"


def _input_rules(card: dict[str, Any]) -> Iterator[str]:
    inputs = of_type(card, "Input.")
    if len({node["id"] for node in inputs}) != len(inputs):
        yield "two inputs of one id"
    for node in inputs:
        if node.get("style") == "filtered":
            yield from (f"a value that isn't words: {one}" for one in node["choices"] if _MARK.match(one["value"]))
        if not node.get("title" if node["type"] == "Input.Toggle" else "label", "").strip():
            yield f"no label: {node}"
        if node.get("isRequired") and not node.get("errorMessage"):
            yield f"required without words: {node}"


def _click_rules(card: dict[str, Any]) -> Iterator[str]:
    clicks = [click for node in nodes(card) for click in node.get("actions", [])]
    if len(clicks) > 6:
        yield f"{len(clicks)} buttons"
    for click in of_type(card, "Action."):
        if not click.get("title", "").strip():
            yield f"no title: {click}"
        if click["type"] == "Action.Execute" and (not click.get("verb") or set(click["data"]) != {"d"}):
            yield f"no verb, or data beside d: {click}"
