"""Texts on standard input (split by NUL) through Presidio: a blank Dutch pipeline and five pattern recognisers.

Runs in the environment of requirements-bench.lock; prints the seconds and the number of hits.
"""

import sys
import time

import spacy
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
from presidio_analyzer.nlp_engine import SpacyNlpEngine

PATTERNS = {
    "NL_BSN": r"\b[0-9]{9}\b",
    "NL_POSTCODE": r"\b[1-9][0-9]{3} ?[A-Z]{2}\b",
    "DATE_DMY": r"\b[0-9]{1,2}[-/][0-9]{1,2}[-/][0-9]{2,4}\b",
    "EMAIL": r"\b[\w.+-]+@[\w-]+\.[\w.]+\b",
    "NL_PHONE": r"\b0[1-9][0-9]?[- ]?[0-9]{7,8}\b",
}


class BlankDutch(SpacyNlpEngine):  # type: ignore[misc]  # not installed where types are checked
    """Presidio's spaCy engine over a pipeline that only splits words."""

    def __init__(self) -> None:
        super().__init__()
        self.nlp = {"nl": spacy.blank("nl")}


def main() -> None:
    """Analyse all texts."""
    registry = RecognizerRegistry(supported_languages=["nl"])
    for name, regex in PATTERNS.items():
        pattern = Pattern(name.lower(), regex, 0.5)
        registry.add_recognizer(PatternRecognizer(supported_entity=name, patterns=[pattern], supported_language="nl"))
    engine = AnalyzerEngine(registry=registry, nlp_engine=BlankDutch(), supported_languages=["nl"])
    texts = sys.stdin.buffer.read().decode("utf-8", "replace").split("\0")
    start = time.perf_counter()
    hits = sum(
        len(engine.analyze(text=text[at : at + 100_000], language="nl"))
        for text in texts
        for at in range(0, len(text), 100_000)
    )
    print(time.perf_counter() - start, hits)


if __name__ == "__main__":
    main()
