"""What is refused before a query is run: changes, other machines, prefixes that nobody declared, terms that the ontology lacks."""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from kg.errors import QueryError
from kg.rdf.namespaces import PREFIXES
from kg.rdf.vocabulary import vocabulary
from kg.store.tokens import Token, located

_UPDATES = ("ADD", "CLEAR", "COPY", "CREATE", "DELETE", "DROP", "INSERT", "LOAD", "MOVE", "WITH")
_ASKING = ("ASK", "CONSTRUCT", "DESCRIBE", "SELECT")
_ALIKE = 0.6


def refuse(query: str, tokens: Sequence[Token]) -> None:
    """Raise QueryError, with its place, for what a build is never asked."""
    words = [token for token in tokens if token.kind == "word"]
    _refuse_updates(query, words)
    for token in words:
        if token.is_word("SERVICE"):
            what = "SERVICE asks another machine, and an answer comes from this build alone: leave it out"
            raise QueryError(located(query, token.start, what))
    _refuse_names(query, tokens)


def _refuse_updates(query: str, words: Sequence[Token]) -> None:
    first = next((t for t in words if t.is_word(*_UPDATES, *_ASKING)), None)
    if first and first.is_word(*_UPDATES):
        what = f"{first.text.upper()} would change the build, which a query only reads: use {', '.join(_ASKING[:-1])} or {_ASKING[-1]}"
        raise QueryError(located(query, first.start, what))


def _refuse_names(query: str, tokens: Sequence[Token]) -> None:
    prefixes = dict(PREFIXES)
    for i, token in enumerate(tokens):
        if token.kind == "iri" and i > 1 and tokens[i - 2].is_word("PREFIX"):
            prefixes[tokens[i - 1].text[:-1]] = token.text[1:-1]
        elif token.kind == "iri":
            _refuse_term(query, token, token.text[1:-1])
        elif token.kind == "name" and not (i and tokens[i - 1].is_word("PREFIX")):
            prefix, _, local = token.text.partition(":")
            if prefix == "_":  # a blank node
                continue
            if prefix not in prefixes:
                advice = _nearest(prefix, prefixes, "{}:") or f"declare it, or use {', '.join(sorted(PREFIXES))}"
                raise QueryError(located(query, token.start, f"unknown prefix {prefix}: {advice}"))
            _refuse_term(query, token, prefixes[prefix] + local)


def _refuse_term(query: str, token: Token, iri: str) -> None:
    base = PREFIXES["aid"]
    terms = vocabulary().terms
    if iri.startswith(base) and iri != base and iri not in terms:
        known = [term.removeprefix(base) for term in terms if term.startswith(base)]
        advice = _nearest(iri.removeprefix(base), known, "aid:{}") or "SELECT ?term { ?term rdfs:isDefinedBy ?ontology } lists all"
        raise QueryError(located(query, token.start, f"the ontology has no term {token.text}: {advice}"))


def _nearest(name: str, known: Iterable[str], form: str) -> str:
    """Return the up to three names that are spelled most like this one, as a question, or nothing."""

    def likeness(other: str) -> tuple[float, float]:
        # Capitals tell only between aid:Measure and aid:measure.
        return SequenceMatcher(None, name.lower(), other.lower()).ratio(), SequenceMatcher(None, name, other).ratio()

    near = sorted((k for k in known if likeness(k)[0] >= _ALIKE), key=lambda k: (*(-x for x in likeness(k)), k))
    return f"did you mean {' or '.join(form.format(k) for k in near[:3])}?" if near else ""
