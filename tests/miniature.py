"""A miniature bulletin, real sentences of the founding one, with the records that its reading gives: what the tests of the views draw."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kg.model import Action, Article, Block, BlockKind, Bound, Bulletin, Entity, EntityType, Evidence, Level, Measure, Rank, Records, Role, Status

LINES = [
    (BlockKind.FURNITURE, "2019年02月28日 14时50分"),
    (BlockKind.HEADLINE, "衢江平武“无问西东”铺就协作“康庄大道”"),
    (BlockKind.PARAGRAPH, "浙江通恒公司与平武县签订总投资50亿的“再生资源回收加工利用”项目。在绵阳成功落地浙江企业6家,完成投资3.3亿元。"),
    (BlockKind.PARAGRAPH, "衢江选派医疗、教育、农技等41名专业技术骨干赴平武开展对口帮扶。平武选派3名医疗骨干赴衢江区挂职学习。"),
    (BlockKind.PARAGRAPH, "65名县级部门干部在衢州职业技术学院完成培训。完成医院结对28对,落实社会帮扶资金534万元。"),
    (BlockKind.COPY, "落实社会帮扶资金534万元。"),
]


def place(code: str, name: str, level: Level = Level.COUNTY, parent: str = "", at: tuple[float, float] | None = None) -> Entity:
    lat, lon = at or (None, None)
    return Entity(f"place-{code}", EntityType.PLACE, name, code=code, level=level, parent=parent, lat=lat, lon=lon)


QUJIANG = place("330803", "衢江区", parent="place-330800", at=(28.98, 118.96))
QUZHOU = place("330800", "衢州市", Level.PREFECTURE)
PINGWU = place("510727", "平武县", parent="place-510700", at=(32.41, 104.56))
MIANYANG = place("510700", "绵阳市", Level.PREFECTURE)
TONGHENG = Entity("enterprise-1", EntityType.ENTERPRISE, "浙江通恒公司")
COLLEGE = Entity("school-1", EntityType.SCHOOL, "衢州职业技术学院")
PLAN = Entity("document-1", EntityType.DOCUMENT, "东西部扶贫协作框架协议")


def bulletin(lines: Sequence[tuple[BlockKind, str]] = LINES) -> Bulletin:
    blocks, at = [], 0
    for kind, line in lines:
        blocks.append(Block(kind, at, at + len(line)))
        at += len(line) + 1
    text = "\n".join(line for _, line in lines) + "\n"
    article = Article(0, lines[0][1], 0, at)
    known = {"title": "脱贫攻坚简报2019年第2期", "issuer": "四川省脱贫攻坚领导小组办公室", "date": "2019-01-15"}
    return Bulletin("sichuan-2019-2", text, tuple(blocks), (article,), **known)


def quote(source: Bulletin, words: str) -> Evidence:
    start = source.text.index(words)
    return Evidence(source.id, start, start + len(words), words, 0)


def measure(
    source: Bulletin, words: str, value: int, unit: str, bound: Bound = Bound.EXACT, *, total: str = "", counts: bool = True
) -> Measure:
    evidence = quote(source, words)
    return Measure(f"measure-{evidence.start}", Decimal(value), None, unit, unit, bound, evidence, total=total, counts_in_totals=counts)


def action(
    kind: str,
    provider: Sequence[Entity],
    recipient: Sequence[Entity],
    evidence: Evidence,
    *measures: Measure,
    status: Status = Status.DONE,
    through: Sequence[Entity] = (),
    about: str = "",
) -> Action:
    def ids(parties: Sequence[Entity]) -> tuple[str, ...]:
        return tuple(party.id for party in parties)

    name = f"action-{kind}-{evidence.start}"
    return Action(name, kind, ids(provider), ids(recipient), (evidence,), ids(through), about=about, status=status, measures=measures)


def miniature() -> Records:
    b = bulletin()

    def q(words: str) -> Evidence:
        return quote(b, words)

    agreed = measure(b, "50亿", 5 * 10**9, "元")
    sent = q("衢江选派医疗、教育、农技等41名专业技术骨干赴平武开展对口帮扶")
    actions = [
        action("investment", [TONGHENG], [PINGWU], q("浙江通恒公司与平武县签订总投资50亿"), agreed, status=Status.PLANNED),
        action("investment", [], [MIANYANG], q("完成投资3.3亿元"), measure(b, "3.3亿元", 330000000, "元")),
        action("personnel", [QUJIANG], [PINGWU], sent, measure(b, "41名", 41, "名"), about="专业技术骨干"),
        action("personnel", [PINGWU], [QUJIANG], q("平武选派3名医疗骨干赴衢江区挂职学习"), measure(b, "3名", 3, "名")),
        action("training", [QUZHOU], [PINGWU], q("65名县级部门干部在衢州职业技术学院完成培训"), measure(b, "65名", 65, "名"), through=[COLLEGE]),
        action("pairing", [QUJIANG], [PINGWU], q("完成医院结对28对"), measure(b, "28对", 28, "对")),
        action("funding", [QUJIANG], [PINGWU], q("落实社会帮扶资金534万元"), measure(b, "534万元", 5340000, "元"), about="社会帮扶资金"),
    ]
    entities = sorted([QUJIANG, QUZHOU, PINGWU, MIANYANG, TONGHENG, COLLEGE, PLAN], key=lambda entity: entity.id)
    return Records((b,), tuple(entities), tuple(sorted(actions, key=lambda a: a.id)))


def broken() -> Records:
    """A build as none should be: a quote that is not the text's, parts larger than their total, figures in neither book."""
    whole = miniature()
    ids = {m.evidence.quote: m.id for a in whole.actions for m in a.measures}

    def damaged(a: Action) -> Action:
        (m,) = a.measures
        if m.evidence.quote == "65名":
            m = replace(m, role=Role.PART, total=ids["41名"])
        if m.evidence.quote == "534万元":
            m = replace(m, evidence=replace(m.evidence, quote="543万元"))
        return replace(a, measures=(m,))

    return replace(whole, actions=tuple(map(damaged, whole.actions)))


def hostile() -> Records:
    """Names and texts as no bulletin should have them, and as some page some day will."""
    markup = '<img src=x onerror="window.hacked=1">\'"&</script><script>window.hacked=1</script>'
    # 𠮷 is one code point and two UTF-16 units: offsets after it tell whether they were converted.
    lines = [
        (BlockKind.PARAGRAPH, f"𠮷𠮷村{markup}收到衢江区资金534万元,𠮷祥。"),
        (BlockKind.PARAGRAPH, "</script><script>window.hacked=1</script>\u2028\u202e"),
    ]
    b = bulletin(lines)
    village = Entity("place-x", EntityType.PLACE, f"𠮷𠮷村{markup}", level=Level.VILLAGE, lat=32.4, lon=104.5)
    long = Entity("enterprise-long", EntityType.ENTERPRISE, "有限公司" * 75)
    turned = Entity("agency-rtl", EntityType.AGENCY, "\u202e局政民\u202c العربية")
    nameless = Entity("school-nameless", EntityType.SCHOOL, "")
    cents = Measure("measure-1", Decimal("1e15"), None, "元", "元", Bound.OVER, quote(b, "534万元"))
    given = quote(b, "收到衢江区资金534万元,𠮷祥")
    actions = [
        action("funding", [QUJIANG], [village], given, cents, about=markup),
        action("service", [long], [turned], given),
        action("exchange", [QUJIANG], [QUJIANG], given),
        action("__proto__", [nameless], [long], given),
        action("output", [], [], given),
    ]
    entities = sorted([QUJIANG, village, long, turned, nameless], key=lambda entity: entity.id)
    return Records((b,), tuple(entities), tuple(sorted(actions, key=lambda a: a.id)))


def registered() -> Records:
    """The miniature with a register of one pairing, which is unchecked; its id comes before the bulletin's."""
    lines = [(BlockKind.HEADING, "provider\trecipient\tsource_url\tchecked"), (BlockKind.PARAGRAPH, "浙江省\t四川省\t\tno")]
    table = replace(bulletin(lines), id="register-1", title="结对名录", columns="provider recipient source_url checked")
    parties = [place("330000", "浙江省", Level.PROVINCE, at=(29.2, 120.1)), place("510000", "四川省", Level.PROVINCE, at=(30.6, 103.5))]
    row = replace(action("pairing", parties[:1], parties[1:], quote(table, lines[1][1])), id="action-row", rank=Rank.UNCHECKED)
    known = miniature()
    return replace(known, bulletins=(table, *known.bulletins), entities=(*known.entities, *parties), actions=(*known.actions, row))
