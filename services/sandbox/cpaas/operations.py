"""Every operation of the CPaaS: the routes and the OpenAPI document are made from this list."""

from __future__ import annotations

from typing import Any

from services.sandbox.cpaas import calls, extensions, licences, members, numbers, organisation, settings
from services.sandbox.cpaas.operation import Operation

_TOPICS = (organisation, members, licences, extensions, numbers, settings, calls)
OPERATIONS: tuple[Operation[Any], ...] = tuple(operation for topic in _TOPICS for operation in topic.OPERATIONS)
