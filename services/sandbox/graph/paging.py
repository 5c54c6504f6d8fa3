"""Pages of a collection: size, position and the link to the next page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote, urlencode

from services.sandbox.graph.call import Answer, Call, bad_request, unsupported


def refuse_other_options(call: Call, supported: frozenset[str]) -> None:
    """Refuse system query options that the resource does not document."""
    for name in call.query:
        if name.startswith("$") and name.lower() not in supported:
            raise unsupported(f"The query parameter '{name}' is not supported on this resource.")


def whole_number(call: Call, name: str, default: int, least: int) -> int:
    """The value of a numeric option."""
    text = call.query.get(name, str(default))
    if not text.isascii() or not text.isdigit() or int(text) < least:
        raise bad_request(f"Invalid value '{text}' for {name}.")
    return int(text)


def resume_after(call: Call) -> str | None:
    """The entity that the last page ended with, from `$skiptoken`."""
    if (token := call.query.get("$skiptoken")) is None:
        return None
    try:
        return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
    except ValueError as error:
        raise bad_request("The skip token is not valid.") from error


def resume_at(call: Call) -> int:
    """The offset of the next page, in a collection that is paged by offset."""
    text = resume_after(call) or "0"
    if not text.isascii() or not text.isdigit():
        raise bad_request("The skip token is not valid.")
    return int(text)


def page(
    call: Call,
    entities: Iterator[Any],
    size: int,
    end_of: Callable[[Any], str],
    shape: Callable[[Any], dict[str, Any]],
) -> Answer:
    """The next `size` of `entities` as a collection; `end_of` says where a page that ends with an entity is resumed."""
    shown = list(islice(entities, size))
    more = next(entities, None) is not None
    body: dict[str, Any] = {"@odata.context": f"{call.root}/$metadata#{call.path[1:]}"}
    if more:
        body["@odata.nextLink"] = _link(call, end_of(shown[-1]))
    body["value"] = [shape(entity) for entity in shown]
    return Answer(200, body)


def collection(call: Call, values: Sequence[Mapping[str, Any]]) -> Answer:
    """A whole collection in one answer."""
    return Answer(200, {"@odata.context": f"{call.root}/$metadata#{call.path[1:]}", "value": list(values)})


def selected(call: Call, values: dict[str, Any], default: frozenset[str] | None = None) -> dict[str, Any]:
    """Only the properties that `$select` names, or the default ones."""
    if wanted := call.query.get("$select"):
        names = {name.strip() for name in wanted.split(",")}
        if unknown := names - values.keys():
            raise bad_request(
                f"Parsing OData Select and Expand failed: Could not find a property named '{min(unknown)}'."
            )
        return {name: value for name, value in values.items() if name in names}
    return values if default is None else {name: value for name, value in values.items() if name in default}


def _link(call: Call, end: str) -> str:
    token = base64.urlsafe_b64encode(end.encode()).decode().rstrip("=")
    kept = {name: value for name, value in call.query.items() if name not in ("$skip", "$skiptoken")}
    return f"{call.root}{quote(call.path)}?{urlencode({**kept, '$skiptoken': token}, quote_via=quote, safe='$')}"
