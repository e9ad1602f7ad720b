"""What a page puts around a text is known, and no figure of a text is taken for it."""

import pytest

from kg.model import BlockKind
from kg.read.furniture import is_furniture
from readings import kinds, lines_of

PROSE = "2018年,衢江区投入平武县财政帮扶资金3600万元。"


@pytest.mark.parametrize(
    "line",
    [
        "首页 | 要闻 | 县区 | 专题 | 视频",
        "首页 | 要闻动态 | 帮扶案例 | 定点帮扶",
        "网站首页　走进德阳　新闻中心　办事大厅　领导信箱",
        "继续滑动看下一个",
        "延伸阅读：我县签约项目12个总投资9900万元",
        "【相关阅读】广州投入8800万元助力毕节",
        "点击上方蓝字关注我们",
        "您当前的位置：网站首页 >> 对口帮扶 >> 浏览文章",
        "凉山彝族自治州人民政府 > 专题专栏 > 万企兴万村",
        "【打印本页】 【关闭窗口】",
        "• 【字体： 大 中 小】",
        "• 【字体:",
        "扫一扫在手机打开当前页",
        "分享到: 微信 微博 QQ空间  打印  关闭",
        "上一篇：无 下一篇：定点帮扶工作推进会召开",
        "联系电话： 028-00000000 蜀ICP备00000000号-1 川公网安备 51000000000000号",
        "建议使用1920×1080分辨率、IE9.0以上浏览器访问本站",
        "报：省委组织部；送：山南市委、市政府。共印30份",
        "手机版 电脑版",
        "（此件公开发布）",
        "共印120份",
    ],
)
def test_menus_paths_buttons_and_footers_are_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "已有5家企业落户园区",
        "部门 6 学校 49",
        "部门　学校　医院　乡镇",
        "视频 5场",
        "人均收入>5000元的有120户",
        "驷马镇稻鱼综合种养基地　1200万元",
        "文化、旅游交流12次",
        "发布招聘信息1.1万条。首页 | 新闻",
        "相关链接：2018年,衢江区投入平武县财政帮扶资金3600万元。",
        "社会帮扶：投入资金534万元",
    ],
)
def test_what_has_figures_or_sentences_of_its_own_is_not(line: str) -> None:
    assert not is_furniture(line)


def test_the_name_of_a_site_is_furniture_at_the_edge_of_a_page_only() -> None:
    assert kinds(f"成都对口支援网\n新津区援助小金县\n{PROSE}")[0] == ("furniture", "成都对口支援网")
    assert kinds(f"新津区援助小金县\n{PROSE}\n光伏电网\n{PROSE[6:]}")[2] == ("heading", "光伏电网")


def test_a_menu_of_words_that_only_this_site_has_is_furniture() -> None:
    menu = ["走进本州", "州情概览", "数据开放", "便民服务"]
    assert lines_of("\n".join([*menu, "衢江区携手平武县", PROSE]), BlockKind.FURNITURE) == menu
    assert lines_of("\n".join([*menu, "感谢信", "中共衢江区委：", PROSE]), BlockKind.HEADLINE) == ["感谢信"]


def test_two_short_lines_are_no_menu() -> None:
    assert lines_of(f"情满高原\n衢江平武\n{PROSE}", BlockKind.FURNITURE) == []


def test_hosts_named_at_the_foot_are_furniture_and_in_the_text_content() -> None:
    assert kinds(f"{PROSE}\n主办单位:省人民政府办公厅")[-1][0] == "furniture"
    assert kinds(f"衢江平武招聘会\n{PROSE}\n主办单位：衢江区人社局\n{PROSE[5:]}")[2][0] == "paragraph"


def test_headlines_of_other_pages_are_furniture_and_the_next_report_is_not() -> None:
    text = f"衢江区携手平武县\n{PROSE}\n相关阅读\n全市召开会议\n领导调研企业\n青白江区帮扶九龙县\n安排1250万元用于对口帮扶。"
    assert lines_of(text, BlockKind.FURNITURE) == ["相关阅读", "全市召开会议", "领导调研企业"]
    assert lines_of(text, BlockKind.HEADLINE) == ["衢江区携手平武县", "青白江区帮扶九龙县"]
    assert lines_of(f"衢江区携手平武县\n{PROSE}\n相关阅读\n全市召开会议\n领导调研企业", BlockKind.FURNITURE)[-1] == "领导调研企业"
