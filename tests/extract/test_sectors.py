"""The sectors of an action are those that the words nearest to its figures tell, several where the text says so, none where it is silent."""

import pytest

from kg.extract.pipeline import extract_records
from kg.extract.sectors import sectors_in
from kg.read import read_text

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来，两地党委政府认真贯彻落实。\n"


def sectors(text: str) -> dict[str, tuple[str, ...]]:
    return {m.evidence.quote: a.sector for a in extract_records([read_text(PAIRED + text)]).actions for m in a.measures}


def test_each_figure_of_a_list_has_the_sector_of_its_own_words() -> None:
    text = "确定项目20个，其中基础设施类项目10个、教育及就业帮扶类项目2个、特色优势产业发展类项目7个、生态建设和环境保护类项目1个。"
    assert sectors(text) == {
        "20个": (), "10个": ("infrastructure",), "2个": ("education", "employment"), "7个": ("industry",), "1个": ("environment",),
    }  # fmt: skip


def test_words_on_either_side_of_a_list_sign_stay_with_their_figure() -> None:
    assert sectors("结对165对学校、41对医疗单位。") == {"165对": ("education",), "41对": ("health",)}
    assert sectors("选派党政干部3名、医生21名、教师5名赴平武县。") == {"3名": ("governance",), "21名": ("health",), "5名": ("education",)}


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        ("选派教育、医疗、农技等专业技术骨干41名赴平武县。", "41名", ("education", "health", "agriculture")),
        ("投入帮扶资金200万元，用于新建教学楼。", "200万元", ("education",)),
        ("在卫生健康领域，投入帮扶资金200万元。", "200万元", ("health",)),
        ("转移就业7183名。", "7183名", ("employment",)),
        ("销售平武县农产品2960万元。", "2960万元", ("agriculture", "industry")),
        ("旅游收入约6500万元。", "约6500万元", ("culture-tourism",)),
        ("慰问困难群众56户。", "56户", ("social-welfare",)),
        ("建成污水处理设施7座。", "7座", ("environment",)),
        ("硬化道路10.486公里。", "10.486公里", ("infrastructure",)),
        ("投入帮扶资金534万元。", "534万元", ()),
        ("驻村干部帮助村民年收入增加4000元。", "4000元", ()),
        ("挂职干部带领村民种茶，年收入达到4万元。", "4万元", ()),
        ("选派挂职干部4名。", "4名", ("governance",)),
    ],
)
def test_the_nearest_words_tell_the_sector(text: str, figure: str, told: tuple[str, ...]) -> None:
    assert sectors(text)[figure] == told


def test_a_heading_tells_the_sector_of_what_no_nearer_word_does() -> None:
    text = "一、教育帮扶\n投入帮扶资金200万元。\n二、健康帮扶\n投入帮扶资金300万元。"
    assert sectors(text) == {"200万元": ("education",), "300万元": ("health",)}


def test_the_words_of_another_figure_do_not_speak() -> None:
    assert sectors("投入帮扶资金200万元，选派教师3名，选派医生2名。")["200万元"] == ()


def test_who_gives_tells_no_sector_and_who_receives_does() -> None:
    assert sectors("中国农业银行捐赠资金20万元。") == {"20万元": ()}
    assert sectors("衢江区向平武县实验小学捐赠资金20万元。") == {"20万元": ("education",)}


def test_a_word_within_another_one_tells_nothing() -> None:
    assert sectors_in("优化营商环境，深入开展主题教育") == frozenset()
    assert sectors_in("教育和环境整治") == {"education", "environment"}


def test_the_sectors_of_a_cell_are_told_by_the_names_of_its_row() -> None:
    text = "衢江区帮扶平武县情况表\n指标　　　　　　　衢江　　平武\n转移就业（人）　　　835　　402\n"
    found = extract_records([read_text(PAIRED + text)])
    assert {a.sector for a in found.actions if a.measures} == {("employment",)}
