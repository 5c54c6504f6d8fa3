"""The command line. Each command loads what it needs when it is called."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot import log
from bot.config import load
from bot.process import end_when_told, private_files
from services.domain.errors import BadInput, SwitchboardError

_MAX_CLOSED = 20  # sealed things that are named

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.command()
def up(
    port: Annotated[int, typer.Option(help="the bot's port")] = 3978,
    sandbox_port: Annotated[int, typer.Option(help="the chat page's port")] = 3979,
    speed: Annotated[float, typer.Option(help="how many times faster than real the world runs")] = 5.0,
    people: Annotated[int, typer.Option(help="more people in the world")] = 0,
    numbers: Annotated[int, typer.Option(help="more phone numbers in the world")] = 0,
) -> None:
    """Start the sandbox and the bot together and say where to go."""
    from bot.up import up as up_both

    asyncio.run(up_both(port, sandbox_port, speed, people, numbers))


@app.command()
def pilot(
    tenant: Annotated[str, typer.Argument(help="the id of the tenant whose people try it out in Teams")],
    people: Annotated[
        list[str], typer.Argument(help="their object ids: two administrators, one who reads, one without a role")
    ],
    port: Annotated[int, typer.Option(help="the bot's port")] = 3978,
    sandbox_port: Annotated[int, typer.Option(help="the sandbox's port")] = 3979,
    speed: Annotated[float, typer.Option(help="how many times faster than real the world runs")] = 5.0,
) -> None:
    """Start the sandbox, and the bot for people in Teams: real sign-in, and nothing else that is real."""
    from bot.up import pilot as start

    asyncio.run(start(tenant, people, port, sandbox_port, speed))


@app.command()
def serve() -> None:
    """Serve the bot with the settings of the environment."""
    end_when_told()
    from bot.serve import serve as serve_bot

    settings = load()
    log.set_up(settings.log_level)
    asyncio.run(serve_bot(settings))


@app.command()
def worker(
    beside: Annotated[bool, typer.Option("--beside", hidden=True, help="how `serve` starts its own on SQLite")] = False,
) -> None:
    """Run jobs beside one or more `serve`, with the same settings; needs PostgreSQL."""
    end_when_told()
    from bot.worker import work, work_beside

    settings = load()
    log.set_up(settings.log_level)
    asyncio.run(work_beside(settings) if beside else work(settings))


@app.command()
def sandbox(
    port: int = 3979,
    speed: float = 1.0,
    people: int = 0,
    numbers: int = 0,
    bot_port: int = 3978,
    seed: int = 0,
    tenants: int = 0,
    tenant_id: str = "",
    person_id: Annotated[list[str] | None, typer.Option()] = None,
) -> None:
    """Serve the sandbox alone: Graph, operator, CPaaS, sign-in, Teams and the chat page."""
    from services.sandbox.__main__ import serve as serve_sandbox
    from services.sandbox.app import Options
    from services.sandbox.seed import Pilot

    bot_url = f"http://127.0.0.1:{bot_port}"
    pilot = Pilot(tenant_id, tuple(person_id or ()))
    options = Options(speed, people, numbers, bot_url, seed=seed, tenants=tenants, pilot=pilot)
    asyncio.run(serve_sandbox(options, "127.0.0.1", port))


@app.command()
def check(
    pilot: Annotated[bool, typer.Option(help="also try what docs/facts.md only infers, by reading")] = False,
    json: Annotated[bool, typer.Option("--json", help="print one JSON object instead of a table")] = False,
) -> None:
    """Try the database and every remote system, permission by permission, and print a table; 1 when one failed."""
    from bot.check import check as check_all

    settings = load()
    log.set_up(settings.log_level)
    good = asyncio.run(check_all(settings, pilot=pilot, as_data=json))
    raise typer.Exit(0 if good else 1)


@app.command()
def rotate() -> None:
    """Seal stored keys and files with the newest secret key, so that the older one can be taken out of the settings."""
    from bot.rotate import rotate as reseal

    found = asyncio.run(reseal(load()))
    typer.echo(f"Sealed anew: {found.done}. Cards made with the older key need it for 30 days more.")
    if found.closed:
        named = "\n".join(found.closed[:_MAX_CLOSED])
        typer.echo(
            f"No key in the settings opens {len(found.closed)}, left as before, the first of them:\n{named}", err=True
        )
        typer.echo("Keep the older key, or set the one they were sealed with; or restore them from a backup.", err=True)
        raise typer.Exit(1)


@app.command()
def backup(target: Annotated[Path, typer.Argument(help="the copy to write")]) -> None:
    """Copy the SQLite database, also while the program runs."""
    from bot.backup import backup as copy

    copy(load(), target)
    typer.echo(f"Wrote {target} and {target}.jobs")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="the copy to put back")]) -> None:
    """Put a copy in the SQLite database's place, while nothing runs."""
    from bot.backup import restore as put_back

    put_back(load(), source)
    typer.echo(f"Put back {source}")


@app.command()
def manifest(target: Annotated[Path, typer.Option(help="the package to write")] = Path("switchboard.zip")) -> None:
    """Write the Teams app package for this bot."""
    from bot.manifest import write_package

    write_package(load(), target)
    typer.echo(f"Wrote {target}")


@app.command()
def record(
    what: Annotated[str, typer.Argument(help="verify, checkpoint, key, export or forget")],
    ident: Annotated[str, typer.Argument(help="whom to forget, by object id")] = "",
    tenant: Annotated[str, typer.Option(help="one workspace only, by its tenant's id")] = "",
    checkpoints: Annotated[list[Path] | None, typer.Option(help="files that hold earlier checkpoints")] = None,
    target: Annotated[Path, typer.Option(help="the file to export to")] = Path("record.jsonl"),
) -> None:
    """Check, sign, export or forget: the record of who did what."""
    from bot import record as records

    settings = load()
    match what:
        case "verify":
            raise typer.Exit(0 if asyncio.run(records.verify(settings, checkpoints or [], tenant)) else 1)
        case "checkpoint":
            asyncio.run(records.checkpoint(settings, tenant))
        case "key":
            asyncio.run(records.key(settings, tenant))
        case "export":
            asyncio.run(records.export(settings, target, tenant))
        case "forget" if ident:
            asyncio.run(records.forget(settings, ident, tenant))
        case _:
            raise BadInput(f"record {what} isn't known.", fix="Say verify, checkpoint, key, export or forget ID.")


@app.command()
def gallery(
    folder: Annotated[Path, typer.Option(help="where the pages go")] = Path("cards"),
    language: Annotated[str, typer.Option(help="whose cards: en, vi, id, th or zh")] = "en",
) -> None:
    """Write pages that draw every card at 320, 390 and 1,000 pixels, light and dark."""
    from bot.gallery import write_gallery
    from services.languages.catalogues import reader_of
    from services.languages.language import find_language

    found = find_language(language)
    if found is None:
        raise BadInput(f"I don't know the language {language}.", fix="Say en, vi, id, th or zh.")
    for page in write_gallery(folder, reader_of(found), found.value):
        typer.echo(f"Wrote {page}")


def main() -> None:
    """Run the command; an error of ours is printed as one line, without a trace."""
    private_files()
    try:
        app()
    except SwitchboardError as error:
        sys.stderr.write(f"switchboard: {error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
