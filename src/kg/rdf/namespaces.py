"""The namespaces in use and the names of our own graphs and things."""

BASE = "https://w3id.org/assistance-kg/"
ONTOLOGY = f"{BASE}ontology"

PREFIXES = {
    "aid": f"{ONTOLOGY}#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "geosparql": "http://www.opengis.net/ont/geosparql#",
    "graph": f"{BASE}graph/",
    "id": f"{BASE}id/",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qudt": "http://qudt.org/schema/qudt/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "unit": "http://qudt.org/vocab/unit/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def expand(name: str) -> str:
    """Return the IRI of a prefixed name such as ``aid:provider``."""
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def shorten(iri: str) -> str:
    """Return the prefixed name of an IRI where one of our prefixes fits, else the IRI in angle brackets."""
    fitting = [(name, base) for name, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return f"<{iri}>"
    name, base = max(fitting, key=lambda f: len(f[1]))
    return f"{name}:{iri[len(base) :]}"


def identifier(name: str) -> str:
    """Return the id of a record from its IRI, its prefixed name ``id:…``, or itself."""
    return name.strip().removeprefix(PREFIXES["id"]).removeprefix("id:")
