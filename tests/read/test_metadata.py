"""What a text says of its own publication."""

import pytest

from kg.read import read_text

PROSE = "2018年,衢江区投入平武县财政帮扶资金3600万元。"


def known(text: str) -> dict[str, str]:
    bulletin = read_text(text)
    return {name: value for name in ("title", "issue", "issuer", "source", "date", "published") if (value := getattr(bulletin, name))}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            f"山海不为远 携手开新局\n2026-01-20 来源:综合\n{PROSE}",
            {"title": "山海不为远 携手开新局", "source": "综合", "date": "2026-01-20", "published": "2026-01-20"},
        ),
        (
            f"东西部扶贫协作简报\n第8期\n平昌县东西部扶贫协作领导小组办公室　2019年12月6日\n{PROSE}",
            {"title": "东西部扶贫协作简报", "issue": "第8期", "issuer": "平昌县东西部扶贫协作领导小组办公室", "date": "2019-12-06"},
        ),
        (
            f"感谢信\n廉江市委：\n{PROSE}\n中共融水苗族自治县委员会\n融水苗族自治县人民政府\n2022年12月26日",
            {"title": "感谢信", "issuer": "中共融水苗族自治县委员会、融水苗族自治县人民政府", "date": "2022-12-26"},
        ),
        (
            f"嘉善捐赠物资驰援九寨沟\n（2022年9月20日　嘉善县融媒体中心）\n{PROSE}",
            {"title": "嘉善捐赠物资驰援九寨沟", "source": "嘉善县融媒体中心", "date": "2022-09-20", "published": "2022-09-20"},
        ),
        (
            f"工作通报\n成文日期：2019-01-10 发布日期：2019-02-01 发布机构：平武县扶贫局\n{PROSE}",
            {"title": "工作通报", "issuer": "平武县扶贫局", "date": "2019-01-10", "published": "2019-02-01"},
        ),
        (f"衢江区携手平武县\n二〇一九年一月十五日\n{PROSE}", {"title": "衢江区携手平武县", "date": "2019-01-15", "published": "2019-01-15"}),
        (f"{PROSE}", {}),
    ],
)
def test_title_issue_issuer_source_and_dates_are_read(text: str, expected: dict[str, str]) -> None:
    assert known(text) == expected


def test_a_day_that_no_calendar_has_is_no_date() -> None:
    assert "date" not in known(f"衢江区携手平武县\n发布日期：2019-02-30\n{PROSE}")


def test_who_sent_in_one_of_several_reports_is_not_the_source_of_all() -> None:
    text = f"山海协作简报\n◆平湖区援建青田县\n{PROSE}\n◆鄞州援建衢江区\n捐款21万元。\n（衢江区山海协作办供稿）"
    assert "source" not in known(text)


def test_a_date_in_a_sentence_is_not_the_date_of_the_bulletin() -> None:
    assert "date" not in known("衢江区携手平武县\n2018年9月18日，两地签订协议，捐款21万元。")
