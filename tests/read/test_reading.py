"""Whatever the text, reading either gives a sound bulletin or says why not."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.errors import InputError, KgError
from kg.model import Article, Bulletin
from kg.read import read_text
from kg.read.text import decode

# What makes a difference to the reader, beside anything else.
PIECES = [
    *("一、", "（一）", "(2)", "一是", "二是", "1.", "2．", "①", "【资金】", "【案例一】", "——", "又讯：", "第一部分"),
    *("：", "。", "；", "，", "•", "◆", "▲", "|", ">", "（", "）", "【", "】", "《", "》"),
    *("\n", "\n\n", " ", "　", "  ", "\t", "\r\n", "\r"),
    *("来源：", "责任编辑：张三", "2019年1月15日", "2019-01-15", "第8期", "简报", "援疆短讯", "办公室", "平武县政府"),
    *("相关阅读", "内容提要：", "首页", "感 谢 信", "此致", "各有关单位：", "平武县", "衢江区", "帮扶", "投入资金3600万元"),
    *("&nbsp;", "&amp;amp;", "&#x4e00;", "１２", "對口幫扶"),
    *("\0", "\u200b", "\ud800", "\u2028", "投入资金三千万元,帮助平武县建成学校,受到群众的好评和欢迎。"),
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=40).map("".join)
BYTES = st.one_of(
    st.binary(max_size=200),
    TEXTS.map(lambda text: text.encode("utf-16", "surrogatepass")),
    TEXTS.map(lambda text: text.encode("gb18030", "replace")),
    TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")),
)


def read(text: str) -> Bulletin | None:
    try:
        return read_text(text)
    except InputError:
        return None


@given(TEXTS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_blocks_cover_all_that_is_not_blank_in_order_without_overlap(text: str) -> None:
    bulletin = read(text)
    if bulletin is None:
        return
    at = 0
    for block in bulletin.blocks:
        assert at <= block.start < block.end
        assert bulletin.text[at : block.start].strip() == ""
        assert bulletin.text[block.start : block.end].strip() == bulletin.text[block.start : block.end]
        at = block.end
    assert bulletin.text[at:].strip() == ""


@given(TEXTS)
@example("(2)又讯：（一）\r0又讯：一、")
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_reports_do_not_overlap_and_their_sections_lie_within_them(text: str) -> None:
    bulletin = read(text)
    if bulletin is None:
        return
    for before, after in pairwise(bulletin.articles):
        assert before.end <= after.start
    for index, article in enumerate(bulletin.articles):
        assert article.index == index
        assert 0 <= article.start < article.end <= len(bulletin.text)
        _check_sections(bulletin.text, article)


def _check_sections(text: str, article: Article) -> None:
    for i, section in enumerate(article.sections):
        assert article.start <= section.start < section.end <= article.end
        assert text.startswith(section.label, section.start)
        assert section.heading in text[section.start : section.end]
        for later in article.sections[i + 1 :]:
            assert later.start > section.start
            # Two sections are apart, or the later one lies deep within the former.
            assert later.start >= section.end or (later.end <= section.end and later.depth > section.depth)


@given(TEXTS)
@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_reading_its_own_clean_text_changes_nothing(text: str) -> None:
    bulletin = read(text)
    if bulletin is not None:
        # But for the way back, which leads into the text that was read.
        assert replace(read_text(bulletin.text), origins=bulletin.origins) == bulletin


@given(BYTES)
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_bytes_are_read_or_refused_with_a_line_that_says_why(data: bytes) -> None:
    try:
        read_text(decode(data, "news.txt"), file="news.txt")
        message = "news.txt is read"
    except KgError as error:
        message = str(error)
    assert message.startswith("news.txt ")
    assert "\n" not in message


def test_a_text_that_is_only_furniture_is_refused() -> None:
    with pytest.raises(InputError, match=r"^page\.txt holds nothing but menus and footers of a page: save the page's text, too$"):
        read_text("首页 | 新闻\n责任编辑：张三\n扫一扫在手机打开当前页", file="page.txt")


def test_a_text_without_chinese_is_refused() -> None:
    with pytest.raises(InputError, match=r"^the text has no Chinese in it: give the text of a bulletin$"):
        read_text("Qujiang gave 36 million yuan.")


@pytest.mark.parametrize(
    "unit",
    [
        "衢江区投入平武县资金{n}万元,选派干部{n}名,建成学校{n}所,带动群众{n}人就业。\n",
        "一、甲{n}。（一）乙。一是丙。\n1.丁{n}。\n",
        "工作简报第{n}期\n2019年1月1日 平武县政府\n捐款{n}元。\n",
        "相关阅读\n某县帮扶{n}\n",
        "内容提要：投入{n}万元。\n",
        "平武县政府{n}\n",
        "（（甲{n}）",
        "帮扶　　{n}",
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(unit: str) -> None:
    """Counts the lines of code that run, which no busy machine changes: ten times the text, not a hundred times the work."""
    small, large = (_work("平武县\n" + "".join(unit.replace("{n}", str(i)) for i in range(size))) for size in (60, 600))
    assert large < 20 * small


def _work(text: str) -> int:
    import sys

    events = 0

    def count(frame: object, event: str, argument: object) -> object:
        nonlocal events
        events += 1
        return count

    read(text)
    sys.settrace(count)
    try:
        read(text)
    finally:
        sys.settrace(None)
    return events
