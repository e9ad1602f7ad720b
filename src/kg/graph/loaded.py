"""The graph as ``kg.load`` gives it: a networkx graph that knows the build it is of, and answers what people ask of one."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx

from kg.errors import InputError, QueryError
from kg.graph.choice import Choice, choose, kind_of, level_of, lineage, parents_of, sides_of
from kg.graph.recorded import RecordedGraph
from kg.graph.sources import Indexed, InMemory, Source
from kg.model import Action, EntityType, Records

if TYPE_CHECKING:
    import pandas
    import rdflib

    from kg.graph.node import Node


class LoadedGraph(RecordedGraph):
    """A networkx graph of a build; what networkx makes of it (copies, subgraphs) is of no build any more, and answers nothing.

    A party is given by its id, its name or a short form of it, and errors name the nearest. Kinds, statuses and sectors are keys of the
    ontology or their labels in either language (``funding``, 资金). Tables are pandas data frames, each row with the sentence that it is from.

    A question about a party reads what is stated of it, by the index of the build. All is read for a question about all, and when networkx
    first looks at nodes or edges; from then on answers come from these, which may have been changed.

    In a notebook it shows itself as a picture, and below it as the page on which one can select, search and read the sentences.
    """

    folder: Path | None = None

    @property
    def source(self) -> Source:
        """What answers are taken from."""
        return InMemory(self) if self.index is None or self.is_filled else Indexed(self.index)

    def place(self, name: str) -> "Node":
        """Return the place of a name: its id, which in a notebook shows what is known of it.

        Raises QueryError, with the nearest names, where none or several are meant, or what is meant is no place.

        >>> import kg
        >>> graph = kg.load("build")
        >>> graph.place("平武")
        <平武县 place-510727>
        >>> graph.degree(graph.place("平武县")) > 20
        True
        >>> graph.place("平五县")
        Traceback (most recent call last):
        kg.errors.QueryError: the build knows nothing called 平五县: nearest are 绵阳市平武县 (place-510727)
        """
        try:
            return self._found(name, EntityType.PLACE)
        except QueryError as error:
            raise self._no_place(name) or error from None

    def entity(self, name: str) -> "Node":
        """Return the place, body, document or project of a name, as ``place`` does for places.

        >>> import kg
        >>> kg.load("build").entity("通恒公司").facts()["类型 type"]
        '企业 enterprise'
        """
        return self._found(name)

    def pairings(
        self,
        *,
        provider: str = "",
        recipient: str = "",
        party: str = "",
        programme: str = "",
        year: int | str | None = None,
        level: str = "",
        within: bool = False,
    ) -> "pandas.DataFrame":
        """Return who is paired with whom, a row for each provider and recipient of each pairing that is stated.

        A pair has several rows where it is stated of several programmes or periods. What is only counted of a pairing (结对28对) is among the
        ``actions``.

        ``year`` chooses what is told to have gone on in it, so none without a time; ``level`` is that of both sides. With ``within``, a place
        stands for all within it, too: ``provider="浙江省"`` for its cities and counties.

        >>> import kg
        >>> table = kg.load("build").pairings(recipient="平武县")
        >>> table.loc[0, ["provider", "recipient", "provider_province", "programme"]].to_list()
        ['衢江区', '平武县', '浙江省', '东西部扶贫协作']
        """
        from kg.graph import frames
        records = self._chosen(Choice("pairing", provider, recipient, party, programme, year, level=level, within=within))
        found = [action for action in records.actions if not action.measures]
        return frames.to_frame(frames.pairing_rows(records, found), (*frames.PAIRING, *frames.EVIDENCE, *frames.IDS))

    def actions(
        self,
        *,
        kind: str = "",
        provider: str = "",
        recipient: str = "",
        party: str = "",
        programme: str = "",
        year: int | str | None = None,
        status: str = "",
        sector: str = "",
        within: bool = False,
    ) -> "pandas.DataFrame":
        """Return the statements of some kind, between some parties, within a programme, a year or a sector: a row for each.

        ``party`` is on any side, or carries it out.

        >>> import kg
        >>> table = kg.load("build").actions(kind="investment", party="通恒公司")
        >>> table[["provider", "recipient", "figures", "status"]].values.tolist()
        [['浙江通恒公司', '平武县', '50亿', 'committed']]
        """
        from kg.graph import frames
        records = self._chosen(Choice(kind, provider, recipient, party, programme, year, status, sector, within=within))
        return frames.to_frame(frames.action_rows(records, records.actions), (*frames.ACTION, *frames.EVIDENCE, *frames.IDS))

    def figures(
        self,
        *,
        unit: str = "",
        kind: str = "",
        provider: str = "",
        recipient: str = "",
        party: str = "",
        programme: str = "",
        year: int | str | None = None,
        status: str = "",
        sector: str = "",
        within: bool = False,
    ) -> "pandas.DataFrame":
        """Return the figures of some statements, in base units (money in 元, people as written): a row for each, with its bound and place in a sum.

        Add up only what ``counts_in_totals``; by year, only what ``counts_in_year``. ``unit`` is a base unit: raises QueryError for 万元, which is
        written and kept as 元.

        >>> import kg
        >>> people = kg.load("build").figures(kind="personnel", provider="平武县")
        >>> people[["text", "value", "recipient"]].values.tolist()
        [['3名', 3, '衢江区'], ['1名', 1, '衢江区'], ['1名', 1, '衢江区']]
        """
        from kg.graph import frames
        from kg.graph.conversion import to_networkx
        from kg.graph.traversal import Figure, figures, require_base

        records = self._chosen(Choice(kind, provider, recipient, party, programme, year, status, sector, within=within))
        require_base(unit, records.actions)
        stating = to_networkx(records, unchecked=self.unchecked)
        found = figures(stating, stating.edges(keys=True))
        return frames.to_frame(frames.figure_rows(f for f in found if unit in ("", f.unit)), Figure._fields)

    def money(
        self,
        by: str | Sequence[str] = ("provider",),
        *,
        status: str = "done",
        kind: str = "funding",
        provider: str = "",
        recipient: str = "",
        party: str = "",
        programme: str = "",
        year: int | str | None = None,
        sector: str = "",
        within: bool = False,
    ) -> "pandas.DataFrame":
        """Return sums of money in yuan, by provider, recipient, year, status, kind, programme or sector, that count nothing twice.

        A total counts and its parts do not, nor what only says again; what several give together is a row of its own. By year, only
        what is told of one year is added up, no cumulative figure. With an empty ``status`` or ``kind`` all are added up, each in rows of its
        own. ``yuan`` to ``yuan_upper`` is the range where figures are ranges, ``bounds`` says how exact they are.

        >>> import kg
        >>> table = kg.load("build").money(by=["provider", "recipient"])
        >>> table.loc[table["recipient"] == "绵阳市平武县", ["provider", "yuan", "as_written"]].values.tolist()
        [['衢州市衢江区', 5340000, '534万元']]
        """
        from kg.graph import frames
        from kg.graph.money import SUMS, sums

        fields = [by] if isinstance(by, str) else list(by)
        fields += [field for field, value in (("status", status), ("kind", kind)) if not value and field not in fields]
        records = self._chosen(Choice(kind, provider, recipient, party, programme, year, status, sector, within=within))
        if year is not None and "year" not in fields:
            fields.append("year")
        return frames.to_frame(sums(records, records.actions, fields), (*fields, *SUMS))

    def neighbourhood(self, node: str, hops: int = 1, kinds: str | Sequence[str] = ()) -> "LoadedGraph":
        """Return the graph of what is stated among the nodes within some steps of one, whichever way the statements lead.

        ``kinds`` are the kinds of statement to go by. A statement of several parties comes whole. Raises QueryError for what is no number of
        steps.

        >>> import kg
        >>> near = kg.load("build").neighbourhood("通恒公司")
        >>> sorted(near.nodes[node]["name"] for node in near)
        ['平武县', '浙江通恒公司']
        """
        from kg.graph.networks import around
        from kg.rdf.vocabulary import key_of, vocabulary

        start = str(self.entity(node))
        keys = {key_of(vocabulary().kinds, kind, "kind of action") for kind in ([kinds] if isinstance(kinds, str) and kinds else kinds)}
        statements, whole = self.source.part(around(self.source, start, hops, keys), [start])
        return LoadedGraph.over(whole, statements=statements, unchecked=self.unchecked)

    def bulletin(self, key: str) -> "LoadedGraph":
        """Return the graph of what one bulletin or register states, by its id (``records.bulletins``), with all that it names.

        >>> import kg
        >>> one = kg.load("build").bulletin("sichuan-2019-2")
        >>> len(one.left_out())
        211
        """
        from kg.graph.conversion import to_networkx

        return to_networkx(self.source.stated_in(key), unchecked=self.unchecked)

    def path(self, start: str, end: str) -> "pandas.DataFrame":
        """Return a shortest way from one party to another, a row for each step, whichever way its statements lead: none where nothing joins them.

        >>> import kg
        >>> kg.load("build").path("衢江区", "通恒公司")[["from", "direction", "to"]].values.tolist()
        [['衢江区', '↔', '平武县'], ['平武县', '←', '浙江通恒公司']]
        """
        from kg.graph import frames
        from kg.graph.conversion import to_networkx
        from kg.graph.networks import STEP, told, way

        passed = way(self.source, str(self.entity(start)), str(self.entity(end)))
        statements, _ = self.source.part(self.source.among(passed, ()), passed)
        return frames.to_frame(told(to_networkx(statements, unchecked=self.unchecked), passed), STEP)

    def to_networkx(self, level: str = "", weight: str = "statements", *, kind: str = "", status: str = "") -> nx.Graph:
        """Return a plain networkx graph: a copy of this one, or, at a level, one of its places (province, prefecture, county, township, village).

        There an arrow leads from who gives to who gets, what lies within a place counts as of it, and ``weight`` is the number of
        statements, or ``money``: what one gave another, in yuan, by default what was given (funding) and is done. What several give or get
        together is in ``joint_money`` on the arrow of each pair. ``graph["outside"]`` of the result counts the statements left out: of bodies,
        of places above the level. Raises QueryError where a weight, kind or status is given without a level.

        >>> import kg
        >>> network = kg.load("build").to_networkx(level="county", weight="money")
        >>> network.edges["place-330803", "place-510727"]["weight"]
        5340000.0
        """
        from kg.graph.networks import level_network

        if not level:
            if weight != "statements" or kind or status:
                raise QueryError("a copy has all statements, one an edge: weight, kind and status choose with a level, such as level='county'")
            return nx.MultiDiGraph(self)
        meant = Choice(kind or "funding" * (weight == "money"), status=status or "done" * (weight == "money"))
        records = self._chosen(meant)
        return level_network(records, records.actions, level_of(level), weight)

    def sparql(self, query: str, *, limit: int | None = None) -> "pandas.DataFrame | bool":
        """Return the answer of the build to a SPARQL query: a table, or truth for ASK; our ids stand as they are, prefixes need no declaration.

        >>> import kg
        >>> graph = kg.load("build")
        >>> graph.sparql("SELECT ?place ?name WHERE { ?place aid:code '510727' ; rdfs:label ?name }").values.tolist()
        [['place-510727', '平武县']]
        """
        from kg.graph import frames
        from kg.store import ask, open_store

        return frames.answer_frame(ask(open_store(self._build(), unchecked=self.unchecked), query, limit=limit))

    def ask(self, question: str, **parameters: str | int) -> "pandas.DataFrame | bool":
        """Return the answer to a question that has a name (``kg ask`` lists them), with its parameters by name.

        Raises QueryError for an unknown question or parameter, and for what a value cannot be.

        >>> import kg
        >>> kg.load("build").ask("money-by-provider", year=2018)["yuan"].to_list()
        [12500000]
        """
        from kg.graph import frames
        from kg.store import KEYWORD, Build, ask_question, find_question

        values = {name: str(value) for name, value in parameters.items()}
        return frames.answer_frame(ask_question(Build(self._build(), self.unchecked), find_question(question), values, spelling=KEYWORD))

    def explain(self, name: str) -> str:
        """Return in words what is said of an entity, or all of one statement or figure, by its id, with the sentences quoted.

        >>> import kg
        >>> print(kg.load("build").explain("通恒公司").splitlines()[0])
        浙江通恒公司 (enterprise 企业; enterprise-dfe66225e7d8)
        """
        from kg.explain import explain
        from kg.graph.display import Told

        return Told(explain(self.source.told_of(str(name)), str(name)))

    def left_out(self) -> "pandas.DataFrame":
        """Return the figures that are in no statement, with the reason: a date, an ordinal, a slogan. ``why`` is its label.

        >>> import kg
        >>> table = kg.load("build").left_out()
        >>> table.loc[table["reason"] == "idiom", "quote"].to_list()[:3]
        ['一人', '一户', '两个']
        """
        from kg.graph import frames
        return frames.to_frame(frames.left_out_rows(self.records), frames.LEFT_OUT)

    def rdflib(self) -> "rdflib.Dataset":
        """Return the RDF of the build as an rdflib dataset, read-only: a graph for each bulletin, all of them together by default.

        Nothing is copied: rdflib reads the store itself, and SPARQL is answered by it. Of a graph that was read from a file, that
        file. Raises InputError where there is no build, KgError where rdflib is not installed.

        >>> import kg
        >>> dataset = kg.load("build").rdflib()
        >>> [str(name) for (name,) in dataset.query("SELECT ?name { id:place-510727 rdfs:label ?name }")]
        ['平武县']
        """
        from kg.store.dataset import open_dataset

        return open_dataset(self._build())

    def stated(self) -> tuple[Action, ...]:
        """Return the actions that the graph has edges of, as records.

        >>> import kg
        >>> graph = kg.load("build")
        >>> {action.id for action in graph.stated()} == {key for *_, key in graph.edges}
        True
        """
        return self.with_edges()

    def above(self, node: str) -> list[str]:
        """Return the names of the places that something lies in, the smallest first.

        >>> import kg
        >>> kg.load("build").above("平武县")
        ['绵阳市', '四川省']
        """
        from kg.graph.node import Node

        node = str(node if isinstance(node, Node) else self.entity(node))
        records = self.source.lineage(node)
        known = {entity.id: entity.name for entity in (*records.entities, *records.regions)}
        return [known[place] for place in lineage(node, parents_of(records))[1:] if place in known]

    def _chosen(self, meant: Choice) -> Records:
        """Return the records of the actions that are meant."""
        kind, source = kind_of(meant), self.source
        sides = sides_of(meant, lambda name: str(self.entity(name)), source.inner)
        # What is asked of all parties is asked of nearly all lines, which are kept once they have been read.
        records = (source if sides else InMemory(self)).of_parties(sides, kind)
        return replace(records, actions=tuple(choose(records, meant, sides, source.programmes)))

    def _found(self, name: str, kind: EntityType | None = None) -> "Node":
        from kg.explain import find_entity
        from kg.graph.node import Node

        return Node(find_entity(self.source.named(str(name), kind), str(name)), self)

    def _no_place(self, name: str) -> QueryError | None:
        """Return the error for a name that means something, and no place."""
        try:
            meant = self._found(name)
        except QueryError:
            return None
        return QueryError(f"{name} is no place: it is {meant.name} ({meant}), of type {meant.entity.type}; graph.entity finds it")

    def _build(self) -> Path:
        if self.folder is None:
            raise InputError("this graph was made of another: ask the one that kg.load gave")
        if self.index is None:
            return self.folder
        self.index.require_same()
        return self.index.folder

    def _ipython_display_(self) -> None:
        from kg.graph.display import show

        show(self)
