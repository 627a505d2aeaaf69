"""`betrokken letter` and `betrokken advice`: one person, as they are told; both are written in the journal."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from betrokken.cli.keys import CasePath, KeyFile, opened, who
from betrokken.edges import aside
from betrokken.model.errors import LetterError

PersonId = Annotated[str, typer.Argument(metavar="PERSON_ID", help="Id from the export.")]
Whose = Annotated[str, typer.Option("--controller", metavar="ID", help="Whose letter; its id.")]
Language = Annotated[str, typer.Option("--language", metavar="nl|en", help="Language of the letter.")]
Which = Annotated[
    str | None, typer.Option("--generation", metavar="NAME", help="A frozen generation; else the newest.")
]


def letter(
    case: CasePath,
    person_id: PersonId,
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="File to write; a new one.")],
    controller: Whose,
    language: Language = "nl",
    generation: Which = None,
    day: Annotated[
        datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Date on the letter; else today.")
    ] = None,
    key_file: KeyFile = None,
) -> None:
    """Set the letter of one person for one controller, marked PROOF: it shows what would be told, and is no release."""
    from betrokken.pipeline import letters

    if file.exists():
        raise LetterError(f"{file} is there already and is not overwritten; give another name")
    one = opened(case, key_file)
    drawn = letters.draw(one, person_id, controller, generation, language, (day or datetime.now(UTC)).date())
    made = letters.pdf(drawn.letter)
    one.note(
        who(),
        "letter",
        {
            "person_id": person_id,
            "kind": drawn.letter.variant,
            "generation": drawn.generation,
            "file": hashlib.sha256(made).hexdigest(),
        },
    )
    aside.write(file, made)
    typer.echo(f"{file}: {drawn.letter.variant}, generation {drawn.generation} (hash {drawn.hash[:12]})")
    for caution in drawn.cautions:
        typer.echo(f"note: {caution}", err=True)


def copy(
    case: CasePath,
    notice_id: Annotated[str, typer.Argument(metavar="NOTICE_ID|CODE", help="A released letter.")],
    file: Annotated[Path, typer.Argument(metavar="FILE.pdf", help="File to write; a new one.")],
    key_file: KeyFile = None,
) -> None:
    """Write the digital copy of a released letter: tagged for screen readers, with the very text that was printed."""
    from betrokken.pipeline import printing, told

    if file.exists():
        raise LetterError(f"{file} is there already and is not overwritten; give another name")
    one = opened(case, key_file)
    notice = told.find(one, notice_id)
    made = printing.copy(one, notice)
    one.note(who(), "copy", {"notice_id": notice.notice_id, "file": hashlib.sha256(made).hexdigest()})
    aside.write(file, made)
    typer.echo(f"{file}: {notice.variant}, {notice.state}")


def advice(
    case: CasePath,
    person_id: PersonId,
    controller: Whose,
    language: Language = "nl",
    generation: Which = None,
    key_file: KeyFile = None,
) -> None:
    """Tell what one person can do, as their letter does, with who says so; for whoever answers the telephone."""
    from betrokken.pipeline import letters
    from betrokken.stages.notifying.advising import advice as advised

    one = opened(case, key_file)
    drawn = letters.draw(one, person_id, controller, generation, language, datetime.now(UTC).date())
    one.note(who(), "advice", {"person_id": person_id, "kind": drawn.letter.variant, "generation": drawn.generation})
    told = drawn.letter
    risks = ", ".join(f"{kind.replace('_', ' ')} {level}" for kind, level in told.risks.items() if level)
    typer.echo(f"{told.variant.replace('_', ' ')}; risks (0 to 3): {risks or 'none'}")
    for block in advised(told.risks, told.leaked, language):
        typer.echo(f"- {block.text}\n    source: {block.source}")
    for caution in drawn.cautions:
        typer.echo(f"note: {caution}", err=True)
