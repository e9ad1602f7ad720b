"""The curves that vis-network draws, computed as it computes them, so that labels can keep clear of them."""

import math

Point = tuple[float, float]


def roundness(bend: float, lines: int) -> float:
    """Return vis-network's roundness for a place in a fan of so many lines; its sign is the side."""
    step = min(0.17, 1.24 / max(1, lines - 1))
    return round(bend * step, 4)


def via(start: Point, end: Point, rounded: float) -> Point:
    """Return the control point of a line: ``curvedCW`` for a positive roundness, ``curvedCCW`` for a negative one."""
    dx, dy = end[0] - start[0], start[1] - end[1]
    share = abs(rounded) / 2 + 0.5
    angle = math.atan2(dy, dx) + (rounded / 2 + 0.5) * math.pi
    reach = share * math.hypot(dx, dy)
    return start[0] + reach * math.sin(angle), start[1] + reach * math.cos(angle)


def point_on(start: Point, end: Point, rounded: float, t: float) -> Point:
    """Return the point of the quadratic curve at ``t``."""
    (ax, ay), (bx, by), (cx, cy) = start, via(start, end, rounded), end
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    return a * ax + b * bx + c * cx, a * ay + b * by + c * cy


def fan_reach(distance: float, lines: int) -> float:
    """Return how far the outermost of so many lines bulges from the straight one between nodes at this distance."""
    outermost = abs(roundness((lines - 1) / 2, lines))
    x, _ = via((0.0, 0.0), (0.0, distance), outermost)
    return abs(x) / 2
