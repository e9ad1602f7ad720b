"""One bulletin is one, whatever files hold it; two that differ in a figure or a name are two; a correction takes the place of what it corrects."""

from dataclasses import replace
from itertools import permutations

import pytest

from kg.model import Bulletin
from kg.read import read_text
from kg.read.editions import unite

LINES = [
    "衢江区东西部扶贫协作帮扶绵阳市平武县",
    "2018年,浙江省衢州市衢江区与绵阳市平武县深入开展东西部扶贫协作,共同谋划扶贫项目,全力推进脱贫攻坚工作。",
    "一、聚焦资金落实。衢江区投入平武县财政帮扶资金3600万元,实施扶贫协作项目20个,目前已经全部开工建设。",
    "二、聚焦产业合作。成功引进省外9家企业,协议总投资近60亿,到位资金3.3亿元,带动贫困群众就近就业增收。",
    "三、聚焦人才交流。选派医疗、教育、农技等41名专业技术骨干赴平武县开展对口帮扶,举办就业培训4期1860名。",
    "四、聚焦社会帮扶。动员社会各界捐款捐物,落实社会帮扶资金534万元,并向贫困村赠送农业机械设备。",
]
TEXT = "\n".join(LINES)
LETTERHEAD = "脱贫攻坚简报2019年第2期\n四川省扶贫开发局  {}"


def read(text: str, file: str = "a.txt", **known: str) -> Bulletin:
    return read_text(text, file=file, metadata=known, sha256=f"{hash(file) % 2**64:064x}")


def copied(text: str) -> bool:
    """Whether a text is taken for the bulletin above."""
    return len(unite([read(TEXT), read(text, "b.txt")])) == 1


MENU = "首页 > 新闻中心 > 对口帮扶\n{}\n【打印本页】 【关闭窗口】\n责任编辑：张三\n相关阅读\n某县召开扶贫工作会议\n下一篇：无"


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        TEXT.replace(LINES[0], "山海情深一家亲"),
        TEXT.replace(LINES[0], "衢江平武：山海协作结硕果"),
        MENU.format(TEXT),
        "\n".join(LINES[:3] + LINES[4:]),
        "\n".join(LINES[:4]),
        TEXT.replace("共同谋划", "一起谋划").replace("已经全部", "已全部"),
        TEXT.replace(",", "，").replace("3600", " 3600 "),
        TEXT.replace("3600", "3,600"),
        TEXT.replace("的", "地").replace("共同谋划", "共同谋画"),
    ],
    ids=["same", "headline", "headline with names", "menu", "paragraph cut", "half of it", "words", "blanks", "comma", "slips"],
)
def test_a_copy_is_known_whatever_its_page_has_made_of_it(text: str) -> None:
    assert copied(text)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("3600万元", "3700万元"),
        ("3.3亿元", "3.3万元"),
        ("2018年", "2019年"),
        ("41名", "四十一名"),
        ("平武县", "青川县"),
        ("赴平武县", "赴北川县"),
        ("赴平武县", "赴东平县"),
        ("绵阳市", "德阳市"),
        ("专业技术骨干赴平武县", "专业技术骨干赴衢江区"),
    ],
)
def test_a_text_of_the_same_pattern_with_another_figure_or_place_is_another_bulletin(old: str, new: str) -> None:
    assert old in TEXT
    assert not copied(TEXT.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [("绵阳市平武县深入", "绵阳市平的县深入"), ("绵阳市平武县深入", "绵的市平武县深入"), ("衢州市衢江区与", "衢州市的江区与")],
)
def test_a_place_that_no_map_has_but_for_a_slip_is_the_one_that_it_has(old: str, new: str) -> None:
    assert old in TEXT
    assert copied(TEXT.replace(old, new))
    assert len(unite([read(TEXT.replace(old, new)), read(TEXT, "b.txt")])) == 1


def test_a_county_whose_name_ends_like_another_is_another() -> None:
    text = TEXT.replace("平武县", "寿宁县")
    assert len(unite([read(text), read(text.replace("赴寿宁县", "赴宁县"), "b.txt")])) == 2


def test_another_body_is_another_bulletin() -> None:
    text = TEXT.replace("医疗、教育、农技等", "平武县人民医院结对医院的")
    assert len(unite([read(text), read(text.replace("人民医院", "中医医院"), "b.txt")])) == 2


SCHOOLS = "选派平武县民族中学教师赴平武县"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # One clause names 平武县 twice, the other once.
        (SCHOOLS, "选派万安县民族中学教师赴平武县"),
        (SCHOOLS, "选派平武县民族中学教师赴万安县"),
        ("平武县人民医院结对平武县中医医院", "平武县中医医院结对平武县中医医院"),
        # The same names, and the money goes the other way.
        ("衢江区投入平武县", "平武县投入衢江区"),
    ],
)
def test_whoever_is_named_once_more_or_in_another_order_makes_another_bulletin(old: str, new: str) -> None:
    for one, other in ((old, new), (new, old)):
        first, second = (TEXT.replace("衢江区投入平武县", text) for text in (one, other))
        assert len(unite([read(first), read(second, "b.txt")])) == 2


@pytest.mark.parametrize("slip", ["选派平的县民族中学教师赴平武县", "选派平武县民族中学教师赴平的县"])
def test_a_slip_in_one_of_two_namings_makes_no_other_bulletin(slip: str) -> None:
    first, second = (TEXT.replace("选派医疗", f"{text}，选派医疗") for text in (SCHOOLS, slip))
    assert len(unite([read(first), read(second, "b.txt")])) == 1
    assert len(unite([read(second), read(first, "b.txt")])) == 1


def test_a_headline_that_names_another_place_speaks_of_another_bulletin() -> None:
    ours = "\n".join(["北川县接受对口帮扶", "我县获得帮扶资金3600万元,实施扶贫协作项目20个,目前已经全部开工建设,进展顺利。"])
    assert len(unite([read(ours), read(ours.replace("北川县", "青川县"), "b.txt")])) == 2


@pytest.mark.parametrize("text", ["", "（图片由县委宣传部提供）", "详见附件。"])
def test_two_headlines_over_hardly_any_text_are_two_bulletins(text: str) -> None:
    first, second = (read(f"{headline}\n{text}", f"{headline}.txt") for headline in ("衢江区帮扶平武县见实效", "平武县接受帮扶见实效"))
    assert len(unite([first, second])) == 2


def test_a_figure_that_only_one_headline_has_makes_two_bulletins() -> None:
    assert not copied(TEXT.replace(LINES[0], "衢江区帮扶平武县引资80亿元"))


def test_the_most_complete_text_is_kept_whatever_the_order() -> None:
    texts = [TEXT, "\n".join(LINES[:4]), "\n".join(LINES[:5])]
    bulletins = [read(text, f"{i}.txt") for i, text in enumerate(texts)]
    results = [unite(order) for order in permutations(bulletins)]
    assert all(result == results[0] for result in results)
    (kept,) = results[0]
    assert (kept.file, [copy.file for copy in kept.copies]) == ("0.txt", ["1.txt", "2.txt"])


def test_a_text_that_says_more_holds_the_one_that_says_less() -> None:
    more = TEXT.replace("近60亿", "近60亿,其中一期20亿").replace("农业机械设备", "农业机械设备,并帮助北川县销售农产品")
    (kept,) = unite([read(TEXT), read(more, "b.txt")])
    assert kept.file == "b.txt"


def test_a_copy_says_where_it_was_published_and_how_alike_it_is() -> None:
    same = read(TEXT, "b.txt", publisher="平武县人民政府", url="https://example.org/1", published="2019-01-20")
    cut = read("\n".join(LINES[:5]), "c.txt")
    (kept,) = unite([read(TEXT, publisher="四川省人民政府", url="u", source="s"), same, cut])
    first, second = kept.copies
    assert (first.publisher, first.url, first.published, first.similarity) == ("平武县人民政府", "https://example.org/1", "2019-01-20", 1.0)
    assert 0.5 < second.similarity < 1


def test_what_only_a_copy_knows_of_the_bulletin_is_known() -> None:
    (kept,) = unite([read(TEXT + "\n五、聚焦组织保障。互访15批133人次。"), read(TEXT, "b.txt", date="2019-01-15", issuer="省扶贫开发局")])
    assert (kept.file, kept.date, kept.issuer) == ("a.txt", "2019-01-15", "省扶贫开发局")


def test_two_copies_that_each_have_a_figure_of_their_own_both_stay() -> None:
    assert len(unite([read("\n".join(LINES[:5])), read("\n".join([*LINES[:4], LINES[5]]), "b.txt")])) == 2


def corrected(day: str, *, text: str = TEXT, **known: str) -> Bulletin:
    return read(f"{LETTERHEAD.format(day)}\n{text}", f"{day}.txt", **known)


def test_a_later_issue_of_the_same_number_supersedes_the_former() -> None:
    former = corrected("2019年1月15日")
    later = corrected("2019年2月20日", text=TEXT.replace("3600万元", "3700万元"))
    for order in ([former, later], [later, former]):
        united = {b.file: b for b in unite(order)}
        assert united[later.file].supersedes == former.id
        assert united[former.file].supersedes == ""


def test_of_three_issues_each_supersedes_the_one_before() -> None:
    issues = [corrected(f"2019年{month}月15日", text=TEXT.replace("3600", f"{month}600")) for month in (1, 2, 3)]
    assert [b.supersedes for b in unite(issues)] == ["", issues[0].id, issues[1].id]


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace(LINES[0], LINES[0] + "（更正）").replace("3600", "3700"),
        TEXT.replace("3600", "3700") + "\n原文数据有误，特此更正。",
        "更正版\n" + TEXT.replace("3600", "3700"),
    ],
)
def test_a_text_that_says_so_itself_supersedes_the_former(text: str) -> None:
    later, former = read(text, "b.txt", published="2019-02-20"), read(TEXT, published="2019-01-15")
    assert [b.supersedes for b in unite([later, former])] == [former.id, ""]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        # The next month's issue, of the same pattern.
        (f"{LETTERHEAD.format('2019年2月20日').replace('第2期', '第3期')}\n{TEXT.replace('3600', '3700')}", {}),
        # 第2期 of the year before.
        (f"{LETTERHEAD.format('2018年1月15日').replace('2019年第', '2018年第')}\n{TEXT.replace('3600', '3700')}", {}),
        # Of the same day, or of no day at all, which of the two is right nobody knows.
        (f"{LETTERHEAD.format('2019年1月15日')}\n{TEXT.replace('3600', '3700')}", {}),
        # Plans are revised, texts are corrected.
        (TEXT.replace("3600", "3700") + "\n五、聚焦规划引领。修订完善扶贫协作规划。", {"date": "2019-02-20"}),
    ],
)
def test_another_issue_is_no_correction(text: str, known: dict[str, str]) -> None:
    united = unite([corrected("2019年1月15日"), read(text, "b.txt", **known)])
    assert [b.supersedes for b in united] == ["", ""]


def test_a_corrected_copy_and_a_copy_of_the_former_each_belong_to_theirs() -> None:
    former, later = corrected("2019年1月15日"), corrected("2019年2月20日", text=TEXT.replace("3600", "3700"))
    copies = [replace(former, file="x.txt"), replace(later, file="y.txt")]
    united = unite([former, later, *copies])
    assert [(b.file, [c.file for c in b.copies]) for b in united] == [(former.file, ["x.txt"]), (later.file, ["y.txt"])]
