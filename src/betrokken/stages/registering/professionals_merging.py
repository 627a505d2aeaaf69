"""Which of the ways professionals are written are one professional.

Two are one by the same AGB code, the same e-mail address, or the same telephone number and name; else by the same name
and initials when nothing speaks against it and there is only one they can be. What cannot be told stays apart: two
doctors called Jansen with other initials, other codes or other organisations are two.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

from betrokken.kit import names
from betrokken.kit.fold import letters


@dataclass(frozen=True)
class Form:
    """One way a professional is written; number is its place in the list. places: in how many places it stands so.

    signs: what tells where they work, each as "kind:value" (an e-mail domain, an organisation, an address).
    """

    number: int
    surname: str
    prefix: str = ""
    initials: str = ""
    given_names: str = ""
    agb: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    signs: frozenset[str] = frozenset()
    places: int = 1

    @cached_property
    def name(self) -> str:
        """The surname with its prefix, folded: "De Bruyne" and "Bruyne, de" are one."""
        prefix, surname = names.split_prefix(f"{self.prefix} {self.surname}".strip())
        return f"{letters(prefix)} {letters(surname)}".strip()

    @cached_property
    def first(self) -> str:
        """The initials, else those of the given names."""
        given = "".join(f"{word[:1]}." for word in self.given_names.split())
        return names.initials_form(self.initials) or names.initials_form(given)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The comparable parts of the surname."""
        return names.surname_parts(self.surname)


@dataclass
class Group:
    """Forms that are one professional."""

    forms: list[Form] = field(default_factory=list)

    @property
    def codes(self) -> set[str]:
        return {form.agb for form in self.forms if form.agb}

    @property
    def signs(self) -> set[str]:
        return {sign for form in self.forms for sign in form.signs}

    @property
    def firsts(self) -> set[str]:
        return {form.first for form in self.forms if form.first}

    @property
    def names(self) -> set[str]:
        return {form.name for form in self.forms}


def merge(forms: Iterable[Form]) -> list[Group]:
    """The professionals behind the forms; each form is in one group."""
    groups = [Group([form]) for form in sorted(forms, key=lambda form: form.number)]
    groups = _by_key(groups, lambda form: [form.agb] if form.agb else [], _share_surname)
    groups = _by_key(groups, lambda form: form.emails, _share_surname)
    groups = _by_key(groups, lambda form: [(phone, form.name) for phone in form.phones], _same_first)
    return [group for block in _blocks(groups) for group in _by_name(block)]


def _by_key(
    groups: list[Group], keys: Callable[[Form], Iterable[Hashable]], agree: Callable[[Group, Group], bool]
) -> list[Group]:
    """Groups with a key in common are one, where they agree. The most often written goes first."""
    by_size = sorted(groups, key=lambda one: (-sum(form.places for form in one.forms), one.forms[0].number))
    made: list[Group] = []
    held: dict[Hashable, list[Group]] = defaultdict(list)
    for group in by_size:
        own = [key for form in group.forms for key in keys(form)]
        other = next((one for key in own for one in held[key] if agree(one, group)), None)
        if other is None:
            made.append(other := Group())
        other.forms += group.forms
        for key in own:
            if all(one is not other for one in held[key]):
                held[key].append(other)
    return made


def _share_surname(one: Group, other: Group) -> bool:
    """A code or address of a practice is no person's: whoever shares it must share a surname and the initials too."""
    parts = {part for form in one.forms for part in form.parts}
    return any(not parts.isdisjoint(form.parts) for form in other.forms) and _same_first(one, other)


def _same_first(one: Group, other: Group) -> bool:
    """Whether the initials can be one person's, and no two codes say otherwise."""
    told = [(a, b) for a in one.firsts for b in other.firsts]
    return len(one.codes | other.codes) <= 1 and (not told or any(_begins(a, b) for a, b in told))


def _begins(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _blocks(groups: list[Group]) -> Iterator[list[Group]]:
    """Groups whose names meet; one group can be written under several names."""
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            name = root[name]
        return name

    for group in groups:
        first, *rest = sorted(group.names)
        for name in rest:
            root[top(name)] = top(first)
    blocks: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        blocks[top(min(group.names))].append(group)
    return (blocks[name] for name in sorted(blocks))


def _by_name(block: list[Group]) -> list[Group]:
    """Within one surname: the surest groups stand, the others join the only one they can be."""
    made: list[Group] = []
    for group in sorted(block, key=_surest):
        found = _the_one(group, made)
        if found:
            found.forms += group.forms
        else:
            made.append(Group(list(group.forms)))
    return made


def _surest(group: Group) -> tuple[bool, bool, int, int, int]:
    """Coded groups first, then those with a place of work, then those with the most initials."""
    longest = max(map(len, group.firsts), default=0)
    places = sum(form.places for form in group.forms)
    return not group.codes, not group.signs, -longest, -places, min(form.number for form in group.forms)


def _the_one(group: Group, made: list[Group]) -> Group | None:
    """The only group this one can be: by name and initials, or by name and place of work; None when there are more."""
    can = [one for one in made if one.names & group.names and len(one.codes | group.codes) <= 1]
    near = [one for one in can if one.signs & group.signs and _same_first(one, group)]
    same = [one for one in can if one.firsts & group.firsts and not _apart(one, group)]
    for found in (same, near):
        if len(found) == 1:
            return found[0]
        if found:
            both = [one for one in found if one in near and one in same]
            return both[0] if len(both) == 1 else None
    return None


def _apart(one: Group, other: Group) -> bool:
    """Whether they work at different places: a sign of the same kind told of both, and none in common."""
    kinds = {sign.partition(":")[0] for sign in one.signs} & {sign.partition(":")[0] for sign in other.signs}
    return bool(kinds) and not one.signs & other.signs


def most(values: Iterable[tuple[str, int]]) -> str | None:
    """The value that stands in the most places, the longest of equals; None without any."""
    counted: Counter[str] = Counter()
    for value, places in values:
        if value:
            counted[value] += places
    return max(counted, key=lambda value: (counted[value], len(value), value), default=None)
