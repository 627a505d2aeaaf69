"""What the resources of a FHIR file refer to, kept small: people, organisations, professionals, orders, samples."""

from typing import Any, Final

from betrokken.stages.reading import fhir_people
from betrokken.stages.reading.coded_records import Record, add
from betrokken.stages.reading.fhir_people import Organisation, Person, Professional
from betrokken.stages.reading.fhir_resources import Resource, Resources, first, objects, word

_PLACES: Final = frozenset({"Organization", "Location", "HealthcareService"})
_ORDERS: Final = frozenset({"ServiceRequest", "ProcedureRequest", "DiagnosticOrder", "DiagnosticRequest", "Specimen"})


def key(reference: str) -> str:
    """A reference without server and version: "Patient/p0"; urn: and # references stay as they are."""
    if reference.startswith(("urn:", "#")):
        return reference
    parts = reference.split("/_history/")[0].rstrip("/").split("/")
    return "/".join(parts[-2:])


def target(value: Any) -> str:
    """The key of the first reference in a value, "" for none; STU3 requesters hide it in `agent`."""
    node = first(value)
    return key(word(node.get("reference")) or word(first(node.get("agent")).get("reference")))


class Index:
    """Resources by key; contained ones are asked for with the resource that contains them."""

    def __init__(self, resources: Resources) -> None:
        self.people: dict[str, Person] = {}
        self.organisations: dict[str, Organisation] = {}
        self.professionals: dict[str, Professional] = {}
        self._named: dict[str, str] = {}
        self._roles: dict[str, tuple[str, str]] = {}
        self._providers: dict[str, str] = {}
        self._orders: dict[str, Resource] = {}
        self._insured: list[tuple[str, str]] = []
        self._related: list[tuple[str, Record]] = []
        for url, resource in resources:
            name = f"{word(resource.get('resourceType'))}/{word(resource.get('id'))}"
            self._take(name, resource)
            if url and key(url) != name:
                self._named[key(url)] = name
        self._join()

    def _take(self, name: str, resource: Resource) -> None:
        kind = word(resource.get("resourceType"))
        if kind == "Patient":
            self.people[name] = fhir_people.patient(resource)
        elif kind in _PLACES:
            self.organisations[name] = fhir_people.organisation(resource)
        elif kind == "Practitioner":
            self.professionals[name] = fhir_people.practitioner(resource)
        elif kind == "PractitionerRole":
            self._roles[name] = (target(resource.get("practitioner")), target(resource.get("organization")))
        elif kind in ("Encounter", "EpisodeOfCare"):
            provider = resource.get("serviceProvider") or resource.get("managingOrganization")
            self._providers[name] = target(provider)
        elif kind in _ORDERS:
            self._orders[name] = resource
        elif kind == "Coverage":
            number = word(resource.get("subscriberId")) or word(first(resource.get("identifier")).get("value"))
            self._insured.append((target(resource.get("beneficiary")), number))
        elif kind == "RelatedPerson":
            self._related.append((target(resource.get("patient")), fhir_people.relative(resource)))

    def name(self, reference: str) -> str:
        """The key of the resource a reference means, also one by full URL."""
        return self._named.get(reference, reference)

    def _join(self) -> None:
        for reference, number in self._insured:
            if person := self.people.get(self.name(reference)):
                add(person.record, "insurance_number", number)
        for reference, relative in self._related:
            if (person := self.people.get(self.name(reference))) and relative:
                person.relatives.append(relative)
        for found in self.people.values():
            if found.relatives:
                found.record.update(found.relatives.pop(0))

    def inside(self, resource: Resource, reference: str) -> Resource:
        """The contained resource a "#..." reference means, {} for none."""
        return next(
            (c for c in objects(resource.get("contained")) if f"#{word(c.get('id'))}" == reference),
            {},
        )

    def person(self, reference: str, resource: Resource) -> Person | None:
        """The patient a reference means."""
        if reference.startswith("#"):
            found = self.inside(resource, reference)
            return fhir_people.patient(found) if word(found.get("resourceType")) == "Patient" else None
        return self.people.get(self.name(reference))

    def order(self, reference: str, resource: Resource) -> Resource:
        """The order or sample a reference means, {} for none."""
        return (
            self.inside(resource, reference)
            if reference.startswith("#")
            else self._orders.get(self.name(reference), {})
        )

    def organisation(self, reference: str, resource: Resource) -> Organisation | None:
        """The organisation a reference means, also by way of a role or an encounter."""
        if reference.startswith("#"):
            found = self.inside(resource, reference)
            return fhir_people.organisation(found) if word(found.get("resourceType")) in _PLACES else None
        reference = self.name(reference)
        reference = self.name(self._roles.get(reference, ("", reference))[1])
        return self.organisations.get(self.name(self._providers.get(reference, reference)))

    def professional(self, reference: str, resource: Resource) -> Professional | None:
        """The practitioner a reference means, also by way of a role."""
        if reference.startswith("#"):
            found = self.inside(resource, reference)
            return fhir_people.practitioner(found) if word(found.get("resourceType")) == "Practitioner" else None
        reference = self.name(reference)
        return self.professionals.get(self.name(self._roles.get(reference, (reference, ""))[0]))
