"""Tables in the lines of a text: what parts their cells, what names their columns."""

import pytest

from kg.read import read_text
from kg.read.aligned import Cell, Table, find_tables

HEAD = "苏州市对口支援林周县2018年项目\n2018年苏州市援藏资金重点实施以下项目：\n"


def tables(text: str) -> tuple[str, list[Table]]:
    bulletin = read_text(HEAD + text)
    return bulletin.text, find_tables(bulletin.text, bulletin.blocks)


def said(text: str, row: tuple[Cell, ...]) -> list[str]:
    return [text[cell.start : cell.end] for cell in row]


@pytest.mark.parametrize("part", ["\t", "  ", "　　", " / ", " | "])
def test_rows_are_told_by_what_parts_their_cells(part: str) -> None:
    lines = [["项目", "资金（万元）", "备注"], ["春堆乡卫生院改造", "460", "设床位20张"], ["干部人才培训", "300", "赴苏8期320人"]]
    text, (table,) = tables("\n".join(part.join(line) for line in lines))
    assert [said(text, row) for row in (*table.head, *table.rows)] == lines
    assert said(text, table.names(1)) == ["资金（万元）"]


def test_a_figure_that_ends_the_line_stands_in_a_cell_of_its_own() -> None:
    text, (table,) = tables("县级结对资金如下（单位：万元）：\n张家港市—沿河土家族自治县 2000\n常熟市—思南县 1500\n")
    assert [said(text, row) for row in table.rows] == [["张家港市—沿河土家族自治县", "2000"], ["常熟市—思南县", "1500"]]
    assert table.head == ()
    assert table.unit
    assert text[slice(*table.unit)] == "万元"


def test_a_name_above_others_stands_for_all_that_it_reaches_over() -> None:
    head = "单位\t选派人员\t\t资金\n\t医生（名）\t教师（名）\t到位（万元）\n"
    text, (table,) = tables(f"{head}靖西市\t12\t14\t6400\n那坡县\t9\t8\t4800")
    names = [said(text, table.names(column)) for column in (1, 2, 3)]
    assert names == [["选派人员", "医生（名）"], ["选派人员", "教师（名）"], ["资金", "到位（万元）"]]
    assert len(table.rows) == 2


def test_an_empty_cell_keeps_the_columns_behind_it() -> None:
    _, (table,) = tables("项目\t资金（万元）\t受益（户）\n卫生院改造\t\t213\n学校扩建\t2800\t600")
    assert [cell.column for cell in table.rows[0]] == [0, 2]


@pytest.mark.parametrize(
    "text",
    [
        "◇监利市深圳商会　筹资300万元，在汪桥镇建成“同心桥”一座，长48米，惠及3个村4700多名群众，沿线农户出行不再绕道。",
        "昆山：八年牵手沭阳  园区里长出“小昆山”\n昆山投入资金300万元。",
        "新津区  岳池县\n青白江区  九龙县",
    ],
)
def test_lines_with_blanks_in_them_are_no_table(text: str) -> None:
    assert tables(text)[1] == []
