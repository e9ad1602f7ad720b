"""Which field of a record becomes which property, and how its value is written: one table, for the writer and for its documentation."""

from typing import NamedTuple


class Field(NamedTuple):
    """``form`` says how the value is written.

    string, integer, decimal, boolean, date: a literal of that datatype. chinese, english: a literal in that language.
    thing: the IRI of the record with that id; a tuple gives one statement each. concept: the value of a SKOS scheme (named by ``scheme``);
    known: the same where the scheme has the value, else nothing, for a lexicon of one's own may add units. kind: a class of actions. evidence:
    the IRI of a stretch of a bulletin, which is described beside it.
    """

    name: str
    predicate: str
    form: str
    scheme: str = ""


BULLETIN = (
    Field("title", "dcterms:title", "chinese"),
    Field("issue", "aid:issue", "string"),
    Field("issuer", "aid:issuer", "string"),
    Field("publisher", "aid:publisher", "string"),
    Field("source", "dc:source", "string"),
    Field("url", "schema:url", "string"),
    Field("date", "dcterms:date", "string"),
    Field("published", "dcterms:issued", "string"),
    Field("file", "dcterms:identifier", "string"),
    Field("sha256", "aid:sha256", "string"),
    Field("supersedes", "dcterms:replaces", "thing"),
    Field("columns", "aid:columns", "string"),
)

COPY = (
    Field("title", "dcterms:title", "chinese"),
    Field("publisher", "aid:publisher", "string"),
    Field("source", "dc:source", "string"),
    Field("url", "schema:url", "string"),
    Field("published", "dcterms:issued", "string"),
    Field("file", "dcterms:identifier", "string"),
    Field("sha256", "aid:sha256", "string"),
    Field("similarity", "aid:similarity", "decimal"),
)

ENTITY = (
    Field("name", "rdfs:label", "chinese"),
    Field("aliases", "skos:altLabel", "chinese"),
    Field("english", "skos:altLabel", "english"),
    Field("code", "aid:code", "string"),
    Field("level", "aid:level", "concept", "level"),
    Field("parent", "aid:within", "thing"),
    Field("valid_from", "aid:validFrom", "integer"),
    Field("valid_to", "aid:validTo", "integer"),
    Field("lat", "geo:lat", "decimal"),
    Field("lon", "geo:long", "decimal"),
    Field("candidates", "aid:mayBe", "thing"),
)

ACTION = (
    Field("provider", "aid:provider", "thing"),
    Field("recipient", "aid:recipient", "thing"),
    Field("through", "aid:through", "thing"),
    Field("programme", "aid:programme", "string"),
    Field("programme", "aid:inProgramme", "known", "programme"),
    Field("about", "aid:about", "chinese"),
    Field("sector", "aid:sector", "concept", "sector"),
    Field("status", "aid:status", "concept", "status"),
    Field("period", "aid:period", "string"),
    Field("coverage", "aid:coverage", "concept", "coverage"),
    Field("status_evidence", "aid:statusEvidence", "evidence"),
    Field("period_evidence", "aid:periodEvidence", "evidence"),
    Field("rule", "aid:rule", "string"),
    Field("trigger", "aid:trigger", "string"),
    Field("superseded_by", "aid:supersededBy", "thing"),
    Field("rank", "aid:rank", "concept", "rank"),
)

MEASURE = (
    Field("value", "aid:value", "decimal"),
    Field("upper", "aid:upperValue", "decimal"),
    Field("unit", "aid:unit", "string"),
    Field("unit", "qudt:hasUnit", "known", "unit"),
    Field("unit_text", "aid:unitText", "string"),
    Field("bound", "aid:bound", "concept", "bound"),
    Field("role", "aid:role", "concept", "role"),
    Field("total", "aid:partOf", "thing"),
    Field("counts_in_totals", "aid:countsInTotals", "boolean"),
    Field("repeats", "aid:repeats", "thing"),
    Field("counts_in_year", "aid:countsInYear", "boolean"),
)

# Of the fields of an action, the property that a correction of it names; what was and is stands there as that property has it.
CORRECTED = {field.name: field for field in reversed(ACTION)} | {"kind": Field("kind", "rdf:type", "kind")}

JUDGEMENT = (
    Field("verdict", "aid:verdict", "concept", "verdict"),
    Field("when", "dcterms:date", "date"),
    Field("why", "rdfs:comment", "string"),
)

# What is no record but told by them: kg.rdf.organizations.
PART = (Field("whole", "org:subOrganizationOf", "thing"),)

POST = (
    Field("about", "rdfs:label", "chinese"),
    Field("recipient", "org:postIn", "thing"),
    Field("grade", "org:role", "concept", "grade"),
)
