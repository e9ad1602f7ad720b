"""What is done, what is signed or budgeted, what is only planned, each with the word that says so."""

import pytest

from kg.extract.pipeline import extract_records
from kg.read import read_text

PAIRED = "浙江省衢州市衢江区东西部扶贫协作帮扶绵阳市平武县以来，两地党委政府认真贯彻落实。\n"


def status(text: str, figure: str) -> tuple[str, str]:
    """The status of the action of a figure, and the word that tells it."""
    (action,) = [a for a in extract_records([read_text(PAIRED + text)]).actions if figure in [m.evidence.quote for m in a.measures]]
    return action.status.value, action.status_evidence.quote if action.status_evidence else ""


@pytest.mark.parametrize(
    ("text", "figure", "told"),
    [
        ("引进浙江企业9家，协议总投资近60亿元。", "近60亿元", ("committed", "协议总投资")),
        ("浙江通恒公司与平武县签订总投资50亿元的项目。", "50亿元", ("committed", "签订")),
        ("在2018年区级财政预算中，安排1250万元用于对口帮扶。", "1250万元", ("committed", "预算")),
        ("两地商定每年选派教师12名。", "12名", ("committed", "商定")),
        ("双方签订《东西部扶贫协作协议》，明确三年援助资金3000万元。", "3000万元", ("committed", "明确")),
        ("制定《2018—2020年协作帮扶规划》，明确“3年一亿”的协作帮扶规模。", "一亿", ("planned", "明确")),
        ("2023年将再投入帮扶资金3387万元。", "3387万元", ("planned", "将")),
        ("拟签约项目10个，计划投资3亿元。", "3亿元", ("planned", "计划")),
        ("签约项目5个，意向投资3.7亿元。", "3.7亿元", ("planned", "意向")),
        ("已有5家企业签约待入驻，达产后年销售收入预计2400万元。", "2400万元", ("planned", "达产后")),
        ("浙江企业完成投资3.3亿元。", "3.3亿元", ("done", "完成")),
        ("选派教师41名赴平武县支教。", "41名", ("done", "")),
        ("比预算多出300万元，落实帮扶资金7800万元。", "7800万元", ("done", "")),
        ("帮扶资金500万元尚未到位。", "500万元", ("planned", "未到位")),
        ("帮扶资金500万元还没有拨付。", "500万元", ("planned", "没有拨付")),
        ("安排帮扶项目12个，未完成的2个正在推进。", "2个", ("planned", "未完成")),
        ("在建扶贫车间3个。", "3个", ("committed", "在建")),
        ("正在建设的厂房5600平方米。", "5600平方米", ("committed", "正在建设")),
        ("现在建成扶贫车间3个。", "3个", ("done", "")),
        ("在建设美丽乡村中，投入帮扶资金500万元。", "500万元", ("done", "")),
    ],
)
def test_a_status_is_told_with_its_word(text: str, figure: str, told: tuple[str, str]) -> None:
    assert status(text, figure) == told


def test_the_headline_of_a_plan_tells_the_status_of_what_no_other_word_does() -> None:
    text = "衢江区对口帮扶平武县2025年工作计划\n衢江区向平武县投入帮扶资金3000万元。去年，投入帮扶资金2800万元。"
    actions = {m.evidence.quote: a for a in extract_records([read_text(text)]).actions for m in a.measures}
    planned = actions["3000万元"]
    assert planned.status_evidence is not None
    assert (planned.status, planned.status_evidence.quote) == ("planned", "计划")
    assert planned.status_evidence.start < text.index("\n")
    assert actions["2800万元"].status == "done"


def test_a_part_is_committed_with_its_total_by_the_same_word_unless_its_own_says_done() -> None:
    text = "区级财政预算安排1250万元，其中平武县1050万元、已拨付200万元。"
    assert status(text, "1050万元") == ("committed", "预算")
    assert status(text, "200万元")[0] == "done"


def test_a_titled_agreement_that_is_signed_is_done_and_a_word_of_its_title_says_nothing() -> None:
    text = PAIRED + "双方制定《2018—2020年协作帮扶规划》。"
    (agreement,) = [a for a in extract_records([read_text(text)]).actions if a.kind == "agreement"]
    assert agreement.status == "done"


def test_a_word_within_a_name_tells_no_status() -> None:
    text = "福建省泉州市洛江区对口帮扶三明市将乐县。\n洛江区规划局向将乐县捐赠图书300册。"
    (action,) = [a for a in extract_records([read_text(text)]).actions if "300册" in [m.evidence.quote for m in a.measures]]
    assert (action.status.value, action.status_evidence) == ("done", None)
