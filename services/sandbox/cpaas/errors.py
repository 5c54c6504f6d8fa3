"""What the CPaaS refuses, by code: the HTTP status of each and the exception that carries it."""

from __future__ import annotations

STATUS: dict[str, int] = {
    "auth.invalidKey": 401,
    "notFound": 404,
    "request.invalid": 400,
    "request.tooMany": 429,
    "idempotency.keyReused": 422,
    "tenant.linked": 409,
    "link.codeWrong": 422,
    "link.unproven": 409,
    "extension.exists": 409,
    "extension.keyInvalid": 400,
    "extension.notFound": 404,
    "extension.changed": 409,
    "extension.inUse": 409,
    "member.notFound": 404,
    "licence.unknown": 400,
    "licence.exhausted": 409,
    "addon.unknown": 400,
    "addon.conflict": 409,
    "addon.limit": 409,
    "number.notFound": 404,
    "number.taken": 409,
    "number.failed": 503,
    "settings.invalid": 400,
}


class CpaasError(Exception):
    """A refusal: its code, the message people read and (only when throttled) seconds to wait."""

    def __init__(self, code: str, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.retry_after = retry_after

    @property
    def status(self) -> int:
        """The HTTP status of a whole refused request."""
        return STATUS[self.code]
