"""Who stands on a side of a register's row: the places and bodies that the narrowest of its columns names, where the wider ones say they lie."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from kg.errors import InputError
from kg.extract.cell_names import Name, is_region, is_short_for, names_in, region_before
from kg.extract.named import Surroundings, may_be_body, read_body, read_place
from kg.extract.reading import JudgedNames
from kg.link.gazetteer import gazetteer
from kg.link.rows import named_place
from kg.model import Bulletin, Entity, EntityType, Evidence, Level, Merge
from kg.read.headers import columns_of, sort_of
from kg.read.registers import Row, headers_of
from kg.read.words import registers

# Of merged cells, Excel's files alone tell.
_EMPTY = "is empty: say who it is; if a merged cell reaches over it, save the table as .xlsx, or fill in each row"
_LARGE = frozenset({Level.PROVINCE, Level.PREFECTURE, Level.COUNTY})


class RefusedError(InputError):
    """What is wrong with a row; ``reason`` is a key of the lexicon's reasons."""

    def __init__(self, reason: str, column: str, what: str) -> None:
        super().__init__(f"column {column}: {what}")
        self.reason = reason


def evidence_of(register: Bulletin, row: Row, start: int, end: int) -> Evidence:
    return Evidence(register.id, start, end, register.text[start:end], 0, row.label)


@dataclass(slots=True)
class Sides:
    """Reads the sides of one register's rows; ``merges`` are what names of bodies in it were taken for, ``judged`` is as in ``Reading``."""

    register: Bulletin
    judged: JudgedNames = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    headers: Mapping[str, str] = field(init=False)
    _bodies: dict[tuple[str, Surroundings, EntityType | None], tuple[Entity, Merge] | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.headers = headers_of(self.register)

    def of(self, row: Row, side: str, year: int) -> list[Entity]:
        """Return who stands on a side, each with its mention; raises RefusedError where one of them is not known."""
        *wider, column = columns_of(side, list(self.headers))
        # 帮扶方 beside an empty 单位: who helps is the place itself.
        if column == f"{side}_unit" and not _is_filled(row, column) and wider and wider[-1] not in _outer(side) and _is_filled(row, wider[-1]):
            column = wider.pop()
        if not _is_filled(row, column):
            raise RefusedError("row_side", column, _EMPTY)
        return list(_Side(self, row, side, column, tuple(wider), year).parties(names_in(row.cells[column])))

    def body(self, name: Name, around: Surroundings, sort: EntityType | None) -> Entity | None:
        """Return the body that a name stands for (``read_body``); rows name the same ones again and again."""
        key = name.text, around, sort
        if key not in self._bodies:
            self._bodies[key] = read_body(*key, self.judged)
        if not (found := self._bodies[key]):
            return None
        entity, merge = found
        self.merges.append(replace(merge, bulletin=self.register.id, name=name.cell.text))
        return entity


@dataclass(frozen=True)
class _Side:
    """One side of one row; its parties stand in ``column``, ``wider`` are those that say where they lie."""

    sides: Sides
    row: Row
    side: str
    column: str
    wider: tuple[str, ...]
    year: int

    def parties(self, names: Iterator[Name]) -> Iterator[Entity]:
        carried = ""
        for written in names:
            name, entity = self._party(written, carried)
            # 湖北省秭归县、巴东县: the second lies there, too, if there is one.
            carried = written.region or region_before(name.text) or carried
            quote = evidence_of(self.sides.register, self.row, name.cell.start, name.cell.end)
            yield replace(entity, aliases=(quote.quote,) if quote.quote != entity.name else (), mentions=(quote,))

    def _party(self, name: Name, carried: str) -> tuple[Name, Entity]:
        """Return whom a name means, with the part of it that names them: what stands in brackets behind it may say where, or it again."""
        if name.text.lower() in registers("names")["nothing"]:
            raise RefusedError("row_side", self.column, f"{name.text} is nobody: say who it is, or take the row out")
        if found := self._known(name, carried):
            return name, found
        if bracketed := name.bracketed:
            bare, inside = bracketed
            if is_region(inside.text) and isinstance(place := self._place(replace(bare, region=inside.text), ""), Entity):
                return bare, place
            if is_short_for(inside.text, bare.text) and (found := self._known(bare, carried)):
                return bare, found
        raise self._refused(name, carried)

    def _known(self, name: Name, carried: str) -> Entity | None:
        if self.column.endswith(("_town", "_village")):
            return read_place(name.text, self._around)
        if self.column.endswith("_unit"):
            return self._unit(name, carried)
        place = self._place(name, carried)
        if isinstance(place, Entity) and _is_large(place):
            return place
        body = self.sides.body(name, self._around, None)
        return body or (place if isinstance(place, Entity) else read_place(name.text, self._around))

    def _unit(self, name: Name, carried: str) -> Entity | None:
        """Return the body of a name; a place only by its full name, for 平安 under 帮扶单位 is no district."""
        if name.text.endswith(tuple(registers("names")["places"])):
            place = self._place(name, carried)
            if isinstance(place, Entity) and _is_large(place) and _is_in_full(place, name.text):
                return place
        sort = sort_of(self.sides.headers[self.column]) or EntityType.ORGANIZATION
        return self.sides.body(name, self._around, EntityType(sort)) or read_place(name.text, self._around)

    def _place(self, name: Name, carried: str) -> Entity | InputError:
        """Return the place of a name, or why there is none; where its cell or a column says in what it lies, only one there."""
        told = name.region or next((text for text in map(self._text, reversed(self.wider)) if text), "")
        wrong = InputError()
        for outer in dict.fromkeys([told] if told else [carried, ""]):
            try:
                return named_place(name.text, outer, self._text(f"{self.side}_code"), self.year, self.sides.register)
            except InputError as error:
                wrong = error
        return wrong

    def _refused(self, name: Name, carried: str) -> RefusedError:
        if self.column.endswith(("_town", "_village")):
            where = self._around.county
            advice = f"in {where}: write its name in full, with 乡, 镇 or 村" if where else "without its county: name that in a column of its own"
            return RefusedError("row_place", self.column, f"{name.text} is no known place {advice}")
        if self.column.endswith("_unit"):
            advice = "write one name in full and all else in another column, or tell the name in a file for --lexicon, [names.groups]"
            return RefusedError("row_party", self.column, f"{name.text} is the name of no body and no place: {advice}")
        hint = f"; for a body, call the column {self.side}_unit" if may_be_body(name.text) else ""
        return RefusedError("row_place", self.column, f"{self._place(name, carried)}{hint}")

    @cached_property
    def _around(self) -> Surroundings:
        """What the wider columns say, each place in full; raises RefusedError where one of them is none."""
        named: list[Entity] = []
        for column in self.wider:
            if text := self._text(column):
                named.append(self._above(column, text, named))
        above = "".join(place.name for place in named)
        county = next((place.name for place in named if place.level is Level.COUNTY), "")
        return Surroundings(above, county, self.year, f"{self.sides.register.id} {above}".rstrip())

    def _above(self, column: str, text: str, named: list[Entity]) -> Entity:
        outer = "".join(place.name for place in named)
        if column.endswith(("_town", "_village")):
            if place := read_place(text, Surroundings(outer, "", self.year, self.sides.register.id)):
                return place
            raise RefusedError("row_place", column, f"{text} is no place that is known: write its name in full, with 乡 or 镇")
        try:
            return named_place(text, named[-1].name if named else "", "", self.year, self.sides.register)
        except InputError as error:
            raise RefusedError("row_place", column, str(error)) from error

    def _text(self, column: str) -> str:
        cell = self.row.cells.get(column)
        return cell.text if cell else ""


def _outer(side: str) -> tuple[str, str]:
    """Return the columns that only say where somebody lies."""
    return f"{side}_province", f"{side}_city"


def _is_filled(row: Row, column: str) -> bool:
    cell = row.cells.get(column)
    return cell is not None and bool(cell.text)


def _is_in_full(entity: Entity, name: str) -> bool:
    """Tell whether a place goes by its name in full, be it one of another time; a zone has no other than its everyday one (成都高新区)."""
    records = (record for place in (*entity.candidates, entity.id) for record in gazetteer().records(place))
    return name in gazetteer().zones or any(name.endswith(record.name) for record in records)


def _is_large(entity: Entity) -> bool:
    """Tell whether a place is one that takes part in pairings by its name alone: a county or above, or a division of the corps."""
    levels = {gazetteer().level(place) for place in entity.candidates} or {entity.level}
    return entity.type is not EntityType.PLACE or levels <= _LARGE
