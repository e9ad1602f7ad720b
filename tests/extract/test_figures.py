"""What is promised of figures, on pieces of bulletins."""

from itertools import pairwise

import pytest

from kg.extract.pipeline import read_statements
from kg.extract.reading import Figure
from kg.read import read_text


def figures(text: str) -> list[Figure]:
    return [f for f in read_statements(read_text(text)).figures if not f.reason]


@pytest.mark.parametrize(
    ("text", "value", "upper", "unit", "bound"),
    [
        ("成功引进省外9家企业,协议总投资近60亿。", 6_000_000_000, None, "元", "about"),
        ("一期投产后,税收1—2亿。", 100_000_000, 200_000_000, "元", "range"),
        ("捐款捐物价值约170余万元。", 1_700_000, None, "元", "about"),
        ("受助人员1万余人次。", 10_000, None, "人次", "over"),
        ("累计投入七亿余元。", 700_000_000, None, "元", "over"),
        ("三年一个亿支持平武县。", 100_000_000, None, "元", "exact"),
        ("投资近3个亿元。", 300_000_000, None, "元", "about"),
        ("选派两名医生。", 2, None, "名", "exact"),
        ("援建百所学校。", 100, None, "所", "exact"),
        ("投入帮扶资金 3600 万元。", 36_000_000, None, "元", "exact"),
        ("投入资金100万支持产业。", 1_000_000, None, "元", "exact"),
        ("月均工资3500元以上。", 3500, None, "元/月", "over"),
        ("每户补助5万元。", 50_000, None, "元/户", "exact"),
        ("村道改建10.486公里。", 10.486, None, "公里", "exact"),
        ("亩产由不足1吨提升。", 1, None, "吨", "under"),
        ("投入资金3亿2000万元。", 320_000_000, None, "元", "exact"),
        ("投入一亿二千万元。", 120_000_000, None, "元", "exact"),
        ("总投资三点五亿元。", 350_000_000, None, "元", "exact"),
        ("培训一万二千名农民。", 12_000, None, "名", "exact"),
        ("月均工资六千五元。", 6500, None, "元/月", "exact"),
        ("三四百名党员参加。", 300, 400, "名", "range"),
        ("组织上百名教师送教。", 100, None, "名", "over"),
        ("十几名医生巡诊。", 10, None, "名", "over"),
        ("签约率达百分之八十。", 80, None, "%", "exact"),
        ("培训牧民12万三千五百名。", 123_500, None, "名", "exact"),
        ("捐款2万一千零五十元。", 21_050, None, "元", "exact"),
        ("户用光伏三千瓦。", 3, None, "千瓦", "exact"),
        ("送去慰问金万余元。", 10_000, None, "元", "over"),
        ("选派三支援疆医疗队。", 3, None, "支", "exact"),
        ("引进两三家企业。", 2, 3, "家", "range"),
        ("培训十七八名医生。", 17, 18, "名", "range"),
        ("派出三五名教师。", 3, 5, "名", "range"),
        ("每户增收七八千元。", 7000, 8000, "元/户", "range"),
        ("捐赠三至五千元。", 3000, 5000, "元", "range"),
        ("捐赠一百二三十万元。", 1_200_000, 1_300_000, "元", "range"),
        ("派出一两名教师。", 1, 2, "名", "range"),
        ("捐赠三五至七八千元。", 3000, 8000, "元", "range"),
        ("培训一百二十名教师。", 120, None, "名", "exact"),
        ("修路一点五公里。", 1.5, None, "公里", "exact"),
        ("投入2千余万元。", 20_000_000, None, "元", "over"),
        ("投入3千多万元。", 30_000_000, None, "元", "over"),
        ("投入5百多万元。", 5_000_000, None, "元", "over"),
        ("投入3亿2千余万元。", 320_000_000, None, "元", "over"),
        ("投入3亿2000多万元。", 320_000_000, None, "元", "over"),
        ("培训1万二三千名农民。", 12_000, 13_000, "名", "range"),
        ("捐赠壹佰万元整。", 1_000_000, None, "元", "exact"),
        ("捐赠贰拾叁万伍仟元整。", 235_000, None, "元", "exact"),
        ("捐款伍元。", 5, None, "元", "exact"),
        ("培训廿名教师。", 20, None, "名", "exact"),
        ("帮助卅五户农户。", 35, None, "户", "exact"),
        ("投入千余万元。", 10_000_000, None, "元", "over"),
        ("投入百余万元。", 1_000_000, None, "元", "over"),
        ("培训300来人。", 300, None, "人", "about"),
        ("引进十来家企业。", 10, None, "家", "about"),
        ("投资过亿元。", 100_000_000, None, "元", "over"),
        ("产值超过百万元。", 1_000_000, None, "元", "over"),
        ("产值不超过百万元。", 1_000_000, None, "元", "under"),
        ("通过百家企业销售。", 100, None, "家", "exact"),
        ("选派三、五名教师。", 3, 5, "名", "range"),
        ("选派十三、四名教师。", 13, 14, "名", "range"),
        ("培训二、三百户农户。", 200, 300, "户", "range"),
        ("百来号人参加培训。", 100, None, "人", "about"),
        ("300多号人到村义诊。", 300, None, "人", "over"),
    ],
)
def test_a_figure_keeps_its_value_unit_and_bound(text: str, value: float, upper: float | None, unit: str, bound: str) -> None:
    found = figures(text)[-1]
    assert float(found.value) == pytest.approx(value)
    assert (None if found.upper is None else float(found.upper), found.unit, found.bound) == (upper, unit, bound)


def test_a_word_that_begins_with_a_word_of_bound_bounds_nothing() -> None:
    found = read_statements(read_text("选派300来自杭州的教师，3名来自温州。")).figures
    assert [(int(f.value), f.bound, f.reason) for f in found] == [(300, "exact", "no_unit"), (3, "exact", "")]


def test_two_quantities_side_by_side_are_two_figures() -> None:
    assert [(int(f.value), f.unit) for f in figures("在平武举办就业培训4期1860名。")] == [(4, "期"), (1860, "名")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("当年9月底前全面开工。", "date"),
        ("派遣第四批援藏干部。", "ordinal"),
        ("连续缴纳社会保险费3个月。", "duration"),
        ("全县总人口72.6万人。", "background"),
        ("咨询电话：0751-8888120。", "phone"),
        ("结对十年来。", "duration"),
        ("两地携手同行。", "reference"),
        ("八成以上投向民生。", "share"),
        ("农户得三分之一。", "share"),
        ("死亡率下降千分之三。", "share"),
        ("参训的一半是妇女。", "share"),
        ("其中半数是妇女。", "share"),
        ("走进千家万户。", "idiom"),
        ("人民币叁拾。", "no_unit"),
        ("数十名教师送教。", "indefinite"),
        ("派出第一书记。", "ordinal"),
        ("二期工程正在建设。", "ordinal"),
        ("相当于前两年之和的1.4倍。", "comparison"),
        ("比去年多出约500万元。", "comparison"),
        ("架设10千伏线路。", "number"),
        ("承担延寿县、绥滨县两个县的定点扶贫任务。", "reference"),
        ("上述三家企业都是本地的。", "reference"),
        ("对口支援已三个年头。", "duration"),
        ("离家千里来到金沙江畔。", "idiom"),
        ("全国832个贫困县全部摘帽。", "title"),
        ("平武县是832个国家级贫困县之一。", "title"),
        ("农产品登上“832平台”。", "title"),
        ("入驻脱贫地区农副产品网络销售平台（832平台）。", "title"),
        ("手机13912345678。", "phone"),
        ("有意者请拨打8822345。", "phone"),
        ("开通12317监督举报电话。", "phone"),
        ("邮政编码622550。", "postcode"),
        ("捐款账号：2308414109。", "number"),
        ("主要做法：1.加强领导；2.压实责任。", "list_number"),
        ("主要做法 1.加强领导 2.压实责任", "list_number"),
        ("措施有（1）加强领导，（2）压实责任。", "list_number"),
        ("来了一位三十来岁的医生。", "age"),
        ("走访60岁以上的老人。", "age"),
        ("年近六旬的老医生坚持巡诊。", "age"),
        ("过半学生得到资助。", "share"),
        ("近半农户入社。", "share"),
    ],
)
def test_what_is_no_statement_is_left_out_with_its_reason(text: str, reason: str) -> None:
    found = read_statements(read_text(text))
    assert reason in {f.reason for f in found.figures}
    assert not [f for f in found.figures if not f.reason]


@pytest.mark.parametrize(
    ("text", "threshold", "counted"),
    [
        ("慰问年收入低于4000元的家庭30户。", "低于4000元", ["30户"]),
        ("资助30户人均年收入不足5000元的困难家庭。", "不足5000元", ["30户"]),
        ("建成20人以上的车间8个。", "20人以上", ["8个"]),
        ("为吸纳就业30人以上的企业发放奖补5万元。", "30人以上", ["5万元"]),
        ("引进企业9家，其中投资超千万元的只有3家。", "超千万元", ["9家", "3家"]),
        ("引进8家投资超过2000万元的企业。", "超过2000万元", ["8家"]),
        ("新开工5000万元以上工业项目4个。", "5000万元以上", ["4个"]),
        ("扶持种植500亩以上的大户12户。", "500亩以上", ["12户"]),
        ("聚焦贫困发生率高于10%的村15个。", "高于10%", ["15个"]),
        ("捐款1000元以上的有35人。", "1000元以上", ["35人"]),
    ],
)
def test_a_threshold_is_left_out_and_what_it_holds_for_stays(text: str, threshold: str, counted: list[str]) -> None:
    found = read_statements(read_text(text)).figures
    assert [text[f.start : f.end] for f in found if f.reason == "threshold"] == [threshold]
    assert [text[f.start : f.end] for f in found if not f.reason] == counted


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("捐赠价值10万元以上的物资5批。", "10万元以上"),
        ("投入超过3000万元的帮扶资金。", "超过3000万元"),
        ("总投资超5亿元的12个项目开工。", "超5亿元"),
        ("带动300户以上的贫困户增收。", "300户以上"),
        ("帮助30户农户年增收4000元以上。", "4000元以上"),
        ("提供月薪4000元以上的岗位300个。", "4000元以上"),
        ("建成1000亩以上的基地。", "1000亩以上"),
    ],
)
def test_an_amount_of_what_is_given_or_reached_is_no_threshold_however_bounded(text: str, figure: str) -> None:
    assert figure in [text[f.start : f.end] for f in figures(text)]


@pytest.mark.parametrize("text", ["获得第三、五名。", "实施三、四期工程。", "分别选派三、五名教师。", "三、五个着力点。"])
def test_numerals_that_each_stand_for_themselves_are_no_range(text: str) -> None:
    assert not [f for f in read_statements(read_text(text)).figures if f.upper]


@pytest.mark.parametrize(
    "text",
    [
        *("进一步加强。", "又一成果。", "九龙县山高。", "一些群众说好。", "统一管理。"),
        *("加强教师队伍建设。", "大陆企业家到访。", "半数据化管理。"),
        *("走过半山腰。", "举办中号脉义诊。"),
    ],
)
def test_a_word_with_a_numeral_in_it_is_no_figure(text: str) -> None:
    assert read_statements(read_text(text)).figures == []


def test_what_stands_beside_a_share_is_not_taken_into_it() -> None:
    found = read_statements(read_text("销售额的两成一千零五十元返还农户，水渠三分之一千米。")).figures
    assert [(f.start, f.end) for f in found] == [(4, 6), (6, 12), (19, 23)]


def test_a_thousand_of_a_unit_is_no_figure() -> None:
    assert read_statements(read_text("按每千米计。")).figures == []


def test_no_range_runs_downwards() -> None:
    assert [(int(f.value), f.upper) for f in read_statements(read_text("完成10—5个。")).figures] == [(10, None), (5, None)]


def test_no_figure_takes_a_word_of_the_one_before() -> None:
    found = read_statements(read_text("投资12亿以上亿元项目。")).figures
    assert all(a.end <= b.start for a, b in pairwise(found))
