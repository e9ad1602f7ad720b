"""Web pages: what the bulletin says comes out in its lines, what the site puts around it does not, and every character knows where it stands."""

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.read import to_bulletin
from kg.read.html import read_html
from kg.read.source import Source
from pages import STATED, to_html

FUNDS = "2018年，衢江区投入平武县财政帮扶资金3600万元，实施项目12个，带动贫困人口2340人增收。"
STAFF = "一是加强人才支援。衢江区选派医疗、教育、农技等41名专业技术骨干赴平武开展帮扶。"


def read(page: str) -> Source:
    return read_html(page.encode(), "page.html")


def lines(body: str) -> list[str]:
    return read(f"<html><body>{body}</body></html>").text.splitlines()


# Content and furniture


def test_a_page_of_a_county_is_read_without_what_stands_around_the_text() -> None:
    text = f"衢江携手平武\n四川省脱贫攻坚领导小组办公室 2019年1月15日\n{FUNDS}\n{STAFF}"
    found = read(to_html(text)).text
    assert found.startswith("当前位置：首页 > 政务公开 > 对口帮扶\n" + text + "\n")
    for furniture in ("走进平武", "8800", "9900", "7700", "联席会议", "网站地图", "新浪微博", "蜀ICP"):
        assert furniture not in found


FURNITURE = [
    '<div class="share"><a href="#">分享到微信</a></div>',
    '<div class="bdsharebuttonbox">分享到：</div>',
    '<ul class="menu-top"><li><a href="/">政务公开</a></li></ul>',
    "<nav><a href='/'>走进平武</a></nav>",
    "<footer><p>平武县政府办</p></footer>",
    '<div id="relatedNews"><p>龙游县投入9900万元。</p></div>',
    '<div class="comment_list"><p>网友：我也捐了500元。</p></div>',
    "<div style='DISPLAY : none'>龙游县投入9900万元。</div>",
    "<p hidden>龙游县投入9900万元。</p>",
    "衢江<span style='display:none'>本文来自龙游网</span>",
    "<!-- 龙游县投入9900万元。 -->",
    "<script>document.write('<p>龙游县投入9900万元。</p>')</script>",
    "<noscript>请启用脚本。</noscript>",
    "<select><option>龙游县</option></select>",
    "<div><a href='/1'>龙游县签约</a> | <a href='/2'>龙游县互访</a> | <a href='/3'>龙游县招聘</a></div>",
    "<ul><li><a href='1'>龙游县签约9项</a><span>02-28</span></li><li><a href='2'>互访</a> [2019-02-27]</li><li>·<a href='3'>招聘</a></li></ul>",
    "<table>" + "<tr><td>·</td><td><a href='1'>龙游县签约9项</a></td></tr>" * 3 + "</table>",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_is_no_content_wherever_it_stands(furniture: str) -> None:
    around = f"<div class=main><p>{FUNDS}</p><p>{STAFF}</p></div>"
    for body in (furniture + around, around + furniture, f"<p>{FUNDS}</p>{furniture}<p>{STAFF}</p>"):
        assert [line for line in lines(body) if line != "衢江"] == [FUNDS, STAFF]


KEPT = [
    "<div class='nav'>",
    "<div style='display:none'>",
    "<nav>",
    "<div class='related_content'>",
    "<body class='home nav-open'>",
    "<div id='js_content' style='visibility: hidden; opacity: 0'>",
    "<div class='header'>",
    "<form id='form1'>",
    "<div class='share'><div class='ad'><a name='top'>",
    "<select><option>",
    "<button>",
]


@pytest.mark.parametrize("opening", KEPT)
def test_the_text_is_never_lost_whatever_it_stands_in(opening: str) -> None:
    assert lines(f"{opening}<p>{FUNDS}</p><p>{STAFF}</p>") == [FUNDS, STAFF]


def test_a_headline_that_is_a_link_and_a_date_below_a_menu_stay() -> None:
    menu = "<div><a href=1>首页</a><a href=2>新闻</a><a href=3>县区</a></div>"
    assert lines(f"{menu}<div>2019-02-28</div><h2><a href='x'>衢江携手平武</a></h2><p>{FUNDS}</p>") == ["2019-02-28", "衢江携手平武", FUNDS]


def test_the_signature_in_the_footer_of_an_article_stays() -> None:
    signature = "<footer><p>平武县扶贫开发局</p><p>2019年1月15日</p></footer>"
    assert lines(f"<article><p>{FUNDS}</p>{signature}</article>")[1:] == ["平武县扶贫开发局", "2019年1月15日"]


def test_a_table_of_contents_that_leads_within_the_page_stays() -> None:
    contents = "".join(f"<li><a href='#a{n}'>衢江携手平武之{n}</a></li>" for n in range(4))
    assert len(lines(f"<ul>{contents}</ul><p>{FUNDS}</p>")) == 5


# Lines


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<p>衢江区</p>平武县<div>两地</div>", ["衢江区", "平武县", "两地"]),
        ("衢江区<br>平武县<br/><br>两地", ["衢江区", "平武县", "两地"]),
        ("<p>&nbsp;&nbsp;&nbsp;　　衢江区&nbsp;&nbsp;</p>", ["衢江区\xa0\xa0"]),
        ("<p>衢<b>江</b><span lang=EN-US>2018</span>年<a href=x>平</a>武</p>", ["衢江2018年平武"]),
        ("<p>衢江\n   区投入平武\r\n县</p>", ["衢江区投入平武县"]),
        ("<p>来源：平武县扶贫局\n     发布时间：2019-02-28</p>", ["来源：平武县扶贫局 发布时间：2019-02-28"]),
        ("<p><span>来源：平武县扶贫局</span><span>作者：张三</span></p>", ["来源：平武县扶贫局 作者：张三"]),
        ("<p>衢江区\n<b>平武县</b></p>", ["衢江区 平武县"]),
        ("<p><a href=1>首页</a><a href=2>要闻</a></p>", ["首页 要闻"]),
        ("<pre>衢江区\n\n  平武县  两地</pre>", ["衢江区", "平武县  两地"]),
        ("<ul><li>衢江区<li>平武县<ul><li>两地</ul><li>双方</ul>", ["衢江区", "平武县", "两地", "双方"]),
        ("<p>对<ruby>口<rt>kǒu</rt></ruby>&ldquo;&#24110;&#x6276;&rdquo;&lt;一&gt;</p>", ["对口“帮扶”<一>"]),
        ("<h1>衢江<h2>平武", ["衢江", "平武"]),
        ("<p>资金3600<sup>[1]</sup>万元，厂房350m<sup>2</sup></p>", ["资金3600万元，厂房350m2"]),
        ("<p>10.4&#8203;公里&amp;12&nbsp个", ["10.4\u200b公里&12\xa0个"]),
    ],
)
def test_lines_are_those_that_a_browser_shows(body: str, wanted: list[str]) -> None:
    assert lines(body) == wanted


# Tables


def test_a_row_is_a_line_of_cells() -> None:
    head = "<thead><tr><th>支援方<th>受援方<th>资金</thead>"
    body = "<tbody><tr><td><p>衢江区</p></td><td>平武县</td><td>3600<br>万元</td></tr>"
    assert lines(f"<table>{head}{body}</table>") == ["支援方\t受援方\t资金", "衢江区\t平武县\t3600 万元"]


def test_a_cell_over_several_columns_keeps_the_columns_after_it_in_their_place() -> None:
    table = "<table><tr><td>支援方<td colspan=2>资金（万元）<td>人才<tr><td>衢江区<td>2900<td>3600<td>41名</table>"
    assert lines(table) == ["支援方\t资金（万元）\t\t人才", "衢江区\t2900\t3600\t41名"]


def test_a_cell_over_several_rows_names_whom_they_are_about_and_never_repeats_a_figure() -> None:
    table = (
        "<table><tr><td rowspan=3>衢江区<td rowspan=2>总投资5000万元<td>产业园<td>3000万元<tr><td>扶贫车间<td>2000万元<tr><td>另有<td>医院<td>1所"
        "<tr><td>龙游县<td>2个<td>卫生院<td>300万元</table>"
    )
    assert lines(table)[:2] == ["衢江区\t总投资5000万元\t产业园\t3000万元", "衢江区\t\t扶贫车间\t2000万元"]
    assert lines(table)[2:] == ["衢江区\t另有\t医院\t1所", "龙游县\t2个\t卫生院\t300万元"]


def test_a_table_that_lays_out_the_page_makes_no_rows_of_its_parts() -> None:
    menu = "".join(f"<tr><td><a href={n}>栏目{n}</a></td></tr>" for n in range(4))
    figures = "<table border=1><tr><td>衢江区<td>3600万元</table>"
    page = (
        f"<table><tr><td><table>{menu}</table></td><td><table><tr><td align=center><b>衢江携手平武</b></td></tr>"
        f"<tr><td>　　{FUNDS}<br>　　{STAFF}<br>{figures}</td></tr></table></td></tr></table>"
    )
    assert lines(page) == ["衢江携手平武", FUNDS, STAFF, "衢江区\t3600万元"]


def test_a_long_text_beside_a_menu_makes_no_row() -> None:
    page = f"<table><tr><td>栏目</td><td><p>{FUNDS}</p><p>{STAFF}</p><p>{FUNDS * 6}</p></td></tr></table>"
    assert lines(page) == ["栏目", FUNDS, STAFF, FUNDS * 6]


# What the page says of itself


def stated(head: str) -> dict[str, str]:
    source = read(f"<html><head>{head}</head><body><p>{FUNDS}</p></body></html>")
    return {**source.fallback, **source.fields}


def test_the_tags_of_government_sites_are_read() -> None:
    assert stated(to_html("").partition("<head>")[2].partition("</head>")[0]) == {**STATED, "date": "2019-02-28"}


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("<title>衢江携手平武_四川省人民政府</title>", "title", "衢江携手平武"),
        ("<title> 衢江携手平武 - 新华网 </title>", "title", "衢江携手平武"),
        ("<title>衢江携手平武-四川省人民政府网站</title>", "title", "衢江携手平武"),
        ("<title>浙川“一对一”-衢江携手平武</title>", "title", "浙川“一对一”-衢江携手平武"),
        ('<meta property="og:title" content="衢江携手平武"><title>首页</title>', "title", "衢江携手平武"),
        ('<meta name="publishdate" content="2019年2月28日 14:50">', "published", "2019-02-28"),
        ('<meta property="article:published_time" content="2019-02-27T17:00:00Z">', "published", "2019-02-28"),
        ('<meta name="PubDate" content="2019-02-30"><meta name="pubtime" content="2019/2/28">', "published", "2019-02-28"),
        ('<script type="application/ld+json">{"@graph":[{"datePublished":"2019-02-28T08:00:00+08:00"}]}</script>', "published", "2019-02-28"),
        ('<script type="application/ld+json">{"publisher":{"name":"四川日报"}}</script>', "publisher", "四川日报"),
        ('<meta name="Author" content="平武县政府办公室">', "source", "平武县政府办公室"),
        ('<link rel="canonical" href="https://www.pingwu.gov.cn/a.html">', "url", "https://www.pingwu.gov.cn/a.html"),
        ("<!-- saved from url=(0038)http://www.pingwu.gov.cn/zwgk/t1.html -->", "url", "http://www.pingwu.gov.cn/zwgk/t1.html"),
    ],
)
def test_other_ways_of_saying_it_are_read(head: str, field: str, value: str) -> None:
    assert stated(head)[field] == value


@pytest.mark.parametrize(
    "head",
    [
        '<meta name="Author" content="张三">',
        '<meta name="Url" content="/a.html">',
        '<meta name="PubDate" content="">',
        '<script type="application/ld+json">{"x":</script>',
    ],
)
def test_what_says_nothing_of_use_is_passed_over(head: str) -> None:
    assert stated(head) == {}


def test_deeply_nested_data_say_nothing_and_do_no_harm() -> None:
    assert stated(f'<script type="application/ld+json">{"[" * 100_000}</script>') == {}


def test_the_text_says_its_own_day_and_the_page_the_day_of_its_publication() -> None:
    text = f"衢江携手平武\n来源：省扶贫开发局\n{FUNDS}\n四川省脱贫攻坚领导小组办公室\n2019年1月15日"
    bulletin = to_bulletin(read(to_html(text)))
    assert (bulletin.date, bulletin.published, bulletin.issuer) == ("2019-01-15", "2019-02-28", "四川省脱贫攻坚领导小组办公室")
    assert (bulletin.title, bulletin.source, bulletin.publisher) == ("衢江携手平武", "省扶贫开发局", "平武县人民政府")


def test_the_page_says_what_the_text_does_not() -> None:
    bulletin = to_bulletin(read(to_html(FUNDS)))
    assert (bulletin.title, bulletin.source, bulletin.date) == ("页面标题", "平武县扶贫开发局", "2019-02-28")
    assert to_bulletin(read(to_html(FUNDS)), metadata={"published": "2019-03-01"}).published == "2019-03-01"


def test_the_box_of_an_open_document_says_who_issued_it_and_when() -> None:
    box = (
        "<table><tr><td>索 引 号：</td><td>5107/2019-12</td><td>主题分类：</td><td>扶贫</td></tr><tr><td>发布机构：</td><td>平武县扶贫开发局</td>"
        "<td>成文日期：</td><td>2019年1月15日</td></tr><tr><td>名　　称：</td><td colspan=3>关于2018年扶贫协作情况的通报</td></tr></table>"
    )
    bulletin = to_bulletin(read(f"<html><body>{box}<h1>关于2018年扶贫协作情况的通报</h1><p>{FUNDS}</p></body></html>"))
    assert (bulletin.title, bulletin.issuer, bulletin.date) == ("关于2018年扶贫协作情况的通报", "平武县扶贫开发局", "2019-01-15")


# The way back


def check_way_back(source: Source, page: str) -> None:
    for offset, character in enumerate(source.text):
        if not character.isspace():
            place, at = source.locate(offset)
            assert place == ""
            assert page[at] == character or html.unescape(page[at : page.index(";", at) + 1]) == character


def test_each_character_of_the_text_knows_where_it_stands_in_the_page() -> None:
    page = to_html(f"衢江携手平武\n“万企兴万村” <一> & 二\n{FUNDS}\n{STAFF}")
    check_way_back(read(page), page)
    table = "<table><tr><td rowspan=2>衢江区<td>a&nbsp;&ldquo;b&rdquo;<tr><td>3600万元</table>"
    check_way_back(read(table), table)


TAGS = ["<p>", "</p>", "<b>", "</div>", "<div class=nav>", "<td>", "<table>", "</table>", "<br>", "<a href=x>", "</a>", "<", "<!--", "-->"]


@given(st.lists(st.sampled_from([*TAGS, "&ldquo;", " ", "\n", "衢江", "3600万元。"]), max_size=40))
def test_whatever_the_tags_each_character_stands_where_it_is_said_to(parts: list[str]) -> None:
    page = f"<html><p>{FUNDS}</p>{''.join(parts)}"
    check_way_back(read(page), page)


# Bad input


@pytest.mark.parametrize(
    ("page", "message"),
    [
        ("<div id=app></div><script>start()</script>", "is a page without text: save it from the browser once its text is shown"),
        ("<title>404 Not Found</title><h1>404 Not Found</h1><hr>nginx", "is the page of an error (404), not of a bulletin: save the page again"),
        ("<p>对不起，您访问的页面不存在或已删除。</p>", "is the page of an error (访问的页面), not of a bulletin: save the page again"),
        (
            "<frameset><frame src=top.htm><frame src='main.htm'></frameset><noframes>请升级浏览器。</noframes>",
            "is only a frame around other pages (top.htm, main.htm): save the page that holds the text",
        ),
    ],
)
def test_a_page_that_is_no_bulletin_is_told_in_a_line(page: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(f"<html>{page}</html>")
    assert str(caught.value) == f"page.html {message}"


def test_the_number_of_an_error_in_a_bulletin_is_a_figure() -> None:
    text = "衢江区援建的安全验证中心投入404 万元。"
    assert read(f"<html><head><title>{text}</title></head><body><p>{text}</p></body></html>").text == text + "\n"


HOSTILE = {
    "deep": "<div>" * 100_000,
    "deep and named": "<div class=nav>" * 100_000,
    "deep tables": "<table><tr><td>" * 50_000,
    "never closed comments": "<!--" * 300_000,
    "never closed tags": "<a " * 100_000 + ">",
    "never closed quotes": '<a x=">"' * 100_000,
    "never closed titles": "<title>" * 100_000,
    "signs of comparison": "<" * 1_000_000,
    "closed and never opened": "</div>" * 300_000,
    "closed beyond a cell": "<div>" * 50_000 + "<table><tr><td>" + "<b>" * 50_000 + "</div>" * 100_000,
    "wide cells": "<table><tr>" + "<td colspan=1000000000>1" * 20_000,
    "tall cells": "<table>" + "<tr><td rowspan=1000>衢江区<td rowspan=0>平武县" * 3_000,
    "blanks": "<p>" + " " * 2_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_in_time_and_nothing_of_it_is_lost(name: str) -> None:
    started = time.process_time()
    source = read(f"<html><body>{HOSTILE[name]}<p>{FUNDS}</p>")
    assert FUNDS in source.text
    # A second or two here; what looks at everything again for each tag takes minutes.
    assert time.process_time() - started < 30
