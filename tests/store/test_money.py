"""What the Python interface and the named questions promise together: the same sums."""

from pathlib import Path

import pytest

import kg


@pytest.mark.parametrize("kind", ["build", "gold"])
def test_money_is_what_the_named_questions_say(kind: str, built: Path, gold_build: Path) -> None:
    graph = kg.load(built if kind == "build" else gold_build)
    columns = ["provider", "status", "yuan", "yuan_upper", "figures", "as_written"]
    years = ["provider", "year", "status", "yuan", "yuan_upper", "figures", "as_written"]

    def rows(table: object, names: list[str]) -> list[tuple[object, ...]]:
        plain = table[names].assign(status=table["status"].str.split().str[0])  # type: ignore[index]
        return sorted(tuple(row) for row in plain.itertuples(index=False))

    assert rows(graph.money(status=""), columns) == rows(graph.ask("money-by-provider"), columns) != []
    by_year = graph.money(by=["provider", "year"], status="")
    assert rows(by_year, years) == rows(graph.ask("money-by-year"), years)
    for year in sorted(set(by_year["year"])):
        assert rows(graph.money(status="", year=year), columns) == rows(graph.ask("money-by-provider", year=year), columns) != []
