"""The fence: hostile bytes are read in processes with limits and no network; what they do costs one unit.

    Fence (fence.py)             hands out units, watches the clock, replaces workers        our process
      Nursery (nursery.py)       asks for workers and for their end                          our process
        nursery_main (inside.py) imports and builds the handler once, then forks workers     never sees a unit
          serve (inside.py)      handles units behind the walls (walls.py)                   not trusted

Nothing a worker sends is trusted: frames.py holds bytes and lengths, no objects.
"""

from betrokken.edges.fence.fence import Fence
from betrokken.edges.fence.terms import FenceError, FenceLimits, Loss, Unit

__all__ = ["Fence", "FenceError", "FenceLimits", "Loss", "Unit"]
