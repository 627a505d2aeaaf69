"""The release of letters by two named people, bound to the very letters that were proved."""

import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from betrokken.edges import journal
from betrokken.edges.batches import Batch, Batches
from betrokken.edges.notices import Notice
from betrokken.edges.released import Release, Releases
from betrokken.kit import arrow
from betrokken.model.errors import ReleaseError
from betrokken.pipeline import drafting, generations, on_request, proving
from betrokken.pipeline.case import Case

IN_A_BATCH: Final = 1_000  # letters in one file for the printer


@dataclass(frozen=True, slots=True)
class Listed:
    """A release and its batches."""

    release: Release
    batches: tuple[Batch, ...]


def listed(case: Case) -> list[Listed]:
    """All releases in the order they were asked for."""
    store = Releases(case.decided)
    batches = Batches(case.decided)
    return [Listed(one, tuple(batches.of(one.release_id))) for one in store.held()]


def release(case: Case, generation: str, controller: str, by: str, who: str, size: int = IN_A_BATCH) -> Release:
    """Approve the planned letters of a controller: the first name asks, a second and other name lets them out.

    by: who approves; who: the login the journal keeps beside it. Raises ReleaseError when these letters were not
    proved, cannot all be set, changed since the first name, or the two names are one.
    """
    name = _name(by)
    if not name:
        raise ReleaseError("say who approves with --by NAME")
    with case.telling():
        number, hash_, notices = proving.planned(case, generation, controller)
        store = Releases(case.decided)
        asked = next((one for one in store.held(controller) if one.state == "asked"), None)
        if asked is None:
            return _ask(case, number, hash_, notices, controller, name, who)
        _same(case, asked, hash_, notices, name)
        batches = [[one.notice_id for one in part] for part in _parts(_by_postcode(case, number, notices), size)]
        case.note(who, "release", _details(asked, len(notices)) | {"state": "releasing"})
        store.release(asked.release_id, name, batches)
        case.note(who, "release", _details(asked, len(notices)) | {"state": "released"})
        return store.one(asked.release_id)


def _name(by: str) -> str:
    """A name in one spelling: the same letters typed in two ways are no second name (Unicode NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", by).split())


def one_login(case: Case, release_id: int) -> str:
    """The login under which both names were given, "" when there were two: a program cannot tell two people from one."""
    given = [
        line["who"]
        for line in case.journal.lines()
        if line["what"] == "release" and line["details"]["release"] == release_id
        if line["details"]["state"] in ("asked", "released")
    ]
    return given[0] if len(given) > 1 and len(set(given)) == 1 else ""


def void(case: Case, release_id: int, why: str, who: str) -> Release:
    """Take an approval or a release back, as long as nothing of it was printed. Raises ReleaseError."""
    if not why.strip():
        raise ReleaseError("say why with --why TEXT: whoever reads this later was not there")
    store = Releases(case.decided)
    with case.telling():
        one = store.one(release_id)
        store.void(release_id, why.strip())
        case.note(who, "release", _details(one, one.notices) | {"state": "voided"})
    return store.one(release_id)


def _ask(case: Case, number: int, hash_: str, notices: Sequence[Notice], controller: str, by: str, who: str) -> Release:
    store = Releases(case.decided)
    day, content = _proved(case, number, hash_, notices, controller)
    told = drafting.told(case, controller, number, day)
    made = store.ask(
        controller=controller,
        generation=number,
        generation_hash=hash_,
        content=content,
        told=told.json(),
        day=day.isoformat(),
        notices=len(notices),
        asked_by=by,
    )
    one = store.one(made)
    case.note(who, "release", _details(one, len(notices)) | {"state": "asked"})
    return one


def _proved(case: Case, number: int, hash_: str, notices: Sequence[Notice], controller: str) -> tuple[date, str]:
    """(the day on the letters, their content) of the last proofs of these very letters."""
    for proof in reversed(Releases(case.decided).proofs(controller, number)):
        drawn = json.loads(proof.notices)
        day = date.fromisoformat(drawn["day"])
        content = drafting.content(hash_, notices, drafting.told(case, controller, number, day), case)
        if content == proof.content:
            if refused := drawn["refused"]:
                raise ReleaseError(
                    f"{len(refused):,} of these letters cannot be set, such as {refused[0]}: see the index of the proofs, "
                    "and take them out with `betrokken withhold CASE NOTICE_ID --why TEXT`, then prove again"
                )
            return day, content
    raise ReleaseError(
        "these letters were not proved, or something on them changed since: `betrokken proofs CASE --generation NAME "
        f"--controller {controller} --to DIR`, look at them, then release"
    )


def _same(case: Case, asked: Release, hash_: str, notices: Sequence[Notice], by: str) -> None:
    if asked.asked_by.casefold() == by.casefold():
        raise ReleaseError(f"{asked.asked_by} has approved release {asked.release_id} already: somebody else must too")
    kept = drafting.as_told(asked.told)
    now = drafting.told(case, asked.controller, asked.generation, kept.day)
    if drafting.content(hash_, notices, now, case) == asked.content:
        return
    changed = [name for name in kept.__slots__ if getattr(kept, name) != getattr(now, name)]
    changed += ["generation"] if hash_ != asked.generation_hash else []
    changed += ["which letters go out"] if len(notices) != asked.notices or not changed else []
    raise ReleaseError(
        f"since {asked.asked_by} approved, this changed: {', '.join(changed)}. Void release {asked.release_id} "
        f"(`betrokken release CASE --void {asked.release_id} --why TEXT`), prove and release again"
    )


def _parts(notices: Sequence[Notice], size: int) -> list[Sequence[Notice]]:
    return [notices[start : start + size] for start in range(0, len(notices), size)]


def _by_postcode(case: Case, generation: int, notices: Sequence[Notice]) -> list[Notice]:
    """As a printer wants them: by postcode, then by notice."""
    person = generations.register(case, generation)["person"]
    mine = arrow.where(person, "person_id", {one.person_id for one in notices})
    codes = {key: postcode or "" for key, postcode in arrow.rows(mine, "person_id", "postcode")}
    to = {key: one.postcode for key, one in on_request.recipients(case).items()}
    return sorted(notices, key=lambda one: (to.get(one.notice_id, codes[one.person_id]), one.notice_id))


def _details(one: Release, notices: int) -> dict[str, int | str]:
    about: dict[str, int | str] = {"generation": one.generation, "notices": notices, "content": one.content}
    return {**about, "controller": journal.word(one.controller), "release": one.release_id}
