"""Jobs packed into units for the fence, and taken apart again when a unit is lost, so that only the guilty item is."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pyarrow as pa

from betrokken.edges.fence import Fence, Loss, Unit
from betrokken.kit import arrow
from betrokken.pipeline.jobs import Job, pack_jobs, unpack_jobs
from betrokken.settings import Settings

Tables = dict[str, pa.Table]


def pack(jobs: list[Job], settings: Settings) -> Iterator[Unit]:
    """Units of many small jobs or one large one, in the order of the jobs."""
    batch: list[Job] = []
    weight = 0
    for job in jobs:
        if batch and (weight + job.weight > settings.batch_bytes or len(batch) >= settings.batch_files):
            yield _unit(batch)
            batch, weight = [], 0
        batch.append(job)
        weight += job.weight
    if batch:
        yield _unit(batch)


def _unit(jobs: list[Job]) -> Unit:
    return Unit(key=f"{jobs[0].drop_id} {jobs[0].name}", size=sum(job.weight for job in jobs), payload=pack_jobs(jobs))


def work(
    fence: Fence, jobs: list[Job], settings: Settings, lost: Callable[[Job, str], Tables]
) -> Iterator[tuple[list[Job], Tables]]:
    """The results of all jobs, in the order they come; a lost unit is cut up until one item is left, which is `lost`."""
    units = list(pack(jobs, settings))
    while units:
        again: list[Unit] = []
        for unit, result in fence.run(units):
            asked = unpack_jobs(unit.payload)
            if not isinstance(result, Loss):
                yield asked, arrow.unpack(result)
                continue
            parts = _cut(asked)
            if len(parts) > 1:
                again += [_unit(part) for part in parts]
            else:
                yield asked, lost(asked[0], result.reason)
        units = again


def _cut(jobs: list[Job]) -> list[list[Job]]:
    """Halves of several jobs, or of the wanted items of one."""
    if len(jobs) > 1:
        middle = len(jobs) // 2
        return [jobs[:middle], jobs[middle:]]
    wanted = jobs[0].wanted
    if len(wanted) <= 1:
        return [jobs]
    middle = len(wanted) // 2
    return [[replace(jobs[0], wanted=wanted[:middle])], [replace(jobs[0], wanted=wanted[middle:])]]
