"""Says where a query stops being SPARQL, and what could stand there.

The parser's own messages tell neither reliably: it compares a keyword of nine letters with the next nine characters and
calls the tenth the place of the error, so that the longest keyword hides whatever else it expected. So the parser is
asked again, with the tokens set so far apart that every place belongs to one token; then with each thing that may stand in a query
in the place of the token that it refuses.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

from pyoxigraph import Store

from kg.rdf.namespaces import PREFIXES
from kg.store.tokens import located, tokenize

# More than the letters of any keyword.
_GAP = 24
_LONGEST = 40
_KEYWORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE PREFIX DISTINCT FROM WHERE OPTIONAL UNION FILTER BIND VALUES GRAPH MINUS "
    "GROUP ORDER BY HAVING LIMIT OFFSET ASC DESC AS IN NOT EXISTS"
)
# What may stand in a query, and how a message calls it.
_CANDIDATES = {
    "?x": "a variable",
    "rdf:type": "a name such as aid:provider",
    '"x"': "a text in quotation marks",
    "1": "a number",
    "COUNT(?x)": "COUNT(…)",
    **{word: word for word in _KEYWORDS.split()},
    **{sign: f"‘{sign}’" for sign in ["{", "}", "(", ")", ".", ";", ",", "=", "!", "/", "*"]},
}


def explain_syntax(query: str, message: str) -> str:
    """Return, with line and column, what is wrong with a query that the parser refused with ``message``."""
    tokens = tokenize(query)
    for token in tokens:
        if token.kind == "sign" and token.text in "\"'":
            return located(query, token.start, f"this quotation mark has no second {token.text} in its line")
    texts = [token.text for token in tokens]
    for i, token in enumerate(tokens):
        if token.kind == "variable" and tokens[i - 1].is_word("AS") and _refused([*texts[:i], "?otherwise", *texts[i + 1 :]]) is None:
            return located(query, token.start, f"{token.text} has a value already: call this one otherwise")
    meant = _meaning(message)
    at = _refused(texts)
    if meant or at is None:
        return located(query, _offset(query, message), meant or message)
    expected = [name for text, name in _CANDIDATES.items() if _accepted([*texts[:at], text])]
    found = f"not {_brief(texts[at])}" if at < len(texts) else "but the query ends here"
    offset = tokens[at].start if at < len(tokens) else tokens[-1].start + len(tokens[-1].text) if tokens else 0
    return located(query, offset, f"expected {_listed(expected)}, {found}" if expected else f"nothing can follow here, {found}")


def _accepted(texts: Sequence[str]) -> bool:
    """Tell whether the last of some tokens may stand where it stands."""
    at = _refused(texts)
    return at is None or at >= len(texts)


def _refused(texts: Sequence[str]) -> int | None:
    """Return the index of the token that the parser refuses, their number if the query should go on, None if there is nothing to refuse."""
    starts, spaced = [], ""
    for text in texts:
        starts.append(len(spaced))
        spaced += text + " " * _GAP
    try:
        Store().query(spaced, prefixes=PREFIXES)
    except SyntaxError as error:
        offset = _offset(spaced, str(error))
        return len(texts) if offset >= len(spaced) else bisect_right(starts, offset) - 1
    return None


def _offset(query: str, message: str) -> int:
    """Return the offset that the parser's message names."""
    place = re.match(r"error at (\d+):(\d+): ", message)
    if place is None:
        return 0
    lines = query.split("\n")
    return sum(len(line) + 1 for line in lines[: int(place[1]) - 1]) + int(place[2]) - 1


def _meaning(message: str) -> str:
    """Return what the parser says of a query that is well-formed but means nothing, such as a variable that is selected and bound nowhere."""
    said = re.search(r"(?:expected |one of |, )(?:The )?((?:SELECT|Duplicated|BIND)(?: [\w*]+){3,})", message)
    return f"the query is no question: {said[1]}" if said else ""


def _listed(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
