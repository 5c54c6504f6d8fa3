"""The Azure template: what can be told of it without Azure, and compiled where the compiler is at hand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.checks.permissions import GRAPH_PERMISSIONS
from bot.config import PREFIX, Settings, load
from tests.bot.test_config import KEY

FOLDER = Path(__file__).parents[2] / "deploy" / "azure"
BICEP = (FOLDER / "main.bicep").read_text(encoding="utf-8")
CODE = re.sub(r"(?m)(^|\s)//.*$", "", BICEP)
GIVEN = dict(re.findall(rf"name: '({PREFIX}[A-Z_]+)', (?:value|secretRef): ([^}}]+?) }}", CODE))
GUID, URL = "11111111-2222-3333-4444-555555555555", "https://example.com"
# What expressions of the template come to, by how they end.
VALUES = {
    "'secret-key'": KEY,
    "'database-url'": "postgresql://switchboard:x@server/switchboard?sslmode=require",
    "publicUrl": URL,
    "cpaasUrl": URL,
    "operatorUrl": URL,
    "tenants": "",
    "company": "Contoso",
    "contact": "help@contoso.com",
}


def declared(kind: str) -> set[str]:
    """The names of what the template declares of this kind."""
    return set(re.findall(rf"(?m)^\s*{kind} (\w+) ", CODE))


def test_every_setting_that_is_named_is_one() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(rf"{PREFIX}[A-Z_]+", BICEP)) == set(GIVEN) <= known


def test_the_program_starts_with_these_settings_and_no_secret_of_an_application() -> None:
    assert not {name for name in GIVEN if "PASSWORD" in name}
    value = {name: VALUES.get(said, said.strip("'") if said.startswith("'") else GUID) for name, said in GIVEN.items()}
    settings = load(_env_file=None, **{name.removeprefix(PREFIX).lower(): text for name, text in value.items()})
    assert (settings.app_type, settings.sign_in, settings.jobs) == ("UserAssignedMSI", "managed", False)


def test_the_permissions_are_those_that_check_looks_at_and_no_more() -> None:
    (listed,) = re.findall(r"var permissions = \[([^\]]*)\]", CODE)
    assert set(re.findall(r"'([^']+)'", listed)) == {one.name for one in GRAPH_PERMISSIONS}
    assert "Role" in CODE
    assert "'Scope'" not in CODE, "nothing is asked for in somebody's name"


def test_secrets_are_parameters_without_a_default_and_go_into_the_vault_and_the_server_alone() -> None:
    secure = re.findall(r"@secure\(\)\n(?:@.*\n)*param (\w+) string(.*)", CODE)
    assert secure == [("secretKey", ""), ("databasePassword", "")]
    for name, _ in secure:
        used = [line.strip() for line in CODE.splitlines() if re.search(rf"\b{name}\b", line) and "param " not in line]
        assert all(
            re.match(r"properties: \{ value: |value: 'postgresql:|administratorLoginPassword: ", u) for u in used
        )
    assert "output" in CODE
    assert not [
        line for line in CODE.splitlines() if line.startswith("output") and re.search("[sS]ecret|[pP]assword", line)
    ]


def test_one_answers_and_workers_run_jobs() -> None:
    serve, worker = (CODE.split(f"resource {name} 'Microsoft.App/containerApps")[1] for name in ("serve", "worker"))
    serve = serve.split("\nresource ")[0]
    worker = worker.split("\nresource ")[0]
    assert "args: ['serve']" in serve
    assert "scale: { minReplicas: 1, maxReplicas: 1 }" in serve
    assert f"targetPort: {Settings.model_fields['port'].default}" in serve
    assert "args: ['worker']" in worker
    assert "ingress" not in worker, "nobody reaches a worker from outside"


def test_whatever_is_named_is_declared_and_whatever_is_declared_is_used() -> None:
    for kind in ("param", "var", "resource"):
        for name in declared(kind):
            ends = r"(?!\w)" if kind != "resource" else ""
            uses = len(re.findall(rf"\b{name}\b{ends}", CODE))
            leaf = name in {"trust", "link", "reading", "serve", "worker", "bot", "teams"}
            assert uses > 1 or leaf, name
    referred = set(re.findall(r"(?<![\w.'/])([a-z]\w+)(?:::\w+)?\.(?:properties|id|appId|uniqueName|name)\b", CODE))
    assert referred <= declared("resource")
    for left, right in ("()", "[]", "{}"):
        assert CODE.count(left) == CODE.count(right)
    assert CODE.count("'") % 2 == 0


def test_the_extension_that_is_used_is_configured() -> None:
    (used,) = re.findall(r"(?m)^extension (\w+)$", BICEP)
    assert used in json.loads((FOLDER / "bicepconfig.json").read_text(encoding="utf-8"))["extensions"]


@pytest.mark.skipif(shutil.which("bicep") is None, reason="the compiler isn't installed")
def test_it_compiles() -> None:
    made = subprocess.run(["bicep", "build", "--stdout", FOLDER / "main.bicep"], capture_output=True, text=True)
    assert made.returncode == 0, made.stderr
