"""Why an action was read as it is: the extraction of its bulletin once more, with what spoke for kind, parties, status and period."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kg.extract.actions import ArticleReader, Told
from kg.extract.kinds import Weighed, weigh_kind
from kg.extract.linear import SCALE, load_linear
from kg.extract.origins import Source
from kg.extract.parties import Frame, Party, Sides
from kg.extract.periods import Time
from kg.extract.pipeline import read_statements
from kg.extract.registered import Registered
from kg.model import Action, Bulletin, Status


@dataclass(frozen=True, slots=True)
class Chosen:
    """Why a party gives (``role`` ``p``) or receives (``r``): where it comes from and, where it was chosen, what it led the next one by.

    ``reasons`` are features with their points for the party and against ``rival``, the most telling first; they add up to ``lead``.
    """

    role: str
    party: tuple[str, ...]
    source: Source
    rival: tuple[str, ...] | None = None
    lead: float = 0.0
    reasons: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """What made an action: ``weighed`` is None where no figure was weighed, ``sure`` tells that a rule left the parties no rival.

    ``status``, with the span of the word that says so, and ``period`` are what its own sentence tells;
    those of ``action`` may be those of the sum that it is a part of.
    """

    action: Action
    weighed: Weighed | None
    parties: tuple[Chosen, ...]
    sure: bool
    status: tuple[Status, tuple[int, int] | None]
    period: Time


def find_why(bulletin: Bulletin, identifier: str, registered: Registered | None = None) -> Why | None:
    """Return why a bulletin's action was read as it is; None where no statement with figures or a title makes it now."""
    return next(each_why(bulletin, (identifier,), registered), None)


def each_why(bulletin: Bulletin, identifiers: Collection[str], registered: Registered | None = None) -> Iterator[Why]:
    """Yield why some of a bulletin's actions were read as they are; ``registered`` is what registers tell beside it."""
    reading = read_statements(bulletin, registered=registered)
    final = {action.id: action for action in reading.actions if action.id in identifiers}
    frame = Frame(reading)
    for article in bulletin.articles:
        reader = ArticleReader(frame, article)
        yield from (_why(reader, told, final[told.action.id]) for told in reader.told() if told.action.id in final)


def _why(reader: ArticleReader, told: Told, final: Action) -> Why:
    statement = told.statement
    views = [reader.view(figure, statement.sentence) for figure in statement.figures]
    place = reader.place(statement)
    return Why(
        final,
        weigh_kind(*views) if views else None,
        tuple(_casts(reader, told)),
        told.cast.stage.sure,
        reader.standing.of(place),
        reader.time(statement, place),
    )


def _casts(reader: ArticleReader, told: Told) -> Iterator[Chosen]:
    chosen, action = told.cast.sides, told.action
    ranked = [] if told.cast.stage.sure else told.casting.ranked(told.cast.stage.scene)
    scored = next(((score, features) for score, sides, features in ranked if sides == chosen), None)
    for role, party, source in zip("pr", (action.provider, action.recipient), told.parties, strict=True):
        rival = next(((score, sides, features) for score, sides, features in ranked if _side(sides, role) != _side(chosen, role)), None)
        if scored is None or rival is None or party != _side(chosen, role):
            yield Chosen(role, _names(reader, party), source)
        else:
            reasons = tuple(_differing(scored[1], rival[2]))
            yield Chosen(role, _names(reader, party), source, _names(reader, _side(rival[1], role)), (scored[0] - rival[0]) / SCALE, reasons)


def _side(sides: Sides, role: str) -> Party:
    return sides.providers if role == "p" else sides.recipients


def _names(reader: ArticleReader, party: Party) -> tuple[str, ...]:
    return tuple(reader.reading.entities[name].name for name in party)


def _differing(features: list[str], others: list[str]) -> list[tuple[str, float]]:
    """Return the features that only one of two candidates has, or has more often, by what they count for the first."""
    model = load_linear("roles")
    points: dict[str, float] = {}
    for sign, names in ((1, features), (-1, others)):
        for name in names:
            points[name] = points.get(name, 0.0) + sign * model.score([name]) / SCALE
    return sorted(((name, value) for name, value in points.items() if value), key=lambda pair: (-abs(pair[1]), pair[0]))
