"""Every province, prefecture and county that was renamed, merged, founded or moved from 2012 to 2024 is found in its year."""

import csv
from collections.abc import Iterator
from pathlib import Path

from kg.link.gazetteer import Place, gazetteer, short_forms

CHANGES = Path(__file__).parents[2] / "data" / "gazetteer" / "changes.csv"
# Changes through which a place stays what it was: recoded under its name, or raised to another kind.
SAME = {"同名改码", "撤县设区", "撤市设区", "撤县设市", "撤地设市", "撤旗设区"}

Change = dict[str, str]


def read_changes() -> list[Change]:
    with CHANGES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def lies_in(place: Place, above: str, year: int) -> bool:
    """Tell whether a place lies in one that is written 四川省凉山州 or 凉山彝族自治州."""
    outer = gazetteer().above(place, year)
    return not above or (outer is not None and above.endswith((outer.name, *short_forms(outer.name)[0])))


def resolve(change: Change, side: str) -> Place | None:
    """Return the one place of a side's name in its year: ``old`` in the year before the change, ``new`` in the year itself."""
    year = int(change["year"]) - (side == "old")
    held = [p for p in gazetteer().full.get(change[f"{side}_name"], ()) if p.held_in(year) and lies_in(p, change[f"{side}_above"], year)]
    return held[0] if len(held) == 1 else None


def unresolved(change: Change) -> Iterator[str]:
    """Yield what is wrong with either side of a change, and between them."""
    found = {side: resolve(change, side) for side in ("old", "new") if change[f"{side}_name"]}
    for side, place in found.items():
        said = f"{change['year']} {change['kind']} {side} {change[f'{side}_above']} {change[f'{side}_name']} {change[f'{side}_code']}"
        if place is None:
            yield f"{said}: not found"
        elif change[f"{side}_code"] not in ("", place.code):
            yield f"{said}: found as {place.code}"
    old, new = found.get("old"), found.get("new")
    if change["kind"] in SAME and old and new and old.id != new.id:
        yield f"{change['year']} {change['kind']} {change['old_name']}, {change['new_name']}: {old.id} is not {new.id}"


def test_every_changed_name_is_found_in_its_year_and_keeps_its_id() -> None:
    changes = read_changes()
    wrong = [(change, lines) for change in changes if (lines := list(unresolved(change)))]
    told = "\n".join(line for _, lines in wrong for line in lines)
    assert len(changes) > 350
    assert 1 - len(wrong) / len(changes) >= 0.99, f"{len(wrong)} of {len(changes)} changes:\n{told}"


def test_the_cases_cover_the_years_and_the_kinds_of_change() -> None:
    changes = read_changes()
    assert {int(c["year"]) for c in changes} == set(range(2012, 2025))
    assert {c["kind"] for c in changes} >= {*SAME - {"撤旗设区"}, "更名", "撤销", "新设"}
