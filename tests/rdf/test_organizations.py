"""What a text says of organizations is said in the terms of ORG, and no more than it says."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pyoxigraph import Quad

from kg.model import Action, BlockKind, Bulletin, Entity, EntityType
from kg.rdf import quads, vocabulary
from kg.rdf.namespaces import expand
from kg.rdf.organizations import Part, Post, parts, post_of
from miniature import MIANYANG, PINGWU, QUJIANG, action, bulletin, measure, miniature, quote


def body(name: str, kind: EntityType = EntityType.HOSPITAL, *aliases: str) -> Entity:
    return Entity(f"{kind}-{name}", kind, name, aliases=aliases)


def said(text: str) -> Bulletin:
    return bulletin([(BlockKind.PARAGRAPH, text)])


def sent(text: str, figure: str, recipient: Sequence[Entity] = (PINGWU,), *, about: str = "干部", kind: str = "personnel") -> Action:
    b = said(text)
    return action(kind, [QUJIANG], recipient, quote(b, text), measure(b, figure, 1, "名"), about=about)


def post(told: Action) -> Post | None:
    return post_of(told, vocabulary())


UNIVERSITY = body("浙江大学", EntityType.SCHOOL)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        (UNIVERSITY, body("浙江大学医学院附属第二医院")),
        (body("农发行", EntityType.ENTERPRISE), body("农发行湖北省分行", EntityType.ENTERPRISE)),
        (body("国家能源集团", EntityType.ENTERPRISE), body("国家能源集团四川公司", EntityType.ENTERPRISE)),
        (body("广东省农业科学院", EntityType.INSTITUTE), body("广东省农业科学院水稻研究所", EntityType.INSTITUTE)),
        (body("赣南师范大学", EntityType.SCHOOL), body("赣南师范大学工会", EntityType.ORGANIZATION)),
        (body("中国农业银行", EntityType.ENTERPRISE, "农行"), body("农行贵州省分行", EntityType.ENTERPRISE)),
    ],
    ids=lambda e: e.name,
)
def test_a_body_whose_name_says_so_is_part_of_another_one(whole: Entity, part: Entity) -> None:
    assert parts([part, whole]) == [Part(part.id, whole.id)]


@pytest.mark.parametrize(
    ("other", "name"),
    [
        (body("中国石油", EntityType.ENTERPRISE), "中国石油化工集团有限公司"),
        (body("雅戈尔", EntityType.ENTERPRISE), "雅戈尔集团"),
        (body("鼓楼医院"), "鼓楼医院托管商洛市中心医院"),
        (body("华发集团", EntityType.ENTERPRISE), "华发集团旗下公司"),
        (body("万州区对口支援办", EntityType.AGENCY), "万州区对口支援办公室"),
    ],
    ids=lambda x: x if isinstance(x, str) else x.name,
)
def test_a_name_that_only_begins_like_another_one_is_no_part_of_it(other: Entity, name: str) -> None:
    assert parts([other, body(name, other.type)]) == []


def test_a_part_of_a_part_is_that_of_the_nearest_whole() -> None:
    school, hospital = body("浙江大学附属中学", EntityType.SCHOOL), body("浙江大学附属中学分校", EntityType.SCHOOL)
    assert Part(hospital.id, school.id) in parts([UNIVERSITY, school, hospital])


def test_a_place_is_no_whole_and_a_name_that_two_bodies_bear_tells_of_none() -> None:
    named = body("衢江区工会", EntityType.ORGANIZATION)
    assert parts([QUJIANG, named]) == []
    twice = [replace(body("中山医院"), id=f"hospital-{n}") for n in "12"]
    assert parts([*twice, body("中山医院青浦分院")]) == []


def test_the_parts_of_bodies_stand_among_what_is_derived() -> None:
    named = [replace(e, mentions=(quote(bulletin(), "平武"),)) for e in (UNIVERSITY, body("浙江大学附属第二医院"))]
    statements = quads(replace(miniature(), entities=(*miniature().entities, *named)))
    found = [q for q in statements if q.predicate.value == expand("org:subOrganizationOf")]
    assert [(q.object.value, q.graph_name.value) for q in found] == [(expand(f"id:{UNIVERSITY.id}"), expand("graph:derived"))]


@pytest.mark.parametrize(
    ("text", "figure", "about", "rank"),
    [
        ("衢江选派1名副县级干部、1名正科级干部到平武挂职。", "1名", "副县级干部", "county-deputy"),
        ("我区选派1名处级干部、2名科级干部赴舟曲县挂职，期限两年", "2名", "科级干部", "township"),
        ("丹江口市选派副科级以上干部8人来我区挂职半年。", "8人", "选派副科级以上干部", "township-deputy"),
        ("平武选派3名医疗骨干赴衢江区挂职学习。", "3名", "医疗骨干", ""),
        ("日照派出挂职干部2人、支教教师10人。", "2人", "派出挂职干部", ""),
        ("总局选派的5名挂职干部全部到岗。", "5名", "总局选派", ""),
    ],
)
def test_who_is_sent_to_hold_a_post_holds_one_in_the_recipient_of_the_rank_that_the_text_tells(
    text: str, figure: str, about: str, rank: str
) -> None:
    told = sent(text, figure, about=about)
    assert post(told) == Post(f"post-{told.id}", about, PINGWU.id, rank)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("衢江选派医疗、教育、农技等41名专业技术骨干赴平武开展对口帮扶。", "41名"),
        ("日照派出挂职干部2人、支教教师10人。", "10人"),
        ("河西来庄专技人才34人、挂职干部2人，是历年最多。", "34人"),
        ("2名干部在麻江挂职，其中1名任驻村第一书记。", "1名"),
        ("15名农技人员赴衢江蹲点；衢江派出8名中层干部到鄞州挂职。", "15名"),
        ("37名教师医生来我县挂职或支教支医。", "37名"),
        ("412名专业技术人才到宁波挂职、跟岗。", "412名"),
    ],
)
def test_who_is_not_said_to_hold_a_post_holds_none(text: str, figure: str) -> None:
    assert post(sent(text, figure)) is None


def test_where_several_receive_or_nobody_does_the_text_does_not_say_where_a_post_is() -> None:
    text = "选派挂职干部14名。"
    assert post(sent(text, "14名", [PINGWU, MIANYANG])) is None
    assert post(sent(text, "14名", [])) is None
    assert post(sent(text, "14名", kind="training")) is None


def of(statements: Sequence[Quad], subject: str) -> dict[str, str]:
    return {q.predicate.value: q.object.value for q in statements if q.subject.value == expand(subject)}


def test_a_post_is_written_with_its_rank_and_names_nobody() -> None:
    told = sent("衢江选派1名副县级干部到平武挂职。", "1名", about="副县级干部")
    statements = quads(replace(miniature(), bulletins=(said(told.evidence[0].quote),), actions=(told,)))
    assert of(statements, f"id:{told.id}")[expand("aid:post")] == expand(f"id:post-{told.id}")
    assert of(statements, f"id:post-{told.id}") == {
        expand("rdf:type"): expand("org:Post"),
        expand("rdfs:label"): "副县级干部",
        expand("org:postIn"): expand(f"id:{PINGWU.id}"),
        expand("org:role"): expand("aid:grade-county-deputy"),
    }
