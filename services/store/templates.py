"""Settings kept under a name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from services.domain.errors import NotFound
from services.domain.people import fold
from services.domain.phrases import tr
from services.store.conversion import value_of
from services.store.database import Database, changed
from services.store.readable import readable
from services.store.records import Template
from services.store.tables import TemplateRow


class Templates:
    """Reads and writes a workspace's templates; names are compared case-insensitively."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def all(self, tenant_id: str) -> tuple[Template, ...]:
        """Every template, by name."""
        query = select(TemplateRow).where(TemplateRow.tenant_id == tenant_id).order_by(TemplateRow.folded)
        async with self._db.read() as session:
            return await readable(session, Template, query)

    async def get(self, tenant_id: str, name: str) -> Template:
        """The template of this name; NotFound when there is none."""
        async with self._db.read() as session:
            found = await session.get(TemplateRow, (tenant_id, fold(name)))
        if found is None:
            raise NotFound(tr("There is no template “{name}”.", name=name), fix=tr("Say *templates*."))
        return value_of(Template, found)

    async def save(self, tenant_id: str, name: str, settings: dict[str, Any], by: str, at: float) -> None:
        """Keep these settings under the name; one of the same name is replaced."""
        values = {"name": name, "settings": settings, "made_by": by, "made_at": at}
        upsert = self._db.insert(TemplateRow).values(tenant_id=tenant_id, folded=fold(name), **values)
        async with self._db.begin() as session:
            await session.execute(upsert.on_conflict_do_update(index_elements=["tenant_id", "folded"], set_=values))

    async def delete(self, tenant_id: str, name: str, made_at: float) -> bool:
        """Forget the template that was saved at this time; False when there is none, or another one by now."""
        query = delete(TemplateRow).where(
            TemplateRow.tenant_id == tenant_id, TemplateRow.folded == fold(name), TemplateRow.made_at == made_at
        )
        async with self._db.begin() as session:
            return changed(await session.execute(query))
