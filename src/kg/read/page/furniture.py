"""Which lines of a page are furniture by where they stand: in a menu, among links, in what is hidden. What is doubtful stays."""

from collections.abc import Sequence
from itertools import accumulate

from kg.read.page.lines import Line, Region

_MOST_LINKS = 3


def drop_regions(lines: Sequence[Line], regions: Sequence[Region]) -> list[Line]:
    """Return the lines without those of elements that are furniture by name, or hidden, unless most of the page's prose stands there."""
    weights = [0, *accumulate(line.weight for line in lines)]

    def weight(region: Region) -> int:
        return weights[region.end] - weights[region.first]

    # An element that holds half of the prose holds the text, whatever it is called, or is one that was never closed.
    minor = [region for region in regions if 2 * weight(region) <= weights[-1]]
    outside = _outside(lines, minor)
    text = sum(line.weight for line, kept in zip(lines, outside, strict=True) if kept)
    kept = _outside(lines, [region for region in minor if 2 * weight(region) <= text])
    return [line for line, stays in zip(lines, kept, strict=True) if stays]


def _outside(lines: Sequence[Line], regions: Sequence[Region]) -> list[bool]:
    """Tell of each line whether it is in none of the regions."""
    depths = [0] * (len(lines) + 1)
    for region in regions:
        depths[region.first] += 1
        depths[region.end] -= 1
    return [depth == 0 for depth in list(accumulate(depths))[:-1]]


def drop_links(lines: Sequence[Line]) -> list[Line]:
    """Return the lines without lists of links: menus, lists of other pages with their dates. One link, or two, may be a headline."""
    kept: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if not (line.leads_elsewhere or (line.is_date and _is_dated(run))):
            kept += [*_without_list(run), line]
            run = []
        else:
            run.append(line)
    return [*kept, *_without_list(run)]


def _is_dated(run: Sequence[Line]) -> bool:
    """Tell whether a date after these lines is that of the last: a link, its date, a link. The date below a menu is that of the text."""
    return bool(run) and run[-1].links == 1 and (len(run) == 1 or run[-2].is_date)


def _without_list(run: list[Line]) -> list[Line]:
    return run if sum(line.links for line in run) < _MOST_LINKS else []
