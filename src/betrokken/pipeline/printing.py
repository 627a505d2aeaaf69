"""Print files of a release: each batch sealed for the printer, and a signed manifest sealed apart.

A batch counts as printed only once its sealed file stands whole under its name. The case knows of every file before the
file has its name, so a run that was killed is gone on with: a file that stands whole is counted, and what does not stand
is set again, to the very same bytes in clear. Nothing of a batch is ever written to a second place unasked.
"""

import hashlib
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from betrokken.edges import age, aside, journal
from betrokken.edges.batches import Batch, Batches
from betrokken.edges.decided import now
from betrokken.edges.notices import Notice, Notices
from betrokken.edges.released import Release, Releases
from betrokken.edges.signing import Signer, fingerprint
from betrokken.model.errors import ReleaseError
from betrokken.model.notices import Letter
from betrokken.pipeline import drafting, letters, manifest, setting_letters
from betrokken.pipeline.case import Case
from betrokken.pipeline.progress import Listener, Step
from betrokken.pipeline.setting_letters import Set
from betrokken.stages.notifying import terms

_STOPPED = "the run was stopped before it stood whole"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a run left. printed: batches it printed now; before: those that were printed already. manifest: its file."""

    release: int
    printed: int
    before: int
    letters: int
    manifest: Path
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Run:
    """One run over a release. letters: of each batch (by id), as they are in its file."""

    case: Case
    release: Release
    letters: Mapping[int, Sequence[tuple[Notice, Letter]]]
    to: Path
    readers: list[Any]
    who: str
    show: Listener
    again: Sequence[int]
    why: str


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
    with case.telling():
        release = Releases(case.decided).one(release_id)
        batches = Batches(case.decided).of(release_id)
        _may(release, batches, again, why)
        seal_for, manifest_for = age.recipients(readers), age.recipients(manifest_readers or readers)
        to = _folder(release, batches, again, to)
        run = _Run(case, release, _letters(case, release, batches), to, seal_for, who, show, again, why.strip())
        todo = [one for one in batches if not one.printed_at or one.number in again]
        _print(run, todo, workers)
        path = to / _manifest(release)
        held = {batch_id: [notice for notice, _ in those] for batch_id, those in run.letters.items()}
        _write(path, manifest.sealed(case, release, held, who, manifest_for))
    done = sum(one.notices for one in todo)
    return Printed(release_id, len(todo), len(batches) - len(todo), done, path, fingerprint(Signer(case.keys).public))


def _may(release: Release, batches: Sequence[Batch], again: Sequence[int], why: str) -> None:
    if release.state != "released":
        raise ReleaseError(
            f"release {release.release_id} is {release.state}, not released by two people: nothing is printed"
        )
    if again and not why.strip():
        raise ReleaseError("say with --why TEXT what became of the file: a letter may be printed twice by this")
    known = {one.number: one for one in batches}
    for number in again:
        if number not in known:
            raise ReleaseError(f"release {release.release_id} has no batch {number}; it has 1 to {len(batches)}")
        if known[number].state not in ("begun", "printed"):
            raise ReleaseError(f"batch {number} is {known[number].state}: only what has a file is printed again")
    if drafting.as_told(release.told).wording != drafting.wording():
        raise ReleaseError(
            "texts, template or fonts changed since the release, so other letters would be printed than were approved: "
            "print with the version of the program that released, or void it, prove and release again"
        )


def _folder(release: Release, batches: Sequence[Batch], again: Sequence[int], to: Path) -> Path:
    """The one folder of the release: in a second one, what a killed run left in the first would be printed twice."""
    where = to.resolve()
    own = {one.file for one in batches if one.file}
    for one in batches:
        if one.file and one.number not in again and Path(one.file).parent != where:
            raise ReleaseError(
                f"batch {one.number} has its file in {Path(one.file).parent}: give that folder, also when the file was "
                "collected from it; or print it again with --again and --why when its file was lost before it was printed"
            )
    names = [where / _name(release, one) for one in batches] + ([] if own else [where / _manifest(release)])
    if strange := [path for path in names if path.exists() and str(path) not in own]:
        raise ReleaseError(
            f"{strange[0]} is there, and not of this case as it is: it is of another case, or this case was put back "
            "from an older copy and may have printed it before. Nothing is written; find out, or give another folder"
        )
    try:
        where.mkdir(mode=aside.PRIVATE_FOLDER, parents=True, exist_ok=True)
    except OSError as error:
        raise ReleaseError(f"{to} cannot be made: {error.strerror}") from error
    return where


def _name(release: Release, batch: Batch) -> str:
    return f"release-{release.release_id}-{batch.number:04}.pdf.age"


def _manifest(release: Release) -> str:
    return f"release-{release.release_id}.manifest.age"


def _letters(case: Case, release: Release, batches: Sequence[Batch]) -> dict[int, Sequence[tuple[Notice, Letter]]]:
    """The letters of each batch, by postcode as the printer wants them."""
    held = [one for one in Notices(case.decided).held(release.controller) if one.release_id == release.release_id]
    drawn = drafting.draft(case, held, drafting.as_told(release.told), proof=False)
    found: dict[int, list[tuple[Notice, Letter]]] = defaultdict(list)
    for notice, letter in zip(held, drawn, strict=True):
        found[notice.batch_id or 0].append((notice, letter))
    if {key: len(those) for key, those in found.items()} != {one.batch_id: one.notices for one in batches}:
        raise ReleaseError(
            f"release {release.release_id} does not hold the letters that were released: nothing is printed"
        )
    return {
        key: sorted(those, key=lambda pair: (pair[1].to.postcode, pair[0].notice_id)) for key, those in found.items()
    }


def _print(run: _Run, todo: Sequence[Batch], workers: int) -> None:
    done, total = 0, sum(one.notices for one in todo)
    lacking = [one for one in todo if one.number in run.again or not _stands(one)]
    run.show(Step("printing", 0, total, unit="letters"))
    for batch in (one for one in todo if one not in lacking):
        Batches(run.case.decided).printed(batch.batch_id)
        done += batch.notices
    if not lacking:
        return
    with setting_letters.pool(workers) as by:
        ahead: deque[list[Future[Set]]] = deque()
        waiting = iter(lacking)
        for batch in lacking:
            for after in islice(waiting, 2 - len(ahead)):  # the next is set while this one is put together and sealed
                ahead.append(setting_letters.begin([letter for _, letter in run.letters[after.batch_id]], by))
            _print_one(run, batch, ahead.popleft())
            done += batch.notices
            run.show(Step("printing", done, total, unit="letters"))


def _stands(batch: Batch) -> bool:
    """Whether a file that was begun stands whole: the run was killed after that and before it was marked."""
    path = Path(batch.file or "")
    try:
        return bool(batch.file) and hashlib.sha256(path.read_bytes()).hexdigest() == batch.sealed
    except OSError:
        return False


def _print_one(run: _Run, batch: Batch, begun: Sequence[Future[Set]]) -> None:
    """The case and its journal know of the file before it has its name: at worst they know of one that is not there."""
    pdf, pages = _set(begun)
    made = age.seal(pdf, run.readers)
    hashes = [hashlib.sha256(data).hexdigest() for data in (pdf, made)]
    path = run.to / _name(run.release, batch)
    store, again = Batches(run.case.decided), batch.number in run.again
    if batch.file:
        manifest.replace(run.case, batch, run.why if again else _STOPPED, run.who)
    store.begin(batch.batch_id, hashes[0], hashes[1], path, pages)
    about = {**_about(run, batch), "file": hashes[0], "sha256": hashes[1]}
    run.case.note(run.who, "print-again" if again else "print", about)
    _write(path, made)
    store.printed(batch.batch_id)


def _about(run: _Run, batch: Batch) -> dict[str, int | str]:
    about: dict[str, int | str] = {"release": run.release.release_id, "batch": batch.number, "notices": batch.notices}
    return about | {"controller": journal.word(run.release.controller)}


def _write(path: Path, data: bytes) -> None:
    try:
        aside.write(path, data)
    except OSError as error:
        raise ReleaseError(f"{path} cannot be written: {error.strerror}; what is printed stays, run again") from error


def _set(begun: Sequence[Future[Set]]) -> tuple[bytes, int]:
    parts = list(setting_letters.ended(begun))
    if refused := sum(len(one.refused) for one in parts):
        raise ReleaseError(
            f"{refused} letters of this batch cannot be set, though they were proved: nothing of it is printed"
        )
    return setting_letters.merged([one.pdf for one in parts]), sum(one.pages for one in parts)


def batches(case: Case, batch_ids: Sequence[int], release_id: int | None, are_sent: bool) -> list[int]:
    """Ids of these batches, and of those of a release that are, or are not, sent yet. Raises ReleaseError for none."""
    ids = list(dict.fromkeys(batch_ids))
    if release_id is not None:
        held = Batches(case.decided).of(Releases(case.decided).one(release_id).release_id)
        ids += [one.batch_id for one in held if bool(one.sent_at) == are_sent and one.batch_id not in ids]
        if not ids:
            raise ReleaseError(f"no batch of release {release_id} is {'sent' if are_sent else 'still to be sent'}")
    if not ids:
        raise ReleaseError("which? give --batch N or --release N; `betrokken release CASE` lists them")
    return ids


def sent(case: Case, batch_ids: Sequence[int], at: str | None, by: str, who: str) -> int:
    """Batches were posted on a day or at an instant (ISO 8601, UTC); None takes that back. Gives how many letters.

    All of them or none. by: who says so. Raises ReleaseError, also for a day that is still to come.
    """
    if at and at[:10] > terms.local(datetime.fromisoformat(now())).date().isoformat():
        raise ReleaseError(f"{at[:10]} is still to come: enter what was posted once it is")
    store = Batches(case.decided)
    posted = store.sent(batch_ids, at, by) if at else store.unsent(batch_ids)
    case.note(who, "sent" if at else "sent-undo", {"notices": posted, "files": len(batch_ids)})
    return posted


def copy(case: Case, notice: Notice) -> bytes:
    """The digital copy of a letter that is released: tagged, and with the very text of the printed one.

    Raises ReleaseError when it is not released, or texts changed since.
    """
    if notice.release_id is None or notice.released_at is None:
        raise ReleaseError(f"notice {notice.notice_id} is {notice.state}: a copy is given of what was released only")
    told = drafting.as_told(Releases(case.decided).one(notice.release_id).told)
    if told.wording != drafting.wording():
        raise ReleaseError(
            "texts, template or fonts changed since the release: this version would give another text than was printed"
        )
    return letters.pdf(drafting.draft(case, [notice], told, proof=False)[0])
