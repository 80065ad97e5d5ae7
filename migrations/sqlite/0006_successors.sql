-- What has taken an advisory's place is looked for among what its reader may see.
CREATE INDEX revision_by_supersedes ON revision (supersedes) WHERE supersedes IS NOT NULL;
