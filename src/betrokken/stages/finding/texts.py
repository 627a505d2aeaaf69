"""Running text to mentions: letters, notes, mails, logs, lists.

Lines with anything of a person in them are read for marks (`prose/marks.py`); the text says who is what
(`prose/who.py`); units of lines give people (`prose/subjects.py`), units together a text (`prose/flow.py`).
"""

from betrokken.model.fragments import Text
from betrokken.stages.finding.hits import Draft, Finding, Setting
from betrokken.stages.finding.prose import drafts, flow, gate, marks, passages, who
from betrokken.stages.finding.prose.passages import Line, Unit
from betrokken.stages.finding.prose.subjects import Subject

NOBODY = "no person in this line"
PROFESSIONAL = "professional only"


def find_texts(texts: list[Text], path: str, setting: Setting) -> Finding:
    """The mentions of all texts of one item (the pages of a letter, a body, a log) and the account of their lines."""
    finding = Finding()
    last: Subject | None = None
    for text in texts:
        finding.texts += 1
        last = _text(text, setting, finding, last)
    return finding


def _text(text: Text, setting: Setting, finding: Finding, last: Subject | None) -> Subject | None:
    lines = passages.lines_of(text.text, text.first_line)
    finding.rows += len(lines)
    units = passages.units(lines)
    logged = bool(units) and units[0].kind == "line"
    if not gate.read(lines, setting, logged):
        finding.set_aside(NOBODY, len(lines))
        return last
    if not logged:
        who.assign(lines, setting)
    told = flow.of_units([unit for unit in units if not logged or unit.lines[0].live], setting)
    found = [(one, drafts.of_subject(one, _place(text, one, told.people), told.shared, setting)) for one in told.people]
    finding.drafts += [draft for _, draft in found]
    _others(lines, text, finding)
    _account(lines, told.people, finding)
    return None


def _place(text: Text, one: Subject, people: list[Subject]) -> str:
    if text.place or len(people) < 2 or not one.lines:
        return text.place
    return f"line {min(line.number for line in one.lines)}"


def _others(lines: list[Line], text: Text, finding: Finding) -> None:
    """Professionals and relatives, once each in a text."""
    seen: set[tuple[str, str]] = set()
    for line in lines:
        for mark in line.marks:
            if mark.word != "name" or mark.role not in ("professional", "relative") or mark.kind == "loose":
                continue
            key = (mark.fields.get("surname", ""), mark.fields.get("initials", ""))
            draft = drafts.of_other(mark, line, text.place) if key not in seen else None
            seen.add(key)
            if draft:
                finding.drafts.append(draft)
                line.used = True


def _account(lines: list[Line], people: list[Subject], finding: Finding) -> None:
    """Every line either gave something to a mention or is set aside with the reason."""
    used = {id(mark) for one in people for mark in one.marks}
    for line in lines:
        if line.used or any(id(mark) in used for mark in line.marks):
            finding.rows_with_mentions += 1
        elif any(mark.word == "name" and mark.role == "professional" for mark in line.marks):
            finding.set_aside(PROFESSIONAL)
        else:
            finding.set_aside(NOBODY)
