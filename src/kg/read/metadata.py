"""What a text itself says of its publication: title, issue, issuer, source and dates."""

import re
from collections.abc import Sequence

from kg.model import Block, BlockKind
from kg.read.dates import find_dates
from kg.read.headlines import plain_title
from kg.read.imprint import Imprint, read_imprint
from kg.read.lines import IMPRINT, OUTSIDE

_ISSUE = re.compile(r"(?:\d{4}年)?第\s?[\d一二三四五六七八九十]+\s?期")
_HEADLINES = (BlockKind.TITLE, BlockKind.HEADLINE)


def find_metadata(text: str, blocks: Sequence[Block]) -> dict[str, str]:
    """Return title, issue, issuer, source and dates (ISO) as the text states them, empty where it does not."""
    inside = [block for block in blocks if block.kind not in OUTSIDE]
    titles = [text[b.start : b.end] for kind in _HEADLINES for b in inside if b.kind is kind]
    imprints = _imprints(text, inside)
    issues = [m.group() for title in titles if (m := _ISSUE.search(title))]
    issues += [value for imprint in imprints for value in imprint.of("issue") if _ISSUE.fullmatch(value)]
    own, published = _dates(imprints)
    return {
        "title": plain_title(titles[0]) if titles else "",
        "issue": issues[0] if issues else "",
        "issuer": _issuer(imprints),
        "source": next((value for name in ("source", "contributed", "media") for i in imprints for value in i.of(name)), ""),
        "date": own or published,
        "published": published,
    }


def _imprints(text: str, inside: Sequence[Block]) -> list[Imprint]:
    """Return the lines of publication in the order in which they are to be believed: below the title, above it, at the end.

    Between the reports of a bulletin, and below the last of several, stands who sent in that one only.
    """
    title = next((b.start for b in inside if b.kind in _HEADLINES), 0)
    told = [b.start for b in inside if b.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING)]
    body, last = (told[0], told[-1]) if told else (len(text), len(text))
    several = sum(b.kind is BlockKind.HEADLINE for b in inside) > 1
    below: list[Imprint] = []
    above: list[Imprint] = []
    after: list[Imprint] = []
    signed = False
    for block in inside:
        imprint = read_imprint(text[block.start : block.end], signed=signed) if block.kind in IMPRINT else None
        signed = block.kind is BlockKind.ISSUER
        if imprint and block.start < body:
            (below if block.start > title else above).append(imprint)
        elif imprint and block.start > last and not (several and imprint.kind is BlockKind.SOURCE):
            after.append(imprint)
    return below + above + after


def _issuer(imprints: Sequence[Imprint]) -> str:
    named = next((value for imprint in imprints for value in imprint.of("issuer")), "")
    offices = (office for imprint in imprints if imprint.kind is BlockKind.ISSUER for office in imprint.of("office"))
    return named or "、".join(dict.fromkeys(offices))


def _dates(imprints: Sequence[Imprint]) -> tuple[str, str]:
    """Return the date of the text itself (beside its issuer, below a signature) and the date of its publication."""
    own = [day for i in imprints for day in i.of("own_date")]
    own += [day for i in imprints if i.kind is BlockKind.ISSUER or i.signed for day in i.of("day")]
    published = [day for i in imprints for day in i.of("date")]
    published += [day for i in imprints if not (i.kind is BlockKind.ISSUER or i.signed) for day in i.of("day")]
    return next(iter(find_dates("\n".join(own))), ""), next(iter(find_dates("\n".join(published))), "")
