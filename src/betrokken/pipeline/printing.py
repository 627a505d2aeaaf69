"""Print files of a release: each batch sealed for the printer, and a signed manifest sealed apart.

A batch counts as printed only once its sealed file stands whole under its name. A run that was killed is gone on with:
what is not marked is set again, to the very same bytes in clear, and takes the place of what may lie there.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from betrokken.edges import age, aside, journal
from betrokken.edges.notices import Notice, Notices
from betrokken.edges.released import Batch, Release, Releases
from betrokken.edges.signing import Signer, fingerprint
from betrokken.model.errors import ReleaseError
from betrokken.model.notices import Letter
from betrokken.pipeline import drafting, setting_letters
from betrokken.pipeline.case import Case
from betrokken.pipeline.progress import Listener, Step

FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class Printed:
    """What a run left. printed: batches it printed now; before: those that were printed already. manifest: its file."""

    release: int
    printed: int
    before: int
    letters: int
    manifest: Path
    fingerprint: str


def print_release(
    case: Case,
    release_id: int,
    to: Path,
    readers: Sequence[str],
    manifest_readers: Sequence[str],
    who: str,
    show: Listener,
    again: Sequence[int] = (),
    why: str = "",
    workers: int = 0,
) -> Printed:
    """Print what is not printed yet, and the batches of `again` once more. Raises ReleaseError, LockedError, HandOverError.

    readers, manifest_readers: public keys of age. again: numbers of batches whose file was lost; `why` tells how.
    """
    store = Releases(case.decided)
    release = store.one(release_id)
    _may(case, release, again, why)
    seal_for, manifest_for = age.recipients(readers), age.recipients(manifest_readers or readers)
    to.mkdir(mode=aside.PRIVATE_FOLDER, parents=True, exist_ok=True)
    with case.worked.writing():
        batches = store.batches(release_id)
        todo = [one for one in batches if not one.printed_at or one.number in again]
        _same_folder(batches, todo, to)
        if todo:
            _print(case, release, todo, to, seal_for, who, show, workers)
        if again:
            case.note(who, "print-again", {"release": release_id, "files": len(again)})
        signer = Signer(case.keys)
        manifest = _manifest(case, release, store.batches(release_id), who, why if again else "")
        path = to / f"release-{release_id}.manifest.age"
        bundled = json.dumps({"manifest": manifest, "signature": signer.sign(manifest.encode()).decode()}).encode()
        aside.write(path, age.seal(bundled, manifest_for))
    letters = sum(one.notices for one in todo)
    return Printed(release_id, len(todo), len(batches) - len(todo), letters, path, fingerprint(signer.public))


def _may(case: Case, release: Release, again: Sequence[int], why: str) -> None:
    if release.state != "released":
        raise ReleaseError(
            f"release {release.release_id} is {release.state}, not released by two people: nothing is printed"
        )
    if again and not why.strip():
        raise ReleaseError("say with --why TEXT what became of the file: a letter may be printed twice by this")
    numbers = {one.number for one in Releases(case.decided).batches(release.release_id)}
    if wrong := sorted(set(again) - numbers):
        raise ReleaseError(f"release {release.release_id} has no batch {wrong[0]}; it has 1 to {len(numbers)}")
    if drafting.as_told(release.told).wording != drafting.wording():
        raise ReleaseError(
            "texts, template or fonts changed since the release, so other letters would be printed than were approved: "
            "print with the version of the program that released, or void it, prove and release again"
        )


def _same_folder(batches: Sequence[Batch], todo: Sequence[Batch], to: Path) -> None:
    """A second run elsewhere would leave the manifest naming files that are not beside it."""
    elsewhere = [one for one in batches if one not in todo and one.file and not (to / one.file).is_file()]
    if elsewhere:
        raise ReleaseError(
            f"batch {elsewhere[0].number} was printed and is not in {to}: give the folder of the first run, or print it "
            "again with --again and --why when its file was lost before it was printed on paper"
        )


def _print(
    case: Case,
    release: Release,
    todo: Sequence[Batch],
    to: Path,
    readers: list[Any],
    who: str,
    show: Listener,
    workers: int,
) -> None:
    store = Releases(case.decided)
    held = [one for one in Notices(case.decided).held(release.controller) if one.release_id == release.release_id]
    told = drafting.as_told(release.told)
    letters = dict(zip((one.notice_id for one in held), drafting.draft(case, held, told, proof=False), strict=True))
    done, total = 0, sum(one.notices for one in todo)
    show(Step("printing", 0, total, unit="letters"))
    with setting_letters.pool(workers) as by:
        for batch in todo:
            pdf = _set([letters[one.notice_id] for one in _ordered(held, batch, letters)], by)
            sealed = age.seal(pdf, readers)
            name = f"release-{release.release_id}-{batch.number:04}.pdf.age"
            aside.write(to / name, sealed)
            hashes = [hashlib.sha256(data).hexdigest() for data in (pdf, sealed)]
            store.printed(batch.batch_id, hashes[0], hashes[1], name)
            about: dict[str, int | str] = {"notices": batch.notices, "file": hashes[0], "sha256": hashes[1]}
            case.note(
                who,
                "print",
                {
                    **about,
                    "release": release.release_id,
                    "batch": batch.number,
                    "controller": journal.word(release.controller),
                },
            )
            done += batch.notices
            show(Step("printing", done, total, unit="letters"))


def _ordered(held: Sequence[Notice], batch: Batch, letters: dict[str, Letter]) -> list[Notice]:
    mine = [one for one in held if one.batch_id == batch.batch_id]
    if len(mine) != batch.notices:
        raise ReleaseError(f"batch {batch.number} holds {len(mine):,} letters, and {batch.notices:,} were released")
    return sorted(mine, key=lambda one: (letters[one.notice_id].to.postcode, one.notice_id))


def _set(letters: Sequence[Letter], by: Executor) -> bytes:
    parts = list(setting_letters.several(letters, by))
    if refused := sum(len(one.refused) for one in parts):
        raise ReleaseError(
            f"{refused} letters of this batch cannot be set, though they were proved: nothing of it is printed"
        )
    return setting_letters.merged([one.pdf for one in parts])


def _manifest(case: Case, release: Release, batches: Sequence[Batch], who: str, why: str) -> str:
    """What the printer and we hold against each other: files, counts and hashes; no name and no address."""
    held = [one for one in Notices(case.decided).held(release.controller) if one.release_id == release.release_id]
    return json.dumps(
        {
            "format": FORMAT,
            "case": case.keys.case_id,
            "release": release.release_id,
            "controller": release.controller,
            "generation": {"number": release.generation, "hash": release.generation_hash},
            "content": release.content,
            "day": release.day,
            "letters": release.notices,
            "approved": [release.asked_by, release.released_by],
            "printed_by": who,
            "again": why,
            "batches": list(_listed(held, batches)),
        },
        indent=1,
        ensure_ascii=False,
    )


def _listed(held: Sequence[Notice], batches: Sequence[Batch]) -> Iterator[dict[str, Any]]:
    first = 1
    for batch in batches:
        ids = sorted(one.notice_id for one in held if one.batch_id == batch.batch_id)
        yield {
            "number": batch.number,
            "file": batch.file,
            "letters": batch.notices,
            "first": first,
            "last": first + batch.notices - 1,
            "pdf_sha256": batch.pdf,
            "file_sha256": batch.sealed,
            "notices": ids,
        }
        first += batch.notices


def manifest(sealed: bytes, identity: Path) -> dict[str, Any]:
    """A manifest of `print_release`, opened and its signature held against it. Raises HandOverError."""
    from betrokken.edges.signing import signer_of

    content = json.loads(age.unseal(sealed, age.identities(identity)))
    signer_of(content["manifest"].encode(), content["signature"].encode())
    found: dict[str, Any] = json.loads(content["manifest"])
    return found


def sent(case: Case, batch_ids: Sequence[int], at: str | None, who: str) -> int:
    """Batches were posted on a day or at an instant (ISO 8601, UTC); None takes that back. Gives how many letters. Raises ReleaseError."""
    store = Releases(case.decided)
    for one in batch_ids:
        store.batch(one)
    letters = sum(store.sent(one, at) for one in batch_ids)
    case.note(who, "sent" if at else "sent-undo", {"notices": letters, "files": len(batch_ids)})
    return letters


def copy(case: Case, notice: Notice) -> bytes:
    """The digital copy of a letter that is released: tagged, and with the very text of the printed one.

    Raises ReleaseError when it is not released, or texts changed since.
    """
    from betrokken.pipeline import letters

    if notice.release_id is None or notice.released_at is None:
        raise ReleaseError(f"notice {notice.notice_id} is {notice.state}: a copy is given of what was released only")
    release = Releases(case.decided).one(notice.release_id)
    told = drafting.as_told(release.told)
    if told.wording != drafting.wording():
        raise ReleaseError(
            "texts, template or fonts changed since the release: this version would give another text than was printed"
        )
    return letters.pdf(drafting.draft(case, [notice], told, proof=False)[0])
