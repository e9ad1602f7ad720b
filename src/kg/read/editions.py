"""Which of the bulletins read are one: copies of a text in several files. And which is a later, corrected issue of another."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from kg.link.identifiers import bulletin_id, copy_id
from kg.model import Bulletin, Copy
from kg.read.corrections import corrects
from kg.read.likeness import Content, content_of, is_copy, places_in, resemblance

# So few are compared each with each sooner than the library for more is loaded.
_FEW = 30
_PERMUTATIONS = 128
# 64 bands of 2: of two texts that have a fifth in common, 14 of 15 pairs are found. What is found is then compared in full.
_BANDS = (64, 2)
_OF_THE_BULLETIN = ("title", "issue", "issuer", "date")
_OF_ITS_FILE = ("publisher", "source", "url", "published")


def unite(bulletins: Sequence[Bulletin], *, tell: Callable[[Bulletin, Bulletin], None] = lambda copy, kept: None) -> list[Bulletin]:
    """Return each bulletin once: the most complete of its copies, with the others listed, and with the former issue that it supersedes.

    Which text is kept does not depend on the order of the bulletins; they come in the order of these. ``tell`` hears of each copy.
    """
    tables = {b.id: b for b in reversed(bulletins) if b.columns}
    if tables:
        # Registers of two years are alike in most rows, and neither is a copy of the other.
        read = [b for b in bulletins if not b.columns]
        return [*unite(read, tell=tell), *reversed(tables.values())]
    if len(bulletins) < 2:
        return list(bulletins)
    contents = sorted(map(content_of, bulletins), key=_completeness)
    copies: dict[int, list[Content]] = {}
    alike: list[tuple[Content, Content]] = []
    for number, others in enumerate(_candidates(contents)):
        content = contents[number]
        wholes = [i for i in others if i in copies]
        holding = [i for i in wholes if is_copy(contents[i], content)]
        if not holding:
            copies[number] = []
            alike += [(contents[i], content) for i in wholes]
            continue
        nearest = max(holding, key=lambda i: (resemblance(contents[i], content), -i))
        copies[nearest].append(content)
        tell(content.bulletin, contents[nearest].bulletin)
    formers = _formers(alike)
    united = {id(contents[n].bulletin): _united(contents[n], parts, formers.get(id(contents[n]), "")) for n, parts in copies.items()}
    return [united[id(bulletin)] for bulletin in bulletins if id(bulletin) in united]


def _completeness(content: Content) -> tuple[object, ...]:
    """Return what sorts the most complete first, and what is equally so by its names alone.

    That is the most figures, the longest text, an id of its own, headlines that say more of whom it is about, and the most known of it.
    """
    b = content.bulletin
    known = sum(bool(getattr(b, name)) for name in (*_OF_THE_BULLETIN, *_OF_ITS_FILE))
    nameless = b.id == bulletin_id(b.text)
    told = len(content.figures), len(content.text), not nameless, len(places_in(content.heads)), known
    return *(-size for size in told), b.id, b.file, b.sha256, b.url, b.published, b.text


def _candidates(contents: Sequence[Content]) -> Iterator[list[int]]:
    """Yield for each text the numbers of those before it that may have much in common with it, in order."""
    if len(contents) <= _FEW:
        yield from (list(range(number)) for number in range(len(contents)))
        return
    # Imported late: half a second that a few bulletins need not wait for.
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(num_perm=_PERMUTATIONS, params=_BANDS)
    empty = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=int)
    for number, content in enumerate(contents):
        signature = empty.copy()
        signature.update_batch(content.shingles.tolist())
        yield sorted(index.query(signature))
        index.insert(number, signature)


def _formers(alike: Sequence[tuple[Content, Content]]) -> dict[int, str]:
    """Return for each later issue the id of the issue that it corrects, the last one before it."""
    corrected: dict[int, list[Bulletin]] = defaultdict(list)
    for pair in alike:
        for later, former in (pair, pair[::-1]):
            if corrects(later, former):
                corrected[id(later)].append(former.bulletin)
    return {later: max(formers, key=lambda b: (b.published or b.date, b.id)).id for later, formers in corrected.items()}


def _united(content: Content, parts: Sequence[Content], supersedes: str) -> Bulletin:
    """Return a bulletin with its copies; what they know of it and its own file does not say is taken from the first that does."""
    bulletin = content.bulletin
    others = sorted((part.bulletin for part in parts), key=lambda b: (b.date or "9", b.file, b.id))
    copies = sorted({_copy(content, part) for part in parts}, key=lambda copy: (copy.file, copy.id))

    def known(name: str) -> str:
        return next((value for b in (bulletin, *others) if (value := str(getattr(b, name)))), "")

    title, issue, issuer, date = map(known, _OF_THE_BULLETIN)
    return replace(bulletin, copies=tuple(copies), supersedes=supersedes, title=title, issue=issue, issuer=issuer, date=date)


def _copy(whole: Content, part: Content) -> Copy:
    b, similarity = part.bulletin, round(resemblance(whole, part), 4)
    identifier = copy_id(whole.bulletin.id, b.file, b.sha256, b.url)
    return Copy(identifier, b.title, b.publisher, b.source, b.url, b.published, b.file, b.sha256, similarity)
