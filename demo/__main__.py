"""`make demo`: an invented pile, the whole line over it, who was hit on the terminal, and a page with charts."""

import shutil
import sys
import time
from pathlib import Path

from betrokken.cli import adding, asking, exporting, making, running
from betrokken.edges import keys
from betrokken.pipeline.case import open_case
from demo import pile, truth

OUT = Path("demo-out")


def main() -> int:
    """Make the pile, run every room, tell; gives the exit code."""
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir()
    made = pile.build()
    pile.write(made, OUT / "pile")
    (OUT / "facts.toml").write_text(pile.facts(), "utf-8")
    files = sum(1 for _ in (OUT / "pile").rglob("*") if _.is_file())
    print(
        f"An invented laboratory was robbed: {files} files of {len(made.people):,} invented people in {OUT / 'pile'}\n"
    )
    start = time.monotonic()
    case, key = OUT / "case", OUT / "case.key"
    making.new(case, [OUT / "facts.toml"], key)
    adding.add(case, [OUT / "pile"], key_file=key)
    running.run(case, key_file=key)
    print(f"\nDone in {time.monotonic() - start:.1f} s. Who was hit, what of theirs, whose, and how many:\n")
    asking.status(case, key_file=key)
    exporting.summary(case, OUT / "summary.html", OUT / "summary.png", key_file=key)
    _compare(made, case, key)
    return 0


def _compare(made: pile.Pile, case: Path, key: Path) -> None:
    score = truth.score(made, open_case(case, keys.key_from_file(key)))
    print(
        f"\nBecause these people are invented, the answer is known: of {score.people:,} people {score.found:,} were found, "
        f"{score.missed} missed; wrong letters {score.wrong} "
        f"({score.strangers} nobody's, {score.split} people twice, {score.merged} two people as one)."
    )
    print(f"Open {OUT / 'summary.html'} in a browser: it needs no network.")


if __name__ == "__main__":
    sys.exit(main())
