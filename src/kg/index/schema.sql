-- Where each record of the tables stands, and what it is looked up by. A number (n, a, b) is the place of a record in its table;
-- start and length are bytes of the .jsonl file. What a record says is in its line alone.

-- The files that this is an index of: of others it is none.
CREATE TABLE source (name TEXT PRIMARY KEY, size INTEGER NOT NULL) WITHOUT ROWID;

-- Nodes of the graph: entities, then regions, then whoever is not named (which have no line).
CREATE TABLE node (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);

-- cut and resume: where in a line its mentions begin and end.
CREATE TABLE entity (
  n INTEGER PRIMARY KEY, region INTEGER NOT NULL, type TEXT NOT NULL, parent TEXT NOT NULL,
  start INTEGER NOT NULL, cut INTEGER NOT NULL, resume INTEGER NOT NULL, length INTEGER NOT NULL
);
CREATE INDEX within ON entity (parent);

-- Names, aliases and titles as they are compared.
CREATE TABLE name (normal TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (normal, n)) WITHOUT ROWID;

CREATE TABLE bulletin (b INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, supersedes TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL);
CREATE INDEX corrected ON bulletin (supersedes) WHERE supersedes <> '';

-- A stretch of the mentions in an entity's line that are all of one bulletin.
CREATE TABLE mention (
  b INTEGER NOT NULL, n INTEGER NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (b, n, start)
) WITHOUT ROWID;

CREATE TABLE action (
  a INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, rank TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL
);

-- Who takes part in an action, and on which side; side is also programme or about, where that is an entity or its title.
CREATE TABLE party (
  n INTEGER NOT NULL, side TEXT NOT NULL, kind TEXT NOT NULL, a INTEGER NOT NULL, PRIMARY KEY (n, side, kind, a)
) WITHOUT ROWID;

-- The edges of the graph, from either end.
CREATE TABLE edge (
  n INTEGER NOT NULL, other INTEGER NOT NULL, kind TEXT NOT NULL, rank TEXT NOT NULL, a INTEGER NOT NULL,
  PRIMARY KEY (n, other, kind, rank, a)
) WITHOUT ROWID;

CREATE TABLE evidence (b INTEGER NOT NULL, a INTEGER NOT NULL, PRIMARY KEY (b, a)) WITHOUT ROWID;

CREATE TABLE measure (id TEXT PRIMARY KEY, a INTEGER NOT NULL, total TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX part ON measure (total) WHERE total <> '';

-- Programmes, and what pairings are about, by the rank of the actions that name them.
CREATE TABLE programme (name TEXT NOT NULL, rank TEXT NOT NULL, PRIMARY KEY (name, rank)) WITHOUT ROWID;

-- Lines of the smaller tables, by the bulletin or entity that they are of.
CREATE TABLE line (name TEXT NOT NULL, key TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL, PRIMARY KEY (name, key, start)) WITHOUT ROWID;
