"""The server of a build: SPARQL over HTTP, pages for people, data by its addresses. Nothing is imported here, so that its workers start quickly."""
