"""A letter whose patient stands in a form, and whose running text names nobody: the text is about that patient."""

from collections.abc import Callable, Sequence

from betrokken.model.fragments import Text
from betrokken.stages.finding.forms import Record
from betrokken.stages.finding.hits import Draft, Finding
from betrokken.stages.finding.kept import DATA_SUBJECTS
from betrokken.stages.finding.notes import agree, merge

FindTexts = Callable[[list[Text]], Finding]


def join(forms: Sequence[tuple[Record, Draft]], drafts: Sequence[Draft], texts: list[Text], find: FindTexts) -> None:
    """Give the one person of an item's form, in place, what the texts of the item say of nobody by name.

    drafts: all mentions of the item.
    """
    subjects = [draft for draft in drafts if draft.role in DATA_SUBJECTS]
    own = [(record, draft) for record, draft in forms if draft.role in DATA_SUBJECTS]
    if len(subjects) != 1 or len(own) != 1 or not texts:
        return
    record, draft = own[0]
    told = (f"{label.rstrip(':')}: {value}" for label, value in zip(record.labels, record.values, strict=True))
    whole = "\n".join((*told, "", *(text.text for text in texts)))
    for found in find([Text("", whole)]).drafts:
        if found.role in DATA_SUBJECTS and agree(draft, found):
            merge(draft, found)
