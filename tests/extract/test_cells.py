"""A row of a table is a statement with its header's meaning."""

from kg.extract.pipeline import extract_records
from kg.model import Action, Records
from kg.read import read_text
from kg.read.formats import read_source

PAIRED = "龙岗区对口帮扶靖西市、那坡县工作通报\n2016年以来，深圳市龙岗区结对帮扶广西壮族自治区百色市靖西市、那坡县。\n"
BY_COUNTY = PAIRED + "指标　　　　靖西市　　那坡县\n实施项目（个）　　15　　　11\n选派医生（名）　　12　　　 9\n帮扶资金（万元）　6400　　4800\n"
BY_DEED = (
    "国家税务总局定点帮扶民和回族土族自治县和海东市平安区。据统计：\n单位　　投入帮扶资金　　培训干部\n民和县　　1250万元　　1432人\n"
    "平安区　　980万元　　895人\n合计　　2230万元　　2327人\n"
)


def records(text: str) -> Records:
    return extract_records([read_text(text)])


def told(found: Records) -> dict[str, tuple[str, int, str, list[str]]]:
    """Each statement of a cell by its quote: its kind, value, unit and takers."""
    names = {e.id: e.name for e in found.entities}
    return {m.evidence.quote: (a.kind, int(m.value), m.unit, [names[r] for r in a.recipient]) for a in found.actions for m in a.measures}


def action(found: Records, quote: str) -> Action:
    (wanted,) = [a for a in found.actions if any(m.evidence.quote == quote for m in a.measures)]
    return wanted


def test_a_number_takes_its_unit_its_kind_and_its_taker_from_row_and_column() -> None:
    statements = told(records(BY_COUNTY))
    assert statements["15"] == ("project", 15, "个", ["靖西市"])
    assert statements["9"] == ("personnel", 9, "名", ["那坡县"])
    assert statements["4800"] == ("funding", 48_000_000, "元", ["那坡县"])


def test_a_figure_in_a_units_bracket_is_read_there_and_in_no_cell() -> None:
    found = records(BY_COUNTY.replace("（个）", "（个/3年）"))
    assert told(found)["15"] == ("project", 15, "个", ["靖西市"])
    assert len([x for x in found.left_out if x.evidence.quote.startswith("3")]) == 1


def test_the_names_of_a_column_are_quoted_beside_its_row() -> None:
    quotes = [e.quote for e in action(records(BY_COUNTY), "4800").evidence]
    assert quotes == ["帮扶资金（万元）　6400　　4800", "那坡县"]


def test_a_row_of_totals_is_the_sum_of_the_rows_above_and_counts_once() -> None:
    found = records(BY_DEED)
    measures = {m.evidence.quote: m for a in found.actions for m in a.measures}
    assert measures["1250万元"].total == measures["980万元"].total == measures["2230万元"].id
    assert [q for q, m in measures.items() if m.counts_in_totals] == ["2230万元", "2327人"]
    assert told(found)["2230万元"][3] == ["民和回族土族自治县", "平安区"]


def test_a_total_that_its_rows_do_not_come_to_is_linked_so_that_it_is_found() -> None:
    found = records(BY_DEED.replace("2230万元", "2240万元"))
    measures = {m.evidence.quote: m for a in found.actions for m in a.measures}
    assert measures["1250万元"].total == measures["2240万元"].id


def test_a_total_in_the_line_below_adds_up_the_column_above_it() -> None:
    rows = "县级结对资金如下（单位：万元）：\n靖西市 2000\n那坡县 1500\n合计3500万元，已全部到账。\n"
    measures = {m.evidence.quote: m for a in records(PAIRED + rows).actions for m in a.measures}
    assert measures["2000"].value == 20_000_000
    assert measures["2000"].total == measures["3500万元"].id


def test_numbers_of_rows_are_no_figures_of_assistance() -> None:
    found = records(PAIRED + "序号\t项目\t资金（万元）\n1\t靖西市小学扩建\t2800\n2\t那坡县卫生院改造\t460\n")
    assert [x.reason for x in found.left_out if x.evidence.quote in "12"] == ["list_number", "list_number"]
    assert told(found)["460"][1] == 4_600_000


def test_a_table_of_a_page_says_the_same_as_its_lines() -> None:
    rows = "<tr><td>指标</td><td>靖西市</td><td>那坡县</td></tr><tr><td>选派医生（名）</td><td>12</td><td>9</td></tr>"
    title, opening = PAIRED.splitlines()
    page = f"<html><body><h1>{title}</h1><p>{opening}</p><table>{rows}</table></body></html>"
    statements = told(records(read_source(page.encode(), "page.html").text))
    assert statements["12"] == ("personnel", 12, "名", ["靖西市"])
    assert statements["9"] == ("personnel", 9, "名", ["那坡县"])


def test_a_name_that_reaches_down_over_the_head_is_said_once() -> None:
    head = "<tr><th rowspan=2>实施地点</th><th colspan=2>资金（万元）</th><th rowspan=2>受益（户）</th></tr><tr><th>财政</th><th>社会</th></tr>"
    rows = "<tr><td>靖西市</td><td>320</td><td>20</td><td>486</td></tr><tr><td>那坡县</td><td>180</td><td>15.5</td><td>213</td></tr>"
    title, opening = PAIRED.splitlines()
    page = f"<html><body><h1>{title}</h1><p>{opening}</p><table>{head}{rows}</table></body></html>"
    found = records(read_source(page.encode(), "page.html").text)
    assert [action(found, quote).about for quote in ("320", "15.5", "486")] == ["资金财政", "资金社会", "受益"]
    assert told(found)["15.5"] == ("funding", 155_000, "元", ["那坡县"])
