"""Every quote can be followed back into the file: the characters there, cleaned again, are the quote."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.pipeline import extract_records
from kg.model import Bulletin, Evidence
from kg.read import read_bulletin, read_text
from kg.read.clean import clean
from kg.read.origins import find_in_file
from kg.read.source import Passage
from kg.read.text import decode
from printing import word

ROOT = Path(__file__).parents[2]
GOLD = sorted((ROOT / "data" / "gold").glob("*/text.txt"))

SAYS = "衢江区对口支援平武县，2018年投入资金3600万元，选派41名骨干。"
NOISE = {
    "nothing": lambda text: text,
    "entities": lambda text: text.replace("，", "&#xff0c;").replace("资金", "&ldquo;资金&rdquo;&nbsp;"),
    "full-width digits": lambda text: text.translate({ord(str(d)): chr(ord("０") + d) for d in range(10)}),
    "pinyin": lambda text: text.replace("对口", "对（duì）口").replace("平武", "平武(píng wǔ)"),
    "carriage returns": lambda text: text.replace("，", "，\r\n"),
    "soft hyphens": lambda text: "\u00ad".join(text),
    "zero-width characters": lambda text: "\u200b\ufeff".join(text),
    "doubled punctuation": lambda text: text.replace("，", "，，").replace("。", "，。。"),
}


def quoted(bulletin: Bulletin, start: int, end: int) -> Evidence:
    return Evidence(bulletin.id, start, end, bulletin.text[start:end])


def there(file: str, bulletin: Bulletin, evidence: Evidence) -> str:
    """What stands in the file where evidence is said to stand, cleaned again."""
    (where,) = find_in_file(bulletin, evidence)
    return clean(file[where.start : where.end]).text


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.parent.name)
def test_each_piece_of_evidence_of_the_annotated_bulletins_stands_where_it_is_said_to(path: Path) -> None:
    bulletin, file = read_bulletin(path), decode(path.read_bytes(), path.name)
    records = extract_records([bulletin])
    evidence = [e for a in records.actions for e in (*a.evidence, *(m.evidence for m in a.measures))]
    evidence += [m for e in records.entities for m in e.mentions] + [x.evidence for x in records.left_out]
    assert len(evidence) > 50
    assert [e for e in evidence if there(file, bulletin, e) != e.quote] == []


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_a_figure_is_found_again_under_each_kind_of_noise(noise: object) -> None:
    file = f"东西部扶贫协作简报\n{noise(SAYS)}"  # type: ignore[operator]
    bulletin = read_text(file)
    start = bulletin.text.index("3600万元")
    assert there(file, bulletin, quoted(bulletin, start, start + 6)) == "3600万元"


def test_a_quote_from_a_traditional_text_leads_to_the_traditional_characters() -> None:
    file = "衢江區對口支援平武縣，投入資金３６００萬元。"
    bulletin = read_text(file)
    start = bulletin.text.index("对口支援")
    (where,) = find_in_file(bulletin, quoted(bulletin, start, start + 4))
    assert file[where.start : where.end] == "對口支援"


PIECES = [
    *("投入资金", "3600万元", "，", "。", "\n", "平武县", "３６００", "&ldquo;", "&rdquo;", "&nbsp;", "&#19975;", "\r\n", "\u00ad", "\u200b"),
    *("对（duì）口", "，，", "\ufeff", "一是", "　　", "\u2028", "。。"),
]


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=30).map("".join), st.data())
@settings(deadline=None)
def test_whatever_the_noise_each_stretch_of_the_clean_text_is_found_again(noisy: str, data: st.DataObject) -> None:
    file = f"衢江区帮扶平武县{noisy}"
    bulletin = read_text(file)
    start = data.draw(st.integers(0, len(bulletin.text) - 1))
    end = data.draw(st.integers(start + 1, len(bulletin.text)))
    assert there(file, bulletin, quoted(bulletin, start, end)) == bulletin.text[start:end]


def test_a_quote_over_two_pages_is_found_on_both() -> None:
    pages = ["衢江区对口帮扶平武县，投入", "资金&nbsp;3600万元。"]
    passages = [Passage(0, "page 1"), Passage(len(pages[0]), "page 2")]
    bulletin = read_text("".join(pages), file="report.pdf", passages=passages)
    start = bulletin.text.index("投入")
    found = find_in_file(bulletin, quoted(bulletin, start, len(bulletin.text)))
    assert [str(where) for where in found] == ["report.pdf page 1, characters 11-13", "report.pdf page 2, characters 0-15"]
    assert [clean(page[w.start : w.end]).text for page, w in zip(pages, found, strict=True)] == ["投入", "资金 3600万元。"]


def test_where_a_passage_begins_within_its_place_counts() -> None:
    bulletin = read_text("衢江区帮扶平武县", file="a.docx", passages=[Passage(0, "paragraph 12", 7)])
    assert [str(w) for w in find_in_file(bulletin, quoted(bulletin, 5, 8))] == ["a.docx paragraph 12, characters 12-15"]


def test_a_text_without_noise_is_one_stretch_and_a_broken_one_few() -> None:
    assert len(read_text(SAYS).origins) == 1
    assert len(read_text(SAYS.replace("，", "，\r\n")).origins) == 3


def test_what_does_not_know_where_it_came_from_says_nothing() -> None:
    bulletin = Bulletin("b", SAYS, (), ())
    assert find_in_file(bulletin, quoted(bulletin, 0, 3)) == ()


def test_what_a_page_broke_over_two_lines_is_found_with_the_break(tmp_path: Path) -> None:
    whole = SAYS.removesuffix("。") + "，举办就业培训4期1860名；平武县选派3名医疗骨干赴衢江区挂职学习，"
    whole += "两地召开联席会议5次，互访15批133人次，形成交流协作机制。"
    lines = [whole[i : i + 24] for i in range(0, len(whole), 24)]
    assert lines[0].endswith("投入资金3600")
    path = tmp_path / "mail.txt"
    path.write_bytes("\r\n".join(lines).encode("gbk"))
    bulletin = read_bulletin(path)
    start = bulletin.text.index("资金3600万元")
    (where,) = find_in_file(bulletin, quoted(bulletin, start, start + 8))
    assert path.read_bytes().decode("gbk")[where.start : where.end] == "资金3600\r\n万元"


def test_a_figure_in_a_word_document_is_found_in_its_paragraph_and_its_row(tmp_path: Path) -> None:
    path = tmp_path / "news.docx"
    path.write_bytes(word("衢江区携手平武县", SAYS.replace("3600", "３６００"), [["受援县", "资金"], ["平武县", "534万元"]]))
    bulletin = read_bulletin(path)
    places = []
    for figure in ("3600万元", "534万元"):
        start = bulletin.text.index(figure)
        places += map(str, find_in_file(bulletin, quoted(bulletin, start, start + len(figure))))
    assert places == ["news.docx paragraph 2, characters 20-26", "news.docx table 1, row 2, characters 0-5"]
