"""Proofs: every letter is set once to see that it can be, and some of each kind are written for people to look at."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from betrokken.edges import aside, files, journal, typesetting
from betrokken.edges.decided import now
from betrokken.edges.notices import Notice, Notices
from betrokken.edges.released import Releases
from betrokken.model.errors import ReleaseError
from betrokken.model.notices import Letter
from betrokken.pipeline import drafting, noticing, setting_letters
from betrokken.pipeline.case import Case
from betrokken.pipeline.progress import Listener, Step
from betrokken.stages.notifying import composing, proofing

INDEX: Final = "index.csv"
_COLUMNS: Final = ("file", "notice_id", "variant", "language", "why")


@dataclass(frozen=True, slots=True)
class Proved:
    """What was drawn. letters: all that were set. refused: notices that cannot be set, each with its reason."""

    proof_id: int
    letters: int
    drawn: int
    refused: tuple[tuple[str, str], ...]
    content: str


def planned(case: Case, generation: str, controller: str) -> tuple[int, str, list[Notice]]:
    """(number and hash of the frozen generation, its notices that are planned).

    Raises ReleaseError when there are none, or when something since would make another plan.
    """
    made = noticing.frozen(case, generation)
    found = [
        one
        for one in Notices(case.decided).held(controller)
        if one.state == "planned" and one.generation == made.number
    ]
    if not found:
        raise ReleaseError(
            f"no letter of {controller!r} is planned from this generation: `betrokken notices CASE --generation NAME`"
        )
    gone, lacking = noticing.outdated(case, made, controller, date.fromisoformat(now()[:10]))
    if gone or lacking:
        raise ReleaseError(
            f"the plan holds no more: {len(gone):,} of its letters would not go out now{_such_as(gone)}, and {lacking:,} "
            "that it lacks would. `betrokken notices CASE --generation NAME`, prove, then release"
        )
    return made.number, made.hash, found


def _such_as(ids: Sequence[str]) -> str:
    return f" (such as {ids[0]})" if ids else ""


def prove(
    case: Case,
    generation: str,
    controller: str,
    to: Path,
    seed: int,
    day: date,
    who: str,
    show: Listener,
    workers: int = 0,
) -> Proved:
    """Draw proofs into a new folder. Raises ReleaseError for a folder that holds something, or when none is planned."""
    if to.exists() and any(to.iterdir()):
        raise ReleaseError(f"{to} is not empty; give a new folder, so that old proofs are not taken for these")
    number, hash_, notices = planned(case, generation, controller)
    told = drafting.told(case, controller, number, day)
    letters = drafting.draft(case, notices, told, proof=True)
    signs, refused = _tried(letters, show, workers)
    drawn = proofing.draw(letters, signs, seed)
    to.mkdir(mode=aside.PRIVATE_FOLDER, parents=True, exist_ok=True)
    rows = [_written(to, letters[one.number], place, one.why) for place, one in enumerate(drawn, start=1)]
    rows += [
        ("", letters[n].notice_id, letters[n].variant, letters[n].language, f"cannot be set: {why}")
        for n, why in refused
    ]
    index = _index(rows)
    aside.write(to / INDEX, index)
    content = drafting.content(hash_, notices, told, case)
    lost = tuple((letters[n].notice_id, why) for n, why in refused)
    kept: dict[str, object] = {"day": day.isoformat(), "refused": [notice_id for notice_id, _ in lost]}
    kept["drawn"] = [letters[one.number].notice_id for one in drawn]
    proof_id = Releases(case.decided).prove(
        controller, number, content, seed, kept, hashlib.sha256(index).hexdigest(), who
    )
    details = {"generation": number, "notices": len(letters), "lost": len(lost), "content": content}
    case.note(who, "proofs", {**details, "controller": journal.word(controller)})
    return Proved(proof_id, len(letters), len(drawn), lost, content)


def _tried(letters: Sequence[Letter], show: Listener, workers: int) -> tuple[list[int], list[tuple[int, str]]]:
    """How long each letter is (0 when it cannot be set), and which cannot be set and why."""
    signs: list[int] = []
    refused = []
    with setting_letters.pool(workers) as by:
        for one in setting_letters.several(letters, by):
            start = len(signs)
            lost = {bad.number for bad in one.refused}
            refused += [(start + bad.number, bad.reason) for bad in one.refused]
            signs += [0 if place in lost else count for place, count in enumerate(one.signs)]
            show(Step("setting", len(signs), len(letters), unit="letters"))
    return signs, refused


def _written(to: Path, letter: Letter, place: int, why: str) -> tuple[str, ...]:
    name = f"{place:03}-{letter.variant}-{letter.language}.pdf"
    page = composing.page(replace(letter, proof=True))
    aside.write(to / name, typesetting.single(page, letter.day))
    return name, letter.notice_id, letter.variant, letter.language, why


def _index(rows: Sequence[tuple[str, ...]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_COLUMNS)
    writer.writerows([[files.cell(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")
