"""What is promised of the words that say what a figure counts."""

import pytest

from kg.extract.about import about


@pytest.mark.parametrize(
    ("before", "after", "counted"),
    [
        ("衢江选派医疗、教育、农技等", "专业技术骨干赴平武开展对口帮扶", "专业技术骨干"),
        ("其中改善农牧民生产生活条件类项目", "", "改善农牧民生产生活条件类项目"),
        ("年产值将达", "", "年产值"),
        ("2018年村道改建", "", "村道改建"),
        ("签订总投资", "的“再生资源回收加工利用”项目", "“再生资源回收加工利用”项目"),
        ("明确“3年", "”的协作帮扶规模", "协作帮扶规模"),
        ("培训致富能手、产业带头人及“田秀才”", "", "培训致富能手、产业带头人及“田秀才”"),
    ],
)
def test_what_a_figure_counts_is_told_in_the_words_of_the_text(before: str, after: str, counted: str) -> None:
    assert about(before, after) == counted


def test_nothing_is_cut_off_within_a_word() -> None:
    after = "县级部门干部及贫困村第一书记、村党支部书记在衢州职业技术学院完成培训"
    assert about("", after) == "县级部门干部及贫困村第一书记、村党支部书记"
