"""The features of a party, and of a giver with a taker, in one statement: each function makes those that hang on the same few things.

What is made once is shared by all statements; all of a party's come together in ``kg.extract.stage``.
"""

from collections.abc import Iterable, Iterator
from functools import cache

# Features that mean something else for each kind of action: of the giver (p), of the taker (r), of both together.
_BY_KIND = dict.fromkeys("pr", ("taking=", "giving=", "named=", "none", "rule", "acts=", "acting ")) | {"pr": ("main=", "turned=", "rule=", "order=")}
# Whether a party is the giver or the taker of the pair being spoken of, and the giver or the taker that the rules propose.
Fits = tuple[bool, bool, bool, bool]

Features = tuple[str, ...]


def spelled(role: str, kind: str, features: Iterable[str]) -> Iterator[str]:
    """Yield the full names of some features of a role in statements of a kind."""
    for name in features:
        yield f"{role}:{name}"
        if name.startswith(_BY_KIND[role]):
            yield f"{role}:{kind}&{name}"


@cache
def standing(kind: str, giver: bool, taker: bool, own: bool, giving: str, taking: str, count: str) -> Features:
    """Return the features of what a party is, how often it is named, what is stated of it, and its relation to the pair being spoken of."""
    of_kind, giving, taking = f"kind={kind}", f"giving={giving}", f"taking={taking}"
    return of_kind, f"stated={giver}{taker}", f"own={own}", giving, taking, f"{of_kind}&{taking}&{giving}", f"count={count}"


@cache
def between(
    stated: bool, turned: bool, known: str, types: tuple[str, str], levels: tuple[int, int], slope: int, related: bool, near: bool
) -> Features:
    """Return the features of what holds between a giver and a taker: what is stated, their types, levels and parts of the country."""
    told = f"stated={stated}{turned}", f"known={known}", f"types={'>'.join(types)}", f"within={related}"
    return *told, f"levels={levels[0]}>{levels[1]}", f"slope={slope}", f"province={near}"


@cache
def said(fits: Fits, near: bool, named: bool, giver: bool, taker: bool) -> Features:
    """Return the features of where a party is named and of its part in what was said last and in what the rules propose."""
    told = {"carried giver": giver, "carried taker": taker, "rule giver": fits[2], "rule taker": fits[3]}
    return f"named={near}{named}", *(name for name, holds in told.items() if holds)


@cache
def near(named: str, side: str, rank: str, breaks: str, adjacent: bool) -> Features:
    """Return the features of how near a name stands to the figures, whether it is ``named`` whole or a member of a list."""
    return f"{named} {side} rank={rank}", f"{named} {side} breaks={breaks}", f"adjacent={side}{adjacent}"


@cache
def behind(side: str, breaks: str, before: str) -> Features:
    """Return the features of the character before a name."""
    return f"prev={before}", f"{side} prev={before}&breaks={breaks}"


@cache
def place(side: str, rank: str, breaks: str, lead: str, opens: bool, subject: bool, taker: bool, last: bool) -> Features:
    """Return the features of what leads to a name, and of whether it is the subject, the marked taker or the last name before the figures."""
    led, opening = f"{side} led={lead}", f"{side} opens={opens}"
    return (
        led,
        f"{led}&breaks={breaks}",
        f"{opening}&breaks={breaks}",
        f"{opening}&rank={rank}",
        f"{side} subject={subject}",
        f"{side} object={taker}",
        f"last={last}",
    )


@cache
def worded(side: str, lead: str, opens: bool, deed: str, before: str, after: str) -> Features:
    """Return the features of the characters around a name and of what is done in its clause."""
    return f"{side} before={before}", f"{side} after={after}", f"{side} led={lead}&after={after[:1]}", f"does={deed}", f"does={deed}&opens={opens}"


@cache
def acting(standing: Features, subject: str, taker: str, last: bool, adjacent: bool, there: bool) -> Features:
    """Return the features of a party's part in the grammar of its clause together with what it is and how it stands to the pair spoken of.

    ``subject`` and ``taker`` tell whether it is the one that the clause has, and whether the clause has one.
    """
    kind, sort = standing[0], standing[5]
    parts = f"subject={subject}", f"object={taker}", f"adjacent={adjacent}", f"last={last}"
    acts = f"acts={subject}{taker}"
    return (
        acts,
        *(f"{of}&{part}" for of in (kind, sort) for part in parts),
        f"{sort}&{there}{subject}{taker}",
        f"acting {sort}",
        f"acting {kind}",
        f"acting {adjacent}{last}",
    )


@cache
def ahead(side: str, head: str, after: str) -> Features:
    """Return the features of the character after a name and of what the name opens."""
    return f"{side} head={head}", f"{side} next={after}", f"{side} head={head} next={after}"


@cache
def ordered(first: bool, ahead: bool, behind: bool, mark: str, sent: bool) -> Features:
    """Return the features of the order of a giver and a taker around the figures and of the words between them."""
    order = f"order={first}{ahead}{behind}"
    return order, f"{order}&mark={mark}", f"{order}&mark={mark}&sent={sent}"


@cache
def fitting(giver: Fits, taker: Fits) -> Features:
    """Return the features of how a pair fits those being spoken of, from how each party does (``Stage.fits``)."""
    return f"main={giver[0]}{taker[1]}", f"turned={giver[1]}{taker[0]}", f"rule={giver[2]}{taker[3]}"
